"""The forms of a meeting: when and where, to which day it is put off, who is admitted, who said what."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.actions import MAX_OPINION, Attended
from approvals.actions.meeting import MAX_PLACE, Held
from approvals.actions.recording import MAX_REASON
from approvals.errors import VotedAlready, WasAbsent
from approvals.forms import PlainText
from approvals.models import Assignment, Attendance, Opinion
from approvals.words import VOTES
from documents import fonts
from documents.errors import UnprintableText
from pages.settings.forms import Someone
from registry.org.models import Person

MAX_WHY = 200
CAME, AWAY = "yes", "no"


class Moment(forms.DateTimeField):
    """A day and time, as browsers send it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M"]


class Printable(forms.Form):
    """A form whose words come to stand on the minutes."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in [name for name, value in data.items() if isinstance(value, str)]:
            try:
                fonts.check(data[name])
            except UnprintableText as refusal:
                self.add_error(name, ValidationError(str(refusal), code="unprintable"))
        return data


class AheadForm(Printable):
    """A form that names the moment of the meeting."""

    meets_at = Moment(label=_("Day and time"))

    def __init__(self, data: Any = None, *, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now

    def clean_meets_at(self) -> datetime:
        moment: datetime = self.cleaned_data["meets_at"]
        if not 0 <= moment.year - self.now.year <= 1:
            raise ValidationError(_("Choose a day within the next year."))
        return moment


class ConveneForm(AheadForm):
    """When and where the members meet."""

    may_be_due = ("place",)

    place = PlainText(label=_("Place"), max_length=MAX_PLACE, required=False)
    online = forms.BooleanField(label=_("The meeting can be joined online"), required=False)


class AdjournForm(AheadForm):
    """To when it is put off, and why."""

    reason = PlainText(label=_("Reason"), max_length=MAX_WHY)


class AdmitForm(forms.Form):
    """Who became a member after the discussion had opened."""

    person = Someone(label=_("New member"), queryset=Person.objects.none())

    def __init__(self, data: Any = None, *, meeting: Held, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offered = [seat.person.pk for seat in meeting.to_admit()]
        person: Any = self.fields["person"]
        person.queryset = Person.objects.filter(pk__in=offered).order_by("name", "pk")


class MemberForm(Printable):
    """One line of the record: whether a member came, and how the member voted there.

    Who has voted already, and the secretary, have no vote to be entered.
    """

    came = forms.ChoiceField(
        label=_("Attendance"), choices=[(CAME, _("Present")), (AWAY, _("Absent"))]
    )
    reason = PlainText(label=_("Why absent"), max_length=MAX_REASON, required=False)
    verdict = forms.ChoiceField(label=_("Vote"), required=False)
    text = PlainText(
        label=_("Opinion"),
        max_length=MAX_OPINION,
        required=False,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Any,
        *,
        row: Assignment,
        noted: Attendance | None,
        said: Opinion | None,
        recorder: Person,
    ) -> None:
        """noted, said: what is known of the member already."""
        before = {"came": AWAY if noted and not noted.present else CAME}
        before["reason"] = noted.reason if noted else ""
        super().__init__(data, prefix=f"m{row.pk}", initial=before)
        self.row, self.said = row, said
        self.own = recorder.pk in (row.person_id, row.acting_for_id)
        verdict: Any = self.fields["verdict"]
        verdict.choices = [("", _("No vote")), *((v.value, v.label) for v in VOTES)]
        if self.said or self.own:
            del self.fields["verdict"], self.fields["text"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "verdict" not in self.fields:
            if self.said and self.data.get(self.add_prefix("verdict")):
                self.add_error(None, ValidationError(str(VotedAlready(who=self.row.person))))
            return data
        if data.get("verdict") and data.get("came") == AWAY:
            self.add_error("verdict", ValidationError(str(WasAbsent(who=self.row.person))))
        elif data.get("text") and not data.get("verdict"):
            self.add_error("verdict", ValidationError(gettext("Choose the vote of this opinion.")))
        return data

    @property
    def attended(self) -> Attended:
        data = self.cleaned_data
        return Attended(
            person_id=self.row.person_id,
            present=data["came"] == CAME,
            reason=data["reason"],
            verdict=data.get("verdict", ""),
            text=data.get("text", ""),
        )


class RecordForms:
    """The whole record: a form for each member."""

    def __init__(self, data: Any, *, meeting: Held, recorder: Person) -> None:
        noted = {one.person_id: one for one in meeting.row.attendance.all()}
        said = meeting.votes()
        self.forms = [
            MemberForm(
                data,
                row=row,
                noted=noted.get(row.person_id),
                said=said.get(row.pk),
                recorder=recorder,
            )
            for row in meeting.members
        ]

    def __iter__(self) -> Iterator[MemberForm]:
        return iter(self.forms)

    def is_valid(self) -> bool:
        wrong = [form for form in self.forms if not form.is_valid()]  # each says what is wrong
        return not wrong

    @property
    def problems(self) -> list[tuple[Person, str, str]]:
        """What is wrong: the member, the id of the field or nothing, the sentence."""
        return [
            (form.row.person, form[name].auto_id if name in form.fields else "", str(sentence))
            for form in self.forms
            for name, found in form.errors.items()
            for sentence in found
        ]

    @property
    def attended(self) -> Iterable[Attended]:
        return [form.attended for form in self.forms]
