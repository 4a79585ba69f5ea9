"""The shipped book and a day for the tests of the rules."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policy.book import Rulebook
from policy.loading import FOLDER, shipped


@pytest.fixture
def book() -> Rulebook:
    return shipped()


@pytest.fixture
def today() -> date:
    return date(2026, 11, 22)


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the rulebook in which `old` stands as `new` in one file."""

    def write(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "rulebook"
        if not folder.exists():
            shutil.copytree(FOLDER, folder)
        path = folder / file
        text = path.read_text("utf-8") if path.exists() else ""
        assert old in text, f"{old!r} does not stand in {file}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return write
