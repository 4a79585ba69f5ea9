"""The tables of the registry, gathered for Django."""

from registry.amendments import Amendment
from registry.bidding.models import Bid, BidPart, Holder, SealKey, Tender
from registry.customers.models import (
    Agreement,
    Announcement,
    ArchiveEntry,
    Customer,
    Delegation,
    Division,
    Grade,
    Holding,
    Protection,
)
from registry.discounts.models import DiscountGrant, DiscountUse
from registry.grading.models import GradingResult, GradingRun, SpecialListing
from registry.imports.models import Upload
from registry.journal import Entry
from registry.numbers import Register
from registry.org.models import Person, Post, Substitution, Unit
from registry.people.models import AccountManager, Change, PayTerms, RankHeld
from registry.people.scoring import Closing, Reading, Scorecard, ScoreEntry
from registry.people.training import Probation, Quota, Suspension
from registry.projects.models import KeyProject, Project, Stage
from registry.revenue.models import BureauRevenue, Revenue
from registry.sharing.models import CarriedOut, Consent, Instruction, Revocation, Share, Split

__all__ = [
    "AccountManager",
    "Agreement",
    "Amendment",
    "Announcement",
    "ArchiveEntry",
    "Bid",
    "BidPart",
    "BureauRevenue",
    "CarriedOut",
    "Change",
    "Closing",
    "Consent",
    "Customer",
    "Delegation",
    "DiscountGrant",
    "DiscountUse",
    "Division",
    "Entry",
    "Grade",
    "GradingResult",
    "GradingRun",
    "Holder",
    "Holding",
    "Instruction",
    "KeyProject",
    "PayTerms",
    "Person",
    "Post",
    "Probation",
    "Project",
    "Protection",
    "Quota",
    "RankHeld",
    "Reading",
    "Register",
    "Revenue",
    "Revocation",
    "ScoreEntry",
    "Scorecard",
    "SealKey",
    "Share",
    "SpecialListing",
    "Split",
    "Stage",
    "Substitution",
    "Suspension",
    "Tender",
    "Unit",
    "Upload",
]
