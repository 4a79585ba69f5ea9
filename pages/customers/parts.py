"""The parts of a customer's page. Each reads what it shows and has its own template; others add theirs:

@part(35, "protections/_part.html")
def protection(desk, customer, may): ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pages.customers.reach import May, Rules
from pages.desk import Desk
from policy import responsibility
from policy.errors import PolicyError
from registry.customers.models import Customer

Reader = Callable[[Desk, Customer, May], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """One part: its place on the page, its template, and what that is told; None leaves it out."""

    place: int
    template: str
    read: Reader


@dataclass(frozen=True)
class Shown:
    """A part of one page."""

    template: str
    said: dict[str, Any]


_parts: list[Part] = []


def part(place: int, template: str) -> Callable[[Reader], Reader]:
    """Register a part of the page: the lower its place, the higher it stands."""

    def register(read: Reader) -> Reader:
        _parts.append(Part(place, template, read))
        return read

    return register


def of(desk: Desk, customer: Customer, may: May) -> list[Shown]:
    """The parts of one customer's page for one reader, in their order."""
    found = []
    for one in sorted(_parts, key=lambda part: part.place):
        said = one.read(desk, customer, may)
        if said is not None:
            found.append(Shown(one.template, said))
    return found


def rules_of(desk: Desk, customer: Customer) -> Rules:
    """The rulebook of the customer's bureau today; read once a page."""
    known: dict[int, Rules] = desk.__dict__.setdefault("_rules", {})
    if customer.bureau_id not in known:
        known[customer.bureau_id] = Rules.of(customer.bureau, desk.on)
    return known[customer.bureau_id]


def pair_of(desk: Desk, customer: Customer) -> bool:
    """Whether the rulebook asks for an A and a B manager in this tier; False where it doesn't say."""
    try:
        return bool(responsibility.pair_on(customer.tier, **rules_of(desk, customer).given).value)
    except PolicyError:
        return False
