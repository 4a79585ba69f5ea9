"""What must always hold of papers; registered with those of the cases."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from approvals.flows import Close
from approvals.invariants import always
from approvals.kinds import all_kinds
from approvals.models import Case
from approvals.words import Status
from documents.issuing import register_of
from documents.models import Paper
from documents.nodes import Issue
from registry.journal import Entry
from registry.numbers import Register

_ENDED_WELL = (Status.AGREED, Status.AGREED_WITH_CHANGES, Status.RECORDED)


@always
def papers_are_numbered_without_a_gap() -> Iterator[str]:
    """Paper numbers of a unit, kind and year run from 1 to what the register says."""
    serials: dict[tuple[int, str, int], list[int]] = {}
    for unit, kind, year, serial in Paper.objects.values_list(
        "counted_at", "kind", "year", "serial"
    ):
        serials.setdefault((unit, register_of(kind), year), []).append(serial)
    for register in Register.objects.filter(kind__startswith=register_of("")):
        found = serials.pop((register.unit_id, register.kind, register.year), [])
        if sorted(found) != list(range(1, register.last + 1)):
            place = f"{register.kind} of unit {register.unit_id}, {register.year}"
            yield f"{place}: {len(found)} papers, the register says {register.last}"
    for unit, kind, year in serials:
        yield f"{kind} of unit {unit}, {year}: papers without a register"


@always
def papers_say_what_was_journaled() -> Iterator[str]:
    """The content has the hash that was kept, and the journal of the case names number and hash."""
    told = {
        (entry.subject, entry.detail.get("number")): entry.detail.get("sha256")
        for entry in Entry.objects.filter(verb="issued").iterator()
    }
    for paper in Paper.objects.iterator():
        if not paper.intact:
            yield f"paper {paper.number}: its content was changed"
        if told.get((f"case:{paper.case_id}", paper.number)) != paper.content_sha256:
            yield f"paper {paper.number}: the journal of its case tells another"


@always
def cases_that_ended_well_have_their_papers() -> Iterator[str]:
    """An agreed or recorded case has papers; any other has none, unless its flow issues some on its way."""
    ended = Case.objects.filter(status__in=_ENDED_WELL)
    for pk in ended.exclude(papers__isnull=False).values_list("pk", flat=True).iterator():
        yield f"case {pk} ended well and has no paper"
    on_the_way = [kind.name for kind in all_kinds() if any(map(_issues_on_its_way, kind.flows))]
    odd = Case.objects.exclude(status__in=_ENDED_WELL).filter(papers__isnull=False)
    odd = odd.exclude(~Q(status=Status.DRAFT), kind__in=on_the_way)
    for pk in odd.distinct().values_list("pk", flat=True).iterator():
        yield f"case {pk} has a paper though it was not agreed"


def _issues_on_its_way(flow: Any) -> bool:
    """Whether a paper of the flow is issued before its case is decided, or when it is refused."""
    issued = (node for node in flow.instance.nodes() if isinstance(node, Issue))
    ends = [edge.dst for node in issued for edge in node._outgoing()]
    return any(not isinstance(end, Close) or end.status not in _ENDED_WELL for end in ends)
