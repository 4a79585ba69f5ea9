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


class Incomplete(Refused):
    """Something is missing before this can be submitted."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """problems: a sentence for each field of the form."""
        super().__init__()
        self.problems = dict(problems)
