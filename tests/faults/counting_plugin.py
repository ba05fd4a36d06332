"""Plugins that count: what was applied twice or never is seen where it takes effect.

Each participant's own system is a SQLite file in the folder named by HUB_FAULTS_EFFECTS.
An effect is stored under its `once_key` and raises its subject's balance in the same
transaction; every call is on record, repeated or not.
"""

import os
import sqlite3
from pathlib import Path
from typing import Final

from hub.sdk import Context, Draft, Handled, Message, PluginInfo, hookimpl
from tests.bodies import accident

FOLDER: Final = "HUB_FAULTS_EFFECTS"
ANSWERED_EVERY: Final = 5
TABLES: Final = """
CREATE TABLE IF NOT EXISTS calls (position INTEGER PRIMARY KEY, once_key TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS effects (position INTEGER PRIMARY KEY, once_key TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL, source TEXT NOT NULL, subject TEXT NOT NULL,
    sequence INTEGER NOT NULL, id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS balances (subject TEXT PRIMARY KEY, count INTEGER NOT NULL);
"""


def answers(department: str, kind: str, sequence: int) -> bool:
    """Say whether a participant answers a message with one of its own."""
    asked = department == "industry" and kind == "enterprise.registered"
    return asked and sequence % ANSWERED_EVERY == 0


class Counting:
    """Carries everything out, once."""

    def __init__(self) -> None:
        self._system: sqlite3.Connection | None = None

    @hookimpl
    def describe(self) -> PluginInfo:
        kinds = frozenset({"accident.reported/0", "enterprise.registered/0"})
        return PluginInfo("counting", "1.0", kinds, frozenset({"accident.reported/0"}))

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        self._effect(message, context)
        drafts = []
        if answers(context.participant.department, message.type, message.sequence):
            drafts.append(Draft(message.subject, accident(summary="Found by an inspection.")))
        return Handled.executed(drafts=drafts, state={"count": context.state.get("count", 0) + 1})

    def _effect(self, message: Message, context: Context) -> None:
        if self._system is None:
            self._system = _opened(context.participant.id)
        with self._system as rows:
            rows.execute("INSERT INTO calls (once_key) VALUES (?)", (context.once_key,))
            done = rows.execute(
                "INSERT INTO effects (once_key, number, source, subject, sequence, id)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (context.once_key, message.number, message.source, message.subject,
                 message.sequence, message.id),
            )  # fmt: skip
            if done.rowcount:
                rows.execute(
                    "INSERT INTO balances VALUES (?, 1)"
                    " ON CONFLICT DO UPDATE SET count = count + 1",
                    (message.subject,),
                )


class Fragile(Counting):
    """Its process dies on an enterprise of a certain name, each time."""

    @hookimpl
    def handle(self, message: Message, context: Context) -> Handled:
        if getattr(message.body, "subject_name", "").startswith("die"):
            os._exit(7)
        return super().handle(message, context)


def _opened(participant: str) -> sqlite3.Connection:
    path = Path(os.environ[FOLDER]) / f"{participant}.db"
    system = sqlite3.connect(path, timeout=30)
    system.execute("PRAGMA journal_mode = WAL")
    system.executescript(TABLES)
    return system


plugin = Counting()
fragile = Fragile()
