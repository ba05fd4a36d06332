"""The hooks a plugin implements. Only `describe` and `handle` are required."""

from __future__ import annotations

import pluggy

from hub.sdk.answer import Collected, Handled, Health, PluginInfo
from hub.sdk.draft import Draft, Settled
from hub.sdk.message import Context, Message

PROJECT = "safety_credit_hub"
ENTRY_POINT_GROUP = "safety_credit_hub.plugins"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class PluginSpec:
    """Every hook, with its signature; an implementation may leave arguments out."""

    @hookspec(firstresult=True)
    def describe(self) -> PluginInfo:
        """Say what the plugin is; the same answer every time."""
        raise NotImplementedError

    @hookspec(firstresult=True)
    def handle(self, message: Message, context: Context) -> Handled:
        """Decide on one message.

        The same message and context must give the same answer: it is called again after
        a crash. Raising, overrunning the time limit or returning anything else harms
        only this message: it is tried again, then parked for the operator.
        """
        raise NotImplementedError

    @hookspec(firstresult=True)
    def collect(self, context: Context, cursor: str) -> Collected:
        """Draft what is new in the own system since the cursor ("" at first).

        Give every draft a `draftkey`: then collecting a fact twice sends it once.
        """
        raise NotImplementedError

    @hookspec(firstresult=True)
    def settled(self, draft: Draft, result: Settled) -> None:
        """Learn what became of a draft; may be told more than once."""
        raise NotImplementedError

    @hookspec(firstresult=True)
    def health(self) -> Health:
        """Say whether the plugin can work now."""
        raise NotImplementedError


REQUIRED = ("describe", "handle")
OPTIONAL = ("collect", "settled", "health")
