from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('approvals', '0003_notices_of_no_case')]

    operations = [
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('state', 0)), fields=['person', 'due_at', 'id', 'kind', 'unit_name', 'value_yuan', 'acting_for', 'reason', 'seen_seq', 'case'], name='open_by_urgency'),
        ),
    ]
