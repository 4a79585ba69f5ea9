"""The shape of a flow as text. Stored beside the flow: a released flow doesn't change unseen."""

import sys
from pathlib import Path
from typing import Any

from approvals.flows import Close, walk
from approvals.steps import Step
from approvals.tallies import any_one


def shape_of(flow: type) -> str:
    """A paragraph for each node, from the start on: what it is, who is asked, where it leads."""
    lines = [f"{flow.__module__}.{flow.__name__} version {flow.version}"]  # type: ignore[attr-defined]
    for node in walk(flow):
        lines += ["", _head(node)]
        if isinstance(node, Step):
            lines += [f"    {outcome} -> {ways}" for outcome, ways in _ways(node)]
        else:
            lines += [f"    -> {edge.dst.name}" for edge in node._outgoing()]
    return "\n".join(lines) + "\n"


def shape_file(flow: type) -> Path:
    """Where the shape of a flow is kept: beside its module."""
    return Path(str(sys.modules[flow.__module__].__file__)).with_suffix(".shape")


def _head(node: Any) -> str:
    said = f"{node.name}: {type(node).__name__}"
    if isinstance(node, Close):
        return f"{said} {node.status}"
    if isinstance(node, Step):
        said += f" by {node.by}"
        said += f", chair {node.chair}" if hasattr(node, "chair") else ""
        said += f", rule {node.rule}" if node.rule is not any_one else ""
        said += f", because {node.because}" if node.because else ""
        apart = " ".join(other.name for other in node.apart_from)
        said += f", apart from {apart}" if apart else ""
    return said


def _ways(node: Step) -> list[tuple[str, str]]:
    return [
        (outcome, ", ".join(f"{w.node.name} if {w.when}" if w.when else w.node.name for w in ways))
        for outcome, ways in node.ways.items()
    ]
