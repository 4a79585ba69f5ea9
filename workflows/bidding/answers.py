"""What the steps of a bidding ask for: its terms, the points of each bid, who wins and what is split."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.forms import PlainText
from approvals.words import AGREEMENT, Verdict
from policy import bidding
from policy.calendar import SHANGHAI
from policy.units import fraction
from registry.bidding import keys, sealing, tenders
from registry.bidding.models import Bid, SealKey
from registry.org.models import Person, Post
from registry.org.roles import PostRole, UnitKind
from workflows.bidding.models import Bidding

WORDS = {
    "plan": _("Plan"),
    "revenue": _("Revenue"),
    "resources": _("Resources"),
    "split": _("Split"),
}
_HUNDRED = Decimal(100)


class Moment(forms.DateTimeField):
    """A minute where the bureau is, as the browser's own control gives it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S%z"]

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "+" in value:  # what was kept before
            return datetime.fromisoformat(value)
        return super().to_python(value)

    def in_words(self, value: str) -> str:
        """The moment, as `Terms` keeps it, for the record."""
        moment = datetime.fromisoformat(value).astimezone(SHANGHAI)
        return f"{date_format(moment.date())} {moment:%H:%M}"


class Terms(AnswerForm):
    """Until when bids are taken, what is asked, who opens and who judges them."""

    verdicts = AGREEMENT

    closes_at = Moment(label=_("Bids are taken until"))
    need = PlainText(label=_("What the customer needs"), max_length=2_000, lines=True)
    least_share = forms.DecimalField(
        label=_("Least share of the declaring unit (%)"),
        max_digits=5,
        decimal_places=2,
        max_value=100,
    )
    holders = forms.ModelMultipleChoiceField(
        label=_("Who opens the bids"),
        queryset=SealKey.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two or three people with a key of their own; two of them open together."),
    )
    panel = forms.ModelMultipleChoiceField(
        label=_("Panel"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People of the centre and the marketing department."),
    )

    def prepare(self) -> None:
        barred = set(self.case.parties.values_list("person", flat=True))
        panel: Any = self.fields["panel"]
        held = Post.objects.on(self.on).filter(
            unit__bureau=self.case.bureau_id,
            unit__kind__in=(UnitKind.CENTRE, UnitKind.MARKETING),
        )
        directs = held.filter(role__in=(PostRole.CENTRE_DIRECTOR, PostRole.MARKETING_HEAD))
        barred |= set(directs.values_list("person", flat=True))  # they decide
        people = Person.objects.filter(pk__in=held.values("person")).exclude(pk__in=barred)
        panel.queryset = people.order_by("name", "pk")
        offered: Any = self.fields["holders"]
        offered.queryset = keys.in_bureau(self.case.bureau).exclude(person__in=barred)
        ruling = self.case.ruling
        days = int(str(ruling.figure(bidding.BID_DAYS)))
        noon = datetime.combine(self.on + timedelta(days=days + 1), time(12), tzinfo=SHANGHAI)
        self.fields["closes_at"].initial = noon
        least = fraction(ruling.figure(bidding.LEAST_SHARE)) * 100
        self.fields["least_share"].initial = Decimal(least.numerator) / Decimal(least.denominator)

    def clean_closes_at(self) -> str:
        moment: datetime = self.cleaned_data["closes_at"]
        days = int(str(self.case.ruling.figure(bidding.BID_DAYS)))
        first = self.on + timedelta(days=days)
        if moment.astimezone(SHANGHAI).date() < first:
            raise ValidationError(
                _("Bids are taken for %(days)s days at least: until %(day)s or later."),
                params={"days": days, "day": date_format(first)},
            )
        return moment.isoformat()

    def clean_least_share(self) -> Decimal:
        share: Decimal = self.cleaned_data["least_share"]
        least = fraction(self.case.ruling.figure(bidding.LEAST_SHARE)) * 100
        if share < least:
            raise ValidationError(
                _("The policy leaves the declaring unit %(least)s %% at least."),
                params={"least": float(least)},
            )
        return share

    def clean_holders(self) -> Any:
        chosen = self.cleaned_data["holders"]
        if not sealing.NEEDED <= len(chosen) <= sealing.NEEDED + 1:
            raise ValidationError(_("Choose two or three people."))
        return chosen

    def clean_panel(self) -> Any:
        chosen = self.cleaned_data["panel"]
        least = int(str(self.case.ruling.figure(bidding.PANEL_LEAST)))
        if len(chosen) < least:
            raise ValidationError(
                _("The panel has %(least)s members at least."), params={"least": least}
            )
        return chosen


class Opening(AnswerForm):
    """A holder opens the own half on the page of the tender, with the passphrase; it is kept nowhere."""

    verdicts = (Verdict.GIVEN,)

    opened = forms.BooleanField(
        label=_("Opened"),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Open your half of the bids on the page of the tender first.")
        },
    )


def bids_of(form: AnswerForm) -> list[Bid]:
    """The bids that a form speaks of."""
    tender = Bidding.of(form.case).tender
    return list(tenders.valid_bids(tender)) if tender else []


class Scores(AnswerForm):
    """Points for each bid and criterion; or a conflict of interest, and no points."""

    verdicts = (Verdict.SCORED,)

    conflict = forms.BooleanField(
        label=_("I have a conflict of interest"),
        required=False,
        help_text=_("Say in the opinion which; your points are not asked for then."),
    )

    def prepare(self) -> None:
        for bid in bids_of(self):
            for name, most in bidding.marks_of(self.case.ruling).items():
                self.fields[f"b{bid.pk}_{name}"] = forms.IntegerField(
                    label=f"{bid.unit} · {WORDS[name]} (0–{most})",
                    min_value=0,
                    max_value=most,
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("conflict"):
            return {"conflict": True}
        for name in self.fields:
            if name != "conflict" and name not in self.errors and data.get(name) is None:
                self.add_error(name, _("Give points, 0 too."))
        return data


class Awarding(AnswerForm):
    """Who wins, and what the declaring unit keeps of the revenue."""

    verdicts = (Verdict.AWARDED,)

    winner = forms.ModelChoiceField(
        label=_("Winner"), queryset=Bid.objects.none(), empty_label=_("Please choose")
    )
    share = forms.DecimalField(
        label=_("Share of the declaring unit (%)"), max_digits=5, decimal_places=2
    )

    def prepare(self) -> None:
        tender = Bidding.of(self.case).tender
        offered: Any = self.fields["winner"]
        if tender is not None:
            offered.queryset = tenders.valid_bids(tender)
            self.fields["share"].initial = tender.least_share

    def clean_share(self) -> Decimal:
        share: Decimal = self.cleaned_data["share"]
        tender = Bidding.of(self.case).tender
        if tender is not None and not tender.least_share <= share <= _HUNDRED:
            raise ValidationError(
                _("The announcement leaves the declaring unit %(least)s %% at least."),
                params={"least": tender.least_share},
            )
        return share


def has_conflict(opinion: Any) -> bool:
    """Whether a member of the panel declared a conflict of interest."""
    return bool(opinion.answers.get("conflict", {}).get("value"))


def totals(case: Any, opinions: Any) -> Iterator[tuple[Bid, dict[int, int]]]:
    """For each bid the points that each member of the panel gave, the ids of members without conflict."""
    tender = Bidding.of(case).tender
    said = [o for o in opinions if o.node == "score" and not has_conflict(o)]
    for bid in tenders.valid_bids(tender) if tender else ():
        start = f"b{bid.pk}_"
        yield (
            bid,
            {
                o.person_id: sum(
                    int(one["value"]) for name, one in o.answers.items() if name.startswith(start)
                )
                for o in said
            },
        )
