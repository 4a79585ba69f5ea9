"""An attachment as a picture or as plain words, read by a child process: no upload runs in a page."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from approvals.attachments import OFFICE
from approvals.models import Attachment

SHOWN = ("application/pdf", "image/png", "image/jpeg")
READ = (OFFICE["word/document.xml"][1], OFFICE["xl/workbook.xml"][1])
PICTURES, WORDS = (Path(__file__).with_name(f"{name}_child.py") for name in ("preview", "text"))
WALL_SECONDS = 20


def preview_of(row: Attachment) -> bytes | None:
    """A JPEG of the picture or of the first pages; None where there is nothing to be drawn."""
    return _told_by(PICTURES, row) if row.media_type in SHOWN else None


def words_of(row: Attachment) -> list[dict[str, Any]] | None:
    """The beginning of a Word or Excel document: {"text"} or {"title", "rows"}; None of anything else."""
    told = _told_by(WORDS, row) if row.media_type in READ else None
    return json.loads(told) if told else None


def _told_by(program: Path, row: Attachment) -> bytes | None:
    """What a child writes that gets the file; None if it fails or takes too long."""
    with row.file.open("rb") as content:
        data = content.read()
    try:
        # -I: nothing of the environment or the working folder gets into the child.
        ended = subprocess.run(  # noqa: S603 - our own programs
            [sys.executable, "-I", str(program)],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return ended.stdout if ended.returncode == 0 and ended.stdout else None
