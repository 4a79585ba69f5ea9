"""What must always hold where several have a part of one customer."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from policy import splits as policy
from registry.sharing.models import Consent, Share, Split


def splits_are_all_of_it() -> Iterator[str]:
    """The shares of a decision sum to a hundred; performance that both count is a hundred for each."""
    sums = Share.objects.values("split", "ledger", "split__policy")
    sums = sums.annotate(total=Sum("percent"), sides=Count("pk"))
    for found in sums.order_by("split", "ledger"):
        twice = found["split__policy"] == policy.BOTH_COUNT
        twice = twice and found["ledger"] == policy.PERFORMANCE
        if found["total"] != (2 * policy.WHOLE if twice else policy.WHOLE) or found["sides"] != 2:
            yield f"split {found['split']}: {found['ledger']} sums to {found['total']} percent"
    counted = Count("shares__ledger", distinct=True)
    for split in Split.objects.annotate(n=counted).exclude(n=len(policy.LEDGERS)).iterator():
        yield f"split {split.pk} stands in {split.n} of the two ledgers"


def one_side_of_a_split_owned_the_customer() -> Iterator[str]:
    """Of the two units that share a customer one owned it on the first day."""
    mine = Share.objects.filter(split=OuterRef("pk"), unit=OuterRef("customer__holdings__unit"))
    began = Q(customer__holdings__since__lte=F("since"))
    ended = Q(customer__holdings__until=None) | Q(customer__holdings__until__gte=F("since"))
    owned = Split.objects.filter(Exists(mine), began & ended).values("pk")
    for split in Split.objects.exclude(pk__in=owned).iterator():
        yield f"split {split.pk}: neither of the two owned the customer"


def consents_are_about_customers_of_others() -> Iterator[str]:
    """Nobody has consent to market to what is in another bureau."""
    for consent in Consent.objects.exclude(bureau=F("customer__bureau")).exclude(customer=None):
        yield f"consent {consent.pk} is about a customer of another bureau"


CHECKS = (
    splits_are_all_of_it,
    one_side_of_a_split_owned_the_customer,
    consents_are_about_customers_of_others,
)
