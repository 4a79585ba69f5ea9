"""The fixed cast, and the words of the tests."""

import pytest
from django.db import connection

from registry.append_only import trigger_name
from tests.cast import Cast, make_cast

APPEND_ONLY = ("registry_entry", "approvals_opinion", "documents_paper")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--race-rounds", type=int, default=6, help="how often each race of tests/races is run"
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that need real transactions empty the tables behind them: on SQLite by DELETE."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for table in APPEND_ONLY:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, 'DELETE')}")


@pytest.fixture
def cast(db) -> Cast:
    """A bureau with a county branch, its centre, marketing department and HR; see tests/cast.py."""
    return make_cast()
