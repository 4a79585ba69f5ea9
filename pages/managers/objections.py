"""What the page of a card says of objections, and the forms of who may speak."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from approvals.forms import PlainText
from pages.desk import Desk
from registry.people import objections
from registry.people.scoring import Scorecard

MAX_SAID = 1_000


class ObjectForm(forms.Form):
    """What the person says against the score."""

    said = PlainText(
        label=gettext_lazy("What is wrong, and by which evidence"), max_length=MAX_SAID, lines=True
    )


class AnswerForm(forms.Form):
    """Why the score stays."""

    answer = PlainText(label=gettext_lazy("Why the score stays"), max_length=MAX_SAID, lines=True)


def about(desk: Desk, card: Scorecard, settles: bool) -> dict[str, Any]:
    """For the page: all that was said, until when the reader may object, and the forms."""
    said = list(objections.of(card)) if card.state == Scorecard.State.CLOSED else []
    own = card.manager.person_id == desk.person.pk
    window = objections.window(card) if own else None
    may = window is not None and desk.on <= window[0]
    return {
        "objections": said,
        "objects_until": window[0] if window and may else None,
        "objects_by": window[1] if window else None,
        "object_form": ObjectForm() if may else None,
        "answer_form": AnswerForm() if settles and any(not o.outcome for o in said) else None,
    }
