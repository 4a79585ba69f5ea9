"""Customers found by what people type: a name or part of it, its pinyin or initials, an id, a licence."""

import re

from django.db.models import Q, QuerySet

from registry.customers.models import Customer

_LETTERS = re.compile(r"[0-9a-z ]+")
_DIGITS = re.compile(r"[0-9]+", re.ASCII)


def matching(rows: QuerySet[Customer], sought: str) -> QuerySet[Customer]:
    """Those of the customers that go by what is sought; all of them if nothing is."""
    sought = " ".join(sought.split())
    if not sought:
        return rows
    named = Q(name__icontains=sought) | Q(short_name__icontains=sought)
    if sought.isascii():
        named |= Q(licence_code__istartswith=sought)
    if _DIGITS.fullmatch(sought):
        named |= Q(code__contains=sought)
    spelled = sought.lower()
    if _LETTERS.fullmatch(spelled):
        letters = spelled.replace(" ", "")
        named |= Q(pinyin__contains=letters) | Q(initials__contains=letters)
    return rows.filter(named)
