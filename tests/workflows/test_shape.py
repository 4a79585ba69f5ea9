"""A flow is what its shape file says: names of nodes are stored in the database."""

import pytest
from viewflow.workflow.flow import Flow

from approvals.flows import Close, walk
from approvals.kinds import all_kinds
from approvals.shape import shape_file, shape_of
from approvals.steps import Step
from approvals.words import Verdict

FLOWS = [flow for kind in all_kinds() for flow in kind.flows]


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_a_released_flow_keeps_its_shape(flow):
    assert shape_of(flow) == shape_file(flow).read_text("utf-8"), (
        "The flow changed. If it was released, write a new version in flow_v2.py and leave this one; "
        "if it was not, run: ./dev manage flows --write-shapes"
    )


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_every_node_is_reached_and_every_path_ends(flow):
    reached = walk(flow)
    assert {n.name for n in flow.instance.nodes()} == {n.name for n in reached}
    ends = {n for n in reached if isinstance(n, Close)}
    leads_to_an_end = set(ends)
    for _ in reached:
        leads_to_an_end |= {
            n for n in reached if any(e.dst in leads_to_an_end for e in n._outgoing())
        }
    assert leads_to_an_end == set(reached)


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_no_node_takes_a_name_of_viewflows(flow):
    reserved = set(dir(Flow))
    assert not [n.name for n in walk(flow) if n.name in reserved]


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_every_step_says_who_and_why_and_every_verdict_has_a_word(flow):
    for node in walk(flow):
        if isinstance(node, Step):
            assert str(node.task_title) != node.name.replace("_", " ").title()
            assert node.because or node.by == "applicant"
            assert set(node.ways.outcomes) <= set(Verdict.values)
        assert hasattr(node, "forward"), f"{node} can't be forecast"
