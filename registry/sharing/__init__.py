"""What units share of one customer: splits, consents to step in, and what a ruling ordered."""
