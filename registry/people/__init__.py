"""客户经理: the register of account managers, their ranks, and their monthly scorecards."""
