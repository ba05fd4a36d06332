"""Whole numbers and money from texts; exact, nothing is rounded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hub.agent.mapping.problem import RefusedError

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}\Z")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,10})?\Z")

MINOR_DIGITS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD", "USD"), 2),
    **dict.fromkeys(("JPY", "KRW", "VND"), 0),
    **dict.fromkeys(("BHD", "KWD", "TND"), 3),
}
"""Decimal digits of a currency's minor unit; others are stated in the mapping.

Source: ISO 4217.
"""


def whole_number(text: str, group: str) -> int:
    """Read a whole number; `group` stands between digit groups, empty for none.

    Raises:
        RefusedError: import.no_number.
    """
    plain = _plain(text, group)
    if _WHOLE.match(plain) is None:
        raise RefusedError("import.no_number", text)
    return int(plain)


@dataclass(frozen=True, slots=True)
class MoneyForm:
    """How amounts are written.

    Attributes:
        minor_digits: Decimals of the minor unit; None: by `MINOR_DIGITS`.
        times: What one unit in the file is worth: 10 000 for ten-thousands.
        group: Stands between digit groups; empty for none.
    """

    currency: str
    minor_digits: int | None = None
    times: int = 1
    group: str = ""

    def read(self, text: str) -> dict[str, object]:
        """Read an amount into minor units.

        Raises:
            RefusedError: import.no_number, import.too_precise, import.unknown_currency.
        """
        plain = _plain(text, self.group)
        if _DECIMAL.match(plain) is None:
            raise RefusedError("import.no_number", text)
        digits = self.minor_digits
        if digits is None:
            digits = MINOR_DIGITS.get(self.currency)
        if digits is None:
            raise RefusedError("import.unknown_currency", text)
        minor = (Decimal(plain) * self.times).scaleb(digits)
        if minor != minor.to_integral_value():
            raise RefusedError("import.too_precise", text, currency=self.currency)
        return {"amount_minor": int(minor), "currency": self.currency}


def _plain(text: str, group: str) -> str:
    return text.replace(group, "") if group else text
