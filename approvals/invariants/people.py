"""People: who decided was allowed to, that day, and had no part in the case."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from approvals.invariants.registry import always
from approvals.models import Assignment, Opinion, Party
from registry.org import substitutions


@always
def nobody_decides_on_their_own() -> Iterator[str]:
    """No opinion is by somebody with a part in the case, unless the step asked for their word, nor
    without a post that was held that day.
    """
    opinions = Opinion.objects.exclude(assignment__reason=Assignment.Reason.PART)
    own = Q(case__applicant=F("person")) | Q(case__applicant=F("acting_for"))
    for opinion in opinions.filter(own).iterator():
        yield f"case {opinion.case_id}: {opinion.person_id} decided on their own request"
    theirs = Q(person=OuterRef("person")) | Q(acting_for=OuterRef("person"))
    decided = opinions.filter(theirs, case=OuterRef("case"))
    for party in Party.objects.filter(Exists(decided)).iterator():
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
