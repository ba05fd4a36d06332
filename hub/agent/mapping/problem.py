"""What can be wrong with a mapping file or with a row, and how a person is told.

A mapping that is wrong stops the import before the first row. A row that is wrong is
refused alone; its problems name columns and classes of values, never a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from hub.errors import Fault, HubError, value_class


class MappingError(HubError):
    """The mapping file, or the file it is used on, cannot be used as it is."""

    fault: ClassVar[Fault] = Fault.SENDER


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row, safe to show.

    Attributes:
        column: The column, or the columns joined by commas; empty where none is to blame.
        member: Where the value was to go: `penalty main/decided_on`; empty for the row itself.
        value_class: What was found: `string(12)`, `missing`. Never the value.
    """

    column: str
    member: str
    value_class: str
    code: str
    text_en: str
    text_zh: str


class RefusedError(Exception):
    """A value that cannot be used; becomes a `RowProblem` where the row is put together."""

    def __init__(self, code: str, value: object = None, column: str = "", **facts: object) -> None:
        """Name the reason.

        Args:
            code: A key of `REASONS`.
            value: What was found; only its class is kept.
            column: Where it was found, where the raiser knows.
            facts: Fill the places in the reason's texts; from the mapping, never from the row.
        """
        super().__init__(code)
        self.code = code
        self.column = column
        self.value_class = "missing" if value is None or value == "" else value_class(value)
        self.facts = facts

    def problem(self, column: str = "", member: str = "") -> RowProblem:
        """Put the reason in words."""
        text_en, text_zh = REASONS[self.code]
        return RowProblem(
            column=self.column or column,
            member=member,
            value_class=self.value_class,
            code=self.code,
            text_en=text_en.format_map(self.facts),
            text_zh=text_zh.format_map(self.facts),
        )


REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "import.encoding": (
        "bytes that are not {encoding}; save the file in the stated encoding",
        "含有非 {encoding} 编码的字节;请按所述编码保存文件",
    ),
    "import.quoting": (
        "the quotes of this record do not match; correct this line",
        "本记录引号不配对;请更正该行",
    ),
    "import.record_too_long": (
        "a record of more than {limit} characters; shorten it",
        "记录超过 {limit} 个字符;请缩短",
    ),
    "import.cell_too_long": (
        "a cell of more than {limit} characters; shorten it",
        "单元格超过 {limit} 个字符;请缩短",
    ),
    "import.cell_count": (
        "{found} cells where the header has {expected}; check commas and quotes",
        "有 {found} 个单元格,而表头为 {expected} 个;请检查逗号和引号",
    ),
    "import.empty": ("empty, but needed; fill it in", "为空,但必填;请填写"),
    "import.no_date": (
        "not a date of the form {formats}",
        "不是 {formats} 形式的日期",
    ),
    "import.no_number": ("not a number of the stated form", "不是所述形式的数字"),
    "import.too_precise": (
        "more decimals than {currency} has; nothing is rounded here",
        "小数位数多于 {currency} 所允许;此处不作舍入",
    ),
    "import.unknown_currency": (
        "the digits of this currency are not known; state minor_digits in the mapping",
        "未知该货币的小数位;请在映射中给出 minor_digits",
    ),
    "import.not_in_vocabulary": (
        "not in the vocabulary {name}; add the spelling to the mapping or correct it",
        "不在词表 {name} 中;请在映射中增加该写法或更正",
    ),
    "import.no_match": (
        "does not have the form that the mapping takes it apart by",
        "不符合映射拆分所要求的形式",
    ),
    "import.too_long_for_pattern": (
        "over {limit} characters, too long to be taken apart",
        "超过 {limit} 个字符,过长而无法拆分",
    ),
    "import.too_many_items": ("more than {limit} items", "超过 {limit} 项"),
    "import.no_subject": (
        "no subject can be made of this row; nothing is invented",
        "无法由本行得出主体;不作虚构",
    ),
    "import.subject_malformed": (
        "not spelled as an identifier of scheme {scheme}",
        "不符合 {scheme} 标识的写法",
    ),
    "import.key_malformed": (
        "the {what} made of this row is not spelled as allowed",
        "由本行得出的 {what} 写法不允许",
    ),
    "import.rule": ("{text_en}", "{text_zh}"),
    "import.key_conflict": (
        "the key stands for other content already; correct that by a message, not by a row",
        "另一行或此前的导入以同一键表示不同内容;请以消息更正,而非再次导入",
    ),
}
"""Code -> reason in English and Chinese."""
