"""What follows a ruling: who carries it out is told, and says when it is done."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import override

from approvals.actions.rows import check_reason
from approvals.errors import NotThere, Refused
from approvals.locking import done_before, locked
from approvals.models import Case, Opinion
from approvals.move import Move
from registry.errors import RegistryError
from registry.org.models import Person, Post
from registry.sharing import instructions
from registry.sharing.models import Instruction

MAX_HOW = 200
PATH = "/instructions/"


class NotDoneYet(Refused):
    """It can't be marked as carried out: %(why)s"""


def tell_carriers(case: Case, move: Move) -> None:
    """Human resources, finance, the centre: whoever is to carry out what was ordered."""
    ordered = instructions.of_case(case.journal_subject)
    roles = {role for row in ordered for role in instructions.CARRIERS[row.what]}
    here = Q(unit=case.bureau_id) | Q(unit__bureau=case.bureau_id)
    held = Post.objects.on(move.on).filter(here, role__in=roles)
    people = sorted(set(held.values_list("person", flat=True)))
    if people:
        with override("zh-hans"):
            note = "、".join(dict.fromkeys(str(row) for row in ordered))
        move.tell("instructed", case.pk, people=people, note=note, path=PATH)


def carry_out(
    *,
    case_id: int,
    instruction_id: int,
    actor: Person,
    reason: str,
    at: datetime,
    key: UUID | None,
) -> Case:
    """Mark an instruction of the case as carried out; who ruled and both sides are told.

    reason  by which voucher, posting or case it was done
    raises  NotThere, NotDoneYet, SayWhy, TooLong, HiddenControl, Unprintable, KeyUsed, Busy
    """
    how = check_reason(reason, MAX_HOW)
    with locked(case_id) as case:
        if done_before(key, case, actor):
            return case
        if not instructions.of_case(case.journal_subject).filter(pk=instruction_id).exists():
            raise NotThere
        move = Move(case, actor, at, key)
        try:
            row = instructions.carry_out(instruction_id, how=how, by=actor, at=at)
        except RegistryError as refusal:
            raise NotDoneYet(why=refusal) from refusal
        with override("zh-hans"):
            what = f"{row}（{row.person or row.unit}）"
        move.note("instruction_done", name=what, text=how, instruction=row.pk)
        move.tell("instruction_done", row.pk, people=_concerned(case, row), note=f"{what}：{how}")
        move.write()
        return case


def _concerned(case: Case, row: Instruction) -> list[int]:
    """Who ruled, who opened the dispute, and the one against whom it was ordered."""
    ruled = Opinion.objects.standing().filter(case=case, node__in=("arbitrate", "review"))
    people = [*ruled.order_by("pk").values_list("person", flat=True), case.applicant_id]
    return list(dict.fromkeys(pk for pk in (*people, row.person_id) if pk))
