"""The demo bureau: always the same, every state in it, its cast in their posts, at any scale."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone
from viewflow.workflow.models import Process, Task

from approvals import inbox, invariants
from approvals.kinds import all_kinds
from approvals.models import (
    Assignment,
    Attachment,
    Case,
    Discussion,
    Message,
    Opinion,
    Party,
    Phrase,
)
from approvals.words import Status
from config import demo
from config.demo import copies
from config.demo.loading import NotEmpty
from config.demo.plan_file import pdf
from config.demo.rows import Columns
from documents.models import Paper
from registry.bidding.models import Tender
from registry.customers.models import Customer, Protection
from registry.journal import Entry
from registry.numbers import Register
from registry.org import posts
from registry.org.models import Person, Post, Unit
from registry.projects import portfolio
from registry.projects.models import KeyProject, Project
from tests.emptying import KEPT
from workflows.proposal.models import Proposal

from .processes import python

# One worker loads it, and on the database that the demo runs on.
pytestmark = pytest.mark.once
TODAY = date(2026, 11, 20)
# Salted, or named by chance on purpose; and the hashes of lines that tell of a paper with its code.
RANDOM = ("password", "file", "before", "digest", "journal_digest", "code", "content_sha256")
MODELS = (
    *(Unit, Person, Post, Customer, Register, Process, Task, Project, KeyProject, Case, Proposal),
    *(Party, Attachment, Assignment, Opinion, Discussion, Paper, Entry, Message, Phrase),
)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo bureau, loaded once for this module and gone with it."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        sequences = [s for s in connection.introspection.sequence_list() if s["table"] not in KEPT]
        for sql in connection.ops.sequence_reset_by_name_sql(no_style(), sequences):
            cursor.execute(sql)  # ids as in a new database
        demo.load(today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def bureau(loaded, db):
    """The bureau; what a test changes is taken back."""


def person(username):
    return Person.objects.get(username=username)


def rows():
    """All that was loaded, as text, without what is random."""
    found = []
    for model in MODELS:
        fields = [f for f in model._meta.concrete_fields if f.name not in RANDOM]
        for row in model._default_manager.order_by("pk"):
            found.append([model.__name__, *(_plain(getattr(row, f.attname)) for f in fields)])
    return found


def _plain(value):
    """A value without the random code of a paper in it; nodes and flows by their names."""
    if isinstance(value, dict):
        by_chance = (
            ("code", "address") if "code" in value else ("sha256",) if "number" in value else ()
        )
        return {name: said for name, said in value.items() if name not in by_chance}
    return getattr(value, "name", None) or str(value)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other process is on SQLite")
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_another_process_loads_the_same_rows_of_the_same_today(bureau, tmp_path, migrated):
    listing = "from tests.config.test_demo_bureau import rows; print(*rows(), sep='\\n')"
    asked = {"QIANPI_DEMO": "1"}
    migrated(tmp_path)
    done = python(tmp_path, "manage.py", "demo_data", "--today", TODAY.isoformat(), **asked)
    assert done.returncode == 0, done.stderr
    shown = python(tmp_path, "manage.py", "shell", "-v0", "-c", listing, **asked)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.splitlines() == [str(row) for row in rows()]


def test_what_is_loaded_holds_all_invariants(bureau):
    assert invariants.check_all() == []


def test_every_state_is_there(bureau):
    assert 80 <= Case.objects.filter(kind="proposal").count() <= 120
    found = Counter(Case.objects.values_list("status", flat=True))
    assert set(found) == set(Status) - {Status.EXPIRED}
    states = Assignment.objects.values_list("state", flat=True)
    assert set(states) == set(Assignment.State)
    told = set(Entry.objects.values_list("verb", flat=True))
    assert told >= {
        *("transferred", "delegated", "signer_added", "taken_back", "suspended", "resumed"),
        *("terminated", "urged", "copied", "convened", "adjourned", "recorded"),
    }
    running = Case.objects.filter(status=Status.RUNNING, kind="proposal")
    steps = {"unit_review", "plan_check", "sign_off", "discuss", "listing"}
    assert set(running.values_list("step", flat=True)) == steps
    assert running.filter(round=2).exists()
    assert Case.objects.filter(result="listed").exists()
    refused_at = Opinion.objects.filter(verdict="refused").values_list("node", flat=True)
    assert {"unit_review", "discuss"} <= set(refused_at)


def test_discussions_are_open_below_and_above_their_quorum(bureau):
    meetings = Discussion.objects.filter(task__finished=None)
    voted = [(m.voted, m.quorum) for m in meetings]
    assert any(0 < n < quorum for n, quorum in voted)
    assert any(n >= quorum for n, quorum in voted) and any(n == 0 for n, _ in voted)


@pytest.mark.parametrize("value", ["9999.99", "10000", "29999.99", "30000", "49999.99", "50000"])
def test_every_boundary_amount_is_there(bureau, value):
    assert Case.objects.filter(value_yuan=value).exclude(status=Status.DRAFT).exists()


def test_the_history_covers_a_year_of_working_hours_and_ends_before_today(bureau):
    moments = [timezone.localtime(at) for at in Entry.objects.values_list("at", flat=True)]
    assert max(moments).date() < TODAY and (max(moments) - min(moments)).days > 300
    assert all(8 <= at.hour < 18 for at in moments)
    keys = list(Entry.objects.order_by("pk").values_list("at", flat=True))
    assert keys == sorted(keys), "the journal is written in the order of time"


def test_li_has_something_of_everything(bureau):
    statuses = set(Case.objects.filter(applicant=person("li")).values_list("status", flat=True))
    assert {
        *(Status.DRAFT, Status.RUNNING, Status.RETURNED, Status.AGREED),
        *(Status.AGREED_WITH_CHANGES, Status.RECORDED, Status.REFUSED, Status.WITHDRAWN),
    } == statuses
    assert Customer.objects.filter(a_manager=person("li")).count() >= 3


@pytest.mark.parametrize(
    "username", ["li", "wang", "planner", "info", "deputy", "hejm", "majie", "director", "zhao"]
)
def test_those_who_decide_have_something_to_decide(bureau, username):
    assert inbox.count_waiting(person(username)) > 0


@pytest.mark.parametrize(
    ("username", "unit", "role"),
    [
        ("li", "DY", "account_manager"),
        ("wang", "DY", "county_head"),
        ("chen", "BP", "account_manager"),
        ("zhao", "SC", "marketing_head"),
        ("sun", "RL", "hr"),
        ("director", "DKH", "centre_director"),
        ("deputy", "DKH", "centre_deputy"),
        ("planner", "DKH", "planner"),
        ("info", "DKH", "info_supervisor"),
        ("leader", "LD", "bureau_leader"),
        ("auditor", "LJ", "auditor"),
    ],
)
def test_the_cast_holds_its_posts(bureau, username, unit, role):
    assert [(p.unit.code, p.role) for p in posts.held_by(person(username), TODAY)] == [(unit, role)]


def test_the_accounts_that_are_announced_are_there_with_the_password(bureau):
    for username, name, post in demo.ACCOUNTS:
        account = person(username)
        assert account.name == name and " · " in post
    assert check_password(demo.PASSWORD, person("li").password)
    people = Person.objects.all()
    assert all(p.is_demo and p.email == f"{p.username}@example.com" for p in people)
    assert (
        not people.filter(is_staff=True).exists() and not people.filter(is_superuser=True).exists()
    )


def test_a_vacant_post_is_filled_by_rule(bureau):
    by_rule = Assignment.objects.filter(reason=Assignment.Reason.BY_RULE, case__unit__code="YT")
    assert set(by_rule.values_list("person__username", flat=True)) == {"pengyw"}


def test_customers_in_every_tier_and_unit_that_markets(bureau):
    assert Customer.objects.count() > 60  # some came later than the sixty of the file
    assert set(Customer.objects.values_list("tier", flat=True)) == {
        *("diamond", "gold", "silver", "general")
    }
    markets = Post.objects.on(TODAY).filter(role="account_manager").values_list("unit", flat=True)
    assert set(Customer.objects.values_list("unit", flat=True)) == set(markets)


def test_key_projects_stand_at_different_points_of_their_plan(bureau):
    found, count = portfolio.of_bureau(Unit.objects.get(parent=None).pk, None, until=TODAY)
    assert count == len(found) > 3
    assert len({one.share for one in found}) > 3 and max(one.share for one in found) > Decimal(
        "0.3"
    )
    assert len({one.project.maturity for one in found} - {""}) > 1


def test_old_news_is_not_mailed(bureau):
    assert Message.objects.exists() and not Message.objects.filter(sent_at=None).exists()


def test_a_second_load_is_refused_and_changes_nothing(bureau):
    before = Case.objects.count()
    with pytest.raises(NotEmpty, match="already"):
        demo.load(today=TODAY)
    assert Case.objects.count() == before


def test_a_scaled_history_holds_all_invariants(bureau):
    before, projects, papers = (m.objects.count() for m in (Case, Project, Paper))
    copies.multiply(3)
    assert Case.objects.count() == 3 * before and Project.objects.count() > 2 * projects
    assert invariants.check_all() == []
    for paper in Paper.objects.all():
        assert paper.intact and paper.content["number"] == paper.number
        assert (paper.content["code"], paper.content["case_number"]) == (
            paper.code,
            paper.case.number,
        )
    assert Paper.objects.count() > 2 * papers


def test_papers_of_copies_go_on_in_their_registers(bureau):
    copies.multiply(2)
    found = {}
    for paper in Paper.objects.order_by("serial"):
        found.setdefault((paper.unit_id, f"paper.{paper.kind}", paper.year), []).append(
            paper.serial
        )
    registers = {(r.unit_id, r.kind, r.year): r.last for r in Register.objects.all()}
    for place, serials in found.items():
        assert serials == list(range(1, registers[place] + 1))


def test_a_copy_takes_along_every_table_that_belongs_to_a_case():
    belonging = {relation.related_model for relation in Case._meta.related_objects}
    belonging -= {kind.request for kind in all_kinds() if kind.name != "proposal"}
    assert belonging <= set(copies.COPIED), "add the new table to config/demo/copies.py"


def test_a_copied_row_names_no_row_of_its_template(bureau):
    rows = {model: model._default_manager.order_by("-pk") for model in copies.COPIED}
    last = {model: getattr(found.first(), "pk", 0) for model, found in rows.items()}
    copies.multiply(2)
    for model in copies.COPIED:
        for name, target in Columns(model, copies.COPIED).references:
            mixed = model._default_manager.filter(pk__gt=last[model])
            assert not mixed.filter(**{f"{name}__lte": last[target]}).exists(), (model, name)


def test_the_plan_is_a_pdf_whose_table_points_at_its_objects():
    content = pdf("Plan (1)")
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    table = content[start:].split(b"\n")
    assert table[0] == b"xref" and content.endswith(b"%%EOF\n")
    for number, line in enumerate(table[3:8], start=1):
        assert content[int(line[:10]) :].startswith(b"%d 0 obj" % number)


def test_customers_are_being_won_in_every_state(bureau):
    declared = Case.objects.filter(kind="registration").values_list("status", flat=True)
    assert {Status.DRAFT, Status.RUNNING, Status.RETURNED, Status.AGREED} <= set(declared)
    assert set(Protection.objects.values_list("state", flat=True)) == set(Protection.State)
    assert {"regular", "festival"} <= set(Protection.objects.values_list("kind", flat=True))
    assert {Tender.State.OPEN, Tender.State.AWARDED} <= set(
        Tender.objects.values_list("state", flat=True)
    )
