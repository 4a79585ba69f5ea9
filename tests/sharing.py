"""How several workers share the tests: each test alone, but those together that make ready the same.

`--dist loadgroup` would do this by marks, but silently doesn't with pytest 9.2 (xdist 3.8 writes the
group into a field that pytest has given up): the demo was loaded by every worker.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("browser/", "config/test_demo_bureau.py")  # one browser, one bureau


class Sharing(LoadScopeScheduling):
    """One worker has all tests whose path begins alike in TOGETHER; whoever is free, the next test."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False  # as collected: what empties tables comes late
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return next((path for path in TOGETHER if nodeid.startswith(f"tests/{path}")), nodeid)
