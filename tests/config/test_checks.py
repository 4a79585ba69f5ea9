"""Each start-up check lets the right setting pass and refuses the wrong one."""

from types import SimpleNamespace

import pytest
from django.core.checks.registry import registry
from viewflow.workflow.lock import no_lock

from approvals.kinds import all_kinds
from config import checks
from config.environment import SQLITE, SQLITE_PRAGMAS

from .processes import python

GOOD_SQLITE = {
    "ENGINE": SQLITE,
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
}
AT_HOME = {"hosts": ["localhost", "127.0.0.1"], "debug": False, "demo": False, "https": False}
OUTSIDE = {"hosts": ["approval.example.cn"], "debug": False, "demo": False, "https": True}


def ids(messages):
    return [message.id for message in messages]


def test_the_checks_are_registered():
    registered = registry.get_checks()
    assert {checks.check_flows, checks.check_databases, checks.check_exposure} <= set(registered)


def test_every_released_flow_locks_its_case():
    flows = [flow for kind in all_kinds() for flow in kind.flows]
    assert flows and checks.flow_errors(flows) == []


def test_a_flow_without_a_lock_is_refused_by_name():
    found = checks.flow_errors([SimpleNamespace(__name__="HastyFlow", lock_impl=no_lock)])
    assert ids(found) == ["qianpi.E001"] and "HastyFlow" in found[0].msg


def test_the_databases_as_they_are_set_pass():
    assert checks.check_databases(None) == []
    assert checks.database_errors({"default": GOOD_SQLITE}) == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ATOMIC_REQUESTS": True}, "qianpi.E002"),
        ({"OPTIONS": {"init_command": SQLITE_PRAGMAS}}, "qianpi.E003"),
        (
            {"OPTIONS": {"init_command": SQLITE_PRAGMAS, "transaction_mode": "DEFERRED"}},
            "qianpi.E003",
        ),
        ({"OPTIONS": {"transaction_mode": "IMMEDIATE"}}, "qianpi.E004"),
    ],
)
def test_a_database_on_which_decisions_collide_is_refused(change, error):
    assert ids(checks.database_errors({"default": GOOD_SQLITE | change})) == [error]


def test_atomic_requests_are_refused_on_postgresql_too():
    database = {"ENGINE": "django.db.backends.postgresql", "ATOMIC_REQUESTS": True}
    assert ids(checks.database_errors({"default": database})) == ["qianpi.E002"]


def test_on_this_machine_everything_may_be_open():
    assert checks.exposure_errors(**AT_HOME | {"debug": True, "demo": True}) == []
    assert checks.exposure_errors(**OUTSIDE) == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"debug": True}, "qianpi.E005"),
        ({"demo": True}, "qianpi.E006"),
        ({"https": False}, "qianpi.E007"),
        ({"hosts": ["*"]}, "qianpi.E008"),
        ({"hosts": [".example.cn"]}, "qianpi.E008"),
    ],
)
def test_what_is_for_this_machine_is_refused_outside(change, error):
    assert ids(checks.exposure_errors(**OUTSIDE | change)) == [error]


def test_the_web_server_does_not_start_on_an_error(tmp_path):
    outside = {"QIANPI_HOSTS": "approval.example.cn", "QIANPI_HTTPS": "0"}
    done = python(tmp_path, "-c", "import config.wsgi", **outside)
    assert done.returncode != 0
    assert "RefusesToStart" in done.stderr and "qianpi.E007" in done.stderr


def test_the_web_server_starts_where_nothing_is_wrong(tmp_path):
    done = python(tmp_path, "-c", "import config.wsgi", QIANPI_HOSTS="approval.example.cn")
    assert done.returncode == 0, done.stderr
