"""客户移交: a customer goes to another unit, with the consent of both and by decision of the centre."""
