"""商机信息: any employee supplies a lead; adopted and profitable, its supplier has a share of the profit."""
