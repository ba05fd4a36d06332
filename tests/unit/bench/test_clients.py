"""Load and recipients keep the books: what is sent, what arrives, once, in order, of this run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.bootstrap import Hub, create_hub, open_hub
from hub.bus.delivery import RawDelivery
from hub.cli.bench.board import Board, Cell
from hub.cli.bench.drain import Drain
from hub.cli.bench.load import Body, Load, read_bodies, write_bodies
from hub.cli.bench.orders import DrainOrder, LoadOrder
from hub.cli.bench.traffic import BODY_BYTES, RECIPIENTS, SENDER, Mark, Traffic, bundled, mark_of
from hub.config import Config
from hub.exchange.model import Answered, Submission
from hub.message.bundle import write_bundle
from hub.message.envelope import read_envelope

MESSAGES = 4


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    config = Config(home=tmp_path / "home", hubid="bench")
    create_hub(config)
    opened = open_hub(config)
    yield opened
    opened.close()


@pytest.fixture
def answered(hub: Hub) -> Answered:
    _, envelopes = Traffic(hub).signed(MESSAGES)
    return hub.exchange.admit([Submission(SENDER, write_bundle(envelopes))])


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board.create(tmp_path / "board", MESSAGES, len(RECIPIENTS))


def drain_for(board: Board, run: int, *, framed: bool = True, after: int = 0) -> Drain:
    order = DrainOrder(
        bus="",
        board="",
        run=run,
        framed=framed,
        inboxes=RECIPIENTS,
        receipts=SENDER,
        after=[after] * len(RECIPIENTS),
    )
    return Drain(order, board)


def arrive(drain: Drain, answered: Answered) -> None:
    for outgoing in (*answered.receipts, *answered.pushes):
        drain.take(RawDelivery(outgoing.frame, outgoing.recipient, 1))


def test_a_message_carries_its_run_and_place_and_a_kilobyte(hub: Hub) -> None:
    traffic = Traffic(hub)
    traffic.signed(2)
    run, envelopes = traffic.signed(2)
    assert [mark_of(raw) for raw in envelopes] == [Mark(run, 0), Mark(run, 1)]
    (part,) = read_envelope(envelopes[0]).parts
    assert len(part.content) == BODY_BYTES


def test_what_the_hub_answers_completes_the_board(board: Board, answered: Answered) -> None:
    arrive(drain_for(board, run=1), answered)
    assert board.complete
    assert board[Cell.RECEIPTED] == MESSAGES
    assert (board[Cell.REPEATED], board[Cell.FOREIGN], board[Cell.GAPS]) == (0, 0, 0)


def test_a_recipient_without_its_deliveries_leaves_the_board_incomplete(
    board: Board, answered: Answered
) -> None:
    drain = drain_for(board, run=1)
    for push in answered.pushes[1:]:
        drain.take(RawDelivery(push.frame, push.recipient, 1))
    assert not board.complete
    assert sorted(board.received) == [0, MESSAGES, MESSAGES]


def test_deliveries_twice_another_runs_and_jumps_are_counted(
    board: Board, answered: Answered
) -> None:
    arrive(drain_for(board, run=1), answered)
    arrive(drain_for(board, run=1, after=1), answered)
    assert board[Cell.REPEATED] == MESSAGES * len(RECIPIENTS)
    assert board[Cell.GAPS] == len(RECIPIENTS)
    arrive(drain_for(board, run=2), answered)
    assert board[Cell.FOREIGN] == MESSAGES * len(RECIPIENTS)


def test_bare_envelopes_are_counted_too(board: Board, hub: Hub) -> None:
    run, envelopes = Traffic(hub).signed(MESSAGES)
    drain = drain_for(board, run, framed=False)
    for recipient in RECIPIENTS:
        for raw in envelopes:
            drain.take(RawDelivery(raw, recipient, 1))
    assert board.complete


def test_the_load_reads_the_bodies_that_were_written(tmp_path: Path) -> None:
    bodies = [Body(b"", 1), Body(b"two", 2), Body(b"\0" * 70_000, 64)]
    write_bodies(tmp_path / "bodies", bodies)
    assert list(read_bodies(tmp_path / "bodies")) == bodies


def test_the_load_waits_for_the_slowest_recipient(board: Board) -> None:
    order = LoadOrder(
        bus="amqp://", exchange="", routing_key="q", file="", board="", window=3, per_s=0
    )
    load = Load(order, board)
    bodies = [Body(b"x", 2), Body(b"y", 1), Body(b"z", 1)]
    assert load.fitting(bodies) == bodies[:2]
    for place in range(3):
        board.submit(place, 1)
    assert load.fitting(bodies[2:]) == []
    board.receive(0, 0, 2)
    assert load.fitting(bodies[2:]) == []
    board.receive(1, 0, 2)
    board.receive(2, 0, 2)
    assert load.fitting(bodies[2:]) == bodies[2:]


def test_the_last_group_may_be_smaller() -> None:
    assert [len(group) for group in bundled([b""] * 130, 64)] == [64, 64, 2]
