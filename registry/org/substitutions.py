"""Who stands in for whom: set up for some days, ended early, asked about by the resolver."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry import errors
from registry.org.models import Person, Post, Substitution, Unit
from registry.org.roles import PostRole

KEEPERS = (PostRole.HR, PostRole.INFO_SUPERVISOR)


def standing(on: date) -> QuerySet[Substitution]:
    """The substitutions that hold on a day: begun, not over, not ended, the substitute active."""
    return Substitution.objects.filter(
        ended_at=None, since__lte=on, until__gte=on, substitute__is_active=True
    )


def away(
    *, bureau_id: int, on: date, kind: str, value_yuan: Decimal | None
) -> dict[int, Substitution]:
    """Of the people of a bureau who are away that day: who stands in, by the id of the person.

    A substitution with a limit covers amounts up to it, the limit included; a case without an
    amount needs one without a limit. One query.
    """
    local = Post.objects.filter(unit__bureau_id=bureau_id).values("person")
    found = standing(on).filter(_covers(kind, value_yuan), person__in=local)
    return {link.person_id: link for link in found.select_related("substitute").order_by("pk")}


def covering(*, at: datetime, kind: str, value_yuan: Decimal | None) -> QuerySet[Substitution]:
    """What held at a past moment for a case of that kind and amount."""
    day = timezone.localdate(at)
    alive = Q(ended_at=None) | Q(ended_at__gte=at)
    return Substitution.objects.filter(
        alive, _covers(kind, value_yuan), since__lte=day, until__gte=day
    )


def hold(links: list[Substitution], on: date) -> bool:
    """Whether all of them still stand that day; they can't be ended before the transaction is over."""
    rows = standing(on).filter(pk__in=[link.pk for link in links]).order_by("pk")
    return len(rows.select_for_update(of=("self",), no_key=True)) == len(links)


def set_up(
    *,
    person: Person,
    substitute: Person,
    since: date,
    until: date,
    kind: str = "",
    up_to_yuan: Decimal | None = None,
    by: Person,
    at: datetime,
) -> Substitution:
    """Let somebody stand in for a person, both days included.

    raises  NotTheirKeeper, NotActive, InTheirOwnPlace, BeginsInThePast, EndsBeforeItBegins,
            NoLimit, NoCommonBureau, AwayAlready, StandsInACircle
    """
    with transaction.atomic():
        shared = _locked_bureaus(person, substitute, since)
        _check_keeper(person, by, timezone.localdate(at))
        _check_days(since, until, timezone.localdate(at))
        # Read again behind the lock: the caller's rows may be old.
        for one in Person.objects.filter(pk__in=(person.pk, substitute.pk), is_active=False):
            raise errors.NotActive(who=one)
        if person.pk == substitute.pk:
            raise errors.InTheirOwnPlace
        if up_to_yuan is not None and up_to_yuan <= 0:
            raise errors.NoLimit
        if not shared:
            raise errors.NoCommonBureau(who=person, substitute=substitute)
        link = Substitution(
            person=person,
            substitute=substitute,
            since=since,
            until=until,
            kind=kind,
            up_to_yuan=up_to_yuan,
            set_by=by,
            set_at=at,
        )
        _check_others(link)
        link.save(force_insert=True)
        return link


def end(*, substitution_id: int, by: Person, at: datetime) -> Substitution:
    """End a substitution now. A decision that holds the row finishes first, a later one is refused.

    raises  NotTheirKeeper, EndedAlready
    """
    with transaction.atomic():
        rows = Substitution.objects.select_for_update(of=("self",), no_key=True)
        link = rows.select_related("person").get(pk=substitution_id)
        _check_keeper(link.person, by, timezone.localdate(at))
        if link.ended_at is not None or link.until < timezone.localdate(at):
            raise errors.EndedAlready
        link.ended_at, link.ended_by = at, by
        link.save(update_fields=["ended_at", "ended_by"])
        return link


def end_all(person: Person, *, after: date | None, by: Person, at: datetime) -> list[int]:
    """End what the person has with others, both ways: now, or after a day to come. The ids of those.

    The caller has checked who does this.
    """
    alive = Substitution.objects.filter(ended_at=None, until__gte=timezone.localdate(at))
    links = alive.filter(Q(person=person) | Q(substitute=person)).order_by("pk")
    ended = []
    for link in links.select_for_update(of=("self",), no_key=True):
        if after is None or link.since > after:
            link.ended_at, link.ended_by = at, by
        elif link.until > after:
            link.until = after
        else:
            continue
        link.save(update_fields=["until", "ended_at", "ended_by"])
        ended.append(link.pk)
    return ended


def kept_by(keeper: Person, on: date) -> QuerySet[Substitution]:
    """What a person reads here: their own, both ways; a keeper, all of the bureau. Newest first."""
    reach = Q(person=keeper) | Q(substitute=keeper)
    if bureaus := bureaus_kept(keeper, on):
        local = Post.objects.filter(unit__bureau__in=bureaus).values("person")
        reach |= Q(person__in=local)
    rows = Substitution.objects.filter(reach).select_related("person", "substitute", "set_by")
    return rows.order_by("-since", "-pk")


def bureaus_kept(keeper: Person, on: date) -> set[int]:
    """The bureaus in which the person sets substitutions up for others: 人力资源, or an assistant."""
    held = Post.objects.on(on).filter(person=keeper, role__in=KEEPERS)
    return {post.unit.root_id for post in held.select_related("unit")}


def colleagues(person: Person, on: date) -> QuerySet[Person]:
    """Who can stand in: the active people of the bureaus to which the person belongs."""
    local = Post.objects.on(on).filter(unit__bureau__in=_bureaus_of(person, on)).values("person")
    return Person.objects.filter(pk__in=local, is_active=True).order_by("name", "pk")


def _covers(kind: str, value_yuan: Decimal | None) -> Q:
    limit = Q(up_to_yuan=None)
    if value_yuan is not None:
        limit |= Q(up_to_yuan__gte=value_yuan)
    return limit & Q(kind__in=("", kind))


def _bureaus_of(person: Person, since: date) -> set[int]:
    """The bureaus in which the person holds a post on that day or later."""
    held = Post.objects.filter(Q(until=None) | Q(until__gte=since), person=person)
    return {post.unit.root_id for post in held.select_related("unit")}


def _locked_bureaus(person: Person, substitute: Person, since: date) -> set[int]:
    """The bureaus that both belong to. All of either are locked: a circle can close over people
    who are no part of the one that closes it, so locking the two of them would not do.
    """
    hers, his = _bureaus_of(person, since), _bureaus_of(substitute, since)
    list(Unit.objects.filter(pk__in=hers | his).order_by("pk").select_for_update(no_key=True))
    return hers & his


def _check_keeper(person: Person, by: Person, on: date) -> None:
    if not by.is_active:
        raise errors.NotActive(who=by)
    if by.pk != person.pk and not _bureaus_of(person, on) & bureaus_kept(by, on):
        raise errors.NotTheirKeeper(who=person)


def _check_days(since: date, until: date, today: date) -> None:
    if since < today:
        raise errors.BeginsInThePast(today=date_format(today))
    if until < since:
        raise errors.EndsBeforeItBegins


def _check_others(new: Substitution) -> None:
    """Nobody has two substitutes on one day for one kind, and nobody stands in for themselves at last."""
    alive = Substitution.objects.filter(
        ended_at=None, since__lte=new.until, until__gte=new.since
    ).select_related("person", "substitute")
    links: dict[int, list[Substitution]] = {}
    for link in alive:
        links.setdefault(link.person_id, []).append(link)
    for link in links.get(new.person_id, []):
        if _meet(new.kind, link.kind) is not None:
            days = {"since": date_format(link.since), "until": date_format(link.until)}
            raise errors.AwayAlready(who=link.person, substitute=link.substitute, **days)
    open_ends = [(new.substitute_id, new.since, new.until, new.kind)]
    for at_hand, since, until, kind in open_ends:
        for link in links.get(at_hand, []):
            first, last = max(since, link.since), min(until, link.until)
            both = _meet(kind, link.kind)
            if first > last or both is None:
                continue
            if link.substitute_id == new.person_id:
                raise errors.StandsInACircle(who=new.person, through=link.person)
            if (further := (link.substitute_id, first, last, both)) not in open_ends:
                open_ends.append(further)


def _meet(one: str, other: str) -> str | None:
    """The kind that two substitutions share; None if they share none. Amounts always meet: small ones."""
    if one and other and one != other:
        return None
    return one or other
