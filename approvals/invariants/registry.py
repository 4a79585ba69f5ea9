"""The list of what is checked."""

from collections.abc import Callable, Iterator

Check = Callable[[], Iterator[str]]
_checks: list[Check] = []


def always(check: Check) -> Check:
    """Register a check; packages to the right add their own."""
    _checks.append(check)
    return check


def check_all() -> list[str]:
    """Everything that is wrong, as sentences; empty if all holds."""
    return [fault for check in _checks for fault in check()]
