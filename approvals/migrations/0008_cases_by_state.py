"""The open cases of a bureau and of a unit are told by an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0007_objection_notices")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="cases_by_status"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["bureau", "status", "unit", "kind", "id", "process"], name="cases_by_state"
            ),
        ),
    ]
