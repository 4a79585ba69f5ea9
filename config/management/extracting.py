"""What the product says to people: every text that goes through gettext, from code and templates."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

PACKAGES = ("registry", "approvals", "documents", "workflows", "pages", "config")
# Classes whose docstring is the sentence that people read, and all that derive from them.
SENTENCES = {"DocumentError", "Refused", "RegistryError"}
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
_CALL = re.compile(r"\b(_|n?gettext|pgettext)\(")


@dataclass(frozen=True)
class Text:
    """One text: its context if it has one, its plural if it counts."""

    msgid: str
    plural: str = ""
    context: str | None = None


def texts(root: Path) -> dict[Text, list[str]]:
    """Every text of the product with the files in which it stands."""
    found: dict[Text, list[str]] = {}
    trees: dict[str, ast.Module] = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            trees[str(path.relative_to(root))] = ast.parse(path.read_text("utf-8"))
    for name, tree in trees.items():
        for text in _calls(ast.walk(tree)):
            _add(found, text, name)
    for name, text in _sentences(trees):
        _add(found, text, name)
    for path in sorted((root / "templates").rglob("*.html")):
        for text in _in_template(path.read_text("utf-8")):
            _add(found, text, str(path.relative_to(root)))
    return found


def _add(found: dict[Text, list[str]], text: Text, name: str) -> None:
    places = found.setdefault(text, [])
    if name not in places:
        places.append(name)


def _calls(nodes: Iterable[ast.AST]) -> Iterator[Text]:
    for node in nodes:
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [a.value for a in node.args if isinstance(a, ast.Constant)]
            words = [word for word in said if isinstance(word, str)]
            if name in PLAIN and words:
                yield Text(words[0])
            elif name in PLURAL and len(words) > 1:
                yield Text(words[0], plural=words[1])
            elif name in CONTEXT and len(words) > 1:
                yield Text(words[1], context=words[0])


def _sentences(trees: dict[str, ast.Module]) -> Iterator[tuple[str, Text]]:
    """The docstrings of all classes below those of SENTENCES."""
    classes = [
        (name, node)
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    telling, before = set(SENTENCES), 0
    while len(telling) != before:
        before = len(telling)
        for _name, node in classes:
            if telling & {getattr(b, "id", getattr(b, "attr", "")) for b in node.bases}:
                telling.add(node.name)
    for name, node in classes:
        if node.name in telling and (said := ast.get_docstring(node)):
            yield name, Text(" ".join(said.split()))


def _in_template(source: str) -> Iterator[Text]:
    """The texts of a template, by way of the Python-like text that Django makes of it."""
    code = templatize(source)
    for match in _CALL.finditer(code):
        for end in (i for i, c in enumerate(code[match.end() :], match.end()) if c == ")"):
            try:
                tree = ast.parse(code[match.start() : end + 1], mode="eval")
            except SyntaxError:
                continue
            yield from _calls(ast.walk(tree))
            break
