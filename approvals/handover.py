"""离职交接: all that names a person goes to others at once, or nothing does."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from approvals import belongings, errors, reorganise
from approvals.belongings import Belongings
from approvals.invariants import always
from approvals.locking import key_used_once, locked_all, unless_busy
from approvals.models import Case, Party
from approvals.move import Move
from approvals.roles import Role
from approvals.words import Part, Status
from registry.customers import holdings, moving, record
from registry.customers.holdings import Change
from registry.customers.models import Customer, Protection
from registry.errors import InTheirOwnPlace, NotActive, WorksUntil
from registry.journal import Entry
from registry.org import people, posts, substitutions
from registry.org.models import Person, Post, Substitution
from registry.projects.models import Project

_VERB = "handed_over"
REGISTERS: tuple[type[Customer] | type[Project], ...] = (Customer, Project)
always(people.faults)


def preview(person: Person, successor: Person | None = None, *, at: datetime) -> Belongings:
    """What a hand-over would do today: each thing that names the person, and what stands in the way."""
    return belongings.of(person, successor, at=at)


def hand_over(
    *,
    person: Person,
    successor: Person | None,
    last_day: date,
    close_account: bool,
    by: Person,
    at: datetime,
    key: UUID | None,
) -> None:
    """Give everything that names a person to a successor, and what waits for them to whom the rules name.

    last_day        the posts end after it; requests, customers and projects go over now
    successor       None where there is nothing that needs one
    close_account   the person can't log in any more; only once the last day has come
    raises  NotForOneself, NotTheirPostKeeper, InTheirOwnPlace, NotActive, WorksUntil,
            SuccessorNeeded, HadASay, KeyUsed, Busy
    """
    with unless_busy(), transaction.atomic():
        cases = _held_cases(person)
        rows = people.held(person, *([successor] if successor else []))
        leaver, heir = rows[person.pk], rows[successor.pk] if successor else None
        people.check_keeper(leaver, by, timezone.localdate(at))
        if not _done_before(key, leaver, by):
            step = _HandOver(leaver, heir, last_day, close_account, by, at)
            step.carry_out(step.checked(cases), key)


def _held_cases(leaver: Person) -> list[Case]:
    """The cases of the leaver, and those that wait for the leaver.

    Held in the order of a decision: cases, substitutions, posts, and only then people.
    """
    asked = belongings.rows_of(leaver).values("case")
    own = Q(applicant=leaver, status__in=belongings.UNFINISHED)
    cases = locked_all(Case.objects.filter(own | Q(pk__in=asked)))
    links = Substitution.objects.filter(Q(person=leaver) | Q(substitute=leaver))
    list(links.order_by("pk").select_for_update(no_key=True))
    list(Post.objects.filter(person=leaver).order_by("pk").select_for_update(no_key=True))
    return cases


def _done_before(key: UUID | None, leaver: Person, by: Person) -> bool:
    subject = people.subject_of(leaver)
    return bool(key) and Entry.objects.filter(key=key, subject=subject, actor=by).exists()


@dataclass
class _HandOver:
    """One hand-over, while the rows of both people are held."""

    leaver: Person
    heir: Person | None
    last_day: date
    close_account: bool
    by: Person
    at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @property
    def gone(self) -> bool:
        """Whether the person is away from now on, and not only after a day to come."""
        return self.close_account or self.last_day < self.today

    def checked(self, cases: list[Case]) -> list[Case]:
        """Of the cases that are held the leaver's own. Refuses what can't be, before anything is changed."""
        if self.heir and self.heir.pk == self.leaver.pk:
            raise InTheirOwnPlace
        if self.heir and not self.heir.is_active:
            raise NotActive(who=self.heir)
        if self.heir:
            people.check_keeper(self.heir, self.by, self.today)
        if self.close_account and self.last_day > self.today:
            raise WorksUntil(who=self.leaver, last_day=date_format(self.last_day))
        mine = [case for case in cases if case.applicant_id == self.leaver.pk]
        own = [case for case in mine if case.status in belongings.UNFINISHED]
        if self.heir:
            for refusal in belongings.conflicts(own, self.heir, at=self.at).values():
                raise refusal
        elif own or any(belongings.in_care_of(self.leaver, one).exists() for one in REGISTERS):
            raise errors.SuccessorNeeded(who=self.leaver)
        return own

    def carry_out(self, own: list[Case], key: UUID | None) -> None:
        """All of it: requests, substitutions, posts, registers, the journals, what waits."""
        for case in own:
            self._pass_on(case)
        told: dict[str, Any] = {
            "successor": self.heir and self.heir.pk,
            "last_day": self.last_day.isoformat(),
            "cases": [case.pk for case in own],
            "substitutions": substitutions.end_all(
                self.leaver, after=None if self.gone else self.last_day, by=self.by, at=self.at
            ),
        }
        since = self.today if self.gone else self.last_day + timedelta(days=1)
        ended, given = posts.pass_on(
            self.leaver, self.heir, last_day=self.last_day, since=since, by=self.by, at=self.at
        )
        told |= {"posts": [post.pk for post in ended]}
        told |= self._look_after()
        self._write(told, [post.pk for post in given], key)
        # Here, not behind the commit: either all moves or nothing. A case that a decision holds at
        # this moment is one that is not ours to wait for; the next sweep looks at it.
        reorganise.after_change([one.pk for one in (self.leaver, self.heir) if one], self.at)

    def _pass_on(self, case: Case) -> None:
        """The successor is the applicant; the leaver wrote on it, so stays barred from it and reads it."""
        if self.heir is None:
            return
        case.move = move = Move(case, self.by, self.at)
        case.applicant = self.heir
        Party.objects.bulk_create(
            [Party(case=case, person=self.leaver, part=Part.EDITOR)], ignore_conflicts=True
        )
        mine = case.assignments.filter(person=self.leaver, capacity=Role.APPLICANT)
        mine.filter(state__in=belongings.LIVE).update(person=self.heir)
        case.assignments.update(applicant_name=self.heir.name)
        names = f"{self.leaver} → {self.heir}"
        move.note(_VERB, out=[self.leaver.pk], people=[self.heir.pk], text=names)
        if case.status != Status.DRAFT:  # a draft may be thrown away: no message outlives it
            move.tell(_VERB, f"{case.pk}:{case.journal_seq}", people=[self.heir.pk])
        move.write("applicant")

    def _look_after(self) -> dict[str, list[int]]:
        """Customers and projects get the successor; who would be both managers is the A manager."""
        if self.heir is None:
            return {"customers": [], "projects": []}
        mine = belongings.in_care_of(self.leaver, Customer).values_list("pk", flat=True)
        live = belongings.in_care_of(self.leaver, Protection).filter(state__in=Protection.LIVE)
        customers = record.locked_each([*mine, *live.values_list("customer", flat=True)]).values()
        changes = [
            Change(row.pk, row.unit_id, *pair)
            for row in customers
            if (pair := self._pair(row)) != row.managers
        ]
        holdings.hand_over_each(
            changes,
            since=self.today,
            by=self.by,
            at=self.at,
            origin=people.subject_of(self.leaver),
        )
        moving.taken_over(
            list(live.select_related("customer")),
            leaver=self.leaver,
            heir=self.heir,
            by=self.by,
            at=self.at,
            origin=people.subject_of(self.leaver),
        )
        care = belongings.in_care_of(self.leaver, Project)
        projects = list(care.select_for_update(no_key=True))
        for project in projects:
            project.a_manager_id, project.b_manager_id = self._pair(project)
        Project.objects.bulk_update(projects, ["a_manager", "b_manager"], batch_size=200)
        return {
            "customers": [change.customer_id for change in changes],
            "projects": [project.pk for project in projects],
        }

    def _pair(self, row: Customer | Project) -> tuple[int | None, int | None]:
        """The A and the B manager, with the successor in the place of the leaver."""
        heir = self.heir.pk if self.heir else None
        a_manager, b_manager = (
            heir if pk == self.leaver.pk else pk for pk in (row.a_manager_id, row.b_manager_id)
        )
        return a_manager, None if b_manager == a_manager else b_manager

    def _write(self, told: dict[str, Any], given: list[int], key: UUID | None) -> None:
        """The lines in the journals of both people."""
        lines: list[tuple[str, dict[str, Any]]] = [(_VERB, told)]
        if self.close_account and self.leaver.is_active:
            self.leaver.is_active = False
            lines.append(("deactivated", {}))
        with key_used_once():
            people.write(self.leaver, lines, by=self.by, at=self.at, key=key)
        if self.heir:
            line = ("took_over", {"from": self.leaver.pk, "posts": given})
            people.write(self.heir, [line], by=self.by, at=self.at)
