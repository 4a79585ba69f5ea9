"""The roles that a flow names, and the posts that fill them.

A role is a ladder: the first rung that holds somebody who may decide is asked. A lower rung is
asked by rule, where the post above it is vacant or its holder may not decide on this case.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

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
    HR = "hr", _("Human resources")


@dataclass(frozen=True)
class Rung:
    """Posts in units of one kind (None: the unit of the case). No posts named: any post there."""

    unit: UnitKind | None
    posts: tuple[PostRole, ...] = ()

    def holds(self, post: Post, unit_id: int) -> bool:
        at_home = post.unit_id == unit_id if self.unit is None else post.unit.kind == self.unit
        return at_home and (not self.posts or post.role in self.posts)


_LEADERS = Rung(UnitKind.LEADERS, (PostRole.BUREAU_LEADER,))
_DEPUTY = Rung(UnitKind.CENTRE, (PostRole.CENTRE_DEPUTY,))

# The municipal centre's own proposals are reviewed by its deputy director: the director signs later.
LADDERS: dict[Role, tuple[Rung, ...]] = {
    Role.UNIT_HEAD: (
        Rung(
            None,
            (
                PostRole.COUNTY_HEAD,
                PostRole.BRANCH_HEAD,
                PostRole.PROFESSIONAL_HEAD,
                PostRole.CENTRE_DEPUTY,
            ),
        ),
        Rung(None, (PostRole.UNIT_DEPUTY,)),
        _DEPUTY,
        _LEADERS,
    ),
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
    Role.MARKETING_HEAD: (
        Rung(UnitKind.MARKETING, (PostRole.MARKETING_HEAD, PostRole.MARKETING_DEPUTY)),
        _LEADERS,
    ),
    Role.HR: (Rung(UnitKind.HR, (PostRole.HR,)), _LEADERS),
}

# Who is asked too once the deadline is over (超时): the rungs that stand above those who were asked,
# nearest first. A deputy takes the place of a vacant post, but is nobody's superior in the unit.
SUPERIORS: dict[Role, tuple[Rung, ...]] = {
    Role.UNIT_HEAD: (_DEPUTY, _LEADERS),
    Role.PLAN_CHECKER: (_DEPUTY,),
    Role.CENTRE_DIRECTOR: (_LEADERS,),
    Role.MARKETING_HEAD: (_LEADERS,),
    Role.HR: (_LEADERS,),
}
