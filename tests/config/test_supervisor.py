"""Child processes end together: on a signal, when one dies, and when one will not listen."""

import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config import supervisor
from config.supervisor import ChildEnded, NoAnswer, Stopped, Supervisor

SLEEPS = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def pids(children):
    return [child.pid for child in children._children.values()]


def gone(pid):
    """Whether no process of that number is left; children are reaped, so none is a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_signal_ends_all_children():
    with pytest.raises(Stopped), Supervisor() as children:
        children.start("one", "-c", SLEEPS)
        children.start("two", "-c", SLEEPS)
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        children.watch()
    assert all(map(gone, pids(children)))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_when_one_ends_the_other_is_stopped_and_the_first_is_named():
    ended = pytest.raises(ChildEnded, match="The worker has ended with status 4")
    with ended, Supervisor() as children:
        children.start("web server", "-c", SLEEPS)
        children.start("worker", "-c", "raise SystemExit(4)")
        children.watch()
    assert all(map(gone, pids(children)))


def test_a_child_that_does_not_listen_is_killed(monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE_SECONDS", 0.5)
    began = time.monotonic()
    with Supervisor() as children:
        children.start("deaf one", "-c", DEAF)
        time.sleep(0.5)
    assert all(map(gone, pids(children)))
    assert time.monotonic() - began < 5


def test_the_patience_leaves_time_within_ten_seconds():
    assert supervisor.PATIENCE_SECONDS <= 8


@pytest.fixture
def web_server():
    """A function that starts a server with that answer and gives its port."""
    servers = []

    def start(status):
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.end_headers()

            def log_message(self, *args):
                return None

        servers.append(HTTPServer(("127.0.0.1", 0), Page))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return servers[-1].server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [200, 302])
def test_a_page_or_a_way_to_one_is_an_answer(web_server, status):
    Supervisor().wait_for_answer(web_server(status), seconds=5)


def test_an_error_page_is_named_at_once(web_server):
    began = time.monotonic()
    with pytest.raises(NoAnswer, match="said: 500"):
        Supervisor().wait_for_answer(web_server(500), seconds=60)
    assert time.monotonic() - began < 10
