"""Projects and key projects are listed the newest first, by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_revoked_amendments")]

    operations = [
        migrations.AddIndex(
            model_name="keyproject",
            index=models.Index(fields=["-listed_on", "-id"], name="key_projects_newest"),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["-entered_on", "-id"], name="projects_newest"),
        ),
    ]
