"""Who reads what, what the boxes hold, what the story tells."""

from datetime import timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm

from approvals import inbox
from approvals.access import attachments_for, few_of, visible_to
from approvals.forecast import rest_of
from approvals.models import Message
from approvals.move import Move
from approvals.outbox import deliver_batch, handles
from approvals.timeline import rounds_of, waiting_on
from registry.org import posts
from registry.org.models import Post
from tests.cast import at_discussion, decide, draft, resubmit, submit, vote


def reads(person, case, cast):
    return visible_to(person, timezone.localdate(cast.now)).filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("li", True),
        ("wang", True),
        ("director", True),
        ("zhao", True),
        ("leader", True),
        ("auditor", True),
        ("lin", False),
        ("chen", False),
        ("fang", False),
        ("ma", False),
        ("sun", False),
    ],
)
def test_a_case_is_read_by_those_with_a_part_a_step_or_a_post_above_it(cast, name, may):
    case = submit(cast, draft(cast, "5000"))
    assert reads(cast.people[name], case, cast) is may
    assert attachments_for(cast.people[name], cast.now.date()).exists() is may


def test_whoever_is_asked_reads_the_case_and_goes_on_reading_it(cast):
    case = at_discussion(cast)
    assert reads(cast.ma, case, cast)
    assert reads(cast.zhou, case, cast)


def test_a_draft_is_its_applicants_alone(cast):
    case = draft(cast, "5000")
    assert reads(cast.li, case, cast)
    assert not reads(cast.wang, case, cast) and not reads(cast.auditor, case, cast)


def test_a_b_manager_reads_the_case_of_the_project(cast):
    assert reads(cast.lin, submit(cast, draft(cast, "5000", b_manager=cast.lin)), cast)


def test_one_case_can_be_opened_to_one_person(cast):
    case, other = submit(cast, draft(cast, "5000")), submit(cast, draft(cast, "6000"))
    assign_perm("view_case", cast.chen, case)
    assert reads(cast.chen, case, cast) and not reads(cast.chen, other, cast)


def test_the_short_list_of_a_reader_holds_the_cases_that_they_read(cast):
    cases = [submit(cast, draft(cast)), submit(cast, draft(cast, b_manager=cast.lin)), draft(cast)]
    assign_perm("approvals.view_case", cast.ma, cases[0])
    on = timezone.localdate(cast.now)
    for person in cast.people.values():
        held = posts.held_by(person, on)
        seen = set(visible_to(person, on, held).values_list("pk", flat=True))
        assert set(few_of(person, held, 50) or ()) == seen, person
    assert set(few_of(cast.ma, posts.held_by(cast.ma, on), 50) or ()) == {cases[0].pk}
    held = posts.held_by(cast.li, on)
    assert few_of(cast.li, held, 8) is not None and few_of(cast.li, held, 0) is None


def test_reading_ends_with_the_post_and_with_the_account(cast):
    case = submit(cast, draft(cast, "5000"))
    Post.objects.filter(person=cast.zhao).update(until=cast.now.date() - timedelta(days=1))
    assert not reads(cast.zhao, case, cast)
    cast.auditor.is_active = False
    assert not reads(cast.auditor, case, cast)


def test_a_superuser_without_a_post_reads_nothing(cast):
    case = submit(cast, draft(cast, "5000"))
    cast.chen.is_superuser = True
    cast.chen.save()
    assert not reads(cast.chen, case, cast)


def test_a_box_is_read_page_by_page_without_a_gap_or_a_repetition(cast):
    made = [submit(cast, draft(cast, "5000")).pk for _ in range(7)]
    seen, after = [], None
    for _ in range(4):
        page = inbox.waiting(cast.wang, after, size=2)
        seen += [row.case_id for row in page.rows]
        after = page.after
    assert seen == made[::-1] and after is None


def test_the_boxes_hold_what_their_names_say(cast):
    case = submit(cast, draft(cast, "12000"))
    draft(cast, "6000")
    decide(cast, case, cast.wang)
    assert not inbox.waiting(cast.wang).rows and inbox.count_waiting(cast.wang) == 0
    assert [r.case for r in inbox.decided(cast.wang).rows] == [case]
    assert inbox.sent(cast.li).rows == [case]
    assert len(inbox.drafts(cast.li).rows) == inbox.count_drafts(cast.li) == 1


def test_the_story_keeps_its_rounds(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang, "returned", "写明数量")
    case.refresh_from_db()
    resubmit(cast, case)
    decide(cast, case, cast.wang)
    case.refresh_from_db()
    told = [[(line.verb, line.verdict) for line in r.lines] for r in rounds_of(case)]
    assert told == [
        [("submitted", ""), ("opinion", "returned")],
        [("resubmitted", ""), ("opinion", "agreed")],
    ]
    said = rounds_of(case)[0].lines[1]
    assert (said.person, said.text, said.took) == (cast.wang, "写明数量", timedelta(minutes=10))
    assert "东港分局" in said.signed_as
    assert {a.person for a in waiting_on(case)} == {cast.zhou, cast.qian}


def test_the_rest_of_the_way_is_named_with_its_people(cast):
    case = submit(cast, draft(cast, "60000"))
    decide(cast, case, cast.wang)
    case.refresh_from_db()
    route = rest_of(Move(case, cast.li, cast.now))
    assert [step.name for step in route.steps] == ["discuss", "listing"]
    assert {s.person for s in route.steps[1].seats} == {cast.zhao}
    assert route.steps[0].reason.citation.article == "5(8)"
    assert route.end.name == "agreed"


def test_each_event_is_told_once_and_again_if_telling_failed(cast, mailoutbox):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    assert deliver_batch() == 2
    assert sorted(m.to[0] for m in mailoutbox) == ["qian@example.com", "zhou@example.com"]
    assert f"/cases/{case.pk}/" in mailoutbox[0].body
    assert deliver_batch() == 0 and len(mailoutbox) == 2


def test_a_failing_message_stays_and_says_why(cast, monkeypatch):
    from approvals import outbox

    calls = []

    def fail(message):
        calls.append(message.pk)
        if len(calls) == 1:
            raise OSError("mail server away")

    monkeypatch.setattr(outbox, "_handlers", {})
    handles("arrived")(fail)
    submit(cast, draft(cast, "5000"))
    outbox.deliver_batch(limit=1)
    waiting = Message.objects.get(topic="arrived")
    assert waiting.sent_at is None and waiting.tries == 1 and "mail server away" in waiting.error
    deliver_batch()
    waiting.refresh_from_db()
    assert waiting.sent_at is not None and len(calls) == 2


def test_a_vote_is_told_in_the_story(cast):
    case = at_discussion(cast)
    vote(cast, case, cast.ma, "against", "成本测算偏低")
    last = rounds_of(case)[0].lines[-1]
    assert (last.verdict, last.text, last.capacity) == ("against", "成本测算偏低", "centre_member")
