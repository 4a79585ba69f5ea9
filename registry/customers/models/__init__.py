"""The tables of the customers."""

from registry.customers.models.archive import ArchiveEntry, Group
from registry.customers.models.customer import Customer
from registry.customers.models.delegation import Delegation
from registry.customers.models.development import Announcement, Protection
from registry.customers.models.division import Division
from registry.customers.models.history import Agreement, Grade, Holding
from registry.customers.words import Tier

__all__ = [
    "Agreement",
    "Announcement",
    "ArchiveEntry",
    "Customer",
    "Delegation",
    "Division",
    "Grade",
    "Group",
    "Holding",
    "Protection",
    "Tier",
]
