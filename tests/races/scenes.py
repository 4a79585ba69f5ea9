"""A case in a state, and the turn of one operation in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from approvals.company import LIVE
from approvals.models import Case
from registry.org.models import Person
from tests.cast import Cast, new_key


@dataclass
class Scene:
    """A case in a state, and the moment at which two operations meet."""

    cast: Cast
    case: Case
    state: str

    @property
    def at(self) -> datetime:
        """The next day: who left yesterday has left."""
        return self.cast.now + timedelta(days=1)

    @property
    def yesterday(self) -> Any:
        return timezone.localdate(self.at) - timedelta(days=1)

    @property
    def seen(self) -> int:
        return Case.objects.values_list("data_version", flat=True).get(pk=self.case.pk)

    def row_of(self, name: str) -> int:
        """The last row of a person that waits, suspended or not; of the chair the chair's."""
        rows = self.case.assignments.filter(person__username=name, state__in=LIVE)
        return rows.order_by("-pk")[0].pk


@dataclass
class Turn:
    """One operation in a scene: who does it, as the first or the second, and how much later."""

    scene: Scene
    who: str
    nth: int
    after: timedelta

    @property
    def person(self) -> Person:
        return self.scene.cast.people[self.who]

    @property
    def how(self) -> dict[str, Any]:
        """The case, the moment, a key of its own."""
        at = self.scene.at + self.after
        return {"case_id": self.scene.case.pk, "at": at, "key": new_key()}

    def by(self, *names: str) -> Person:
        """The first does it, or the second, where two do the same."""
        return self.scene.cast.people[names[self.nth % len(names)]]
