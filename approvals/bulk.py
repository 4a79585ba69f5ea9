"""批量: one verdict for many steps. Each is decided for itself, with all guards of a single one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from approvals import actions, errors
from approvals.answers import form_at
from approvals.inbox import PAGE
from approvals.kinds import kind_of
from approvals.models import Assignment, Case
from approvals.steps import Step
from approvals.words import Verdict
from registry.org.models import Person

VERDICTS = (Verdict.AGREED, Verdict.REFUSED)


class TooMany(errors.Refused):
    """At most %(limit)s steps are decided at once; these are %(chosen)s. Nothing was decided."""


class AskedOtherwise(errors.Refused):
    """This step asks for another answer. Open the case to give it."""


@dataclass(frozen=True)
class Chosen:
    """A step that was ticked, and the data version of its case that the page showed."""

    assignment_id: int
    seen: int


@dataclass(frozen=True)
class Result:
    """What became of one ticked step. Without a row there is no such step for the person."""

    item: Chosen
    row: Assignment | None
    case: Case | None = None
    refusal: Exception | None = None


def offered_at(row: Assignment) -> bool:
    """Whether a row can be ticked: its step asks to agree or to refuse."""
    for flow in reversed(kind_of(row.kind).flows):
        node = flow.instance.node(row.node, no_obsolete=True)
        if isinstance(node, Step):
            asks_more = form_at(row.kind, row.node) is not None
            return not asks_more and not set(VERDICTS).isdisjoint(node.verdicts(row))
    return False


def decide_each(
    *, chosen: Iterable[Chosen], actor: Person, verdict: str, text: str, at: datetime, key: UUID
) -> list[Result]:
    """Give the verdict at each step, in the order in which they came; no step holds up another.

    key     of the page; each step has its own, made of it: what is sent twice is done once
    raises  NoSuchVerdict, TooMany: then nothing was decided
    """
    if verdict not in VERDICTS:
        raise errors.NoSuchVerdict
    results = []
    for item, row in _rows(chosen, actor):
        if row is None:
            results.append(Result(item, None, refusal=errors.NotThere()))
            continue
        try:
            case = actions.decide(
                case_id=row.case_id,
                assignment_id=row.pk,
                actor=actor,
                verdict=verdict,
                text=text,
                seen=item.seen,
                at=at,
                key=uuid5(key, str(row.pk)),
            )
        except (errors.NoSuchVerdict, errors.BadAnswers):
            results.append(Result(item, row, refusal=AskedOtherwise()))
        except errors.Refused as refusal:
            results.append(Result(item, row, refusal=refusal))
        else:
            results.append(Result(item, row, case))
    return results


def refuse_each(*, chosen: Iterable[Chosen], actor: Person, refusal: Exception) -> list[Result]:
    """Nothing is decided, and for each step the same says why. Raises TooMany."""
    return [Result(item, row, refusal=refusal) for item, row in _rows(chosen, actor)]


def _rows(chosen: Iterable[Chosen], actor: Person) -> list[tuple[Chosen, Assignment | None]]:
    """Each ticked step once, with its row if it is the person's own."""
    items = {item.assignment_id: item for item in chosen}
    if len(items) > PAGE:
        raise TooMany(limit=PAGE, chosen=len(items))
    found = Assignment.objects.filter(person=actor).in_bulk(list(items))
    return [(item, found.get(number)) for number, item in items.items()]
