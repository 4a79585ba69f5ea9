"""Who and what exists: units, people, posts, customers, projects, numbers, amendments, the journal."""
