"""Open cases are told by an index alone, and the last ones of a customer come in the order of one."""

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
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["customer", "-submitted_at", "-id"], name="of_a_customer"),
        ),
    ]
