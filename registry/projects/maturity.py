"""成熟度: how far a key project has come, said by who keeps the list; each change stays on record."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person
from registry.projects.access import keeps_list
from registry.projects.models import KeyProject, Stage


class NotAListKeeper(RegistryError):
    """Only the head or the deputy head of the marketing department, who keep the key-project list, say
    how mature a project is.
    """


class SoAlready(RegistryError):
    """The project stands at this stage already: choose another one."""


def set_maturity(key_id: int, *, maturity: str, why: str, by: Person, at: datetime) -> KeyProject:
    """The key project at its new stage, which stands in its history too.

    raises  NotAListKeeper, SoAlready
    """
    with transaction.atomic():
        rows = KeyProject.objects.select_for_update(of=("self",), no_key=True)
        key = rows.select_related("project").get(pk=key_id)
        if not keeps_list(posts.held_by(by, timezone.localdate(at)), key.project.bureau_id):
            raise NotAListKeeper
        if key.maturity == maturity:
            raise SoAlready
        Stage.objects.create(key_project=key, maturity=maturity, why=why, by=by, at=at)
        key.maturity = maturity
        key.save(update_fields=["maturity"])
        return key


def stages_of(key: KeyProject) -> QuerySet[Stage]:
    """What was said of a key project, the latest first."""
    return key.stages.select_related("by").order_by("-pk")


def key_projects_stand_at_their_last_stage() -> Iterator[str]:
    """A key project is as mature as its history says last."""
    said = Stage.objects.filter(key_project=OuterRef("pk")).order_by("-pk").values("maturity")
    keys = KeyProject.objects.annotate(last=Subquery(said[:1])).exclude(last=None)
    for key in keys.exclude(maturity=F("last")).iterator():
        yield f"key project {key.pk} is {key.maturity}, its history says {key.last}"
