"""The meeting of a collective discussion: convened, put off, joined late, recorded by its secretary."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from approvals import actions, errors, outbox
from approvals.actions import Attended
from approvals.invariants import check_all
from approvals.models import Assignment, Case, Message, Notice, OpinionDraft
from registry.journal import Entry
from registry.org.models import Person, Post, Substitution
from registry.org.roles import PostRole
from tests.cast import (
    Cast,
    at_discussion,
    decide,
    done_row,
    draft,
    new_key,
    on_case,
    resubmit,
    submit,
    vote,
)

ROOM = "三楼会议室"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that the five of the centre discuss; Gao chairs, Qian is the secretary."""
    return at_discussion(cast)


def convene(cast: Cast, case: Case, by: Person, **given) -> Case:
    given = {"meets_at": cast.now + timedelta(days=1), "place": ROOM} | given
    return on_case(cast, actions.convene, case, by, **given)


def adjourn(cast: Cast, case: Case, by: Person, **given) -> Case:
    given = {"meets_at": cast.now + timedelta(days=2), "reason": "人数不足"} | given
    return on_case(cast, actions.adjourn, case, by, **given)


def admit(cast: Cast, case: Case, by: Person, person: Person, **given) -> Case:
    return on_case(cast, partial(actions.admit, person=person), case, by, **given)


def record(cast: Cast, case: Case, by: Person, *attended: Attended, **given) -> Case:
    return on_case(cast, actions.record_meeting, case, by, attended=attended, **{"seen": 1} | given)


def came(person: Person, verdict: str = "", text: str = "") -> Attended:
    return Attended(person.pk, True, verdict=verdict, text=text)


def stayed_away(person: Person, reason: str = "", **said: str) -> Attended:
    return Attended(person.pk, False, reason, **said)


def met(cast: Cast, case: Case) -> Case:
    """The meeting was convened, and its moment has come."""
    convene(cast, case, cast.director)
    cast.later(days=2)
    return case


def lines(case: Case, verb: str) -> list[Entry]:
    return list(Entry.objects.filter(subject=case.journal_subject, verb=verb).order_by("seq"))


def deliver() -> None:
    while outbox.deliver_batch():
        pass


# Convened, and put off


@pytest.mark.parametrize("who", ["director", "qian"])
def test_the_chair_or_the_secretary_convenes_the_members(cast, case, who):
    at = cast.now + timedelta(days=1)
    convene(cast, case, cast.people[who], meets_at=at, place=f" {ROOM} ", online=True)
    meeting = case.discussions.get()
    assert (meeting.convened_by, meeting.meets_at) == (cast.people[who], at)
    assert (meeting.place, meeting.online) == (ROOM, True)
    (line,) = lines(case, "convened")
    assert (line.actor, line.detail["place"], line.detail["online"]) == (
        cast.people[who],
        ROOM,
        True,
    )
    assert check_all() == []


@pytest.mark.parametrize("who", ["ma", "deputy", "li", "chen", "wang"])
def test_nobody_else_convenes_admits_or_records(cast, case, who):
    met(cast, case)
    actor = cast.people[who]
    for refused in (
        lambda: convene(cast, case, actor),
        lambda: adjourn(cast, case, actor),
        lambda: admit(cast, case, actor, cast.zhou),
        lambda: record(cast, case, actor, came(cast.zhou, "for")),
    ):
        with pytest.raises(errors.NotSecretary):
            refused()
    assert check_all() == []


def test_the_deputy_is_secretary_where_the_supervisor_has_a_part(cast):
    case = submit(cast, draft(cast, b_manager=cast.qian))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    with pytest.raises(errors.NotSecretary):
        convene(cast, case, cast.qian)
    convene(cast, case, cast.deputy)


def test_a_chair_whose_post_has_ended_runs_the_discussion_no_more(cast, case):
    Post.objects.filter(person=cast.director).update(until=cast.now.date() - timedelta(days=1))
    with pytest.raises(errors.NotSecretary):
        convene(cast, case, cast.director)


def test_a_meeting_lies_ahead_and_is_somewhere(cast, case):
    with pytest.raises(errors.MeetsInThePast):
        convene(cast, case, cast.qian, meets_at=cast.now)
    with pytest.raises(errors.NoPlace):
        convene(cast, case, cast.qian, place="  ")
    with pytest.raises(errors.TooLong):
        convene(cast, case, cast.qian, place="室" * 101)
    with pytest.raises(errors.HiddenControl):
        convene(cast, case, cast.qian, place="三楼\u202e会议室")
    assert case.discussions.get().convened_by is None
    convene(cast, case, cast.qian, place="", online=True)


def test_convened_again_it_is_somewhere_else(cast, case):
    convene(cast, case, cast.director)
    convene(cast, case, cast.qian, place="二楼")
    meeting = case.discussions.get()
    assert (meeting.convened_by, meeting.place, meeting.adjournments) == (cast.qian, "二楼", 0)
    assert [line.detail["place"] for line in lines(case, "convened")] == [ROOM, "二楼"]


def test_an_adjournment_keeps_the_votes_and_counts(cast, case):
    with pytest.raises(errors.NotConvened):
        adjourn(cast, case, cast.qian)
    convene(cast, case, cast.qian)
    vote(cast, case, cast.ma, "against", "成本偏低")
    with pytest.raises(errors.SayWhy):
        adjourn(cast, case, cast.qian, reason=" ")
    with pytest.raises(errors.MeetsInThePast):
        adjourn(cast, case, cast.qian, meets_at=cast.now)
    adjourn(cast, case, cast.qian)
    adjourn(cast, case, cast.director, reason="续会")
    meeting = case.discussions.get()
    assert (meeting.adjournments, meeting.votes_against, meeting.place) == (2, 1, ROOM)
    assert [line.detail["text"] for line in lines(case, "adjourned")] == ["人数不足", "续会"]
    assert check_all() == []


def test_the_members_are_told_when_and_where(cast, case, mailoutbox):
    deliver()
    mailoutbox.clear()
    at = datetime.fromisoformat("2026-03-05T14:30:00+08:00")
    convene(cast, case, cast.director, meets_at=at, online=True)
    adjourn(cast, case, cast.qian, meets_at=at + timedelta(days=1))
    deliver()
    told = Notice.objects.filter(topic="meeting").order_by("pk")
    assert {notice.person for notice in told} == set(cast.members)
    first, second = told.filter(person=cast.ma)
    assert first.note == f"2026年3月5日 14:30 {ROOM} 线上"
    assert second.note == f"2026年3月6日 14:30 {ROOM} 线上。改期原因：人数不足"
    mine = [m.body for m in mailoutbox if m.to == [cast.ma.email]]
    assert len(mine) == 2 and first.note in mine[0] and second.note in mine[1]


# A late joiner


@pytest.mark.parametrize(("newcomers", "quorum"), [(1, 4), (2, 5), (4, 6), (5, 7)])
def test_members_and_quorum_follow_who_is_admitted(cast, case, newcomers, quorum):
    """Two thirds of 5 are 4; of 6 are 4, of 7 are 5, of 9 are 6, of 10 are 7."""
    for n in range(newcomers):
        late = cast.post(f"late{n}", cast.centre, PostRole.ACCOUNT_MANAGER)
        admit(cast, case, cast.qian, late)
    meeting = case.discussions.get()
    assert (meeting.members, meeting.quorum) == (5 + newcomers, quorum)
    for member in cast.members[: quorum - 1]:
        vote(cast, case, member)
    if quorum <= 5:
        with pytest.raises(errors.NoQuorum):
            decide(cast, case, cast.director)
        vote(cast, case, late)
        assert decide(cast, case, cast.director).status == "agreed"
    assert check_all() == []


def test_only_a_new_member_is_admitted_and_only_once(cast, case):
    late = cast.post("late", cast.centre, PostRole.ACCOUNT_MANAGER, "新同事")
    for stranger in (cast.wang, cast.li):
        with pytest.raises(errors.NotAMember):
            admit(cast, case, cast.qian, stranger)
    with pytest.raises(errors.AskedAlready):
        admit(cast, case, cast.qian, cast.ma)
    admit(cast, case, cast.qian, late)
    with pytest.raises(errors.AskedAlready):
        admit(cast, case, cast.director, late)
    assert lines(case, "admitted")[0].detail["name"] == "新同事"
    assert case.discussions.get().members == 6


def test_who_is_admitted_is_asked_and_invited(cast, case):
    convene(cast, case, cast.director)
    late = cast.post("late", cast.centre, PostRole.ACCOUNT_MANAGER)
    admit(cast, case, cast.qian, late)
    deliver()
    told = Notice.objects.filter(person=late).order_by("topic")
    assert [notice.topic for notice in told] == ["arrived", "meeting"]
    assert ROOM in told[1].note


def test_a_substitute_is_not_admitted_beside_the_member_who_voted(cast, case):
    vote(cast, case, cast.ma)
    stand_in = cast.post("standin", cast.other, PostRole.UNIT_DEPUTY)
    day = cast.now.date()
    Substitution.objects.create(
        person=cast.ma, substitute=stand_in, since=day, until=day, set_by=cast.ma, set_at=cast.now
    )
    with pytest.raises(errors.NotAMember):
        admit(cast, case, cast.qian, stand_in)


def test_a_newcomer_takes_the_place_of_one_who_left(cast, case):
    left = Assignment.objects.filter(case=case, person=cast.ma, node="discuss")
    left.update(state=Assignment.State.CLOSED, finished_at=cast.now)
    late = cast.post("late", cast.centre, PostRole.ACCOUNT_MANAGER)
    admit(cast, case, cast.qian, late)
    meeting = case.discussions.get()
    assert (meeting.members, meeting.quorum) == (5, 4)


def test_who_took_a_vote_back_and_left_can_be_admitted_and_vote_again(cast, case):
    vote(cast, case, cast.ma)
    actions.take_back(
        case_id=case.pk,
        assignment_id=done_row(case, cast.ma).pk,
        actor=cast.ma,
        at=cast.later(),
        key=new_key(),
    )
    mine = Assignment.objects.filter(case=case, person=cast.ma, node="discuss")
    mine.update(state=Assignment.State.CLOSED, finished_at=cast.now)
    admit(cast, case, cast.qian, cast.ma)
    vote(cast, case, cast.ma, "against")
    assert case.discussions.get().votes_against == 1
    assert check_all() == []


# Recorded


def test_the_secretary_records_a_whole_meeting(cast, case):
    met(cast, case)
    vote(cast, case, cast.qian, "for", "同意")
    record(
        cast,
        case,
        cast.qian,
        came(cast.director, "for", "方案可行"),
        came(cast.deputy, "for"),
        came(cast.zhou, "against", "成本测算偏低"),
        came(cast.qian),
        stayed_away(cast.ma, "出差"),
    )
    meeting = case.discussions.get()
    assert (meeting.votes_for, meeting.votes_against, meeting.voted) == (3, 1, 4)
    noted = {a.person: (a.present, a.reason, a.noted_by) for a in meeting.attendance.all()}
    assert noted[cast.ma] == (False, "出差", cast.qian)
    assert noted[cast.zhou] == (True, "", cast.qian)
    dissent = case.opinions.get(verdict="against")
    assert (dissent.person, dissent.text, dissent.recorded_by) == (
        cast.zhou,
        "成本测算偏低",
        cast.qian,
    )
    assert case.opinions.get(person=cast.qian, node="discuss").recorded_by is None
    (line,) = lines(case, "recorded")
    assert line.actor == cast.qian and line.detail["absent"] == {str(cast.ma.pk): "出差"}
    told = [e for e in lines(case, "opinion") if e.detail.get("person")]
    assert {(e.actor, e.detail["person"]) for e in told} == {
        (cast.qian, member.pk) for member in (cast.director, cast.deputy, cast.zhou)
    }
    assert check_all() == []
    assert decide(cast, case, cast.director).status == "agreed"
    assert check_all() == []


def test_a_meeting_is_recorded_after_it_began(cast, case):
    with pytest.raises(errors.NotConvened):
        record(cast, case, cast.qian, came(cast.ma, "for"))
    convene(cast, case, cast.qian)
    with pytest.raises(errors.NotYetMet, match="2026"):
        record(cast, case, cast.qian, came(cast.ma, "for"))
    cast.later(days=1)
    record(cast, case, cast.qian, came(cast.ma, "for"))


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        (errors.NotAMember, lambda cast: came(cast.wang, "for")),
        (errors.WasAbsent, lambda cast: stayed_away(cast.ma, verdict="for")),
        (errors.NoSuchVerdict, lambda cast: came(cast.ma, "agreed")),
        (errors.NoSuchVerdict, lambda cast: came(cast.ma, "", "只有意见")),
        (errors.OwnVote, lambda cast: came(cast.qian, "for")),
        (errors.VotedAlready, lambda cast: came(cast.deputy, "against")),
        (errors.TooLong, lambda cast: came(cast.ma, "for", "长" * 2001)),
        (errors.TooLong, lambda cast: stayed_away(cast.ma, "长" * 101)),
        (errors.HiddenControl, lambda cast: came(cast.ma, "for", "好\u202e")),
    ],
)
def test_one_wrong_line_and_nothing_is_recorded(cast, case, fault, wrong):
    met(cast, case)
    vote(cast, case, cast.deputy)
    with pytest.raises(fault):
        record(cast, case, cast.qian, came(cast.zhou, "for"), wrong(cast))
    meeting = case.discussions.get()
    assert meeting.voted == 1 and not meeting.attendance.exists()
    assert lines(case, "recorded") == [] and check_all() == []


def test_nothing_is_no_record_and_an_old_page_is_refused(cast, case):
    met(cast, case)
    with pytest.raises(errors.NobodyNamed):
        record(cast, case, cast.qian)
    with pytest.raises(errors.PageIsOld):
        record(cast, case, cast.qian, came(cast.ma, "for"), seen=2)


def test_a_chair_who_writes_votes_for_herself_is_refused_too(cast, case):
    met(cast, case)
    with pytest.raises(errors.OwnVote):
        record(cast, case, cast.director, came(cast.director, "for"))
    record(cast, case, cast.director, came(cast.director), came(cast.ma, "for"))


def test_who_voted_in_the_inbox_is_not_overwritten(cast, case):
    vote(cast, case, cast.ma, "against", "我的话")
    met(cast, case)
    record(cast, case, cast.qian, came(cast.ma), came(cast.zhou, "for"))
    mine = case.opinions.get(person=cast.ma)
    assert (mine.verdict, mine.text, mine.recorded_by) == ("against", "我的话", None)
    assert case.discussions.get().attendance.get(person=cast.ma).present


def test_who_was_absent_can_still_vote_in_the_inbox(cast, case):
    met(cast, case)
    record(cast, case, cast.qian, stayed_away(cast.ma, "出差"), came(cast.zhou, "for"))
    vote(cast, case, cast.ma, "against", "书面意见")
    assert case.opinions.get(person=cast.ma).recorded_by is None
    assert not case.discussions.get().attendance.get(person=cast.ma).present
    assert check_all() == []


def test_the_own_vote_that_was_recorded_wrongly_is_taken_back(cast, case):
    met(cast, case)
    record(cast, case, cast.qian, came(cast.ma, "for"))
    actions.take_back(
        case_id=case.pk,
        assignment_id=done_row(case, cast.ma).pk,
        actor=cast.ma,
        at=cast.later(),
        key=new_key(),
    )
    vote(cast, case, cast.ma, "against", "我反对")
    meeting = case.discussions.get()
    assert (meeting.votes_for, meeting.votes_against) == (0, 1)
    assert check_all() == []


def test_presence_is_corrected_by_a_second_record(cast, case):
    met(cast, case)
    record(cast, case, cast.qian, stayed_away(cast.ma, "出差"))
    record(cast, case, cast.qian, came(cast.ma, "for"))
    noted = case.discussions.get().attendance.get()
    assert (noted.present, noted.reason) == (True, "")


def test_a_member_who_left_the_post_has_no_recorded_vote(cast, case):
    met(cast, case)
    Post.objects.filter(person=cast.ma).update(until=cast.now.date() - timedelta(days=1))
    with pytest.raises(errors.NotAMember, match="马骏"):
        record(cast, case, cast.qian, came(cast.ma, "for"))


def test_a_draft_of_the_member_goes_with_the_recorded_vote(cast, case):
    met(cast, case)
    mine = Assignment.objects.get(case=case, person=cast.ma, node="discuss")
    OpinionDraft.objects.create(assignment=mine, text="未发", saved_at=cast.now)
    record(cast, case, cast.qian, came(cast.ma, "for"))
    assert not OpinionDraft.objects.exists()


# The conclusion, and what holds for all of it


def test_a_recorded_meeting_without_a_quorum_concludes_nothing(cast, case):
    met(cast, case)
    votes = [came(m, "for") for m in (cast.director, cast.deputy, cast.zhou)]
    record(cast, case, cast.qian, *votes, stayed_away(cast.ma))
    with pytest.raises(errors.NoQuorum):
        decide(cast, case, cast.director)
    vote(cast, case, cast.qian)
    with pytest.raises(errors.SayWhy):
        decide(cast, case, cast.director, "agreed_with_changes", " ")
    case = decide(cast, case, cast.director, "agreed_with_changes", "单价下调百分之五")
    assert case.status == "agreed_with_changes"
    assert check_all() == []


def test_a_case_that_rests_or_is_elsewhere_has_no_meeting(cast, case):
    elsewhere = submit(cast, draft(cast))
    with pytest.raises(errors.NotAtDiscussion):
        convene(cast, elsewhere, cast.qian)
    on_case(cast, actions.suspend, case, cast.director, reason="等文件")
    for action in (convene, adjourn):
        with pytest.raises(errors.IsSuspended):
            action(cast, case, cast.qian)
    with pytest.raises(errors.IsSuspended):
        record(cast, case, cast.qian, came(cast.ma, "for"))
    on_case(cast, actions.resume, case, cast.director, reason="文件已到")
    convene(cast, case, cast.qian)
    assert check_all() == []


def test_what_is_sent_twice_is_done_once(cast, case):
    late = cast.post("late", cast.centre, PostRole.ACCOUNT_MANAGER)
    at = cast.now + timedelta(hours=1)
    for action, by, how in (
        (actions.convene, cast.qian, {"meets_at": at, "place": ROOM}),
        (actions.adjourn, cast.qian, {"meets_at": at, "reason": "改期"}),
        (partial(actions.admit, person=late), cast.qian, {}),
    ):
        how |= {"at": cast.now, "key": new_key()}
        for _ in range(2):
            on_case(cast, action, case, by, **how)
    cast.later(hours=2)
    key = new_key()
    for _ in range(2):
        record(cast, case, cast.qian, came(late, "for"), key=key)
    meeting = case.discussions.get()
    assert (meeting.adjournments, meeting.members, meeting.voted) == (1, 6, 1)
    for verb in ("convened", "adjourned", "admitted", "recorded"):
        assert len(lines(case, verb)) == 1
    assert check_all() == []


def test_the_same_key_with_other_words_is_no_repetition(cast, case):
    key = new_key()
    convene(cast, case, cast.qian, key=key)
    with pytest.raises(errors.KeyUsed):
        convene(cast, case, cast.qian, place="二楼", key=key)
    cast.later(days=2)
    key = new_key()
    record(cast, case, cast.qian, came(cast.ma, "for"), key=key)
    with pytest.raises(errors.KeyUsed):
        record(cast, case, cast.qian, came(cast.ma), came(cast.zhou, "for"), key=key)
    assert case.discussions.get().place == ROOM and check_all() == []


def test_a_round_has_a_meeting_of_its_own(cast, case):
    met(cast, case)
    record(cast, case, cast.qian, came(cast.ma, "for"))
    decide(cast, case, cast.director, "returned", "补充竞争对手情况")
    case.refresh_from_db()
    resubmit(cast, case)
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    meeting = case.discussions.order_by("pk").last()
    assert (meeting.round, meeting.meets_at, meeting.voted) == (2, None, 0)
    assert not meeting.attendance.exists()
    assert Message.objects.filter(topic="meeting").count() == 1
    assert check_all() == []
