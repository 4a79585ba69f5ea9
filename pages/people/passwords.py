"""A link by which a person sets a password: shown once, to the keeper who hands it over."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from approvals import account_notices
from pages.desk import Desk, page
from pages.people.views import kept_person, refused
from registry.errors import RegistryError


@never_cache
@require_POST
@page
def give_link(desk: Desk, person_id: int) -> HttpResponse:
    """The link stands on this answer alone; it is kept nowhere."""
    person, _bureaus = kept_person(desk, person_id)
    try:
        about = account_notices.give_link(person, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return refused(desk, person_id, refusal)
    link = settings.SITE_URL + reverse("first-password", kwargs=about)
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return desk.render("people/link.html", person=person, link=link, days=days)
