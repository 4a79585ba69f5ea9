"""The worker's jobs: written down once, at their time, and each does its whole work."""

from datetime import UTC, datetime, time
from importlib import import_module

import pytest
from django.utils.module_loading import import_string
from django_q.models import Schedule

from approvals import works
from config import jobs

from .processes import python

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in Shanghai
pytestmark = pytest.mark.django_db


def written():
    return {row.name: row for row in Schedule.objects.all()}


def test_the_outbox_is_delivered_every_minute_and_the_sweeps_run_at_night():
    jobs.sync(now=NOW)
    rows = written()
    assert (rows["deliver"].schedule_type, rows["deliver"].minutes) == ("I", 1)
    assert rows["invariants"].schedule_type == "D"
    assert rows["invariants"].next_run == datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    assert all(row.repeats == -1 for row in rows.values())


def test_every_schedule_names_a_function_that_is_there():
    jobs.sync(now=NOW)
    assert all(callable(import_string(row.func)) for row in written().values())


def test_writing_them_again_changes_nothing():
    jobs.sync(now=NOW)
    before = list(Schedule.objects.order_by("name").values())
    jobs.sync(now=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert list(Schedule.objects.order_by("name").values()) == before


def test_a_schedule_that_is_no_more_is_taken_away():
    Schedule.objects.create(name="of yesterday", func="config.jobs.gone", schedule_type="D")
    jobs.sync(now=NOW)
    assert "of yesterday" not in written()


def test_a_daily_job_whose_hour_has_not_come_runs_today():
    job = jobs.Job(name="x", function=jobs.deliver, daily_at=time(13, 0))
    assert job.first_run(NOW) == datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def test_delivering_goes_on_until_the_outbox_is_empty(monkeypatch):
    batches = iter([100, 100, 7, 0])
    monkeypatch.setattr(jobs.outbox, "deliver_batch", lambda limit: next(batches))
    assert jobs.deliver() == 207


def test_delivering_leaves_the_rest_to_the_next_run_after_a_minute(monkeypatch):
    clock = iter([0.0, 20.0, 40.0, 61.0])
    monkeypatch.setattr(jobs, "monotonic", lambda: next(clock))
    monkeypatch.setattr(jobs.outbox, "deliver_batch", lambda limit: limit)
    assert jobs.deliver() == 20


def test_a_broken_invariant_is_an_error_in_the_log(monkeypatch, caplog):
    monkeypatch.setattr(jobs.invariants, "check_all", lambda: ["case 7 has no open step"])
    assert jobs.check_invariants() == 1
    assert "case 7 has no open step" in caplog.text
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.once
def test_a_worker_knows_every_long_work_before_anybody_opens_a_page(tmp_path):
    import_module("pages.urls")
    code = (
        "import django; django.setup(); from approvals import works; print(*sorted(works._doings))"
    )
    shown = python(tmp_path, "-c", code, DJANGO_SETTINGS_MODULE="config.settings")
    assert shown.stdout.split() == sorted(works._doings), shown.stderr
