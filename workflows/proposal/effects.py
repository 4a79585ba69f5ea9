"""What an agreed proposal changes in the registers, in the deciding transaction."""

from approvals.models import Case
from approvals.move import Move
from registry.projects.models import KeyProject, Project
from workflows.proposal.models import Proposal


def enter_project(case: Case, move: Move) -> Project:
    """The project record that the proposal asked for, bound to the case."""
    proposal = Proposal.of(case)
    project = Project(
        bureau_id=case.bureau_id,
        unit_id=case.unit_id,
        title=case.title,
        festival=proposal.season == Proposal.Season.FESTIVAL,
        b_manager_id=proposal.b_manager_id,
        entered_on=move.on,
        origin=case.journal_subject,
    )
    # A submitted case has all three: `missing` asked for them.
    project.customer_id = case.customer_id  # type: ignore[assignment]
    project.value_yuan = case.value_yuan  # type: ignore[assignment]
    project.a_manager_id = proposal.a_manager_id  # type: ignore[assignment]
    project.save(force_insert=True)
    case.project = project
    move.changed("project")
    move.note("project", project=project.pk)
    return project


def list_key_project(case: Case, move: Move) -> None:
    """The project record and its line on the bureau's key-project list."""
    project = enter_project(case, move)
    KeyProject.objects.create(project=project, listed_on=move.on, listed_by=move.actor)
    move.note("listed", project=project.pk)
