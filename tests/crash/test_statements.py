"""A crash at any statement of any action: nothing is done, and the second try does all of it."""

from unittest import mock

import pytest
from django.db import transaction

from approvals.models import Message
from tests.cast import Cast
from tests.crash.harness import faults_at_every_statement
from tests.crash.scenes import SCENES, withdrawal

FEWEST = 8  # a vote; so that an action that does nothing is not called safe


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_crash_at_any_statement_leaves_all_as_it_was(cast: Cast, scene, when) -> None:
    statements, wrong = faults_at_every_statement(scene(cast), when)
    assert wrong == []
    assert statements >= FEWEST


def test_an_action_in_two_transactions_is_found_out(cast: Cast) -> None:
    """The control: the messages are written behind the action, as an event handler might."""
    withdraw = withdrawal(cast)

    def in_two():
        held: list[Message] = []
        with mock.patch.object(Message.objects, "bulk_create", held.extend):
            case = withdraw()
        with transaction.atomic():
            Message.objects.bulk_create(held)
        return case

    _, wrong = faults_at_every_statement(in_two, "before")
    assert any("approvals_case is changed" in fault for fault in wrong)
    assert any("the second try does not complete" in fault for fault in wrong)
