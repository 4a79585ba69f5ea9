"""What the environment says, turned into settings or refused with a sentence."""

import sys
import zlib
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
TESTING = "pytest" in sys.modules
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
SQLITE = "django.db.backends.sqlite3"
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
if TESTING:
    # What is asked without an order comes backwards: whoever leans on the order of rows hears of it.
    SQLITE_PRAGMAS += " PRAGMA reverse_unordered_selects=ON;"


class DemoInTheOpen(ImproperlyConfigured):
    """The demo's log-in is public, so the demo runs on this machine alone."""


def is_loopback(host: str) -> bool:
    """Whether a name of QIANPI_HOSTS can only mean this machine."""
    return host in LOOPBACK or (TESTING and host == "testserver")


def demo(hosts: list[str]) -> bool:
    """Whether this is the demo; raises DemoInTheOpen where others could reach it."""
    wanted: bool = env.bool("QIANPI_DEMO", default=False)
    if wanted and not all(is_loopback(host) for host in hosts):
        raise DemoInTheOpen(f"{DemoInTheOpen.__doc__} Take QIANPI_DEMO or QIANPI_HOSTS away.")
    return wanted


def database(data: Path) -> dict[str, Any]:
    """DATABASES["default"]: DATABASE_URL, or a SQLite file in the data folder."""
    if env.str("DATABASE_URL", default=""):
        chosen = dict(env.db_url("DATABASE_URL"))
    else:
        chosen = {"ENGINE": SQLITE, "NAME": str(data / "qianpi.sqlite3")}
    options = dict(chosen.get("OPTIONS", {}))
    if chosen["ENGINE"] == SQLITE:
        # IMMEDIATE: a transaction takes the write lock at its start, or two that read first
        # and write later refuse each other.
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
        return chosen | {"OPTIONS": options, "TEST": {"NAME": str(data / "test.sqlite3")}}
    limits = {
        "lock_timeout": env.int("QIANPI_LOCK_SECONDS", default=10),
        "statement_timeout": env.int("QIANPI_STATEMENT_SECONDS", default=120),
        "idle_in_transaction_session_timeout": 120,
    }
    options["options"] = " ".join(f"-c {name}={value}s" for name, value in limits.items())
    # Two work trees on one server each have their own test database.
    test_name = f"test_{chosen['NAME']}_{zlib.crc32(str(data).encode()):08x}"
    return chosen | {
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if TESTING else 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": test_name},
    }


def site_url(hosts: list[str], *, https: bool) -> str:
    """Where the links of a mail lead: QIANPI_URL, or the first host."""
    scheme, port = ("https", "") if https else ("http", ":8000")
    own = f"{scheme}://{hosts[0] if hosts else LOOPBACK[0]}{port}"
    return str(env.str("QIANPI_URL", default=own)).rstrip("/")


# A mail server that doesn't answer holds up only the worker, and not for long: other messages wait.
MAIL_SECONDS = 5


def mail(data: Path, *, to_files: bool) -> dict[str, Any]:
    """The EMAIL_ settings: EMAIL_URL, or files in the data folder, so that nothing is lost."""
    if to_files or not env.str("EMAIL_URL", default=""):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data / "mail"),
        }
    return {"EMAIL_TIMEOUT": MAIL_SECONDS} | env.email_url("EMAIL_URL")


class HalfASeal(ImproperlyConfigured):
    """A seal has a key and a certificate: give both QIANPI_SEAL_KEY and QIANPI_SEAL_CERTIFICATE."""


def seal(data: Path, *, demo: bool) -> dict[str, Any]:
    """SEAL: the files of the organisation's seal on papers; raises HalfASeal where one of two is named."""
    key, certificate = (
        env.str(f"QIANPI_SEAL_{name}", default="") for name in ("KEY", "CERTIFICATE")
    )
    if bool(key) != bool(certificate):
        raise HalfASeal(HalfASeal.__doc__)
    return {
        "key": key,
        "certificate": certificate,
        "passphrase": env.str("QIANPI_SEAL_PASSPHRASE", default=""),
        "roots": env.list("QIANPI_SEAL_ROOTS", default=[]),
        "timestamp": env.str("QIANPI_TIMESTAMP_URL", default=""),
        "people": env.str("QIANPI_SIGNATURES", default=""),
        "people_passphrase": env.str("QIANPI_SIGNATURES_PASSPHRASE", default=""),
        "folder": str(data / "seal"),
        "demo": demo and not TESTING,
    }
