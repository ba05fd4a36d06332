"""`hub bench relay`: the hub, the ordinary way and the floor, in turns on the same machine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hub.cli.bench.arm import Arm, arms_of
from hub.cli.bench.figures import Turn, middle, ratio, summary
from hub.cli.bench.site import FLOOR, HUB, ORDINARY, Site, open_site
from hub.cli.bench.traffic import RECIPIENTS, Traffic
from hub.cli.bench.turn import Charge, take_turn

BUNDLE_COUNT: Final = 64
WINDOW_COUNT: Final = 2048
TARGETS: Final = {"hub/ordinary": 4.0, "hub/floor": 0.4}
CPU_TARGET_US: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is sent.

    Attributes:
        messages: In each turn under load.
        warm_up: In a first turn of each arm that is not measured.
        light_per_s: Messages a second of the light turns, one to a bundle.
        light_s: How long the light turns last.
        services: The hub's processes.
    """

    messages: int = 8192
    warm_up: int = 512
    rounds: int = 3
    light_per_s: int = 50
    light_s: int = 10
    services: tuple[str, ...] = ("intake", "heads")

    @property
    def deliveries(self) -> int:
        """How many deliveries there will be in all."""
        each = self.warm_up + self.messages * self.rounds + self.light_per_s * self.light_s
        return 3 * len(RECIPIENTS) * each


@dataclass(frozen=True, slots=True)
class Relayed:
    """What was measured.

    Attributes:
        loaded: The turns under load, round by round.
        light: One light turn of each arm.
        bytes_each: Size of one envelope.
    """

    loaded: Sequence[Turn]
    light: Sequence[Turn]
    bytes_each: int
    versions: Mapping[str, str]

    def of(self, arm: str) -> list[Turn]:
        """Give the turns of one arm under load."""
        return [turn for turn in self.loaded if turn.arm == arm]

    def ratios(self) -> dict[str, float]:
        """Compare the hub's throughput, and the CPU time of what relays, by round."""
        return {
            "hub/ordinary": ratio(self.loaded, HUB, ORDINARY.name),
            "hub/floor": ratio(self.loaded, HUB, FLOOR.name),
            "cpu hub/ordinary": ratio(self.loaded, HUB, ORDINARY.name, _cpu_each_us),
            "cpu hub/floor": ratio(self.loaded, HUB, FLOOR.name, _cpu_each_us),
        }

    def intake_cpu_us(self) -> float:
        """Give the CPU time of intake for one message."""
        return middle(self.of(HUB), lambda turn: turn.cpu_each_us("intake"))

    def record(self) -> dict[str, object]:
        """Give every figure, as it is written down."""
        light = {turn.arm: turn for turn in self.light}
        return {
            "envelope_bytes": self.bytes_each,
            "recipients": len(RECIPIENTS),
            "bundle": BUNDLE_COUNT,
            "window": WINDOW_COUNT,
            "servers": dict(self.versions),
            "arms": {
                arm: {
                    **summary(self.of(arm)),
                    "per_round_messages_per_s": [round(turn.per_s) for turn in self.of(arm)],
                    "light": summary([light[arm]]),
                }
                for arm in (HUB, ORDINARY.name, FLOOR.name)
            },
            "ratios": {name: round(value, 2) for name, value in self.ratios().items()},
            "targets": {**TARGETS, "intake_cpu_us_per_message": CPU_TARGET_US},
        }


def measure_relay(bus: str, database: str, plan: Plan, progress: Callable[[int], None]) -> Relayed:
    """Run the arms in turns, each round beginning with another one.

    Raises:
        BenchError: A run does not count.
        ConfigError: The servers cannot be used.
        TransportError: One of them is away.
    """
    with open_site(bus, database, plan.services) as site:
        course = _Course(site, Traffic(site.hub), arms_of(site), progress)
        course.all_arms(plan.warm_up, 0)
        loaded = [
            turn for start in range(plan.rounds) for turn in course.all_arms(plan.messages, start)
        ]
        light = course.all_arms(plan.light_per_s * plan.light_s, 0, plan.light_per_s)
        return Relayed(loaded, light, course.bytes_each, site.versions)


class _Course:
    """Signs charges and gives each to every arm."""

    def __init__(
        self, site: Site, traffic: Traffic, arms: list[Arm], progress: Callable[[int], None]
    ) -> None:
        self._site = site
        self._traffic = traffic
        self._arms = arms
        self._progress = progress
        self.bytes_each = 0

    def all_arms(self, messages: int, start: int, per_s: int = 0) -> list[Turn]:
        """Send the same messages through every arm, beginning with another one each round."""
        run, envelopes = self._traffic.signed(messages)
        self.bytes_each = sum(map(len, envelopes)) // messages
        charge = Charge(
            run=run,
            envelopes=envelopes,
            bundle=1 if per_s else BUNDLE_COUNT,
            window=WINDOW_COUNT,
            per_s=per_s,
        )
        first = start % len(self._arms)
        order = self._arms[first:] + self._arms[:first]
        return [take_turn(self._site, arm, charge, self._progress) for arm in order]


def _cpu_each_us(turn: Turn) -> float:
    return sum(turn.cpu_us.values()) / turn.messages
