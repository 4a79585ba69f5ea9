"""The rules of the house, as tests: each says in its message how to mend what it found."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("policy", "registry", "approvals", "documents", "workflows", "pages", "config")
MODULES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path):
    return str(path.relative_to(ROOT))


def functions(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_one_idea(path):
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 300, f"{name_of(path)} has {lines} lines: split it by what it answers"
    for function in functions(path):
        length = function.end_lineno - function.lineno + 1
        assert length <= 50, f"{function.name} has {length} lines: name its parts"


@pytest.mark.parametrize("path", [p for p in MODULES if p.read_text()], ids=name_of)
def test_a_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), (
        f"{name_of(path)}: begin with one or two sentences that say what it answers"
    )


def test_no_module_has_a_name_that_says_nothing():
    vague = {"utils", "helpers", "misc", "common", "tools", "manager2"}
    assert not [name_of(p) for p in MODULES if p.stem in vague]


def test_nothing_is_left_for_later():
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    found = [name_of(p) for p in MODULES if unfinished.search(p.read_text("utf-8"))]
    assert not found, f"finish or remove what is unfinished in {found}"


def test_figures_stand_in_the_rulebook_only():
    figure = re.compile(r"\b(10_?000|30_?000|50_?000)(\.00)?\b")
    elsewhere = ("policy", "config", "imports")  # the importers cap the rows of a file
    code = [p for p in MODULES if not set(p.relative_to(ROOT).parts) & set(elsewhere)]
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in code
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and figure.fullmatch(str(node.value))
    ]
    assert not found, f"{found}: put the figure into policy/rulebook and ask the ruling"


def test_only_pages_and_config_ask_the_clock():
    clock = re.compile(r"\b(timezone\.now|datetime\.now|date\.today|localdate|localtime)\(\s*\)")
    inner = [p for p in MODULES if p.parts[len(ROOT.parts)] not in ("pages", "config")]
    found = [name_of(p) for p in inner if clock.search(p.read_text("utf-8"))]
    assert not found, f"{found}: take `at` or `on` as an argument"


def test_only_actions_move_a_process():
    moves = re.compile(r"activation_class\(|\.activation\(\)|flow_task\.|start_of\([^)]*\)\.run")
    engine = {
        "activation.py",
        "deliberation.py",
        "diagram.py",
        "flows.py",
        "steps.py",
        "timeline.py",
    }
    found = [
        name_of(p)
        for p in MODULES
        if moves.search(p.read_text("utf-8"))
        and not (p.parent.name == "approvals" and p.name in engine)
        and p.parent.name != "actions"
    ]
    assert not found, f"{found}: go through approvals/actions"


def test_pages_read_cases_through_access_only():
    direct = re.compile(r"\b(Case|Assignment|Opinion|Attachment|Discussion|Entry)\.objects\b")
    found = [
        name_of(p) for p in (ROOT / "pages").rglob("*.py") if direct.search(p.read_text("utf-8"))
    ]
    assert not found, f"{found}: ask approvals.access, approvals.inbox or approvals.timeline"


def test_no_page_or_template_asks_django_for_permissions():
    found = [
        name_of(p)
        for p in [*(ROOT / "pages").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
        if re.search(r"\bhas_perm|\bperms\.|mark_safe|\|safe\b", p.read_text("utf-8"))
    ]
    assert not found, f"{found}: ask approvals.access; let templates escape"


def test_no_address_of_viewflow_is_mounted():
    def patterns(resolver):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from patterns(pattern)
            else:
                yield pattern

    found = [p for p in patterns(get_resolver()) if "viewflow" in p.callback.__module__]
    assert not found, "only our own pages may move a process"


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_every_test_is_a_sentence(path):
    names = [f.name for f in functions(path) if f.name.startswith("test_")]
    short = [n for n in names if n.count("_") < 3]
    assert not short, f"{name_of(path)}: say as a sentence what must hold: {short}"
