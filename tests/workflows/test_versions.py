"""A new version of a flow: running cases finish on the one on which they began."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from viewflow.workflow.models import Task

from approvals import kinds
from approvals.invariants import check_all
from approvals.models import Case
from tests.cast import (
    Cast,
    asked,
    at_discussion,
    decide,
    draft,
    resubmit,
    revise,
    send_back,
    submit,
    vote,
    withdraw,
)
from tests.processes.proposal_v2 import ProposalFlowV2
from workflows.proposal.process import PROPOSAL


@pytest.fixture
def release(several, monkeypatch):
    """Call it to release the second version: from then on new cases start there."""

    def released() -> None:
        newer = replace(PROPOSAL, flows=(*PROPOSAL.flows, ProposalFlowV2))
        monkeypatch.setitem(kinds._kinds, "proposal", newer)

    return released


def test_running_cases_finish_on_the_first_version_and_new_ones_start_on_the_second(
    cast: Cast, release
) -> None:
    at_unit = submit(cast, draft(cast, "12000"))
    discussed = at_discussion(cast, "50000")
    unsent = draft(cast, "50000")
    release()
    assert submit(cast, unsent).flow_version == "2"

    decide(cast, at_unit, cast.wang)
    assert decide(cast, at_unit, cast.zhou).step == "sign_off"
    assert decide(cast, at_unit, cast.director).status == "agreed"
    for member in cast.members:
        vote(cast, discussed, member)
    decide(cast, discussed, cast.director, capacity="centre_director")
    assert decide(cast, discussed, cast.zhao, "listed").result == "listed"

    case = decide(cast, unsent, cast.wang)
    assert (case.step, asked(case)) == ("leader", ["sun"])
    assert decide(cast, case, cast.sun).status == "agreed"
    versions = Case.objects.order_by("pk").values_list("flow_version", flat=True)
    assert list(versions) == ["1", "1", "2"]
    assert check_all() == []


@pytest.mark.parametrize("resume", ["again", "back"])
def test_a_returned_case_goes_on_where_it_began(cast: Cast, release, resume) -> None:
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    send_back(cast, case, cast.zhou, resume=resume)
    release()
    case = resubmit(cast, revise(cast, case, title="夏茶寄递"))
    assert case.step == {"again": "unit_review", "back": "plan_check"}[resume]
    assert case.flow_version == "1"
    assert check_all() == []


def test_a_case_of_the_first_version_is_taken_back_returned_and_withdrawn_as_before(
    cast: Cast, release
) -> None:
    case, other = submit(cast, draft(cast, "12000")), submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    release()
    assert send_back(cast, case, cast.zhou, to="unit_review").step == "unit_review"
    assert withdraw(cast, other).status == "withdrawn"
    assert check_all() == []


def test_the_command_lists_both_versions_with_their_open_cases(cast, release, capsys) -> None:
    submit(cast, draft(cast, "12000"))
    release()
    for _ in range(2):
        submit(cast, draft(cast, "12000"))
    call_command("flows")
    first, second = (
        line for line in capsys.readouterr().out.splitlines() if line.startswith("proposal:")
    )
    assert "ProposalFlow, version 1, 1 open cases" in first and "new cases" not in first
    assert "ProposalFlowV2, version 2, 2 open cases (new cases start here)" in second


def test_the_command_fails_where_an_open_step_has_lost_its_node(cast, release, capsys) -> None:
    case = submit(cast, draft(cast, "12000"))
    call_command("flows")
    Task.objects.filter(process=case.process, finished=None).update(
        flow_task="workflows/proposal.flow.ProposalFlow.renamed"
    )
    with pytest.raises(SystemExit) as end:
        call_command("flows")
    assert end.value.code == 1
    assert case.number in capsys.readouterr().err
