"""Who looks after a customer within its own unit （AB 角调整）: named by its head or by the centre's."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from registry.customers import access, holdings, protections, record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person, Post
from registry.org.roles import PostRole


class NotTheirsToName(RegistryError):
    """The head of the unit of %(customer)s, its deputy, or the director or deputy director of the
    key-account centre names its managers.
    """


class NoManagerThere(RegistryError):
    """%(who)s is no account manager of %(unit)s: choose one of its own."""


def managers_for(customer: Customer, today: date) -> QuerySet[Person]:
    """Who can be named: the account managers of its unit, of those below it and of the one it is part
    of; and who is its manager already.
    """
    unit = customer.unit
    near = Q(unit__path__startswith=unit.path)
    if unit.parent_id != unit.root_id:
        near |= Q(unit=unit.parent_id)
    held = Post.objects.on(today).filter(near, role=PostRole.ACCOUNT_MANAGER)
    able = Q(is_active=True, pk__in=held.values("person"))
    now = Q(pk__in=[pk for pk in customer.managers if pk])
    return Person.objects.filter(able | now).order_by("name", "pk")


def name_managers(
    customer: Customer,
    *,
    a_manager: Person | None,
    b_manager: Person | None,
    reason: str,
    by: Person,
    at: datetime,
) -> None:
    """From today on these two look after the customer; its unit and its past stay.

    While a protected period runs, or the centre chooses what follows it, its developers are those
    who were confirmed: nobody is named then.

    raises  NotTheirsToName, NoManagerThere, Protected, AwaitsChoice, BidOut, OnePersonTwice, AsItIs
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        held = record.locked(customer.pk)
        if not access.names_managers(held, posts.held_by(by, today)):
            raise NotTheirsToName(customer=held)
        live = protections.live_of(held)
        if live is not None:
            raise protections.refusal(live)
        able = set(managers_for(held, today).values_list("pk", flat=True))
        for person in (a_manager, b_manager):
            if person is not None and person.pk not in able:
                raise NoManagerThere(who=person, unit=held.unit)
        holdings.hand_over(
            customer,
            unit=held.unit,
            a_manager=a_manager,
            b_manager=b_manager,
            since=today,
            by=by,
            at=at,
            reason=reason,
        )
