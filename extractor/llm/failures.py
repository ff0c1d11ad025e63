"""Why a question has no answer that counts: each reason with its sentence, in both languages.

None of them repeats what an endpoint wrote, which may be anything.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["unsent", "silent", "refused", "question", "answer", "ours"]
"""What a failure says of the endpoint: nothing was sent to it; it got the question and no answer came back; it answers
so that nothing can be had of it; it does not take this question; its answer does not count; it was not asked.
"""


class Failure(NamedTuple):
    """A reason, as it goes on after a colon."""

    kind: Kind
    en: str
    zh: str
    ends_asking: bool = False
    """Whether nobody should be asked again before something is set right."""

    @property
    def is_endpoints(self) -> bool:
        """Whether the endpoint is at fault and not the question or the answer: another question will fare no better."""
        return self.kind in ("unsent", "silent", "refused")

    def then(self, last: Failure) -> Failure:
        """This reason and the one that came last, where that says nothing of what came before."""
        return last._replace(en=f"{self.en}; then {last.en}", zh=f"{self.zh}；随后{last.zh}")

    @property
    def was_shown(self) -> bool:
        """Whether the endpoint may have seen the question."""
        return self.kind not in ("unsent", "ours")


UNREACHABLE = Failure("unsent", "the endpoint cannot be reached", "无法连接模型端点")
UNTRUSTED = Failure(
    "unsent",
    "no safe connection to the endpoint: TLS fails, or its certificate is not trusted",
    "无法与模型端点建立安全连接（TLS 失败，或证书不受信任）",
)
LATE = Failure("silent", "the endpoint did not answer in time", "模型端点未及时回答")
BROKEN_OFF = Failure(
    "silent",
    "the endpoint's connection broke off before its answer was whole, or does not speak HTTP",
    "模型端点的连接在回答完整之前中断，或不是 HTTP",
)
TOO_LONG = Failure(
    "refused", "the endpoint's answer is longer than any can be, and was cut", "模型端点的回答过长，已截断"
)
UNDECODABLE = Failure(
    "refused",
    "the endpoint's answer is compressed in a way that is not taken",
    "模型端点的回答所用的压缩方式不被接受",
)
NO_COMPLETION = Failure(
    "refused",
    "the endpoint's answer cannot be understood: it is no chat completion of OpenAI's protocol",
    "模型端点的回答无法理解：不是 OpenAI 协议的 chat completion",
)
RESTING = Failure(
    "refused",
    "the endpoint asks for a longer wait than longest_wait allows",
    "模型端点要求的等待时间超过 longest_wait 的上限",
)
CUT_OFF = Failure("answer", "the answer was cut off", "回答被截断")
THOUGHT_TOO_LONG = Failure(
    "answer",
    "the model's thinking took all the tokens that it may write; set thinking_tokens higher or reasoning_effort lower,"
    " or turn its thinking off with extra_body",
    "模型的思考用完了允许写出的全部 token；请调高 thinking_tokens、调低 reasoning_effort，或用 extra_body 关闭思考",
)
OTHER_FORM = Failure("answer", "the answer is not of the form asked for", "回答不符合所要求的格式")
FILTERED = Failure("answer", "the endpoint's content filter held the answer back", "模型端点的内容过滤器扣下了回答")
DECLINED = Failure("answer", "the model refused to answer", "模型拒绝回答")
UNACCOUNTED = Failure(
    "answer", "its answer does not account for every figure of the table", "回答没有交代表中的每一个数字"
)
NO_MODE = Failure(
    "question",
    "no mode of structured output works there; `extractor llm check` says what it takes",
    "该端点不支持任何一种结构化输出方式；`extractor llm check` 可查明它接受什么",
)
NO_FIGURE = Failure("ours", "the table shows no figure", "表中没有数字")
SPENT = Failure("ours", "the budget is spent", "预算已用完")
CALLED_OFF = Failure("ours", "whoever wanted it asked called it off", "任务已取消，不再询问")
NOT_SENT = Failure("ours", "nothing was sent, as this is a dry run", "试运行，未发送任何内容")
NOT_YET = Failure(
    "ours",
    "the question is asked in a batch of the provider's, whose answer is not there yet; the same command takes it",
    "问题已交由服务商批量处理，尚无回答；再次运行同一命令即可取回",
)
EXPIRED = Failure(
    "silent", "the provider's batch ran out of time before it answered", "服务商的批量任务在回答之前已超时"
)
CANCELLED = Failure(
    "silent", "the provider's batch was cancelled before it answered", "服务商的批量任务在回答之前已被取消"
)
FILE_REFUSED = Failure("refused", "the provider did not take the file of questions", "服务商未接受问题文件")
NO_BATCH_ANSWER = Failure(
    "refused",
    "what the endpoint answers cannot be understood: it is none of the batch interface of OpenAI's protocol",
    "模型端点的回答无法理解：不是 OpenAI 协议的批量接口",
)
NO_BATCHES = Failure(
    "refused",
    "no batch interface is known of this provider (`batch_path` of the settings names one)",
    "未知该服务商有批量接口（可用设置 batch_path 指定）",
)
LEFT_OUT = Failure(
    "silent",
    "the provider's batch is over and holds no answer to this question",
    "服务商的批量任务已结束，但没有这个问题的回答",
)
NOT_WORKED_ON = frozenset({EXPIRED, CANCELLED, FILE_REFUSED})
"""What becomes of questions that nobody worked on, and nobody is paid for."""
OF_A_BATCH = NOT_WORKED_ON | {NOT_YET, LEFT_OUT}
"""What may have become of a question with all others of its batch."""
OUT_OF_TIME = Failure("ours", "the time for asking about this report is over", "询问这份报告的时间已用完")

_CHECK_ADDRESS = (
    "check EXTRACTOR_LLM_BASE_URL, which often ends in /v1",
    "请检查 EXTRACTOR_LLM_BASE_URL（多以 /v1 结尾）",
)
_NOT_TAKEN = (
    "it does not take the question; `extractor llm check` says which part of it",
    "不接受该问题；`extractor llm check` 可查明是哪一部分",
)
_STATUSES: dict[int, tuple[Kind, str, str]] = {
    400: ("question", *_NOT_TAKEN),
    401: (
        "refused",
        "it does not accept the key, check EXTRACTOR_LLM_API_KEY",
        "不接受密钥，请检查 EXTRACTOR_LLM_API_KEY",
    ),
    402: ("refused", "it wants to be paid first", "要求先付费"),
    403: (
        "refused",
        "this key may not ask this model, check EXTRACTOR_LLM_MODEL and what the key is allowed",
        "不允许用此密钥询问该模型，请检查 EXTRACTOR_LLM_MODEL 和密钥的权限",
    ),
    404: (
        "refused",
        f"it knows no such address or no such model, {_CHECK_ADDRESS[0]}, and EXTRACTOR_LLM_MODEL",
        f"没有这个地址或这个模型，{_CHECK_ADDRESS[1]}和 EXTRACTOR_LLM_MODEL",
    ),
    405: ("refused", f"nobody takes questions there, {_CHECK_ADDRESS[0]}", f"该地址不接受提问，{_CHECK_ADDRESS[1]}"),
    407: ("refused", "a proxy before it wants a password", "其前的代理要求密码"),
    408: ("silent", "it waited too long for the question", "等待问题超时"),
    413: ("question", "the question is too long for it", "问题过长"),
    422: ("question", *_NOT_TAKEN),
    429: ("refused", "it was asked too often, or its quota is used up", "请求过于频繁，或额度已用完"),
}
_END_ASKING = frozenset({401, 403, 404})
"""After these no question will fare better until a setting is another."""
_REDIRECT = (
    "it points to another address, and no question is sent there; if that is meant, give it as EXTRACTOR_LLM_BASE_URL",
    "指向另一个地址，问题不会发往那里；如确有其意，请把 EXTRACTOR_LLM_BASE_URL 设为该地址",
)


def failure_of_status(status: int) -> Failure:
    """What an HTTP status other than 2xx says."""
    kind, en, zh = _STATUSES.get(status) or ("refused", *_of_class(status))
    told, told_zh = f"the endpoint answers with {status}: {en}", f"模型端点返回 {status}：{zh}"
    return Failure(kind, told, told_zh, status in _END_ASKING)


def _of_class(status: int) -> tuple[str, str]:
    if 300 <= status < 400:
        return _REDIRECT
    return ("it fails", "服务出错") if status >= 500 else ("it does not answer the question", "不回答该问题")
