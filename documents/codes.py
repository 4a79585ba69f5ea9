"""Verification codes: too many to guess, short enough to type from paper."""

import re
import secrets

# Without I, L, O and U: nothing here looks like something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 4, 4
_TYPED = str.maketrans("ILO", "110")


def new_code() -> str:
    """A new code of 80 random bits: "7K3M-0QXA-9T2W-HB6E"."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH)))


def as_typed(text: str) -> str:
    """The code that somebody meant: without regard to case, spaces, hyphens, O for 0, I or L for 1.

    Empty, if it can't be one.
    """
    plain = re.sub(r"[\s\-‐-—－]", "", text.upper()).translate(_TYPED)
    if len(plain) != GROUPS * GROUP_LENGTH or set(plain) - set(ALPHABET):
        return ""
    return _grouped(plain)


def _grouped(plain: str) -> str:
    return "-".join(plain[i : i + GROUP_LENGTH] for i in range(0, len(plain), GROUP_LENGTH))
