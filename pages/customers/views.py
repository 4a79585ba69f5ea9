"""客户: the register as the reader may see it, one customer at a glance, and its past."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from pages.customers import parts, sheets, story
from pages.customers.listing import FLAGS, SORTS, Asked
from pages.customers.reach import RELATED, May, customer_of, exports, looks_at_customers, reads_all
from pages.desk import Desk, page
from policy import periods
from registry.customers import grades, holdings
from registry.customers.models import Customer, Tier
from registry.revenue import spending

PAGE = 25
MONTHS = 12


@require_safe
@page
def everybody(desk: Desk) -> HttpResponse:
    """The list; what it costs does not grow with the number of customers."""
    asked = _asked(desk)
    rows = asked.rows()
    # Ids alone are sorted: a page far behind would carry all the rows before it through the sorting.
    found = Paginator(rows.values_list("pk", flat=True), PAGE).get_page(
        desk.request.GET.get("page")
    )
    shown = list(found.object_list)
    known = Customer.objects.select_related(*RELATED).in_bulk(shown)
    last = periods.month(desk.on, -1)
    spent = spending.of_customers(shown, periods.month(last, 1 - MONTHS), last)
    return desk.render(
        "customers/list.html",
        found=found,
        customers=[known[pk] for pk in shown],
        asked=asked,
        query=asked.query,
        spent={pk: spend.total for pk, spend in spent.items()},
        tiers=Tier.choices,
        flags=FLAGS,
        sorts=SORTS,
        exports=exports(desk),
        whole=reads_all(desk),
    )


@require_safe
@page
def export(desk: Desk) -> HttpResponse:
    """The same list as a workbook."""
    asked = _asked(desk)
    if not exports(desk):
        raise Http404
    return sheets.of_customers(asked.rows(), asked.industries, desk.on)


@require_safe
@page
def show(desk: Desk, customer_id: int) -> HttpResponse:
    return shown(desk, customer_id)


def shown(desk: Desk, customer_id: int, *, status: int = 200, refusal: str = "") -> HttpResponse:
    """The page of a customer, with what stands in the way of what was asked."""
    customer = customer_of(desk, customer_id)
    may = May.of(desk, customer)
    return desk.render(
        "customers/show.html",
        status=status,
        customer=customer,
        may=may,
        parts=parts.of(desk, customer, may),
        refusal=refusal,
    )


@require_safe
@page
def history(desk: Desk, customer_id: int) -> HttpResponse:
    """Whose it was, how it was graded, what was done with it."""
    customer = customer_of(desk, customer_id)
    may = May.of(desk, customer)
    lines = story.lines_of(customer, with_readers=may.read_persons)
    found = Paginator(lines, PAGE).get_page(desk.request.GET.get("page"))
    return desk.render(
        "customers/history.html",
        customer=customer,
        may=may,
        holdings=list(holdings.history_of(customer)),
        grades=list(grades.history_of(customer).defer("ruling", "unit_ruling")),
        found=found,
        told=story.told(found),
    )


def _asked(desk: Desk) -> Asked:
    asked = Asked(desk)
    if not looks_at_customers(desk) and not asked.units:
        raise Http404
    return asked
