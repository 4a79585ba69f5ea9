"""Browsers of the cast, and what a complete form holds."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import PDF


@pytest.fixture
def browse():
    """A browser in which that person is logged in."""

    def opened(person, **given):
        client = Client(**given)
        client.force_login(person)
        return client

    return opened


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
