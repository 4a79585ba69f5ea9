"""Hundreds of random histories over all operations, people, substitutions and changes of posts."""

import pytest
from django.db import connection

from tests.machine.histories import machine_on, run

BATCH = 10  # histories of one seed and one transaction
MOST_BATCHES = 40
OPERATIONS = """
    draft, edit, submit, revise, resubmit, withdraw, urge, copy,
    agreed, agreed_with_changes, refused, returned, listed, unlisted, for, against, abstain, advised,
    returned to a step again, returned to a step back, take back,
    transfer, transfer back, delegate, add signer before, add signer beside, add signer after,
    remove signer, reassign, suspend, resume, terminate,
    convene, adjourn, admit, record a meeting,
    go away, come back, end a post, give a post, deactivate, reactivate, hand over,
    deadlines, sweep, after a change, repeat
"""
ATTEMPTS = """
    a stranger decides, decide where it is over, decide while waiting, decide while held,
    decide while paused, decide on an old page, say what the step doesn't know,
    return to where it never was, use a key again, bring in somebody with a part,
    administer without the post, withdraw after a verdict, take back the word of another
"""


def words(text: str) -> set[str]:
    return {word.strip() for word in text.split(",")}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A batch is a test of its own, so that several workers share them: its number is its seed."""
    if "batch" in metafunc.fixturenames:
        histories, first = (
            metafunc.config.getoption(name) for name in ("--histories", "--histories-from")
        )
        batches = -(-histories // BATCH // 2)  # half of them on each database, from other seeds
        first += 0 if connection.vendor == "sqlite" else batches
        metafunc.parametrize("batch", range(first, first + batches))


@pytest.mark.timeout(900)
def test_whatever_was_done_what_must_hold_holds(request, machine_cast, several, batch):
    """A history that went wrong is made shorter with --thorough only: that takes minutes."""
    shorter = request.config.getoption("--thorough")
    run(machine_on(machine_cast), number=batch, histories=BATCH, shrink=shorter)


@pytest.mark.thorough
@pytest.mark.timeout(900)
def test_every_operation_is_carried_out_and_every_attempt_made(machine_cast, several):
    machine, wanted = machine_on(machine_cast), words(OPERATIONS) | words(ATTEMPTS)
    for number in range(MOST_BATCHES):
        run(machine, number=number, histories=BATCH)
        missing = wanted - machine.carried_out.keys() - machine.refused.keys()
        if not missing:
            return
    assert not missing, f"{machine.histories} histories went without"
