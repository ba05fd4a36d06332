"""Turns rows of real files into drafts, by a mapping file and no code of the file's own.

`read_mapping` reads the TOML, `read_records` takes a file apart, `Mapping.map` makes the
drafts of one row or says everything that is wrong with it. The language is described in
README.md of this folder.
"""

from hub.agent.mapping.mapping_file import Mapped, Mapping, read_mapping
from hub.agent.mapping.message import Stating
from hub.agent.mapping.problem import MappingError, RowProblem
from hub.agent.mapping.source import Record, read_records

__all__ = [
    "Mapped",
    "Mapping",
    "MappingError",
    "Record",
    "RowProblem",
    "Stating",
    "read_mapping",
    "read_records",
]
