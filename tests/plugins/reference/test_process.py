"""Each reference plugin starts in its own process, found by its name."""

import pytest

from hub.agent.host import PluginHost
from hub.sdk.testing import PluginCase
from tests.plugins.reference.network import PLUGINS


@pytest.mark.parametrize("plugin", PLUGINS.values(), ids=lambda plugin: type(plugin).__name__)
def test_a_plugin_describes_itself_from_its_own_process(plugin: object) -> None:
    info = PluginCase(plugin).calls.describe()
    host = PluginHost(info.name)
    try:
        assert host.start().info == info
    finally:
        host.close()
