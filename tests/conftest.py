"""The fixed cast, and the words of the tests."""

import gc
import uuid
from typing import Any

import pytest
from django.apps import AppConfig, apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from approvals import kinds
from tests.cast import PDF, Cast, make_cast
from tests.emptying import quickly
from tests.sharing import Sharing


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--race-rounds", type=int, default=4, help="how often each race of tests/races is run"
    )
    parser.addoption("--histories", type=int, default=500, help="how many tests/machine runs")
    parser.addoption("--thorough", action="store_true", help="all guards that histories find off")
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what asks no database, and the browser: the first run has told it",
    )
    parser.addoption("--histories-from", type=int, default=0, help="the seed of the first of them")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --second-database only what may be answered otherwise by another database."""
    if not config.getoption("--second-database"):
        return
    asking = {"db", "transactional_db", "django_db_setup"}
    kept = [
        item
        for item in items
        if (asking & set(item.fixturenames) or item.get_closest_marker("django_db"))
        and not item.get_closest_marker("browser")
        and not item.get_closest_marker("once")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    return Sharing(config, log)


# The collector of garbage took two fifths of the collection: until all tests are there little is
# garbage, and what is there then stays to the end.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that need real transactions empty the tables behind them."""
    with django_db_blocker.unblock(), quickly(connection):
        yield


@pytest.fixture(autouse=True)
def projects_count_apart(request, monkeypatch):
    """Tests ask for the same customer again and again: that splits nothing, unless they say `together`."""
    if request.node.get_closest_marker("together") is None:
        monkeypatch.setattr("workflows.proposal.splitting.COUNTING", ())


@pytest.fixture
def cast(db) -> Cast:
    """A bureau with a county branch, its centre, marketing department and HR; see tests/cast.py."""
    return make_cast()


@pytest.fixture
def browse():
    """A browser in which that person is logged in."""

    def opened(person, **given):
        client = Client(**given)
        client.force_login(person)
        return client

    return opened


@pytest.fixture
def several(known_processes) -> str:
    """The kind of case in which several people decide in every way; see tests/processes."""
    return known_processes("SEVERAL")


@pytest.fixture
def asking(known_processes) -> str:
    """The kind of case whose steps ask for more, wait and go on by themselves; see tests/processes."""
    return known_processes("ASKING")


@pytest.fixture
def known_processes(monkeypatch):
    """The processes of the tests, made known by name."""
    from tests import processes

    # viewflow stores flows by the name of their app
    config = AppConfig("tests.processes", processes)
    config.models = {}
    monkeypatch.setitem(apps.app_configs, config.label, config)

    def known(name: str) -> str:
        kind = getattr(processes, name)
        monkeypatch.setitem(kinds._kinds, kind.name, kind)
        return kind.name

    return known


@pytest.fixture
def filled(cast):
    """The fields of Li's form for a project of 32,000 yuan, with a plan."""

    def fields(*, plan=True, **changes):
        data = {
            "key": str(uuid.uuid4()),
            "title": "春茶寄递项目",
            "value_yuan": "32000",
            "unit": cast.county.pk,
            "customer": cast.customer.name,
            "season": "regular",
            "line": "letters",
            "a_manager": cast.li.pk,
            "starts_on": "2027-04-01",
            "ends_on": "2027-06-30",
            "do": "submit",
        } | changes
        if plan:
            data["plan"] = SimpleUploadedFile("方案.pdf", PDF)
        return data

    return fields
