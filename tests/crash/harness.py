"""An action that breaks at its k-th statement, and whether everything is as it was before."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from approvals.invariants import check_all
from approvals.models import Attachment, Case, Message
from registry.journal import Entry, faults_in
from registry.projects.models import KeyProject, Project
from tests.crash.scenes import Action

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET")
APPS = ("registry", "approvals", "documents", "workflows", "viewflow", "guardian")


class Crash(Exception):
    """The process ends here."""


class Breaker:
    """Counts the statements of an action and does `harm` at the k-th, before or after it runs."""

    def __init__(self, at: int, when: str, harm: Callable[[], None]) -> None:
        self.at, self.when, self.harm, self.count = at, when, harm, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(CONTROL):
            return execute(sql, params, many, context)
        self.count += 1
        if self.count == self.at and self.when == "before":
            self.harm()
        result = execute(sql, params, many, context)
        if self.count == self.at and self.when == "after":
            self.harm()
        return result


def crash() -> None:
    raise Crash


def broken_at(action: Action, at: int, when: str, harm: Callable[[], None] = crash) -> bool:
    """Run the action with a breaker; whether the breaker's turn came."""
    breaker = Breaker(at, when, harm)
    with connection.execute_wrapper(breaker):
        try:
            action()
        except Exception:
            if breaker.count < at:
                raise
            return True
    return breaker.count >= at


def snapshot() -> dict[str, str]:
    """A hash of each table, and of the folder of attachments."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_config.name.startswith(APPS):
                table = model._meta.db_table
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                rows = repr(cursor.fetchall()).encode()
                found[table] = hashlib.sha256(rows).hexdigest()
    found["files"] = repr(sorted(files()))
    return found


def files() -> set[str]:
    root = Path(settings.ATTACHMENT_ROOT)
    return {str(f.relative_to(root)) for f in root.rglob("*") if f.is_file()}


def story(case: Case) -> list[Any]:
    """What is to be read of a case, without the ids and numbers that differ from try to try."""
    now = Case.objects.get(pk=case.pk)
    entries = Entry.objects.filter(subject=now.journal_subject).order_by("seq")
    return [
        faults_in(now.journal_subject, entries, now.journal_head),
        (now.status, now.step, now.result, now.round, now.data_version, now.title),
        [entry.verb for entry in entries],
        sorted(now.assignments.values_list("node", "capacity", "state", "round")),
        list(now.opinions.order_by("pk").values_list("node", "verdict", "text")),
        [(d.meets_at is not None, d.place, d.members, d.quorum) for d in _discussions(now)],
        sorted(now.discussions.values_list("attendance__person", "attendance__present")),
        sorted(now.parties.values_list("part", "person")),
        sorted(Message.objects.filter(body__case=now.pk).values_list("topic", flat=True)),
        sorted((a.name, a.removed_at is None, a.sha256) for a in now.attachments.all()),
        sorted(now.papers.values_list("kind", "body")),
        Project.objects.filter(origin=now.journal_subject).count(),
        KeyProject.objects.filter(project__origin=now.journal_subject).count(),
    ]


def _discussions(case: Case) -> list[Any]:
    return list(case.discussions.order_by("pk"))


def wrong_files() -> list[str]:
    """Files without a row, and rows without a file."""
    named = set(Attachment.objects.values_list("file", flat=True))
    return [f"orphan {name}" for name in files() - named] + [
        f"missing {name}" for name in named - files()
    ]


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is rolled back, its files too."""
    before = files()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for name in files() - before:
        (Path(settings.ATTACHMENT_ROOT) / name).unlink()


def faults_at_every_statement(action: Action, when: str) -> tuple[int, list[str]]:
    """How many statements the action has, and what was wrong after a crash at one of them."""
    wrong: list[str] = []
    with undone():
        expected = story(action())
    before, at, crashed = snapshot(), 0, True
    while crashed:
        at += 1
        with undone():
            crashed = broken_at(action, at, when)
            if not crashed:
                wrong += check_all()
            else:
                now = snapshot()
                left = [table for table in before if before[table] != now[table]]
                wrong += [f"{when} statement {at}: {table} is changed" for table in left]
                if story(action()) != expected:
                    wrong.append(f"{when} statement {at}: the second try does not complete")
    return at - 1, wrong + wrong_files()
