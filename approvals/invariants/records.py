"""Records: numbers, journals, rulings and messages say what happened, no more and no less."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from approvals.changes import net
from approvals.invariants.registry import always
from approvals.kinds import all_kinds, kind_of
from approvals.models import Carry, Case, Message, Opinion
from approvals.words import SIGN_OFFS, Status
from registry import journal
from registry.journal import Entry, Head
from registry.numbers import Register


@always
def numbers_have_no_gap() -> Iterator[str]:
    """Case numbers of a bureau, kind and year run from 1 to what the register says."""
    serials: dict[tuple[int | None, str, int], list[int]] = {}
    cases = Case.objects.exclude(number="").values_list("bureau", "kind", "number")
    for bureau, kind, number in cases.iterator():
        _, year, serial = number.rsplit("-", 2)
        serials.setdefault((bureau, kind, int(year)), []).append(int(serial))
    registers: dict[tuple[int | None, str, int], int] = {
        (r.unit_id, r.kind, r.year): r.last for r in Register.objects.all()
    }
    kinds = {kind.name for kind in all_kinds()}
    used = {place for place, last in registers.items() if last and place[1] in kinds}
    for place in sorted(used | set(serials), key=str):
        found = serials.get(place, [])
        if sorted(found) != list(range(1, registers.get(place, 0) + 1)):
            yield f"numbers of {place}: {len(found)} cases, register says {registers.get(place, 0)}"


@always
def chains_are_whole() -> Iterator[str]:
    """Every case's journal is whole, ends where the case says, and says what the case holds."""
    heads = {
        f"case:{pk}": Head(seq, digest)
        for pk, seq, digest in Case.objects.values_list("pk", "journal_seq", "journal_digest")
    }
    lines = Entry.objects.filter(subject__startswith="case:").order_by("subject", "seq")
    for subject, entries in groupby(lines.iterator(), key=lambda e: e.subject):
        chain = list(entries)
        if subject not in heads and chain[-1].verb != "discarded":
            yield f"{subject} is gone, and nobody discarded it"
        head = heads.pop(subject, Head(chain[-1].seq, chain[-1].digest))
        yield from journal.faults_in(subject, chain, head)
    for subject in heads:
        yield f"{subject} has no journal"


@always
def opinions_stand_in_the_journal() -> Iterator[str]:
    """What a person said at a step is what the journal says that they said, no more and no less."""
    lines = Entry.objects.filter(subject__startswith="case:", verb="opinion").order_by("subject")
    told = groupby(lines.iterator(), key=lambda line: line.subject)
    journal_of = {subject: Counter(map(_line_of, entries)) for subject, entries in told}
    said: dict[str, Counter[tuple]] = {}
    for opinion in Opinion.objects.iterator():
        said.setdefault(f"case:{opinion.case_id}", Counter())[_words_of(opinion)] += 1
    for subject in sorted(journal_of.keys() | said.keys()):
        if journal_of.get(subject) != said.get(subject):
            yield f"{subject}: its opinions are not those of its journal"


def _line_of(line: Entry) -> tuple:
    said = line.detail  # the secretary of a discussion can have written it down
    return (
        said.get("person", line.actor_id),
        line.at,
        said["node"],
        said["capacity"],
        said["verdict"],
        said["text"],
    )


def _words_of(said: Opinion) -> tuple:
    return (said.person_id, said.at, said.node, said.capacity, said.verdict, said.text)


@always
def decided_as_submitted() -> Iterator[str]:
    """The ruling and the data of a case are those with which it was last submitted."""
    lines = Entry.objects.filter(verb__in=("submitted", "resubmitted")).order_by("subject", "seq")
    last = {line.subject: line.detail for line in lines.iterator()}
    revised = (Status.DRAFT, Status.RETURNED, Status.SUSPENDED)
    for case in Case.objects.exclude(status__in=revised).iterator():
        sent = last.get(case.journal_subject, {})
        if case.ruling_json != sent.get("ruling"):
            yield f"case {case.pk} has another ruling than the one with which it was submitted"
        cut_short = case.status in (Status.WITHDRAWN, Status.TERMINATED)
        if not cut_short and case.data_version != sent.get("data_version"):
            yield f"case {case.pk} was changed after it was submitted"


@always
def sign_offs_vouch_for_what_is_there() -> Iterator[str]:
    """Of a case that was agreed, nothing changed that a sign-off vouches for after it was given."""
    edited = Entry.objects.filter(subject__startswith="case:", verb="edited")
    edits = groupby(edited.order_by("subject", "seq").iterator(), key=lambda line: line.subject)
    for subject, lines in ((subject, list(found)) for subject, found in edits):
        case = Case.objects.filter(pk=subject.removeprefix("case:")).first()
        if case is None or case.closed_at is None or not case.number:
            continue
        if case.status in (Status.WITHDRAWN, Status.TERMINATED):
            continue
        carried = Carry.objects.filter(case=case, round=case.round).values_list("task", "node")
        said = Opinion.objects.standing().filter(case=case, verdict__in=SIGN_OFFS)
        for opinion in said:
            steps = [node for task, node in carried if task == opinion.task_id]
            steps += [opinion.node] if opinion.round == case.round else []
            changed = net(lines, opinion.saw_version)
            for step in steps:
                if late := kind_of(case.kind).vouched_at(step, changed):
                    yield f"case {case.pk}: {sorted(late)} changed after {step} was signed off"


@always
def messages_have_a_cause() -> Iterator[str]:
    """No message speaks of a case that isn't there."""
    known = set(Case.objects.values_list("pk", flat=True))
    for message in Message.objects.iterator():
        if message.body.get("case") not in known:
            yield f"message {message.key} has no case"
