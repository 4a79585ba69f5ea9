"""Every page of the URL map, as somebody who may see it: what axe finds, what the browser complains about."""

import pytest
from django.conf import settings

from tests.pages.test_access_table import ROLES, World, lines

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
# The first of them who is answered with the page is the one who looks at it.
READERS = ("director", "applicant", "head", "hr", "administrator", "other_manager", "anonymous")


def pages_of(world: World) -> list[tuple[str, str]]:
    """(role, path) of each address that answers with a page; one a name, as all look alike."""
    found: dict[str, tuple[str, str]] = {}
    for line in lines():
        reader = next((role for role in READERS if line[role] == "200"), None)
        if line["method"] != "GET" or reader is None or line["url"] in found:
            continue
        path = world.address(line["url"], line["about"])
        world.client.cookies.clear()
        if reader != "anonymous":
            world.client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[reader]
        answer = world.client.get(path)
        whole = not answer.streaming and b"<html" in answer.content[:200]
        if answer.status_code == 200 and whole:
            found[line["url"]] = (reader, path)
    return sorted(found.values())


@pytest.fixture
def world(cast, filled) -> World:
    return World(cast, filled(plan=False))


@pytest.mark.timeout(400)
def test_every_page_is_accessible_quiet_and_fits_on_a_desk_and_on_a_phone(world, screens):
    pages = pages_of(world)
    assert len(pages) > 60
    looks = {}
    for role, path in pages:
        if role not in looks:
            person = world.cast.people[ROLES[role]] if role in ROLES else None
            looks[role] = screens(person)
        looks[role].go_at_both_widths(path)
