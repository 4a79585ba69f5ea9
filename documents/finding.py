"""文书: the papers that a person may read, found by number, matter or customer; a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals import access, waiting
from documents.models import INDEXED, SOUGHT, Paper
from registry.customers.models import Customer
from registry.org import posts
from registry.org.models import Person, Post

# The papers of so many cases are found by their cases; of more, by asking the newest papers.
FEW = 2000
PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; empty for anything."""

    text: str = ""
    kind: str = ""
    unit: int | None = None
    year: int | None = None

    @property
    def anything(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True)
class Page:
    """One page, the newest first. `after` is the key of the next one, if there is one: moment and id."""

    rows: list[Paper]
    after: tuple[datetime, int] | None


def sought_in(paper: Paper) -> str:
    """What the search looks through: its number, and what that of the inbox looks through.

    The end of the pinyin of very long names is left out: an index holds the whole of it.
    """
    text = f"{waiting.folded(paper.number)} {waiting.sought_in(paper.case)}"[:SOUGHT]
    return text.encode()[:INDEXED].decode(errors="ignore")


def readable_by(person: Person, on: date, held: list[Post] | None = None) -> QuerySet[Paper]:
    """The papers of the cases that the person may read, for a list."""
    held = posts.held_by(person, on) if held is None else held
    few = access.few_of(person, held, FEW)
    return one_by_one(person, on, held) if few is None else Paper.objects.filter(case__in=few)


def one_by_one(person: Person, on: date, held: list[Post] | None = None) -> QuerySet[Paper]:
    """The same papers, each asked about by itself: for some of them, or for a page of very many."""
    readable = access.visible_to(person, on, held).filter(pk=OuterRef("case"))
    return Paper.objects.filter(Exists(readable))


def search(papers: QuerySet[Paper], wanted: Wanted) -> QuerySet[Paper]:
    """Those that are wanted, the newest first."""
    if wanted.kind:
        papers = papers.filter(kind=wanted.kind)
    if wanted.unit:
        papers = papers.filter(unit=wanted.unit)
    if wanted.year:
        papers = papers.filter(year=wanted.year)
    for word in waiting.folded(wanted.text).split()[:5]:
        called = Q(name__icontains=word) | Q(short_name__icontains=word)
        today = Q(customer__in=Customer.objects.filter(called).values("pk"))
        papers = papers.filter(Q(sought__contains=word) | today)
    return papers.order_by("-issued_at", "-pk")


def page(papers: QuerySet[Paper], after: tuple[datetime, int] | None = None) -> Page:
    """A page costs the same at the end of a long list as at its beginning.

    Which papers stand on it an index says alone; only these are read.
    """
    if after:
        at, pk = after
        papers = papers.filter(issued_at__lte=at).exclude(issued_at=at, pk__gte=pk)
    rows = Paper.objects.filter(pk__in=papers.values("pk")[: PAGE + 1])
    rows = rows.select_related("case__customer", "unit", "successor")
    found = list(rows.order_by("-issued_at", "-pk"))
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    return Page(found[:PAGE], (last.issued_at, last.pk) if last else None)


def chosen(papers: QuerySet[Paper], ids: Iterable[int]) -> list[int]:
    """Those of the ids that are there, in the order of their issue."""
    return list(
        papers.filter(pk__in=list(ids)).order_by("issued_at", "pk").values_list("pk", flat=True)
    )
