"""Every check on both databases: what ran, how long it took, and loudly what could not run."""

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CLOSING = re.compile(r"(\d+ (passed|failed|error)|no tests ran).* in [\d.]+s")


@dataclass
class Step:
    """One check: its command, what the environment adds, and afterwards how it ended."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    aside: bool = False
    closing: str = ""
    seconds: float = 0.0
    status: int = 0

    def run(self) -> None:
        """Shows the output as it comes, or aside in one piece, and keeps pytest's closing line."""
        kept: list[str] = []
        show = kept.append if self.aside else partial(print, end="", flush=True)
        show(f"\n== {self.name}\n")
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, *self.command],
            cwd=ROOT,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                show(line)
                if CLOSING.search(line):
                    self.closing = line.strip()
        print("".join(kept), end="", flush=True)
        self.status = process.returncode
        self.seconds = time.monotonic() - began


def postgres_answers(url: str) -> bool:
    """Whether a PostgreSQL server lets us in there."""
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def pytest_command(browser: bool) -> list[str]:
    """pytest over all tests, in parallel where there are cores for it.

    One worker more than cores: a race waits, and so does who asks a browser or a server.
    """
    command, cores = ["-m", "pytest"], os.cpu_count() or 1
    if cores > 1:
        command += ["-n", str(cores + 1)]
    return command if browser else [*command, "-m", "not browser"]


def run_all(steps: list[Step]) -> None:
    """Those aside one after the other beside the rest: none of them has work for two cores."""
    with ThreadPoolExecutor(1) as aside:
        ended = [aside.submit(step.run) for step in steps if step.aside]
        for step in steps:
            if not step.aside:
                step.run()
    for one in ended:
        one.result()  # what could not even start is an error here too


def everything() -> int:
    """Exit status 0 where all checks passed and, if required, none was left out."""
    required = "true" in os.environ.get("CI", "") or os.environ.get("QIANPI_REQUIRE_ALL") == "1"
    url = os.environ.get("QIANPI_TEST_POSTGRES", POSTGRES)
    browser = any(map(shutil.which, BROWSERS))
    left_out = [] if browser else ["the browser tests: there is no Chromium on this machine"]
    tests = pytest_command(browser)
    checks = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "lint-imports": ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
        "mypy": ["-m", "mypy"],
        "makemigrations --check": ["manage.py", "makemigrations", "--check", "--dry-run"],
    }
    first = [*tests, "--histories", "250"]
    steps = [
        *(Step(name, command, aside=True) for name, command in checks.items()),
        Step("pytest on SQLite", first, {"DATABASE_URL": ""}),
    ]
    if postgres_answers(url):
        fewer = ["--histories", "100", "--histories-from", "20", "--race-rounds", "3"]
        again = [*tests, "--second-database", *fewer]
        steps.append(Step("pytest on PostgreSQL", again, {"DATABASE_URL": url}))
    else:
        left_out.append("the PostgreSQL half: no server answers (QIANPI_TEST_POSTGRES names one)")
    run_all(steps)
    print("\n== what ran")
    for step in steps:
        result = "ok" if step.status == 0 else f"FAILED ({step.status})"
        print(f"{step.name:<24}{result:<12}{step.seconds:7.1f} s   {step.closing}".rstrip())
    for what in left_out:
        print(f"!! NOT RUN{', AND REQUIRED HERE' if required else ''}: {what}")
    failed = [step.name for step in steps if step.status] + (left_out if required else [])
    print(f"FAILED: {'; '.join(failed)}" if failed else "All that ran passed.")
    for step in steps:
        if step.closing:
            print(f"{step.name}: {step.closing}")
    return 1 if failed else 0


if __name__ == "__main__":
    os.chdir(ROOT)
    if len(sys.argv) > 1:
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *sys.argv[1:]])
    sys.exit(everything())
