"""Percentiles, medians and ratios are those of the definitions."""

import pytest

from hub.cli.bench.figures import Turn, percentile, ratio, summary


def turn(arm: str, wall_us: int, cpu_us: int = 0, messages: int = 100) -> Turn:
    return Turn(arm, messages, wall_us, {"intake": cpu_us, "heads": 0}, p50_us=7, p99_us=9)


@pytest.mark.parametrize(("percent", "expected"), [(0, 1), (1, 1), (50, 50), (99, 99), (100, 100)])
def test_a_percentile_is_the_nearest_rank(percent: int, expected: int) -> None:
    assert percentile(list(range(100, 0, -1)), percent) == expected


def test_the_percentile_of_few_values_is_one_of_them() -> None:
    assert percentile([5], 99) == 5
    assert percentile([1, 9], 50) == 1
    assert percentile([1, 9], 99) == 9
    assert percentile([], 50) == 0


def test_messages_a_second_follow_from_the_wall_clock() -> None:
    assert turn("hub", 50_000).per_s == 2000
    assert turn("hub", 0).per_s == 0


def test_a_ratio_is_taken_within_each_round_before_the_median() -> None:
    turns = [
        turn("hub", 100),
        turn("floor", 200),  # this round: 2
        turn("hub", 1000),
        turn("floor", 1000),  # the machine was slow for both: 1
        turn("hub", 100),
        turn("floor", 500),  # 5
    ]
    assert ratio(turns, "hub", "floor") == 2


def test_a_ratio_to_nothing_is_nothing() -> None:
    assert ratio([turn("hub", 100), turn("floor", 0)], "hub", "floor") == 0


def test_a_ratio_needs_as_many_rounds_of_both() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratio([turn("hub", 100), turn("hub", 100), turn("floor", 100)], "hub", "floor")


def test_the_summary_has_the_median_of_every_figure() -> None:
    turns = [turn("hub", 100_000, 40_000), turn("hub", 50_000, 20_000), turn("hub", 1, 30_000)]
    assert summary(turns) == {
        "messages": 100,
        "rounds": 3,
        "messages_per_s": 2000,
        "cpu_us_per_message": {"intake": 300, "heads": 0},
        "latency_p50_us": 7,
        "latency_p99_us": 9,
    }
