"""The papers that were issued before are found as well."""

from django.db import migrations

from documents.finding import sought_in

AT_ONCE = 1000
FILL = "UPDATE documents_paper SET customer_id = %s, sought = %s WHERE id = %s"


def _fill(apps, editor):
    papers = apps.get_model("documents", "Paper")
    rows = papers.objects.filter(sought="").select_related("case__customer").order_by("pk")
    about = ("number", "case__title", "case__number", "case__customer__name")
    seen = 0
    while batch := list(rows.filter(pk__gt=seen).only(*about)[:AT_ONCE]):
        filled = [(paper.case.customer_id, sought_in(paper), paper.pk) for paper in batch]
        with editor.connection.cursor() as cursor:
            cursor.executemany(FILL, filled)
        seen = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_search_text")]
    operations = [migrations.RunPython(_fill, migrations.RunPython.noop)]
