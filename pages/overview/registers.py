"""What the registers add to the overview: key projects, protected periods that end soon."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from pages.customers.reach import looks_at_customers
from pages.overview.panels import Look, panel
from pages.overview.tables import Column, Table, built
from registry.customers import access, protections
from registry.people import probations, training_access
from registry.projects import portfolio

SOON, MOST = timedelta(days=45), 50


@panel
def key_projects(look: Look) -> Table | None:
    """The key projects with their revenue against the plan, and how mature they are."""
    scope = look.scope
    found, count = portfolio.of_bureau(scope.bureau_id, scope.units, until=scope.until)
    if not found:
        return None
    columns = (
        Column(_("Key project")),
        Column(_("Unit")),
        Column(_("Listed on"), "day"),
        Column(_("Planned revenue"), "money"),
        Column(_("Revenue so far"), "money"),
        Column(_("Progress of the plan"), "share"),
        Column(_("Maturity")),
    )
    table = Table("projects", _("Key projects"), columns, bar=5, more=count - len(found))
    table.note = _("revenue booked on the project, against its plan")
    if looks_at_customers(look.desk):
        table.links = [reverse("project", args=[one.project.project_id]) for one in found]
    return built(
        table,
        found,
        lambda one: [
            one.project.project.title,
            one.project.project.unit.name,
            one.project.listed_on,
            one.project.project.value_yuan,
            one.revenue_yuan,
            one.share,
            str(one.project.get_maturity_display()) or "—",
        ],
    )


@panel
def ending_protections(look: Look) -> Table | None:
    """The protected periods that end soon, the next one first."""
    scope = look.scope
    found, count = protections.ending(
        scope.bureau_id, scope.units, since=look.desk.on, until=look.desk.on + SOON
    )
    if not found:
        return None
    columns = (
        Column(_("Customer")),
        Column(_("Unit")),
        Column(_("A manager")),
        Column(_("Last day"), "day"),
        Column(_("Days left"), "number"),
    )
    title = _("Protected periods that end soon")
    table = Table("protections", title, columns, more=count - len(found))
    table.note = _("within %(n)s days") % {"n": SOON.days}
    seen = access.visible_to(look.desk.person, look.desk.on, look.desk.posts)
    read = set(seen.filter(pk__in=[one.customer_id for one in found]).values_list("pk", flat=True))
    table.links = [
        reverse("customer", args=[one.customer_id]) if one.customer_id in read else ""
        for one in found
    ]
    return built(
        table,
        found,
        lambda one: [
            one.customer.name,
            one.unit.name,
            one.a_manager.name,
            one.last_day,
            (one.last_day - look.desk.on).days,
        ],
    )


@panel
def ending_probations(look: Look) -> Table | None:
    """The training periods that end soon, with the day by which somebody has to decide."""
    scope, on = look.scope, look.desk.on
    rows = probations.in_bureau(scope.bureau_id).filter(outcome="", ends_on__lte=on + SOON)
    if scope.units is not None:
        rows = rows.filter(manager__unit__in=scope.units)
    found = list(rows[: MOST + 1])
    if not found:
        return None
    columns = (
        Column(_("Person")),
        Column(_("Unit")),
        Column(_("Started on"), "day"),
        Column(_("Last day"), "day"),
        Column(_("Decide by"), "day"),
    )
    table = Table("probations", _("Training periods that end soon"), columns)
    table.note = _("within %(n)s days") % {"n": SOON.days}
    table.more = rows.count() - MOST if len(found) > MOST else 0
    seen = training_access.visible_to(look.desk.person, look.desk.posts)
    read = set(seen.filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    table.links = [
        reverse("probation", args=[one.pk]) if one.pk in read else "" for one in found[:MOST]
    ]
    return built(
        table,
        found[:MOST],
        lambda one: [
            one.manager.person.name,
            one.manager.unit.name,
            one.started_on,
            one.ends_on,
            one.decide_by_on,
        ],
    )
