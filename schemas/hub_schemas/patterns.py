r"""Regular expressions of the wire, in the subset that every engine reads the same way.

A core has no anchors, no look-around, and none of the classes whose meaning depends on
the engine (``.``, ``\d``, ``\s``, ``\w``). ``python_pattern`` and ``json_pattern`` anchor it:
Python's ``$`` would let a trailing newline pass, ECMA-262's does not.
"""

import re
from typing import Final

_DAY_31: Final = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
_DAY_30: Final = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_FEBRUARY: Final = "02-(?:0[1-9]|1[0-9]|2[0-8])"
_LEAP_YEAR: Final = "(?:(?:1[6-9]|2[0-9])(?:0[48]|[2468][048]|[13579][26])|(?:16|20|24|28)00)"

LINE: Final = "[^\\u0000-\\u0020\\u007f](?:[^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f])?"
"""One line of text: no control character, no space at either end."""
PARAGRAPHS: Final = (
    "[^\\u0000-\\u0020\\u007f]"
    "(?:[^\\u0000-\\u0009\\u000b-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f])?"
)
"""Text in which line feeds are allowed inside."""
DATE: Final = (
    f"(?:(?:1[6-9]|2[0-9])[0-9]{{2}}-(?:{_DAY_31}|{_DAY_30}|{_FEBRUARY})|{_LEAP_YEAR}-02-29)"
)
"""A day that exists, years 1600 to 2999."""
TIME: Final = f"{DATE}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
"""RFC 3339 in UTC, whole seconds, no leap second."""
DECIMAL: Final = "-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,12})?"
CODE: Final = "[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
"""A code of a registry; unknown ones are accepted and shown as they are."""
CURRENCY: Final = "[A-Z]{3}"
DIVISION: Final = "[1-9][0-9]{5}"
"""Six digits of GB/T 2260, in force or not (old codes live on in records)."""
INDUSTRY: Final = "[A-T](?:[0-9]{2,4})?"
"""GB/T 4754: a section letter, alone or with two to four digits."""
GRADE: Final = "[A-Za-z0-9](?:[A-Za-z0-9_-]{0,14}[A-Za-z0-9])?[+-]{0,2}"
KEY: Final = "[A-Za-z0-9][A-Za-z0-9._-]*"
"""A short key that the sender chose."""
MESSAGE_ID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
"""A UUIDv7 in canonical lower case."""
MESSAGE_TYPE: Final = "[a-z_]{2,40}\\.[a-z_]{2,40}"
SUBJECT: Final = "[a-z][a-z0-9-]{1,31}:[A-Za-z0-9][A-Za-z0-9._-]{0,79}"
"""A subject as the event names it: scheme and value."""
PARTICIPANT: Final = "[a-z0-9][a-z0-9-]{1,47}"
POINTER: Final = "(?:/[A-Za-z0-9_]{1,60}){1,8}"
"""A place in a body, as a JSON pointer."""
MASKED_ID: Final = "[0-9A-Za-z]{0,6}\\*{2,24}[0-9A-Za-z]{0,2}"
"""An identity number of which at most six leading and two trailing characters show."""
KEYED_DIGEST: Final = "[A-Za-z0-9_-]{43}"
"""A keyed SHA-256 in base64url without padding."""

FORMS: Final = {
    LINE: (
        "单行文本,首尾无空格,无控制字符",
        "one line, no space at either end",
    ),
    PARAGRAPHS: ("文本,首尾无空格,无控制字符", "text, no space at either end"),
    DATE: ("存在的日期,如 2024-07-01", "a day that exists, such as 2024-07-01"),
    TIME: ("UTC 时间,如 2024-07-01T08:30:00Z", "a time in UTC, such as 2024-07-01T08:30:00Z"),
    DECIMAL: ("十进制数字符串,如 12.50", "a decimal number as text, such as 12.50"),
    CODE: ("小写代码,如 more_inspections", "a code in lower case, such as more_inspections"),
    CURRENCY: ("币种代码,如 CNY", "a currency code, such as CNY"),
    DIVISION: ("六位行政区划代码,如 130102", "six digits, such as 130102"),
    INDUSTRY: ("行业代码,如 C2614", "a section letter and digits, such as C2614"),
    GRADE: ("等级,如 A-", "a grade, such as A-"),
    KEY: ("编号,仅含字母、数字、点、横线", "letters, digits, dots and dashes"),
    MESSAGE_ID: ("消息编号(小写 UUIDv7)", "a message id, UUIDv7 in lower case"),
    MESSAGE_TYPE: ("消息类型,如 penalty.decided", "a type such as penalty.decided"),
    SUBJECT: ("主体标识,如 uscc:91110000710924945A", "a subject such as uscc:91110000710924945A"),
    PARTICIPANT: ("参与单位标识,如 hebei-em", "a participant such as hebei-em"),
    POINTER: ("字段位置,如 /term/effective_until", "a place such as /term/effective_until"),
    MASKED_ID: ("脱敏号码,如 110105***********X", "a masked number such as 110105***********X"),
    KEYED_DIGEST: ("43 位 base64url 摘要", "43 characters of base64url"),
}
"""What a value of each form looks like, for those whose value was refused."""


def python_pattern(core: str) -> re.Pattern[str]:
    """Anchor a core for Python."""
    return re.compile(rf"\A(?:{core})\Z")


def json_pattern(core: str) -> str:
    """Anchor a core for JSON Schema (ECMA-262)."""
    return f"^(?:{core})$"
