"""Contracts and commissions: checked at the centre, decided by its director, entered once signed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from approvals import drafts, errors, invariants
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from documents.models import Paper
from registry.customers.models import Agreement
from tests.cast import Cast, asked, decide, new_key, plan_file, send_back, submit


def ask(cast: Cast, *, text: bool = True, **changes: Any) -> Case:
    """Li's draft of a signed contract, with its text."""
    request: dict[str, Any] = {
        "subject": "contract",
        "agreement_number": "DG-2026-08",
        "signed_on": date(2026, 2, 20),
        "ends_on": date(2027, 2, 19),
        "terms": "月结，量价挂钩。",
    }
    case = {"title": "东港茶业快递合同", "customer": cast.customer, "value_yuan": Decimal(80000)}
    request |= {k: v for k, v in changes.items() if k not in case}
    case |= {k: v for k, v in changes.items() if k in case}
    files = [checked(plan_file("合同.pdf"), Attachment.Kind.AGREEMENT)] if text else []
    content = Content(unit=cast.county, case=case, request=request, added=files)
    return drafts.create(
        kind=kind_of("contract"), actor=cast.li, content=content, at=cast.later(), key=new_key()
    )


PAID = {
    "subject": "both",
    "payee": "agent",
    "payee_name": "海风代理",
    "commission_yuan": Decimal(2400),
    "basis": "合同金额的 3%",
}


@pytest.mark.parametrize(("changes", "entered"), [({}, 1), (PAID, 1), ({"signed_on": None}, 0)])
def test_the_centre_checks_and_its_director_decides(changes, entered: int, cast: Cast) -> None:
    case = submit(cast, ask(cast, **changes))
    for names in (["wang"], ["zhou", "qian"], ["director"]):
        assert asked(case) == names
        case = decide(cast, case, cast.people[names[0]])
    assert case.status == "agreed"
    assert Agreement.objects.filter(customer=cast.customer).count() == entered
    assert Paper.objects.get(case=case).kind == "contract_review"
    assert list(invariants.check_all()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"terms": ""}, "terms"),
        ({"text": False}, "agreement"),
        (PAID | {"commission_yuan": None}, "commission_yuan"),
        (PAID | {"payee_name": ""}, "payee_name"),
        (PAID | {"basis": ""}, "basis"),
        ({"customer": None}, "customer"),
    ],
)
def test_what_is_missing_is_said_before_anybody_is_asked(changes, field: str, cast: Cast) -> None:
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, ask(cast, **changes))
    assert list(refused.value.problems) == [field]


def test_nobody_else_decides_and_a_return_enters_nothing(cast: Cast) -> None:
    case = submit(cast, ask(cast))
    waiting = case.assignments.get()
    for name in ("li", "fang", "director", "chen"):
        with pytest.raises(errors.Refused):
            decide(cast, case, cast.people[name], row=waiting.pk)
    send_back(cast, case, cast.wang)
    assert not Agreement.objects.exists()
