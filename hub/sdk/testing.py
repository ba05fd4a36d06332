"""The plugin author's test kit.

case = PluginCase(plugin)
handled = case.deliver(ListingDecided(...), source="em-hebei")
assert handled.outcome is Outcome.NOTED
assert check_plugin(plugin, bodies=[ListingDecided(...)]) == ()
"""

from hub.sdk.case import PARTICIPANT, START_AT, SUBJECT, Circumstances, PluginCase
from hub.sdk.conformance import Finding, check_plugin

__all__ = [
    "PARTICIPANT",
    "START_AT",
    "SUBJECT",
    "Circumstances",
    "Finding",
    "PluginCase",
    "check_plugin",
]
