"""Every address, whoever asks: access.csv says what each role is answered, and a new address fails."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import cache as caches
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from approvals import works
from approvals.models import Case
from documents.rendering.process import Drawn
from registry.customers import announcements
from registry.org import passwords
from registry.org.models import Person, Unit
from tests.cast import Cast, decide, draft, new_key, row, submit
from tests.pages.business import Business
from tests.pages.contesting import Contesting
from tests.pages.discounting import Discounting
from tests.pages.managing import Managing
from tests.pages.operating import Operating
from tests.pages.projecting import Projecting
from tests.pages.steering import Steering
from tests.pages.tendering import Tendering
from tests.pages.training import Trainings

TABLE = Path(__file__).with_name("access.csv")
SHARES = 4  # of the table, so that several workers ask it
CURE = f"Add it to {TABLE.relative_to(settings.BASE_DIR)}: a line for GET and one for POST."
ROLES = {
    "applicant": "li",
    "colleague": "lin",
    "head": "wang",
    "other_manager": "chen",
    "other_head": "fang",
    "director": "director",
    "auditor": "auditor",
    "hr": "sun",
    "administrator": "root",
}


def lines() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def addresses(within=None, space: str = "") -> Iterator[tuple[str, set[str]]]:
    """All addresses that the product answers at: the name, and what it takes."""
    for pattern in (within or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}", set(pattern.pattern.converters)
        else:
            yield from addresses(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


@cache
def parameters_of(name: str) -> set[str]:
    """What the address of that name takes."""
    return {key for named, takes in addresses() if named == name for key in takes}


class World:
    """Li's cases in every state, Chen's that waits for its own head, and a browser of each role."""

    def __init__(self, cast: Cast, form: dict) -> None:
        self.cast, self.form, self.client = cast, form, Client()
        cast.people["root"] = Person.objects.create_superuser("root", password=None, name="管理员")
        returned = submit(cast, draft(cast))
        decide(cast, returned, cast.wang, "returned", "写明客户")
        ended = submit(cast, draft(cast, "5000"))
        decide(cast, ended, cast.wang)
        foreign, foreign_ended = (self._of_chen("32000"), self._of_chen("5000"))
        decide(cast, foreign_ended, cast.fang)
        self.cases = {
            "li-draft": draft(cast),
            "li-running": submit(cast, draft(cast)),
            "li-returned": returned,
            "li-ended": ended,
            "chen-running": foreign,
            "chen-ended": foreign_ended,
        }
        self.steps = {
            about: case.assignments.order_by("pk").values_list("pk", flat=True).first()
            for about, case in self.cases.items()
        }
        self.cases["li-running-chens-step"] = self.cases["li-running"]
        self.steps["li-running-chens-step"] = row(foreign, cast.fang).pk
        about = {"bureau": cast.bureau, "at": cast.now, "key": new_key()}
        self.work = works.ask(kind="export", owner=cast.li, **about)
        self.announcement = announcements.publish(
            bureau=cast.bureau,
            by=cast.director,
            at=cast.now,
            name="海风食品",
            text="新厂",
            apply_until=cast.now.date(),
        )
        self.business = Business(cast)
        told = {"open": self.cases["li-running"], "opened": self.cases["chen-running"]}
        self.tendering = Tendering(cast, of=told)
        self.steering = Steering(cast)
        self.operating = Operating(cast)
        self.discounting = Discounting(cast)
        self.contesting = Contesting(cast, of=ended)
        self.managing = Managing(cast)
        self.projecting = Projecting(cast, ended, foreign_ended)
        self.trainings = Trainings(cast)
        self.sessions = {role: self._log_in(cast.people[who]) for role, who in ROLES.items()}
        self.link = passwords.give_link(cast.lin, by=cast.sun, at=cast.now)  # who logs in ends it

    def _of_chen(self, value: str) -> Case:
        of_chen = {"by": self.cast.chen, "unit": self.cast.other, "customer": self.cast.foreign}
        return submit(self.cast, draft(self.cast, value, **of_chen))

    def _log_in(self, person: Person) -> str:
        client = Client()
        client.force_login(person)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def address(self, url: str, about: str) -> str:
        known = (self.business, self.tendering, self.steering, self.discounting, self.operating)
        for part in (*known, self.contesting, self.managing, self.trainings, self.projecting):
            if path := part.address(url, about):
                return path
        case = self.cases.get(about)
        if url in ("new", "route", "customers-offered"):
            return reverse(url, args=["proposal"])
        if url == "first-password":
            return reverse(url, kwargs=self.link)
        if "announcement_id" in parameters_of(url):
            return reverse(url, args=[self.announcement.pk])
        if url.startswith("work-") or url == "work":
            return reverse(url, args=[self.work.pk])
        if url == "end-wait":
            return reverse(url, args=[case.pk, "ended_early"])
        if "assignment_id" in parameters_of(url):
            return reverse(url, args=[case.pk, self.steps[about]])
        if url.startswith("attachment"):
            return reverse(url, args=[case.attachments.get().pk])
        if url == "paper" or url.endswith("-paper"):
            return reverse(url, args=[case.papers.get().pk])
        if url == "verified":
            return reverse(url, args=[case.papers.get().code if case else "0000-0000-0000-0000"])
        if url.startswith("person"):
            return reverse(url, args=[self.cast.people[about].pk])
        return reverse(url, args=[case.pk] if case else [])

    def data(self, url: str, about: str) -> dict:
        """What a page of the product would post there."""
        sent = {"key": str(new_key())}
        if about in self.cases:
            sent["seen"] = Case.objects.get(pk=self.cases[about].pk).data_version
        if url in ("new", "edit", "route"):
            sent = self.form | sent | {"do": "save", "customer": ""}
        return sent | {"verdict": "agreed", "username": "li", "password": "wrong"}

    def answer(self, role: str, line: dict[str, str]) -> int:
        """The status that the role is answered; what was done is undone."""
        client = self.client
        client.cookies.clear()
        if role != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        url, about = line["url"], line["about"]
        with transaction.atomic():
            path = self.address(url, about)
            if line["method"] == "GET":
                status = client.get(path).status_code
            else:
                status = client.post(path, self.data(url, about)).status_code
            transaction.set_rollback(True)
        return status

    def wrong_answers(self, asked: list[dict[str, str]]) -> list[str]:
        """What is answered otherwise than these lines of the table say."""
        return [
            f"{line['method']} {line['url']} {line['about']} as {role}: {got}, not {line[role]}"
            for line in asked
            for role in ("anonymous", *ROLES)
            if str(got := self.answer(role, line)) != line[role]
        ]


@pytest.fixture
def world(cast: Cast, filled, monkeypatch) -> World:
    monkeypatch.setattr("documents.papers.body_of", lambda paper, at: b"%PDF-")
    monkeypatch.setattr("approvals.previews.preview_of", lambda row: b"a picture")
    monkeypatch.setattr("approvals.previews.words_of", lambda row: [{"text": "words"}])
    drawn = Drawn(b"%PDF-", 1, {})
    monkeypatch.setattr("documents.rendering.process.draw", lambda html, css, **more: drawn)
    caches.cache.clear()  # of how often papers were checked from here
    return World(cast, filled(plan=False))


def test_every_address_stands_in_the_table() -> None:
    told = {(line["url"], line["method"]) for line in lines()}
    missing = [
        f"{method} {name}"
        for name, _ in addresses()
        for method in ("GET", "POST")
        if (name, method) not in told
    ]
    assert missing == [], CURE


def test_every_address_of_a_case_is_tried_on_ones_own_and_on_anothers() -> None:
    told = {(line["url"], line["about"].split("-")[0]) for line in lines()}
    of_a_case = [name for name, takes in addresses() if "pk" in takes]
    missing = {(name, whose) for name in of_a_case for whose in ("li", "chen")} - told
    assert missing == set(), CURE


@pytest.mark.once
@pytest.mark.parametrize("share", range(SHARES))
def test_everybody_is_answered_what_the_table_says(world: World, share: int) -> None:
    assert world.wrong_answers(lines()[share::SHARES]) == []


def test_a_page_that_shows_too_much_is_found(world: World) -> None:
    """The control: every case is readable for everybody."""
    with mock.patch(
        "approvals.access.visible_to", lambda person, on, held=None: Case.objects.all()
    ):
        shown = ("case", "attachment", "paper")
        wrong = world.wrong_answers([line for line in lines() if line["url"] in shown])
    assert "GET case chen-running as applicant: 200, not 404" in wrong
    assert "GET attachment li-running as hr: 200, not 404" in wrong
    assert "GET paper chen-ended as colleague: 200, not 404" in wrong


def test_sessions_are_kept_in_the_database() -> None:
    """The table undoes each request by a rollback: a session elsewhere would not come back."""
    assert SessionStore.__module__ == settings.SESSION_ENGINE


@pytest.mark.once
def test_no_page_breaks_where_the_set_of_the_bureau_has_no_such_rule(world: World) -> None:
    Unit.objects.update(policy_set="yueyang")  # neither proposals nor scorecards, pay or discipline
    read = [line for line in lines() if line["method"] == "GET"]
    broken = [
        f"{line['url']} {line['about']} as {role}: {got}"
        for line in read
        for role in ("applicant", "director", "hr")
        if line[role] == "200" and (got := world.answer(role, line)) not in (200, 404, 422)
    ]
    assert broken == []
