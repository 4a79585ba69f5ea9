"""The cast of the histories, with attachments in a folder of their own."""

import pytest
from django.db import connection

from tests.cast import Cast


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --thorough what is thorough stays out, and the guards are switched off on SQLite only."""
    if config.getoption("--thorough"):
        return
    on_postgres = connection.vendor != "sqlite"
    out = [
        item
        for item in items
        if item.get_closest_marker("thorough")
        or (on_postgres and item.path.name.endswith("teeth.py"))
    ]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture
def machine_cast(cast, settings, tmp_path) -> Cast:
    settings.ATTACHMENT_ROOT = tmp_path
    return cast
