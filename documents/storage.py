"""Where drawn papers are kept: outside the web root, under random names, readable by the owner only."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage


def paper_storage() -> FileSystemStorage:
    """The storage of papers. It has no address: only a view that checks access serves them."""
    return FileSystemStorage(
        location=settings.PAPER_ROOT,
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )
