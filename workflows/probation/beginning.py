"""The start: an appointment of one of the kinds begins a period by itself."""

import logging
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals import actions
from approvals.errors import Refused
from approvals.models import Case
from approvals.words import Part
from policy import probation
from policy.calendar import Calendar
from policy.errors import PolicyError
from policy.ruling import Ruling
from registry import rulebook
from registry.org.models import Person
from registry.people import probations
from registry.people.models import AccountManager

logger = logging.getLogger(__name__)


def sweep(at: datetime, limit: int = 100) -> int:
    """How many periods began, at most `limit`.

    One that can't begin, as a figure is not set or nobody can decide, stays and is named in the log.
    """
    done = 0
    for manager in list(probations.without(timezone.localdate(at))):
        try:
            done += begin(manager, at=at) is not None
        except (PolicyError, Refused) as refusal:
            logger.info("The training period of %s can't begin: %s", manager.pk, refusal)
        if done >= limit:
            break
    return done


def begin(manager: AccountManager, *, at: datetime, by: Person | None = None) -> Case | None:
    """The case of the period of an appointment; None if it has one already.

    raises  NotSet, NotInForce, NobodyToDecide, and what else the rule raises
    """
    on = timezone.localdate(at)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=manager.person_id)
        if not probations.without(on).filter(pk=manager.pk).exists():
            return None
        manager.refresh_from_db(fields=["unit"])  # who moved meanwhile begins where they are now
        ruling, calendar = _ruled(manager, at)
        last = date.fromisoformat(str(ruling.value))
        held = probations.begin(
            manager,
            ends_on=last,
            decide_by_on=probation.decided_by(probation.named(ruling), last, calendar),
            by=by,
            at=at,
        )
        with override("zh-hans"):  # what is stored is Chinese
            title = _("Training period of %(who)s") % {"who": manager.person}
            because = _("Appointed as account manager on %(day)s.") % {
                "day": date_format(manager.appointed_on)
            }
        case = actions.start(
            kind="probation",
            applicant=manager.person,
            unit=manager.unit,
            title=title[:120],
            request={"probation": held},
            parts={Part.SUBJECT: manager.person},
            because=because,
            actor=by,
            at=at,
            key=uuid5(NAMESPACE_URL, f"qianpi:probation:{held.pk}"),
        )
        held.origin = case.journal_subject
        held.save(update_fields=["origin"])
        return case


def why_not(manager: AccountManager, at: datetime) -> str:
    """Why the period of an appointment can't begin, as a sentence; empty if it can."""
    try:
        _ruled(manager, at)
    except PolicyError as refusal:
        return refusal.sentence("zh-hans")
    return ""


def _ruled(manager: AccountManager, at: datetime) -> tuple[Ruling, Calendar]:
    on, bureau = timezone.localdate(at), manager.unit.bureau or manager.unit
    book, chosen = rulebook.ruling(bureau, on)
    ruling = probation.rule_on(manager.kind, manager.appointed_on, on=on, book=book, set=chosen)
    return ruling, Calendar.of(book, set=chosen, on=on)
