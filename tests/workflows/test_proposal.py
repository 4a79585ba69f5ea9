"""The proposal, tier by tier: what the forecast says is what happens."""

import pytest
from viewflow.workflow.models import Task

from approvals.forecast import forecast, nodes_ahead
from approvals.kinds import kind_of
from approvals.models import Case
from approvals.move import Move
from registry import journal
from registry.projects.models import KeyProject, Project
from tests.cast import at_discussion, decide, draft, submit, vote

BELOW = "unit_review record_project filing_slip recorded"
SIGNED = "unit_review plan_check sign_off open_project approval_papers agreed"
DISCUSSED = "unit_review plan_check discuss open_project approval_papers agreed"
LISTED = "unit_review plan_check discuss listing list_project listing_papers agreed"


def walked(case):
    tasks = Task.objects.filter(process=case.process_id).order_by("pk")
    return [task.flow_task.name for task in tasks][1:]


def carry_on(cast, case):
    """Everybody who is asked agrees, until the case ends."""
    case.refresh_from_db()
    while case.status == "running":
        if case.step == "discuss":
            for member in cast.members:
                vote(cast, case, member)
            decide(cast, case, cast.director, "agreed")
        else:
            person = case.assignments.filter(state=0).order_by("pk")[0].person
            decide(cast, case, person, "listed" if case.step == "listing" else "agreed")
        case.refresh_from_db()
    return case


@pytest.mark.parametrize(
    ("value", "route", "status"),
    [
        ("9999.99", BELOW, "recorded"),
        ("10000", SIGNED, "agreed"),
        ("10000.01", SIGNED, "agreed"),
        ("29999.99", SIGNED, "agreed"),
        ("30000", DISCUSSED, "agreed"),
        ("49999.99", DISCUSSED, "agreed"),
        ("50000", LISTED, "agreed"),
        ("50000.01", LISTED, "agreed"),
    ],
)
def test_each_tier_takes_the_steps_that_the_forecast_names(cast, value, route, status):
    case = submit(cast, draft(cast, value))
    ahead = [n.name for n in nodes_ahead(kind_of("proposal").flow, case.ruling)][1:]
    people = forecast(kind_of("proposal").flow, case.ruling, Move(case, cast.li, cast.now).people)
    case = carry_on(cast, case)
    assert ahead == walked(case) == route.split()
    assert case.status == status
    asked = {step.name: {s.person for s in step.seats} for step in people.steps}
    for name, persons in asked.items():
        assert persons == {a.person for a in case.assignments.filter(node=name)}
    assert journal.faults(case.journal_subject, case.journal_head) == []
    project = Project.objects.get(origin=case.journal_subject)
    assert case.project == project
    assert KeyProject.objects.filter(project=project).exists() == (case.result == "listed")


def test_marketing_may_agree_without_listing(cast):
    case = at_discussion(cast, "50000")
    for member in cast.members:
        vote(cast, case, member)
    decide(cast, case, cast.director, "agreed")
    case = decide(cast, case, cast.zhao, "unlisted")
    assert (case.status, case.result) == ("agreed", "unlisted")
    assert Project.objects.count() == 1 and not KeyProject.objects.exists()
    assert Case.objects.get().step == ""
