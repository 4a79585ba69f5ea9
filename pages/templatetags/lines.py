"""How a line of the story looks: its shape and its tone."""

from django import template

from approvals.timeline import Line
from approvals.words import ADVERSE, Status, Verdict

register = template.Library()

_SAID = {
    Verdict.RETURNED: ("back", "g-back"),
    Verdict.REFUSED: ("back", "g-bad"),
    Verdict.AGAINST: ("back", "g-bad"),
    Verdict.ABSTAIN: ("skip", "g-skip"),
    **dict.fromkeys(ADVERSE, ("back", "g-bad")),
}
_DONE = {
    "edited": ("good", "g-skip"),
    "withdrawn": ("skip", "g-skip"),
    "taken_back": ("skip", "g-back"),
    "suspended": ("back", "g-late"),
    "terminated": ("back", "g-bad"),
    "urged": ("back", "g-soon"),
    "escalated": ("back", "g-late"),
    "convened": ("good", "g-soon"),
    "adjourned": ("skip", "g-soon"),
    "paper_voided": ("back", "g-bad"),
    "consent_revoked": ("back", "g-bad"),
}
# What passes a step on, or tells of it, decides nothing.
_QUIET = (
    "transferred",
    "delegated",
    "signer_added",
    "signer_removed",
    "copied",
    "carried",
    "exported",
    "commented",
)


@register.simple_tag
def shape(line: Line) -> dict[str, str]:
    """The tone and the icon of a line."""
    if line.taken_back or line.verb in _QUIET:
        tone, icon = "skip", "g-skip"
    elif line.verb == "opinion":
        tone, icon = _SAID.get(Verdict(line.verdict), ("good", "g-done"))
    elif line.verb == "closed" and line.status == Status.REFUSED:
        tone, icon = "back", "g-bad"
    else:
        tone, icon = _DONE.get(line.verb, ("good", "g-done"))
    return {"tone": tone, "icon": icon}
