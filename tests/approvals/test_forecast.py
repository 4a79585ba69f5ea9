"""What is foretold at submission is what happens, in any organisation, as long as everybody agrees."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from approvals import drafts, errors
from approvals.drafts import Content
from approvals.forecast import Route, forecast
from approvals.invariants import check_all
from approvals.kinds import kind_of
from approvals.models import Assignment, Case
from approvals.move import Move
from approvals.words import Part
from policy import proposals
from registry import rulebook
from registry.org.models import Post
from registry.org.roles import PostRole
from tests.cast import Cast, decide, draft, make_cast, new_key, resubmit, submit, vote

VALUES = ("9999.99", "10000", "29999.99", "30000", "49999.99", "50000")
POSTS = (
    ("county", PostRole.COUNTY_HEAD),
    ("county", PostRole.UNIT_DEPUTY),
    ("county", PostRole.ACCOUNT_MANAGER),
    ("centre", PostRole.CENTRE_DIRECTOR),
    ("centre", PostRole.CENTRE_DEPUTY),
    ("centre", PostRole.PLANNER),
    ("centre", PostRole.INFO_SUPERVISOR),
    ("centre", PostRole.ACCOUNT_MANAGER),
    ("marketing", PostRole.MARKETING_HEAD),
    ("leaders", PostRole.BUREAU_LEADER),
)
FEW = ("li", "lin", "wang", "director", "deputy", "zhou", "zhao", "leader")
people = st.sampled_from(FEW)
# Most posts are held, some by several, some by nobody; people hold several posts.
organisations = st.fixed_dictionaries(
    {post: st.lists(people, max_size=2, unique=True) for post in POSTS}
)
parts = st.tuples(people, st.none() | people).filter(lambda pair: pair[0] != pair[1])


def organise(cast: Cast, held: dict) -> None:
    Post.objects.exclude(person=cast.li, unit=cast.county).delete()
    for (unit, role), names in held.items():
        for name in names:
            if (name, unit, role) != ("li", "county", PostRole.ACCOUNT_MANAGER):
                cast.post(name, getattr(cast, unit), role)


def foretold(cast: Cast, case: Case) -> Route:
    move = Move(case, cast.li, cast.now)
    book = rulebook.current(case.bureau_id)
    ruling = proposals.rule_on(case.value_yuan, on=move.on, book=book, set="merged")
    return forecast(kind_of("proposal").flow, ruling, move.people)


def asked(case: Case) -> set[tuple[str, str]]:
    rows = Assignment.objects.filter(case=case, state=Assignment.State.OPEN)
    return set(rows.values_list("person__username", "capacity"))


def agree(cast: Cast, case: Case, pick: int) -> str:
    """Whoever is asked now agrees; of several who may, one is picked. Who ended the step."""
    rows = list(Assignment.objects.filter(case=case, state=Assignment.State.OPEN).order_by("pk"))
    for member in rows:
        if member.capacity == "centre_member":
            vote(cast, case, member.person)
    may = [row for row in rows if row.capacity != "centre_member"]
    one = may[pick % len(may)]
    decide(cast, case, one.person, "listed" if case.step == "listing" else "agreed", row=one.pk)
    return one.person.username


def follow(cast: Cast, case: Case, route: Route, pick: int) -> None:
    """Let everybody agree, to the end; at each step those are asked who were foretold.

    Which of two planners decides nobody can foretell: a step behind them that has to be apart asks
    somebody else in place of the one who did.
    """
    by: dict[str, str] = {}
    before = None
    for ahead in route.steps:
        case.refresh_from_db()
        assert case.step == ahead.name
        seats = {(seat.person.username, str(seat.capacity)) for seat in ahead.seats}
        apart = [node.name for node in ahead.node.apart_from]
        if before and before.node.single and ahead.node.single:
            apart.append(before.name)
        if not {name for name, _ in seats} & {by[step] for step in apart if step in by}:
            assert asked(case) == seats, ahead.name
        try:
            by[ahead.name] = agree(cast, case, pick)
        except errors.NobodyToDecide:
            event("the only one who could take the next step had taken this one")
            assert len(ahead.seats) > 1
            return
        before = ahead
    case.refresh_from_db()
    assert case.status == route.end.status
    event(f"{len(route.steps)} steps")


def again(cast: Cast, case: Case, value: str, held: tuple) -> None:
    """Return the case at its first step and send it again with another value."""
    first = Assignment.objects.get(pk=min(r.pk for r in case.assignments.filter(state=0)))
    decide(cast, case, first.person, "returned", "请改金额", row=first.pk)
    request = kind_of("proposal").request_of(case)
    content = Content(
        unit=cast.county,
        case={"title": case.title, "customer": cast.customer, "value_yuan": Decimal(value)},
        request={"season": request.season, "line": request.line, "a_manager": held[0]},
        parts={Part.A_MANAGER: held[0], Part.B_MANAGER: held[1]},
    )
    case.refresh_from_db()
    given_ = {"kind": kind_of("proposal"), "case_id": case.pk, "actor": cast.li}
    drafts.save(content=content, seen=case.data_version, at=cast.later(), key=new_key(), **given_)
    case.refresh_from_db()


def one_example(held: dict, value: str, second: str | None, parts: tuple, pick: int) -> None:
    cast = make_cast()
    organise(cast, held)
    a, b = (getattr(cast, name) if name else None for name in parts)
    case = draft(cast, value, a_manager=a, b_manager=b)
    route = foretold(cast, case)
    if route.problem:
        event("it would stall")
        with pytest.raises(errors.NobodyToDecide):
            submit(cast, case)
        case.refresh_from_db()
        assert (case.status, case.number) == ("draft", "")
        return
    submit(cast, case)
    case.refresh_from_db()
    if second:
        again(cast, case, second, (a, b))
        route = foretold(cast, case)
        if route.problem:
            event("it would stall when it is sent again")
            with pytest.raises(errors.NobodyToDecide):
                resubmit(cast, case)
            case.refresh_from_db()
            assert case.status == "returned"
            return
        resubmit(cast, case)
    follow(cast, case, route, pick)
    assert check_all() == []


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    held=organisations,
    value=st.sampled_from(VALUES),
    second=st.none() | st.sampled_from(VALUES),
    parts=parts,
    pick=st.integers(0, 3),
)
def test_those_are_asked_who_were_foretold(db, held, value, second, parts, pick):
    with transaction.atomic():
        one_example(held, value, second, parts, pick)
        transaction.set_rollback(True)
