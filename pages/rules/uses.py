"""Which processes go by a chapter: read from what their code imports, so it can't fall behind."""

import sys
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

from approvals.kinds import Kind, all_kinds
from policy.chapters import CHAPTERS

EVERYWHERE = ("approvals", "documents")
REGISTERS = ("registry",)


@dataclass
class Uses:
    """Who goes by a chapter: kinds of case, every process, the registers of the bureau."""

    kinds: list[Kind] = field(default_factory=list)
    every: bool = False
    registers: bool = False


def of_chapter(name: str) -> Uses:
    """The uses of one chapter."""
    found = Uses()
    for kind in all_kinds():
        package = kind.rule.__module__.rpartition(".")[0]
        if name in _chapters_in(package):
            found.kinds.append(kind)
    of_one_kind = name in CHAPTERS and CHAPTERS[name].kind != ""
    found.every = not of_one_kind and any(name in _chapters_in(one) for one in EVERYWHERE)
    found.registers = any(name in _chapters_in(package) for package in REGISTERS)
    return found


@cache
def _chapters_in(package: str) -> frozenset[str]:
    """The chapters whose rules the modules of a package import, and the rules that these go by."""
    inside = [
        module
        for name, module in list(sys.modules.items())
        if name == package or name.startswith(f"{package}.")
    ]
    found: dict[str, ModuleType] = {}
    while inside:
        module = inside.pop()
        for name in {_home(one) for one in list(vars(module).values())} - {module.__name__}:
            if name and name not in found and name in sys.modules:
                found[name] = sys.modules[name]
                inside.append(found[name])
    chapters = (getattr(module, "CHAPTER", None) for module in found.values())
    return frozenset(name for name in chapters if isinstance(name, str))


def _home(one: object) -> str:
    """The module of the rulebook that something is, or comes from; empty for anything else."""
    name = one.__name__ if isinstance(one, ModuleType) else getattr(one, "__module__", "")
    return name if isinstance(name, str) and name.startswith("policy.") else ""
