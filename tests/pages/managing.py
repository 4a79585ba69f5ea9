"""What the pages of account managers speak of in the access table: Li in the register, two months of his."""

from datetime import date

from django.urls import reverse

from registry.people import cards, objections
from tests.cast import Cast
from tests.scoring import AFTER, FEBRUARY, filled, paid, register

MARCH = date(2026, 3, 1)


class Managing:
    """Li's February is closed and objected to, his March is open; Ma is appointed without cards."""

    def __init__(self, cast: Cast) -> None:
        self.li = register(cast, "li")["li"]
        paid(cast, self.li)
        self.closed = filled(cast, self.li)
        cards.close(cast.bureau, FEBRUARY, by=cast.sun, at=AFTER, on=AFTER.date())
        objections.object_to(self.closed.pk, said="走访记录漏计", by=cast.li, at=AFTER)
        self.open = cards.of(self.li, MARCH)

    def address(self, url: str, about: str) -> str | None:
        """The address of a page of account managers; None of any other."""
        if url.startswith("scorecard"):
            return reverse(url, args=[(self.closed if about == "card-closed" else self.open).pk])
        if url == "manager-file":
            return reverse(url, args=[self.li.changes.get().pk])
        if about == "registered":
            return reverse(url, args=[self.li.pk])
        return None
