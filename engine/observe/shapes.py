"""The shapes in which clients and servers print errors on one line.

Only structure stands here (where a status, a class name, a message is); what a sentence means is in ``kb/``.
Named groups: ``http``, ``status``, ``grpc`` (number), ``reason``, ``message``, ``exc``, ``close``, ``code``.
"""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern
from ..values import Struct
from .records import GOOGLE_CODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


_HTTP = r"(?P<http>[45]\d\d)"
_CLOSE = r"(?P<close>10(?:0[1-9]|1[0-5]))"
_REST = r"(?P<message>.*)"
_ENDINGS = (
    "Error|Exception|Exhausted|Denied|InvalidArgument|FailedPrecondition|Unauthenticated|NotFound|Forbidden|BadRequest"
    "|Unauthorized|Unavailable|TooManyRequests|DeadlineExceeded|Rejection|Timeout|Fault|Conflict|Aborted|ConnectionClosed"
)
_CLASS = rf"(?P<exc>(?:[A-Za-z_$][\w$]{{0,60}}(?:\.|\\|::)){{0,8}}[A-Za-z_$]?[\w$]{{0,80}}(?:{_ENDINGS}|ConnectionClosed\w{{0,8}}))"
PHRASES = (
    "Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Request Timeout|Conflict|Gone"
    "|Payload Too Large|Unprocessable (?:Entity|Content)|Too Many Requests|Client Closed Request|Internal Server Error"
    "|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out"
)
_ERROR_WORDS = "错误|錯誤|报错|エラー|오류|에러|ошибк\\w|erros?|erreurs?|fehler|lỗi|hata|error\\w*"


class Shape(Struct):
    """A pattern; ``server`` when what it captures is the server's own word, ``mention`` for mere tokens.

    ``needs`` is a literal that every match contains, ``number`` and ``named`` that it needs an HTTP status or
    a class name: cheap questions that save running, and compiling, most patterns. ``reasons``: it finds reasons.
    """

    pattern: re.Pattern[str]
    server: bool = True
    mention: bool = False
    needs: str = ""
    number: bool = False
    named: bool = False
    reasons: bool = False


def _server(pattern: str, needs: str = "") -> Shape:
    number = "(?P<http>" in pattern and "|(?P<status>" not in pattern
    return Shape(lazy_pattern(pattern), needs=needs, number=number, named="(?P<exc>" in pattern)


def _client(pattern: str, needs: str = "") -> Shape:
    return Shape(lazy_pattern(pattern), server=False, needs=needs, named="(?P<exc>" in pattern)


def _mention(pattern: str) -> Shape:
    return Shape(
        lazy_pattern(pattern),
        server=False,
        mention=True,
        number="(?P<http>" in pattern,
        reasons="(?P<reason>" in pattern,
    )


NUMBER = lazy_pattern(r"(?<!\d)[45]\d\d(?!\d)")
NAMED = lazy_pattern(_ENDINGS)
_STATUS = lazy_pattern(r"[45]\d\d(?!\d)(?<![\d.]\d\d\d)")
_CLOSED = lazy_pattern(r"10(?:0\d|1[0-5])(?!\d)(?<![\d.]\d\d\d\d)")
_CONSTANT = lazy_pattern(r"_[A-Z]{2}")
_CLASS_END = lazy_pattern(r"[a-z](?:Denied|Exhausted)")
_TELLING = (
    "rror", "xception", "StatusCode", "grpc", "rpc ", "reason", "details = ", "generic::", "panic", "Timeout", "PERMISSION", "UNAV",
    "UNAUTH", "INTERNAL", "CANCELLED", "ABORTED", "UNIMPL", "Unauthenticated", "ConnectionClosed",
)  # fmt: skip


def may_show_error(line: str) -> bool:
    """Whether a line has a number, a word or a name that an error shows by: by string methods first, as most have none."""
    if any(map(line.__contains__, _TELLING)):
        return True
    if "_" in line and _CONSTANT.search(line):
        return True
    if ("4" in line or "5" in line) and _STATUS.search(line):
        return True
    if "10" in line and _CLOSED.search(line):
        return True
    return ("Denied" in line or "Exhausted" in line) and _CLASS_END.search(line) is not None


SHAPES: tuple[Shape, ...] = (
    _server(rf"\b{_HTTP} (?P<status>[A-Z][A-Z_]{{4,30}}|None)\b(?:[.\]:]+ ?{_REST})?"),
    _server(rf"\b{_CLOSE} None\. {_REST}", " None. "),
    _server(rf"got status: (?:{_HTTP}|(?P<status>[A-Z_]{{5,30}}))\b", "got status: "),
    _server(rf"\[{_HTTP}(?: [\w' -]{{2,40}})?\] ?{_REST}"),
    _server(rf"{_CLASS}: {_HTTP}, message=['\"](?P<message>[^'\"]*)", "message="),
    _server(rf"{_CLASS}: {_HTTP}:? (?:\. )?(?:(?:GET|POST) \S+ ?: )?{_REST}"),
    _server(
        rf"(?:^|[:：] ?){_HTTP} (?:(?:GET|POST) \S{{1,500}}: )?(?P<message>(?!(?:{PHRASES})\b)(?:[A-Z*'\"]|models/).{{8,}})"
    ),
    _server(rf"(?<!googleapi: )\bError:? \(?{_HTTP}\)?:? (?P<message>(?!(?:{PHRASES})\b)[A-Z].{{8,}})"),
    _server(rf"\b[Ee]rror code: {_HTTP}\b(?: - (?P<message>[^\[{{b'\"].*))?", "rror code: "),
    _server(r"API Error: (?P<message>[^{\[].*?) \(Status: (?P<status>[A-Z_]{2,30})\)", "API Error: "),
    _server(r"\(Status: (?P<status>[A-Z_]{2,30})\)", "(Status: "),
    _server(
        rf"\b(?:Error|Code:|Error [Cc]ode:) {_HTTP}, Message: (?P<message>.*?)(?:, Status: (?P<status>\w*)|$)",
        "Message: ",
    ),
    _server(
        rf"\bgoogleapi: Error {_HTTP}: (?P<message>.*?)(?:, (?P<code>[a-z][A-Za-z]{{3,40}}))?$", "googleapi: Error"
    ),
    _server(r"\breason = (?P<reason>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)", "reason = "),
    _server(r"\breason: \"(?P<reason>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"", 'reason: "'),
    _server(rf"\brpc error: code = (?P<status>\w{{2,30}}) desc = {_REST}", "rpc error: code"),
    _server(r"\bStatusCode\.(?P<status>[A-Z_]{2,30})\b", "StatusCode."),
    _server(r"\bdetails = \"(?P<message>(?:[^\"\\]|\\.)*)\"?", 'details = "'),
    _server(r"grpc_message: ?\\?\"(?P<message>(?:[^\"\\]|\\.)*?)\\?(?:\"|$)", "grpc_message"),
    _server(r"grpc_status: ?(?P<grpc>\d{1,2})\b", "grpc_status"),
    _server(rf"\b(?P<grpc>\d{{1,2}}) (?P<status>{'|'.join(GOOGLE_CODES)}): {_REST}"),
    _server(rf"\bgeneric::(?P<status>[a-z_]{{4,30}}): {_REST}", "generic::"),
    _server(
        rf"(?i)\b(?:received|sent|code|closed?(?: with)?(?: code)?)\b[\s:=]{{1,4}}{_CLOSE}\b(?: \([^)]{{0,60}}\))?"
        rf"(?:[ ,;:]*(?:reason[:=] ?)?(?P<message>[^{{}}]*))?"
    ),
    _server(rf"(?i)\bHTTP(?:/[\d.]{{1,3}})?[\"']?(?: ?(?:status|error|code|response))*[:= ]{{1,3}}{_HTTP}\b"),
    _server(rf"\b{_HTTP} status code \(no body\)", "(no body)"),
    _server(rf"\bstatus code:? {_HTTP}: (?P<message>[A-Z].{{8,}})", "status code"),
    _server(r"\bLast error: (?P<message>[A-Z].*)", "Last error: "),
    _server(rf"\b{_HTTP}[ :,-]{{1,3}}\(?(?:{PHRASES})\b"),
    _server(rf"(?i)\bstatus[ _]?code[^\d\n]{{0,40}}{_HTTP}\b"),
    _server(rf"(?i)\b(?:status|code)[\"']?[:=] ?[\"']?{_HTTP}\b"),
    _server(rf"\brequested URL returned error: {_HTTP}\b", "requested URL returned"),
    _server(rf"\b{_HTTP} (?:Client|Server) Error: ", " Error: "),
    _client(
        rf"^(?P<cause>Caused by: |\s*\[cause\]: )?(?:Uncaught |Unhandled exception\. |PHP Fatal error:  ?Uncaught |"
        rf"Exception in thread \"[^\"]{{0,60}}\" |throw |Error: (?=\w+Error: ))?(?:\(in promise\) )?{_CLASS}(?: \[\w+\])?(?:: {_REST}|$)"
    ),
    _client(rf"(?:^|[\s\[(>:✗✕❌])(?!Error:){_CLASS}: {_REST}"),
    _client(rf"\bException has occurred: {_CLASS}\b", "has occurred: "),
    _client(rf"\bError: {_REST}", "Error: "),
    _client(rf"^panic: {_REST}", "panic: "),
    _mention(rf"(?i)\b{_HTTP}[ :,-]{{1,3}}(?:\(?(?:{PHRASES}|{_ERROR_WORDS}))"),
    _mention(rf"(?i)(?:{_ERROR_WORDS})(?: (?:code|status))?[ :：（(`'\"]{{0,4}}{_HTTP}\b"),
    _mention(rf"(?i)(?:{PHRASES}|Exhausted|{_ERROR_WORDS})[^\d\n]{{0,20}}\({_HTTP}\)"),
    _mention(rf"[（(\[`]{_HTTP}[）)\]`]"),
    _mention(rf"\b{_HTTP}[ :`'\"(—-]{{1,4}}(?P<status>{'|'.join(GOOGLE_CODES[1:])})\b"),
    _mention(rf"\b(?P<status>{'|'.join(GOOGLE_CODES[3:])})\b"),
    _mention(r"\b(?P<reason>[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{2,30}){1,6})\b"),
)
PROTOBUF_SERVICE = lazy_pattern(r"key: \"(service|method)\"\s{1,80}value: \"([^\"\n]{1,200})\"")
ERROR_PAGE = lazy_pattern(rf"(?i)(?:Error )?\b{_HTTP}\b")
