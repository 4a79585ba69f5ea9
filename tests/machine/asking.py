"""What an applicant does: draft, edit, submit, revise, submit again, withdraw, urge, send copies."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from approvals import actions, drafts, errors
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.words import Part
from registry.org.roles import PostRole
from tests.cast import draft, on_case
from tests.machine import judge
from tests.machine.base import Base, pick
from tests.machine.seen import ENDED_WELL, Seen

KINDS = (
    ("proposal", "12000"),
    ("several", "32000"),
    ("proposal", "60000"),
    ("proposal", "32000"),
    ("several", "32000"),
    ("proposal", "9000"),
)
FIELDS = ("title", "offer", "price", "value_yuan", "")
ASKED = ("running", *ENDED_WELL)  # with everything carried over a case can end at once
MOST_CASES = 4


class Asking(Base):
    """The applicant's rules."""

    @property
    def today(self) -> date:
        return timezone.localdate(self.cast.now)

    def applicants(self) -> list[tuple[int, int]]:
        """Who holds a post from which one can ask, and in which unit, where there is a customer."""
        return [
            (post.person_id, post.unit_id)
            for post in self.seen.posts.values()
            if post.role == PostRole.ACCOUNT_MANAGER
            and post.unit_id in self.customers
            and post.since <= self.today <= (post.until or self.today)
            and self.seen.active[post.person_id].is_active
        ]

    @property
    def customers(self) -> dict[int, Any]:
        known = (self.cast.customer, self.cast.foreign)
        return {customer.unit_id: customer for customer in known}

    def mine(self, *statuses: str) -> list[Any]:
        """Cases in these statuses whose applicant still works here."""
        return [c for c in self.cases(*statuses) if self.seen.active[c.applicant_id].is_active]

    @precondition(lambda self: len(self.seen.cases) < MOST_CASES and self.applicants())
    @rule(kind=st.sampled_from(KINDS), by=pick, partner=pick)
    def draft(self, kind: tuple[str, str], by: int, partner: int) -> None:
        """Every other case has a second manager, who may be one of those who decide."""
        person, unit = self.one(self.applicants(), by)
        others = [one for one in self.people.values() if one.pk != person]
        second = self.one(others, partner // 2) if partner % 2 else None
        given = {
            "kind": kind[0],
            "unit": {u.pk: u for u in (self.cast.county, self.cast.other)}[unit],
            "customer": self.customers[unit],
            "by": self.people[person],
            "b_manager": second,
        }
        self.do("draft", lambda key, at: draft(self.cast, kind[1], **given))
        self.last = None  # it has no key
        pk = max(self.seen.cases)
        self.told[pk] = {1: {"title": "", "offer": "", "price": "", "value_yuan": kind[1]}}

    @precondition(lambda self: self.mine("draft"))
    @rule(which=pick, what=pick, how=pick)
    def edit(self, which: int, what: int, how: int) -> None:
        self._save("edit", self.one(self.mine("draft"), which), what, how)

    @precondition(lambda self: self.mine("returned"))
    @rule(which=pick, what=pick, how=pick)
    def revise(self, which: int, what: int, how: int) -> None:
        self._save("revise", self.one(self.mine("returned"), which), what, how)

    def _save(self, name: str, found: Any, what: int, how: int) -> None:
        case = self.case(found.pk)
        kind, field = kind_of(case.kind), self.one(FIELDS, what)
        values = {"value_yuan": Decimal(12000 + how % 2)} if field == "value_yuan" else {}
        values = values or ({field: f"第{how % 3}稿"} if field else {})
        own = {f.name for f in kind.request._meta.fields}
        request = kind.request_of(case)
        content = Content(
            unit=case.unit,
            case={k: v for k, v in values.items() if k not in own},
            request={k: v for k, v in values.items() if k in own},
            parts={Part.A_MANAGER: request.a_manager, Part.B_MANAGER: request.b_manager},
        )
        about = {"kind": kind, "case_id": case.pk, "actor": case.applicant, "content": content}

        def work(key, at):
            return drafts.save(seen=found.data_version, at=at, key=key, **about)

        if self.do(name, work, on=case.pk, may=(errors.NoPostToApply,), same_step=True):
            before = self.told[case.pk][found.data_version]
            new = {k: str(v) for k, v in values.items()}
            self.told[case.pk][found.data_version + 1] = before | new

    @precondition(lambda self: self.mine("draft"))
    @rule(which=pick)
    def submit(self, which: int) -> None:
        self._send("submit", self.one(self.mine("draft"), which), actions.submit)

    @precondition(lambda self: self.mine("returned"))
    @rule(which=pick)
    def resubmit(self, which: int) -> None:
        found, before = self.one(self.mine("returned"), which), self.seen
        if self._send("resubmit", found, actions.resubmit):
            self.must_hold(self._carried(before, found), "resubmit")

    def _send(self, name: str, found: Any, action: Any) -> bool:
        case = self.case(found.pk)
        about = {"case_id": case.pk, "actor": case.applicant, "seen": found.data_version}
        may = (errors.NoPostToApply, errors.NobodyToDecide)
        work = lambda key, at: action(at=at, key=key, **about)  # noqa: E731
        return self.do(name, work, on=case.pk, may=may, status=ASKED)

    def _carried(self, before: Seen, found: Any) -> list[str]:
        """Straight back, exactly those sign-offs count on that vouch for nothing that was changed."""
        task = next(
            t for t in before.tasks.values() if t.process_id == found.process_id and not t.finished
        )
        kept = {}
        if (task.data or {}).get("resume") == "back":
            kept = {
                node: signed
                for node, signed in before.signed(found).items()
                if not judge.vouched(found.kind, node, self._changed(before, found, signed))
            }
        new = {
            c.node: c.task_id
            for c in self.seen.carries.values()
            if (c.case_id, c.round) == (found.pk, found.round + 1)
        }
        return (
            [] if new == kept else [f"case {found.pk}: carried are {new}, they ought to be {kept}"]
        )

    def _changed(self, seen: Seen, found: Any, signed: int) -> set[str]:
        """The fields that differ from what those saw who signed a step off."""
        saw = [o.saw_version for o in seen.said_of[found.pk] if o.task_id == signed]
        told = self.told[found.pk]
        old, new = told[saw[-1]], told[found.data_version]
        return {name for name in new if _figure(new[name]) != _figure(old[name])}

    def may_withdraw(self) -> list[Any]:
        """Open cases of which nobody has said a word in this round that counts."""
        return [
            case
            for case in self.mine("running", "returned", "suspended")
            if case.status == "returned"
            or not any(o.round == case.round for o in self.seen.said_of.get(case.pk, []))
        ]

    @precondition(lambda self: self.may_withdraw())
    @rule(which=pick)
    def withdraw(self, which: int) -> None:
        found = self.one(self.may_withdraw(), which)
        about = {"case_id": found.pk, "actor": self.people[found.applicant_id]}
        work = lambda key, at: actions.withdraw(at=at, key=key, **about)  # noqa: E731
        self.do("withdraw", work, on=found.pk, status=("withdrawn",))

    @precondition(lambda self: self.mine("running", "returned"))
    @rule(which=pick)
    def urge(self, which: int) -> None:
        found = self.one(self.mine("running", "returned"), which)
        case, by = self.case(found.pk), self.people[found.applicant_id]
        may = (errors.NobodyToUrge, errors.UrgedAlready)
        work = lambda key, at: on_case(self.cast, actions.urge, case, by, at=at, key=key)  # noqa: E731
        self.do("urge", work, on=case.pk, may=may, same_step=True)

    @precondition(lambda self: self.fresh and self.mine("running", "returned", *ENDED_WELL))
    @rule(which=pick, first=pick, second=pick)
    def copy_to(self, which: int, first: int, second: int) -> None:
        found = self.one(self.mine("running", "returned", *ENDED_WELL), which)
        case, by = self.case(found.pk), self.people[found.applicant_id]
        people = [self.one(list(self.people.values()), n) for n in (first, second)]
        how = {"people": people, "note": "请阅"}
        work = lambda key, at: on_case(  # noqa: E731
            self.cast, actions.copy_to, case, by, at=at, key=key, **how
        )
        self.do("copy", work, on=case.pk, may=(errors.NotAColleague,), same_step=True)


def _figure(text: str) -> Any:
    return Decimal(text) if text.replace(".", "").isdigit() else text
