"""The sdk, an agent and the plugins run on the base install, without the extra [hub]."""

import subprocess
import sys

import pytest

EXTRA = ("apscheduler", "cheroot", "eventlet", "flask", "kombu", "nameko", "psycopg", "werkzeug")

IMPORT_ALL = """
import importlib, pkgutil, sys
for name in {blocked!r}:
    sys.modules[name] = None  # an import of it fails, as if it were not installed
package = importlib.import_module({package!r})
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


@pytest.mark.parametrize("package", ["hub.sdk", "hub.agent", "hub_schemas", "hub_plugins"])
def test_it_imports_without_the_hubs_extra(package: str) -> None:
    source = IMPORT_ALL.format(blocked=EXTRA, package=package)
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
