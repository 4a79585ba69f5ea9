"""What was issued stays as it was: content, number, code and day."""

from django.db import migrations

from registry.append_only import freeze, thaw

COLUMNS = (
    "case_id",
    "bureau_id",
    "unit_id",
    "kind",
    "year",
    "serial",
    "number",
    "content",
    "content_sha256",
    "code",
    "issued_at",
)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: freeze(editor, "documents_paper", COLUMNS),
            lambda apps, editor: thaw(editor, "documents_paper"),
        )
    ]
