"""Reads what the plugin keeps of each subject, for commands and own systems beside the agent."""

from typing import Any

import orjson
from sqlalchemy import select

from hub.agent.store import Store
from hub.agent.tables import plugin_state


def plugin_states(store: Store) -> dict[str, dict[str, Any]]:
    """Read every subject's plugin state."""
    with store.reading() as rows:
        found = rows.execute(select(plugin_state.c.subject, plugin_state.c.state))
        return {row.subject: orjson.loads(row.state) for row in found}
