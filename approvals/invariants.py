"""What must always hold, whatever was done: checked after tests, nightly, and after a restore.

Each check yields sentences that name the case. They read whole tables in a few statements and
walk the rows, so they are for a night job and the command line, not for a request.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby

from django.db.models import Count, F, Q
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS

from approvals.kinds import all_kinds
from approvals.models import Assignment, Case, Discussion, Message, Opinion, Party
from approvals.words import OPEN, RESULTS, Status, Verdict
from registry import journal
from registry.journal import Entry, Head
from registry.numbers import Register
from registry.org import substitutions

_OPEN_ROW = Assignment.State.OPEN


Check = Callable[[], Iterator[str]]
_checks: list[Check] = []


def always(check: Check) -> Check:
    """Register a check; packages to the right add their own."""
    _checks.append(check)
    return check


def check_all() -> list[str]:
    """Everything that is wrong, as sentences; empty if all holds."""
    return [fault for check in _checks for fault in check()]


@always
def one_open_step() -> Iterator[str]:
    """A running case has exactly one open step, with somebody asked; a closed one has none."""
    waiting = Q(process__task__finished=None) & Q(process__task__isnull=False)
    cases = Case.objects.exclude(status=Status.DRAFT).annotate(
        open_steps=Count("process__task", filter=waiting, distinct=True)
    )
    odd = cases.filter(
        (Q(status__in=OPEN) & ~Q(open_steps=1)) | (~Q(status__in=OPEN) & ~Q(open_steps=0))
    )
    for pk, status, steps in odd.values_list("pk", "status", "open_steps").iterator():
        yield f"case {pk} is {status} with {steps} open steps"
    asked = Assignment.objects.filter(state=_OPEN_ROW).values("case")
    for case in Case.objects.filter(status__in=OPEN).exclude(pk__in=asked).iterator():
        yield f"case {case.pk} is {case.status} and nobody is asked"
    wrong = Case.objects.exclude(status=Status.DRAFT).filter(
        (Q(status__in=OPEN) & ~Q(process__status=PROCESS.NEW))
        | (Q(status=Status.WITHDRAWN) & ~Q(process__status=PROCESS.CANCELED))
        | (~Q(status__in=[*OPEN, Status.WITHDRAWN]) & ~Q(process__status=PROCESS.DONE))
        | (Q(closed_at=None) & ~Q(status__in=OPEN))
    )
    for case in wrong.iterator():
        yield f"case {case.pk} is {case.status}, its process {case.process.status}"
    for process in Process.objects.filter(case=None).iterator():
        yield f"process {process.pk} has no case"


@always
def inbox_equals_open_steps() -> Iterator[str]:
    """Rows that wait belong to a step that is open, and every open step of people has such a row."""
    rows = Assignment.objects.filter(state=_OPEN_ROW)
    for row in rows.exclude(task__finished=None).iterator():
        yield f"row {row.pk} of case {row.case_id} waits at a step that is over"
    for row in rows.exclude(case__process=F("task__process")).iterator():
        yield f"row {row.pk} names case {row.case_id} and a step of another"
    lonely = Task.objects.filter(finished=None).exclude(pk__in=rows.values("task"))
    for task in lonely.iterator():
        yield f"step {task.pk} is open and nobody is asked"


@always
def decided_once() -> Iterator[str]:
    """A row that is done has one opinion, any other has none; a step has one deciding opinion."""
    told = Assignment.objects.exclude(capacity="applicant").annotate(said=Count("opinions"))
    wrong = told.filter(
        (Q(state=Assignment.State.DONE) & ~Q(said=1))
        | (~Q(state=Assignment.State.DONE) & Q(said__gt=0))
    )
    for row in wrong.iterator():
        yield f"row {row.pk} of case {row.case_id}: state {row.state} with {row.said} opinions"
    votes = (Verdict.FOR, Verdict.AGAINST, Verdict.ABSTAIN)
    steps = Opinion.objects.exclude(verdict__in=votes).values("task").annotate(n=Count("pk"))
    for step in steps.filter(n__gt=1):
        yield f"step {step['task']} was decided {step['n']} times"


@always
def nobody_decides_on_their_own() -> Iterator[str]:
    """No opinion is by somebody with a part in the case, nor without a post that was held that day."""
    opinions = Opinion.objects.all()
    own = Q(case__applicant=F("person")) | Q(case__applicant=F("acting_for"))
    for opinion in opinions.filter(own).iterator():
        yield f"case {opinion.case_id}: {opinion.person_id} decided on their own request"
    spoke = Q(case__opinions__person=F("person")) | Q(case__opinions__acting_for=F("person"))
    for party in Party.objects.filter(spoke).distinct().iterator():
        yield f"case {party.case_id}: {party.person_id} has a part in it and decided"
    for opinion in opinions.filter(assignment__post__since__gt=F("at__date")).iterator():
        yield f"opinion {opinion.pk} was given before the post began"
    # A post may be ended for a day that is over: what was decided before that was entered stands.
    post = "assignment__post__"
    unknown = Q(**{f"{post}ended_at": None}) | Q(**{f"{post}ended_at__lt": F("at")})
    late = opinions.filter(unknown, **{f"{post}until__lt": F("at__date")})
    for opinion in late.iterator():
        yield f"opinion {opinion.pk} was given after the post ended"


@always
def substitutes_stood_in_that_day() -> Iterator[str]:
    """An opinion for somebody else was given while a substitution led from that person to its author."""
    said = Opinion.objects.exclude(acting_for=None).select_related("assignment")
    for opinion in said.iterator():
        asked = opinion.assignment
        links = substitutions.covering(
            at=opinion.at, kind=asked.kind, value_yuan=asked.value_yuan
        ).values_list("person", "substitute")
        reached = {opinion.acting_for_id}
        while further := {to for by, to in links if by in reached} - reached:
            reached |= further
        if opinion.person_id not in reached:
            yield f"opinion {opinion.pk} was given for {opinion.acting_for_id} without a substitution"


@always
def agreed_took_the_steps_of_its_ruling() -> Iterator[str]:
    """An agreed case went through the steps that its last ruling asks for, in that order."""
    from approvals.forecast import nodes_ahead  # a check of the whole looks at everything

    done = (Status.AGREED, Status.AGREED_WITH_CHANGES, Status.RECORDED)
    cases = Case.objects.filter(status__in=done).select_related("process").order_by("pk")
    verdicts = (Verdict.AGREED, Verdict.AGREED_WITH_CHANGES, *RESULTS)
    said = Opinion.objects.filter(case__status__in=done, verdict__in=verdicts)
    rows = said.order_by("case", "pk").values_list("case", "round", "node")
    taken = {case: list(found) for case, found in groupby(rows.iterator(), key=lambda r: r[0])}
    for case in cases.iterator():
        if case.process.flow_class is None:
            yield f"case {case.pk} ran on a flow that is gone"
            continue
        path = nodes_ahead(case.process.flow_class, case.ruling)
        asked = [node.name for node in path if node.task_type == "STEP"]
        went = [node for _, at, node in taken.get(case.pk, []) if at == case.round]
        if went != asked:
            yield f"case {case.pk} is {case.status}: its ruling asks for {asked}, it took {went}"


@always
def counted_votes() -> Iterator[str]:
    """A discussion counts the votes that were given, and concluded with its quorum."""
    for verdict, column in (
        (Verdict.FOR, "votes_for"),
        (Verdict.AGAINST, "votes_against"),
        (Verdict.ABSTAIN, "votes_abstain"),
    ):
        given = Count("task__opinions", filter=Q(task__opinions__verdict=verdict))
        for meeting in Discussion.objects.annotate(n=given).exclude(n=F(column)).iterator():
            yield f"discussion {meeting.pk} counts {getattr(meeting, column)} {verdict}: {meeting.n}"
    concluded = Opinion.objects.filter(task__discussion__isnull=False).exclude(
        verdict__in=(Verdict.FOR, Verdict.AGAINST, Verdict.ABSTAIN, Verdict.RETURNED)
    )
    for opinion in concluded.select_related("task__discussion").iterator():
        meeting = opinion.task.discussion
        if meeting.voted < meeting.quorum:
            yield f"discussion {meeting.pk} was concluded without its quorum"


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
    said = line.detail
    return (line.actor_id, line.at, said["node"], said["capacity"], said["verdict"], said["text"])


def _words_of(said: Opinion) -> tuple:
    return (said.person_id, said.at, said.node, said.capacity, said.verdict, said.text)


@always
def decided_as_submitted() -> Iterator[str]:
    """The ruling and the data of a case are those with which it was last submitted."""
    lines = Entry.objects.filter(verb__in=("submitted", "resubmitted")).order_by("subject", "seq")
    last = {line.subject: line.detail for line in lines.iterator()}
    for case in Case.objects.exclude(status__in=(Status.DRAFT, Status.RETURNED)).iterator():
        sent = last.get(case.journal_subject, {})
        if case.ruling_json != sent.get("ruling"):
            yield f"case {case.pk} has another ruling than the one with which it was submitted"
        if case.status != Status.WITHDRAWN and case.data_version != sent.get("data_version"):
            yield f"case {case.pk} was changed after it was submitted"


@always
def messages_have_a_cause() -> Iterator[str]:
    """No message speaks of a case that isn't there."""
    known = set(Case.objects.values_list("pk", flat=True))
    for message in Message.objects.iterator():
        if message.body.get("case") not in known:
            yield f"message {message.key} has no case"
