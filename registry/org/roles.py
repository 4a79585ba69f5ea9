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
    AUDITOR = "auditor", _("Auditor")
