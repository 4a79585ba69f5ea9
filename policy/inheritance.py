"""What each policy set says once its parents are asked: own figures first, then theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from policy.figures import Parameter

if TYPE_CHECKING:
    from policy.book import PolicySet

Key = tuple[str, str, str]


def resolve(sets: Iterable[PolicySet], parameters: Iterable[Parameter]) -> dict[Key, Parameter]:
    """Every parameter of every set by (set, chapter, name), parents and takes applied.

    A set that overrides a figure takes over on the first day of its own
    versions; before that day the parent's versions hold.
    """
    known = {policy_set.name: policy_set for policy_set in sets}
    own = {(p.set, p.chapter, p.name): p for p in parameters}
    figures = dict.fromkeys((chapter, name) for _, chapter, name in own)
    found: dict[Key, Parameter] = {}
    for name in known:
        for chapter, figure in figures:
            parameter = _find(known, own, name, chapter, figure)
            if parameter is not None:
                found[name, chapter, figure] = parameter
    return found


def _find(
    known: Mapping[str, PolicySet],
    own: Mapping[Key, Parameter],
    set_name: str,
    chapter: str,
    figure: str,
) -> Parameter | None:
    policy_set = known[set_name]
    mine = own.get((set_name, chapter, figure))
    donors = policy_set.donors(chapter, figure)
    inherited = next(
        (p for p in (_find(known, own, donor, chapter, figure) for donor in donors) if p), None
    )
    if mine is None or inherited is None:
        return mine or inherited
    if not mine.versions:
        return mine
    first = mine.versions[0].effective
    earlier = tuple(v for v in inherited.versions if v.effective < first)
    return replace(mine, versions=earlier + mine.versions)
