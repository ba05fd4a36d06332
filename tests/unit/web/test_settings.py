"""The settings of [web] that bound what strangers may do."""

from pathlib import Path

import pytest

from hub.config import Config, WebConfig, load, save
from hub.errors import ConfigError


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    web = WebConfig(connections=7, proxies=("10.0.0.1", "fd00::1"))
    save(Config(tmp_path, web=web))
    assert load(tmp_path).web == web
    save(Config(tmp_path, web=WebConfig(proxies=())))
    assert load(tmp_path).web == WebConfig(proxies=())


@pytest.mark.parametrize(
    "line",
    ["connections = 0", 'connections = "9"', "proxies = 9", 'proxies = ["x"]', 'proxies = "::1"'],
)
def test_a_wrong_value_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "hub.toml").write_text(f"[web]\n{line}\n")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert caught.value.code == "config.wrong_value"
