"""怎么算出来的: the pay of a month by the formulas, line by line; nothing is paid here."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pages.desk import Desk, page
from pages.managers.months import card_of
from registry.people import access, earning

MISSING = {
    "terms": _("The terms of pay are not entered: human resources do that on the person’s page."),
    "score": _("The month is not closed, so there is no score yet."),
    "target": _("The task of the month is not entered, so there is no completion."),
}


@require_safe
@page
def show(desk: Desk, card_id: int) -> HttpResponse:
    """Each amount with how it was come to and the figure behind it; a trace of who read it."""
    card = card_of(desk, card_id)
    access.trace(card.manager, desk.person, "pay", month=card.month, at=desk.now)
    worked = earning.of(card)
    return desk.render(
        "managers/pay.html",
        card=card,
        worked=worked,
        missing=[MISSING.get(code, code) for code in worked.open],
        lines=worked.pay.lines if worked.pay else [],
    )
