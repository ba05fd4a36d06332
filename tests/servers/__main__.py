"""Start servers by hand: `python -m tests.servers --rabbitmq --postgres`, until interrupted."""

import argparse
import signal
import sys
from contextlib import ExitStack

from tests.servers import ServerUnavailableError, running_postgres, running_rabbitmq


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    parser.add_argument("--rabbitmq", action="store_true", help="start a RabbitMQ")
    parser.add_argument("--postgres", action="store_true", help="start a PostgreSQL")
    wanted = parser.parse_args()
    if not (wanted.rabbitmq or wanted.postgres):
        parser.error("say which: --rabbitmq, --postgres or both")
    awaited = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    with ExitStack() as stack:
        try:
            if wanted.rabbitmq:
                url = stack.enter_context(running_rabbitmq()).url
                print(f"HUB_TEST_RABBITMQ_URL={url}", flush=True)
            if wanted.postgres:
                url = stack.enter_context(running_postgres()).url
                print(f"HUB_TEST_POSTGRES_URL={url}", flush=True)
        except ServerUnavailableError as error:
            print(f"not installed here: {error}", file=sys.stderr)
            return 69
        signal.sigwait(awaited)
    return 0


if __name__ == "__main__":
    sys.exit(main())
