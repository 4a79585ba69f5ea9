"""Text without hidden controls: what is stored is what people see, on a page and on paper."""

import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def hidden_control(text: str, *, lines: bool) -> str:
    """The code, as "202E", of the first character that nobody sees; empty if there is none.

    lines: whether line breaks and tabs are allowed
    """
    allowed = "\n\t" if lines else ""
    for character in text:
        if unicodedata.category(character) in _HIDDEN and character not in allowed:
            return f"{ord(character):04X}"
    return ""
