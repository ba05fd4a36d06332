"""`hub contracts` for people: no name is cut, wherever the output goes."""

import pytest
from click.testing import CliRunner

from hub.cli.main import main


@pytest.mark.parametrize("columns", ["40", "80"])
def test_names_are_whole_where_there_is_no_terminal(columns: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", columns)
    shown = CliRunner().invoke(main, ["contracts", "show", "listing.decided/0.1"]).stdout
    assert "cross_listing.originating_institution" in shown
    listed = CliRunner().invoke(main, ["contracts", "list"]).stdout
    assert "production.resumption_requested/1.0" in listed
    assert "…" not in shown + listed
