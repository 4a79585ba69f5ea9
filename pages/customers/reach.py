"""Which customers the reader reaches, and what the reader may do with one of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from pages.desk import Desk
from policy.book import Rulebook
from registry import rulebook
from registry.customers import access, archive
from registry.customers.models import Customer
from registry.org.models import Unit
from registry.org.roles import UNIT_AND_BELOW, WHOLE_BUREAU

RELATED = ("bureau", "unit", "a_manager", "b_manager", "head")


def visible(desk: Desk) -> QuerySet[Customer]:
    """The customers that the reader may see."""
    return access.visible_to(desk.person, desk.on, desk.posts)


def customer_of(desk: Desk, customer_id: int) -> Customer:
    """The customer of that id; for whoever may not see it, it isn't there."""
    found = visible(desk).select_related(*RELATED).filter(pk=customer_id).first()
    if found is None:
        raise Http404
    return found


def looks_at_customers(desk: Desk) -> bool:
    """Whether the reader has a post from which customers are seen. No query."""
    roles = {*access.MARKETING, *access.READING}
    return any(post.role in roles for post in desk.posts)


def reads_all(desk: Desk) -> bool:
    """Whether the reader steers or audits the bureau, and so reads of all its customers."""
    return any(post.role in WHOLE_BUREAU for post in desk.posts)


def exports(desk: Desk) -> bool:
    """Whether the reader may carry the list away: heads, and the posts that steer the bureau."""
    roles = {*UNIT_AND_BELOW, *WHOLE_BUREAU}
    return any(post.role in roles for post in desk.posts)


def kept_bureau(desk: Desk) -> Unit:
    """The bureau whose register the reader keeps; for anybody else the page isn't there."""
    return _bureau_by(desk, access.KEEPERS)


def booked_bureau(desk: Desk) -> Unit:
    """The bureau whose ledger the reader keeps; for anybody else the page isn't there."""
    return _bureau_by(desk, access.BOOKING)


def _bureau_by(desk: Desk, roles: tuple[str, ...]) -> Unit:
    for post in desk.posts:
        if post.role in roles:
            return post.unit.bureau or post.unit
    raise Http404


@dataclass(frozen=True)
class May:
    """What the reader may do with one customer."""

    describe: bool
    sign: bool
    book: bool
    enter: bool
    keep_archive: bool
    read_persons: bool
    issue_id: bool
    list_as_diamond: bool
    delegate: bool
    name_managers: bool

    @classmethod
    def of(cls, desk: Desk, customer: Customer) -> "May":
        held, person = desk.posts, desk.person
        keeps = access.keeps(held, customer.bureau_id)
        books = access.books(held, customer.bureau_id)
        cares = access.cares_for(person, customer, held)
        heads = any(
            post.role in UNIT_AND_BELOW and customer.unit.path.startswith(post.unit.path)
            for post in held
        )
        return cls(
            describe=keeps or cares,
            sign=keeps or cares,
            book=books,
            enter=books or heads,
            keep_archive=archive.keeps_archive(person, customer, held),
            read_persons=access.may_read_persons(person, customer, held),
            issue_id=keeps and customer.code is None,
            list_as_diamond=keeps,
            delegate=access.keeps_delegations(held, customer.bureau_id),
            name_managers=access.names_managers(customer, held),
        )


@dataclass(frozen=True)
class Rules:
    """The rulebook of a bureau on a day, as rule functions take it."""

    on: date
    book: Rulebook
    set: str

    @classmethod
    def of(cls, bureau: Unit, on: date) -> "Rules":
        return cls(on, *rulebook.ruling(bureau, on))

    @property
    def given(self) -> dict:
        return {"on": self.on, "book": self.book, "set": self.set}
