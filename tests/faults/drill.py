"""The heavy run: `python -m tests.faults.drill`; see ops/drill.

A hub of processes on a real RabbitMQ and PostgreSQL, agents over both links. Everything is
killed again and again in the middle of the work, the inboxes are emptied once, broker and
database are killed once each. Then every database is compared to the message.
"""

import argparse
import json
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hub.bus.topology import DEAD_QUEUE, Topology
from tests.faults.books import Books
from tests.faults.cast import AMQP, CAST, EMERGENCY, MARKET
from tests.faults.faulty_servers import Servers, running_servers
from tests.faults.referee import Referee, Verdict
from tests.faults.site import Site, until
from tests.faults.storm import Feed, Storm, drain
from tests.needs import ROOT
from tests.servers import ServerUnavailableError

RESULT = ROOT / "ops" / "bench" / "drill.json"
PORTION_COUNT = 200
PAUSE_LIMIT_S = 4.0
DRAIN_LIMIT_S = 900.0
SAID_EVERY = 10
INBOXES = tuple(Topology().inbox(who.id) for who in CAST if who.link == AMQP)
QUEUES = (*Topology().submission_queues, *Topology().request_queues, DEAD_QUEUE, *INBOXES)


class Drill:
    """One run and what came of it.

    Args:
        servers: Broker and database, empty.
        folder: For everything else.
        messages_count: How many messages the senders state.
        seed: Of the chance that chooses who is killed when.
    """

    def __init__(self, servers: Servers, folder: Path, messages_count: int, seed: int) -> None:
        self._servers = servers
        self.site = Site(folder, servers.database, servers.bus)
        self.books = Books(self.site)
        self.feed = Feed(self.site, (EMERGENCY, MARKET))
        self.seed = seed
        self.portions = max(4, messages_count // PORTION_COUNT)
        self.purged_count = 0
        self.minutes: dict[str, float] = {}
        self._begun_s = time.monotonic()
        events: dict[int, Callable[[], None]] = {
            self.portions // 4: self._empty_inboxes,
            self.portions // 2: self._kill_broker,
            self.portions * 3 // 4: servers.kill_database,
        }
        self.storm = Storm(
            self.site,
            self.feed,
            Random(seed),  # noqa: S311 - chooses victims, keeps no secret
            self.portions,
            messages_count // self.portions,
            PAUSE_LIMIT_S,
            events,
        )

    def run(self, said: Callable[[int, str], None]) -> list[Verdict]:
        """Play it all; the verdicts come from the databases alone."""
        self.storm.said = said
        self.site.start()
        self._lap("start")
        self.storm.run()
        self._lap("storm")
        drain(self.site, self.books, DRAIN_LIMIT_S)
        self._lap("drain")
        dead = self._servers.depth(DEAD_QUEUE)
        self.site.stop()
        self._lap("stop")
        verdicts = Referee(self.books, self.feed.stated).verdicts()
        self._lap("referee")
        leftovers = (f"{dead} dead",) if dead else ()
        return [*verdicts, Verdict("no submission is dead at the broker", dead, leftovers)]

    def _lap(self, name: str) -> None:
        now_s = time.monotonic()
        self.minutes[name] = round((now_s - self._begun_s) / 60, 2)
        self._begun_s = now_s

    def _empty_inboxes(self) -> None:
        """Empty the inboxes when there is something in them: their agents are away meanwhile."""
        away = [who.id for who in CAST if who.link == AMQP]
        for who in away:
            self.site.end_agent(who)
        self.feed.state(2)
        until(lambda: all(map(self._servers.depth, INBOXES)), "deliveries wait in the inboxes")
        self.purged_count += self._servers.purge(INBOXES)
        for who in away:
            self.site.start_agent(who)

    def _kill_broker(self) -> None:
        self._servers.kill_broker(QUEUES)

    def result(self, verdicts: Sequence[Verdict]) -> dict[str, Any]:
        """What is written down of the run."""
        calls = self._total("SELECT count(*) FROM calls")
        effects = self._total("SELECT count(*) FROM effects")
        return {
            "balanced": all(verdict.holds for verdict in verdicts),
            "seed": self.seed,
            "messages_stated": sum(self.feed.stated.values()),
            "messages_admitted": self.books.admitted_count(),
            "deliveries": self.books.applied_count(),
            "effects": effects,
            "plugin_calls_repeated": calls - effects,
            "kills": dict(sorted(self.storm.reaper.kills.items())),
            "kills_total": self.storm.reaper.kills.total(),
            "broker_killed": 1,
            "database_killed": 1,
            "inbox_frames_purged": self.purged_count,
            "minutes": {**self.minutes, "all": round(sum(self.minutes.values()), 2)},
            "verdicts": [
                {"claim": one.claim, "holds": one.holds, "count": one.count,
                 "differences": list(one.differences[:20])}
                for one in verdicts
            ],
        }  # fmt: skip

    def _total(self, query: str) -> int:
        return sum(
            count for who in self.books.names for ((count,),) in [self.books.system(who, query)]
        )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="ops/drill", description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("--result", type=Path, default=RESULT)
    given = parser.parse_args(arguments)
    print(f"drill: {given.messages} messages, seed {given.seed}", flush=True)
    try:
        with running_servers() as servers:
            return _drilled(servers, Path(tempfile.mkdtemp(prefix="hub-drill-")), given)
    except ServerUnavailableError as error:
        print(f"drill: not installed here: {error}", file=sys.stderr)
        return 69


def _drilled(servers: Servers, folder: Path, given: argparse.Namespace) -> int:
    servers.renew()
    drill = Drill(servers, folder, given.messages, given.seed)
    try:
        verdicts = _watched(drill)
    except (TimeoutError, RuntimeError) as error:
        verdicts = [Verdict("the run comes to rest", 0, (str(error),))]
    finally:
        drill.feed.close()
        drill.site.close()
    for verdict in verdicts:
        print(verdict)
    result = drill.result(verdicts)
    given.result.parent.mkdir(parents=True, exist_ok=True)
    given.result.write_text(json.dumps(result, indent=2) + "\n")
    words = "all balances" if result["balanced"] else "IT DOES NOT BALANCE"
    print(f"drill: {words}, {result['kills_total']} kills, seed {drill.seed}")
    if not result["balanced"]:
        print(f"drill: logs and databases are kept in {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


def _watched(drill: Drill) -> list[Verdict]:
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    console = Console()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("portions", total=drill.portions)

        def said(portion: int, what: str) -> None:
            progress.update(task, completed=portion, description=f"killed {what}")
            if not console.is_terminal and portion % SAID_EVERY == 0:
                kills = drill.storm.reaper.kills.total()
                print(f"portion {portion} of {drill.portions}, {kills} kills", flush=True)

        return drill.run(said)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
