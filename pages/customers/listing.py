"""The list of customers as the reader asked for it: what is looked for, which of them, in which order."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pages.customers.reach import RELATED, Rules, visible
from pages.desk import Desk
from policy import industries
from policy.errors import PolicyError
from policy.figures import Words
from registry.customers import archive, delegations, finding, responsible
from registry.customers.models import Customer, Tier
from registry.customers.words import IdState
from registry.grading.ranking import TIER_RANK
from registry.org.models import Unit
from registry.revenue import arrears
from registry.revenue.models import Revenue

MAX_SEARCH = 60
FLAGS = {
    "policy": _("Policy customers"),
    "one_off": _("One-off customers"),
    "special": _("Listed as diamond by the province"),
    "provisional": _("Id not issued yet"),
    "late": _("Archive overdue"),
    "owed": _("With arrears"),
    "moves": _("To be transferred"),
}
SORTS = {
    "name": _("By name"),
    "tier": _("By tier"),
    "id": _("By id"),
    "new": _("Newest first"),
}
_ORDERS: dict[str, tuple[Any, ...]] = {
    "name": ("pinyin", "pk"),
    "tier": (TIER_RANK, "pinyin", "pk"),
    "id": (F("code").asc(nulls_first=True), "pk"),
    "new": (F("entered_on").desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True)
class Asked:
    """What the reader asked for; what is not known is as if it weren't asked."""

    desk: Desk

    def _said(self, name: str, known: Any = None) -> str:
        said = self.desk.request.GET.get(name, "").replace("\x00", "").strip()[:MAX_SEARCH]
        return said if known is None or said in known else ""

    @cached_property
    def sought(self) -> str:
        return self._said("q")

    @cached_property
    def tier(self) -> str:
        return self._said("tier", Tier.values)

    @cached_property
    def flag(self) -> str:
        return self._said("flag", FLAGS)

    @cached_property
    def sort(self) -> str:
        return self._said("sort", SORTS) or "name"

    @cached_property
    def industry(self) -> str:
        return self._said("industry", self.industries)

    @cached_property
    def unit(self) -> int | None:
        return next((u.pk for u in self.units if str(u.pk) == self._said("unit")), None)

    @cached_property
    def rules(self) -> Rules | None:
        bureau = self.desk.bureau
        return Rules.of(bureau, self.desk.on) if bureau else None

    @cached_property
    def industries(self) -> dict[str, Words]:
        if self.rules is None:
            return {}
        try:
            return industries.listed(**self.rules.given)
        except PolicyError:
            return {}

    @cached_property
    def units(self) -> list[Unit]:
        """The units that own any of the customers that the reader may see."""
        owners = visible(self.desk).order_by().values("unit")
        return list(Unit.objects.filter(pk__in=owners).order_by("path"))

    @property
    def query(self) -> str:
        """What was asked for, for the address of another page of it."""
        named = {
            "q": self.sought,
            "unit": self.unit,
            "tier": self.tier,
            "industry": self.industry,
            "flag": self.flag,
            "sort": self.sort if self.sort != "name" else "",
        }
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def narrowed(self) -> bool:
        return bool(self.sought or self.unit or self.tier or self.industry or self.flag)

    def rows(self) -> QuerySet[Customer]:
        """The customers, in their order."""
        rows = finding.matching(visible(self.desk), self.sought)
        if self.unit:
            rows = rows.filter(unit=self.unit)
        if self.tier:
            rows = rows.filter(tier=self.tier)
        if self.industry:
            rows = rows.filter(industry=self.industry)
        if self.flag:
            rows = rows.filter(_flagged(self.flag, self.desk.on, self.rules))
        return rows.select_related(*RELATED).order_by(*_ORDERS[self.sort])


def _flagged(flag: str, on: date, rules: Rules | None) -> Q:
    if flag == "policy":
        return Q(policy_customer=True)
    if flag == "one_off":
        return Q(one_off=True)
    if flag == "special":
        return Q(special_listing=True)
    if flag == "provisional":
        return Q(id_state=IdState.PROVISIONAL)
    if flag == "moves":
        return responsible.misplaced() & ~delegations.entrusted(on)
    if flag == "owed":
        owing = arrears.owed(on, Revenue.objects.all()).order_by().values("customer")
        return Q(pk__in=owing)
    try:
        return archive.overdue(**rules.given) if rules else Q(pk__in=[])
    except PolicyError:
        return Q(pk__in=[])
