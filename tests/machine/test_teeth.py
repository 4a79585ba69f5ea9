"""The histories bite: with any one guard of the engine off, they soon find what it guards against."""

import pytest

from tests.machine.faults import FAULTS, Fault
from tests.machine.histories import found_within

MOST = 100
MOST_OF_THE_RARE = 400
# Found soonest, whatever the seed: these run every time on one database, the others with --thorough.
SOON = ("nobody_is_barred", "words_that_were_taken_back_count", "whoever_is_named_is_asked")
SOON += ("a_step_that_ends_forgets_who_waits", "who_asked_for_advice_is_forgotten")
SOON += ("leavers_keep_what_waits", "anybody_administers", "all_are_asked_at_once")
SOON += ("what_is_sent_twice_is_done_twice",)


def _of(fault: Fault):
    slow = fault.__name__ not in SOON
    return pytest.param(fault, id=fault.__name__, marks=[pytest.mark.thorough] if slow else [])


@pytest.mark.timeout(900)
@pytest.mark.parametrize("fault", [_of(fault) for fault in FAULTS])
def test_a_guard_that_is_off_is_found_out(machine_cast, several, monkeypatch, capsys, fault: Fault):
    fault(monkeypatch)
    most = MOST if fault.__name__ in SOON else MOST_OF_THE_RARE
    history = found_within(machine_cast, first=FAULTS[fault], histories=most)
    with capsys.disabled():
        print(f" {fault.__name__}: history {history}", end="")
    assert history, f"{most} histories went well without that guard"
