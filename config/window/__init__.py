"""The operators' window: what stands in the tables of the machinery, to be read and never written."""
