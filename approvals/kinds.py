"""What a kind of case is made of. Loaded by dotted path: nobody here imports a process."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from policy.book import Rulebook
from policy.ruling import Ruling

if TYPE_CHECKING:
    from django.db import models
    from viewflow.workflow.flow import Flow

    from approvals.models import Case


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of request.

    flows     its released flows, oldest first: new cases start on the last, running ones finish on theirs
    applies   the posts from which it may be requested
    request   the model of its own row, keyed by the case
    form      the form that fills the case and the request row
    rule      (case, request, on, book, set) -> Ruling: what the rulebook asks of it
    missing   (case, request, ruling, attachment kinds) -> a sentence for each field that is missing
    facts     (case, request) -> pairs of label and value for the page
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

    @property
    def flow(self) -> type["Flow"]:
        return self.flows[-1]

    def request_of(self, case: "Case") -> Any:
        """The kind's own row of a case, with the people that it names. One query."""
        named = [f.name for f in self.request._meta.fields if f.many_to_one]
        return self.request._default_manager.select_related(*named).get(case=case)


_kinds: dict[str, Kind] = {}


def load(paths: Iterable[str]) -> None:
    """Take in the kinds that the settings name."""
    for path in paths:
        kind = import_string(path)
        _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises KeyError."""
    return _kinds[name]


def all_kinds() -> list[Kind]:
    """All kinds, in the order of the settings."""
    return list(_kinds.values())
