"""客户经理: the register, the monthly scorecards, and what the formulas of pay come to."""
