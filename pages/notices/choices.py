"""How I am told: mails, language, the robot of a chat, what is left out; and how I work through tasks."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals import notice_choices
from approvals.errors import Refused
from approvals.models import NoticeChoice
from pages.desk import Desk, page


class ChoiceForm(forms.Form):
    """What a person chooses."""

    may_be_due = ("channel_key",)

    mail = forms.ChoiceField(label=gettext_lazy("Mail"), choices=NoticeChoice.Mail.choices)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of mails"), choices=settings.LANGUAGES
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Chat"), choices=NoticeChoice.Channel.choices, required=False
    )
    channel_key = forms.CharField(
        label=gettext_lazy("Key of the robot"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "The part of its address behind “key=”, “access_token=” or “hook/”."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    muted = forms.MultipleChoiceField(
        label=gettext_lazy("In the product only, not by mail or chat"),
        choices=[(topic.value, topic.label) for topic in notice_choices.CAN_BE_MUTED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens_next = forms.BooleanField(
        label=gettext_lazy("After a verdict the next task opens by itself"), required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def show(desk: Desk) -> HttpResponse:
    """The form; what is sent is kept."""
    if desk.request.method != "POST":
        kept = notice_choices.choice_of(desk.person)
        initial = {name: getattr(kept, name) for name in ChoiceForm.base_fields}
        return _show(desk, ChoiceForm(initial=initial))
    form = ChoiceForm(desk.request.POST)
    if not form.is_valid():
        return _show(desk, form, status=422)
    try:
        notice_choices.choose(desk.person, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("channel_key", str(refusal))
        return _show(desk, form, status=422)
    messages.success(desk.request, _("Kept. It holds from the next notice on."))
    return redirect("notice-choices")


def _show(desk: Desk, form: ChoiceForm, **given: Any) -> HttpResponse:
    names = ("mail", "language", "channel", "channel_key")
    return desk.render("notices/choices.html", form=form, plain=[form[n] for n in names], **given)
