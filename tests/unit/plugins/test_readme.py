"""What the author's guide shows runs, and what it lists is so."""

import re

import pytest

from hub.sdk.testing import PluginCase
from tests.needs import ROOT
from tests.plugins.reference.network import PLUGINS

GUIDE = (ROOT / "plugins" / "README.md").read_text(encoding="utf-8")


def test_the_guides_code_runs() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    exec(compile("\n".join(blocks), "plugins/README.md", "exec"), {"__name__": "guide"})  # noqa: S102


@pytest.mark.parametrize("plugin", PLUGINS.values(), ids=lambda plugin: type(plugin).__name__)
def test_the_guide_lists_what_a_plugin_consumes_and_issues(plugin: object) -> None:
    info = PluginCase(plugin).calls.describe()
    consumes, issues = (
        ", ".join(sorted(family.partition("/")[0] for family in families))
        for families in (info.consumes, info.issues)
    )
    assert f"| `{info.name}` | {consumes} | {issues} |" in GUIDE
