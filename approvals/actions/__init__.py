"""The only modules that move a process. Each action is one transaction on one locked case.

All of them read authority after the lock, compare what the person saw with what is there, and
carry a key: the same action sent twice is done once, and both senders are told that it is done.
"""

from approvals.actions.administering import resume, suspend, terminate
from approvals.actions.deciding import decide
from approvals.actions.informing import comment, copy_to, urge
from approvals.actions.lapsing import end_wait, lapse, may_end_wait, retime
from approvals.actions.meeting import adjourn, admit, convene
from approvals.actions.passing_on import (
    add_signer,
    delegate,
    reassign,
    remove_signer,
    transfer,
)
from approvals.actions.recording import Attended, record_meeting
from approvals.actions.rows import MAX_OPINION, open_row, when
from approvals.actions.starting import start
from approvals.actions.submitting import resubmit, submit
from approvals.actions.taking_back import take_back, withdraw

__all__ = [
    "MAX_OPINION",
    "Attended",
    "add_signer",
    "adjourn",
    "admit",
    "comment",
    "convene",
    "copy_to",
    "decide",
    "delegate",
    "end_wait",
    "lapse",
    "may_end_wait",
    "open_row",
    "reassign",
    "record_meeting",
    "remove_signer",
    "resubmit",
    "resume",
    "retime",
    "start",
    "submit",
    "suspend",
    "take_back",
    "terminate",
    "transfer",
    "urge",
    "when",
    "withdraw",
]
