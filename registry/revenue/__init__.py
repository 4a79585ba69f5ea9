"""What customers bring in: the ledger, row by row, and the whole bureau's revenue a year."""
