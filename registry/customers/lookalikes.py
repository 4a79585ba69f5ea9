"""Customers that may be the one that somebody is about to register: same, or alike by name （疑似重复）."""

import re
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction

from django.db.models import Case, Q, QuerySet, Value, When

from registry.customers.models import Customer
from registry.customers.spelling import spelled

MOST, LOOKED_AT = 5, 500
# What firms have in common tells nothing about which one it is.
_COMMON = re.compile(
    r"(股份)?有限(责任)?公司|集团|总公司|分公司|公司|厂|店|中心|经营部|[省市县区镇]|[（）()\s·\-]"
)


def core_of(name: str) -> str:
    """A name without what firms have in common; the whole where nothing else is left."""
    return _COMMON.sub("", name) or name


def same(bureau_id: int, *, name: str, licence_code: str = "") -> QuerySet[Customer]:
    """The customers of a bureau with just this name or licence code."""
    known = Q(name=name)
    if licence_code:
        known |= Q(licence_code=licence_code)
    rows = Customer.objects.filter(known, bureau=bureau_id)
    return rows.select_related("unit", "a_manager").order_by("pk")


def alike(
    bureau_id: int, *, name: str, likeness: Fraction | Decimal, without: int | None = None
) -> list[Customer]:
    """Up to five whose names look or sound alike, the nearest first.

    likeness  from which share on: of the letters that two names have in common, in their order
    without   the id of a customer that is not compared
    """
    pinyin, initials = spelled(core_of(name))
    if not pinyin:
        return []
    begins = core_of(name)[:2]
    ways = (
        Q(pinyin__contains=pinyin),
        Q(initials__contains=initials),
        Q(name__contains=begins) | Q(short_name__contains=begins),
    )
    near = Customer.objects.filter(ways[0] | ways[1] | ways[2], bureau=bureau_id)
    near = near if without is None else near.exclude(pk=without)
    # Half a county begins with the name of its place: what sounds alike is looked at before those.
    nearness = Case(*(When(way, then=Value(place)) for place, way in enumerate(ways)))
    rows = near.order_by(nearness, "pk").values_list("pk", "name", "short_name")[:LOOKED_AT]
    shares = ((max(_share(name, one), _share(name, other)), pk) for pk, one, other in rows)
    best = sorted((found for found in shares if found[0] >= likeness), key=lambda s: (-s[0], s[1]))
    ids = [pk for _share_, pk in best[:MOST]]
    known = Customer.objects.select_related("unit", "a_manager").in_bulk(ids)
    return [known[pk] for pk in ids]


def _share(one: str, other: str) -> Fraction:
    """How alike two names are, by their characters or by how they sound: 0 to 1."""
    if not other:
        return Fraction(0)
    pairs = ((core_of(one), core_of(other)), (spelled(core_of(one))[0], spelled(core_of(other))[0]))
    ratios = (SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in pairs if a and b)
    return Fraction(round(max(ratios, default=0) * 1000), 1000)
