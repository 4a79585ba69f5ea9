"""营销项目报批: the proposal of a marketing project."""
