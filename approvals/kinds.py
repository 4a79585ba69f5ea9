"""What a kind of case is made of. Loaded by dotted path: nobody here imports a process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from policy.book import Rulebook
from policy.ruling import Ruling

if TYPE_CHECKING:
    from django.db import models
    from viewflow.workflow.flow import Flow

    from approvals.models import Case
    from registry.org.models import Person


@dataclass(frozen=True)
class Link:
    """A value among the facts of a case that has a page of its own."""

    url: str
    label: Any

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of request.

    flows     its released flows, oldest first: new cases start on the last, running ones finish on theirs
    applies   the posts from which it may be requested; none: it is started by rule alone
    request   the model of its own row, keyed by the case
    form      the form that fills the case and the request row
    rule      (case, request, on, book, set) -> Ruling: what the rulebook asks of it
    missing   (case, request, ruling, attachment kinds) -> a sentence for each field that is missing
    facts     (case, request) -> pairs of label and value for the page
    hints     (case, request, ruling) -> sentences to think over while the form is filled
    about     in a sentence or two: when to use it, and what comes out
    answers   for each step that asks for more than a verdict, its form (approvals.answers)
    confidential  whether only the person, the heads of their unit, the centre's directors, human
              resources and the bureau's leader may read it, whoever else reads all cases
    seen      called when somebody but the applicant reads a case: (case, reader, moment)
    vouches   for each step the fields that its sign-off vouches for; a step not named, all of them
    """

    name: str
    title: str | Promise
    prefix: str
    flows: tuple[type["Flow"], ...]
    applies: tuple[str, ...]
    request: type["models.Model"]
    form: type
    rule: Callable[["Case", Any, date, Rulebook, str], Ruling]
    missing: Callable[["Case", Any, Ruling, set[str]], dict[str, str]]
    facts: Callable[["Case", Any], list[tuple[str, Any]]]
    hints: Callable[["Case", Any, Ruling], list[str]] | None = None
    about: str | Promise = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    vouches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confidential: bool = False
    seen: Callable[["Case", "Person", datetime], None] | None = None

    def vouched_at(self, step: str, fields: Iterable[str]) -> set[str]:
        """Those of the fields for which the sign-off of a step vouches."""
        return {name for name in fields if step not in self.vouches or name in self.vouches[step]}

    @property
    def flow(self) -> type["Flow"]:
        return self.flows[-1]

    def request_of(self, case: "Case") -> Any:
        """The kind's own row of a case, with the people that it names. One query."""
        return self.request._default_manager.select_related(*self._named).get(case=case)

    @property
    def accessor(self) -> str:
        """The name by which a case knows its row of this kind."""
        return str(self.request._meta.get_field("case").remote_field.get_accessor_name())

    @property
    def paths(self) -> list[str]:
        """What a query of cases reads along, so that the row of this kind costs none of its own."""
        return [self.accessor, *(f"{self.accessor}__{name}" for name in self._named)]

    @property
    def _named(self) -> list[str]:
        return [field.name for field in self.request._meta.fields if field.many_to_one]


_kinds: dict[str, Kind] = {}


def load(paths: Iterable[str]) -> None:
    """Take in the kinds that the settings name."""
    for path in paths:
        kind = import_string(path)
        _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises KeyError."""
    return _kinds[name]


def confidential() -> list[str]:
    """The names of the kinds that are not read by all who read the cases of a bureau."""
    return [kind.name for kind in _kinds.values() if kind.confidential]


def all_kinds() -> list[Kind]:
    """All kinds, in the order of the settings."""
    return list(_kinds.values())
