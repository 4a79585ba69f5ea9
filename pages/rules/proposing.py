"""What every proposal of a rule has: looked at first, then made and told to those who may approve it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse

from approvals import rule_notices
from pages.desk import Desk
from pages.refusals import why_not
from policy.errors import PolicyError
from registry.amendments import Amendment
from registry.errors import RegistryError


def made(
    desk: Desk, propose: Callable[..., Sequence[Amendment]], **about: Any
) -> tuple[Amendment | None, str]:
    """The amendment, written only where the reader says do=propose; or the sentence against it."""
    about |= {"by": desk.person, "at": desk.now, "today": desk.on}
    try:
        [row] = rule_notices.told(
            lambda: propose(only_look=desk.request.POST.get("do") != "propose", **about),
            at=desk.now,
            on=desk.on,
            path_of=lambda row: reverse("rule-amendment", args=[row.pk]),
        )
    except (RegistryError, PolicyError) as refusal:
        return None, why_not(refusal)
    return row, ""


def sent(form: Form) -> list[tuple[str, Any]]:
    """What was typed, to be sent once more from under the diff."""
    return [
        (form.add_prefix(name), form.data.get(form.add_prefix(name), "")) for name in form.fields
    ]
