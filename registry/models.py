"""The tables of the registry, gathered for Django."""

from registry.amendments import Amendment
from registry.customers.models import Customer
from registry.journal import Entry
from registry.numbers import Register
from registry.org.models import Person, Post, Substitution, Unit
from registry.projects.models import KeyProject, Project

__all__ = [
    "Amendment",
    "Customer",
    "Entry",
    "KeyProject",
    "Person",
    "Post",
    "Project",
    "Register",
    "Substitution",
    "Unit",
]
