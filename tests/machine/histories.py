"""Histories of a bureau: all rules together, how a history begins, and how many are run."""

from collections import Counter
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.engine import ConjectureRunner
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from approvals.returns import Resume
from registry.org.roles import PostRole
from tests.cast import Cast
from tests.machine.asking import KINDS, Asking
from tests.machine.attempts import Attempts
from tests.machine.base import pick
from tests.machine.organisation import Organisation

STEPS = 15
# Posts that make one person come up at two steps, or two people at one.
MORE_POSTS = (
    ("zhou", "county", PostRole.COUNTY_HEAD),
    ("deputy", "county", PostRole.COUNTY_HEAD),
    ("director", "marketing", PostRole.MARKETING_HEAD),
    ("director", "county", PostRole.COUNTY_HEAD),
    ("lin", "county", PostRole.UNIT_DEPUTY),
    ("zhao", "centre", PostRole.PLANNER),
)


class Histories(Asking, Attempts, Organisation):
    """A bureau, its cases and its people."""

    @initialize(
        more=st.lists(st.sampled_from(MORE_POSTS), max_size=3, unique=True),
        asked=st.lists(
            st.tuples(st.sampled_from(KINDS), pick, pick, st.integers(0, 9)),
            min_size=1,
            max_size=2,
        ),
    )
    def begin(self, more: list[tuple[str, str, str]], asked: list[Any]) -> None:
        """Some cases are under way, each some steps further."""
        for name, unit, role in more:
            self.cast.post(name, getattr(self.cast, unit), role)
        self.look()
        for kind, by, partner, times in asked:
            self.draft(kind, by, partner)
            pk = max(self.seen.cases)
            if self._send_draft(pk):
                self.go_on(pk, times)

    @precondition(lambda self: self.may_return())
    @rule(which=pick, what=pick, how=pick, resume=st.sampled_from(Resume.values))
    def return_revise_and_send_again(self, which: int, what: int, how: int, resume: str) -> None:
        row = self.one(self.may_return(), which)
        self.say(row, "returned", resume=resume)
        if row.case_id in [case.pk for case in self.mine("returned")]:
            n = [case.pk for case in self.mine("returned")].index(row.case_id)
            self.revise(n, what, how)
            self.resubmit(n)

    def _send_draft(self, pk: int) -> bool:
        drafts = self.mine("draft")
        self.submit([case.pk for case in drafts].index(pk))
        return self.seen.cases[pk].status == "running"


def machine_on(cast: Cast) -> type[Histories]:
    """A class of its own, on which is counted what was carried out and refused."""

    class Run(Histories):
        cast_of_test = cast
        carried_out: Counter[str] = Counter()
        refused: Counter[str] = Counter()
        histories = 0

    return Run


def run(machine: type[Histories], *, number: int, histories: int, shrink: bool = True) -> None:
    """Run so many histories from one seed. The error says how to see the same again."""
    phases = [Phase.generate, *([Phase.shrink] if shrink else [])]
    how = settings(
        max_examples=histories,
        stateful_step_count=STEPS,
        phases=phases,
        deadline=None,
        database=None,
        derandomize=False,
        print_blob=True,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    # Mutations of a history repeat one of its steps again and again; new ones show more.
    no_mutations = patch.object(ConjectureRunner, "generate_mutations_from", lambda *about: None)
    try:
        with no_mutations:
            run_state_machine_as_test(seed(number)(machine), settings=how)
    except BaseException as error:
        error.add_note(f"seed {number}")
        raise


def found_within(cast: Cast, *, first: int, histories: int, each: int = 10) -> int | None:
    """The number of the history in which something goes wrong; None if that many go well."""
    machine = machine_on(cast)
    for number in range(first, first + histories // each):
        machine.first_wrong = None
        try:
            run(machine, number=number, histories=each, shrink=False)
        except Exception:
            return machine.first_wrong or machine.histories
    return None
