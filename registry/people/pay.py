"""薪酬标准: by what an account manager is paid, from a day on."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from registry.org import people
from registry.org.models import Person
from registry.people.managers import held
from registry.people.models import AccountManager, PayTerms


def set_terms(
    manager_id: int,
    *,
    since: date,
    post_wage_yuan: Decimal,
    subsidy_yuan: Decimal,
    fixed_base_yuan: Decimal,
    by: Person,
    at: datetime,
    reason: str = "",
    origin: str = "",
) -> PayTerms:
    """薪酬标准: by what the person is paid from a day on; told without amounts. Raises LeftAlready."""
    with transaction.atomic():
        manager, person = held(manager_id)
        terms = PayTerms.objects.create(
            manager=manager,
            since=since,
            post_wage_yuan=post_wage_yuan,
            subsidy_yuan=subsidy_yuan,
            fixed_base_yuan=fixed_base_yuan,
            reason=reason,
            origin=origin,
            entered_by=by,
            entered_at=at,
        )
        told = {"manager": manager.pk, "terms": terms.pk, "since": since.isoformat()}
        people.write(person, [("pay_terms", told)], by=by, at=at)
        return terms


def terms_of(manager: AccountManager, on: date) -> PayTerms | None:
    """The terms of pay that hold on a day."""
    return manager.pay_terms.filter(since__lte=on).order_by("-since", "-pk").first()
