"""A data folder whose database has its tables: copied from that of the tests, as migrating takes long."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from .processes import python


@pytest.fixture
def migrated(request: pytest.FixtureRequest, django_db_blocker, tmp_path) -> Callable[[Path], Path]:
    """migrated(folder): that folder, made where it is not, with a migrated SQLite database in it."""
    source = tmp_path / "migrated.sqlite3"
    if connection.vendor == "sqlite":
        request.getfixturevalue("django_db_setup")
        # By a connection of its own: a copy is asked for while the demo's transaction is open, too.
        with django_db_blocker.unblock(), closing(connection.copy()) as own:
            own.cursor().execute("VACUUM INTO %s", [str(source)])
    else:
        done = python(tmp_path, "manage.py", "migrate", "-v0")
        assert done.returncode == 0, done.stderr
        (tmp_path / "qianpi.sqlite3").rename(source)

    def made(folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        shutil.copy(source, folder / "qianpi.sqlite3")
        return folder

    return made
