"""What must hold before anything starts; `manage.py check` and the web server ask it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from approvals.flows import CaseLock
from approvals.kinds import all_kinds
from config.environment import SQLITE, is_loopback


def flow_errors(flows: Iterable[Any]) -> list[CheckMessage]:
    """An error for each flow that two people can move at once."""
    return [
        Error(
            f"The flow {flow.__name__} does not lock its case: two people could decide one step.",
            hint="Derive it from approvals.flows.CaseFlow and leave its lock_impl alone.",
            id="qianpi.E001",
        )
        for flow in flows
        if not isinstance(getattr(flow, "lock_impl", None), CaseLock)
    ]


def database_errors(databases: Mapping[str, Mapping[str, Any]]) -> list[CheckMessage]:
    """An error for each database setting under which decisions collide or get lost."""
    found: list[CheckMessage] = []
    for alias, database in databases.items():
        options = database.get("OPTIONS", {})
        if database.get("ATOMIC_REQUESTS"):
            found.append(
                Error(
                    f"ATOMIC_REQUESTS is on for the database '{alias}'.",
                    hint="Take it away: an action opens its own transaction.",
                    id="qianpi.E002",
                )
            )
        if database.get("ENGINE") != SQLITE:
            continue
        if options.get("transaction_mode") != "IMMEDIATE":
            found.append(
                Error(
                    f"SQLite transactions of the database '{alias}' begin without the write lock.",
                    hint='Set OPTIONS["transaction_mode"] = "IMMEDIATE".',
                    id="qianpi.E003",
                )
            )
        wanted = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
        if missing := [one for one in wanted if one not in options.get("init_command", "")]:
            found.append(
                Error(
                    f"SQLite of the database '{alias}' runs without {', '.join(missing)}.",
                    hint="Set the pragmas in OPTIONS['init_command'].",
                    id="qianpi.E004",
                )
            )
    return found


def exposure_errors(
    *, hosts: Iterable[str], debug: bool, demo: bool, https: bool
) -> list[CheckMessage]:
    """An error for each setting that is harmless on this machine and not beyond it."""
    outside = [host for host in hosts if not is_loopback(host)]
    if not outside:
        return []
    found: list[CheckMessage] = []
    where = ", ".join(outside)
    if debug:
        found.append(Error(f"DEBUG is on, and {where} can be reached.", id="qianpi.E005"))
    if demo:
        found.append(Error(f"The demo is on, and {where} can be reached.", id="qianpi.E006"))
    if not https:
        found.append(
            Error(
                f"Passwords would travel unprotected to {where}.",
                hint="Leave QIANPI_HTTPS on, with QIANPI_BEHIND_PROXY=1 behind a TLS proxy.",
                id="qianpi.E007",
            )
        )
    if any("*" in host or host.startswith(".") for host in outside):
        found.append(
            Error("QIANPI_HOSTS must name each host in full.", hint=where, id="qianpi.E008")
        )
    return found


@register
def check_flows(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every released flow of every kind locks its case."""
    return flow_errors(flow for kind in all_kinds() for flow in kind.flows)


@register
def check_databases(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The databases are set so that one of two simultaneous decisions wins, and stays."""
    return database_errors(settings.DATABASES)


@register
def check_exposure(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is only for this machine is off where others can come."""
    return exposure_errors(
        hosts=settings.ALLOWED_HOSTS,
        debug=settings.DEBUG,
        demo=settings.DEMO,
        https=settings.HTTPS,
    )
