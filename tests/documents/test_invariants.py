"""What must hold of papers: each fault is planted and found by its name."""

import pytest
from django.db import connection

from approvals.invariants import check_all
from documents.models import Paper
from registry.append_only import trigger_name
from registry.numbers import Register
from tests.cast import decide, draft, submit


@pytest.fixture
def paper(cast) -> Paper:
    """The slip of a recorded project; nothing is wrong yet."""
    decide(cast, submit(cast, draft(cast, "5000")), cast.wang)
    assert check_all() == []
    return Paper.objects.get()


@pytest.fixture
def thawed(paper) -> None:
    """Papers without their triggers: as somebody with the rights of an owner has them."""
    on = " ON documents_paper" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if on:  # what is still to be checked keeps tables as they are
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for event in ("UPDATE", "DELETE"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_name('documents_paper', event)}{on}")


def found(words: str) -> bool:
    return any(words in fault for fault in check_all())


def test_a_gap_in_the_numbers_of_papers_is_found(paper):
    Register.objects.filter(kind__startswith="paper.").update(last=2)
    assert found("1 papers, the register says 2")


def test_papers_without_a_register_are_found(paper):
    Register.objects.filter(kind__startswith="paper.").delete()
    assert found("papers without a register")


def test_a_changed_paper_is_found_though_somebody_took_the_trigger_away(thawed):
    Paper.objects.update(content={"title": "另一份"})
    assert found("its content was changed")


def test_a_recorded_case_without_its_paper_is_found(thawed):
    Paper.objects.all().delete()
    assert found("ended well and has no paper")


def test_a_paper_of_a_case_that_was_not_agreed_is_found(paper):
    type(paper.case).objects.update(status="refused")
    assert found("has a paper though it was not agreed")
