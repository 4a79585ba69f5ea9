"""The words of the tests of transfers, consents and disputes."""

from datetime import date, timedelta
from typing import Any

from approvals import drafts
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Case
from approvals.words import Part
from tests.cast import Cast, decide, new_key, submit


def asked_for(cast: Cast, kind: str, *, by: Any, unit: Any, **given: Any) -> Case:
    """A draft of that kind."""
    on_case = {"title", "customer", "other_unit", "value_yuan"}
    case = {"title": "办理", "customer": cast.customer, "value_yuan": None}
    case |= {name: value for name, value in given.items() if name in on_case}
    named = {"respondent"} if kind == "dispute" else set()
    request = {name: value for name, value in given.items() if name not in on_case | named}
    parts = {Part.A_MANAGER: given.get("a_manager"), Part.RESPONDENT: given.get("respondent")}
    if kind == "dispute":
        parts[Part.APPLICANT] = by
    content = Content(unit=unit, case=case, request=request, parts=parts)
    return drafts.create(
        kind=kind_of(kind), actor=by, content=content, at=cast.later(), key=new_key()
    )


def transfer(cast: Cast, **given: Any) -> Case:
    """A draft: Lin hands the tea company over to Chen's unit."""
    told = {"other_unit": cast.other, "reason": "agreement"}
    told |= {"told": "客户迁址到西港", "items": "档案、走访记录、在办协议"}
    by, unit = given.pop("by", cast.lin), given.pop("unit", cast.county)
    return asked_for(cast, "transfer", by=by, unit=unit, **(told | given))


def before_the_centre(cast: Cast, **given: Any) -> Case:
    """Both units have agreed, and it was checked."""
    case = submit(cast, transfer(cast, **given))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.fang, answers={"a_manager": cast.chen.pk})
    return decide(cast, case, cast.zhou)


def moved(cast: Cast, **given: Any) -> Case:
    """The customer is handed over; Chen is to confirm what he got."""
    answers = given.pop("answers", {})
    return decide(cast, before_the_centre(cast, **given), cast.director, answers=answers)


def consent(cast: Cast, **given: Any) -> Case:
    """A draft: Chen wants to market to the tea company for a month."""
    today = cast.now.date()
    told = {"customer": cast.customer, "starts_on": today, "ends_on": today + timedelta(days=30)}
    told |= {"told": "客户在西港设门店，需就近服务", "a_manager": cast.chen}
    by, unit = given.pop("by", cast.chen), given.pop("unit", cast.other)
    return asked_for(cast, "cross_area_consent", by=by, unit=unit, **(told | given))


def dispute(cast: Cast, **given: Any) -> Case:
    """A draft: Li says that Chen has marketed to the tea company."""
    told = {"allegation": "poaching", "told": "未报告即上门报价", "happened_on": date(2026, 3, 1)}
    told |= {"other_unit": cast.other, "respondent": cast.chen}
    by, unit = given.pop("by", cast.li), given.pop("unit", cast.county)
    return asked_for(cast, "dispute", by=by, unit=unit, **(told | given))
