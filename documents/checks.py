"""What this machine needs to draw papers; without it everything else works."""

import ctypes
from typing import Any

from django.core.checks import CheckMessage, Warning, register

from documents.rendering.process import APT

NEEDED = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
FASTER = ("libharfbuzz-subset.so.0",)


def there(library: str) -> bool:
    """Whether the system finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


@register
def check_libraries(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A warning that names the line to run, if papers can't be drawn here or only into larger files."""
    found: list[CheckMessage] = []
    if not all(map(there, NEEDED)):
        found.append(Warning("PDFs cannot be made on this machine.", hint=APT, id="qianpi.W101"))
    elif not all(map(there, FASTER)):
        found.append(Warning("PDFs come out larger than needed.", hint=APT, id="qianpi.W102"))
    return found
