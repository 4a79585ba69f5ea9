"""How several workers share the tests: each test alone, but those together that load the demo once.

`--dist loadgroup` would do this by marks, but silently doesn't with pytest 9.2 (xdist 3.8 writes the
group into a field that pytest has given up): the demo was loaded by every worker.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/config/test_demo_bureau.py",)


class Sharing(LoadScopeScheduling):
    """One worker has all tests of a file in TOGETHER; of the others whoever is free has the next."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False  # as collected: what empties tables comes late
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return file if file in TOGETHER else nodeid
