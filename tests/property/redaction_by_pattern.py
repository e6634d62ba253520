"""Patterns that say at length what the redactor and the observer tell by string methods: slow, and what the short ways are held to."""

from __future__ import annotations

import re
from typing import Final

from keymedic.engine.redact.joints import OPERATOR, TAG

NAME: Final = re.compile(
    r"(?:api[ _-]?keys?|access[_-]?key(?:[_-]?id)?|secret(?:[_-]?(?:access[_-]?)?key)?|private[_-]?key(?:[_-]?id)?"
    r"|(?:signing|subscription|encryption|master|licen[sc]e|account|auth)[_-]?key|client[_-]?secret|passw(?:or)?d|passphrase|pwd"
    r"|(?:access|auth|oauth|api|session|security|slack|private|personal|bot|bearer|refresh|secret|github|gitlab|csrf)[_-]?token"
    r"|[a-z0-9]_token|(?:id|hf|gh)[_-]token)\Z"
)
NO_SECRET_NAMES: Final = re.compile(
    r"(?:page|next|sync|continuation|cancellation|eos|bos|pad|unk|stop|max|min|num|cls|sep|mask)_token\Z"
)
ASSIGN: Final = re.compile(
    r"""(?:["'`\])]{0,4}[ \t]{0,8}(?P<sign>:=|=>|={1,3}|:)[ \t]{0,8}
    |["'][ \t]?(?P<comma>,)[ \t]?(?=b?["'])
    |["']?,?[ \t]{0,8}["']?(?P<pair>value)["']?[ \t]?[:=][ \t]?
    |(?P<blank>[ \t]{1,8}))""",
    re.VERBOSE,
)
VALUE: Final = re.compile(
    r"""\[?(?:[bBrRuU]{0,2}(?:"(?P<double>[^"\n\ue000]{1,4000})|'(?P<single>[^'\n\ue000]{1,4000})|`(?P<tick>[^`\s\ue000]{1,4000})(?=`))
    |(?P<bare>[^\s"'`&<>|\ue000]{1,1000}))""",
    re.VERBOSE,
)
MARGIN: Final = re.compile(r"[ \t]{0,400}(?:[\w.-]{1,40} {1,20}\| ?|[│┃║|>] ?)?[ \t]{0,400}")
ERROR_LINE: Final = re.compile(
    r"(?<![\d.])(?:[45]\d\d|10(?:0\d|1[0-5]))(?!\d)|rror|xception|_[A-Z]{2}|StatusCode|[a-z](?:Denied|Exhausted)|grpc|rpc |reason"
    r"|details = |generic::|panic|Timeout|PERMISSION|UNAV|UNAUTH|INTERNAL|CANCELLED|ABORTED|UNIMPL|Unauthenticated|ConnectionClosed"
)
_QUOTED_END: Final = re.compile(rf"""(?P<q>["'])[ \t]{{0,8}}{OPERATOR}?[ \t]{{0,8}}\\?\Z""")
_QUOTED_BEGIN: Final = re.compile(rf"""[ \t]{{0,8}}{OPERATOR}?[ \t]{{0,8}}[bBrRfFuU@$]?(?P<q>["'])""")
_END: Final = re.compile(rf"[ \t]{{0,8}}(?:\\{{1,2}}|[`^=|│┃║↵⏎↩…]|{TAG})?[ \t]{{0,8}}\Z")
_BEGIN: Final = re.compile(
    r"[ \t]{0,8}(?:\d{1,6}[ \t]{0,4}[|:│.)]?[ \t]+|[0-9a-fA-F]{4,8}:[ \t]+|[>|│┃║↪⤷…]{1,4}[ \t]*|(?:\#+|//+|--|\*|;+|%|::)[ \t]+)?"
)
_AT_JOINT: Final = re.compile(r"[A-Za-z0-9_.+/=~!#$%&*-]")
_DIGITS: Final = str.maketrans("123456789", "000000000")


def joint_by_pattern(text: str, before: int, at: int) -> tuple[int, int]:
    """The joint at a line break, as `keymedic.engine.redact.joints.joint_at` has it."""
    low, prefix = max(before, at - 240), at + _common_prefix(text, before, at)
    closing, opening = _QUOTED_END.search(text, low, at), _QUOTED_BEGIN.match(text, prefix)
    if closing and opening and closing["q"] == opening["q"]:
        start, end = closing.start(), opening.end()
    else:
        last, first = _END.search(text, low, at), _BEGIN.match(text, prefix)
        start, end = last.start() if last else at, first.end() if first else prefix
    if start and _AT_JOINT.match(text, start - 1) and _AT_JOINT.match(text, end):
        return start, end
    return at, at


def _common_prefix(text: str, before: int, at: int) -> int:
    upper = text[before : min(before + 100, at)].translate(_DIGITS)
    lower = text[at : at + 100].translate(_DIGITS)
    pairs = enumerate(zip(upper, lower, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(upper), len(lower)))
    begins = 1 if same and lower[0] == "-" else 0
    return max(begins, *(lower.rfind(sign, 0, same) + 1 for sign in " \t|>]:)#*+/│;"))
