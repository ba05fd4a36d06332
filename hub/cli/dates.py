"""Owns days on the command line."""

from datetime import UTC, date, datetime

import click

from hub.casework.clock import day_of


class Day(click.ParamType[date]):
    """An ISO day."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read YYYY-MM-DD."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a day; write it like 2026-03-31", param, ctx)


def today() -> date:
    """Tell the day in China."""
    return day_of(datetime.now(UTC))
