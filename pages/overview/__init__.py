"""总览: how the whole runs, for those who lead a unit or the bureau."""
