"""Customers put out to bidding: the tender, sealed bids, who opens them, what the panel said."""
