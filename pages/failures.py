"""What people see when something goes wrong: in their language, without inner details."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_CHUNK, _MAX_LEFT = 64 * 1024, 256 * 1024**2


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    _read_to_its_end(request)
    return render(request, "errors/400.html", status=400)


def _read_to_its_end(request: HttpRequest) -> None:
    """Take in what is still being sent: a browser shows no answer to a form that was cut off."""
    left = _MAX_LEFT
    with suppress(OSError):
        while left > 0 and (chunk := request.read(_CHUNK)):
            left -= len(chunk)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """The form was not ours, or too old. The reason stays in the log."""
    return render(request, "errors/csrf.html", status=403)
