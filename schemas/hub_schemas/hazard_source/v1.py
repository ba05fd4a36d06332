"""Major hazard sources as filed with the authorities."""

from datetime import date
from decimal import Decimal

from hub_schemas import codes, patterns
from hub_schemas.body import (
    day,
    decimal,
    division_code,
    element,
    line,
    message_id,
    registry,
    several,
    shaped,
)
from hub_schemas.elements import LegalBasis
from hub_schemas.registry import body


@element()
class HazardousMaterial:
    """One dangerous substance of a source, with its quantity and threshold in tonnes."""

    name: str = line("物质名称", "Substance", 200)
    cas_number: str | None = shaped("CAS号", "CAS number", patterns.KEY, 20, default=None)
    quantity_t: Decimal = decimal("最大在量(吨)", "Largest quantity in tonnes")
    threshold_t: Decimal | None = decimal("临界量(吨)", "Threshold in tonnes", default=None)


@body("hazard_source.filed/1.0")
class HazardSourceFiled:
    """A major hazard source was filed, with its safety and emergency measures."""

    subject_name: str = line("单位名称", "Name of the enterprise as printed", 300)
    division: str = division_code()
    source_reference: str = line("重大危险源编号", "Number of the source", 120)
    source_name: str = line("重大危险源名称", "Name of the source", 300)
    level: str = registry("重大危险源等级", "Level", codes.HazardSourceLevel)
    place: str = line("所在位置", "Place", 600)
    materials: tuple[HazardousMaterial, ...] = several(
        "危险物质", "Substances", HazardousMaterial, 60
    )
    filing_reference: str = line("备案编号", "Number of the filing", 120)
    filed_on: date = day("备案日期", "Filed on")
    evaluated_on: date | None = day("评估日期", "Evaluated on", default=None)
    valid_until: date | None = day("备案有效期", "Valid until, inclusive", default=None)
    safety_measures: str = line("安全措施", "Safety measures", 2000)
    emergency_plan: str = line("应急预案名称及编号", "Emergency plan, title and number", 300)
    replaces_id: str | None = message_id("所替代的备案", "The filing it replaces", default=None)
    legal_basis: tuple[LegalBasis, ...] = several("依据", "Legal basis", LegalBasis, 10, default=())
