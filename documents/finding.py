"""文书: the papers that a person may read, found by number, matter or customer; a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals import access
from documents.models import Paper
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


def readable_by(person: Person, on: date, held: list[Post] | None = None) -> QuerySet[Paper]:
    """The papers of the cases that the person may read."""
    held = posts.held_by(person, on) if held is None else held
    few = None if access.overlooks(held) else access.few_of(person, held, FEW)
    if few is not None:
        return Paper.objects.filter(case__in=few)
    readable = access.visible_to(person, on, held).filter(pk=OuterRef("case"))
    return Paper.objects.filter(Exists(readable))  # asked of a page of papers, not of all cases


def search(papers: QuerySet[Paper], wanted: Wanted) -> QuerySet[Paper]:
    """Those that are wanted, the newest first."""
    if wanted.kind:
        papers = papers.filter(kind=wanted.kind)
    if wanted.unit:
        papers = papers.filter(unit=wanted.unit)
    if wanted.year:
        papers = papers.filter(year=wanted.year)
    for word in wanted.text.split()[:5]:
        about = Q(number__icontains=word) | Q(case__title__icontains=word)
        papers = papers.filter(about | Q(case__customer__name__icontains=word))
    return papers.order_by("-issued_at", "-pk")


def page(papers: QuerySet[Paper], after: tuple[datetime, int] | None = None) -> Page:
    """A page costs the same at the end of a long list as at its beginning."""
    if after:
        at, pk = after
        papers = papers.filter(issued_at__lte=at).exclude(issued_at=at, pk__gte=pk)
    about = ("case__customer", "unit", "successor")
    found = list(papers.select_related(*about)[: PAGE + 1])
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    return Page(found[:PAGE], (last.issued_at, last.pk) if last else None)


def chosen(papers: QuerySet[Paper], ids: Iterable[int]) -> list[int]:
    """Those of the ids that are there, in the order of their issue."""
    return list(
        papers.filter(pk__in=list(ids)).order_by("issued_at", "pk").values_list("pk", flat=True)
    )
