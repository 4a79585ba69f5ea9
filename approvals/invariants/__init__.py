"""What must always hold, whatever was done: checked after tests, nightly, and after a restore.

Each check yields sentences that name the case. They read whole tables in a few statements and
walk the rows, so they are for a night job and the command line, not for a request.
"""

from approvals.invariants import people, records, steps  # noqa: F401  their checks register themselves
from approvals.invariants.registry import Check, always, check_all
from registry import amendments
from registry.bidding import invariants as bidding
from registry.customers import invariants as customers
from registry.discounts import invariants as discounts
from registry.org import units
from registry.projects import maturity
from registry.sharing import invariants as sharing

__all__ = ["Check", "always", "check_all"]

for check in (*customers.CHECKS, *bidding.CHECKS, *sharing.CHECKS, *discounts.CHECKS):
    always(check)
always(amendments.faults)
always(maturity.key_projects_stand_at_their_last_stage)
always(units.faults)
