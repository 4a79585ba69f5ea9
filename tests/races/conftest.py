"""Rounds of a race, with the attachments in a folder of their own."""

import pytest

from tests.races.rounds import Rounds


@pytest.fixture
def rounds(request, cast, settings, tmp_path) -> Rounds:
    """`rounds.hold(scene)` and `rounds.without(scene)`; see tests/races/rounds.py."""
    settings.ATTACHMENT_ROOT = tmp_path
    return Rounds(cast, request.config.getoption("--race-rounds"))
