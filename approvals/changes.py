"""What an applicant changed in a case, and since when: read from the journal."""

from approvals.models import Case
from registry.journal import Entry


def edits_of(case: Case) -> list[Entry]:
    """The lines of the journal that changed the case, oldest first."""
    return list(Entry.objects.filter(subject=case.journal_subject, verb="edited").order_by("seq"))


def net(edits: list[Entry], version: int) -> dict[str, list[str]]:
    """What those edits that are newer than a data version changed on the whole."""
    changed: dict[str, list[str]] = {}
    for line in edits:
        if line.detail["data_version"] <= version:
            continue
        for name, (old, new) in line.detail["changes"].items():
            changed[name] = [changed.get(name, [old])[0], new]
    return {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
