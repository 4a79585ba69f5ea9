"""What was opened to one person, object by object (guardian)."""

from django.db.models import BigIntegerField, Model, Q
from django.db.models.functions import Cast
from guardian.models import GroupObjectPermission, UserObjectPermission

from registry.org.models import Person


def granted(person: Person, model: type[Model], codename: str) -> Q:
    """The condition of the rows of a model on which the person, or a group of theirs, was given the right."""
    right = {
        "permission__codename": codename,
        "permission__content_type__app_label": model._meta.app_label,
        "permission__content_type__model": model._meta.model_name,
    }
    reach = Q(pk=None)
    # guardian's own query reads every row of the model, to compare its key as text
    for rows in (
        UserObjectPermission.objects.filter(user=person, **right),
        GroupObjectPermission.objects.filter(group__user=person, **right),
    ):
        reach |= Q(pk__in=rows.annotate(key=Cast("object_pk", BigIntegerField())).values("key"))
    return reach
