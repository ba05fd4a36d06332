"""Calls the hooks of one plugin, one by one, and refuses nonsense answers."""

from __future__ import annotations

from typing import TypeVar

import pluggy

from hub.errors import PluginError
from hub.sdk.answer import Collected, Handled, Health, PluginInfo
from hub.sdk.draft import Draft, Settled
from hub.sdk.hooks import PROJECT, REQUIRED, PluginSpec
from hub.sdk.message import Context, Message
from hub.sdk.outcome import MUST_GIVE_REASON, Outcome

REASON_LIMIT_CHARACTERS = 500

Answer = TypeVar("Answer")


class PluginCalls:
    """One registered plugin.

    Answers are checked for their form here; what the drafts say is the agent's to check.
    """

    def __init__(self, plugin: object) -> None:
        """Register the plugin's hooks.

        Raises:
            PluginError: plugin.hooks_unknown, plugin.hooks_missing.
        """
        manager = pluggy.PluginManager(PROJECT)
        manager.add_hookspecs(PluginSpec)
        try:
            manager.register(plugin)
            manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginError(
                "plugin.hooks_unknown", f"a hook does not fit hub.sdk.hooks: {error}"
            ) from error
        self._hooks: dict[str, pluggy.HookImpl] = {}
        for name in vars(manager.hook):
            for implementation in getattr(manager.hook, name).get_hookimpls():
                self._hooks[name] = implementation
        missing = [name for name in REQUIRED if name not in self._hooks]
        if missing:
            raise PluginError(
                "plugin.hooks_missing",
                f"the plugin lacks {', '.join(missing)}; implement them with @hookimpl",
            )

    def has(self, hook: str) -> bool:
        """Whether the plugin implements this hook."""
        return hook in self._hooks

    def describe(self) -> PluginInfo:
        """Ask what the plugin is."""
        return _of_class(PluginInfo, "describe", self._call("describe"))

    def handle(self, message: Message, context: Context) -> Handled:
        """Have one message decided.

        Raises:
            PluginError: plugin.nonsense, when the answer is not one. Whatever the
                plugin raises comes through.
        """
        handled = _of_class(
            Handled, "handle", self._call("handle", message=message, context=context)
        )
        check_handled(handled)
        return handled

    def collect(self, context: Context, cursor: str) -> Collected:
        """Have new facts drafted; nothing when the plugin has no such hook."""
        if not self.has("collect"):
            return Collected((), cursor)
        answer = self._call("collect", context=context, cursor=cursor)
        collected = _of_class(Collected, "collect", answer)
        _check_drafts("collect", collected.drafts)
        cursor_answered: object = collected.cursor
        if not isinstance(cursor_answered, str):
            raise _nonsense("collect", "the cursor is not a string")
        return collected

    def settled(self, draft: Draft, result: Settled) -> None:
        """Tell what became of a draft, if the plugin wants to know."""
        if self.has("settled"):
            self._call("settled", draft=draft, result=result)

    def health(self) -> Health:
        """Ask whether the plugin can work; one without the hook can."""
        return (
            _of_class(Health, "health", self._call("health"))
            if self.has("health")
            else Health(ok=True)
        )

    def _call(self, name: str, **given: object) -> object:
        implementation = self._hooks[name]
        return implementation.function(
            *(given[argument] for argument in implementation.argnames if argument in given)
        )


def check_handled(handled: Handled) -> None:
    """Refuse an answer whose members do not have their form.

    Raises:
        PluginError: plugin.nonsense.
    """
    outcome: object = handled.outcome
    reason: object = handled.reason
    if not isinstance(outcome, Outcome):
        raise _nonsense("handle", "the outcome is not an Outcome")
    if not isinstance(reason, str) or len(reason) > REASON_LIMIT_CHARACTERS:
        raise _nonsense("handle", f"the reason is not a text of at most {REASON_LIMIT_CHARACTERS}")
    if outcome in MUST_GIVE_REASON and not reason:
        raise _nonsense("handle", f"the outcome {outcome.value} needs a reason")
    state: object = handled.state
    if state is not None and not isinstance(state, dict):
        raise _nonsense("handle", "the state is not a dict")
    _check_drafts("handle", handled.drafts)


def _check_drafts(hook: str, drafts: object) -> None:
    if not isinstance(drafts, (tuple, list)) or not all(isinstance(d, Draft) for d in drafts):
        raise _nonsense(hook, "the drafts are not a tuple or list of Draft")


def _of_class(expected: type[Answer], hook: str, answer: object) -> Answer:
    if not isinstance(answer, expected):
        raise _nonsense(hook, f"it returned {type(answer).__name__}, not {expected.__name__}")
    return answer


def _nonsense(hook: str, text: str) -> PluginError:
    return PluginError("plugin.nonsense", f"{hook}: {text}", hook=hook)
