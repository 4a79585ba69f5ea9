"""The discount as a kind of case."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.kinds import Kind, Link
from approvals.managers import foreign, protected
from approvals.models import Case
from policy import discounts, protection
from policy.book import Rulebook
from policy.errors import BadFact
from policy.ruling import Ruling
from registry.org.roles import PostRole
from workflows.discount import adding_up
from workflows.discount.answers import LowerDepth, Margin
from workflows.discount.effects import grant_of
from workflows.discount.flow import DiscountFlow
from workflows.discount.forms import DiscountForm
from workflows.discount.models import Discount

_LEAST = Decimal("0.01")


def rule(case: Case, request: Discount, on: date, book: Rulebook, set: str) -> Ruling:
    """Who decides on this depth, with what the customer has already. Raises NotSet before the table."""
    grade = case.customer.tier if case.customer else "general"
    depth = request.depth_percent
    if depth is None:
        discounts.rule_on(_LEAST, grade, on=on, book=book, set=set)
        raise BadFact(
            zh="填写标准价和申请价，审批环节由此而定",
            en="fill in both prices: the steps follow from them",
        )
    others = adding_up.others(case, request) if _adds_up(on, book, set) else []
    together = sum((one.depth_percent for one in others), depth)
    ruling = discounts.rule_on(
        depth,
        grade,
        min(together, Decimal(100)) if others else None,
        on=on,
        book=book,
        set=set,
    )
    return adding_up.explained(ruling, others) if others else ruling


def _adds_up(on: date, book: Rulebook, set: str) -> bool:
    return book.on(set, discounts.CHAPTER, discounts.ADDS_UP, on).value is True


def missing(case: Case, request: Discount, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled, or can't be granted as it is."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what is asked for.")
    if case.customer is None:
        problems["customer"] = _("Name the customer.")
    elif others := foreign(case):
        problems["customer"] = others
    elif blocked := protected(case, request):
        problems["customer"] = blocked
    if not request.product:
        problems["product"] = _("Name the product.")
    if case.value_yuan is None:
        problems["value_yuan"] = _("Say what revenue is expected at this price.")
    if not request.reason:
        problems["reason"] = _("Say why the customer should get it.")
    if request.regulated:
        problems["regulated"] = _(
            "The bureau can't discount a regulated tariff. It goes to the higher level, outside this "
            "system."
        )
    if ruling.value == discounts.BEYOND:
        problems["price_yuan"] = _too_deep(ruling)
    return problems | _missing_of_the_time(request, ruling)


def _missing_of_the_time(request: Discount, ruling: Ruling) -> dict[str, str]:
    start, end = request.valid_from, request.valid_until
    if start is None or end is None:
        return {"valid_from": _("Say from when to when it is to hold.")}
    if start < ruling.on:
        return {"valid_from": _("A discount can't begin in the past: choose today or later.")}
    months = int(str(ruling.figure(discounts.VALIDITY)))
    latest = protection.last_day(start - timedelta(days=1), months)
    if end > latest:
        return {
            "valid_until": _("A discount holds for %(months)s months at most: until %(day)s.")
            % {"months": months, "day": date_format(latest)}
        }
    return {}


def _too_deep(ruling: Ruling) -> str:
    told = dict(ruling.facts)
    ceiling = Decimal(str(ruling.figure(f"ceiling_{told['grade']}")))
    most = min(ceiling, Decimal(str(ruling.figure(discounts.LEADER_UP_TO))))
    return _(
        "%(depth)s %% is more than the %(most)s %% that the bureau can grant this customer. Ask for "
        "less; what goes further is decided at the higher level, outside this system."
    ) % {"depth": told.get("together_percent", told["depth_percent"]), "most": most}


def facts(case: Case, request: Discount) -> list[tuple[str, Any]]:
    """What the page shows of a discount, besides title and value."""
    made = grant_of(case) if case.closed_at else None
    margin = request.margin_percent
    return [
        (_("Line of business"), request.get_line_display()),
        (_("Product"), request.product),
        (_("List price"), request.list_yuan),
        (_("Price asked for"), request.price_yuan),
        (_("Depth asked for"), _percent(request.depth_percent)),
        (_("Grade of the customer"), case.customer.get_tier_display() if case.customer else None),
        (_("Margin at this price"), None if margin is None else _percent(margin)),
        (_("From"), request.valid_from),
        (_("To"), request.valid_until),
        (_("Volume expected"), request.volume),
        (_("A manager"), request.a_manager),
        (_("B manager"), request.b_manager),
        (_("Place in its industry"), request.get_standing_display()),
        (_("Scale of its use of the post"), request.scale),
        (_("What competitors charge"), request.competitor),
        (_("Policy it rests on"), request.policy_reference),
        (_("Reason"), request.reason),
        *((_("Counted together with"), one) for one in adding_up.links(case)),
        (_("Discount granted"), Link(f"/discounts/{made.pk}/", _granted(made)) if made else None),
    ]


def _granted(made: Any) -> str:
    day = date_format(made.valid_until)
    return _("%(depth)s, until %(day)s") % {"depth": _percent(made.depth_percent), "day": day}


def _percent(depth: Decimal | None) -> str:
    return "" if depth is None else f"{depth.normalize():f} %"


_PRICE = ("customer", "line", "product", "list_yuan", "price_yuan", "cost_yuan", "depth_percent")
VOUCHES = {
    "unit_review": ("unit", *_PRICE, "valid_from", "valid_until", "a_manager", "b_manager"),
    "margin": _PRICE,
}

DISCOUNT = Kind(
    name="discount",
    title=gettext_lazy("Tariff discount"),
    about=gettext_lazy(
        "A customer is to pay less than the tariff. Say the product, the volume and the rate: "
        "the rate decides who may grant it."
    ),
    prefix="YH",
    flows=(DiscountFlow,),
    applies=(PostRole.ACCOUNT_MANAGER,),
    request=Discount,
    form=DiscountForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={
        "margin": Margin,
        "centre_decides": LowerDepth,
        "market_decides": LowerDepth,
        "leader_decides": LowerDepth,
    },
    vouches=VOUCHES,
)
