"""Plugins that behave, and plugins that do everything wrong, for the agent's tests.

What they do wrong they do on the enterprise named in the body, so that one message is hit.
"""

import os
import time

from hub.sdk import Collected, Context, Draft, Handled, Message, PluginInfo, Settled, hookimpl
from hub_schemas import EnterpriseRegistered
from hub_schemas.codes import EnterpriseStatus

SUBJECT = "uscc:91130100MA0ABCDE1X"


def registered(name: str = "Example Works") -> EnterpriseRegistered:
    return EnterpriseRegistered(
        subject_name=name, division="130102", status=EnterpriseStatus.ACTIVE
    )


class Plain:
    """Notes everything and counts per subject."""

    consumes = frozenset({"enterprise.registered/0"})
    issues = frozenset({"enterprise.registered/0"})

    @hookimpl
    def describe(self) -> PluginInfo:
        return PluginInfo("sample", "1.0", self.consumes, self.issues)

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        count = context.state.get("count", 0) + 1
        return Handled.noted(state={"count": count})


class Faulty(Plain):
    """Does what the enterprise's name says."""

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        assert isinstance(message.body, EnterpriseRegistered)
        match message.body.subject_name.partition(" ")[0]:
            case "raise":
                raise RuntimeError("name of a person")
            case "hang":
                time.sleep(3_600)
            case "die":
                os._exit(7)
            case "nonsense":
                return "nonsense"  # type: ignore[return-value]
            case "print":
                print("\x00\x00\x00\x05hello", flush=True)
            case "invalid":
                return Handled.noted(drafts=[Draft(message.subject, registered(""))])
            case "change":
                context.state["count"] = -1
        return Handled.noted(state={"count": context.state.get("count", 0) + 1})


class Moody(Plain):
    """Raises while the file named by MOODY exists."""

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        assert isinstance(message.body, EnterpriseRegistered)
        mood = os.environ.get("MOODY", "")
        if message.body.subject_name.startswith("raise") and os.path.exists(mood):  # noqa: PTH110
            raise RuntimeError("mood")
        return Handled.noted()


class Registrar(Plain):
    """Collects three registrations, one of them for an officer to decide."""

    consumes = frozenset()

    @hookimpl
    def collect(self, context: Context, cursor: str) -> Collected:
        if cursor:
            return Collected((), cursor)
        drafts = [Draft(SUBJECT, registered(f"Works {i}"), draftkey=f"works-{i}") for i in range(2)]
        drafts.append(
            Draft(SUBJECT, registered("Works 2"), draftkey="works-2", proposal="Register it?")
        )
        return Collected(drafts, "done")

    @hookimpl
    def settled(self, draft: Draft, result: Settled) -> None:
        told = os.environ.get("TOLD")
        if told:
            with open(told, "a", encoding="utf-8") as file:  # noqa: PTH123
                file.write(f"{draft.draftkey} {result.admitted} {result.code}\n")


class Echo(Plain):
    """Answers each registration with one draft under the message's key."""

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        draft = Draft(message.subject, registered("Echo"), draftkey=f"echo-{message.id}")
        return Handled.executed(drafts=(draft,))


plain = Plain()
faulty = Faulty()
moody = Moody()
registrar = Registrar()
echo = Echo()
