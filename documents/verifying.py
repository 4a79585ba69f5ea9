"""Is this paper genuine? Asked of a file, of a code, or of both; and who decided what, by the file."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents import papers
from documents.models import Paper
from documents.sealing import checker, checking
from documents.sealing.checking import Found


class State(models.TextChoices):
    """What is answered; the label is the sentence that people read."""

    GENUINE = (
        "genuine",
        _("This paper is genuine: not a bit of it was changed since it was sealed."),
    )
    ARCHIVED = (
        "archived",
        _(
            "This is the file that is kept of this paper. It has no seal, so that only the register says so."
        ),
    )
    VOIDED = "voided", _("This paper was issued and is void. Do not rely on it.")
    SUPERSEDED = "superseded", _("This paper is void; another was issued in its place.")
    CHANGED = (
        "changed",
        _("This file was changed after it was sealed, or is not whole. Do not rely on it."),
    )
    UNKNOWN_SEAL = (
        "unknown_seal",
        _("The seal on this file is not one that is trusted here. Do not rely on it."),
    )
    UNSEALED = "unsealed", _("This file has no seal: nothing says that it is what was issued.")
    UNKNOWN = "unknown", _("No such paper was issued here. Do not rely on it.")
    UNREADABLE = (
        "unreadable",
        _("This PDF is cut off or damaged beyond reading. Ask for the file once more."),
    )
    EMPTY = "empty", _("This file is empty. Ask for it once more.")
    NO_PDF = "no_pdf", _("This is not a PDF. Hand in the file of the paper itself.")
    LOCKED = (
        "locked",
        _(
            "This PDF is locked by a password, and no paper of ours is. Hand in the file as it came."
        ),
    )
    TOO_LARGE = "too_large", _("This file is larger than any paper of ours.")


GOOD = (State.GENUINE, State.ARCHIVED)
NOT_LAW = _(
    "The seal is an electronic signature of the bureau that shows whether the file was changed. The paper"
    " is an electronic record of an approval. The seal is no official seal of the national standard (SM2,"
    " OFD), and takes the place of nobody's own signature."
)
DEMO = _("The seal is that of a demo and has no force whatever.")


@dataclass(frozen=True)
class Answer:
    """The answer, what the file says (if there was one), the row of the register (if it was asked)."""

    state: State
    found: Found | None = None
    paper: Paper | None = None
    asked_register: bool = False

    @property
    def good(self) -> bool:
        return self.state in GOOD

    @property
    def evidence(self) -> dict[str, Any] | None:
        return self.found.evidence if self.found else None

    @property
    def demo(self) -> bool:
        """Whether the seal is that of a demo."""
        seal = self.found.seal if self.found else self.paper and self.paper.seal
        return bool(seal and seal["demo"])

    @property
    def warning(self) -> str:
        """What has to be said besides: that the seal is that of a demo."""
        return str(DEMO) if self.demo else ""


def of_code(code: str) -> Answer:
    """What the register says of a code."""
    paper = papers.by_code(code)
    if paper is None:
        return Answer(State.UNKNOWN, asked_register=True)
    return Answer(_standing(paper), paper=paper, asked_register=True)


def of_file(pdf: bytes, roots: bytes, *, register: bool) -> Answer:
    """What a file says to somebody who trusts these roots (PEM), and what the register adds to it."""
    found = checking.check(pdf, roots)
    if not register:
        sealed = found.state == checker.SEALED
        return Answer(State.GENUINE if sealed else State(found.state), found)
    paper = _paper_of(pdf, found)
    if paper is None:
        state = State.UNKNOWN if found.state == checker.SEALED else State(found.state)
        return Answer(state, found, asked_register=True)
    return Answer(_together(found, paper, pdf), found, paper, asked_register=True)


def _paper_of(pdf: bytes, found: Found) -> Paper | None:
    """The paper that the file claims to be, or whose file it is."""
    told = found.evidence or {}
    code = str(told.get("paper", {}).get("code", ""))
    kept = Paper.objects.filter(file_sha256=hashlib.sha256(pdf).hexdigest())
    return papers.by_code(code) or kept.select_related("successor").first()


def _together(found: Found, paper: Paper, pdf: bytes) -> State:
    """What file and register say together: the file first, then whether it is the one that is kept."""
    kept = paper.file_sha256 == hashlib.sha256(pdf).hexdigest()
    standing = _standing(paper)
    if found.state == checker.SEALED:
        return standing if kept else State.UNKNOWN
    if found.state == checker.UNSEALED and kept:
        return State.ARCHIVED if standing == State.GENUINE else standing
    return State(found.state)


def _standing(paper: Paper) -> State:
    if not paper.intact:
        return State.CHANGED
    if paper.superseded_by:
        return State.SUPERSEDED
    return State.VOIDED if paper.voided_at else State.GENUINE
