"""What the settings accept, what they refuse, and that a deployment has no open flank."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.secret_key import OpenSecretKey, UnsafeSecretKey, secret_key

from .processes import python

GOOD_KEY = "k3Jx-9vQ_Zt7Lm2Wp" * 4
DEPLOYED = {"QIANPI_HOSTS": "approval.example.cn", "SECRET_KEY": GOOD_KEY}


def ask(data, expression, **given):
    """The value of an expression over the settings, as text; else the last line of the refusal."""
    done = python(data, "-c", f"import config.settings as s; print(({expression}))", **given)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def test_the_defaults_are_closed(tmp_path):
    said = ask(tmp_path, "s.DEBUG, s.DEMO, s.ALLOWED_HOSTS")
    assert said == "(False, False, ['localhost', '127.0.0.1', '[::1]'])"


def test_a_deployment_is_https_only_without_asking_for_it(tmp_path):
    said = ask(tmp_path, "s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT", **DEPLOYED)
    assert said == "(True, True)"
    assert ask(tmp_path, "s.SESSION_COOKIE_SECURE") == "False", "this machine alone"


def test_djangos_deployment_check_finds_nothing(tmp_path):
    done = python(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **DEPLOYED)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("hosts", ["approval.example.cn", "localhost,10.0.0.8", "*", ".localhost"])
def test_the_demo_cannot_be_switched_on_where_others_can_come(tmp_path, hosts):
    said = ask(tmp_path, "s.DEMO", QIANPI_DEMO="1", QIANPI_HOSTS=hosts)
    assert "DemoInTheOpen: The demo's log-in is public" in said


def test_the_demo_runs_on_this_machine(tmp_path):
    assert ask(tmp_path, "s.DEMO", QIANPI_DEMO="1", QIANPI_HOSTS="localhost,[::1]") == "True"


def test_demo_mail_goes_to_files_whatever_the_environment_says(tmp_path):
    mail = {"EMAIL_URL": "smtp://user:word@mail.example.cn:25"}
    assert "filebased" in ask(tmp_path, "s.EMAIL_BACKEND", QIANPI_DEMO="1", **mail)
    assert ask(tmp_path, "s.EMAIL_HOST", **mail) == "mail.example.cn"


@pytest.mark.parametrize(
    "key", ["short", "a" * 60, "django-insecure-" + GOOD_KEY, "development-only" + GOOD_KEY]
)
def test_a_secret_key_that_is_not_secret_is_refused(tmp_path, key):
    assert "UnsafeSecretKey" in ask(tmp_path, "s.SECRET_KEY", SECRET_KEY=key)
    with pytest.raises(UnsafeSecretKey, match="at least 50 random"):
        secret_key(given=key, file=tmp_path / "none")


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path):
    file = tmp_path / "secret-key"
    key = secret_key(given="", file=file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key(given="", file=file) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_key_that_others_can_read_is_refused_with_the_cure(tmp_path):
    file = tmp_path / "secret-key"
    secret_key(given="", file=file)
    file.chmod(0o644)
    with pytest.raises(OpenSecretKey, match="chmod 600"):
        secret_key(given="", file=file)
    assert issubclass(OpenSecretKey, ImproperlyConfigured)


def test_processes_that_start_together_have_one_key(tmp_path):
    with ThreadPoolExecutor(6) as pool:
        keys = set(pool.map(lambda _: ask(tmp_path, "s.SECRET_KEY"), range(6)))
    assert len(keys) == 1 and re.fullmatch(r"[\w-]{86}", keys.pop())


def test_sqlite_takes_the_write_lock_first_and_never_forgets(tmp_path):
    options = ask(tmp_path, "s.DATABASES['default']['OPTIONS']")
    for word in ("'IMMEDIATE'", "WAL", "synchronous=FULL", "foreign_keys=ON", "'timeout': 20"):
        assert word in options
    same = ask(
        tmp_path, "s.DATABASES['default']['OPTIONS']", DATABASE_URL=f"sqlite:///{tmp_path}/x"
    )
    assert same == options, "also where DATABASE_URL names the file"


def test_postgresql_gives_up_waiting_and_keeps_what_the_url_asks(tmp_path):
    url = "postgres://qianpi:p%40ss@db.example.cn:5432/bureau?sslmode=verify-full"
    said = ask(tmp_path, "s.DATABASES['default']", DATABASE_URL=url)
    for word in ("lock_timeout=10s", "statement_timeout=", "idle_in_transaction", "verify-full"):
        assert word in said
    assert "'PASSWORD': 'p@ss'" in said


def test_a_data_folder_with_odd_characters_is_a_data_folder(tmp_path):
    odd = tmp_path / "数据 100%#?"
    assert ask(odd, "s.DATABASES['default']['NAME']") == str(odd / "qianpi.sqlite3")


def test_links_in_mails_lead_to_the_deployment(tmp_path):
    assert ask(tmp_path, "s.SITE_URL", **DEPLOYED) == "https://approval.example.cn"
    given = DEPLOYED | {"QIANPI_URL": "https://office.example.cn/qianpi/"}
    assert ask(tmp_path, "s.SITE_URL", **given) == "https://office.example.cn/qianpi"


def test_a_mail_server_that_does_not_answer_lets_go_before_others_stop_waiting(tmp_path):
    mail = {"EMAIL_URL": "smtp://user:word@mail.example.cn:25"}
    waits = ask(tmp_path, "s.DATABASES['default']['OPTIONS']['timeout']")
    assert 0 < float(ask(tmp_path, "s.EMAIL_TIMEOUT", **mail)) * 2 < float(waits)
