"""The flow of a case as a drawing: what is done, where it is now, what was passed by, what is ahead.

Drawn from its history: a line is walked only where a step really followed another one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from approvals.flows import Submitted, walk
from approvals.models import Case
from approvals.steps import Revise, Step

DONE, NOW, STOPPED, SKIPPED, AHEAD = "done", "now", "stopped", "skipped", "ahead"
LABELS = {
    DONE: _("done"),
    NOW: _("now"),
    STOPPED: _("ended here"),
    SKIPPED: _("not on the way"),
    AHEAD: _("expected"),
}
WIDTH, HEIGHT, ACROSS, DOWN = 148, 40, 172, 68


@dataclass(frozen=True)
class Box:
    """A node of the drawing, at the middle of its upper edge."""

    name: str
    title: Any
    state: str
    x: int
    y: int

    @property
    def label(self) -> Any:
        return LABELS[self.state]

    @property
    def lines(self) -> list[str]:
        """The title in at most two lines."""
        text = str(self.title)
        at = 10 if not text.isascii() else 20
        return [text[:at], text[at : 2 * at]] if len(text) > at else [text]


@dataclass(frozen=True)
class Line:
    """A way between two nodes, as a path of SVG."""

    path: str
    state: str


@dataclass(frozen=True)
class Diagram:
    """The drawing and its size."""

    boxes: list[Box]
    lines: list[Line]
    width: int
    height: int

    @property
    def left(self) -> int:
        """Where the drawing begins: its middle column stands at 0."""
        return min(box.x for box in self.boxes) - WIDTH // 2 - 8


def diagram_of(case: Case, ahead: Iterable[str]) -> Diagram | None:
    """The drawing of a submitted case; None if its flow is no longer in the code. One statement.

    ahead: the names of the nodes that are expected from here on; what was done there in an earlier
    round is to be done again.
    """
    flow = case.process.flow_class if case.process else None
    if flow is None:
        return None
    nodes, (went, stopped) = {node.name: node for node in walk(flow)}, _went(case)
    wanted = [] if case.closed_at else list(ahead)
    states = dict.fromkeys(nodes, SKIPPED) | dict.fromkeys(went, DONE)
    states |= dict.fromkeys(wanted, AHEAD) | {stopped: STOPPED}
    states |= {case.step: NOW} if case.step else {}
    way = [name for name in dict.fromkeys([*went, *wanted]) if name in nodes]
    way = [name for name in way if not isinstance(nodes[name], Revise)]
    beside = [n for n, node in nodes.items() if n not in way and isinstance(node, Step)]
    places = _places(way, beside)
    boxes = [Box(name, _title(nodes[name]), states[name], *places[name]) for name in places]
    lines = _lines(nodes, way, places, states, set(pairwise(went)))
    across = [box.x for box in boxes]
    height = max(box.y for box in boxes) + HEIGHT + 8
    return Diagram(boxes, lines, max(across) - min(across) + WIDTH + 16, height)


def _went(case: Case) -> tuple[list[str], str]:
    """The names of the nodes at which the case was, in that order, again for each time; and the one at
    which it was ended early. A step that was called off was never done: its verdict was taken back.
    """
    tasks = [task for task in case.process.task_set.order_by("pk") if task.flow_task]
    went = [task for task in tasks if task.status != STATUS.CANCELED]
    last = tasks[-1] if tasks and case.closed_at else None
    stopped = last.flow_task.name if last and last.status == STATUS.CANCELED else ""
    return [task.flow_task.name for task in went] + ([stopped] if stopped else []), stopped


def _title(node: Any) -> Any:
    if isinstance(node, Submitted):
        return _("Submitted")
    return getattr(node, "task_title", "") or node.name


def _places(way: list[str], beside: list[str]) -> dict[str, tuple[int, int]]:
    """The way of the case runs down in the middle; what is not on it stands beside."""
    places = {name: (0, 8 + row * DOWN) for row, name in enumerate(way)}
    for number, name in enumerate(beside):
        side = ACROSS if number % 2 else -ACROSS
        places[name] = (side, 8 + (1 + number // 2) * DOWN)
    return places


def _lines(
    nodes: dict[str, Any],
    way: list[str],
    places: dict[str, tuple[int, int]],
    states: dict[str, str],
    walked: set[tuple[str, str]],
) -> list[Line]:
    found: dict[tuple[str, str], str] = dict.fromkeys(pairwise(way), AHEAD)
    for name in places:
        for edge in nodes[name]._outgoing():
            pair = (name, edge.dst.name)
            if edge.dst.name in places and not (name in way and edge.dst.name in way):
                found.setdefault(pair, SKIPPED)
    found = {pair: DONE if pair in walked else state for pair, state in found.items()}
    found |= {pair: DONE for pair in walked if pair[0] in places and pair[1] in places}
    order = {SKIPPED: 0, AHEAD: 1, DONE: 2}
    lines = [Line(_path(places[a], places[b]), state) for (a, b), state in found.items()]
    return sorted(lines, key=lambda line: order[line.state])


def _path(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x, y), (to_x, to_y) = start, end
    if x == to_x and to_y > y and to_y - y <= DOWN:
        return f"M{x} {y + HEIGHT}V{to_y}"
    if x == to_x:  # past others, or back: round them on the right
        out, middle = x + WIDTH // 2, y + HEIGHT // 2
        to_middle, bend = to_y + HEIGHT // 2, x + WIDTH // 2 + 10
        return f"M{out} {middle}H{bend}V{to_middle}H{out}"
    side = WIDTH // 2 if to_x > x else -WIDTH // 2
    half = (x + side + to_x - side) // 2
    return f"M{x + side} {y + HEIGHT // 2}H{half}V{to_y + HEIGHT // 2}H{to_x - side}"
