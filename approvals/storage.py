"""Where files are kept: outside the web root, under random names, readable by the owner only."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage


def attachment_storage() -> FileSystemStorage:
    """The storage of attachments. It has no address: only a view that checks access serves them."""
    return _private(settings.ATTACHMENT_ROOT)


def work_storage() -> FileSystemStorage:
    """The storage of what long work makes, for who asked for it."""
    return _private(settings.WORK_ROOT)


def _private(folder: Path) -> FileSystemStorage:
    return FileSystemStorage(
        location=folder,
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def random_name() -> str:
    """A name that tells nothing and can't be guessed, in one of 256 folders."""
    name = uuid4().hex
    return f"{name[:2]}/{name}"
