"""All that a plugin imports: hooks, messages in, answers and drafts out.

A plugin sees this package, `hub_schemas` and `hub.errors`, nothing else of the hub.
Its test kit is `hub.sdk.testing`.
"""

from hub.sdk.answer import Collected, Handled, Health, PluginInfo
from hub.sdk.draft import Draft, Settled
from hub.sdk.hooks import ENTRY_POINT_GROUP, PROJECT, PluginSpec, hookimpl, hookspec
from hub.sdk.message import Context, Message, Participant
from hub.sdk.outcome import Outcome

__all__ = [
    "ENTRY_POINT_GROUP",
    "PROJECT",
    "Collected",
    "Context",
    "Draft",
    "Handled",
    "Health",
    "Message",
    "Outcome",
    "Participant",
    "PluginInfo",
    "PluginSpec",
    "Settled",
    "hookimpl",
    "hookspec",
]
