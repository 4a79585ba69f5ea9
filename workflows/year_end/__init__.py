"""年终调整: the year's performance against what the rank asks for, and the pay or the post that follows."""
