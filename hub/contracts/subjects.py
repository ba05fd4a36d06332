"""Schemes of subject ids and what is known about a value of each.

A value that looks wrong is accepted with a warning and kept as it came: real lists print
codes with typing errors, and a hub that refused them would lose the record. Whether a
warning is enough is the reader's decision.

Source: DOMAIN 7.1 (GB 32100-2015; the division digits are never checked).
"""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

_DIGEST_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True)
class SubjectScheme:
    """A kind of subject id.

    Attributes:
        names_law_subject: Whether a value identifies one legal subject by itself.
        warning: Returns the code of a warning about a value, None where it looks right.
    """

    name: str
    title_zh: str
    title_en: str
    names_law_subject: bool
    warning: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class SubjectCheck:
    """A subject id taken apart; `warning` is None where nothing looks wrong."""

    scheme: str
    value: str
    known_scheme: bool
    warning: str | None


def _uscc_warning(value: str) -> str | None:
    try:
        checked = uscc.validate(value)
    except ValidationError as error:
        return f"uscc.{type(error).__name__.removeprefix('Invalid').lower()}"
    return None if checked == value else "uscc.not_compact"


def _name_warning(value: str) -> str | None:
    is_digest = len(value) == _DIGEST_CHARACTERS and not set(value) - set("0123456789abcdef")
    return None if is_digest else "name.not_a_digest"


def _nothing_known(value: str) -> str | None:
    del value
    return None


_ALL: Final = (
    SubjectScheme(
        name="uscc",
        title_zh="统一社会信用代码",
        title_en="unified social credit code",
        names_law_subject=True,
        warning=_uscc_warning,
    ),
    SubjectScheme(
        name="name",
        title_zh="名称摘要",
        title_en="digest of a name and place as printed",
        names_law_subject=False,
        warning=_name_warning,
    ),
    SubjectScheme(
        name="unverified",
        title_zh="未核实标识",
        title_en="id of a source, as printed",
        names_law_subject=False,
        warning=_nothing_known,
    ),
)
SCHEMES: Final[Mapping[str, SubjectScheme]] = {scheme.name: scheme for scheme in _ALL}
"""Further schemes may be used; a subject of an unknown scheme is checked by nobody."""


def check_subject(subject: str) -> SubjectCheck:
    """Take a well-formed subject id apart and say what looks wrong.

    Args:
        subject: `scheme:value`; its form is checked by `hub.message.identifiers`.
    """
    scheme, _, value = subject.partition(":")
    known = SCHEMES.get(scheme)
    if known is None:
        return SubjectCheck(scheme, value, known_scheme=False, warning="scheme.unknown")
    return SubjectCheck(scheme, value, known_scheme=True, warning=known.warning(value))


def name_subject(name: str, place: str = "") -> str:
    """Make the subject id of somebody who has no code, from name and place as printed.

    Case, width, accents written apart and runs of spaces do not matter; spelling does. Two
    subjects of one name and place get one id: it identifies a printed name, not a firm.

    Returns:
        `name:` and the first 160 bits of SHA-256 in hex.
    """
    told_apart = "\x1f".join(_folded(text) for text in (name, place))
    return f"name:{hashlib.sha256(told_apart.encode()).hexdigest()[:_DIGEST_CHARACTERS]}"


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
