"""Owns the enterprises of the demo: invented, with valid codes, the same for the same seed."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import uscc

DIVISIONS = (
    ("130102", "石家庄市长安区"),
    ("130104", "石家庄市桥西区"),
    ("130202", "唐山市路南区"),
    ("130203", "唐山市路北区"),
    ("130302", "秦皇岛市海港区"),
    ("130402", "邯郸市邯山区"),
    ("130602", "保定市竞秀区"),
    ("130902", "沧州市新华区"),
    ("131002", "廊坊市安次区"),
    ("131102", "衡水市桃城区"),
)
NAMES = ("恒通", "华泰", "瑞丰", "金石", "宏远", "长兴", "天成", "永安", "鑫达", "鼎盛")
TRADES = (
    ("化工有限公司", "hazardous_chemicals", "C26"),
    ("矿业有限公司", "mine", "B06"),
    ("建筑工程有限公司", "construction", "E47"),
    ("钢铁有限公司", "metal_smelting", "C31"),
    ("运输有限公司", "transport", "G54"),
    ("烟花爆竹有限公司", "fireworks", "C26"),
    ("机械制造有限公司", "other", "C34"),
)
HEADCOUNTS = (20, 60, 90, 150, 280, 450, 800, 1_600)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11714: the inner check of the organisation code within a unified code."""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One invented enterprise."""

    code: str
    name: str
    division: str
    sector: str
    industry: str
    headcount: int
    capital_minor: int
    registered_on: date

    @property
    def subject(self) -> str:
        """How messages name it."""
        return f"uscc:{self.code}"


def population(random: Random, count: int) -> list[Enterprise]:
    """Invent enterprises with different codes.

    Args:
        random: Seeded.
        count: How many, at most 100 000.
    """
    found: dict[str, Enterprise] = {}
    while len(found) < count:
        enterprise = _enterprise(random)
        found[enterprise.code] = enterprise
    return list(found.values())


def _enterprise(random: Random) -> Enterprise:
    division, place = random.choice(DIVISIONS)
    suffix, sector, industry = random.choice(TRADES)
    name = random.choice(NAMES) + random.choice(NAMES)
    return Enterprise(
        code=_code(random, division),
        name=f"{place[: place.index('市')]}{name}{suffix}",
        division=division,
        sector=sector,
        industry=industry,
        headcount=random.choice(HEADCOUNTS),
        capital_minor=random.randrange(50, 20_000) * 1_000_000,
        registered_on=date(2000, 1, 1) + timedelta(days=random.randrange(8_000)),
    )


def _code(random: Random, division: str) -> str:
    body = "MA" + "".join(random.choice(ALPHABET[:18]) for _ in range(6))
    total = sum(
        (int(c) if c.isdigit() else ord(c) - ord("A") + 10) * weight
        for c, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    check = "0123456789X0"[11 - total % 11]
    front = f"91{division}{body}{check}"
    return front + uscc.calc_check_digit(front)
