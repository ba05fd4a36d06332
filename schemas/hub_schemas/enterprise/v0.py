"""Enterprises as their registrar knows them."""

from datetime import date

from hub_schemas import codes, patterns
from hub_schemas.body import code, count, day, division_code, line, nested, registry, shaped
from hub_schemas.elements import Money
from hub_schemas.registry import body


@body("enterprise.registered/0.1")
class EnterpriseRegistered:
    """An enterprise was registered, or its registration changed."""

    subject_name: str = line("主体名称", "Name as printed", 300)
    division: str = division_code()
    address: str | None = line("住所", "Registered address", 600, default=None)
    status: codes.EnterpriseStatus = code("登记状态", "Status", codes.EnterpriseStatus)
    registered_on: date | None = day("成立日期", "Registered on", default=None)
    registration_authority: str | None = line(
        "登记机关", "Registration authority", 200, default=None
    )
    industry: str | None = shaped(
        "行业代码", "Industry, GB/T 4754", patterns.INDUSTRY, 5, default=None
    )
    sector: str | None = registry(
        "安责险行业领域", "Sector of compulsory insurance", codes.Sector, default=None
    )
    headcount: int | None = count("从业人数", "Staff", largest=10_000_000, default=None)
    registered_capital: Money | None = nested("注册资本", "Registered capital", Money, default=None)
