"""The words for what a customer is: its tier, its scope, how it uses the post, who answers for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy import customers as policy


class Tier(models.TextChoices):
    DIAMOND = "diamond", _("Diamond")
    GOLD = "gold", _("Gold")
    SILVER = "silver", _("Silver")
    GENERAL = "general", _("General")


class Scope(models.TextChoices):
    """How far a graded customer reaches: with the tier it decides who answers for it."""

    PROVINCIAL = policy.PROVINCIAL, _("Provincial")
    COMPREHENSIVE = policy.COMPREHENSIVE, _("Comprehensive")
    REGIONAL = policy.REGIONAL, _("Regional")
    PROFESSIONAL = policy.PROFESSIONAL, _("Professional")


class IdState(models.TextChoices):
    """A customer has no id until one is issued."""

    PROVISIONAL = "provisional", _("Id not issued yet")
    ISSUED = "issued", _("Id issued")


class Usage(models.TextChoices):
    """By what it uses: several lines of business, or one."""

    COMPREHENSIVE = "comprehensive", _("Comprehensive user")
    PROFESSIONAL = "professional", _("Professional user")


class Cultivation(models.TextChoices):
    """By how far it is won."""

    COOPERATING = "cooperating", _("Cooperating")
    POTENTIAL = "potential", _("Potential")


class Influence(models.TextChoices):
    """By its weight for the post."""

    STRATEGIC = "strategic", _("Strategic")
    GENERAL = "general", _("General customer")


class Keeper(models.TextChoices):
    """Who answers for a customer or keeps its archive, as the rulebook names them."""

    PROVINCE = "province", _("Provincial key-account centre")
    CENTRE = "centre", _("Municipal key-account centre")
    COUNTY = "county", _("County or branch centre")
    PROFESSIONAL = "professional", _("Professional bureau")
    SUB_OFFICE = "sub_office", _("Sub-office or team")
    SERVICE = "service", _("Customer-service department")
    LEADERS = "leaders", _("Bureau leaders")
    CENTRE_OF_UNIT = "centre_of_unit", _("Centre or account manager of the unit")
