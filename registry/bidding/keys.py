"""A person's key to sealed bids: made of a passphrase that nobody but the person knows."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from registry.bidding import sealing
from registry.bidding.models import SealKey
from registry.errors import RegistryError
from registry.org.models import Person, Unit


class ShortPassphrase(RegistryError):
    """Take a passphrase of at least %(least)s characters: it is all that keeps the bids closed."""


class WrongPassphrase(RegistryError):
    """This is not the passphrase of your key."""


def make(*, person: Person, passphrase: str, at: datetime) -> SealKey:
    """A new key in place of the one before; what was sealed for that one stays sealed for it.

    raises  ShortPassphrase
    """
    if len(passphrase) < sealing.LEAST_PASSPHRASE:
        raise ShortPassphrase(least=sealing.LEAST_PASSPHRASE)
    salt, public = sealing.new_key(passphrase)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        SealKey.objects.filter(person=person, replaced_at=None).update(replaced_at=at)
        return SealKey.objects.create(person=person, salt=salt, public=public, made_at=at)


def check(key: SealKey, passphrase: str) -> None:
    """Raises WrongPassphrase."""
    if not sealing.fits(passphrase, salt=bytes(key.salt), public=bytes(key.public)):
        raise WrongPassphrase


def of(person: Person) -> SealKey | None:
    """The key that the person has now."""
    return SealKey.objects.filter(person=person, replaced_at=None).first()


def in_bureau(bureau: Unit) -> QuerySet[SealKey]:
    """The keys of those who work in a bureau."""
    rows = SealKey.objects.filter(replaced_at=None, person__is_active=True)
    rows = rows.filter(person__posts__unit__bureau=bureau).distinct()
    return rows.select_related("person").order_by("person__name", "pk")
