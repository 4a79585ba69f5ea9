"""`./dev test` without arguments: what is left out is said loudly, and fails where it is required."""

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.sharing import TOGETHER

HERE = Path(__file__).resolve().parents[2] / ".ci" / "checks.py"


def script(monkeypatch):
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("ci_checks", HERE)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "ci_checks", module)  # a dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checks(monkeypatch):
    """The script, whose steps end at once with status 0."""
    module = script(monkeypatch)
    monkeypatch.setattr(module.Step, "run", lambda step: setattr(step, "closing", "3 passed"))
    monkeypatch.setattr(module, "postgres_answers", lambda url: True)
    monkeypatch.setattr(module.shutil, "which", lambda name: "/usr/bin/" + name)
    for name in ("CI", "QIANPI_REQUIRE_ALL"):
        monkeypatch.delenv(name, raising=False)
    return module


def test_both_databases_run_and_the_last_line_is_pytests(checks, capsys):
    assert checks.everything() == 0
    said = capsys.readouterr().out
    assert "NOT RUN" not in said
    assert said.splitlines()[-1] == "pytest on PostgreSQL: 3 passed"


@pytest.mark.parametrize("variable", ["CI", "QIANPI_REQUIRE_ALL"])
@pytest.mark.parametrize("missing", ["PostgreSQL", "Chromium"])
def test_what_cannot_run_is_said_and_fails_where_it_is_required(
    checks, monkeypatch, capsys, missing, variable
):
    if missing == "PostgreSQL":
        monkeypatch.setattr(checks, "postgres_answers", lambda url: False)
    else:
        monkeypatch.setattr(checks.shutil, "which", lambda name: None)
    assert checks.everything() == 0
    said = capsys.readouterr().out
    assert any("!! NOT RUN" in line and missing in line for line in said.splitlines())
    monkeypatch.setenv(variable, "true" if variable == "CI" else "1")
    assert checks.everything() == 1
    assert "REQUIRED HERE" in capsys.readouterr().out


def test_one_failed_step_fails_everything_and_is_named(checks, monkeypatch, capsys):
    def run(step):
        step.status = 1 if step.name == "mypy" else 0

    monkeypatch.setattr(checks.Step, "run", run)
    assert checks.everything() == 1
    assert "FAILED: mypy" in capsys.readouterr().out


def test_a_server_that_is_not_there_does_not_answer(monkeypatch):
    url = "postgres://nobody@127.0.0.1:1/none"
    assert script(monkeypatch).postgres_answers(url) is False


def test_what_runs_aside_is_shown_in_one_piece_and_cannot_fail_unseen(monkeypatch, capsys):
    module = script(monkeypatch)
    talk = "print('one'); import time; time.sleep(0.3); print('two'); raise SystemExit(3)"
    aside = module.Step("aside", ["-c", talk], aside=True)
    module.run_all([aside, module.Step("rest", ["-c", "print('rest')"])])
    assert aside.status == 3
    assert "== aside\none\ntwo\n" in capsys.readouterr().out
    monkeypatch.setattr(module.sys, "executable", "/none")
    with pytest.raises(FileNotFoundError):
        module.run_all([aside])


class Worker:
    """A worker of xdist that only notes down which tests it is sent and how many it has done."""

    shutting_down, gateway = False, SimpleNamespace(id="")

    def __init__(self):
        self.sent, self.done = [], 0

    def send_runtest_some(self, numbers):
        self.sent += numbers

    def shutdown(self):
        self.shutting_down = True


def test_tests_that_make_ready_the_same_go_to_one_worker(pytestconfig):
    tests = [f"{path}::test[{n}]" for n in range(3) for path in ("tests/test_a.py", *TOGETHER)]
    asked = SimpleNamespace(getvalue=lambda name: ["2*popen"], option=SimpleNamespace())
    shared = pytestconfig.hook.pytest_xdist_make_scheduler(config=asked, log=None)
    workers = [Worker(), Worker()]
    for worker in workers:
        shared.add_node(worker)
        shared.add_node_collection(worker, tests)
    shared.schedule()
    while busy := [worker for worker in workers if worker.done < len(worker.sent)]:
        shared.mark_test_complete(busy[0], busy[0].sent[busy[0].done])
        busy[0].done += 1
    assert sorted(n for worker in workers for n in worker.sent) == list(range(len(tests)))
    assert all(worker.sent for worker in workers)
    for path in TOGETHER:
        assert (HERE.parents[1] / path).exists()
        having = [worker for worker in workers if any(path in tests[n] for n in worker.sent)]
        assert len(having) == 1, f"{path} is made ready by both"
