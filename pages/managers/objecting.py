"""考核异议: the person objects on the page of the card; human resources says why the score stays."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals import objection_notices
from pages.desk import Desk, page
from pages.managers import months
from pages.managers.objections import AnswerForm, ObjectForm
from pages.refusals import why_not
from policy.errors import PolicyError
from registry.errors import RegistryError
from registry.people import access, objections
from registry.people.scoring import Scorecard


@require_POST
@page
def object_to(desk: Desk, card_id: int) -> HttpResponse:
    """The person's own closed card; for everybody else there is nothing to object to."""
    card = months.card_of(desk, card_id)
    if card.manager.person_id != desk.person.pk or card.state != Scorecard.State.CLOSED:
        raise Http404
    form = ObjectForm(desk.request.POST)
    if not form.is_valid():
        return months.shown(desk, card, status=422, object_form=form)
    said = form.cleaned_data["said"]
    try:
        objection_notices.objected(
            lambda: objections.object_to(card.pk, said=said, by=desk.person, at=desk.now),
            at=desk.now,
            path=reverse("scorecard", args=[card.pk]),
        )
    except (RegistryError, PolicyError) as refusal:
        return months.shown(desk, card, status=409, object_form=form, refusal=why_not(refusal))
    messages.success(desk.request, _("Your objection is entered; human resources answers it."))
    return redirect("scorecard", card.pk)


@require_POST
@page
def uphold(desk: Desk, card_id: int) -> HttpResponse:
    """The score stays; to change it human resources corrects the card, which answers too."""
    card = months.card_of(desk, card_id)
    mine = card.manager.person_id == desk.person.pk
    if mine or not access.settles(card.manager.bureau_id, desk.posts):
        raise Http404
    waits = get_object_or_404(objections.of(card), outcome="")
    form = AnswerForm(desk.request.POST)
    if not form.is_valid():
        return months.shown(desk, card, status=422, answer_form=form)
    answer = form.cleaned_data["answer"]
    try:
        objection_notices.answered(
            card,
            lambda: objections.uphold(waits.pk, answer=answer, by=desk.person, at=desk.now),
            by=desk.person,
            at=desk.now,
            path=reverse("scorecard", args=[card.pk]),
        )
    except RegistryError as refusal:
        return months.shown(desk, card, status=409, answer_form=form, refusal=str(refusal))
    messages.success(desk.request, _("Answered. The score stays."))
    return redirect("scorecard", card.pk)
