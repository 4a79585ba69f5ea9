"""Any two operations that meet on one case end as if one had come after the other.

What came of a race and how the case stands must be what comes of one of the two serial orders, and
all invariants hold. By default each pair races once on each database: either one first on one of them.
"""

from collections.abc import Iterator
from itertools import combinations_with_replacement, permutations

import pytest

from approvals.invariants import check_all
from tests.cast import draft, submit, withdraw
from tests.races.arena import Arena, Pair
from tests.races.harness import race
from tests.races.operations import BY_NAME, OPERATIONS, Operation

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

_BRINGS_IN = {"transfer", "delegate", "add signer", "remove signer", "reassign"}
_AT_A_STEP = {"agree", "refuse", *_BRINGS_IN}
_RETURNS = {"return", "return to step"}
_MEETS = {"vote", "conclude", "convene", "adjourn", "admit", "record"}
_REVISES = {"edit", "resubmit"}
_BEHIND = {"take back", "urge", "sweep", "reorganise", "hand over"}

# Pairs that never meet: in no state of a case can both be done, or one once the other is done.
NEVER = (
    ("a returned case waits for the applicant", _REVISES, _AT_A_STEP | _RETURNS | _BEHIND),
    ("a case that is discussed is not returned", _REVISES, _MEETS),
    ("the members of a discussion speak for themselves, its chair concludes", _MEETS, _AT_A_STEP),
    ("behind what others did nothing is undone", {"recall"}, {"take back", "remove signer"}),
    ("behind the votes of others nothing is undone", {"recall"}, {"conclude"}),
)

# Two operations at the row of one person, who has two windows open or is handed over meanwhile.
AT_ONE_ROW = (
    *("agree", "refuse", "return", "return to step", "transfer", "delegate", "add signer"),
    *("reassign", "reorganise", "hand over"),
)

# Without row locks each of these goes wrong.
WRONG_WITHOUT_LOCKS = (
    *("agree / agree", "agree / refuse", "agree / return", "agree / transfer"),
    *("agree / add signer", "agree / remove signer", "agree / take back", "agree / withdraw"),
    *("agree / suspend", "agree / terminate", "agree / sweep", "agree / hand over"),
    *("agree / reorganise", "agree / recall", "refuse / return to step", "transfer / reassign"),
    *("delegate / add signer", "take back / take back", "withdraw / copy"),
    *("withdraw / urge", "suspend / terminate", "resume / terminate", "edit / resubmit"),
    *("edit / edit", "withdraw / resubmit", "vote / vote", "vote / withdraw", "vote / record"),
    *("conclude / admit", "convene / adjourn", "admit / admit"),
)


@pytest.fixture
def arena(request, cast, several, settings, tmp_path) -> Arena:
    """`arena.faults(pair)` and `arena.without_locks(pair)`."""
    settings.ATTACHMENT_ROOT = tmp_path
    return Arena(cast, several, max(1, request.config.getoption("--race-rounds") // 6))


def why_never(pair: Pair) -> str | None:
    """Why two operations can't meet; None if they can."""
    orders = permutations((pair.first.name, pair.second.name))
    found = (why for a, b in orders for why, one, other in NEVER if a in one and b in other)
    return next(found, None)


def unordered() -> list[Pair]:
    """Every operation with every other and with itself."""
    return [Pair(*both) for both in combinations_with_replacement(OPERATIONS, 2)]


def pairs_of(first: Operation) -> Iterator[Pair]:
    """An operation with all that stand behind it in the list and can meet it."""
    for pair in unordered():
        if pair.first is first and not why_never(pair):
            if pair.second is not first or first.two:
                yield pair
            own_row = {pair.first.name, pair.second.name} <= set(AT_ONE_ROW)
            if pair.second is first or own_row:
                yield Pair(*pair.both, alone=True)


def test_every_pair_meets_somewhere_or_it_is_said_why_not() -> None:
    for pair in unordered():
        assert (pair.state is None) <= bool(why_never(pair)), f"{pair}: where do they meet?"
    meet = [pair for first in OPERATIONS for pair in pairs_of(first)]
    print(f"{len(OPERATIONS)} operations, {len(unordered())} pairs, {len(meet)} races")
    assert len({frozenset((p.first.name, p.second.name)) for p in meet}) > 300


@pytest.mark.parametrize("first", OPERATIONS, ids=lambda one: one.name.replace(" ", "-"))
def test_two_operations_end_as_one_after_the_other(arena: Arena, first: Operation) -> None:
    found = [fault for pair in pairs_of(first) for fault in arena.faults(pair)]
    print(f"{first.name}: {arena.raced} rounds")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("part", range(4))
def test_without_locks_these_pairs_go_wrong(arena: Arena, part: int) -> None:
    pairs = [Pair(*map(BY_NAME.get, told.split(" / "))) for told in WRONG_WITHOUT_LOCKS[part::4]]
    found = {str(pair): arena.without_locks(pair) for pair in pairs}
    for pair, faults in found.items():
        print(f"{pair}: {'; '.join(faults) or 'nothing'}")
    assert [pair for pair, faults in found.items() if not faults] == []


def test_who_waits_for_a_submission_finds_what_was_submitted(arena: Arena) -> None:
    cast = arena.cast
    case, at = draft(cast), cast.later()
    both = race(
        [lambda: submit(cast, case, at=at), lambda: withdraw(cast, case, at=at)], order=(0, 1)
    )
    assert [str(outcome) for outcome in both] == ["done", "done"]
    assert check_all() == []
