"""The board adds up what several processes write."""

from pathlib import Path

import pytest

from hub.cli.bench.board import Board, Cell


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board.create(tmp_path / "board", messages=3, recipients=2)


def test_a_second_process_reads_what_the_first_wrote(board: Board, tmp_path: Path) -> None:
    board.submit(1, 500)
    board.receive(1, 1, 2_500)
    other = Board(tmp_path / "board")
    assert (other.messages, other.recipients) == (3, 2)
    assert (other[Cell.SUBMITTED], other.received) == (1, [0, 1])
    assert other.latencies_us() == [2]


def test_only_every_message_at_every_recipient_is_complete(board: Board) -> None:
    for place in range(3):
        board.submit(place, 1_000)
        board.receive(0, place, 4_000)
        board.receive(1, 0, 9_000) if place == 0 else None
    assert board.received == [3, 1]
    assert not board.complete
    assert board.under_way == 2
    for place in (1, 2):
        board.receive(1, place, 11_000)
    assert board.complete
    assert board.under_way == 0
    assert board.wall_us == 10


def test_the_same_delivery_twice_is_not_two_deliveries(board: Board) -> None:
    board.receive(0, 2, 10)
    board.receive(0, 2, 20)
    assert board.received == [1, 0]
    assert board[Cell.REPEATED] == 1


def test_a_board_nobody_wrote_on_took_no_time(board: Board) -> None:
    assert board.wall_us == 0
    assert board.latencies_us() == []
