"""What must always hold of customers: whose they are, how they are graded, by which ids they go."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from registry.customers import record
from registry.customers.codes import parts_of
from registry.customers.grades import COLUMNS, Graded
from registry.customers.models import Customer, Division, Grade, Holding, Protection
from registry.customers.words import Tier

NEVER = Graded(Tier.GENERAL)


def owners_are_those_of_today() -> Iterator[str]:
    """Every customer has one open holding, and belongs to whom it says."""
    open_ = Holding.objects.filter(until=None)
    held = open_.filter(customer=OuterRef("pk"))
    for customer in Customer.objects.exclude(Exists(held)).iterator():
        yield f"customer {customer.pk} belongs to nobody"
    other = ~Q(unit=F("customer__unit")) | ~Q(customer__bureau=F("unit__bureau"))
    for name in ("a_manager", "b_manager"):
        mine, theirs = F(f"customer__{name}"), Q(**{f"customer__{name}": None})
        other |= Q(**{name: None}) & ~theirs
        other |= Q(**{f"{name}__isnull": False}) & (theirs | ~Q(**{name: mine}))
    for holding in open_.filter(other).iterator():
        yield f"customer {holding.customer_id} is not whose holding {holding.pk} says"


def holdings_follow_each_other() -> Iterator[str]:
    """The holdings of a customer leave no day out and share none."""
    last: Holding | None = None
    for holding in Holding.objects.order_by("customer", "since", "pk").iterator():
        if last and last.customer_id == holding.customer_id and last.until != holding.since:
            yield (
                f"customer {holding.customer_id}: a holding begins on {holding.since}, the one "
                f"before ended on {last.until}"
            )
        last = holding


def grades_are_the_last_ones() -> Iterator[str]:
    """A customer is graded as its last grade says; one that never was is general."""
    latest: dict[int, Grade | Graded] = {}
    for grade in Grade.objects.defer("ruling", "unit_ruling").order_by("pk").iterator():
        latest[grade.customer_id] = grade
    for customer in Customer.objects.iterator():
        said = latest.get(customer.pk) or NEVER
        if any(getattr(customer, name) != getattr(said, name) for name in COLUMNS):
            yield f"customer {customer.pk} is not graded as its last grade says"


def ids_have_no_gap() -> Iterator[str]:
    """Behind the ids that were brought in, those of a division go on without a gap."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for code in Customer.objects.exclude(code=None).values_list("code", flat=True):
        division, number, _ = parts_of(str(code))
        numbers[division].add(number)
    registers = {row.code: row for row in Division.objects.all()}
    for division, found in numbers.items():
        register = registers.get(division) or Division(code=division)
        issued = {number for number in found if number > register.brought}
        if issued != set(range(register.brought + 1, register.last + 1)):
            yield (
                f"ids of {division}: {len(issued)} behind {register.brought}, the register "
                f"says {register.last}"
            )
    for division in registers.keys() - numbers.keys():
        yield f"ids of {division}: a register, and no customer"


def whoever_develops_a_customer_owns_it() -> Iterator[str]:
    """A customer whose protected period runs belongs to the unit that develops it."""
    live = Protection.objects.filter(state__in=Protection.LIVE)
    for held in live.exclude(unit=F("customer__unit")).iterator():
        yield f"protection {held.pk}: customer {held.customer_id} belongs to another unit"


CHECKS = (
    whoever_develops_a_customer_owns_it,
    owners_are_those_of_today,
    holdings_follow_each_other,
    grades_are_the_last_ones,
    ids_have_no_gap,
    record.faults,
)
