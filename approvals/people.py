"""The one resolver: who is asked at a step, through which post, and for whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from approvals.models import Assignment, Case, Party
from approvals.roles import LADDERS, SUPERIORS, Home, Role, Rung
from policy import conduct
from registry.org import posts, substitutions
from registry.org.models import Person, Post, Substitution


@dataclass(frozen=True)
class Seat:
    """A person who is asked in a capacity, by the post held or, on a lower rung, by rule.

    capacity: a role, or the part in the case from which the person speaks.
    acting_for: who holds the post, where the person stands in for somebody.
    """

    person: Person
    capacity: str
    post: Post | None
    reason: Assignment.Reason = Assignment.Reason.POST
    acting_for: Person | None = None

    @property
    def voices(self) -> set[int]:
        """The ids of the people behind a word from this seat."""
        return {self.person.pk} | ({self.acting_for.pk} if self.acting_for else set())


class People:
    """The people around one case on one day. Reads posts and substitutions once, whatever is asked."""

    def __init__(
        self,
        *,
        applicant: Person,
        bureau_id: int,
        unit_id: int,
        kind: str,
        value_yuan: Decimal | None,
        on: date,
        other_unit_id: int | None = None,
        parts: Mapping[str, Iterable[Person]] | None = None,
        nobody_decides: object = conduct.SUPERIOR,
    ) -> None:
        """parts: who has which part in the case; none of them decides in it.

        other_unit_id: a second unit that the case is about.
        nobody_decides: what the ruling says of vacant posts, one of policy.conduct.
        """
        self.applicant, self.on = applicant, on
        self.bureau_id, self.unit_id = bureau_id, unit_id
        self.kind, self.value_yuan = kind, value_yuan
        self.other_unit_id = other_unit_id
        self.parts = {str(part): list(people) for part, people in (parts or {}).items()}
        named = (person.pk for people in self.parts.values() for person in people)
        self.barred = frozenset(named) | {applicant.pk}
        self.nobody_decides = nobody_decides

    @classmethod
    def around(cls, case: Case, on: date) -> "People":
        """The people around a case that is stored; a query for its parties."""
        parts: dict[str, list[Person]] = {}
        for party in Party.objects.filter(case=case).select_related("person").order_by("pk"):
            parts.setdefault(party.part, []).append(party.person)
        ruled = case.ruling.value_of(conduct.NOBODY_DECIDES) if case.ruling_json else None
        return cls(
            applicant=case.applicant,
            bureau_id=case.bureau_id,
            unit_id=case.unit_id,
            kind=case.kind,
            value_yuan=case.value_yuan,
            on=on,
            other_unit_id=case.other_unit_id,
            parts=parts,
            nobody_decides=ruled or conduct.SUPERIOR,
        )

    @cached_property
    def posts(self) -> list[Post]:
        return posts.around(
            bureau_id=self.bureau_id,
            unit_id=self.unit_id,
            other_unit_id=self.other_unit_id,
            on=self.on,
        )

    @property
    def homes(self) -> dict[Home, int | None]:
        return {Home.OWN: self.unit_id, Home.OTHER: self.other_unit_id}

    def with_part(self, part: str) -> list[Seat]:
        """The seats of those who have a part in the case and are there: they speak for themselves."""
        there = (person for person in self.parts.get(part, ()) if person.is_active)
        return [Seat(person, part, None, Assignment.Reason.PART) for person in there]

    @cached_property
    def away(self) -> dict[int, Substitution]:
        """Who is away for a case of this kind and amount, and who stands in."""
        return substitutions.away(
            bureau_id=self.bureau_id, on=self.on, kind=self.kind, value_yuan=self.value_yuan
        )

    def chain(self, person_id: int, to: int | None = None) -> list[Substitution]:
        """Who stands in for the person, and for that one, and so on: to the one who is here, or to `to`."""
        links: list[Substitution] = []
        passed = {person_id}
        at_hand = person_id
        while at_hand != to and (link := self.away.get(at_hand)):
            at_hand = link.substitute_id
            if at_hand in passed:
                break
            passed.add(at_hand)
            links.append(link)
        return links

    def seats(self, role: Role, *, apart: Collection[int] = ()) -> list[Seat]:
        """Who is asked as `role`, nobody twice; empty if nobody can be.

        apart: the ids of those who may not be asked here because they decided a step that this
        one must be apart from.
        """
        kept_out = self.barred.union(apart)
        for height, rung in enumerate(self._rungs(role)):
            reason = Assignment.Reason.BY_RULE if height else Assignment.Reason.POST
            found: dict[int, Seat] = {}
            for post in self.posts:
                if not rung.holds(post, self.homes):
                    continue
                seat = self._seat(post, role, reason, kept_out)
                known = found.get(seat.person.pk) if seat else None
                # Of several claims of one person the own post counts, else the first.
                if seat and (known is None or (known.acting_for and not seat.acting_for)):
                    found[seat.person.pk] = seat
            if found:
                return list(found.values())
        return []

    def _rungs(self, role: Role) -> tuple[Rung, ...]:
        """Where to look, in order. The policy speaks of vacant posts only: where the holder may not
        decide on this case, the deputy or the superior does.
        """
        first, *others = LADDERS[role]
        if self.nobody_decides == conduct.SUPERIOR or any(self._on(first)):
            return (first, *others)
        if self.nobody_decides == conduct.ADMINISTRATOR:
            return (first, *LADDERS[Role.ADMINISTRATOR])
        return (first,)

    def named(
        self, person: Person, role: str, reason: Assignment.Reason, *, apart: Collection[int] = ()
    ) -> Seat | None:
        """A seat for one person whom another names, by the first post that they hold in the bureau;
        for their substitute while they are away. None if they can't be asked.
        """
        held = Post.objects.on(self.on).filter(person=person, unit__bureau_id=self.bureau_id)
        post = held.select_related("person", "unit").order_by("since", "pk").first()
        seat = post and self._seat(post, Role(role), reason, self.barred.union(apart))
        return replace(seat, reason=reason) if seat else None

    def _seat(
        self, post: Post, role: Role, reason: Assignment.Reason, kept_out: Collection[int]
    ) -> Seat | None:
        """The seat of a post; nobody's if anyone on the way from its holder to the decider is kept out."""
        links = self.chain(post.person_id)
        if not {post.person_id, *(link.substitute_id for link in links)}.isdisjoint(kept_out):
            return None
        if not links:
            return Seat(post.person, role, post, reason)
        stands_in = Assignment.Reason.SUBSTITUTE
        return Seat(links[-1].substitute, role, post, stands_in, post.person)

    def superiors(
        self, role: Role, *, asked: Collection[int], apart: Collection[int] = ()
    ) -> list[Seat]:
        """Who is asked too when those asked as `role` let the deadline pass; empty if nobody is above.

        asked: the ids of those who are asked already; only rungs above theirs come into question.
        """
        rungs = SUPERIORS.get(role, ())
        reached = [n for n, rung in enumerate(rungs) if any(self._on(rung, among=asked))]
        for rung in rungs[max(reached, default=-1) + 1 :]:
            kept_out = self.barred.union(apart, asked)
            found: dict[int, Seat] = {}
            for post in self._on(rung):
                if seat := self._seat(post, role, Assignment.Reason.ESCALATED, kept_out):
                    seat = replace(seat, reason=Assignment.Reason.ESCALATED)
                    found.setdefault(seat.person.pk, seat)
            if found:
                return list(found.values())
        return []

    def _on(self, rung: Rung, among: Collection[int] | None = None) -> list[Post]:
        """The posts on a rung; only those of some people, if they are named."""
        posts = [post for post in self.posts if rung.holds(post, self.homes)]
        return posts if among is None else [post for post in posts if post.person_id in among]
