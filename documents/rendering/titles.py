"""Long titles by lines: of nearly one length, never with a single character on a line of its own."""

import re

# What stays together: latin words and numbers, and marks with what they belong to.
_UNITS = re.compile(
    r"[《（〔“‘]*(?:[A-Za-z0-9][A-Za-z0-9.,:%/-]*|.)[》）〕”’、，。：；？！]*", re.DOTALL
)
_SHORTEST = 2
LATIN = 0.55  # how wide a latin character is, about, where a Chinese one is 1


def lines_of(title: str, most: int) -> list[str]:
    """The title in as few lines as `most` characters a line allow, the longest not much longer."""
    units = _units(title, most)
    wanted = -(-width(title) // most)
    if wanted <= 1:
        return [title]
    for count in range(int(wanted), len(units) + 1):
        lines = _split(units, count)
        if all(width(line) <= most for line in lines):
            return lines
    return units


def _units(title: str, most: int) -> list[str]:
    """What stays together, in pieces where it is longer than a line."""
    size = int(most / LATIN)
    whole = _UNITS.findall(title)
    return [unit[at : at + size] for unit in whole for at in range(0, len(unit), size)]


def _split(units: list[str], count: int) -> list[str]:
    """The units on so many lines: each line is full when it has its share of what is left."""
    lines: list[str] = []
    rest = list(units)
    for left in range(count, 1, -1):
        share = sum(map(width, rest)) / left
        line = rest.pop(0)
        while rest and width(line) + width(rest[0]) / 2 <= share and len(rest) >= left:
            line += rest.pop(0)
        lines.append(line)
    last = "".join(rest)
    if width(last) < _SHORTEST and lines:
        moved = _UNITS.findall(lines[-1])
        if len(moved) > 2:
            lines[-1], last = "".join(moved[:-1]), moved[-1] + last
    return [*lines, last]


def width(text: str) -> float:
    """How many Chinese characters the text is wide, about."""
    return sum(LATIN if char.isascii() else 1 for char in text)
