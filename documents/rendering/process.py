"""The child process that draws: started with limits, and what it answered in our words."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from documents import errors, fonts
from documents.rendering import child

PROGRAM = Path(child.__file__)
CPU_SECONDS, WALL_SECONDS = 40, 60
MEMORY_BYTES = 1024**3
MAX_PAGES = 60
MAX_CHARACTERS = 150_000
APT = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True)
class Drawn:
    """A PDF, its number of pages and the versions of what drew it."""

    pdf: bytes
    pages: int
    toolchain: dict[str, str]


def draw(html: str, css: str, *, evidence: str = "", at: datetime | None = None) -> Drawn:
    """The page as a PDF/A-3a, drawn by a child process within its limits.

    evidence  the text of evidence.json that is embedded, dated `at`

    raises  UnprintableText, TooMuchText, TooManyPages, TooLaborious, CannotDraw, DrawingFailed
    """
    if len(html) > MAX_CHARACTERS:
        raise errors.TooMuchText(length=len(html), limit=MAX_CHARACTERS)
    html = fonts.with_ink(html)
    fonts.check(html)
    job = {
        "html": html,
        "css": css,
        "faces": {name.replace(" ", "-"): str(path) for name, path in fonts.FACES.items()},
        "cpu_seconds": CPU_SECONDS,
        "memory_bytes": MEMORY_BYTES,
        "max_pages": MAX_PAGES,
        "evidence": evidence,
        "at": at.astimezone(UTC).isoformat() if at else "",
    }
    return _answer(_run(json.dumps(job).encode()))


def _run(job: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        # -I: nothing of the environment or the working folder gets into the child.
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(PROGRAM)],
            input=job,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise errors.TooLaborious(limit=f"{WALL_SECONDS} s") from None


def _answer(ended: subprocess.CompletedProcess[bytes]) -> Drawn:
    said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
    try:
        facts = json.loads(said[-1])
    except (IndexError, json.JSONDecodeError):
        facts = {"error": said[-1] if said else f"the process ended with {ended.returncode}"}
    if ended.returncode == 0:
        return Drawn(ended.stdout, facts["pages"], facts["toolchain"])
    if ended.returncode == child.TOO_LONG:
        raise errors.TooManyPages(pages=facts["pages"], limit=MAX_PAGES)
    if ended.returncode == child.NO_LIBRARY:
        raise errors.CannotDraw(command=APT)
    if ended.returncode < 0 or "MemoryError" in facts["error"]:
        raise errors.TooLaborious(limit=f"{CPU_SECONDS} s / {MEMORY_BYTES // 1024**2} MB")
    raise errors.DrawingFailed(reason=facts["error"])
