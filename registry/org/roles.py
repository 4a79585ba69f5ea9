"""The posts that a person can hold in a unit, and the kinds of unit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit is. The three levels: municipal bureau, county or professional unit, sub-office."""

    BUREAU = "bureau", _("Municipal bureau")
    LEADERS = "leaders", _("Bureau leaders")
    MARKETING = "marketing", _("Marketing department")
    CENTRE = "centre", _("Key-account centre")
    HR = "hr", _("Human resources")
    FINANCE = "finance", _("Finance department")
    COUNTY = "county", _("County branch")
    BUSINESS = "business", _("Business branch")
    PROFESSIONAL = "professional", _("Professional bureau")
    SUB_OFFICE = "sub_office", _("Sub-office")


class PostRole(models.TextChoices):
    """A post. Who may ask, decide and read follows from the posts that one holds."""

    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    PLANNER = "planner", _("Planner")
    INFO_SUPERVISOR = "info_supervisor", _("Information supervisor")
    CENTRE_DIRECTOR = "centre_director", _("Director of the key-account centre")
    CENTRE_DEPUTY = "centre_deputy", _("Deputy director of the key-account centre")
    COUNTY_HEAD = "county_head", _("Head of the county centre")
    BRANCH_HEAD = "branch_head", _("Head of the branch centre")
    PROFESSIONAL_HEAD = "professional_head", _("Head of the professional bureau")
    UNIT_DEPUTY = "unit_deputy", _("Deputy head of the unit")
    SUB_OFFICE_LEADER = "sub_office_leader", _("Sub-office leader")
    MARKETING_HEAD = "marketing_head", _("Head of the marketing department")
    MARKETING_DEPUTY = "marketing_deputy", _("Deputy head of the marketing department")
    BUREAU_LEADER = "bureau_leader", _("Bureau leader")
    HR = "hr", _("Human resources officer")
    FINANCE = "finance", _("Finance officer")
    AUDITOR = "auditor", _("Auditor")


# Heads read what is of their unit and those below it; the posts that steer the bureau read all of it.
UNIT_AND_BELOW = (
    PostRole.COUNTY_HEAD,
    PostRole.BRANCH_HEAD,
    PostRole.PROFESSIONAL_HEAD,
    PostRole.UNIT_DEPUTY,
)
WHOLE_BUREAU = (
    PostRole.CENTRE_DIRECTOR,
    PostRole.CENTRE_DEPUTY,
    PostRole.INFO_SUPERVISOR,
    PostRole.MARKETING_HEAD,
    PostRole.MARKETING_DEPUTY,
    PostRole.BUREAU_LEADER,
    PostRole.AUDITOR,
)
# Who reads what only a person, their line and human resources read: of the whole bureau, and of
# the own unit.
PERSONNEL = (
    *(PostRole.HR, PostRole.BUREAU_LEADER),
    *(PostRole.CENTRE_DIRECTOR, PostRole.CENTRE_DEPUTY),
)
HEADS_ELSEWHERE = (PostRole.MARKETING_HEAD, PostRole.MARKETING_DEPUTY)
