from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('approvals', '0003_notices_of_no_case')]

    operations = [
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('state', 0)), fields=['person', 'due_at', 'id'], name='open_by_urgency'),
        ),
    ]
