"""What every proposal of a rule has: looked at first, then made and told to those who may approve it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import rule_notices
from pages.desk import Desk
from pages.refusals import why_not
from policy.errors import PolicyError
from registry.amendments import Amendment
from registry.errors import RegistryError


def answered(
    desk: Desk,
    propose: Callable[..., Sequence[Amendment]],
    form_page: Callable[..., HttpResponse],
    diff_of: Callable[[Amendment], Any],
    **about: Any,
) -> HttpResponse:
    """The form with what is wrong, or with what would change; with do=propose, the proposal.

    about  what `propose` takes besides who asks and when
    """
    do = desk.request.POST.get("do")
    about |= {"by": desk.person, "at": desk.now, "today": desk.on}
    try:
        [row] = rule_notices.told(
            lambda: propose(only_look=do != "propose", **about),
            at=desk.now,
            on=desk.on,
            path_of=lambda row: reverse("rule-amendment", args=[row.pk]),
        )
    except (RegistryError, PolicyError) as refusal:
        return form_page(status=422, refusal=why_not(refusal))
    if do == "propose":
        said = _("The proposal is made. It holds once a second person approves it.")
        messages.success(desk.request, said)
        return redirect("rule-amendment", row.pk)
    return form_page(diff=None if do == "edit" else diff_of(row))


def sent(form: Form) -> list[tuple[str, Any]]:
    """What was typed, to be sent once more from under the diff."""
    return [
        (form.add_prefix(name), form.data.get(form.add_prefix(name), "")) for name in form.fields
    ]
