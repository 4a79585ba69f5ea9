"""An attachment as a picture, drawn by a child process: nothing that people upload runs in a page."""

import subprocess
import sys
from pathlib import Path

from approvals.models import Attachment

SHOWN = ("application/pdf", "image/png", "image/jpeg")
PROGRAM = Path(__file__).with_name("preview_child.py")
WALL_SECONDS = 20


def preview_of(row: Attachment) -> bytes | None:
    """A JPEG of the picture or of the first pages; None where there is nothing to be drawn."""
    if row.media_type not in SHOWN:
        return None
    with row.file.open("rb") as content:
        data = content.read()
    try:
        # -I: nothing of the environment or the working folder gets into the child.
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(PROGRAM)],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return ended.stdout if ended.returncode == 0 and ended.stdout else None
