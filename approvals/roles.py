"""The roles that a flow names, and the posts that fill them.

A role is a ladder: the first rung that holds somebody who may decide is asked. A lower rung is
asked by rule, where the post above it is vacant or its holder may not decide on this case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.words import Part
from registry.org.models import Post
from registry.org.roles import PostRole, UnitKind


class Role(models.TextChoices):
    """Who is asked at a step."""

    APPLICANT = "applicant", _("Applicant")
    UNIT_HEAD = "unit_head", _("Head of the unit")
    PLAN_CHECKER = "plan_checker", _("Plan checker")
    CENTRE_MEMBER = "centre_member", _("Member of the centre")
    CENTRE_DIRECTOR = "centre_director", _("Director of the centre")
    MARKETING_HEAD = "marketing_head", _("Marketing department")
    OTHER_UNIT_HEAD = "other_unit_head", _("Head of the other unit")
    HR = "hr", _("Human resources")
    FINANCE = "finance", _("Finance")
    BUREAU_LEADER = "bureau_leader", _("Bureau leader")
    PANEL_MEMBER = "panel_member", _("Member of the panel")
    ADMINISTRATOR = "administrator", _("Administrator of the bureau")
    SECRETARY = "secretary", _("Secretary of the discussion")


class Home(Enum):
    """The units that a case names: its own, and the other one that it is about."""

    OWN = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Rung:
    """Posts in units of one kind, or of some, or in a unit of the case. No posts named: any there."""

    unit: Home | UnitKind | tuple[UnitKind, ...]
    posts: tuple[PostRole, ...] = ()

    def holds(self, post: Post, homes: Mapping[Home, int | None]) -> bool:
        if isinstance(self.unit, Home):
            there = post.unit_id == homes[self.unit]
        else:
            kinds = self.unit if isinstance(self.unit, tuple) else (self.unit,)
            there = post.unit.kind in kinds
        return there and (not self.posts or post.role in self.posts)


_LEADERS = Rung(UnitKind.LEADERS, (PostRole.BUREAU_LEADER,))
_DEPUTY = Rung(UnitKind.CENTRE, (PostRole.CENTRE_DEPUTY,))
_HEADS = (
    PostRole.COUNTY_HEAD,
    PostRole.BRANCH_HEAD,
    PostRole.PROFESSIONAL_HEAD,
    PostRole.CENTRE_DEPUTY,
)
_MARKETING = Rung(UnitKind.MARKETING, (PostRole.MARKETING_HEAD, PostRole.MARKETING_DEPUTY))


def _headed(home: Home) -> tuple[Rung, ...]:
    """Who answers for a unit of the case: its head, a deputy, then above it."""
    return (Rung(home, _HEADS), Rung(home, (PostRole.UNIT_DEPUTY,)), _DEPUTY, _LEADERS)


# The municipal centre's own proposals are reviewed by its deputy director: the director signs later.
LADDERS: dict[Role, tuple[Rung, ...]] = {
    Role.UNIT_HEAD: _headed(Home.OWN),
    Role.OTHER_UNIT_HEAD: _headed(Home.OTHER),
    Role.PLAN_CHECKER: (
        Rung(UnitKind.CENTRE, (PostRole.PLANNER, PostRole.INFO_SUPERVISOR)),
        _DEPUTY,
    ),
    Role.CENTRE_MEMBER: (Rung(UnitKind.CENTRE),),
    Role.CENTRE_DIRECTOR: (
        Rung(UnitKind.CENTRE, (PostRole.CENTRE_DIRECTOR,)),
        _DEPUTY,
        _LEADERS,
    ),
    Role.MARKETING_HEAD: (_MARKETING, _LEADERS),
    Role.HR: (Rung(UnitKind.HR, (PostRole.HR,)), _LEADERS),
    # Where a bureau has no finance department of its own, marketing says what is left of a price.
    Role.FINANCE: (Rung(UnitKind.FINANCE, (PostRole.FINANCE,)), _MARKETING, _LEADERS),
    Role.BUREAU_LEADER: (_LEADERS,),
    Role.PANEL_MEMBER: (Rung((UnitKind.CENTRE, UnitKind.MARKETING)),),
    Role.ADMINISTRATOR: (
        Rung(UnitKind.CENTRE, (PostRole.INFO_SUPERVISOR,)),
        Rung(UnitKind.CENTRE, (PostRole.CENTRE_DIRECTOR,)),
    ),
    Role.SECRETARY: (Rung(UnitKind.CENTRE, (PostRole.INFO_SUPERVISOR,)), _DEPUTY),
}

# Who is asked too once the deadline is over (超时): the rungs that stand above those who were asked,
# nearest first. A deputy takes the place of a vacant post, but is nobody's superior in the unit.
SUPERIORS: dict[Role, tuple[Rung, ...]] = {
    Role.UNIT_HEAD: (_DEPUTY, _LEADERS),
    Role.OTHER_UNIT_HEAD: (_DEPUTY, _LEADERS),
    Role.PLAN_CHECKER: (_DEPUTY,),
    Role.CENTRE_DIRECTOR: (_LEADERS,),
    Role.MARKETING_HEAD: (_LEADERS,),
    Role.HR: (_LEADERS,),
    Role.FINANCE: (_LEADERS,),
}


def capacity_label(capacity: str) -> Any:
    """The role or the part in which somebody is asked, in words."""
    for words in (Role, Part):
        if capacity in words.values:
            return words(capacity).label
    return capacity
