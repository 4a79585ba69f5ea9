"""Every page of the URL map, as somebody who may see it: what axe finds, what the browser complains about."""

import pytest

from tests.pages.test_access_table import ROLES, World, lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The first of them who is answered with the page is the one who looks at it.
READERS = ("director", "applicant", "head", "hr", "administrator", "other_manager", "anonymous")


def addresses_of(world: World) -> list[tuple[str, str]]:
    """(role, path) of each address that answers somebody with 200; one a name, as all look alike."""
    found: dict[str, tuple[str, str]] = {}
    for line in lines():
        reader = next((role for role in READERS if line[role] == "200"), None)
        if line["method"] == "GET" and reader is not None and line["url"] not in found:
            found[line["url"]] = (reader, world.address(line["url"], line["about"]))
    return sorted(found.values())


@pytest.fixture
def world(cast, filled) -> World:
    return World(cast, filled(plan=False))


@pytest.mark.timeout(900)
def test_every_page_is_accessible_quiet_and_fits_on_a_desk_and_on_a_phone(world, screens):
    looks, pages = {}, 0
    for role, path in addresses_of(world):
        if role not in looks:
            person = world.cast.people[ROLES[role]] if role in ROLES else None
            looks[role] = screens(person, with_axe=True)
        pages += looks[role].go_at_both_widths(path)
    assert pages > 80
