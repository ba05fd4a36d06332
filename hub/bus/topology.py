"""Owns every name, argument and limit on the broker; nothing else spells one.

Agents publish to one topic exchange and read one inbox; the hub reads a few submission queues
and writes inboxes through the default exchange. The broker is trusted with neither order nor
delivery: everything here may be emptied, and heads and pulls repair it. No driver is imported:
an agent without kombu reads the names here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

SUBMISSIONS: Final = "hub.submissions"
DEAD: Final = "hub.dead"
DEAD_QUEUE: Final = "submissions.dead"
REQUESTS: Final = "requests"
SUBMIT: Final = "submit"
REQUEST: Final = "request"
CONTENT_TYPE: Final = "application/octet-stream"

Arguments = Mapping[str, str | int]

MIB = 1024 * 1024
LOOKS_COUNT: Final = 1_000_000
"""A look at the dead is a return for the broker; from 4.0 on its own limit would be 20."""


@dataclass(frozen=True, slots=True)
class Topology:
    """The queues of one hub.

    Attributes:
        shard_count: Submission queues a sender's hash chooses from; fixed for the life of a hub.
        delivery_limit: Returns after which the broker itself dead-letters a submission.
        submissions_limit_bytes: Above this, agents' publishes are refused and wait at the agent.
        requests_limit_count: Bound of the request queue.
        request_ttl_ms: A request is worthless soon; its agent repeats it.
        inbox_limit_count: Above this, pushes are refused; heads and pulls repair.
        inbox_limit_bytes: The same, in bytes.
        dead_limit_count: The oldest dead submissions go first.
    """

    shard_count: int = 2
    delivery_limit: int = 20
    submissions_limit_bytes: int = 512 * MIB
    requests_limit_count: int = 10_000
    request_ttl_ms: int = 60_000
    inbox_limit_count: int = 4_096
    inbox_limit_bytes: int = 64 * MIB
    dead_limit_count: int = 10_000

    @property
    def submission_queues(self) -> tuple[str, ...]:
        return tuple(f"submissions.{shard}" for shard in range(self.shard_count))

    @property
    def request_queues(self) -> tuple[str, ...]:
        return (REQUESTS,)

    def submission_queue(self, participant: str) -> str:
        return self.submission_queues[crc32(participant.encode()) % self.shard_count]

    def submit_key(self, participant: str) -> str:
        return f"{participant}.{SUBMIT}"

    def request_key(self, participant: str) -> str:
        return f"{participant}.{REQUEST}"

    def inbox(self, participant: str) -> str:
        return f"inbox.{participant}"

    def queues(self) -> tuple["QueueTerms", ...]:
        """List the queues that do not depend on participants."""
        submissions: Arguments = {
            "x-delivery-limit": self.delivery_limit,
            "x-dead-letter-exchange": DEAD,
            "x-dead-letter-strategy": "at-least-once",
            "x-max-length-bytes": self.submissions_limit_bytes,
            "x-overflow": "reject-publish",
        }
        requests: Arguments = {
            "x-delivery-limit": self.delivery_limit,
            "x-message-ttl": self.request_ttl_ms,
            "x-max-length": self.requests_limit_count,
            "x-overflow": "reject-publish",
        }
        dead: Arguments = {
            "x-max-length": self.dead_limit_count,
            "x-overflow": "drop-head",
            "x-delivery-limit": LOOKS_COUNT,
        }
        return (
            QueueTerms(DEAD_QUEUE, dead, DEAD),
            *(QueueTerms(name, submissions) for name in self.submission_queues),
            QueueTerms(REQUESTS, requests, SUBMISSIONS, f"*.{REQUEST}"),
        )

    def inbox_queue(self, participant: str) -> "QueueTerms":
        arguments: Arguments = {
            "x-max-length": self.inbox_limit_count,
            "x-max-length-bytes": self.inbox_limit_bytes,
            "x-overflow": "reject-publish",
        }
        return QueueTerms(self.inbox(participant), arguments)


@dataclass(frozen=True, slots=True)
class QueueTerms:
    """One durable quorum queue: its name, arguments, and where it is bound, if anywhere."""

    name: str
    arguments: Arguments
    exchange: str = ""
    routing_key: str = ""


def sender_of(routing_key: str) -> str | None:
    """Read the participant a routing key claims; a hint, never a proof."""
    participant, dot, _ = routing_key.rpartition(".")
    return participant if dot and participant else None
