"""The same form sent twice is done once; the same key for anything else does nothing, and says so."""

import pytest

from approvals import drafts, errors
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Case, Opinion
from registry.journal import Entry
from registry.org import units
from registry.org.models import Unit
from registry.org.roles import PostRole, UnitKind
from tests.cast import decide, draft, new_key, resubmit, row, submit, withdraw


def save(cast, case, *, key, seen=1, title="春茶寄递项目", unit: Unit | None = None):
    request = {"season": "regular", "line": "letters", "a_manager": cast.li}
    content = Content(
        unit=unit or cast.county,
        case={"title": title, "customer": cast.customer, "value_yuan": case.value_yuan},
        request=request,
    )
    return drafts.save(
        kind=kind_of("proposal"),
        case_id=case.pk,
        actor=cast.li,
        content=content,
        seen=seen,
        at=cast.later(),
        key=key,
    )


def test_a_key_that_was_used_on_another_case_does_nothing(cast):
    used = new_key()
    first = submit(cast, draft(cast, "5000"), key=used)
    case = draft(cast, "5000")
    with pytest.raises(errors.KeyUsed):
        submit(cast, case, key=used)
    with pytest.raises(errors.KeyUsed):
        save(cast, case, key=used)
    with pytest.raises(errors.KeyUsed):
        drafts.discard(case_id=case.pk, actor=cast.li, at=cast.later(), key=used)
    submit(cast, case)
    with pytest.raises(errors.KeyUsed):
        decide(cast, case, cast.wang, key=used)
    with pytest.raises(errors.KeyUsed):
        withdraw(cast, case, key=used)
    decide(cast, case, cast.wang, "returned", "写明客户")
    case.refresh_from_db()
    with pytest.raises(errors.KeyUsed):
        resubmit(cast, case, key=used)
    case.refresh_from_db()
    assert (case.status, case.round, case.data_version) == ("returned", 1, 1)
    assert Entry.objects.get(key=used).subject == first.journal_subject


def test_a_new_draft_with_the_key_of_somebody_else_is_no_draft(cast):
    used = new_key()
    content = Content(
        unit=cast.other, case={"title": "别的"}, request={"season": "regular", "line": "letters"}
    )
    submit(cast, draft(cast, "5000"), key=used)
    given = {"kind": kind_of("proposal"), "content": content, "at": cast.later()}
    with pytest.raises(errors.KeyUsed):
        drafts.create(actor=cast.chen, key=used, **given)
    assert not Case.objects.filter(applicant=cast.chen).exists()
    assert drafts.create(actor=cast.chen, key=new_key(), **given).status == "draft"


def test_another_verdict_with_the_same_key_is_not_told_to_be_recorded(cast):
    case, key = submit(cast, draft(cast, "5000")), new_key()
    asked = row(case, cast.wang).pk
    decide(cast, case, cast.wang, "agreed", "可以", key=key)
    assert decide(cast, case, cast.wang, "agreed", "可以 ", key=key, row=asked).status == "recorded"
    for verdict, text in (("refused", "可以"), ("agreed", "不可以")):
        with pytest.raises(errors.AlreadyDecided):
            decide(cast, case, cast.wang, verdict, text, key=key, row=asked)
    assert Opinion.objects.get(case=case).verdict == "agreed"


def test_going_back_and_saving_something_else_is_refused_not_forgotten(cast):
    case, key = draft(cast, "5000"), new_key()
    assert save(cast, case, key=key, title="夏茶").data_version == 2
    assert save(cast, case, key=key, title="夏茶").data_version == 2
    with pytest.raises(errors.PageIsOld):
        save(cast, case, key=key, title="秋茶")
    case.refresh_from_db()
    assert (case.title, case.data_version) == ("夏茶", 2)


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u200b", "\r", "\u2028"])
def test_an_opinion_says_only_what_people_see(cast, hidden):
    case = submit(cast, draft(cast, "5000"))
    with pytest.raises(errors.HiddenControl) as refusal:
        decide(cast, case, cast.wang, "returned", f"请补充{hidden}客户")
    assert f"U+{ord(hidden):04X}" in str(refusal.value)
    assert not Opinion.objects.filter(case=case).exists()
    assert decide(cast, case, cast.wang, "agreed", "好\n\t的").status == "recorded"


def test_a_returned_case_may_move_to_another_unit_of_its_bureau_only(cast):
    elsewhere = units.add(name="外局", code="WJ", kind=UnitKind.BUREAU)
    outside = units.add(name="外局分局", code="WF", kind=UnitKind.COUNTY, parent=elsewhere)
    for unit in (cast.other, outside):
        cast.post("li", unit, PostRole.ACCOUNT_MANAGER)
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang, "returned", "写明客户")
    with pytest.raises(errors.OtherBureau):
        save(cast, case, key=new_key(), unit=outside)
    moved = save(cast, case, key=new_key(), unit=cast.other)
    assert (moved.unit, moved.bureau, moved.number) == (cast.other, cast.bureau, case.number)


def test_a_draft_may_still_move_to_another_bureau(cast):
    elsewhere = units.add(name="外局", code="WJ", kind=UnitKind.BUREAU)
    outside = units.add(name="外局分局", code="WF", kind=UnitKind.COUNTY, parent=elsewhere)
    cast.post("li", outside, PostRole.ACCOUNT_MANAGER)
    moved = save(cast, draft(cast, "5000"), key=new_key(), unit=outside)
    moved.refresh_from_db()
    assert (moved.unit, moved.bureau) == (outside, elsewhere)
