"""`manage.py export-case NUMBER`: everything of a case in one ZIP for the archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from approvals.models import Case
from documents import packages
from documents.errors import DocumentError
from registry.org.models import Person


class Command(BaseCommand):
    help = (
        "Write the archive package of a case: papers, evidence, attachments, journal, hashes, and what is "
        "needed to check them without the product. Status 1 where it can't be made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="the number of the case, as XM-2026-12")
        parser.add_argument("--bureau", default="", help="its code, where several have the number")
        parser.add_argument("--to", type=Path, help="the file to write; NUMBER.zip without it")

    def handle(self, *args: Any, number: str, bureau: str, to: Path | None, **options: Any) -> None:
        found = Case.objects.filter(number=number).exclude(number="")
        if bureau:
            found = found.filter(bureau__code=bureau)
        cases = list(found.select_related("bureau", "unit", "applicant", "process")[:2])
        if len(cases) != 1:
            which = "no case has" if not cases else "several bureaus have (say --bureau)"
            raise CommandError(f"{which} the number {number}", returncode=1)
        target, at = to or Path(f"{number}.zip"), timezone.now()
        try:
            with target.open("xb") as out:
                packages.write(cases[0], out, at)
        except FileExistsError:
            raise CommandError(f"{target} is there already", returncode=1) from None
        except (DocumentError, OSError) as error:
            target.unlink(missing_ok=True)
            raise CommandError(str(error), returncode=1) from error
        packages.note(cases[0].pk, Person(), at)
        self.stdout.write(f"{target}: {target.stat().st_size} bytes")
