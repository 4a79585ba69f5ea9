"""Random histories of cases, people and posts: whatever was done, what must hold holds."""
