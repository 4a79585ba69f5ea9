"""The script `dev`, tried on a small project of its own, in a folder with a space in its name."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = """#!/bin/sh
echo build >>"$BUILDS"
sleep 0.3
echo "uv talks to stdout"
exit "${UV_STATUS:-0}"
"""
MANAGE = """
import json, os, sys
print(json.dumps({"argv": sys.argv[1:], "cwd": os.getcwd()}))
sys.exit(3)
"""


class Project:
    """A copy of `dev` with a stand-in for uv that counts the builds."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a project"
        self.tools = folder / "tools"
        self.builds = folder / "builds"
        self.root.mkdir()
        self.tools.mkdir()
        self.builds.touch()
        shutil.copy(ROOT / "dev", self.root / "dev")
        (self.root / "manage.py").write_text(MANAGE)
        (self.root / "requirements.lock").write_text("# nothing\n")
        (self.tools / "uv").write_text(UV)
        (self.tools / "uv").chmod(0o755)

    def start(self, *arguments: str, cwd: Path | None = None, **more: str) -> subprocess.Popen:
        path = f"{self.tools}:{os.environ['PATH']}"
        return subprocess.Popen(
            [str(self.root / "dev"), *arguments],
            cwd=cwd or self.root,
            env=os.environ | {"PATH": path, "BUILDS": str(self.builds)} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, cwd: Path | None = None, **more: str) -> tuple[int, str, str]:
        process = self.start(*arguments, cwd=cwd, **more)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    @property
    def build_count(self) -> int:
        return len(self.builds.read_text().split())


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_stdout_holds_what_the_command_says_and_nothing_else(project, tmp_path):
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    status, out, err = project.run("manage", "rule", "a b", "--json", cwd=elsewhere)
    assert out == f'{{"argv": ["rule", "a b", "--json"], "cwd": "{elsewhere}"}}\n'
    assert status == 3, "the exit status is the command's"
    assert "building the environment" in err and "uv talks" in err


def test_the_environment_is_built_once_and_again_when_the_lock_changes(project):
    for _ in range(2):
        assert project.run("setup")[:2] == (0, "")
    assert project.build_count == 1
    (project.root / "requirements.lock").write_text("# something else\n")
    project.run("setup")
    assert project.build_count == 2


def test_two_at_once_build_once_and_both_go_on(project):
    both = [project.start("manage", name) for name in ("one", "two")]
    answers = [process.communicate(timeout=60)[0] for process in both]
    assert ["one" in answers[0], "two" in answers[1]] == [True, True]
    assert project.build_count == 1


def test_a_build_that_was_killed_is_done_again(project):
    process = project.start("setup")
    while not project.build_count:
        assert process.poll() is None
    os.killpg(process.pid, 9)
    process.communicate()
    assert project.run("manage")[0] == 3
    assert project.build_count == 2


def test_a_word_that_dev_does_not_know_is_refused_with_the_words_it_knows(project):
    status, out, err = project.run("rnu")
    assert (status, out) == (2, "")
    assert "./dev run" in err and project.build_count == 0
