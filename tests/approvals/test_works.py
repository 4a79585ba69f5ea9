"""Long work goes on in pieces: after a crash behind the last one, and no worker does another's."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from approvals import errors, works
from approvals.models import Work
from approvals.storage import work_storage
from approvals.works import Piece
from tests.cast import Cast, new_key

State = Work.State


@pytest.fixture
def count_to(monkeypatch):
    """A kind of work that counts to three; `count_to.fails_at` says where it breaks."""

    def run(work):
        for n in range(work.cursor.get("n", 0) + 1, 4):
            if n == run.fails_at:
                raise run.error
            run.seen.append(n)
            yield Piece(done=n, total=3, cursor={"n": n})
        yield Piece(done=3, total=3, result={"sum": 6})

    run.seen, run.fails_at, run.error = [], None, RuntimeError("boom")
    # One kind more, not another list: what is imported meanwhile would be forgotten with it.
    monkeypatch.setitem(works._doings, "count", None)
    works.does("count", "数数", told=lambda work: f"合计 {work.result['sum']}")(run)
    return run


def ask(cast: Cast, **given) -> Work:
    about = {"kind": "count", "owner": cast.li, "bureau": cast.bureau, "at": cast.now}
    return works.ask(key=given.get("key") or new_key(), **about)


def go_on(cast: Cast, work: Work, **slice) -> Work:
    works.go_on(clock=lambda: cast.now, slice=timedelta(**(slice or {"seconds": 50})))
    work.refresh_from_db()
    return work


def test_a_work_is_done_and_says_what_came_of_it(cast, count_to):
    work = go_on(cast, ask(cast))
    assert (work.state, work.percent, work.result) == (State.DONE, 100, {"sum": 6})
    assert count_to.seen == [1, 2, 3]


def test_what_is_asked_twice_is_done_once(cast, count_to):
    key = new_key()
    assert ask(cast, key=key) == ask(cast, key=key)
    assert Work.objects.count() == 1


def test_after_a_crash_it_goes_on_behind_the_last_piece(cast, count_to, monkeypatch):
    count_to.fails_at, count_to.error = 3, KeyboardInterrupt()
    work = ask(cast)
    with pytest.raises(KeyboardInterrupt):
        go_on(cast, work)
    work.refresh_from_db()
    assert (work.state, work.done, work.percent) == (State.RUNNING, 2, 66)
    count_to.fails_at = None
    assert go_on(cast, work).state == State.RUNNING  # another worker may still have it in hand
    cast.later(minutes=6)
    assert go_on(cast, work).state == State.DONE
    assert count_to.seen == [1, 2, 3]


@pytest.mark.parametrize(
    ("error", "reason"),
    [(RuntimeError("boom"), "系统出错"), (errors.NobodyNamed(), "请先")],
    ids=["a fault", "a refusal"],
)
def test_a_work_that_fails_says_why(cast, count_to, error, reason):
    count_to.fails_at, count_to.error = 2, error
    work = go_on(cast, ask(cast))
    assert work.state == State.FAILED
    assert reason in work.reason or str(error) == work.reason
    assert go_on(cast, work).done == 1


def test_a_work_that_comes_no_further_is_given_up(cast, count_to):
    count_to.fails_at, count_to.error = 1, KeyboardInterrupt()
    work = ask(cast)
    for _ in range(works.MAX_TRIES):
        with pytest.raises(KeyboardInterrupt):
            go_on(cast, work)
        cast.later(minutes=6)
    assert go_on(cast, work).state == State.FAILED
    assert work.reason


def test_a_stopped_work_does_no_more(cast, count_to):
    work = ask(cast)
    works.stop(work_id=work.pk, owner=cast.wang, at=cast.now)
    work.refresh_from_db()
    assert work.state == State.WAITING
    works.stop(work_id=work.pk, owner=cast.li, at=cast.now)
    assert go_on(cast, work).state == State.STOPPED
    assert count_to.seen == []


def test_the_owner_finds_it_again_with_its_file_and_nobody_else(
    cast, count_to, browse, settings, tmp_path
):
    settings.WORK_ROOT = tmp_path
    work = go_on(cast, ask(cast))
    work.file = work_storage().save("aa/one", ContentFile(b"1,2,3"))
    work.result = {"sum": 6, "name": "数.csv"}
    work.save()
    li = browse(cast.li)
    assert "数数" in li.get("/works/").text
    assert "合计 6" in li.get(f"/works/{work.pk}/").text
    answer = li.get(f"/works/{work.pk}/file/")
    assert b"".join(answer.streaming_content) == b"1,2,3"
    for address in ("", "file/"):
        assert browse(cast.wang).get(f"/works/{work.pk}/{address}").status_code == 404
    assert browse(cast.wang).post(f"/works/{work.pk}/stop/").status_code == 404


def test_the_page_of_an_open_work_asks_again_by_itself(cast, count_to, browse):
    work = ask(cast)
    assert browse(cast.li).get(f"/works/{work.pk}/").headers["Refresh"] == "2"
    go_on(cast, work)
    assert "Refresh" not in browse(cast.li).get(f"/works/{work.pk}/").headers


@pytest.mark.parametrize("ended", ["failed", "stopped"])
def test_what_ended_early_is_taken_up_again_where_it_was(cast, count_to, browse, ended):
    work = ask(cast)
    count_to.fails_at = 3
    if ended == "failed":
        go_on(cast, work)
    else:
        Work.objects.filter(pk=work.pk).update(done=2, cursor={"n": 2})
        works.stop(work_id=work.pk, owner=cast.li, at=cast.now)
    count_to.fails_at = None
    count_to.seen.clear()
    again = f"/works/{work.pk}/again/"
    assert again in browse(cast.li).get(f"/works/{work.pk}/").content.decode()
    assert browse(cast.chen).post(again).status_code == 404
    assert browse(cast.li).post(again).status_code == 302
    work = go_on(cast, work)
    assert (work.state, work.reason, count_to.seen) == (State.DONE, "", [3])
    browse(cast.li).post(again)
    work.refresh_from_db()
    assert work.state == State.DONE, "what is done stays done"
