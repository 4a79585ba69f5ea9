"""首个密码: a keeper of the people gives out a link by which the person sets a password, once."""

from datetime import datetime
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from registry import errors
from registry.journal import Entry
from registry.org import people
from registry.org.models import Person

GIVEN = "password_link"


class _Links(PasswordResetTokenGenerator):
    """Only the newest link of a person works, until it is used or settings.PASSWORD_RESET_TIMEOUT is over."""

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        lines = Entry.objects.filter(subject=f"person:{user.pk}", verb=GIVEN)
        newest = lines.order_by("-seq").values_list("seq", flat=True).first()
        return f"{super()._make_hash_value(user, timestamp)}{newest}{user.is_active}"


links = _Links()


def give_link(person: Person, *, by: Person, at: datetime) -> dict[str, Any]:
    """What the address of the link is made of: uidb64 and token. A line in the person's journal.

    raises  NotForOneself, NotTheirPostKeeper, NotActive, OfTheDemo
    """
    with transaction.atomic():
        one = people.held(person)[person.pk]
        people.check_keeper(one, by, timezone.localdate(at))
        if not one.is_active:
            raise errors.NotActive(who=one)
        if one.is_demo:
            raise errors.OfTheDemo
        people.write(one, [(GIVEN, {"first": not one.has_usable_password()})], by=by, at=at)
        return {
            "uidb64": urlsafe_base64_encode(force_bytes(one.pk)),
            "token": links.make_token(one),
        }
