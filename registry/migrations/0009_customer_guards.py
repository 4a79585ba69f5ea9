"""An issued id is there; what is past of a customer is never changed, in the database."""

from django.db import migrations, models

from registry.append_only import freeze, protect, thaw, unprotect

HELD = ("customer_id", "unit_id", "a_manager_id", "b_manager_id", "since", "origin", "reason")
SIGNED = (
    *("customer_id", "number", "subject", "signed_on", "ends_on", "amount_yuan"),
    *("entered_by_id", "entered_at"),
)


def guard(apps, editor):
    freeze(editor, "registry_holding", HELD)
    freeze(editor, "registry_agreement", SIGNED)
    protect(editor, "registry_grade")


def unguard(apps, editor):
    thaw(editor, "registry_holding")
    thaw(editor, "registry_agreement")
    unprotect(editor, "registry_grade")


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_customers_known")]

    operations = [
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', False), ('id_state', 'issued')), models.Q(('code', None), ('id_state', 'provisional')), _connector='OR'), name='an_issued_id_is_there'),
        ),
        migrations.RunPython(guard, unguard),
    ]
