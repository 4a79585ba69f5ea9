"""A use of a discount is entered; one that nobody granted opens a dispute （擅自降低资费）."""

import logging
from datetime import date, datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals import actions
from approvals.errors import Refused
from approvals.kinds import all_kinds
from approvals.words import Part
from policy.errors import PolicyError
from registry.customers.models import Customer
from registry.discounts import uses
from registry.discounts.models import DiscountUse
from registry.org.models import Person

logger = logging.getLogger(__name__)
DISPUTE, TARIFF = "dispute", "tariff"


def enter(
    customer: Customer,
    *,
    line: str,
    used_on: date,
    list_yuan: Decimal,
    charged_yuan: Decimal,
    reference: str,
    by: Person,
    at: datetime,
) -> DiscountUse:
    """The use; where it goes deeper than what was granted, a dispute is opened too.

    raises  as registry.discounts.uses.enter
    """
    with transaction.atomic():
        use = uses.enter(
            customer,
            line=line,
            used_on=used_on,
            list_yuan=list_yuan,
            charged_yuan=charged_yuan,
            reference=reference,
            by=by,
            at=at,
        )
        if use.flagged and any(kind.name == DISPUTE for kind in all_kinds()):
            _open_dispute(use)
    return use


def _open_dispute(use: DiscountUse) -> None:
    """The case; a use whose case can't begin stays flagged, and the log says why."""
    customer = use.customer
    with override("zh-hans"):  # what is stored is Chinese
        title = _("Discount without a grant: %(customer)s") % {"customer": customer}
        told = _(
            "On %(day)s %(customer)s was charged %(charged)s yuan instead of %(list)s for %(line)s: "
            "%(depth)s %% off the list, of which %(allowed)s %% were granted."
        ) % {
            "day": date_format(use.used_on),
            "customer": customer,
            "charged": f"{use.charged_yuan:,.2f}",
            "list": f"{use.list_yuan:,.2f}",
            "line": use.get_line_display(),
            "depth": f"{use.depth_percent.normalize():f}",
            "allowed": f"{use.allowed_percent.normalize():f}",
        }
    try:
        with transaction.atomic():
            case = actions.start(
                kind=DISPUTE,
                applicant=use.entered_by,
                unit=use.unit,
                other_unit=use.unit,
                title=title[:120],
                customer=customer,
                request={"allegation": TARIFF, "happened_on": use.used_on, "told": told},
                parts={Part.RESPONDENT: customer.a_manager},
                because=told,
                actor=use.entered_by,
                at=use.entered_at,
                key=uuid5(NAMESPACE_URL, f"qianpi:discount-use:{use.pk}"),
            )
    except (Refused, PolicyError) as refusal:
        logger.warning("Discount use %s opens no dispute: %s", use.pk, refusal)
        return
    uses.disputed(use, case.journal_subject)
