"""Start a case that nobody requests: a clock ran out, somebody was appointed, another case asks for it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from approvals import errors
from approvals.actions.submitting import launch, rule_on
from approvals.kinds import kind_of
from approvals.models import Case, Party
from approvals.move import Move
from approvals.words import Part
from registry.customers.models import Customer
from registry.journal import Entry
from registry.org.models import Person, Unit
from registry.projects.models import Project

_NOBODY = Person()  # who acts when a rule starts a case: the journal names nobody


def start(
    *,
    kind: str,
    applicant: Person,
    unit: Unit,
    title: str,
    request: Mapping[str, Any],
    because: str,
    at: datetime,
    key: UUID,
    parts: Mapping[Part, Person | None] | None = None,
    other_unit: Unit | None = None,
    customer: Customer | None = None,
    project: Project | None = None,
    value_yuan: Decimal | None = None,
    actor: Person | None = None,
) -> Case:
    """A case that is under way at once; the one that is there already, if the key was used before.

    applicant  whom it is about: they don't decide on it. They need no post to apply.
    request    fields of the kind's own row
    because    a sentence that the story shows
    actor      who caused it, if somebody did
    raises     Incomplete, NobodyToDecide, and what the rule of the kind raises
    """
    try:
        with transaction.atomic():
            case = Case(kind=kind, unit=unit, bureau_id=unit.root_id, applicant=applicant)
            case.title, case.other_unit, case.value_yuan = title, other_unit, value_yuan
            case.customer, case.project = customer, project
            case.created_at = case.saved_at = at
            case.move = move = Move(case, actor or _NOBODY, at, key)
            case.save(force_insert=True)
            found = kind_of(kind)
            found.request._default_manager.create(case=case, **request)
            named = {part: person for part, person in (parts or {}).items() if person}
            Party.objects.bulk_create(
                Party(case=case, part=part, person=person) for part, person in named.items()
            )
            rule_on(move, found)
            launch(move, found, because=because)
            return case
    except errors.KeyUsed:
        before = Entry.objects.filter(key=key, verb="submitted").first()
        if before is None:
            raise
        return Case.objects.get(pk=before.subject.removeprefix("case:"))
