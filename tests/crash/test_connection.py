"""A COMMIT that fails or whose answer is lost, and a connection that breaks in the middle."""

from collections.abc import Callable
from unittest import mock

import pytest
from django.db import OperationalError, connection

from approvals.invariants import check_all
from tests.cast import Cast
from tests.crash.harness import broken_at, snapshot, story, wrong_files
from tests.crash.scenes import (
    SCENES,
    Action,
    change_of_a_draft,
    decision_that_ends_a_step,
    submission,
    withdrawal,
)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path


def lose_commit(action: Action, *, carried_out: bool) -> None:
    """Run the action; its COMMIT answers with an error, carried out or not."""
    commit = connection._commit

    def broken() -> None:
        if carried_out:
            commit()
        raise OperationalError("server closed the connection unexpectedly")

    with (
        mock.patch.object(connection, "_commit", broken),
        pytest.raises(OperationalError, match="closed the connection"),
    ):
        action()


def break_connection() -> None:
    """End the session from outside: on PostgreSQL by its server, on SQLite by closing the file."""
    if connection.vendor == "sqlite":
        connection.connection.close()
        return
    admin = connection.copy()
    with admin.cursor() as cursor:
        pid = connection.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    admin.close()


@pytest.mark.parametrize("scene", SCENES)
def test_a_commit_that_fails_leaves_all_as_it_was(cast: Cast, scene) -> None:
    twin = story(scene(cast)())
    action = scene(cast)
    before = snapshot()
    lose_commit(action, carried_out=False)
    assert snapshot() == before
    assert story(action()) == twin
    assert check_all() + wrong_files() == []


@pytest.mark.parametrize("scene", SCENES)
def test_a_commit_whose_answer_is_lost_is_not_done_twice(cast: Cast, scene) -> None:
    twin = story(scene(cast)())
    action = scene(cast)
    before = snapshot()
    lose_commit(action, carried_out=True)
    done = snapshot()
    assert done != before
    assert story(action()) == twin
    assert snapshot() == done
    assert check_all() + wrong_files() == []


LOST = [submission, decision_that_ends_a_step, change_of_a_draft, withdrawal]


@pytest.mark.parametrize("scene", LOST)
def test_a_lost_connection_leaves_all_as_it_was(
    cast: Cast, scene: Callable[[Cast], Action]
) -> None:
    twin, at = story(scene(cast)()), 2
    while True:
        action = scene(cast)
        before = snapshot()
        if not broken_at(action, at, "before", break_connection):
            break
        assert snapshot() == before, at
        assert story(action()) == twin, at
        at += 4
    assert at > 8
    assert check_all() + wrong_files() == []
