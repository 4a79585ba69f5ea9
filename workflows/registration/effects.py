"""What a confirmed declaration changes in the registers, in the deciding transaction."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from policy import registration
from registry.customers import (
    announcements,
    entering,
    holdings,
    ids,
    lookalikes,
    protections,
    record,
)
from registry.customers.models import Customer, Protection
from registry.errors import RegistryError
from registry.org.models import Person, Unit
from workflows.registration.models import Registration


class RegisteredMeanwhile(Refused):
    """%(customer)s has been registered meanwhile: it belongs to %(unit)s since %(day)s. Refuse this
    declaration as a duplicate, or return it.
    """


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def enter_and_protect(case: Case, move: Move) -> None:
    """The customer is the declaring unit's, which has the protected period to develop it."""
    asked = Registration.of(case)
    managers = (asked.a_manager, asked.b_manager)
    if case.customer is None:
        customer = _entered(case, move, asked, case.unit, managers)
    else:
        customer = _looked_after(case, move, managers)
    _protect(case, move, asked, customer)


def enter_for_another(case: Case, move: Move) -> None:
    """The customer is another unit's, which is told; nobody's development is protected by this."""
    asked = Registration.of(case)
    unit = Unit.objects.get(pk=move.answers("confirm")["unit"])
    _entered(case, move, asked, unit, (None, None))
    case.other_unit = unit
    move.changed("other_unit")


def _entered(
    case: Case,
    move: Move,
    asked: Registration,
    unit: Unit,
    managers: tuple[Person | None, Person | None],
) -> Customer:
    """The new customer, bound to the case; behind a lock, so that two don't enter it at once."""
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=case.bureau_id)
    known = lookalikes.same(case.bureau_id, name=asked.name, licence_code=asked.licence_code)
    if (first := known.first()) is not None:
        day = date_format(first.entered_on) if first.entered_on else "-"
        raise RegisteredMeanwhile(customer=first, unit=first.unit, day=day)
    customer = entering.enter(
        unit=unit,
        name=asked.name,
        since=move.on,
        by=move.actor,
        at=move.at,
        a_manager=managers[0],
        b_manager=managers[1],
        origin=case.journal_subject,
        reason="申报注册",
        **asked.described(),
    )
    if case.ruling.requires(registration.IDS):
        try:
            ids.issue(customer, by=move.actor, at=move.at)
        except ids.NoDivision:
            move.note(
                "id_not_issued", customer=customer.pk
            )  # the register shows that it is missing
    case.customer = customer
    move.changed("customer")
    move.note("customer", customer=customer.pk, code=customer.code)
    return customer


def _looked_after(
    case: Case, move: Move, managers: tuple[Person | None, Person | None]
) -> Customer:
    """The registered customer, from now on in the hands of those who develop it."""
    customer = record.locked(case.customer_id or 0)
    if customer.unit_id != case.unit_id:
        raise NotPossibleNow(
            why=_("%(customer)s belongs to %(unit)s now.")
            % {"customer": customer, "unit": customer.unit}
        )
    if customer.managers != tuple(person and person.pk for person in managers):
        holdings.hand_over(
            customer,
            unit=case.unit,
            a_manager=managers[0],
            b_manager=managers[1],
            since=move.on,
            by=move.actor,
            at=move.at,
            origin=case.journal_subject,
            reason="项目报备",
        )
    return customer


def _protect(case: Case, move: Move, asked: Registration, customer: Customer) -> None:
    assert asked.a_manager is not None
    until = registration.protected_until(case.ruling, move.on, move.calendar)
    try:
        protections.check_free(record.locked(customer.pk), unit=case.unit, people=())
        made = protections.begin(
            customer,
            unit=case.unit,
            a_manager=asked.a_manager,
            b_manager=asked.b_manager,
            kind=asked.kind,
            project=case.title if asked.declares_project else "",
            confirmed_on=move.on,
            last_day=until,
            by=move.actor,
            at=move.at,
            origin=case.journal_subject,
        )
        if asked.announcement_id:
            announcements.authorise(asked.announcement_id, made, by=move.actor, at=move.at)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    move.note("protected", protection=made.pk, last_day=until.isoformat())


def protection_of(case: Case) -> Protection | None:
    """The protection that a declaration brought."""
    return Protection.objects.filter(origin=case.journal_subject).first()
