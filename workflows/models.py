"""The request rows of all processes, gathered for Django."""

from workflows.proposal.models import Proposal

__all__ = ["Proposal"]
