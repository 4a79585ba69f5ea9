"""Grading of all customers at the end of a quarter: counted, looked at, confirmed, written down."""
