"""级别调整: the centre proposes a change of rank, human resources check it, the office meeting decides."""
