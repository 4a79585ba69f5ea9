"""Which characters a paper can show: asked where people write them, answered by whoever draws papers."""

from collections.abc import Callable

_answers: list[Callable[[str], set[str]]] = []
SHOWN = 20


def answered_by(missing: Callable[[str], set[str]]) -> None:
    """Let `missing` say which characters of a text no font has."""
    _answers.append(missing)


def unprintable(text: str) -> str:
    """The characters that no paper can show, apart by spaces: "🙂 𠮷"; empty if there are none."""
    if text.isascii():
        return ""
    found = set().union(*(missing(text) for missing in _answers))
    return " ".join(sorted(found)[:SHOWN])
