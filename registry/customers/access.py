"""Who may see which customer, and who may do what with it: by post and unit, by care, by grant."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from registry.customers.models import Customer
from registry.grants import granted
from registry.org import posts
from registry.org.models import Person, Post
from registry.org.roles import UNIT_AND_BELOW, WHOLE_BUREAU, PostRole

# A unit sees its own customers and those of the units below it.
MARKETING = (
    *UNIT_AND_BELOW,
    PostRole.ACCOUNT_MANAGER,
    PostRole.PLANNER,
    PostRole.SUB_OFFICE_LEADER,
)
READING = (*WHOLE_BUREAU, PostRole.FINANCE)
CENTRE_HEADS = (PostRole.CENTRE_DIRECTOR, PostRole.CENTRE_DEPUTY)
# Who keeps the register of a bureau: ids and grading; and who keeps its ledger.
KEEPERS = (*CENTRE_HEADS, PostRole.INFO_SUPERVISOR)
BOOKING = (*KEEPERS, PostRole.FINANCE)
# Who gets the documents of the province, and records to whom it entrusted a customer.
DELEGATION_KEEPERS = (*KEEPERS, PostRole.MARKETING_HEAD, PostRole.MARKETING_DEPUTY)


def visible_to(person: Person, on: date, held: Iterable[Post] | None = None) -> QuerySet[Customer]:
    """The customers that the person may see on that day.

    held: the person's posts of that day, where the caller has read them already.
    """
    if not person.is_active:
        return Customer.objects.none()
    reach = Q(a_manager=person) | Q(b_manager=person)
    reach |= granted(person, Customer, "view_customer")
    for post in posts.held_by(person, on) if held is None else held:
        if post.role in READING:
            reach |= Q(bureau=post.unit.root_id)
        elif post.role in MARKETING:
            reach |= Q(unit__path__startswith=post.unit.path)
    return Customer.objects.filter(reach)


def keeps(held: Iterable[Post], bureau_id: int) -> bool:
    """Whether one of these posts keeps the register of the bureau."""
    return holds(held, bureau_id, KEEPERS)


def keeps_delegations(held: Iterable[Post], bureau_id: int) -> bool:
    """Whether one of these posts records what the province delegated to the bureau."""
    return holds(held, bureau_id, DELEGATION_KEEPERS)


def books(held: Iterable[Post], bureau_id: int) -> bool:
    """Whether one of these posts keeps the ledger of the bureau."""
    return holds(held, bureau_id, BOOKING)


def holds(held: Iterable[Post], bureau_id: int, roles: Iterable[str]) -> bool:
    """Whether one of these posts is one of the roles in the bureau."""
    return any(post.role in roles and post.unit.root_id == bureau_id for post in held)


def cares_for(person: Person, customer: Customer, held: Iterable[Post]) -> bool:
    """Whether the person answers for the customer: a manager of it, or the head of a unit above it."""
    return person.pk in customer.managers or any(
        post.role in UNIT_AND_BELOW and customer.unit.path.startswith(post.unit.path)
        for post in held
    )


def names_managers(customer: Customer, held: Iterable[Post]) -> bool:
    """Whether one of these posts names who looks after the customer: the head of a unit above it, or
    of the centre.
    """
    return holds(held, customer.bureau_id, CENTRE_HEADS) or any(
        post.role in UNIT_AND_BELOW and customer.unit.path.startswith(post.unit.path)
        for post in held
    )


def may_read_persons(person: Person, customer: Customer, held: Iterable[Post]) -> bool:
    """Whether the person may read of the important persons: who cares for it, the centre's director,
    and who was granted it.
    """
    opened = Customer.objects.filter(granted(person, Customer, "read_persons"))
    return (
        cares_for(person, customer, held)
        or holds(held, customer.bureau_id, (PostRole.CENTRE_DIRECTOR,))
        or opened.filter(pk=customer.pk).exists()
    )
