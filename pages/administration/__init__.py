"""设置与管理: one's own settings, and what those who keep a bureau see to."""
