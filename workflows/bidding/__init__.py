"""公开竞标: a customer that was not developed in time is put out to bidding among the units."""
