"""What the registers say of a customer when a dispute about it is opened: objective, and kept with it.

Five tables as JSON: `owners`, `protections`, `cases`, `consents`, `splits`, rows of text in the order
of COLUMNS; and `head`, the hash at which the customer's journal stood.
"""

from collections.abc import Iterator
from typing import Any

from approvals.models import Case
from documents import wording
from registry.customers import holdings, protections
from registry.customers.models import Customer
from registry.sharing import consents, splits

SHOWN = 20
KINDS = (
    "registration",
    "success",
    "expiry",
    "bidding",
    "transfer",
    "cross_area_consent",
    "discount",
)
TITLES = {
    "owners": ("客户归属", "Owners"),
    "protections": ("报备保护", "Protections"),
    "cases": ("申报与审批", "Cases"),
    "consents": ("跨片区同意", "Consents"),
    "splits": ("分成", "Splits"),
}
COLUMNS = {
    "owners": ("单位", "客户经理", "自", "至"),
    "protections": ("单位", "客户经理", "确认日期", "保护期至", "状态"),
    "cases": ("编号", "单位", "申请人", "提交", "状态"),
    "consents": ("营销单位", "人员", "自", "至"),
    "splits": ("办法", "单位", "自"),
}


def gathered(case: Case) -> dict[str, Any]:
    """The five tables and the head of the journal, in Chinese; empty without a customer."""
    customer = case.customer
    if customer is None:
        return {}
    with wording.in_chinese():
        found: dict[str, Any] = {
            "owners": list(_owners(customer)),
            "protections": list(_protections(customer)),
            "cases": list(_cases(customer, case)),
            "consents": list(_consents(customer)),
            "splits": list(_splits(customer)),
        }
    found["head"] = f"{customer.journal_seq}:{customer.journal_digest}"
    return found


def _owners(customer: Customer) -> Iterator[list[str]]:
    for row in holdings.history_of(customer)[:SHOWN]:
        people = _names(row.a_manager, row.b_manager)
        yield [row.unit.name, people, wording.day(row.since), wording.day(row.until)]


def _protections(customer: Customer) -> Iterator[list[str]]:
    for row in protections.history_of(customer)[:SHOWN]:
        people = _names(row.a_manager, row.b_manager)
        days = [wording.day(row.confirmed_on), wording.day(row.last_day)]
        yield [row.unit.name, people, *days, str(row.get_state_display())]


def _cases(customer: Customer, case: Case) -> Iterator[list[str]]:
    rows = Case.objects.filter(customer=customer, kind__in=KINDS).exclude(number="")
    rows = rows.exclude(pk=case.pk).select_related("unit", "applicant")
    for row in rows.order_by("-submitted_at", "-pk")[:SHOWN]:
        at = wording.moment(row.submitted_at) if row.submitted_at else ""
        yield [row.number, row.unit.name, row.applicant.name, at, str(row.get_status_display())]


def _consents(customer: Customer) -> Iterator[list[str]]:
    for row in consents.history_of(customer)[:SHOWN]:
        back = row.taken_back
        until = f"{wording.day(back.on)}撤回" if back else wording.day(row.until)
        yield [row.unit.name, row.person.name, wording.day(row.since), until]


def _splits(customer: Customer) -> Iterator[list[str]]:
    for row in splits.history_of(customer)[:SHOWN]:
        units = dict.fromkeys(share.unit.name for share in row.shares.all())
        yield [str(row), "、".join(units), wording.day(row.since)]


def _names(*people: Any) -> str:
    return "、".join(person.name for person in people if person)
