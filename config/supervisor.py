"""Child processes that live and end together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException
from types import FrameType, TracebackType
from typing import Any

PATIENCE_SECONDS = 7
STOPPING = (signal.SIGINT, signal.SIGTERM)


class Stopped(Exception):
    """Somebody asked us to stop."""


class ChildEnded(Exception):
    """A process that should go on has ended."""


class NoAnswer(Exception):
    """The web server does not show a page."""


class Supervisor:
    """A context in which children run; leaving it, for whatever reason, ends them all."""

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._handlers: dict[signal.Signals, Any] = {}

    def __enter__(self) -> "Supervisor":
        self._handlers = {number: signal.signal(number, _stop) for number in STOPPING}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave a child behind
        self._end_all()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def start(self, name: str, *arguments: str, **environment: str) -> None:
        """A Python child of that name, with that in its environment; its output goes to stderr."""
        # A session of its own: Ctrl-C in the terminal reaches us, and we end it in order.
        self._children[name] = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),
            start_new_session=True,
        )

    def check(self) -> None:
        """Nothing, or ChildEnded with the name of the child that has ended."""
        for name, child in self._children.items():
            if (status := child.poll()) is not None:
                raise ChildEnded(f"The {name} has ended with status {status}.")

    def wait_for_answer(self, port: int, *, seconds: float) -> None:
        """Returns when the web server shows a page or leads to one; raises NoAnswer else.

        An error page is an answer too, and waiting does not make it better.
        """
        until = time.monotonic() + seconds
        last = "no connection"
        while time.monotonic() < until:
            self.check()
            last = _ask(port)
            if last in ("200", "302"):
                return
            if last.isdigit():
                break
            time.sleep(0.1)
        raise NoAnswer(f"{NoAnswer.__doc__} The last thing it said: {last}.")

    def watch(self) -> None:
        """Never returns: raises ChildEnded or Stopped."""
        while True:
            self.check()
            time.sleep(0.3)

    def _end_all(self) -> None:
        running = [child for child in self._children.values() if child.poll() is None]
        for child in running:
            child.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for child in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, until - time.monotonic()))
        _kill_groups(self._children.values())


def _kill_groups(children: Iterable["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # also what a child has left behind
        child.wait()


def _ask(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/")
        return str(connection.getresponse().status)
    except (OSError, HTTPException) as error:
        return str(error)
    finally:
        connection.close()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped
