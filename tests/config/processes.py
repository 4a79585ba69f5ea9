"""Python in a process of its own, as an installation starts it: without pytest in it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("QIANPI_", "DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "DJANGO_", "PYTEST_")


def environment(data: Path, **given: str) -> dict[str, str]:
    """The environment of an installation with its data there and only the given settings."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return rest | {"QIANPI_DATA": str(data)} | given


def python(data: Path, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """The finished process: returncode, stdout, stderr."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(data, **given),
        capture_output=True,
        text=True,
        timeout=400,
    )
