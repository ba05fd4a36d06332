import time

import pytest

from hub.agent.mapping.limits import MAX_PATTERN_INPUT_CHARACTERS
from hub.agent.mapping.pattern import Pattern, PatternError
from hub.agent.mapping.problem import RefusedError


@pytest.mark.parametrize(
    "text",
    [
        "(a+)+",
        "(a|aa)*",
        "(?:a{1,9}b?)*",
        "((a?)b)+",
        "(?:a|b){1,4}",
        ".*.*.*.*",
        "a?" * 17,
        "(a)\\1",
        "(?P<x>a)(?P=x)",
        "(?=a)a",
        "(?<!a)b",
        "(?s:a)",
        "(a",
        "x" * 501,
    ],
    ids=lambda text: text[:12],
)
def test_a_pattern_that_could_run_long_is_refused(text: str):
    with pytest.raises(PatternError):
        Pattern(text)


@pytest.mark.parametrize(
    "text", ["(?P<x>[^,]+), (?P<y>.+)", "(?:a|b){1,3}", r"\d{4}-\d{2}(?i:x|y)?", r"[(*+]\(+"]
)
def test_ordinary_patterns_pass(text: str):
    assert Pattern(text).match("\n") is None


def test_the_worst_allowed_pattern_ends_soon():
    started = time.process_time()
    assert Pattern(".*a.*a.*a").match("a" * (MAX_PATTERN_INPUT_CHARACTERS - 1) + "b") is None
    assert time.process_time() - started < 5


def test_a_long_text_is_refused_before_it_is_matched():
    with pytest.raises(RefusedError) as caught:
        Pattern("a*").match("a" * (MAX_PATTERN_INPUT_CHARACTERS + 1))
    assert caught.value.code == "import.too_long_for_pattern"
