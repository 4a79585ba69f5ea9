"""The signatures of those who decided, where the bureau keeps keys for people: `NAME.key.pem`, `NAME.pem`.

NAME is the name that the person logs in with; the second file holds the certificate, with those that
issued it behind it. Who has no files there signs nothing: the paper says what they decided all the same.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from documents.sealing.keys import Keys
from registry.org.models import Person

MOST = 60


@dataclass(frozen=True)
class Signature:
    """A signature that is still to be made: its field in the file, whose keys, and what was decided."""

    field: str
    keys: Keys
    reason: str


def signatures(record: dict[str, Any]) -> tuple[Signature, ...]:
    """One for each person with keys whose own words the record of a paper holds, in their order."""
    folder = settings.SEAL["people"]
    said: dict[int, list[str]] = {}
    for verdict in record.get("verdicts", ()) if folder else ():
        if verdict.get("recorded_by") is None:  # what a clerk entered, nobody signs for another
            words = f"{verdict['step_title']}：{verdict['verdict_text']}"
            said.setdefault(verdict["person_id"], []).append(words)
    names = dict(Person.objects.filter(pk__in=said).values_list("pk", "username"))
    found = (
        Signature(f"Person{place}", keys, "；".join(said[pk])[:200])
        for place, pk in enumerate(said, start=1)
        if (keys := _keys_of(Path(folder), names.get(pk, "")))
    )
    return tuple(found)[:MOST]


def _keys_of(folder: Path, name: str) -> Keys | None:
    key, chain = folder / f"{name}.key.pem", folder / f"{name}.pem"
    if not name or Path(name).name != name or not key.is_file():
        return None
    return Keys(key, chain, settings.SEAL["people_passphrase"])
