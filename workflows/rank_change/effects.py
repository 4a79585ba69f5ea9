"""What a change of rank changes in the register, in the deciding transaction."""

from approvals.models import Case
from approvals.move import Move
from approvals.personnel import NotInTheRegister
from registry.errors import RegistryError
from registry.people import managers
from workflows.rank_change.models import RankChange


def change_rank(case: Case, move: Move) -> None:
    """The rank holds from its day on; the change is there to be filed."""
    asked = RankChange.of(case)
    assert asked.manager_id is not None and asked.since is not None
    try:
        made = managers.rank(
            asked.manager_id,
            asked.rank,
            since=asked.since,
            reason=case.title,
            by=move.actor,
            at=move.at,
            origin=case.journal_subject,
        )
    except RegistryError as refusal:
        raise NotInTheRegister(why=refusal) from refusal
    move.note("rank", manager=asked.manager_id, rank=made.rank)
