"""The data of the demo on this machine: whose it is, how it begins, how it starts over."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from config.environment import SQLITE

LOADING, LOADED = "loading", "loaded"


class DemoRefused(Exception):
    """The demo does not touch these data."""


@contextmanager
def alone() -> Iterator[None]:
    """A context that only one process has for this data folder; the system ends it with us."""
    with open(settings.DATA_DIR / "demo.lock", "a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise DemoRefused(
                f"The demo already runs on these data (process {lock.read().strip()}). Stop it "
                "first, or choose another folder with QIANPI_DATA."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def on_own_sqlite() -> bool:
    """Whether the database is the SQLite file of the data folder."""
    database = settings.DATABASES["default"]
    return database["ENGINE"] == SQLITE and Path(database["NAME"]).parent == settings.DATA_DIR


def start_over() -> None:
    """The demo's database file, attachments and papers are gone; refused where they are not the demo's."""
    if not on_own_sqlite():
        raise DemoRefused(
            "--fresh deletes only the SQLite file in the demo's own data folder. Empty this "
            "database yourself."
        )
    _refuse_strangers()
    _delete_files()


def prepare(*, today: date, scale: int = 1) -> bool:
    """The database is there with the demo bureau in it; one that is loaded keeps its data.

    Whether it was loaded now; `scale` multiplies its history.
    """
    if _state() == LOADING:
        if not on_own_sqlite():
            raise DemoRefused(
                "The demo bureau was loaded only in part. Empty this database and start again."
            )
        _delete_files()
    _refuse_strangers()
    call_command("migrate", verbosity=0, interactive=False)
    if _state() == LOADED and _people():
        return False
    from config.demo import load

    _write(LOADING)
    load(today=today, scale=scale)
    _write(LOADED)
    return True


def _refuse_strangers() -> None:
    if _state() is None and _people():
        raise DemoRefused(
            "This database holds people who are not the demo's. The demo leaves it alone; choose "
            "another folder with QIANPI_DATA."
        )


def _people() -> bool:
    try:
        return bool(get_user_model()._default_manager.exists())
    except DatabaseError:  # before the first migration there is no such table
        return False
    finally:
        connection.close()


def _delete_files() -> None:
    connections.close_all()
    name = settings.DATABASES["default"]["NAME"]
    for tail in ("", "-wal", "-shm"):
        Path(f"{name}{tail}").unlink(missing_ok=True)
    for folder in (settings.ATTACHMENT_ROOT, settings.PAPER_ROOT, settings.DATA_DIR / "mail"):
        shutil.rmtree(folder, ignore_errors=True)
    _mark().unlink(missing_ok=True)


def _mark() -> Path:
    return settings.DATA_DIR / "demo.json"


def _identity() -> str:
    database = settings.DATABASES["default"]
    return " ".join(str(database.get(key) or "") for key in ("ENGINE", "HOST", "PORT", "NAME"))


def _state() -> str | None:
    """How far the demo bureau is loaded in this very database; None where it is not the demo's."""
    try:
        mark = json.loads(_mark().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return mark["state"] if mark["database"] == _identity() else None


def _write(state: str) -> None:
    _mark().write_text(
        json.dumps({"database": _identity(), "state": state}, ensure_ascii=False), encoding="utf-8"
    )
