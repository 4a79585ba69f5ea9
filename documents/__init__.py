"""What goes on paper: content first, then its number, its drawing and its proof."""
