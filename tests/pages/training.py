"""What the pages of training periods speak of in the access table: Lin's and Chen's period."""

from django.urls import reverse

from approvals.models import Case
from registry.people import managers
from tests.cast import Cast
from workflows.probation import beginning, leave


class Trainings:
    """Lin and Chen were appointed today, each in the own unit; Lin was on leave for a day."""

    def __init__(self, cast: Cast) -> None:
        self.cases: dict[str, Case] = {}
        day = cast.now.date()
        for name, person, unit in (
            ("lin-training", cast.lin, cast.county),
            ("chen-training", cast.chen, cast.other),
        ):
            about = {"unit": unit, "appointed_on": day, "by": cast.sun, "at": cast.now}
            manager = managers.appoint(person=person, kind="new_entrant", **about)
            case = beginning.begin(manager, at=cast.now)
            assert case is not None
            self.cases[name] = case
        about = {"first_day": day, "last_day": day, "why": "病假", "by": cast.sun}
        self.leave = leave.enter(self.cases["lin-training"], **about, at=cast.now)

    def address(self, url: str, about: str) -> str | None:
        """The address of a page of a period; None of any other."""
        if about not in self.cases or not url.startswith("probation"):
            return None
        given = [self.leave.pk] if url == "probation-leave-back" else []
        return reverse(url, args=[self.cases[about].training.probation_id, *given])
