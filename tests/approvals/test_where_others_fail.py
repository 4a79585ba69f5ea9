"""What goes wrong in other approval products does not go wrong here: 22 failures, a test for each.

 1  returned into or out of a step of many, a case is left without anybody who could go on:
    test_returned_into_and_out_of_a_step_of_many_a_case_always_waits_for_somebody
 2  a case can be sent to steps that it never saw; those asked beside the returner stay asked:
    test_a_case_goes_back_only_to_steps_that_were_signed_and_those_beside_are_not_asked_any_more
 3  after a return, the step of the applicant is passed by itself:
    test_a_return_waits_until_the_applicant_sends_it_again
 4  a page acts on another step than it shows; a double click decides twice:
    test_a_page_acts_on_its_own_step_and_a_second_click_does_nothing_more
 5  the forecast names others than those who are asked; the drawing shows ways never taken:
    test_those_foretold_are_asked_and_the_story_tells_only_what_happened
 6  who signs one after the other does so in another order each time:
    test_who_signs_in_turn_does_so_in_the_same_order_every_time
 7  while an added signer is asked, nobody can refuse:
    test_a_refusal_is_possible_while_an_added_signer_is_asked
 8  all have to agree, one refuses, and nothing moves:
    test_where_all_must_agree_one_refusal_ends_the_case
 9  what was handed over is in nobody's inbox; the badge counts what the list does not show:
    test_what_was_handed_over_is_in_the_new_inbox_and_the_badge_counts_what_the_list_shows
10  the same person signs a step twice:
    test_one_person_signs_a_step_once_whatever_posts_they_hold
11  two cases get the same number:
    test_no_two_cases_share_a_number_and_none_is_missing
12  a post changes hands, and the old holder is still asked; what waits for a leaver waits forever:
    test_what_waits_follows_the_post_and_not_the_leaver
13  a refused case leaves its traces in the registers:
    test_a_refusal_changes_no_register_and_a_listing_exactly_its_own
14  the inbox is slow once there are many steps:
    test_the_inbox_is_one_query_over_an_index_of_the_person
15  pages are filtered after they were cut, so they come short and the totals are wrong:
    test_every_page_of_a_box_is_full_but_the_last_and_no_case_is_on_two
16  a changed flow takes the step away on which a case stands:
    test_a_case_ends_on_the_flow_on_which_it_began
17  a changed rule hits cases that are under way; rules that overlap are resolved unseen:
    test_a_case_under_way_keeps_its_rules_and_rules_that_overlap_are_refused
18  the inbox counts what its owner can't do yet:
    test_the_inbox_holds_only_what_can_be_done_now
19  those who never open the product have no substitute, or only some processes know of it:
    test_hr_sets_the_substitute_of_who_never_looks_and_every_process_asks_that_one
20  a scanner opens the link in a mail, and with that agrees:
    test_a_link_in_a_mail_shows_a_page_and_decides_nothing
21  an agreement outlives a change of what was agreed to:
    test_no_agreement_outlives_a_change_of_what_it_vouches_for
22  the record keeps a yes or a no:
    test_the_record_keeps_the_word_the_reason_what_was_seen_and_for_whom

What happens at the very same moment (4, 11, 12) is raced in tests/races.
"""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from approvals import actions, errors, handover, inbox, kinds, reorganise
from approvals.forecast import rest_of
from approvals.invariants import check_all
from approvals.models import Assignment, Case, Opinion
from approvals.move import Move
from approvals.outbox import deliver_batch
from approvals.timeline import rounds_of
from policy.errors import BadRulebook
from registry import amending
from registry.errors import NotTheirKeeper
from registry.journal import Entry
from registry.org import posts, substitutions
from registry.org.models import Person
from registry.org.roles import PostRole
from registry.projects.models import KeyProject, Project
from tests.cast import (
    Cast,
    asked,
    at_discussion,
    at_row,
    decide,
    draft,
    new_key,
    on_case,
    resubmit,
    revise,
    row,
    send_back,
    submit,
    vote,
)
from tests.processes.proposal_v2 import ProposalFlowV2
from workflows.proposal.process import PROPOSAL

State = Assignment.State


def waits(case: Case) -> bool:
    """One step is open, somebody is asked at it, and everything else holds as well."""
    open_steps = case.process.task_set.filter(finished=None).count()
    return open_steps == 1 and bool(asked(case)) and check_all() == []


def everybody(cast: Cast, case: Case, verdict: str = "agreed") -> Case:
    for member in cast.members:
        case = decide(cast, case, member, verdict)
    return case


def away(cast: Cast, who: Person, substitute: Person, by: Person | None = None) -> None:
    today = cast.now.date()
    terms = {"since": today, "until": today, "by": by or who, "at": cast.now}
    substitutions.set_up(person=who, substitute=substitute, **terms)


def titles(person: Person) -> list[str]:
    """What the person's inbox shows; the badge counts exactly that."""
    found = [waiting.title for waiting in inbox.waiting(person).rows]
    assert inbox.counts(person).waiting == len(found)
    return found


def test_returned_into_and_out_of_a_step_of_many_a_case_always_waits_for_somebody(cast, several):
    case = submit(cast, draft(cast, kind=several))
    case = decide(cast, case, cast.wang)
    decide(cast, case, cast.ma)
    case = send_back(cast, case, cast.zhou)  # out of the countersigned step, half signed
    assert waits(case) and asked(case) == ["li"]
    case = resubmit(cast, case)
    assert waits(case) and asked(case) == ["wang"]
    decide(cast, case, cast.wang)
    case = everybody(cast, case)
    assert waits(case) and asked(case) == ["zhou"]
    for resume in ("back", "again"):
        case = send_back(cast, case, cast.zhou, to="countersign", resume=resume)  # and into it
        assert waits(case) and len(asked(case)) == len(cast.members)
        case = everybody(cast, case)
        assert waits(case) and asked(case) == ["zhou"]


def test_a_case_goes_back_only_to_steps_that_were_signed_and_those_beside_are_not_asked_any_more(
    cast,
):
    case = at_discussion(cast, "50000")
    vote(cast, case, cast.ma)
    for never_seen in ("listing", "sign_off", "discuss", "revise"):
        with pytest.raises(errors.NotVisited):
            send_back(cast, case, cast.director, to=never_seen, capacity="centre_director")
    case = send_back(cast, case, cast.director, to="plan_check", capacity="centre_director")
    assert asked(case) == ["zhou", "qian"] and waits(case)
    beside = case.assignments.filter(node="discuss").exclude(state=State.DONE)
    assert {waiting.state for waiting in beside} == {State.CLOSED}


def test_a_return_waits_until_the_applicant_sends_it_again(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    case = send_back(cast, case, cast.zhou)
    assert (case.status, case.step, asked(case)) == ("returned", "revise", ["li"])
    cast.later(days=30)
    reorganise.sweep(cast.now)
    case.refresh_from_db()
    assert (case.status, asked(case)) == ("returned", ["li"])
    case = resubmit(cast, case)
    assert (case.status, case.step, asked(case)) == ("running", "unit_review", ["wang"])


def test_a_page_acts_on_its_own_step_and_a_second_click_does_nothing_more(cast):
    one, other = submit(cast, draft(cast, "12000")), submit(cast, draft(cast, "12000"))
    with pytest.raises(errors.NotThere):
        decide(cast, one, cast.wang, row=row(other, cast.wang).pk)
    mine, key = row(one, cast.wang).pk, new_key()
    for _click in range(3):
        assert decide(cast, one, cast.wang, row=mine, key=key).step == "plan_check"
    with pytest.raises(errors.AlreadyDecided):
        decide(cast, one, cast.wang, row=mine)
    assert Opinion.objects.count() == 1
    other.refresh_from_db()
    assert (other.step, asked(one), asked(other)) == ("unit_review", ["zhou", "qian"], ["wang"])


@pytest.mark.parametrize("value", ["5000", "12000", "32000", "50000"])
def test_those_foretold_are_asked_and_the_story_tells_only_what_happened(cast, value):
    case = submit(cast, draft(cast, value))
    case = Case.objects.get(pk=case.pk)
    route = rest_of(Move(case, cast.li, cast.now))
    foretold = [(s.name, [seat.person.username for seat in s.seats]) for s in route.steps]
    went = []
    while case.status == "running":
        if case.step != "unit_review":
            went.append((case.step, asked(case)))
        if case.step == "discuss":
            for member in cast.members:
                vote(cast, case, member)
        case = decide(
            cast,
            case,
            row_of_step(case).person,
            "listed" if case.step == "listing" else "agreed",
            row=row_of_step(case).pk,
        )
    assert went == foretold
    told = {line.node for line in rounds_of(case)[0].lines if line.verb == "opinion"}
    assert told == {"unit_review", *(name for name, _ in foretold)}


def row_of_step(case: Case) -> Assignment:
    """The row whose word decides: the chair's, or the first."""
    rows = case.assignments.filter(state=State.OPEN)
    return rows.filter(capacity="centre_director").first() or rows.order_by("pk")[0]


def test_who_signs_in_turn_does_so_in_the_same_order_every_time(cast, several):
    orders = set()
    for _ in range(4):
        case = submit(cast, draft(cast, kind=several))
        decide(cast, case, cast.wang)
        everybody(cast, case)
        case = send_back(cast, case, cast.zhou, to="countersign")
        case = everybody(cast, case)
        turns = []
        while case.step == "in_turn":
            turns += asked(case)
            case = decide(cast, case, cast.people[turns[-1]])
        orders.add(tuple(turns))
    assert orders == {("zhou", "qian")}


@pytest.mark.parametrize("where", ["before", "beside", "after"])
def test_a_refusal_is_possible_while_an_added_signer_is_asked(cast, where):
    case = submit(cast, draft(cast))
    mine = row(case, cast.wang).pk
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where=where)
    case = decide(cast, case, cast.wang, "refused", "不办", row=mine)
    assert (case.status, asked(case), check_all()) == ("refused", [], [])


def test_where_all_must_agree_one_refusal_ends_the_case(cast, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.director)
    case = decide(cast, case, cast.qian, "refused", "客户不合适")
    assert (case.status, asked(case), check_all()) == ("refused", [], [])


def test_what_was_handed_over_is_in_the_new_inbox_and_the_badge_counts_what_the_list_shows(cast):
    case = submit(cast, draft(cast, title="重阳贺卡"))
    assert (titles(cast.wang), titles(cast.fang)) == (["重阳贺卡"], [])
    at_row(cast, actions.transfer, case, cast.wang, to=cast.fang)
    assert (titles(cast.wang), titles(cast.fang)) == ([], ["重阳贺卡"])
    decide(cast, case, cast.fang)
    assert (titles(cast.wang), titles(cast.fang)) == ([], [])
    assert titles(cast.zhou) == titles(cast.qian) == ["重阳贺卡"]


def test_one_person_signs_a_step_once_whatever_posts_they_hold(cast):
    cast.post("wang", cast.county, PostRole.PROFESSIONAL_HEAD)
    case = submit(cast, draft(cast, "12000"))
    assert asked(case) == ["wang"]
    mine = row(case, cast.wang).pk
    decide(cast, case, cast.wang)
    with pytest.raises(errors.AlreadyDecided):
        decide(cast, case, cast.wang, row=mine)
    said = Opinion.objects.get()
    said.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        said.save(force_insert=True)
    twin = Assignment.objects.get(pk=mine)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_no_two_cases_share_a_number_and_none_is_missing(cast):
    made = []
    for title in ("一", "", "二", "", "三"):  # what can't be submitted uses no number up
        case = draft(cast, "5000", title=title)
        if title:
            made.append(submit(cast, case).number)
        else:
            with pytest.raises(errors.Incomplete):
                submit(cast, case)
    assert made == ["XM-2026-1", "XM-2026-2", "XM-2026-3"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(number=made[0]).update(number=made[1])
    assert check_all() == []


def test_what_waits_follows_the_post_and_not_the_leaver(cast):
    case, other = submit(cast, draft(cast, "12000")), submit(cast, draft(cast, "12000"))
    yesterday = cast.now.date() - timedelta(days=1)
    cast.post("wu", cast.county, PostRole.COUNTY_HEAD, "吴凡")
    posts.end(cast.wang.posts.get().pk, last_day=yesterday, by=cast.sun, at=cast.now)
    reorganise.sweep(cast.later())
    assert asked(case) == asked(other) == ["wu"] and titles(cast.wang) == []
    decide(cast, case, cast.wu)
    assert asked(case) == ["zhou", "qian"]
    handover.hand_over(
        person=cast.wu,
        successor=cast.fang,
        last_day=yesterday,
        close_account=True,
        by=cast.sun,
        at=cast.later(),
        key=new_key(),
    )
    assert asked(other) == ["fang"]
    assert decide(cast, other, cast.fang).step == "plan_check"
    assert check_all() == []


def test_a_refusal_changes_no_register_and_a_listing_exactly_its_own(cast):
    def at_listing() -> Case:
        case = at_discussion(cast, "50000")
        for member in cast.members:
            vote(cast, case, member)
        return decide(cast, case, cast.director, capacity="centre_director")

    refused = decide(cast, at_listing(), cast.zhao, "refused", "不宜")
    refused.refresh_from_db()
    assert refused.project is None
    assert not Project.objects.exists() and not KeyProject.objects.exists()
    listed = decide(cast, at_listing(), cast.zhao, "listed")
    assert KeyProject.objects.get().project == Project.objects.get() == listed.project


def test_the_inbox_is_one_query_over_an_index_of_the_person(cast, django_assert_num_queries):
    for _ in range(5):
        submit(cast, draft(cast, "5000"))
    with django_assert_num_queries(1):
        assert len(inbox.waiting(cast.wang).rows) == 5
    rows = Assignment.objects.filter(person=cast.wang, state=State.OPEN)
    rows = rows.order_by("-arrived_at", "-pk")
    if connection.vendor == "postgresql":  # of five rows it would read all, and sort them
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    by_person = next(
        index.name
        for index in Assignment._meta.indexes
        if index.fields == ["person", "state", "-arrived_at", "-id"]
    )
    plan = rows.explain()
    assert by_person in plan and "TEMP B-TREE" not in plan


def test_every_page_of_a_box_is_full_but_the_last_and_no_case_is_on_two(cast):
    for _ in range(5):
        decide(cast, submit(cast, draft(cast, "5000")), cast.wang)
        submit(cast, draft(cast, "5000"))  # lies between them and is still to be done
    sizes, seen, after = [], [], None
    while True:
        page = inbox.decided(cast.wang, after, size=2)
        sizes.append(len(page.rows))
        seen += [done.case_id for done in page.rows]
        after = page.after
        if after is None:
            break
    assert sizes == [2, 2, 1]
    done = set(Opinion.objects.filter(person=cast.wang).values_list("case", flat=True))
    assert len(seen) == len(set(seen)) and set(seen) == done


def test_a_case_ends_on_the_flow_on_which_it_began(cast, several, monkeypatch):
    case = decide(cast, submit(cast, draft(cast, "12000")), cast.wang)
    newer = replace(PROPOSAL, flows=(*PROPOSAL.flows, ProposalFlowV2))  # it knows no plan check
    monkeypatch.setitem(kinds._kinds, "proposal", newer)
    assert (case.step, asked(case)) == ("plan_check", ["zhou", "qian"])
    assert decide(cast, case, cast.zhou).step == "sign_off"
    assert decide(cast, case, cast.director).status == "agreed"
    assert decide(cast, submit(cast, draft(cast, "12000")), cast.wang).step == "leader"
    assert check_all() == []


def test_a_case_under_way_keeps_its_rules_and_rules_that_overlap_are_refused(cast):
    case, today = submit(cast, draft(cast, "32000")), cast.now.date()
    about = {"set": "merged", "chapter": "proposals", "parameter": "discussion"}
    about |= {"says": {"zh": "四万元起讨论。", "en": "Discussed from 40,000 yuan."}}
    about |= {"bureau": cast.bureau, "by": cast.zhao, "at": cast.now, "today": today}
    forty = amending.propose(effective=today, value=40_000, **about)
    how = {"by": cast.director, "at": cast.now, "today": today, "approve": True}
    amending.settle(amendment_id=forty.pk, **how)
    with pytest.raises(BadRulebook):
        amending.propose(effective=today, value=45_000, **about)
    with pytest.raises(BadRulebook):
        amending.propose(effective=today + timedelta(days=1), value=90_000, **about)
    after = submit(cast, draft(cast, "32000"))
    for one in (case, after):
        decide(cast, one, cast.wang)
        decide(cast, one, cast.zhou)
    case.refresh_from_db()
    after.refresh_from_db()
    assert (case.step, after.step) == ("discuss", "sign_off")


def test_the_inbox_holds_only_what_can_be_done_now(cast, several):
    case = submit(cast, draft(cast, kind=several, title="春茶"))
    decide(cast, case, cast.wang)
    everybody(cast, case)
    assert (titles(cast.zhou), titles(cast.qian)) == (["春茶"], [])  # Qian signs after Zhou
    at_row(cast, actions.delegate, case, cast.zhou, to=cast.fang)
    assert (titles(cast.zhou), titles(cast.fang)) == ([], ["春茶"])  # Zhou waits for advice
    on_case(cast, actions.suspend, case, cast.director, reason="核查")
    assert (titles(cast.zhou), titles(cast.fang)) == ([], [])
    on_case(cast, actions.resume, case, cast.director)
    decide(cast, case, cast.fang, "advised", "可行")
    decide(cast, case, cast.zhou)
    assert (titles(cast.zhou), titles(cast.qian)) == ([], ["春茶"])


def test_hr_sets_the_substitute_of_who_never_looks_and_every_process_asks_that_one(cast, several):
    with pytest.raises(NotTheirKeeper):
        away(cast, cast.wang, cast.fang, by=cast.chen)
    away(cast, cast.wang, cast.fang, by=cast.sun)
    for kind in ("proposal", several):
        case = submit(cast, draft(cast, "12000", kind=kind))
        assert asked(case) == ["fang"]
        assert row(case, cast.fang).acting_for == cast.wang
        decide(cast, case, cast.fang)
    assert check_all() == []


def test_a_link_in_a_mail_shows_a_page_and_decides_nothing(cast, mailoutbox):
    case = submit(cast, draft(cast, "12000"))
    while deliver_batch():
        pass
    (letter,) = [mail for mail in mailoutbox if mail.to == [cast.wang.email]]
    links = re.findall(r"https?://[^/\s]+(/\S*)", letter.body)
    assert links == [f"/cases/{case.pk}/"]
    scanner, wang = Client(), Client()
    wang.force_login(cast.wang)
    decision = f"/cases/{case.pk}/decide/{row(case, cast.wang).pk}/"
    for address in (*links, decision):
        assert scanner.get(address).status_code == 302  # to the log-in
        assert wang.get(address).status_code == 200
    said = {"verdict": "agreed", "seen": "1", "key": str(new_key())}
    assert scanner.post(decision, said).url.startswith("/login/")
    assert not Opinion.objects.exists()
    assert wang.post(decision, said).status_code == 302
    assert Opinion.objects.get().person == cast.wang


def test_no_agreement_outlives_a_change_of_what_it_vouches_for(cast, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)  # vouches for the value
    everybody(cast, case)  # vouch for the offer
    send_back(cast, case, cast.zhou, resume="back")
    case = resubmit(cast, revise(cast, case, value_yuan=Decimal("45000")))
    assert asked(case) == ["wang"]
    with pytest.raises(errors.PageIsOld):
        decide(cast, case, cast.wang, seen=1)
    case = decide(cast, case, cast.wang)
    assert (case.step, asked(case)) == ("in_turn", ["zhou"])
    assert check_all() == []


def test_the_record_keeps_the_word_the_reason_what_was_seen_and_for_whom(cast):
    away(cast, cast.wang, cast.fang)
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.fang, "agreed_with_changes", "价格每件不低于八元")
    said = Opinion.objects.get()
    assert (said.verdict, said.text) == ("agreed_with_changes", "价格每件不低于八元")
    assert (said.person, said.acting_for, said.saw_version) == (cast.fang, cast.wang, 1)
    assert "东港分局" in said.signed_as
    line = Entry.objects.get(subject=case.journal_subject, verb="opinion")
    kept = ("verdict", "text", "saw_version", "acting_for")
    assert [line.detail[name] for name in kept] == [said.verdict, said.text, 1, cast.wang.pk]
    assert line.actor == cast.fang


def test_the_list_at_the_top_names_each_of_these_tests_once():
    listed = re.findall(r"^ *(\d+) .*?(test_\w+)$", __doc__, re.MULTILINE | re.DOTALL)
    assert [int(number) for number, _ in listed] == list(range(1, 23))
    here = [name for name in globals() if name.startswith("test_")]
    assert [name for _, name in listed] == here[:-1]
