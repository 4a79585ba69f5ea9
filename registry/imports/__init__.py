"""Units, people, posts and customers from a file: all of it or nothing, every fault named."""
