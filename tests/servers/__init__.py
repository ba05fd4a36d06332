"""Real servers for tests, benchmarks and demonstrations.

Each server runs in a directory of its own under the system's temporary folder, on free
ports, and ends with the process that asked for it, however that process ends.
"""

from tests.servers.postgres import Postgres, running_postgres
from tests.servers.rabbitmq import RabbitMQ, running_rabbitmq
from tests.servers.server import ServerUnavailableError

__all__ = [
    "Postgres",
    "RabbitMQ",
    "ServerUnavailableError",
    "running_postgres",
    "running_rabbitmq",
]
