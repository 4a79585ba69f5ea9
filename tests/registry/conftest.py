"""What the tests of the registry start from: a bureau that was imported."""

import pytest
from django.utils import translation

from tests.registry import files


@pytest.fixture
def bureau(db):
    """Units, people, posts and customers of a small bureau, as the importers write them."""
    files.load("units", files.csv_file(files.UNITS))
    files.load("people", files.csv_file(files.PEOPLE))
    files.load("posts", files.csv_file(files.POSTS))
    files.load("customers", files.csv_file(files.CUSTOMERS))


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared as they are written in the code."""
    with translation.override("en"):
        yield
