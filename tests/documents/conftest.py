"""Papers are kept in a folder of the test's own, and cases come to their ends in one word."""

import pytest

from approvals.models import Case
from documents.models import Paper
from documents.rendering import process
from tests.cast import decide, draft, submit, vote
from tests.documents import here

_IN_A_CHILD = process._run


@pytest.fixture(autouse=True)
def _drawn_here(monkeypatch):
    """Starting a process costs more than a paper; `in_a_child` is for tests of the process itself."""
    monkeypatch.setattr(process, "_run", here.run)


@pytest.fixture
def in_a_child(monkeypatch, _drawn_here):
    """Papers are drawn as the product draws them: by a process of their own, within its limits."""
    monkeypatch.setattr(process, "_run", _IN_A_CHILD)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.PAPER_ROOT = tmp_path / "papers"


@pytest.fixture
def ended(cast):
    """A proposal that everybody agreed to; `last` is what the last step says, if not agreement."""

    def carried(value="5000", last="", **fields) -> Case:
        case = submit(cast, draft(cast, value, **fields))
        decide(cast, case, cast.wang)
        case.refresh_from_db()
        while case.status == "running":
            if case.step == "discuss":
                for member in cast.members[:4]:
                    vote(cast, case, member, "against" if member == cast.qian else "for", "已阅")
                decide(cast, case, cast.director)
            elif case.step == "listing":
                decide(cast, case, cast.zhao, last or "listed")
            else:
                person = case.assignments.filter(state=0).order_by("pk")[0].person
                decide(cast, case, person)
            case.refresh_from_db()
        return case

    return carried


@pytest.fixture
def paper(ended) -> Paper:
    """The filing slip of a small project."""
    return ended().papers.get()
