"""The most an import reads, unit in the name; beyond it a row or the file is refused."""

from typing import Final

MAX_MAPPING_BYTES: Final = 1 << 20
MAX_FILE_BYTES: Final = 1 << 30
MAX_LINE_BYTES: Final = 256 * 1024
MAX_RECORD_CHARACTERS: Final = 128 * 1024
MAX_RECORD_LINES: Final = 200
"""A record over more lines has a quote that nobody closed."""
MAX_CELL_CHARACTERS: Final = 32 * 1024
MAX_COLUMNS: Final = 512
MAX_PATTERN_CHARACTERS: Final = 500
MAX_PATTERN_INPUT_CHARACTERS: Final = 400
MAX_PATTERN_OPEN_REPEATS: Final = 3
"""Repeats without an end in one pattern: work grows with the input to this power."""
MAX_PATTERN_CLOSED_REPEATS: Final = 16
"""Repeats with an end, and optional parts, in one pattern."""
MAX_PATTERN_GROUP_REPEATS: Final = 3
"""How often a group may repeat that holds a choice or another repeat."""
MAX_LIST_ITEMS: Final = 100
MAX_DO_STEPS: Final = 20
