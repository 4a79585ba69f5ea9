"""What was issued stays as it was; what comes later to a paper is written once."""

from django.db import migrations

from registry.append_only import freeze, thaw

FROZEN = (
    *("case_id", "bureau_id", "unit_id", "counted_at_id", "kind", "year", "serial", "number"),
    *("content", "content_sha256", "code", "issued_at", "supersedes_id"),
)
ONCE = ("voided_at", "body", "body_sha256", "file_sha256", "rendered_at")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: freeze(editor, "documents_paper", FROZEN, later=ONCE),
            lambda apps, editor: thaw(editor, "documents_paper"),
        )
    ]
