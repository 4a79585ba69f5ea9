"""Numbers of papers without a gap whoever ends a case at once, and one paper issued anew once."""

from collections.abc import Iterator

import pytest

from documents.errors import SupersededAlready, VoidedAlready
from documents.models import Paper
from documents.voiding import reissue, void
from tests.cast import Cast, decide, draft, new_key, row, submit
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene, loser_is_told
from tests.races.test_registers import read_then_written

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def two_cases_end(cast: Cast) -> Scene:
    """Wang agrees to two small projects in two windows: two slips of one register."""
    cases = [submit(cast, draft(cast, "5000", by=by)) for by in (cast.li, cast.lin)]
    rows, at = [row(case, cast.wang).pk for case in cases], cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "one of two cases did not end"

    return Scene(
        [
            lambda: decide(cast, cases[0], cast.wang, row=rows[0], seen=1, at=at),
            lambda: decide(cast, cases[1], cast.wang, row=rows[1], seen=1, at=at),
        ],
        judge,
        point="registry_register",
    )


def issued_paper(cast: Cast) -> Paper:
    case = submit(cast, draft(cast, "5000"))
    return decide(cast, case, cast.wang).papers.get()


def doing(cast: Cast, act, paper: Paper, person):
    how = {"reason": "名称有误", "at": cast.later(), "key": new_key()}
    return lambda: act(case_id=paper.case_id, paper_id=paper.pk, actor=person, **how)


def issued_anew_twice(cast: Cast) -> Scene:
    paper = issued_paper(cast)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        yield from loser_is_told(outcomes, SupersededAlready, paper.number)

    acts = [doing(cast, reissue, paper, who) for who in (cast.qian, cast.director)]
    return Scene(acts, judge)


def voided_while_issued_anew(cast: Cast) -> Scene:
    paper = issued_paper(cast)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        now = Paper.objects.get(pk=paper.pk)
        if not outcomes[1].ok or now.voided_at is None or now.superseded_by is None:
            yield "the paper was not issued anew"
        if not (outcomes[0].ok or outcomes[0].refused(VoidedAlready)):
            yield f"who voids it is not told: {outcomes[0]}"

    acts = [doing(cast, void, paper, cast.qian), doing(cast, reissue, paper, cast.director)]
    return Scene(acts, judge)


@pytest.mark.parametrize("scene", [two_cases_end, issued_anew_twice, voided_while_issued_anew])
def test_papers_are_numbered_and_replaced_once(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


def test_read_before_they_are_written_numbers_of_papers_are_not(rounds: Rounds) -> None:
    assert rounds.without(two_cases_end, read_then_written)


def test_without_the_lock_a_paper_is_replaced_twice_or_breaks(rounds: Rounds) -> None:
    assert rounds.without(issued_anew_twice)
