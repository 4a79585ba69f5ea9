"""Which characters our fonts can print: Noto Serif SC for text, its bold face for titles, Noto Sans SC."""

import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn as noto
import uharfbuzz

from documents.errors import UnprintableText
from registry.printing import unprintable

# One file a family name, each of weight 400: the bold face is a family of its own, so nothing asks for
# a weight that is not there. Serif and Sans are each other's fallback, and that of the bold face.
FACES: dict[str, Path] = {
    "Qianpi Serif": noto.serif_path(),
    "Qianpi Sans": noto.sans_path(),
    "Qianpi Bold": Path(__file__).parent / "faces" / "QianpiSerif-Bold.ttf",
}

# Marks without ink (joiners, directions, variation selectors): left out, never drawn as boxes.
_NO_INK = ("Cf", "Cc")
_SPACES = "\t\n\r \u3000\u00a0"


@cache
def printable() -> frozenset[int]:
    """The code points that one of the fonts has."""
    found: set[int] = set()
    for path in FACES.values():
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        found.update(face.unicodes)
    return frozenset(found)


def missing(text: str) -> set[str]:
    """The characters of a text that cannot be printed; empty if all can."""
    return {c for c in set(with_ink(text)) if c not in _SPACES and ord(c) not in printable()}


def check(text: str) -> None:
    """Refuse by name what a paper couldn't show. Raises UnprintableText."""
    if unknown := unprintable(text):
        raise UnprintableText(characters=unknown)


def with_ink(text: str) -> str:
    """The text without the marks that have no form of their own."""
    if text.isascii():
        return text
    return "".join(c for c in text if c in _SPACES or not _is_inkless(c))


def _is_inkless(char: str) -> bool:
    variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return variation or unicodedata.category(char) in _NO_INK
