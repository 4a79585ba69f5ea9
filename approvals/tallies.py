"""How the words of several people at one step become its outcome: 或签, 会签, 依次, 票签."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from approvals.people import Seat
from approvals.words import SIGN_OFFS, VOTES, Verdict
from policy.ruling import Ruling
from policy.units import fraction


@dataclass(frozen=True)
class Ballot:
    """One place at a step: what was said there, if anything, and how much it weighs."""

    verdict: str | None
    weight: int = 1


@dataclass(frozen=True)
class Tally:
    """The rule of a step. It ends as soon as nothing that is still to be said can change it."""

    name: str
    in_turn: bool = False  # one is asked after the other
    votes: bool = False  # the words are for, against and abstain

    def outcome(self, ballots: Sequence[Ballot], ruling: Ruling) -> str | None:
        """The outcome of the step, or None while it depends on those who haven't spoken."""
        return next((b.verdict for b in ballots if b.verdict), None)

    def weight(self, seat: Seat, ruling: Ruling) -> int:
        """How much the vote of a seat weighs."""
        return 1

    def words(self, outcomes: list[str]) -> list[str]:
        """What a person can say at a step with these outcomes."""
        return list(VOTES) if self.votes else outcomes

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class AllAgree(Tally):
    """One refusal or return ends it at once; else everybody has to agree."""

    def outcome(self, ballots: Sequence[Ballot], ruling: Ruling) -> str | None:
        return together([ballot.verdict for ballot in ballots])


@dataclass(frozen=True)
class Share(Tally):
    """Agreed with at least the share of all weights for it, refused once that can't be reached.

    of       the value of the ruling that holds the share
    weights  the values of the ruling that hold weights, as "<weights>.<post>"; without one it is 1
    """

    of: str = ""
    weights: str = ""
    votes: bool = True

    def outcome(self, ballots: Sequence[Ballot], ruling: Ruling) -> str | None:
        needed = fraction(ruling.figure(self.of)) * sum(ballot.weight for ballot in ballots)
        votes_for = sum(b.weight for b in ballots if b.verdict == Verdict.FOR)
        to_come = sum(b.weight for b in ballots if b.verdict is None)
        if votes_for >= needed:
            return Verdict.AGREED
        return Verdict.REFUSED if votes_for + to_come < needed else None

    def weight(self, seat: Seat, ruling: Ruling) -> int:
        role = seat.post.role if seat.post else ""
        given = ruling.value_of(f"{self.weights}.{role}") if self.weights else None
        return 1 if given is None else int(given)

    def __str__(self) -> str:
        return f"share {self.of}" + (f" weighted by {self.weights}" if self.weights else "")


@dataclass(frozen=True)
class Enough(Tally):
    """So many have spoken; the others need not."""

    least: int = 1

    def outcome(self, ballots: Sequence[Ballot], ruling: Ruling) -> str | None:
        said = [ballot.verdict for ballot in ballots if ballot.verdict]
        return said[0] if len(said) >= self.least else None

    def __str__(self) -> str:
        return f"{self.name} {self.least}"


any_one = Tally("any_one")
all_agree = AllAgree("all_agree")
in_order = AllAgree("in_order", in_turn=True)


def share(of: str, *, weights: str = "") -> Share:
    """票签: the vote carries with that share of the ruling."""
    return Share("share", of=of, weights=weights)


def at_least(number: int) -> Enough:
    """So many of those who are asked have to speak."""
    return Enough("at_least", least=number)


def together(verdicts: Iterable[str | None]) -> str | None:
    """What several say as one: the first word against it, else nothing before all have spoken."""
    said = list(verdicts)
    for verdict in said:
        if verdict is not None and verdict not in SIGN_OFFS:
            return verdict
    if None in said:
        return None
    changed = Verdict.AGREED_WITH_CHANGES
    return changed if changed in said else next(iter(said), None)
