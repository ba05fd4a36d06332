"""The hooks are called one by one and nonsense is refused."""

from typing import Any

import pytest

from hub.errors import PluginError
from hub.sdk import Context, Draft, Handled, Message, Outcome, PluginInfo, hookimpl
from hub.sdk.calling import PluginCalls
from hub.sdk.testing import PluginCase, check_plugin
from hub_schemas import EnterpriseRegistered
from hub_schemas.codes import EnterpriseStatus

BODY = EnterpriseRegistered(
    subject_name="Example Works", division="130102", status=EnterpriseStatus.ACTIVE
)


class Minimal:
    """Describes itself and answers whatever it is made with."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer

    @hookimpl
    def describe(self) -> PluginInfo:
        family = frozenset({"enterprise.registered/0"})
        return PluginInfo("minimal", "1.0", family, family)

    @hookimpl
    def handle(self, message: Message) -> Handled:
        answer = self.answer
        return answer(message) if callable(answer) else answer or Handled.noted()


class Forgetful:
    @hookimpl
    def describe(self) -> PluginInfo:
        return PluginInfo("forgetful", "1.0", frozenset(), frozenset())


class Misspelled(Minimal):
    @hookimpl
    def handel(self, message: Message) -> None:
        pass


class Wordy(Minimal):
    @hookimpl
    def health(self, mood: str) -> None:
        pass


def test_a_plugin_may_leave_arguments_and_optional_hooks_out() -> None:
    case = PluginCase(Minimal())
    assert case.deliver(BODY).outcome is Outcome.NOTED
    assert case.collect("anywhere").cursor == "anywhere"
    assert case.calls.health().ok
    assert not case.calls.has("settled")


@pytest.mark.parametrize(
    ("plugin", "code"),
    [
        (Forgetful(), "plugin.hooks_missing"),
        (Misspelled(), "plugin.hooks_unknown"),
        (Wordy(), "plugin.hooks_unknown"),
        (object(), "plugin.hooks_missing"),
    ],
)
def test_hooks_that_do_not_fit_are_refused_at_once(plugin: object, code: str) -> None:
    with pytest.raises(PluginError) as caught:
        PluginCalls(plugin)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "answer",
    [
        "noted",
        Handled("noted"),  # type: ignore[arg-type]
        Handled(Outcome.DECLINED),
        Handled(Outcome.NOTED, reason="x" * 501),
        Handled(Outcome.NOTED, reason=7),  # type: ignore[arg-type]
        Handled(Outcome.NOTED, drafts="drafts"),  # type: ignore[arg-type]
        Handled(Outcome.NOTED, drafts=[BODY]),  # type: ignore[list-item]
        Handled(Outcome.NOTED, state=[]),  # type: ignore[arg-type]
    ],
)
def test_an_answer_without_its_form_is_nonsense(answer: Any) -> None:
    with pytest.raises(PluginError) as caught:
        PluginCase(Minimal(answer)).deliver(BODY)
    assert caught.value.code == "plugin.nonsense"


def test_the_case_keeps_state_per_subject_and_numbers_like_an_agent() -> None:
    seen: list[tuple[int, int, dict[str, Any]]] = []

    class Counting(Minimal):
        @hookimpl
        def handle(  # type: ignore[override]
            self, message: Message, context: Context
        ) -> Handled:
            seen.append((message.number, message.sequence, context.state))
            return Handled.noted(state={"last": message.number})

    case = PluginCase(Counting())
    for subject in ("uscc:A1", "uscc:B2", "uscc:A1"):
        case.deliver(BODY, subject=subject)
    assert seen == [(1, 1, {}), (2, 1, {}), (3, 2, {"last": 1})]


def test_a_plain_plugin_conforms() -> None:
    assert check_plugin(Minimal(), [BODY]) == ()


def unsteady() -> Any:
    count = iter(range(100))
    return lambda message: Handled.noted(state={"count": next(count)})


def drafting(**members: Any) -> Handled:
    return Handled.noted(drafts=(Draft(**{"subject": "uscc:A1", "body": BODY, **members}),))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (unsteady(), "determinism"),
        (lambda message: 1 / 0, "handle"),
        (Handled.noted(state={"at": object()}), "state"),
        (drafting(subject="nobody"), "draft"),
        (drafting(body="a text"), "draft"),
    ],
)
def test_a_plugin_that_does_not_conform_is_told_why(answer: Any, code: str) -> None:
    assert code in {finding.code for finding in check_plugin(Minimal(answer), [BODY])}


def test_a_type_without_an_example_is_a_finding() -> None:
    assert [one.code for one in check_plugin(Minimal())] == ["example"]


def test_a_contract_that_is_not_frozen_is_a_finding() -> None:
    findings = check_plugin(Minimal(), [BODY], families=frozenset({"listing.decided/0"}))
    assert {one.code for one in findings} == {"contract"}
