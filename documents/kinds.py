"""The kinds of paper that there are: each process declares its own beside its sheets."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import override


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """A kind of paper.

    code   names it in the database for good; at most 30 characters
    title  stands on the paper: 营销项目审批表
    mark   the character in its number: 审 in 澜邮东审〔2026〕12号; no two kinds share one
    label  what pages call it, to be translated
    """

    code: str
    title: str
    mark: str
    label: str | Promise

    def __post_init__(self) -> None:
        if not 0 < len(self.code) <= 30:
            raise ValueError(f"{self.code!r}: a code has 1 to 30 characters.")

    @property
    def english(self) -> str:
        """The title on a paper in two languages."""
        with override("en"):
            return str(self.label)


_kinds: dict[str, PaperKind] = {}


def declare(kind: PaperKind) -> PaperKind:
    """Take in a kind; its module says so once, on import.

    raises  ValueError for a code or a mark that another kind has
    """
    for other in _kinds.values():
        if other != kind and (other.code == kind.code or other.mark == kind.mark):
            raise ValueError(f"{kind.code}: the kind {other.code} has this code or mark already.")
    return _kinds.setdefault(kind.code, kind)


def kind_of(code: str) -> PaperKind:
    """The kind with that code. Raises KeyError."""
    return _kinds[code]


def all_kinds() -> list[PaperKind]:
    """All kinds, in the order of their declaration."""
    return list(_kinds.values())
