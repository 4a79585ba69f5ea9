"""The training period that an appointment begins with: at once where it can, else by the clock later."""

from approvals.errors import Refused
from approvals.models import Case
from pages.desk import Desk
from pages.refusals import why_not
from policy.errors import PolicyError
from registry.people.models import AccountManager
from workflows.probation import beginning


def begin(manager: AccountManager, desk: Desk) -> tuple[Case | None, str]:
    """The case of the period, if one begins; else why it can't begin yet, empty for a regular one."""
    try:
        return beginning.begin(manager, at=desk.now, by=desk.person), ""
    except (PolicyError, Refused) as refusal:
        return None, why_not(refusal)
