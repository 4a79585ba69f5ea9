"""Who decides, and what did they decide: cases, the inbox, opinions, and the one way to move a case."""
