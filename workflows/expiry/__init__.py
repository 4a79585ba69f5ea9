"""保护期满处理: the time to develop a customer is over, and the centre chooses what follows."""
