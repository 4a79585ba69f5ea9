"""争议仲裁: two units fight over a customer; the centre mediates, marketing rules, a leader reviews once."""
