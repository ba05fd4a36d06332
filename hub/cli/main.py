"""Owns the command `hub`: its subcommands are loaded when they are called."""

from importlib import import_module

import click

from hub.cli.console import INTERRUPTED, fail, fail_on_defect, fail_on_file
from hub.errors import HubError

COMMANDS = {
    "agent": "hub.cli.agent:agent",
    "bench": "hub.cli.bench:bench",
    "case": "hub.cli.case:case",
    "contracts": "hub.cli.contracts:contracts",
    "demo": "hub.cli.demo:demo",
    "import": "hub.cli.importing:import_",
    "ledger": "hub.cli.ledger:ledger",
    "message": "hub.cli.message:message",
    "participant": "hub.cli.participant:participant",
    "proposal": "hub.cli.proposal:proposal",
    "quarantine": "hub.cli.quarantine:quarantine",
    "subject": "hub.cli.subject:subject",
    "up": "hub.cli.up:up",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HubError as error:
            fail(error)
        except (click.Abort, KeyboardInterrupt):
            click.echo("hub: interrupted; what was done stays done", err=True)
            raise SystemExit(INTERRUPTED) from None
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except OSError as error:
            fail_on_file(error)
        except Exception as error:  # noqa: BLE001 - the outermost shell
            fail_on_defect(error)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="safety-credit-hub", message="%(version)s")
def main() -> None:
    """Safety-credit hub: signed, ordered and provable messages about enterprises.

    Exit codes: 0 done, 1 the check failed, 2 wrong input, 69 something needed is away, 70 our
    bug, 75 try again, 130 interrupted. HUB_TRACEBACK=1 shows where a bug is.
    """
