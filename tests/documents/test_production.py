"""Papers that can't be made: tried again, told, never in the way; and many papers in one file."""

import io
import zipfile

import pypdfium2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from approvals import outbox, works
from approvals.models import Message, Notice, Work
from approvals.storage import work_storage
from documents import alarms, bundles, errors, papers
from documents.models import Paper
from documents.rendering import process
from tests.cast import decide, draft, new_key, submit
from tests.documents.sealed import small


@pytest.fixture
def press(monkeypatch):
    """A printer that answers at once; `answer` is what it draws, or why it doesn't."""

    class Press:
        asked = 0
        answer = process.Drawn(small().body, 1, {})

        def draw(self, html, css, **evidence):
            self.asked += 1
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

    press = Press()
    monkeypatch.setattr(process, "draw", press.draw)
    return press


def failed(paper, times=1):
    for _ in range(times):
        with pytest.raises(errors.DocumentError):
            papers.render(paper, timezone.now())


def told(cast):
    """Who was told that a paper can't be made, by username."""
    for message in Message.objects.filter(topic="paper_failed"):
        outbox._hand_over(message)
    found = Notice.objects.filter(topic="paper_failed").order_by("person__username")
    return list(found.values_list("person__username", flat=True))


def test_what_may_work_later_is_tried_five_times_before_anybody_is_told(cast, paper, press):
    press.answer = errors.DrawingFailed(reason="disk full")
    failed(paper, papers.MAX_TRIES - 1)
    assert told(cast) == []
    failed(paper)
    assert told(cast) == ["director", "qian"]
    note = Notice.objects.filter(topic="paper_failed")[0].note
    assert paper.number in note and "disk full" in note


def test_what_can_never_work_and_what_is_the_machines_fault_is_told_at_once(cast, ended, press):
    one, another, third = (ended().papers.get() for _ in range(3))
    press.answer = errors.TooManyPages(pages=99, limit=60)
    failed(one)
    assert told(cast) == ["director", "qian"]
    press.answer = errors.CannotDraw(command="apt-get")
    for paper in (another, third):
        failed(paper, 2)
    assert len(told(cast)) == 4  # one message a paper that is at fault, one a day of a machine
    assert Paper.objects.get(pk=third.pk).tries == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_tries_again_later_and_the_alarm_ends_when_it_is_made(cast, paper, press):
    Message.objects.exclude(topic="render").delete()
    Message.objects.update(at=timezone.now())
    press.answer = errors.BadSeal(reason="no key")
    outbox.deliver_batch()
    message = Message.objects.get(topic="render")
    assert message.sent_at is None and "no key" in message.error
    assert list(alarms.unmade(paper.bureau_id)) == [paper]
    press.answer = process.Drawn(small().body, 1, {})
    Message.objects.filter(topic="render").update(tries=0)
    outbox.deliver_batch()
    message.refresh_from_db()
    assert message.sent_at and not alarms.unmade(paper.bureau_id).exists()


def test_what_cannot_work_is_not_tried_again_by_the_worker(paper, press):
    message = Message.objects.get(topic="render")
    message.at = timezone.now()
    press.answer = errors.TooMuchText(length=1, limit=0)
    for _ in range(2):
        assert outbox._hand_over(message) is None


def test_the_monitor_page_and_command_name_it_and_an_administrator_tries_again(
    cast, paper, press, client
):
    press.answer = errors.DrawingFailed(reason="disk full")
    failed(paper, papers.MAX_TRIES)
    for person, button in ((cast.qian, True), (cast.sun, False)):
        client.force_login(person)
        shown = client.get(reverse("monitor")).content.decode()
        assert paper.number in shown and "disk full" in shown
        assert (reverse("retry-paper", args=[paper.pk]) in shown) == button
    with pytest.raises(CommandError, match="1 papers can't be made"):
        call_command("monitor", stdout=io.StringIO())
    client.force_login(cast.qian)
    client.post(reverse("retry-paper", args=[paper.pk]))
    assert Message.objects.filter(topic="render").count() == 2
    press.answer = process.Drawn(small().body, 1, {})
    papers.render(Paper.objects.get(pk=paper.pk), timezone.now())
    assert paper.number not in client.get(reverse("monitor")).content.decode()


@pytest.fixture
def shelf(settings, tmp_path, ended, press, cast):
    """Three slips of Li's unit, drawn by a printer that answers at once."""
    settings.WORK_ROOT = tmp_path / "works"
    return [ended(title=title).papers.get() for title in ("春茶", "秋茶", "月饼")]


def asked(cast, by, form, chosen):
    given = {"papers": [p.pk for p in chosen], "form": form}
    how = {"bureau": cast.bureau, "at": timezone.now(), "key": new_key()}
    return works.ask(kind="papers", owner=by, **how, **given)


def made(work) -> bytes:
    for piece in bundles.gather(work):
        work.cursor = piece.cursor
    assert piece.result is not None
    work.result = piece.result
    with work_storage().open(piece.file) as file:
        return file.read()


def test_a_selection_is_one_zip_with_the_kept_files_under_their_numbers(cast, shelf):
    work = asked(cast, cast.li, "zip", shelf)
    archive = zipfile.ZipFile(io.BytesIO(made(work)))
    assert archive.namelist() == [f"{p.number} 营销项目备案单.pdf" for p in shelf]
    for paper in Paper.objects.order_by("pk"):
        inside = archive.read(f"{paper.number} 营销项目备案单.pdf")
        assert inside == papers.body_of(paper, timezone.now())
    assert "3" in bundles.told(work)


def test_a_selection_is_one_pdf_for_printing(cast, shelf):
    work = asked(cast, cast.li, "pdf", shelf)
    assert len(pypdfium2.PdfDocument(made(work))) == 3
    with translation.override("zh-hans"):
        assert "签章" in bundles.told(work)


def test_only_what_the_owner_may_read_is_in_it(cast, shelf):
    archive = zipfile.ZipFile(io.BytesIO(made(asked(cast, cast.chen, "zip", shelf))))
    assert archive.namelist() == []


def test_it_goes_on_where_it_was_left_and_names_what_could_not_be_made(cast, shelf, press):
    work = asked(cast, cast.li, "zip", shelf)
    pieces = bundles.gather(work)
    first = next(pieces)
    assert (first.done, first.total, first.cursor["next"]) == (1, 4, 1)
    work.cursor, before = first.cursor, press.asked
    press.answer = errors.TooManyPages(pages=99, limit=60)
    archive = zipfile.ZipFile(io.BytesIO(made(work)))
    assert press.asked == before + 2  # the first one is kept already
    assert archive.namelist() == [f"{shelf[0].number} 营销项目备案单.pdf", bundles.MISSING]
    assert shelf[2].number in bundles.told(work)
    assert shelf[1].number in archive.read(bundles.MISSING).decode()


def test_papers_are_found_by_number_matter_customer_unit_kind_and_year(cast, shelf, client):
    client.force_login(cast.li)

    def numbers(**query):
        shown = client.get(reverse("papers"), query).content.decode()
        return [p.number for p in shelf if p.number in shown]

    everything = [p.number for p in shelf]
    assert numbers() == everything == numbers(q="东港茶业") == numbers(year=2026)
    assert numbers(q="秋茶") == [shelf[1].number] == numbers(q="秋茶 备")
    assert numbers(kind="filing_slip", unit=cast.county.pk) == everything
    assert numbers(kind="minutes") == numbers(unit=cast.other.pk) == numbers(year=2025) == []
    assert numbers(kind="'", unit="x", year="٣") == []
    client.force_login(cast.chen)
    assert numbers() == []


def test_the_list_costs_the_same_however_long_it_is_and_can_be_turned(
    cast, shelf, client, monkeypatch
):
    client.force_login(cast.li)
    monkeypatch.setattr("documents.finding.PAGE", 2)
    with CaptureQueriesContext(connection) as few:
        shown = client.get(reverse("papers")).content.decode()
    assert shelf[0].number not in shown and shelf[2].number in shown
    following = shown.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    with CaptureQueriesContext(connection) as more:
        shown = client.get(reverse("papers") + following).content.decode()
    assert shelf[0].number in shown and shelf[2].number not in shown
    assert len(few) == len(more) <= 14
    for broken in ("x", "2026-01-01,1", "9999-12-31T23:59:59+00:00,1"):
        assert client.get(reverse("papers"), {"after": broken}).status_code == 404


def test_ticked_papers_and_all_that_were_found_are_packed_by_a_worker(cast, shelf, client):
    client.force_login(cast.li)
    address = reverse("papers-bundle")
    assert client.post(address, {"form": "zip"}).url.startswith(reverse("papers"))
    sent = {"form": "zip", "paper": [shelf[1].pk], "key": new_key()}
    assert client.post(address, sent).url == client.post(address, sent).url
    assert Work.objects.get().asked["papers"] == [shelf[1].pk]
    client.post(address, {"form": "pdf", "all": "1", "q": "茶", "key": new_key()})
    assert len(Work.objects.latest("pk").asked["papers"]) == 3  # the customer sells tea
    client.post(address, {"form": "pdf", "all": "1", "q": "春茶", "key": new_key()})
    assert Work.objects.latest("pk").asked["papers"] == [shelf[0].pk]
    client.force_login(cast.chen)
    client.post(address, {"form": "zip", "paper": [shelf[1].pk], "key": new_key()})
    assert Work.objects.count() == 3


def test_a_decision_never_waits_for_its_paper(cast, press):
    press.answer = errors.CannotDraw(command="apt-get")
    case = submit(cast, draft(cast, "5000"))
    assert decide(cast, case, cast.wang).status == "recorded" and press.asked == 0
    assert settings.PAPER_ROOT.exists() is False
