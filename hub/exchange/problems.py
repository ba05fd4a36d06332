"""Owns the stored form of a refusal's problems: JSON, so that a repeated answer is the same."""

from collections.abc import Sequence
from dataclasses import asdict

import orjson

from hub.errors import Problem


def encode_problems(problems: Sequence[Problem]) -> str:
    """Write problems for the store; empty text for none."""
    return orjson.dumps([asdict(p) for p in problems]).decode() if problems else ""


def decode_problems(text: str) -> tuple[Problem, ...]:
    """Read problems back from the store."""
    return tuple(Problem(**item) for item in orjson.loads(text)) if text else ()
