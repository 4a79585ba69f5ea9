"""The commands that load data: into an empty database, asked for, the same each time."""

from datetime import date
from pathlib import Path

import pytest

from config import demo
from config.demo.loading import NotEmpty
from registry.org.models import Person, Unit

from .processes import ROOT, python

TODAY = date(2026, 11, 20)


def test_a_database_with_other_people_is_left_alone(db):
    Person.objects.create(username="real")
    with pytest.raises(NotEmpty):
        demo.load(today=TODAY)
    assert not Unit.objects.exists()


def test_the_demo_is_not_loaded_where_it_was_not_asked_for(tmp_path):
    done = python(tmp_path, "manage.py", "demo_data")
    assert done.returncode == 2 and "QIANPI_DEMO=1" in done.stderr


@pytest.mark.slow
def test_the_import_command_says_what_it_did_and_refuses_with_status_1(tmp_path, migrated):
    sample = Path(ROOT, "config/demo/samples/units.csv")
    migrated(tmp_path)
    tried = python(tmp_path, "manage.py", "import", "units", str(sample), "--dry-run")
    assert tried.returncode == 0 and "13 new" in tried.stdout and "Dry run" in tried.stdout
    done = python(tmp_path, "manage.py", "import", "units", str(sample))
    assert done.returncode == 0 and "13 new" in done.stdout and done.stderr == ""
    again = python(tmp_path, "manage.py", "import", "units", str(sample))
    assert "0 new, 0 changed, 13 unchanged" in again.stdout
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(
        "编码,名称,类型,上级\nQQ,某分局,县区分局,NO\nq,某分局,行星,LJ\n", encoding="utf-8"
    )
    refused = python(tmp_path, "manage.py", "import", "units", str(wrong))
    assert refused.returncode == 1 and refused.stdout == ""
    assert (
        "上级" in refused.stderr and "类型" in refused.stderr and "Traceback" not in refused.stderr
    )
    missing = python(tmp_path, "manage.py", "import", "units", str(tmp_path / "none.csv"))
    assert missing.returncode == 2 and "none.csv" in missing.stderr
