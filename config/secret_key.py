"""The secret key of one installation: given by the environment, or made once and kept in a file."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 50
FEWEST_DIFFERENT = 12
KNOWN = ("django-insecure", "development-only", "changeme", "change-me", "your-secret-key")


class UnsafeSecretKey(ImproperlyConfigured):
    """The secret key must be secret: at least 50 random characters, and no key from a manual."""


class OpenSecretKey(ImproperlyConfigured):
    """Others can read the secret key file."""


def secret_key(*, given: str, file: Path) -> str:
    """The key that was given, else the one in the file, which is made when it is missing."""
    key = given or _read(file) or _make(file)
    shown = key.lower()
    if (
        len(key) < SHORTEST
        or len(set(key)) < FEWEST_DIFFERENT
        or any(word in shown for word in KNOWN)
    ):
        raise UnsafeSecretKey(UnsafeSecretKey.__doc__)
    return key


def _read(file: Path) -> str:
    try:
        if file.stat().st_mode & 0o077:
            raise OpenSecretKey(f"{OpenSecretKey.__doc__} Run: chmod 600 '{file}'")
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _make(file: Path) -> str:
    # A whole file appears under its name or none does: web server and worker start together,
    # and the one that comes second must read the key of the first.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".secret-key-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(64) + "\n")
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, file)
    finally:
        os.unlink(name)
    return _read(file)
