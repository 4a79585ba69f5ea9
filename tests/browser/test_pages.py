"""Every page on a desk and on a phone, in light and dark; long things; on paper; an old browser."""

from decimal import Decimal
from pathlib import Path

import pytest

from registry.org.roles import PostRole
from tests.cast import Cast, at_discussion, decide, draft, resubmit, submit, vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def addresses(cast: Cast) -> list[tuple[str, str]]:
    """(who, where) of every page, each with something on it."""
    begun, running = draft(cast), submit(cast, draft(cast))
    discussed = at_discussion(cast)
    returned = submit(cast, draft(cast))
    decide(cast, returned, cast.wang, "returned", "请补报价。")
    ended = submit(cast, draft(cast, "5000"))
    decide(cast, ended, cast.wang)
    mine = running.assignments.get().pk
    return [
        *[("li", f"/{box}/") for box in ("inbox", "done", "sent", "drafts", "requests")],
        *[("sun", f"/{box}/") for box in ("inbox", "done", "sent", "drafts", "requests")],
        ("li", "/requests/new/proposal/"),
        ("li", f"/cases/{begun.pk}/edit/"),
        ("li", f"/cases/{begun.pk}/discard/"),
        ("li", f"/cases/{running.pk}/withdraw/"),
        ("li", f"/cases/{returned.pk}/"),
        ("li", f"/cases/{returned.pk}/edit/"),
        ("li", f"/cases/{ended.pk}/"),
        ("wang", "/inbox/"),
        ("wang", f"/cases/{running.pk}/"),
        ("wang", f"/cases/{running.pk}/decide/{mine}/"),
        ("director", "/inbox/"),
        ("director", f"/cases/{discussed.pk}/"),
        ("director", "/notices/"),
        ("director", "/settings/substitutions/"),
        ("director", "/styleguide/"),
        ("", "/login/"),
        ("", "/verify/"),
    ]


def test_no_page_has_a_serious_finding_in_the_dark_on_a_phone(cast, screens, settings):
    settings.DEMO = True
    looks: dict = {}
    for who, path in addresses(cast):
        if who not in looks:
            person = cast.people[who] if who else None
            looks[who] = screens(person, width=390, color_scheme="dark")
        looks[who].go(path, axe=True)
        assert looks[who].page.url.endswith(path), path


def long_case(cast: Cast):
    """A title without a space, twelve digits, three rounds, forty members, very long opinions."""
    for number in range(35):
        cast.post(f"m{number}", cast.centre, PostRole.ACCOUNT_MANAGER, f"成员{number:02}")
    case = submit(cast, draft(cast, title="W" * 120, value_yuan=Decimal("999999999999.99")))
    for words in ("请补" * 1000, "x" * 2000):
        decide(cast, case, cast.wang, "returned", words)
        case.refresh_from_db()
        resubmit(cast, case)
    decide(cast, case, cast.wang, "agreed", "同意" * 1000)
    decide(cast, case, cast.zhou)
    for number in range(30):
        vote(
            cast,
            case,
            cast.people[f"m{number}"],
            "against" if number % 7 == 0 else "for",
            "长" * 200,
        )
    return case


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_overflows_however_long_it_is(cast, screens, width):
    case = long_case(cast)
    director = screens(cast.director, width=width).go("/inbox/").go(f"/cases/{case.pk}/")
    director.shows("30 人表决")
    director.page.locator("summary", has_text="逐人查看").click()
    director.look()
    row = case.assignments.filter(person=cast.director, state=0).first()
    director.go(f"/cases/{case.pk}/decide/{row.pk}/")
    screens(cast.li, width=width).go("/sent/").go(f"/cases/{case.pk}/")


def test_a_case_prints_without_the_frame_of_the_page(cast, screens):
    case = at_discussion(cast)
    director = screens(cast.director).go(f"/cases/{case.pk}/")
    director.page.emulate_media(media="print")
    for part in (".q-side", ".q-aside", ".q-tabs", ".q-switch"):
        assert not director.page.locator(part).filter(visible=True).count(), part
    director.shows("春茶寄递项目", "审批流转", "依据")
    director.page.set_viewport_size({"width": 680, "height": 900})
    director.look()


def test_on_a_phone_the_verdicts_lie_at_the_thumb(cast, screens):
    case = submit(cast, draft(cast))
    wang = screens(cast.wang, width=390).go(f"/cases/{case.pk}/")
    labels = wang.page.locator(".q-sheet .q-v > label")
    assert labels.count() == 4 and not wang.page.locator(".q-sheet textarea").is_visible()
    for place in range(4):
        box = labels.nth(place).bounding_box()
        assert box["height"] >= 44 and box["y"] + box["height"] <= 844
    labels.first.click()
    wang.shows("下一步：方案审查")
    assert wang.page.locator(".q-sheet textarea").is_visible()
    wang.press("暂不办理")
    assert not wang.page.locator(".q-sheet textarea").is_visible()


def test_a_browser_that_does_not_know_has_gets_a_form_with_one_button(cast, screens):
    case = submit(cast, draft(cast))
    wang = screens(cast.wang, width=390)
    # What such a browser does with the stylesheet: it leaves out every block that asks for :has().
    style = without_has(Path("static/qianpi.css").read_text("utf-8"))
    wang.page.route(
        "**/qianpi.css", lambda route: route.fulfill(body=style, content_type="text/css")
    )
    wang.go(f"/cases/{case.pk}/").press("去办理")
    panel = wang.page.locator("form.q-decide")
    panel.locator("[value=agreed]").check()
    panel.locator("textarea").fill("同意。")
    assert panel.locator("button").filter(visible=True).all_inner_texts() == ["提交"]
    wang.press("提交").shows("已办理：同意")


def without_has(style: str) -> str:
    """The stylesheet as a browser reads it that does not know :has()."""
    return style.replace(":has(", ":unknown(")
