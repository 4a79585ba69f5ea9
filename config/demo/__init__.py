"""The demo bureau: invented people, units and customers, and a year of their proposals."""

from config.demo.cast import ACCOUNTS, PASSWORD
from config.demo.loading import load

__all__ = ["ACCOUNTS", "PASSWORD", "load"]
