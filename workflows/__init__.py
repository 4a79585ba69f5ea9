"""How each process runs: one folder a process."""
