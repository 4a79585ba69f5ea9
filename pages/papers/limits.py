"""How often one address may ask: enough for people, too little for guessing or for keeping us busy."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

A_MINUTE = 30
FILES_A_MINUTE = 10
AT_ONCE, PATIENCE_SECONDS = 2, 5
_reading = BoundedSemaphore(AT_ONCE)


def too_often(request: HttpRequest, what: str = "verify", limit: int | None = None) -> bool:
    """Whether this address has asked more often within a minute than the limit, thirty times."""
    key = f"{what}:{address_of(request)}"
    if cache.add(key, 1, timeout=60):
        return False
    try:
        return cache.incr(key) > (A_MINUTE if limit is None else limit)
    except ValueError:  # the minute ended between the two
        return False


def address_of(request: HttpRequest) -> str:
    """Who asks: behind our proxy the address that it saw, else the one that is connected."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if seen:
            return seen
    return str(request.META.get("REMOTE_ADDR", ""))


@contextmanager
def a_file_at_a_time() -> Iterator[bool]:
    """Whether a file can be read now: a few at once, for each reading costs a process."""
    free = _reading.acquire(timeout=PATIENCE_SECONDS)
    try:
        yield free
    finally:
        if free:
            _reading.release()
