"""What the pages of projects speak of in the access table: a key project of each of two units."""

from django.urls import reverse

from approvals.models import Case
from registry.projects.models import KeyProject
from tests.cast import Cast


class Projecting:
    """Zhao listed Li's project and Chen's."""

    def __init__(self, cast: Cast, ours: Case, theirs: Case) -> None:
        self.keys = {}
        for about, case in (("ours", ours), ("theirs", theirs)):
            case.refresh_from_db()
            self.keys[about] = KeyProject.objects.create(
                project=case.project, listed_on=cast.now.date(), listed_by=cast.zhao
            )

    def address(self, url: str, about: str) -> str | None:
        """The address of a page of one project; None of any other."""
        return reverse(url, args=[self.keys[about].project_id]) if about in self.keys else None
