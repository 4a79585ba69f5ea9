"""The journal finds every change of what was written, and the database refuses to make one."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from registry import journal
from registry.journal import Entry, Head

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
SUBJECT = "case:1"


@pytest.fixture
def chain(db):
    """Four lines, the head behind them, and the lines as they are read back."""
    lines = [("drafted", {}), ("submitted", {"value": "32000.00"})]
    head = journal.append(subject=SUBJECT, head=Head(), lines=lines, at=AT, actor_id=None)
    lines = [("opinion", {"text": "同意"}), ("closed", {})]
    head = journal.append(subject=SUBJECT, head=head, lines=lines, at=AT, actor_id=None)
    return list(Entry.objects.order_by("seq")), head


def test_a_chain_that_nobody_touched_is_whole(chain):
    _, head = chain
    assert head.seq == 4 and journal.faults(SUBJECT, head) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verb", "withdrawn"),
        ("detail", {"value": "9000.00"}),
        ("at", datetime(2026, 3, 3, tzinfo=UTC)),
        ("actor_id", 7),
        ("subject", "case:2"),
    ],
)
def test_an_edited_line_is_found(chain, field, value):
    entries, head = chain
    setattr(entries[1], field, value)
    assert journal.faults_in(SUBJECT, entries, head) == [f"{SUBJECT}: line 2 was changed"]


def test_an_edited_line_with_a_new_hash_breaks_the_next_one(chain):
    entries, head = chain
    entries[1].detail = {"value": "9000.00"}
    entries[1].digest = journal.digest_of(entries[1])
    assert journal.faults_in(SUBJECT, entries, head) == [
        f"{SUBJECT}: line 3 does not follow line 2"
    ]


def test_a_deleted_line_is_found(chain):
    entries, head = chain
    assert (
        "line 3 does not follow line 1"
        in journal.faults_in(SUBJECT, [entries[0], *entries[2:]], head)[0]
    )


def test_an_inserted_line_is_found(chain):
    entries, head = chain
    forged = Entry(subject=SUBJECT, seq=3, at=AT, verb="opinion", before=entries[1].digest)
    forged.digest = journal.digest_of(forged)
    assert journal.faults_in(SUBJECT, [*entries[:2], forged, *entries[2:]], head)


def test_lines_in_another_order_are_found(chain):
    entries, head = chain
    entries[1], entries[2] = entries[2], entries[1]
    assert len(journal.faults_in(SUBJECT, entries, head)) >= 2


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_lines_cut_off_at_the_end_are_found_by_the_head(chain, kept):
    entries, head = chain
    assert journal.faults_in(SUBJECT, entries[:kept], head) == [
        f"{SUBJECT}: ends at line {kept}, its row says 4"
    ]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE registry_entry SET verb = 'x'", "UPDATE registry_entry SET seq = 9 WHERE seq = 1"],
)
def test_the_database_refuses_to_change_a_line(chain, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    _, head = chain
    assert journal.faults(SUBJECT, head) == []
