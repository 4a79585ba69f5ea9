"""Issue: the node that numbers papers and freezes what stands on them, in the deciding transaction."""

from typing import Any

from viewflow import this

from approvals.flows import Effect
from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.issuing import issue
from documents.sheet import Sheet


class Issue(Effect):
    """Issues the sheets that `build(case, move)` returns, in Chinese. Stands last before Close.

    The registers make everybody wait who ends a case of the unit, so nothing slow follows here:
    papers are drawn after the commit.
    """

    def __init__(self, build: Any, **kwargs: Any) -> None:
        """build: `this.name` of a method of the flow, (case, move) -> the sheets."""
        super().__init__(build, **kwargs)
        self._build = build

    def _resolve(self, flow: Any) -> None:
        # viewflow copies nodes: only now is this the one that will run.
        super()._resolve(flow)
        self._build = this.resolve(flow, self._build)
        self._func = self._issue

    def sheets(self, case: Case, move: Move) -> list[Sheet]:
        """What stands on the papers, as the case is now."""
        with wording.in_chinese():
            return list(self._build(case, move))

    def _issue(self, case: Case, move: Move) -> None:
        issue(case, move, self.sheets(case, move))
