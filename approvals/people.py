"""The one resolver: who is asked at a step, and through which post."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from approvals.models import Assignment
from approvals.roles import LADDERS, Role
from registry.org import posts
from registry.org.models import Person, Post


@dataclass(frozen=True)
class Seat:
    """A person who is asked in a capacity, by the post held or, on a lower rung, by rule."""

    person: Person
    capacity: Role
    post: Post | None
    reason: Assignment.Reason = Assignment.Reason.POST


class People:
    """The people around one case on one day. Reads the posts once, whatever is asked of it."""

    def __init__(
        self,
        *,
        applicant: Person,
        bureau_id: int,
        unit_id: int,
        on: date,
        barred: Collection[int] = (),
    ) -> None:
        """barred: the ids of those who have a part in the case and so decide nothing in it."""
        self.applicant, self.on = applicant, on
        self.bureau_id, self.unit_id = bureau_id, unit_id
        self.barred = frozenset(barred) | {applicant.pk}

    @cached_property
    def posts(self) -> list[Post]:
        return posts.around(bureau_id=self.bureau_id, unit_id=self.unit_id, on=self.on)

    def seats(self, role: Role, *, apart: Collection[int] = ()) -> list[Seat]:
        """Who is asked as `role`, nobody twice; empty if nobody can be.

        apart: the ids of those who may not be asked here because they decided a step that this
        one must be apart from.
        """
        kept_out = self.barred.union(apart)
        for height, rung in enumerate(LADDERS[role]):
            reason = Assignment.Reason.BY_RULE if height else Assignment.Reason.POST
            found: dict[int, Seat] = {}
            for post in self.posts:
                if post.person_id not in kept_out and rung.holds(post, self.unit_id):
                    found.setdefault(post.person_id, Seat(post.person, role, post, reason))
            if found:
                return list(found.values())
        return []
