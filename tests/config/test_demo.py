"""The demo: what it refuses, and that it starts, answers, and stops on Ctrl-C within 10 s."""

import json
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from contextlib import closing
from http.client import HTTPConnection

import pytest

from config.management.commands.demo import port_number

from .processes import ROOT, environment, python


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_port_in_use_is_refused_with_a_sentence(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = python(tmp_path, "manage.py", "demo", "--port", str(port))
    assert done.returncode == 2 and done.stdout == ""
    assert f"Port {port} cannot be used" in done.stderr and "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "-1", "８０００", "web", ""])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(ArgumentTypeError, match="a port is a number from 1 to 65535"):
        port_number(port)
    assert port_number("65535") == 65535


def test_a_wrong_argument_is_a_sentence_and_status_2(tmp_path):
    done = python(tmp_path, "manage.py", "demo", "--port=99999")
    assert done.returncode == 2 and "a port is a number from 1 to 65535" in done.stderr


def test_the_demo_does_not_move_into_another_database_by_accident(tmp_path):
    url = f"sqlite:///{tmp_path}/bureau/real.sqlite3"
    done = python(tmp_path / "data", "manage.py", "demo", DATABASE_URL=url)
    assert done.returncode == 2 and "Set QIANPI_DEMO=1" in done.stderr


def test_the_demo_is_not_switched_on_beside_a_reachable_host(tmp_path):
    done = python(tmp_path, "manage.py", "demo", QIANPI_HOSTS="approval.example.cn")
    assert done.returncode != 0 and "DemoInTheOpen" in done.stderr


def test_a_database_with_other_people_is_left_alone(tmp_path, migrated):
    migrated(tmp_path)
    people = "from django.contrib.auth import get_user_model as m; people = m().objects; "
    born = python(tmp_path, "manage.py", "shell", "-c", people + "people.create(username='real')")
    assert born.returncode == 0, born.stderr
    for arguments in ([], ["--fresh"]):
        done = python(tmp_path, "manage.py", "demo", "--port", str(free_port()), *arguments)
        assert done.returncode == 2 and "people who are not the demo's" in done.stderr
    left = python(tmp_path, "manage.py", "shell", "-v0", "-c", people + "print(people.count())")
    assert left.stdout.strip() == "1"


class Demo:
    """A running demo: when it is made, it has said all that it says."""

    def __init__(self, data, *arguments):
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(self.port), *arguments],
            cwd=ROOT,
            env=environment(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break

    def get(self, path="/"):
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def stop(self, number):
        """The exit status and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        _, self.complained = self.process.communicate(timeout=30)
        return self.process.returncode, time.monotonic() - began

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process.poll() is None:
            self.stop(signal.SIGTERM)


def mark(data, state):
    """What the demo notes down about the database in its data folder."""
    note = {
        "database": f"django.db.backends.sqlite3   {data / 'qianpi.sqlite3'}",
        "state": state,
    }
    (data / "demo.json").write_text(json.dumps(note), encoding="utf-8")


def test_fresh_deletes_the_demos_database_and_files_and_nothing_else(tmp_path):
    (tmp_path / "attachments").mkdir()
    for name in ("qianpi.sqlite3", "qianpi.sqlite3-wal", "attachments/plan", "mine.txt"):
        (tmp_path / name).touch()
    mark(tmp_path, "loaded")
    call = "import django; django.setup(); from config.demo_site import start_over; start_over()"
    done = python(tmp_path, "-c", call, DJANGO_SETTINGS_MODULE="config.settings")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"mine.txt", "secret-key"}


def test_fresh_is_refused_on_another_database(tmp_path):
    call = "import django; django.setup(); from config.demo_site import start_over; start_over()"
    url = "postgres://qianpi@127.0.0.1:1/bureau"
    given = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    done = python(tmp_path, "-c", call, **given)
    assert "DemoRefused: --fresh deletes only" in done.stderr


@pytest.mark.slow
def test_the_demo_runs_keeps_its_data_and_stops_on_ctrl_c(tmp_path):
    (tmp_path / "qianpi.sqlite3").write_text("what a killed first start left behind")
    mark(tmp_path, "loading")
    with Demo(tmp_path) as demo:
        assert f"http://127.0.0.1:{demo.port}/" in demo.said, demo.process.stderr.read()
        assert demo.get() in (200, 302)
        second = python(tmp_path, "manage.py", "demo", "--port", str(free_port()))
        assert second.returncode == 2 and "already runs on these data" in second.stderr
        status, seconds = demo.stop(signal.SIGINT)
    assert (status, seconds < 10) == (0, True), demo.complained
    assert "密码" in demo.said and "Traceback" not in demo.complained
    with pytest.raises(OSError):
        demo.get()

    note = tmp_path / "demo.json"
    assert json.loads(note.read_text())["state"] == "loaded"
    loaded_at = note.stat().st_mtime_ns
    with Demo(tmp_path) as again:
        assert again.get() in (200, 302)
        status, seconds = again.stop(signal.SIGTERM)
    assert (status, seconds < 10) == (0, True), again.complained
    assert note.stat().st_mtime_ns == loaded_at, "the second start loads nothing"
