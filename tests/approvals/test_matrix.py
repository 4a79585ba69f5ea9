"""Every operation in every state by everybody: `matrix.csv` says what happens, and here it is tried.

How to read the table: a row is an operation and who tries it, a column is where the case stands.
`yes`: it is done. A name: it is refused with that class of approvals.errors, whose docstring is the
sentence that the person reads. `-`: nobody has that role in that state. The states and the people
stand in scenes.py: `asked` is asked by post, `peer` at the same step, `decided` spoke before,
`brought in` was named by who is asked, the `chair` directs the centre and so is an administrator
too, `colleague` is of the same unit and `outsider` of another.
"""

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import translation
from viewflow.workflow.models import Process, Task

from approvals import actions, drafts, errors
from approvals.invariants import check_all
from approvals.models import (
    Assignment,
    Attendance,
    Carry,
    Case,
    Copy,
    Discussion,
    Message,
    Opinion,
    Party,
)
from registry.journal import Entry
from registry.org.models import Person
from tests.approvals.scenes import ROLES, STATES, Scene, scene_of
from tests.cast import Cast, at_row, decide, new_key, on_case, resubmit, revise, submit, withdraw

REASON = "情况有变"


def at_own_row(action: Callable[..., Case], **how: str) -> Callable[[Scene, Person], object]:
    """Another is brought in at the actor's row."""
    return lambda scene, actor: at_row(
        scene.cast, action, scene.case, actor, row=scene.row(actor), to=scene.cast.leader, **how
    )


def whole(action: Callable[..., Case], **how: object) -> Callable[[Scene, Person], object]:
    """Something is done with the whole case."""
    return lambda scene, actor: on_case(scene.cast, action, scene.case, actor, **how)


def say(verdict: str, **how: str) -> Callable[[Scene, Person], object]:
    """The actor says a word at the own row."""
    return lambda scene, actor: decide(
        scene.cast, scene.case, actor, verdict, REASON, **own_row(scene, actor), **how
    )


def own_row(scene: Scene, actor: Person, **how: bool) -> dict[str, int]:
    return {"row": scene.row(actor, **how), "seen": scene.case.data_version}


def say_for(scene: Scene, actor: Person) -> None:
    decide(scene.cast, scene.case, actor, "for", **own_row(scene, actor, voting=True))


def return_to_first(scene: Scene, actor: Person) -> None:
    say("returned", to=scene.first_step)(scene, actor)


def edit(scene: Scene, actor: Person) -> None:
    revise(scene.cast, scene.case, by=actor, title="夏茶寄递项目")


def discard(scene: Scene, actor: Person) -> None:
    cast = scene.cast
    drafts.discard(case_id=scene.case.pk, actor=actor, at=cast.later(), key=new_key())


def take_back(scene: Scene, actor: Person) -> None:
    row = scene.row_to_take_back(actor)
    at_row(scene.cast, actions.take_back, scene.case, actor, row=row)


def remove_signer(scene: Scene, actor: Person) -> None:
    row = scene.row_to_remove(actor)
    at_row(scene.cast, actions.remove_signer, scene.case, actor, row=row)


def reassign(scene: Scene, actor: Person) -> None:
    how = {"row": scene.anybodys_row, "to": scene.cast.leader, "reason": REASON}
    at_row(scene.cast, actions.reassign, scene.case, actor, **how)


def copy(scene: Scene, actor: Person) -> None:
    on_case(scene.cast, actions.copy_to, scene.case, actor, people=[scene.cast.sun])


def tomorrow(scene: Scene) -> dict:
    return {"meets_at": scene.cast.now + timedelta(days=1)}


def convene(scene: Scene, actor: Person) -> None:
    on_case(scene.cast, actions.convene, scene.case, actor, place="三楼", **tomorrow(scene))


def adjourn(scene: Scene, actor: Person) -> None:
    on_case(scene.cast, actions.adjourn, scene.case, actor, reason=REASON, **tomorrow(scene))


def admit(scene: Scene, actor: Person) -> None:
    newcomer = scene.cast.people.get("xin", scene.cast.lin)
    admitting = partial(actions.admit, person=newcomer)
    on_case(scene.cast, admitting, scene.case, actor)


def record_meeting(scene: Scene, actor: Person) -> None:
    who = scene.people.get("peer", scene.cast.ma)
    told = [actions.Attended(who.pk, present=True, verdict="for")]
    seen = scene.case.data_version
    on_case(scene.cast, actions.record_meeting, scene.case, actor, attended=told, seen=seen)


OPERATIONS: dict[str, Callable[[Scene, Person], object]] = {
    "edit": edit,
    "submit": lambda scene, actor: submit(scene.cast, scene.case, by=actor),
    "resubmit": lambda scene, actor: resubmit(scene.cast, scene.case, by=actor),
    "withdraw": lambda scene, actor: withdraw(scene.cast, scene.case, by=actor),
    "discard": discard,
    "agree": say("agreed"),
    "refuse": say("refused"),
    "return to the applicant": say("returned"),
    "return to a visited step": return_to_first,
    "advise": say("advised"),
    "vote for": say_for,
    "take back": take_back,
    "transfer": at_own_row(actions.transfer),
    "delegate": at_own_row(actions.delegate),
    "add signer": at_own_row(actions.add_signer, where="before"),
    "remove signer": remove_signer,
    "reassign": reassign,
    "urge": whole(actions.urge),
    "copy": copy,
    "suspend": whole(actions.suspend, reason=REASON),
    "resume": whole(actions.resume),
    "terminate": whole(actions.terminate, reason=REASON),
    "convene": convene,
    "adjourn": adjourn,
    "admit": admit,
    "record meeting": record_meeting,
}


def read_table() -> dict[tuple[str, str, str], str]:
    """What the table says, by operation, role and state."""
    text = Path(__file__).with_name("matrix.csv").read_text("utf-8")
    head, *lines = ([cell.strip() for cell in line] for line in csv.reader(text.splitlines()))
    return {
        (line[0], line[1], state): cell
        for line in lines
        for state, cell in zip(head[2:], line[2:], strict=True)
    }


TABLE = read_table()
REFUSALS = sorted(set(TABLE.values()) - {"yes", "-"})


STORED = (
    Case,
    Process,
    Task,
    Assignment,
    Opinion,
    Carry,
    Discussion,
    Attendance,
    Copy,
    Party,
    Message,
    Entry,
)


def everything() -> list[tuple]:
    """All that is stored of cases, as the database keeps it."""
    rows: list[tuple] = []
    with connection.cursor() as cursor:
        for model in STORED:
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1")
            rows += cursor.fetchall()
    return rows


# What is stored afterwards is the same whoever does it.
BY_ANYBODY = ("copy", "suspend", "terminate", "convene", "adjourn", "admit", "record meeting")


def tried(scene: Scene, operation: str, actor: Person, before: list[tuple], check: bool) -> str:
    """What became of it, as the table would say it; nothing of it stays."""
    now = scene.cast.now
    with transaction.atomic():
        try:
            OPERATIONS[operation](scene, actor)
        except errors.Refused as refusal:
            outcome = type(refusal).__name__
            if everything() != before:
                outcome += ", and something was changed"
        else:
            outcome = "yes" if everything() != before else "nothing was done"
            outcome = "; ".join([outcome, *(check_all() if check else [])])
        transaction.set_rollback(True)
    scene.cast.now = now
    return outcome


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_do_what_the_table_says_and_nothing_else(
    state: str, cast: Cast, several: str
) -> None:
    scene = scene_of(cast, state)
    assert check_all() == []
    scene.case = Case.objects.get(pk=scene.case.pk)
    before = everything()
    wrong, done = [], set()
    for (operation, role, column), told in TABLE.items():
        if column != state:
            continue
        actor = scene.people.get(role)
        check = operation not in BY_ANYBODY or operation not in done
        outcome = tried(scene, operation, actor, before, check) if actor else "-"
        done |= {operation} if outcome == "yes" else set()
        if outcome != told:
            wrong.append(f"{operation} by {role}: the table says {told}, it was {outcome}")
    assert not wrong, "\n".join(["", *wrong])


def test_the_table_names_every_operation_role_and_state() -> None:
    assert list(TABLE) == [
        (operation, role, state) for operation in OPERATIONS for role in ROLES for state in STATES
    ]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_operation_is_possible_for_somebody_and_refused_to_somebody(operation: str) -> None:
    told = {cell for (name, _, _), cell in TABLE.items() if name == operation}
    assert "yes" in told and told - {"yes", "-"}


@pytest.mark.parametrize("name", REFUSALS)
def test_each_refusal_of_the_table_has_its_sentence_in_chinese(name: str) -> None:
    refusal = getattr(errors, name)()
    refusal.facts = defaultdict(lambda: "某某")
    with translation.override("en"):
        english = str(refusal)
    with translation.override("zh-hans"):
        chinese = str(refusal)
    assert chinese != english and chinese.endswith("。")
