"""Builders of drafts from the authority's own system, for commands, importers and the demo."""

from hub_plugins.emergency_management.record import Candidate, candidates
from hub_plugins.emergency_management.removal import earliest_removal_on, removal_drafts

__all__ = ["Candidate", "candidates", "earliest_removal_on", "removal_drafts"]
