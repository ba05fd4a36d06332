"""The refusal table: for every code of a sender's fault, what it costs and what to do.

A refusal on capacity, trust or form never uses a sequence number up; a refusal of a good
signature's content does, at its turn. Codes are stable: they cross the wire.

Source: DESIGN section 4, order at admission.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Again(StrEnum):
    """What a sender may do with a refused message."""

    NEVER = "never"
    LATER = "later"
    """The same bytes again, later."""
    RESIGN = "resign"
    """The same id and sequence number, signed anew."""


@dataclass(frozen=True, slots=True)
class RefusalRule:
    """What a refusal with this code means for the sender."""

    code: str
    uses_number: bool
    again: Again
    text_en: str
    text_zh: str


_FREE = False
_USED = True
_NEVER, _LATER, _RESIGN = Again.NEVER, Again.LATER, Again.RESIGN

_TABLE: Final = (
    # The form of the bytes.
    ("message.too_large", _FREE, _NEVER, "larger than the limit", "超过大小上限"),
    ("message.bundle_malformed", _FREE, _NEVER, "the bundle cannot be read", "报文包无法解析"),
    ("message.envelope_malformed", _FREE, _NEVER, "the envelope cannot be read", "信封无法解析"),
    ("message.jws_malformed", _FREE, _NEVER, "the signed text cannot be read", "签名文本无法解析"),
    ("message.header_refused", _FREE, _NEVER, "the protected header is not ours", "签名头不合规"),
    ("message.base64_malformed", _FREE, _NEVER, "base64url is not canonical", "base64url 不规范"),
    ("message.json_malformed", _FREE, _NEVER, "not JSON", "不是 JSON"),
    ("message.json_not_object", _FREE, _NEVER, "not one JSON object", "不是单个 JSON 对象"),
    ("message.json_duplicate", _FREE, _NEVER, "a member occurs twice", "成员重复"),
    ("message.json_float", _FREE, _NEVER, "a float where none may be", "不允许使用浮点数"),
    ("message.json_number", _FREE, _NEVER, "a number is out of range", "数字超出范围"),
    ("message.json_text", _FREE, _NEVER, "text that is not plain Unicode", "文本编码不规范"),
    ("message.json_depth", _FREE, _NEVER, "nested too deeply", "嵌套过深"),
    ("message.json_members", _FREE, _NEVER, "too many members", "成员过多"),
    ("message.json_string_length", _FREE, _NEVER, "a string is too long", "字符串过长"),
    ("message.member_missing", _FREE, _NEVER, "a member is missing", "缺少成员"),
    ("message.member_unknown", _FREE, _NEVER, "an unknown member", "存在未知成员"),
    ("message.member_invalid", _FREE, _NEVER, "a member breaks its rule", "成员不符合规则"),
    ("message.identifier_malformed", _FREE, _NEVER, "an identifier is misspelled", "标识符不规范"),
    ("message.time_malformed", _FREE, _NEVER, "a time is not canonical", "时间格式不规范"),
    ("message.part_repeated", _FREE, _NEVER, "a part occurs twice", "部分重复"),
    ("message.part_unknown", _FREE, _NEVER, "a part the event does not name", "事件未列出该部分"),
    ("message.part_changed", _FREE, _NEVER, "a part is not the signed one", "部分与签名不符"),
    ("message.deliveries_malformed", _FREE, _NEVER, "deliveries cannot be read", "投递包无法解析"),
    ("message.deliveries_gap", _FREE, _LATER, "deliveries are incomplete", "投递编号不连续"),
    ("message.deliveries_changed", _FREE, _LATER, "deliveries were changed", "投递内容与声明不符"),
    # Who signed, and whether that is to be believed.
    ("trust.unknown_key", _FREE, _LATER, "the key is not in the directory", "目录中没有该密钥"),
    ("trust.unknown_participant", _FREE, _LATER, "not a participant", "不是参与方"),
    ("trust.suspended", _FREE, _LATER, "the participant is suspended", "参与方已被暂停"),
    ("trust.bad_signature", _FREE, _RESIGN, "the signature does not verify", "签名验证失败"),
    ("trust.algorithm_mismatch", _FREE, _RESIGN, "not the key's algorithm", "算法与密钥不符"),
    ("trust.key_expired", _FREE, _RESIGN, "the key has expired", "密钥已过期"),
    ("trust.key_not_yet_valid", _FREE, _RESIGN, "signed before the key began", "密钥尚未生效"),
    ("trust.key_retired", _FREE, _RESIGN, "the key is retired", "密钥已停用"),
    ("trust.key_compromised", _FREE, _RESIGN, "the key is compromised", "密钥已泄露"),
    ("trust.key_malformed", _FREE, _NEVER, "not a public key of ours", "公钥不规范"),
    ("trust.source_mismatch", _FREE, _NEVER, "the key is not the source's", "密钥不属于发送方"),
    ("trust.wrong_hub", _FREE, _NEVER, "meant for another hub", "目标枢纽不符"),
    ("trust.wrong_kind", _FREE, _NEVER, "a signed text of another kind", "签名文本类型不符"),
    ("trust.directory_malformed", _FREE, _NEVER, "the directory contradicts itself", "目录不规范"),
    ("trust.unknown_root", _FREE, _NEVER, "not signed by a pinned root", "签名根不受信任"),
    ("trust.unknown_checkpoint", _FREE, _NEVER, "no checkpoint of that size", "没有该检查点"),
    ("trust.note_malformed", _FREE, _NEVER, "not a signed note", "签名注记不规范"),
    ("trust.request_time", _FREE, _RESIGN, "the request's time is off", "请求时间偏差过大"),
    # Order at admission.
    ("order.generation_fenced", _FREE, _RESIGN, "signed with an old generation", "代次已失效"),
    ("order.stale", _FREE, _NEVER, "the number was used already", "序号已使用"),
    ("order.id_reused", _FREE, _NEVER, "the id has another content", "标识已用于其他内容"),
    ("order.held_full", _FREE, _LATER, "too many messages wait for earlier ones", "等待队列已满"),
    ("order.quota", _FREE, _LATER, "the quota is used up", "配额已用完"),
    ("order.already_known", _USED, _NEVER, "this fact was sent before", "该事实已报送"),
    ("order.ack_gap", _FREE, _LATER, "an earlier acknowledgement is missing", "缺少更早的确认"),
    ("event.from_future", _FREE, _LATER, "its time has not come", "时间晚于当前"),
    ("event.expired", _USED, _NEVER, "it has expired", "已过期"),
    ("hub.defect", _FREE, _LATER, "the hub met a defect of its own", "枢纽内部故障"),
    # Content, refused at its turn.
    ("contract.unknown", _USED, _NEVER, "no such contract", "没有该契约"),
    ("contract.body_invalid", _USED, _NEVER, "the body breaks the contract", "内容不符合契约"),
    ("contract.not_entitled", _USED, _NEVER, "may not issue this", "无权发布"),
    ("contract.part_missing", _USED, _NEVER, "a required part is missing", "缺少必需部分"),
    ("contract.cite_missing", _USED, _NEVER, "what it cites is not known", "引用的报文不存在"),
    ("case.not_allowed", _USED, _NEVER, "the case does not allow this", "案件状态不允许"),
    ("case.not_beginner", _USED, _NEVER, "only who began the case may", "仅案件发起方可操作"),
    ("case.begun_already", _USED, _NEVER, "the case is open already", "案件已存在"),
    ("case.unknown", _USED, _NEVER, "no such case", "没有该案件"),
    ("case.not_a_party", _USED, _NEVER, "never sent this case", "非案件当事方"),
    (
        "ack.not_sent",
        _USED,
        _NEVER,
        "those bytes were not sent to the signer",
        "未曾向其发送该内容",
    ),
    ("case.ended", _USED, _NEVER, "the case has ended", "案件已终结"),
)

REFUSALS: Final[Mapping[str, RefusalRule]] = MappingProxyType(
    {row[0]: RefusalRule(*row) for row in _TABLE}
)
