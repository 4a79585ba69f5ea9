"""How a name is spelled in pinyin, and with its initials: what people type who look for it."""

import re

from pypinyin import lazy_pinyin

_PLAIN = re.compile(r"[^0-9a-z]+")
PINYIN, INITIALS = 300, 60


def spelled(*names: str) -> tuple[str, str]:
    """The pinyin of the names, and the first letters, each with a space between two names; as much of
    them as is kept of a customer.

    東屿茶业 is "dongyuchaye" and "dycy"; letters and digits stay, in small letters.
    """
    whole, first = in_letters(*names)
    return whole[:PINYIN], first[:INITIALS]


def in_letters(*names: str) -> tuple[str, str]:
    """The same, all of it."""
    syllables = [[_plain(one) for one in _syllables(name)] for name in names if name]
    whole = " ".join("".join(found) for found in syllables)
    return whole, " ".join("".join(one[:1] for one in found) for found in syllables)


def _syllables(name: str) -> list[str]:
    return lazy_pinyin(name, errors=list)  # type: ignore[arg-type]  # letters and digits one by one


def _plain(text: str) -> str:
    return _PLAIN.sub("", text.lower())
