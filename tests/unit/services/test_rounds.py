"""A head goes out when it changed, and now and then when it did not."""

from hub.services.rounds import HeadRounds


def test_a_changed_head_goes_out_at_once_and_an_unchanged_one_now_and_then() -> None:
    rounds = HeadRounds(repeat_s=30)
    asked = [("bank", 1, 0.0), ("bank", 1, 2.0), ("bank", 2, 4.0), ("bank", 2, 33.0)]
    assert [rounds.due(*one) for one in asked] == [True, False, True, False]
    assert rounds.due("bank", 2, 34.0)


def test_each_recipient_is_told_for_itself() -> None:
    rounds = HeadRounds()
    assert rounds.due("bank", 1, 0.0)
    assert rounds.due("insurer", 1, 0.0)
