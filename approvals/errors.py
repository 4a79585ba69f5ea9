"""Why an action is refused. The docstring of a class is the sentence that the user reads.

All but Incomplete and Unreadable are answered with 409: somebody or something was first.
"""

from collections.abc import Mapping

from django.utils.translation import gettext

from registry.errors import sentence_of


class Refused(Exception):
    """This is not possible."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return gettext(sentence_of(type(self))) % self.facts


class NotThere(Refused):
    """There is no such case or step for you."""


class AlreadyDecided(Refused):
    """%(who)s decided this step already (%(verdict)s, %(when)s). The case has moved on; your words
    below were not recorded.
    """


class AlreadyClosed(Refused):
    """This case is closed already: %(status)s."""


class AlreadySubmitted(Refused):
    """This case was submitted already (%(when)s). Open it to see where it stands."""


class Withdrawn(Refused):
    """%(who)s withdrew this case (%(when)s), so there is nothing to decide any more."""


class StepMoved(Refused):
    """This step is not open any more. Open the case to see where it stands."""


class PostEnded(Refused):
    """You no longer hold the post that this step asks for (%(post)s, until %(until)s). Ask your
    administrator if that is wrong.
    """


class SubstitutionEnded(Refused):
    """You no longer stand in for %(who)s at this step: the substitution is over, or %(who)s no longer
    holds the post (%(post)s).
    """


class GivenToOthers(Refused):
    """This step is no longer yours: %(who)s is asked in your place. Your words below were not
    recorded.
    """


class NoPostToApply(Refused):
    """You hold no post in %(unit)s from which this can be requested."""


class OtherBureau(NoPostToApply):
    """This case has its number in %(bureau)s and stays there. Withdraw it and start a new one."""


class OwnCase(Refused):
    """Nobody decides on a case in which they have a part. It must go to another person."""


class BadAnswers(Refused):
    """Some answers are missing or can’t be right. See the fields that are marked."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """problems: a sentence for each field."""
        super().__init__()
        self.problems = problems


class NotYours(Refused):
    """Only whom the process names can do this, and that is not you."""


class NoPart(Refused):
    """You have no part in this case any more, so nothing is asked of you here."""


class PageIsOld(Refused):
    """The case was changed after you opened this page. Read what changed, then decide again; your
    words are kept below.
    """


class NobodyToDecide(Refused):
    """Nobody can decide the step “%(step)s”: the post %(role)s is vacant or its holder has a part
    in this case. Ask the administrator to fill the post.
    """


class NoSuchVerdict(Refused):
    """This step does not know that verdict. Choose one of those that the page offers."""


class SayWhy(Refused):
    """Write your reason: the applicant must know what to do next."""


class TooLong(Refused):
    """The text has %(length)s characters; at most %(limit)s are kept. Shorten it or attach a
    document.
    """


class HiddenControl(Refused):
    """The text has an invisible control character (U+%(code)s). Type it again."""


class Unprintable(Refused):
    """Our fonts cannot print these characters: %(characters)s. Write them in another way."""


class KeyUsed(Refused):
    """This form was sent before for something else. Nothing was changed: send it once more."""


class NoQuorum(Refused):
    """%(voted)s of %(members)s members have voted; %(quorum)s must before the chair can conclude."""


class NotCarried(Refused):
    """The vote is %(votes_for)s for and %(votes_against)s against: the conclusion can't go against
    the majority.
    """


class VerdictGiven(Refused):
    """%(who)s has given a verdict already (%(when)s); a case can be withdrawn only before the
    first one.
    """


class Lost(Refused):
    """The case’s step is no longer part of its process (%(step)s). Tell the administrator; nothing
    was changed.
    """


class Busy(Refused):
    """Somebody else is saving this case at this moment. Nothing was changed: try again."""


class IsSuspended(Refused):
    """This case is suspended (%(when)s). Nothing can be done with it until it goes on; your words below
    were not recorded.
    """


class NotSuspended(Refused):
    """This case is not suspended. Open it to see where it stands."""


class NotYourTurn(Refused):
    """It is not your turn yet: %(who)s signs before you."""


class WaitsForOthers(Refused):
    """You asked %(who)s first. Wait for their word, or take the request back; to refuse or return is
    possible now.
    """


class NotHandedOn(Refused):
    """Nobody can be brought in at this step: those who are asked here speak for themselves."""


class CannotBeAsked(Refused):
    """%(who)s can’t be asked here: they hold no post in this bureau, have a part in this case, or
    decided a step that must stay apart from this one. Name somebody else.
    """


class AskedAlready(Refused):
    """%(who)s is asked at this step already. Name somebody else."""


class NotAdministrator(Refused):
    """Only the administrator of the bureau can do this: the information supervisor or the director of
    the centre.
    """


class NothingToTakeBack(Refused):
    """You have no verdict here that could be taken back. Open the case to see where it stands."""


class TooLate(Refused):
    """The verdict stands: the next step has begun, or the case is closed. Ask those who are asked now
    to return the case.
    """


class NotVisited(Refused):
    """The case can be returned only to steps that were signed in this round. Choose one of those that
    the page offers.
    """


class UrgedAlready(Refused):
    """You have urged this step already (%(when)s). It can be urged once in %(hours)s hours."""


class NobodyToUrge(Refused):
    """Nobody but you is asked at this moment, so there is nobody to urge."""


class NobodyNamed(Refused):
    """Name at least one person."""


class TooManyNamed(Refused):
    """Name at most %(limit)s people at once."""


class NotAColleague(Refused):
    """%(who)s holds no post in this bureau today. Name somebody else."""


class NotAtDiscussion(Refused):
    """This case is not being discussed now. Open it to see where it stands."""


class NotSecretary(Refused):
    """Only the chair or the secretary of the discussion can do this."""


class MeetsInThePast(Refused):
    """The meeting would be over already. Choose a moment that is still to come."""


class NoPlace(Refused):
    """Say where the meeting is, or that it is held online."""


class NotConvened(Refused):
    """No meeting has been convened yet. Say first when and where it is."""


class NotYetMet(Refused):
    """The meeting has not begun yet (%(when)s). It can be recorded from then on."""


class OwnVote(Refused):
    """Nobody records their own vote. Leave it empty here, and vote in the case like everybody else."""


class NotAMember(Refused):
    """%(who)s is not a member of this discussion. Choose one of those whom the page offers."""


class VotedAlready(Refused):
    """%(who)s has voted already; leave the vote empty. Whoever voted can take the own vote back."""


class WasAbsent(Refused):
    """%(who)s is noted as absent, so no vote can be recorded. Note the presence first."""


class Incomplete(Refused):
    """Something is missing before this can be submitted."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """problems: a sentence for each field of the form."""
        super().__init__()
        self.problems = dict(problems)


class HadASay(Refused):
    """%(who)s decides or decided in %(case)s, so it can't become their own request. Choose another
    successor, or wait until that case has ended.
    """


class SuccessorNeeded(Refused):
    """%(who)s still has requests, customers or projects: choose who takes them over."""


class SaySomething(Refused):
    """Write what you want to say."""
