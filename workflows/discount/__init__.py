"""资费优惠审批: a discount is asked for, decided by its depth, and written into the register."""
