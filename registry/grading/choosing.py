"""What the centre changes about a run that waits: the scope of a customer."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from registry.customers import access
from registry.customers.words import Tier
from registry.errors import RegistryError
from registry.grading import facts, judging
from registry.grading.models import GradingResult, GradingRun
from registry.grading.runs import NotARegisterKeeper, NotWaiting
from registry.org import posts
from registry.org.models import Person


class NoScopeHere(RegistryError):
    """A general customer has no scope."""


def choose_scope(result: GradingResult, *, scope: str, by: Person, at: datetime) -> GradingResult:
    """Give a customer of a waiting run another scope, and with it who answers for it.

    raises  NotARegisterKeeper, NotWaiting, NoScopeHere, policy.errors.PolicyError
    """
    with transaction.atomic():
        run = GradingRun.objects.select_for_update(no_key=True).get(pk=result.run_id)
        if not access.keeps(posts.held_by(by, timezone.localdate(at)), run.bureau_id):
            raise NotARegisterKeeper
        if run.state != GradingRun.State.WAITING:
            raise NotWaiting
        rows = GradingResult.objects.select_related("customer__unit", "run__bureau")
        row = rows.get(pk=result.pk)
        if row.tier == Tier.GENERAL:
            raise NoScopeHere
        basis = facts.basis_of(row.run.bureau, row.run.quarter_end)
        row.scope, row.scope_ruling, row.scope_by, row.fault = scope, None, by, None
        judging.assign(row, row.customer, basis)
        row.save()
        return row
