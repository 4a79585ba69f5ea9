"""What the archive form asks for in each of its groups （客户档案表）. Names and ids are on the customer."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.customers.models import Group


@dataclass(frozen=True)
class Field:
    """One field of the form; `lines`: it has room for several."""

    name: str
    label: str | Promise
    lines: bool = False


FIELDS: dict[str, tuple[Field, ...]] = {
    Group.BASIC: (
        Field("address", _("Address")),
        Field("postcode", _("Postcode")),
        Field("head", _("Person in charge")),
        Field("contact", _("Contact")),
        Field("phone", _("Phone of the contact")),
        Field("email", _("E-mail of the contact")),
        Field("fax", _("Fax")),
        Field("scale", _("Scale")),
        Field("business", _("Scope of business"), lines=True),
        Field("products", _("Main products or services"), lines=True),
        Field("services", _("Postal services used"), lines=True),
        Field("spend", _("Postal spend")),
        Field("volume", _("Volume and its changes"), lines=True),
    ),
    Group.EXTENDED: (
        Field("organisation", _("Organisation"), lines=True),
        Field("leaders", _("Leaders"), lines=True),
        Field("capital", _("Registered capital")),
        Field("finances", _("Finances"), lines=True),
        Field("plans", _("Business plans"), lines=True),
        Field("staff", _("Number of staff")),
        Field("potential", _("Growth potential"), lines=True),
        Field("strengths", _("Strengths and weaknesses"), lines=True),
        Field("credit", _("Funds and credit"), lines=True),
    ),
    Group.PERSONS: (
        Field("name", _("Name")),
        Field("position", _("Position")),
        Field("age", _("Age")),
        Field("ethnic_group", _("Ethnic group")),
        Field("marriage", _("Marital status")),
        Field("contact", _("How to reach")),
        Field("family", _("Family"), lines=True),
        Field("education", _("Education")),
        Field("interests", _("Interests and taboos"), lines=True),
        Field("days", _("Important days")),
        Field("ties", _("Relation with competitors"), lines=True),
    ),
    Group.COMPETITORS: (
        Field("name", _("Name of the competitor")),
        Field("prices", _("Prices of its products and services"), lines=True),
        Field("volume", _("Volume that the customer uses")),
        Field("share", _("Market share")),
        Field("methods", _("How it sells"), lines=True),
        Field("ties", _("Personal ties with the customer"), lines=True),
    ),
}
SEVERAL = (Group.PERSONS, Group.COMPETITORS)
LONGEST = 2_000
