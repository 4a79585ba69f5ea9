"""资费优惠: the discounts that were granted, and what was really charged."""
