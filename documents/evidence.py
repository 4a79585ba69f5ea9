"""The evidence in a paper's file: who decided what, when, under which rules. docs/evidence.md says it all.

What can change later (names, posts, titles) is frozen with the paper; where its line stands in the
journal is read when it is drawn, and is the same for ever.
"""

import json
from datetime import UTC, datetime
from typing import Any

from approvals.models import Case, Opinion
from approvals.move import Move
from documents import boxes, wording
from documents.models import Paper
from registry.journal import Entry

SCHEMA = "qianpi-evidence-1"
HASH = "SHA-256"
NAME = "evidence.json"


def record_of(case: Case, move: Move) -> dict[str, Any]:
    """What is frozen with each paper of a decision: the case, its ruling, its verdicts, its files."""
    value, customer = case.value_yuan, case.customer
    return {
        "case": {
            "number": case.number,
            "kind": case.kind,
            "value_yuan": None if value is None else format(value, ".2f"),
            "customer": None if customer is None else {"id": customer.code, "name": customer.name},
            "submitted_at": utc(case.submitted_at),
            "data_version": case.data_version,
            "round": case.round,
        },
        "ruling": case.ruling_json,
        "verdicts": _verdicts(case, move),
        "files": [
            {"name": row.name, "kind": row.kind, "bytes": row.size_bytes, "hash": row.sha256}
            for row in move.attachments
        ],
    }


def evidence_of(paper: Paper) -> dict[str, Any]:
    """What is embedded in the file of a paper."""
    return {
        "schema": SCHEMA,
        "hash_algorithm": HASH,
        "paper": {
            "number": paper.number,
            "kind": paper.kind,
            "code": paper.code,
            "issued_at": utc(paper.issued_at),
        },
        "content": paper.content,
        "content_hash": paper.content_sha256,
        "journal": _place_in_journal(paper),
    }


def text_of(evidence: dict[str, Any]) -> str:
    """The evidence as it is embedded: the same text each time."""
    return json.dumps(evidence, ensure_ascii=False, indent=1, sort_keys=True)


def _verdicts(case: Case, move: Move) -> list[dict[str, Any]]:
    """What was said in all rounds and stands, in its order."""
    said = move.opinions
    if case.round > 1:
        rows = Opinion.objects.standing().filter(case=case).order_by("pk")
        said = list(rows.select_related("person", "acting_for", "recorded_by", "assignment"))
    titles = {name: step.task_title for name, step in boxes.levels(case.process.flow_class).items()}
    with wording.in_chinese():
        return [_verdict(one, str(titles.get(one.node, ""))) for one in said]


def _verdict(opinion: Opinion, step: str) -> dict[str, Any]:
    other, clerk = opinion.acting_for, opinion.recorded_by
    return {
        "round": opinion.round,
        "step": opinion.node,
        "step_title": step,
        "person": opinion.person.name,
        "person_id": opinion.person_id,
        "post": opinion.signed_as,
        "asked": opinion.assignment.reason,
        "acting_for": None if other is None else other.name,
        "recorded_by": None if clerk is None else clerk.name,
        "verdict": opinion.verdict,
        "verdict_text": wording.said(opinion.verdict),
        "opinion": opinion.text,
        "saw_version": opinion.saw_version,
        "at": utc(opinion.at),
    }


def _place_in_journal(paper: Paper) -> dict[str, Any] | None:
    """The line of the case's journal that issued the paper; its hash covers all lines before it."""
    subject = paper.case.journal_subject
    for line in Entry.objects.filter(subject=subject, verb="issued").order_by("seq"):
        if line.detail.get("number") == paper.number:
            return {"subject": subject, "line": line.seq, "hash": line.digest}
    return None


def utc(moment: datetime | None) -> str | None:
    """A moment as text, in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
