"""Which characters our two fonts can print. Noto Serif SC for text, Noto Sans SC for heads."""

import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn as noto
import uharfbuzz

from documents.errors import UnprintableText

# Each is the other's fallback. There is no bold face, so nothing asks for one.
FACES: dict[str, Path] = {"Qianpi Serif": noto.serif_path(), "Qianpi Sans": noto.sans_path()}

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
    """Refuse by name what a paper couldn't show, where it is written. Raises UnprintableText."""
    if unknown := missing(text):
        raise UnprintableText(characters=" ".join(sorted(unknown)))


def with_ink(text: str) -> str:
    """The text without the marks that have no form of their own."""
    if text.isascii():
        return text
    return "".join(c for c in text if c in _SPACES or not _is_inkless(c))


def _is_inkless(char: str) -> bool:
    variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return variation or unicodedata.category(char) in _NO_INK
