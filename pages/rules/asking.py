"""Try it: the facts of a chapter as a form, and the ruling by the same functions that rule a case."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.forecast import nodes_ahead
from approvals.kinds import kind_of
from pages.refusals import why_not
from pages.rules.fact_words import FACTS, choices_of
from pages.rules.reach import Reading
from policy.chapters import Chapter
from policy.errors import BadFact, PolicyError
from policy.facts import form_of, parse
from policy.ruling import Ruling

YES_NO = [("", "—"), ("yes", _("Yes")), ("no", _("No"))]


def in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


class AskForm(forms.Form):
    """The facts that a rule takes. What is left empty is not stated."""

    def __init__(self, chapter: Chapter, reading: Reading, on: date, data: Any = None) -> None:
        super().__init__(data, prefix="f", initial={"on": on})
        self.chapter = chapter
        for name, kind in chapter.facts.items():
            self.fields[name] = _field(chapter, reading, name, kind)
        self.fields["on"] = forms.DateField(
            label=_("On the day"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
        )

    def clean(self) -> dict[str, Any]:
        """What can't be read as a fact is said at its field."""
        data = super().clean() or self.cleaned_data
        for name, text in self.written().items():
            kind = self.chapter.facts[name]
            try:
                parse(name, kind, text)
            except BadFact:
                self.add_error(name, form_of(kind)["zh" if in_chinese() else "en"])
        return data

    def labelled(self, sentence: str) -> str:
        """A sentence of the rulebook, which calls facts by their names, with the labels of the fields."""
        for name in sorted(self.chapter.facts, key=len, reverse=True):
            label = str(self.fields[name].label)
            after = r" ?" if in_chinese() else ""
            sentence = re.sub(rf"(?<![\w]){name}(?![\w]){after}", label, sentence, flags=re.ASCII)
        return sentence

    def written(self) -> dict[str, str]:
        """The facts as text, as the rule reads them; what is empty is left out."""
        said = {name: str(self.cleaned_data.get(name) or "") for name in self.chapter.facts}
        return {name: text.replace(",", "") for name, text in said.items() if text}


def _field(chapter: Chapter, reading: Reading, name: str, kind: type) -> forms.Field:
    given: dict[str, Any] = {
        "label": FACTS.get(name, name.replace("_", " ")),
        "required": name in chapter.needed,
    }
    if kind is bool:
        return forms.ChoiceField(choices=YES_NO, **given)
    if kind is date:
        widget = forms.DateInput(attrs={"type": "date"})
        return forms.CharField(widget=widget, max_length=10, **given)
    if kind is str and (choices := choices_of(chapter.name, name, reading)):
        return forms.ChoiceField(choices=[("", "—"), *choices], **given)
    money = kind is Decimal and name.endswith("_yuan")
    attrs = {"inputmode": "decimal" if money else "text", "autocomplete": "off"}
    return forms.CharField(widget=forms.TextInput(attrs=attrs), max_length=30, **given)


@dataclass(frozen=True)
class Answer:
    """A ruling with the steps that follow from it, or the sentence why there is none."""

    ruling: Ruling | None = None
    steps: tuple[Any, ...] = ()
    refusal: str = ""


def asked(form: AskForm, reading: Reading) -> Answer:
    """What the rule says to the facts of a valid form."""
    chapter, on = form.chapter, form.cleaned_data["on"]
    reading = reading.as_on(on)
    try:
        ruling = chapter.ask(form.written(), on=on, book=reading.book, set=reading.set)
    except PolicyError as error:
        return Answer(refusal=form.labelled(why_not(error)))
    steps: tuple[Any, ...] = ()
    if chapter.kind:
        ahead = nodes_ahead(kind_of(chapter.kind).flow, ruling)
        steps = tuple(node.task_title for node in ahead if node.task_type == "STEP")
    return Answer(ruling, steps)
