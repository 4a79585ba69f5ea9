"""When a paper is drawn, what happens when it can't be, and what the machine needs for it."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from approvals.models import Case, Message
from approvals.outbox import deliver_batch
from documents import checks, errors, handlers, papers
from documents.models import Paper
from documents.rendering import process
from tests.cast import decide, draft, submit


@pytest.fixture
def press(monkeypatch):
    """A printer that answers at once: what it was asked for, and what it answers."""

    class Press:
        asked = 0
        inside: list[bool] = []  # whether a transaction was open, each time
        answer = process.Drawn(b"%PDF-1.7 drawn", 1, {"weasyprint": "70"})

        def draw(self, html, css, **evidence):
            self.asked += 1
            self.inside = [*self.inside, connection.in_atomic_block]
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

    press = Press()
    monkeypatch.setattr(process, "draw", press.draw)
    return press


@pytest.mark.django_db(transaction=True)
def test_the_worker_draws_once_and_no_transaction_is_open_meanwhile(paper, press):
    Message.objects.update(at=timezone.now())
    deliver_batch()
    paper.refresh_from_db()
    assert press.inside == [False] and paper.rendered_at and not paper.error
    assert paper.toolchain.keys() == {"weasyprint", "layout"}
    assert papers.body_of(paper, timezone.now()) == b"%PDF-1.7 drawn" and press.asked == 1


def test_papers_of_history_wait_for_their_first_reader(paper, press):
    Message.objects.update(at=timezone.now() - handlers.FRESH - timedelta(minutes=1))
    deliver_batch()
    assert press.asked == 0
    papers.body_of(paper, timezone.now())
    assert press.asked == 1 and Paper.objects.get().body


def test_of_two_who_draw_at_once_the_first_ones_file_stays(paper, press):
    late = Paper.objects.get(pk=paper.pk)
    papers.render(paper, timezone.now())
    press.answer = process.Drawn(b"%PDF-1.7 later", 1, {})
    papers.render(late, timezone.now())
    assert press.asked == 2 and late.body.name == paper.body.name
    assert papers.body_of(late, timezone.now()) == b"%PDF-1.7 drawn"
    assert len([f for f in settings.PAPER_ROOT.rglob("*") if f.is_file()]) == 1


def test_a_name_that_cannot_be_printed_blocks_no_decision(cast, caplog):
    case = submit(cast, draft(cast, "5000", title="端午🙂礼品"))
    assert decide(cast, case, cast.wang).status == "recorded"
    paper = case.papers.get()
    with pytest.raises(errors.UnprintableText, match="🙂"):
        papers.body_of(paper, timezone.now())
    paper.refresh_from_db()
    assert paper.tries == 1 and "🙂" in paper.error and not paper.body
    assert paper.number in caplog.text and Case.objects.get().status == "recorded"


def test_after_five_failures_nobody_waits_for_a_paper_any_more(paper, press):
    press.answer = errors.DrawingFailed(reason="no")
    for _ in range(papers.MAX_TRIES):
        with pytest.raises(errors.DrawingFailed):
            papers.render(paper, timezone.now())
    with pytest.raises(errors.GivenUp, match="5"):
        papers.render(paper, timezone.now())
    assert press.asked == papers.MAX_TRIES


def test_without_pango_the_paper_waits_and_the_sentence_names_the_line(
    paper, in_a_child, monkeypatch, tmp_path
):
    program = tmp_path / "child.py"
    program.write_text(
        'import sys; sys.stdin.read(); print(\'{"error": "no pango"}\', file=sys.stderr); '
        "sys.exit(5)"
    )
    monkeypatch.setattr(process, "PROGRAM", program)
    with pytest.raises(errors.CannotDraw, match="apt-get install -y libpango"):
        papers.body_of(paper, timezone.now())
    paper.refresh_from_db()
    assert paper.tries == 0 and "apt-get" in paper.error


@pytest.mark.parametrize(
    ("lacks", "warned"),
    [
        ((), []),
        (checks.NEEDED[:1], ["qianpi.W101"]),
        (checks.NEEDED[1:], ["qianpi.W101"]),
        (checks.FASTER, ["qianpi.W102"]),
    ],
    ids=str,
)
def test_the_check_names_the_line_that_makes_pdfs(monkeypatch, lacks, warned):
    monkeypatch.setattr(checks, "there", lambda library: library not in lacks)
    found = checks.check_libraries(None)
    assert [w.id for w in found] == warned and all(w.hint == process.APT for w in found)


def test_a_library_that_is_not_there_is_noticed():
    assert not checks.there("libno-such-thing.so.0")


def test_the_product_starts_without_the_library_that_draws():
    program = (
        "import django, sys; django.setup(); import documents.papers, pages.papers.views; "
        "sys.exit('weasyprint' in sys.modules)"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "QIANPI_DATA": str(settings.DATA_DIR),
    }
    started = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, check=False
    )
    assert started.returncode == 0
