"""Histories of customers: declared, developed or not, moved, consented to, fought about, bid for.

Each step is carried out or refused with a sentence; what is refused changes nothing.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from approvals import actions, clocks
from approvals.errors import Refused
from approvals.invariants import check_all
from approvals.models import Assignment, Case
from registry.bidding import tenders
from registry.bidding.models import Tender
from registry.customers.models import Customer, Protection
from registry.errors import RegistryError
from registry.org.models import Person
from registry.sharing.models import Consent, Instruction
from tests.cast import START, Cast, decide, looked_after, new_key, submit
from tests.machine import owned
from tests.machine.answering import answers_to
from tests.machine.owned import Owned
from tests.workflows import bidding, contesting, declaring
from workflows.crossing import ending
from workflows.dispute import following
from workflows.expiry import clock

CLEAN = (Refused, RegistryError)
MOST_OPEN = 4
BAD = ("refused", "settled", "not_proven")  # a case ends by them before much happens
KEEP_OUT = ("returned", "duplicate", "confirmed_elsewhere")  # they end soon, and show little


class Wrong(AssertionError):
    """Something happened that may not."""


class Owning:
    """One history, from one seed; what it did stands in `told`."""

    done: Counter[str]

    def __init__(self, cast: Cast, number: int, done: Counter[str]) -> None:
        self.cast, self.rng, self.done = cast, random.Random(number), done
        self.number, self.told = number, list[str]()
        cast.now = START

    def run(self, steps: int) -> None:
        """All steps, undone at the end. Raises Wrong with the steps so far."""
        with transaction.atomic():
            self.begin()
            for _ in range(steps):
                name, odds = zip(*self.ways(), strict=True)
                self.rng.choices(name, odds)[0]()
            self.must_hold(check_all(), "the end")
            transaction.set_rollback(True)

    def begin(self) -> None:
        """Both customers are looked after; often one is being developed, or bids are taken for it."""
        looked_after(self.cast, self.cast.customer, self.cast.li, self.cast.lin)
        looked_after(self.cast, self.cast.foreign, self.cast.chen)
        self.seen, self.open = Owned.now(), []
        odds = self.rng.random()
        if odds < 0.7:
            self.step("begin protected", self._confirmed, "registration", self.seen.customers)
        if odds < 0.4:
            self.step("begin put_out", self._put_out, "expiry", self.seen.customers)

    def _confirmed(self) -> None:
        self.held = declaring.confirmed(self.cast, customer=self.cast.customer)

    def _put_out(self) -> None:
        asked = declaring.after_the_last_day(self.cast, self.held)
        declaring.choose(self.cast, asked, "bid_out")
        case = Case.objects.get(kind="bidding")
        decide(self.cast, case, self.cast.director, answers=bidding.terms(self.cast))

    def ways(self) -> list[tuple[Callable[[], None], int]]:
        """What can be done now, each with how often it is."""
        found: list[tuple[Callable[[], None], int]] = [(self.strike, 4)]
        self.open = list(Case.objects.filter(status="running").order_by("pk"))
        if len(self.open) < MOST_OPEN:
            found += [(self.declare, 5), (self.transfer, 2), (self.consent, 2), (self.dispute, 2)]
            if Protection.objects.filter(state="running").exists():
                found.append((self.report, 3))
        if self.asked():
            found.append((self.carry_on, 24))
        if Tender.objects.filter(state="open").exists():
            found.append((self.bid, 12))
        if [case for case in self.open if case.step in ("window", "standstill")]:
            found.append((self.object, 3))
        if Consent.objects.filter(revocation=None).exists():
            found.append((self.take_back, 2))
        if Instruction.objects.filter(carried_out=None).exists():
            found.append((self.mark_done, 2))
        return found

    def step(
        self, name: str, work: Callable[[], Any], kind: str = "", customers: Any = (), **how: Any
    ) -> bool:
        """Carry it out; whether it was. must_fail: it may not be."""
        self.told.append(f"{self.cast.now:%m-%d %H:%M} {name}")
        try:
            with transaction.atomic():
                work()
        except CLEAN as refusal:
            self.done[f"{name.split()[0]} refused"] += 1
            self.told[-1] += f": {type(refusal).__name__}"
            now = Owned.now()
            wrong = [] if now == self.seen else ["it was refused, but something changed"]
            self.must_hold(wrong if str(refusal) else ["no sentence"], name)
            return False
        self.done[name.split()[0]] += 1
        before, self.seen = self.seen, Owned.now()
        found = [*owned.faults(self.seen), *owned.went(before, self.seen, kind, set(customers))]
        self.must_hold(["it was carried out"] if how.get("must_fail") else found, name)
        return True

    def must_hold(self, faults: Any, name: str) -> None:
        if faults := list(faults):
            raise Wrong(
                f"history {self.number}, after {name}: {'; '.join(faults)}\n" + "\n".join(self.told)
            )

    # --- who asks for what ---

    def _pair(self) -> dict[str, Any]:
        """A customer, and somebody of a unit who asks for something with it."""
        who = self.rng.choice((self.cast.li, self.cast.lin, self.cast.chen))
        unit = self.cast.other if who == self.cast.chen else self.cast.county
        one = self.rng.choice(list(Customer.objects.order_by("pk")))
        return {"by": who, "unit": unit, "customer": one}

    def _ask(self, what: str, draft: Callable[..., Case], **given: Any) -> None:
        self.step(f"{what} {given.get('customer', '')}", lambda: submit_as(self.cast, draft, given))

    def declare(self) -> None:
        asked = self._pair()
        if self.rng.random() < 0.2:
            name = f"新客户{Customer.objects.count()}"
            asked |= {"customer": None, "name": name, "licence_code": "", "situation": "新厂"}
        self._ask("declare", declaring.declaration, a_manager=asked["by"], **asked)

    def report(self) -> None:
        held = self.rng.choice(list(Protection.objects.filter(state="running").order_by("pk")))
        self._ask("report", declaring.report, held=held, on_day=self.cast.now.date())

    def transfer(self) -> None:
        asked = self._pair()
        asked["other_unit"] = self._other(asked["unit"])
        self._ask("transfer", contesting.transfer, **asked)

    def consent(self) -> None:
        asked = self._pair()
        self._ask("consent", contesting.consent, a_manager=asked["by"], **asked)

    def dispute(self) -> None:
        asked = self._pair()
        other = self.cast.chen if asked["unit"] == self.cast.county else self.cast.li
        told = {"other_unit": self._other(asked["unit"]), "respondent": other}
        told["happened_on"] = self.cast.now.date()
        self._ask("dispute", contesting.dispute, **asked, **told)

    def _other(self, unit: Any) -> Any:
        return self.cast.county if unit == self.cast.other else self.cast.other

    # --- who is asked, and what the clock does ---

    def asked(self) -> list[Assignment]:
        rows = Assignment.objects.filter(state=Assignment.State.OPEN, case__status="running")
        rows = rows.exclude(capacity="applicant").select_related("case", "person")
        return list(rows.order_by("pk"))

    def carry_on(self) -> None:
        """One case goes on by some verdicts."""
        case_id = self.rng.choice(self.asked()).case_id
        for _ in range(self.rng.randint(1, 5)):
            rows = [row for row in self.asked() if row.case_id == case_id]
            if not rows or not self.decide(self.rng.choice(rows)):
                return

    def decide(self, row: Assignment) -> bool:
        """Any verdict that the step offers; a holder opens the bids first."""
        case = Case.objects.select_related("process", "bureau", "unit", "customer").get(
            pk=row.case_id
        )
        node = case.process.flow_class.instance.node(row.node)
        offered = [str(v) for v in node.verdicts(row) if v not in KEEP_OUT]
        good = [v for v in offered if v not in BAD]
        verdict = self.rng.choice(good if good and self.rng.random() < 0.8 else offered)
        told = answers_to(self.cast, self.rng, case, row.node, verdict)

        def work() -> None:
            if row.node == "unseal":
                self._open_half(case, row.person)
            actions.decide(
                case_id=case.pk,
                assignment_id=row.pk,
                actor=row.person,
                verdict=verdict,
                text="意见",
                seen=case.data_version,
                answers=told,
                at=self.cast.later(),
                key=new_key(),
            )

        name = f"{case.kind}.{row.node}.{verdict} of {case.pk}"
        return self.step(name, work, case.kind, [self._customer(case)])

    def _open_half(self, case: Case, person: Person) -> None:
        passphrase = bidding.PASSPHRASES[person.username]
        about = {"person": person, "passphrase": passphrase, "at": self.cast.later()}
        tenders.open_half(bidding.tender_of(case).pk, **about)

    def _customer(self, case: Case) -> int | None:
        return Case.objects.values_list("customer", flat=True).get(pk=case.pk)

    def strike(self) -> None:
        """Days go by, and the clocks strike."""
        days = self.rng.choice((1, 3, 9, 35, 63))
        waiting = {case.customer_id for case in self.open if case.kind in ("dispute", "bidding")}

        def work() -> None:
            at = self.cast.later(days=days)
            clock.sweep(at)
            clocks.sweep(at)

        self.step(f"strike after {days} days", work, "dispute", waiting)

    def bid(self) -> None:
        """In time, or when it is over and the clock has not struck: then it may not be taken."""
        tender = self.rng.choice(list(Tender.objects.filter(state="open").order_by("pk")))
        who, late = self.rng.choice(("li", "lin", "chen", "fang")), self.rng.random() < 0.2
        at = self._late(tender) if late else self.cast.later()
        late = at >= tender.closes_at
        name = f"bid{' late' if late else ''} of {who}"
        self.step(name, lambda: bidding.bid(self.cast, tender, who, at=at), must_fail=late)

    def _late(self, tender: Tender) -> datetime:
        return max(tender.closes_at, self.cast.now) + timedelta(seconds=self.rng.choice((0, 59)))

    def object(self) -> None:
        """Anybody who has a part objects; some may not."""
        waits = [case for case in self.open if case.step in ("window", "standstill")]
        case = self.rng.choice(waits)
        who = self.rng.choice((self.cast.li, self.cast.chen, self.cast.lin))
        about = {"case_id": case.pk, "actor": who, "verdict": "objected", "text": "不服"}
        self.step(
            f"object to {case.pk}",
            lambda: actions.end_wait(**about, at=self.cast.later(), key=new_key()),
        )

    def take_back(self) -> None:
        given = self.rng.choice(list(Consent.objects.filter(revocation=None).order_by("pk")))
        who = self.rng.choice((self.cast.director, self.cast.deputy, self.cast.wang))
        about = {"case_id": int(given.origin[5:]), "actor": who, "reason": "不再需要"}
        self.step(
            f"take_back {given.pk}",
            lambda: ending.take_back(**about, at=self.cast.later(), key=new_key()),
        )

    def mark_done(self) -> None:
        row = self.rng.choice(list(Instruction.objects.filter(carried_out=None).order_by("pk")))
        who = self.rng.choice((self.cast.sun, self.cast.director, self.cast.chen))
        about = {"case_id": int(row.origin[5:]), "instruction_id": row.pk, "actor": who}
        self.step(
            f"mark_done {row.pk}",
            lambda: following.carry_out(
                **about, reason="已办", at=self.cast.later(), key=new_key()
            ),
        )


def submit_as(cast: Cast, draft: Callable[..., Case], given: dict[str, Any]) -> Case:
    """A draft by whom it is given, submitted by the same."""
    by = given.get("by") or given["held"].a_manager
    return submit(cast, draft(cast, **given), by=by)
