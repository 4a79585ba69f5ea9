"""Drafts of opinions: what a person has chosen and written at a step and not sent yet."""

from collections.abc import Mapping
from datetime import datetime

from approvals import errors
from approvals.actions.rows import MAX_OPINION, check_text
from approvals.answers import asked_at
from approvals.locking import locked
from approvals.models import Assignment, OpinionDraft
from approvals.roles import Role
from approvals.words import Verdict
from registry.org.models import Person

MAX_TEXTS = 100  # of one field


def keep(
    *,
    case_id: int,
    assignment_id: int,
    actor: Person,
    verdict: str,
    text: str,
    answers: Mapping[str, list[str]] | None = None,
    at: datetime,
) -> OpinionDraft | None:
    """What the person has written so far, in place of what was kept before; None if it is nothing.

    The verdict takes it away in its own transaction; under the lock of the case none comes after.
    raises  NotThere, StepMoved, NoSuchVerdict, TooLong, HiddenControl, Busy
    """
    with locked(case_id) as case:
        rows = Assignment.objects.filter(pk=assignment_id, case=case, person=actor)
        row = rows.exclude(capacity=Role.APPLICANT).first()
        if row is None:
            raise errors.NotThere
        if row.state != Assignment.State.OPEN:
            raise errors.StepMoved
        if verdict and verdict not in Verdict.values:
            raise errors.NoSuchVerdict
        check_text(text, MAX_OPINION)
        given = _known(row, answers or {})
        if not verdict and not text.strip() and not any(map(any, given.values())):
            OpinionDraft.objects.filter(assignment=row).delete()
            return None
        said = {"verdict": verdict, "text": text, "answers": given, "saved_at": at}
        return OpinionDraft.objects.update_or_create(assignment=row, defaults=said)[0]


def _known(row: Assignment, answers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Those of the answers for which the step has a field, cut to what a field can hold."""
    form = asked_at(row)
    fields = form.base_fields if form else {}
    return {
        name: [text[:MAX_OPINION] for text in texts[:MAX_TEXTS]]
        for name, texts in answers.items()
        if name in fields
    }
