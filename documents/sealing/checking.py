"""What a file says for itself, read by a limited child: anybody may hand one in."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from documents.models import digest_of
from documents.sealing import checker

PROGRAM = Path(checker.__file__)
CPU_SECONDS, WALL_SECONDS = 10, 20
MEMORY_BYTES = 768 * 1024**2
MAX_BYTES = 32 * 1024**2
TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Found:
    """`state` is TOO_LARGE or one of the words of `checker`; seal and people are as it tells them."""

    state: str
    seal: dict[str, Any] | None
    people: list[dict[str, Any]]
    text: str | None

    @cached_property
    def evidence(self) -> dict[str, Any] | None:
        """The evidence in the file, if it is whole: its content has the hash that it names."""
        try:
            told = json.loads(self.text or "")
            whole = digest_of(told["content"]) == told["content_hash"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        return told if whole else None


def check(pdf: bytes, roots: bytes) -> Found:
    """What the file says for itself, to somebody who trusts these roots (PEM)."""
    if len(pdf) > MAX_BYTES:
        return Found(TOO_LARGE, None, [], None)
    with tempfile.NamedTemporaryFile(prefix="qianpi-roots-") as file:
        file.write(roots)
        file.flush()
        told = _told(pdf, file.name)
    found = Found(told["found"], told["seal"], told["people"], told["evidence"])
    if found.state in (checker.SEALED, checker.UNKNOWN_SEAL) and found.evidence is None:
        return Found(checker.CHANGED, found.seal, found.people, None)
    return found


def _told(pdf: bytes, roots: str) -> dict[str, Any]:
    limits = [str(CPU_SECONDS), str(MEMORY_BYTES)]
    unreadable: dict[str, Any] = {
        "found": checker.UNREADABLE,
        "seal": None,
        "people": [],
        "evidence": None,
    }
    try:
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(PROGRAM), roots, *limits],
            input=pdf,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"},
            check=False,
        )
        return dict(json.loads(ended.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        return unreadable
