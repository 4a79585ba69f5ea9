"""An answer in words: who decided what, when, as what, under which rules, and what the seal is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from documents import wording
from documents.verifying import NOT_LAW, Answer


def lines(answer: Answer) -> Iterator[str]:
    """The answer, in the language that is active."""
    yield str(answer.state.label)
    if answer.paper and answer.paper.voided_at:
        yield _("Void since %(day)s: %(reason)s") % {
            "day": _moment(answer.paper.voided_at.isoformat()),
            "reason": answer.paper.void_reason,
        }
    if answer.paper and answer.paper.superseded_by:
        yield _("In its place: %(number)s") % {"number": answer.paper.superseded_by.number}
    if not answer.asked_register:
        yield _("The register was not asked: whether the paper is void only the bureau can say.")
    if answer.evidence:
        yield ""
        yield from _paper(answer.evidence)
    if answer.found and answer.found.seal:
        yield ""
        yield from seal_lines(answer)


def _paper(evidence: dict[str, Any]) -> Iterator[str]:
    said = evidence["content"]
    yield f"{said['number']}  {said['title']}"
    yield f"{said['bureau']}  {said['unit']}  {said['issued_on']}"
    yield f"{said['subject']}  {said['amount']}".rstrip()
    yield _("Conclusion: %(said)s") % {"said": said["conclusion"]}
    record = said.get("record") or {}
    for verdict in record.get("verdicts", ()):
        yield f"  {verdict_line(verdict)}"
    if ruling := record.get("ruling"):
        yield _("Rules: %(set)s of %(day)s, rulebook %(version)s, %(hash)s") % {
            "set": ruling["set"],
            "day": ruling["on"],
            "version": ruling["version"],
            "hash": ruling["hash"],
        }
    for clause in said["clauses"]:
        source = clause["source"] or _("set by the bureau")
        yield "  " + _("%(says)s (%(source)s)") % {"says": clause["says"], "source": source}
    for file in record.get("files", ()):
        yield _("Attachment %(name)s: SHA-256 %(hash)s") % {
            "name": file["name"],
            "hash": file["hash"],
        }


def verdict_line(verdict: dict[str, Any]) -> str:
    """2026-03-02 09:20 单位审核 王建国 (东港分局 …, 代李…): 同意 “…”."""
    as_what = [verdict["post"]]
    if verdict["acting_for"]:
        as_what.append(_("for %(who)s") % {"who": verdict["acting_for"]})
    if verdict["recorded_by"]:
        as_what.append(_("entered by %(who)s") % {"who": verdict["recorded_by"]})
    opinion = f" “{verdict['opinion']}”" if verdict["opinion"] else ""
    known = _(", ").join(filter(None, as_what))
    who = _("%(who)s (%(what)s)") % {"who": verdict["person"], "what": known}
    what = _("%(who)s: %(said)s") % {
        "who": who if known else verdict["person"],
        "said": f"{verdict['verdict_text']}{opinion}",
    }
    return f"{_moment(verdict['at'])}  {verdict['step_title']}  {what}"


def seal_lines(answer: Answer) -> Iterator[str]:
    """Who signed and sealed the file, when, and what that is worth."""
    assert answer.found and answer.found.seal
    for person in answer.found.people:
        yield _("Signed by %(name)s, %(when)s") % {
            "name": person["name"],
            "when": _moment(person["at"]),
        }
    seal = answer.found.seal
    yield _("Seal of %(name)s (%(organisation)s), issued by %(issuer)s") % seal
    yield _("Certificate SHA-256 %(sha256)s") % seal
    if seal["timestamp"]:
        yield _("Sealed %(when)s, by a timestamp") % {"when": _moment(seal["timestamp"])}
    else:
        yield _("Sealed %(when)s, by its own account") % {"when": _moment(seal["at"])}
    if answer.warning:
        yield answer.warning
    yield str(NOT_LAW)


def _moment(text: str | None) -> str:
    return wording.local(datetime.fromisoformat(text)) if text else "-"


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer for programs."""
    paper = answer.paper
    return {
        "state": str(answer.state),
        "genuine": answer.good,
        "register": None
        if not answer.asked_register
        else {
            "known": paper is not None,
            "voided_at": paper.voided_at.isoformat() if paper and paper.voided_at else None,
            "void_reason": paper.void_reason if paper else "",
            "superseded_by": paper.superseded_by.number if paper and paper.superseded_by else None,
        },
        "seal": answer.found.seal if answer.found else None,
        "people": answer.found.people if answer.found else [],
        "evidence": answer.evidence,
        "note": str(NOT_LAW),
    }
