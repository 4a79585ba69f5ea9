"""规则: the rulebook for everybody, and how a bureau amends it."""
