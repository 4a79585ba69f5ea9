"""`manage.py demo`: the whole product on this machine, with a bureau of invented people."""

import os
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import demo_site
from config.supervisor import ChildEnded, NoAnswer, Stopped, Supervisor

REFUSED = 2
ANSWER_SECONDS = 60


def port_number(text: str) -> int:
    """A port that a user may listen on."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ArgumentTypeError(f"a port is a number from 1 to 65535, not '{text}'")
    return int(text)


class Command(BaseCommand):
    help = "Run the demo bureau on 127.0.0.1: web server and worker, until Ctrl-C."
    requires_system_checks: list[str] = []  # the children check, each for itself

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=port_number, default=8000)
        parser.add_argument("--fresh", action="store_true", help="delete the demo's data first")

    def handle(self, *args: Any, port: int, fresh: bool, **options: Any) -> None:
        if not settings.DEMO:
            self._again_as_demo(port)
        self._refuse_a_taken_port(port)
        try:
            with Supervisor() as children, demo_site.alone():
                if fresh:
                    demo_site.start_over()
                demo_site.prepare(today=timezone.localdate())
                self._serve(children, port)
        except Stopped:
            self.stderr.write("已停止。 Stopped.")
        except demo_site.DemoRefused as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from None
        except (ChildEnded, NoAnswer) as trouble:
            raise CommandError(f"{trouble} The demo has stopped.", returncode=1) from None

    def _again_as_demo(self, port: int) -> None:
        """Never returns: the settings must know from the start that this is the demo, and where.

        Papers carry the address where anyone checks them.
        """
        if not demo_site.on_own_sqlite():
            raise CommandError(
                "DATABASE_URL names another database than the demo's own file. Set QIANPI_DEMO=1 "
                "if the demo bureau may live there.",
                returncode=REFUSED,
            )
        own = {"QIANPI_DEMO": "1", "QIANPI_URL": f"http://127.0.0.1:{port}"}
        environment = os.environ | own
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606

    def _refuse_a_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error.strerror}). Choose another, for example: "
                    f"./dev run --port {port % 65535 + 1}",
                    returncode=REFUSED,
                ) from None

    def _serve(self, children: Supervisor, port: int) -> None:
        manage = str(settings.BASE_DIR / "manage.py")
        children.start(
            "web server",
            *("-m", "gunicorn", "config.wsgi:application"),
            *("--chdir", str(settings.BASE_DIR), "--bind", f"127.0.0.1:{port}"),
            *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
            *("--graceful-timeout", "4", "--no-control-socket", "--log-level", "warning"),
        )
        children.start("worker", manage, "worker")
        children.wait_for_answer(port, seconds=ANSWER_SECONDS)
        self._announce(port)
        children.watch()

    def _announce(self, port: int) -> None:
        from config.demo import ACCOUNTS, PASSWORD

        lines = [
            f"签批演示 · The Qianpi demo: http://127.0.0.1:{port}/",
            f"密码 · Password: {PASSWORD}",
            "账号 · Accounts:",
            *(f"  {username:<12} {name}  {post}" for username, name, post in ACCOUNTS),
            "按 Ctrl-C 停止。 Ctrl-C stops it.",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
