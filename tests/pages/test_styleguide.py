"""The style guide: in the demo alone, with the templates of the product, stored nowhere."""

import pytest

from approvals.models import Case
from approvals.words import Status, Verdict
from registry.journal import Entry


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_outside_the_demo_there_is_no_style_guide(cast, browse):
    assert browse(cast.director).get("/styleguide/").status_code == 404


def test_the_style_guide_shows_every_status_verdict_and_kind_of_panel(cast, browse, demo):
    answer = browse(cast.director).get("/styleguide/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for word in (*Status, *Verdict):
        assert str(word.label) in page
    for part in (
        "您的意见",
        "您的表决",
        "您的结论",
        "本局设定",
        "已超期",
        "今天到期",
        "第 1 轮",
        "预计流转",
    ):
        assert part in page
    assert page.count('class="q-stick q-decide"') == 5 and "请写明理由" in page


@pytest.mark.parametrize("name", ["li", "director", "sun", "auditor"])
def test_everybody_of_the_demo_can_open_it_and_nothing_is_stored(cast, browse, demo, name):
    answer = browse(cast.people[name]).get("/styleguide/", {"theme": "dark"})
    assert answer.status_code == 200 and 'data-bs-theme="dark"' in answer.content.decode()
    of_cases = Entry.objects.filter(subject__startswith="case:")
    assert not Case.objects.exists() and not of_cases.exists()
