"""The page on which one arranges who stands in, for oneself or, as HR, for others."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.org.models import Substitution
from tests.cast import draft, row, submit

PAGE = "/settings/substitutions/"


@pytest.fixture
def terms(cast):
    today = timezone.localdate()
    return {
        "substitute": cast.fang.pk,
        "since": today.isoformat(),
        "until": (today + timedelta(days=6)).isoformat(),
    }


def test_what_waits_goes_over_when_it_is_arranged_and_back_when_it_is_ended(cast, browse, terms):
    case = submit(cast, draft(cast, "5000"))
    wang = browse(cast.wang)
    assert wang.post(PAGE, terms).status_code == 302
    assert row(case, cast.fang).acting_for == cast.wang
    waiting = browse(cast.fang).get(reverse("inbox")).content.decode()
    assert "春茶寄递项目" in waiting and "代王建国" in waiting
    assert "代王建国" in browse(cast.fang).get(reverse("case", args=[case.pk])).content.decode()
    assert "方海" in wang.get(PAGE).content.decode()
    link = Substitution.objects.get()
    assert wang.post(f"{PAGE}end/", {"substitution": link.pk}).status_code == 302
    assert row(case, cast.wang).acting_for is None


def test_hr_arranges_it_for_somebody_who_never_opens_the_product(cast, browse, terms):
    assert browse(cast.sun).post(PAGE, terms | {"person": cast.wang.pk}).status_code == 302
    link = Substitution.objects.get()
    assert (link.person, link.substitute, link.set_by) == (cast.wang, cast.fang, cast.sun)
    assert browse(cast.qian).post(f"{PAGE}end/", {"substitution": link.pk}).status_code == 302
    link.refresh_from_db()
    assert link.ended_by == cast.qian


def test_others_arrange_only_their_own(cast, browse, terms):
    """The field of the person isn't theirs: what is sent in it is not read."""
    browse(cast.director).post(PAGE, terms | {"person": cast.wang.pk})
    assert Substitution.objects.get().person == cast.director
    link = Substitution.objects.get()
    for name in ("li", "wang"):
        answer = browse(cast.people[name]).post(f"{PAGE}end/", {"substitution": link.pk})
        assert answer.status_code == 404
    assert browse(cast.fang).post(f"{PAGE}end/", {"substitution": link.pk}).status_code == 302
    link.refresh_from_db()
    assert link.ended_at is None


def test_a_refusal_stands_at_its_field_with_what_was_typed(cast, browse, terms):
    wang, earlier = browse(cast.wang), terms["until"]
    wang.post(PAGE, terms)
    for odd, field, sentence in (
        ({}, "since", "方海代理王建国"),
        ({"since": earlier, "until": terms["since"]}, "until", "结束日期早于开始日期"),
        ({"since": "2020-01-01"}, "since", "不能早于今天"),
        ({"up_to_yuan": "0"}, "up_to_yuan", "金额必须大于"),
    ):
        answer = wang.post(PAGE, terms | odd)
        errors = answer.context["form"].errors
        assert answer.status_code == 422 and list(errors) == [field], odd
        assert sentence in errors[field][0] and errors[field][0] in answer.content.decode()
        assert f'value="{(terms | odd)["until"]}"' in answer.content.decode()
    assert Substitution.objects.count() == 1


def test_an_amount_or_kind_that_makes_no_sense_is_refused_at_its_field(cast, browse, terms):
    wang = browse(cast.wang)
    for odd in ({"up_to_yuan": "abc"}, {"kind": "nonsense"}, {"until": "2026-02-30"}):
        answer = wang.post(PAGE, terms | odd)
        assert answer.status_code == 422 and "q-err" in answer.content.decode()
    assert wang.post(f"{PAGE}end/", {"substitution": "9" * 40}).status_code == 404
    assert not Substitution.objects.exists()


def test_a_substitution_that_stands_is_listed_behind_however_many_newer_ones(cast, browse, terms):
    today = timezone.localdate()
    sun = browse(cast.sun)
    long = terms | {"person": cast.wang.pk, "until": (today + timedelta(days=900)).isoformat()}
    assert sun.post(PAGE, long).status_code == 302
    first = Substitution.objects.get()
    later = today + timedelta(days=1)
    Substitution.objects.bulk_create(
        Substitution(
            person=cast.li,
            substitute=cast.lin,
            since=later,
            until=later,
            set_by=cast.li,
            set_at=timezone.now(),
            ended_at=timezone.now(),
            ended_by=cast.li,
        )
        for _ in range(60)
    )
    assert f'name="substitution" value="{first.pk}"' in sun.get(PAGE).content.decode()
