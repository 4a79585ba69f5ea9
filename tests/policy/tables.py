"""Reads the tables that the rules are tested by."""

import tomllib
from pathlib import Path
from typing import Any

import pytest


def rows(file: str) -> list[Any]:
    """The rows of a table beside this file, each a test named by its `name`."""
    table = tomllib.loads((Path(__file__).parent / file).read_text("utf-8"))
    return [pytest.param(row, id=row["name"]) for row in table["rows"]]
