"""Every sign of a text as a pattern, tried everywhere: slow, and what `keymedic.engine.redact.signs` is held to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from keymedic.engine.redact.marks import SEALED
from keymedic.engine.redact.signs import ENTITIES, Sign

_INVISIBLE: Final = (
    "\\x00-\\x07\\x0e-\\x1a\\x1c-\\x1f\\x7f\\x80-\\x84\\x86-\\x9f\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ue000"
)
MARK_SOURCE: Final = r"\[[a-z][a-z0-9-]{1,30},\ \d{1,9}\ chars(?:,\ \#[0-9a-f]{8})?\]|\[(?:user|e-mail|IPv4\ address|IPv6\ address|name)\]"
_AFTER_BREAK: Final = r"[\ \t]{0,400}(?:[\w.-]{1,40}\ {1,20}\|\ ?|[│┃║|>]\ ?)?[\ \t]{0,400}"
_COLOUR: Final = r"\[?[0-?]{0,32}[ -/]{0,4}(?:(?<=\[)|(?<=[0-9;?]))[@-~]"
SOURCES: Final = {
    "[": f"(?P<mark>{MARK_SOURCE})",
    "%": r"""(?P<drop>%(?:25)*[eE]2%(?:25)*80%(?:25)*(?:8[b-fB-F]|[aA][a-eA-E])|%(?:25)*[eE][fF]%(?:25)*[bB][bB]%(?:25)*[bB][fF]
        |%(?:25)*[cC]2%(?:25)*[aA][dD])
        |(?P<percent>%(?:25){0,8}[0-9A-Fa-f]{2})""",
    "\\": rf"""(?P<drop>\\{{1,8}}(?:u001[bB]|x1[bB]|033|e(?=\[)){_COLOUR}
        |\\{{1,8}}u(?:00[aA][dD]|200[b-fB-F]|20(?:2[a-eA-E]|6[0-9a-fA-F])|[fF][eE][fF]{{2}}))
        |(?P<escape>\\{{1,8}}(?:u00[0-7][0-9A-Fa-f]|U000000[0-7][0-9A-Fa-f]|u\{{0{{0,4}}[0-7][0-9A-Fa-f]\}}|x[0-7][0-9A-Fa-f]))
        |(?P<octal>\\{{1,8}}[01][0-7]{{2}})
        |(?P<line>(?:\\{{1,8}}r\\{{1,8}}n|\\{{1,8}}[nr]){_AFTER_BREAK})
        |(?P<quote>\\{{1,8}}["'/`_.*~#=+-])""",
    "&": rf"""(?P<drop>&(?:shy|zwnj|zwj|ZeroWidthSpace);)
        |(?P<entity>&(?:{"|".join(ENTITIES)}|\#0{{0,5}}\d{{2,3}}|\#[xX]0{{0,4}}[0-9a-fA-F]{{2}});)""",
    "<": r"(?P<drop><wbr\s?/?>)",
    "": rf"""(?P<drop>[\x1b\x9d\x90\x9f][\]PX^_]?(?<=[\]PX^_\x9d\x90\x9f])[^\x07\x1b\x90\x9c\x9d\x9f\n]{{0,2000}}(?:\x07|\x1b\\|\x9c)
        |(?:\x1b|\x9b){_COLOUR}
        |\x1b[()][A-Z0-9]
        |[{_INVISIBLE}\x1b]+)
        |(?P<back>\x08)
        |(?P<line>(?:\r\n|[\n\r\v\f\x85\u2028\u2029]){_AFTER_BREAK})
        |(?P<wide>[\uff01-\uff5e\u2010-\u2015\u2212\U0001d400-\U0001d7ff])""",
}


def signs_by_pattern(text: str, *, inside: bool) -> Iterator[Sign]:
    """Kind, beginning and end of every sign but plain line breaks, in order."""
    other = SOURCES[""].replace(SEALED, "") if inside else SOURCES[""]
    tried = [re.compile(source, re.VERBOSE) for source in ({**SOURCES, "": other}).values()]
    at = 0
    while at < len(text):
        found = next(filter(None, (pattern.match(text, at) for pattern in tried)), None)
        if found and text[at] != "\n":
            yield found.lastgroup or "", at, found.end()
        at = found.end() if found else at + 1
