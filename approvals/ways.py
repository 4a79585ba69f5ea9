"""Ways out of a step: which node follows an outcome, under which ruling."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from viewflow import this
from viewflow.workflow.base import Edge

from approvals.conditions import requires
from approvals.words import AGREEMENT, Verdict
from policy.ruling import Ruling


@dataclass(frozen=True)
class Way:
    """To `node`, where `when` holds (or always)."""

    node: Any
    when: requires | None = None

    def open(self, ruling: Ruling) -> bool:
        return self.when is None or self.when.holds(ruling)


class Ways:
    """For each outcome its ways, tried in the order in which the flow file names them."""

    def __init__(
        self,
        ways: dict[str, tuple[Way, ...]] | None = None,
        offered: dict[str, requires] | None = None,
    ) -> None:
        """offered: the outcomes that can be chosen only where a ruling requires something."""
        self._ways, self._offered = ways or {}, offered or {}

    def only_if(self, outcome: str, condition: requires) -> "Ways":
        """A copy in which an outcome can be chosen only under that condition."""
        return Ways(self._ways, self._offered | {outcome: condition})

    def offers(self, outcome: str, ruling: Ruling) -> bool:
        """Whether an outcome can be chosen under that ruling."""
        return outcome not in self._offered or self._offered[outcome].holds(ruling)

    def plus(self, outcome: str, way: Way) -> "Ways":
        """A copy with one way more: nodes are copied by viewflow, so nothing here is changed in place."""
        before = self._ways.get(outcome, ())
        if before and before[-1].when is None:
            raise TypeError(
                f"{outcome!r} has a way without a condition already: none can follow it."
            )
        return Ways(self._ways | {outcome: (*before, way)}, self._offered)

    def resolved(self, flow: Any) -> "Ways":
        """The same, with `this.name` replaced by the nodes. Each outcome must end in an open way."""
        for outcome, ways in self._ways.items():
            if ways[-1].when is not None:
                raise TypeError(f"{outcome!r} needs a last way without a condition.")
        return Ways(
            {
                outcome: tuple(Way(this.resolve(flow, way.node), way.when) for way in ways)
                for outcome, ways in self._ways.items()
            },
            self._offered,
        )

    def target(self, outcome: str, ruling: Ruling) -> Any:
        """The node that follows. The route and the forecast both ask here."""
        return next(way.node for way in self._ways[outcome] if way.open(ruling))

    def items(self) -> list[tuple[str, tuple[Way, ...]]]:
        """Each outcome with its ways, as the flow names them."""
        return list(self._ways.items())

    @property
    def outcomes(self) -> list[str]:
        return list(self._ways)

    @property
    def best(self) -> str:
        """The outcome if everybody agrees: agreement, or else the first that the flow names."""
        return next((o for o in self._ways if o in AGREEMENT), self.outcomes[0])

    def edges(self, source: Any) -> Iterator[Edge]:
        """One edge a target with all its labels: the id of a BPMN edge is made of its two ends."""
        labels: dict[Any, list[str]] = {}
        for outcome, ways in self._ways.items():
            if outcome == Verdict.AGREED_WITH_CHANGES and Verdict.AGREED in self._ways:
                continue
            for way in ways:
                word = str(Verdict(outcome).label)
                word += f" [{way.when}]" if way.when else ""
                word += f" [{_('otherwise')}]" if len(ways) > 1 and way.when is None else ""
                labels.setdefault(way.node, []).append(word)
        for node, words in labels.items():
            yield Edge(src=source, dst=node, edge_class="next", label=" / ".join(words))
