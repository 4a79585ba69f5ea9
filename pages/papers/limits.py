"""How often one address may ask: enough for people, too little for guessing."""

from django.core.cache import cache
from django.http import HttpRequest

A_MINUTE = 30


def too_often(request: HttpRequest) -> bool:
    """Whether this address has asked more than thirty times within a minute."""
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}"
    if cache.add(key, 1, timeout=60):
        return False
    try:
        return cache.incr(key) > A_MINUTE
    except ValueError:  # the minute ended between the two
        return False
