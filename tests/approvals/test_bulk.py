"""批量: one verdict for many steps; each is decided, or refused, for itself."""

from uuid import UUID

import pytest

from approvals import bulk, errors, opinion_drafts
from approvals.bulk import Chosen
from approvals.models import Assignment, Case, Opinion, OpinionDraft
from approvals.words import Status
from registry.org.roles import PostRole
from tests.cast import at_discussion, decide, draft, new_key, row, submit, vote


def bulk_of(cast, person, *rows, verdict="agreed", text="", seen=1, key: UUID | None = None):
    return bulk.decide_each(
        chosen=[Chosen(one.pk, seen) for one in rows],
        actor=person,
        verdict=verdict,
        text=text,
        at=cast.later(),
        key=key or new_key(),
    )


def three(cast, value="5000"):
    """Three cases that wait for the heads of the county, and Wang's rows."""
    cases = [submit(cast, draft(cast, value)) for _ in range(3)]
    return cases, [row(case, cast.wang) for case in cases]


def state_of(case):
    return Case.objects.get(pk=case.pk).status


def test_all_that_is_ticked_is_decided_with_the_same_words(cast):
    _, rows = three(cast)
    results = bulk_of(cast, cast.wang, *rows, text="同意。")
    assert [result.refusal for result in results] == [None] * 3
    assert [result.case.status for result in results] == [Status.RECORDED] * 3
    assert list(Opinion.objects.values_list("text", flat=True)) == ["同意。"] * 3


def test_what_another_head_decided_meanwhile_is_told_and_the_rest_is_done(cast):
    cast.post("xu", cast.county, PostRole.COUNTY_HEAD, "徐青")
    cases, rows = three(cast)
    decide(cast, cases[1], cast.xu, "refused", "价格偏低。")
    first, second, third = bulk_of(cast, cast.wang, *rows)
    assert first.case.status == third.case.status == Status.RECORDED
    assert second.case is None and isinstance(second.refusal, errors.AlreadyDecided)
    assert "徐青" in str(second.refusal) and second.row == rows[1]
    assert state_of(cases[1]) == Status.REFUSED
    assert Opinion.objects.filter(person=cast.wang).count() == 2


def test_a_refusal_without_a_reason_decides_nothing(cast):
    cases, rows = three(cast)
    results = bulk_of(cast, cast.wang, *rows, verdict="refused", text="  ")
    assert all(isinstance(result.refusal, errors.SayWhy) for result in results)
    assert not Opinion.objects.exists()
    assert [state_of(case) for case in cases] == [Status.RUNNING] * 3
    results = bulk_of(cast, cast.wang, *rows, verdict="refused", text="重复报送。")
    assert [state_of(case) for case in cases] == [Status.REFUSED] * 3


def test_words_that_no_opinion_may_hold_are_refused_at_each_step(cast):
    _, rows = three(cast)
    for text, refusal in (("长" * 2_001, errors.TooLong), ("\u202e同意", errors.HiddenControl)):
        results = bulk_of(cast, cast.wang, *rows, text=text)
        assert all(isinstance(result.refusal, refusal) for result in results)
    assert not Opinion.objects.exists()


def test_a_step_that_asks_otherwise_says_so_and_holds_up_no_other(cast):
    simple = submit(cast, draft(cast, "12000"))
    decide(cast, simple, cast.wang)
    discussed = at_discussion(cast)
    ballot, check = row(discussed, cast.zhou), row(simple, cast.zhou)
    assert not bulk.offered_at(ballot) and bulk.offered_at(check)
    first, second = bulk_of(cast, cast.zhou, ballot, check)
    assert isinstance(first.refusal, bulk.AskedOtherwise)
    assert second.refusal is None
    assert not Opinion.objects.filter(case=discussed, person=cast.zhou, node="discuss").exists()


def test_the_listing_is_decided_on_its_own_page_only(cast):
    case = at_discussion(cast, "50000")
    for member in cast.members:
        vote(cast, case, member)
    decide(cast, case, cast.director, capacity="centre_director")
    listing = row(case, cast.zhao)
    assert isinstance(bulk_of(cast, cast.zhao, listing)[0].refusal, bulk.AskedOtherwise)
    assert state_of(case) == Status.RUNNING


def test_a_chair_concludes_in_bulk_only_with_a_quorum(cast):
    case = at_discussion(cast)
    chair = row(case, cast.director, "centre_director")
    assert bulk.offered_at(chair)
    assert isinstance(bulk_of(cast, cast.director, chair)[0].refusal, errors.NoQuorum)


def test_the_row_of_another_is_not_there_and_ones_own_is_decided(cast):
    _, rows = three(cast)
    chens = {"by": cast.chen, "unit": cast.other, "customer": cast.foreign}
    foreign = submit(cast, draft(cast, "5000", **chens))
    first, second = bulk_of(cast, cast.wang, row(foreign, cast.fang), rows[0])
    assert first.row is None and isinstance(first.refusal, errors.NotThere)
    assert second.case.status == Status.RECORDED and state_of(foreign) == Status.RUNNING


def test_a_case_that_was_changed_since_the_page_was_shown_is_not_decided(cast):
    cases, rows = three(cast)
    Case.objects.filter(pk=cases[0].pk).update(data_version=2)
    first, second = bulk_of(cast, cast.wang, *rows[:2])
    assert isinstance(first.refusal, errors.PageIsOld) and second.refusal is None


def test_a_bulk_that_is_sent_twice_does_nothing_twice(cast):
    cases, rows = three(cast)
    key = new_key()
    once = bulk_of(cast, cast.wang, *rows, key=key)
    journal = [Case.objects.get(pk=case.pk).journal_seq for case in cases]
    twice = bulk_of(cast, cast.wang, *rows, key=key)
    assert [r.refusal for r in once + twice] == [None] * 6
    assert Opinion.objects.count() == 3
    assert [Case.objects.get(pk=case.pk).journal_seq for case in cases] == journal


def test_a_row_that_is_ticked_twice_is_decided_once(cast):
    _, rows = three(cast)
    assert len(bulk_of(cast, cast.wang, rows[0], rows[0])) == 1


def test_more_than_a_page_of_rows_is_refused_as_a_whole(cast):
    _, rows = three(cast)
    odd = [Chosen(rows[0].pk + number, 1) for number in range(26)]
    given = {"actor": cast.wang, "text": "", "at": cast.later(), "key": new_key()}
    with pytest.raises(bulk.TooMany, match="26"):
        bulk.decide_each(chosen=odd, verdict="agreed", **given)
    with pytest.raises(errors.NoSuchVerdict):
        bulk.decide_each(chosen=odd[:1], verdict="listed", **given)
    assert Assignment.objects.filter(state=Assignment.State.DONE).count() == 0


def test_the_drafts_of_what_is_decided_are_gone_and_the_others_stay(cast):
    _, rows = three(cast)
    for one in rows:
        opinion_drafts.keep(
            case_id=one.case_id,
            assignment_id=one.pk,
            actor=cast.wang,
            verdict="",
            text="再想想",
            at=cast.now,
        )
    bulk_of(cast, cast.wang, *rows[:2])
    assert list(OpinionDraft.objects.values_list("assignment", flat=True)) == [rows[2].pk]
