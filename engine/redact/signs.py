"""What stands in a text for something else or for nothing: escapes, entities, colours, line breaks, a redactor's marks.

One pattern for each letter that such a sign can begin with: most texts have few of them, and compiling all takes as long
as reading a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..lazy_pattern import lazy_pattern

SEALED: Final = "\ue000"
"""Stands in a view for a mark that a redactor left; no pattern matches it, so a mark is never redacted again."""

_UNREADABLE: Final = "\ufffd"
_INVISIBLE: Final = (
    "\\x00-\\x07\\x0e-\\x1a\\x1c-\\x1f\\x7f\\x80-\\x84\\x86-\\x9f\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ue000"
)
"""What nobody sees, and accents without a letter of their own."""
MARK_SOURCE: Final = r"\[[a-z][a-z0-9-]{1,30},\ \d{1,9}\ chars(?:,\ \#[0-9a-f]{8})?\]|\[(?:user|e-mail|IPv4\ address|IPv6\ address|name)\]"
"""What a redactor left."""
MARK: Final = lazy_pattern(MARK_SOURCE)
_PARTS_OF_MARKS: Final = (" chars", "[user]", "[e-mail]", "[IPv", "[name]")
ENTITIES: Final = {
    "amp": "&", "quot": '"', "apos": "'", "lt": "<", "gt": ">", "lowbar": "_", "UnderBar": "_", "hyphen": "-", "dash": "-",
    "period": ".", "sol": "/", "equals": "=", "plus": "+", "colon": ":", "comma": ",", "num": "#", "nbsp": " ",
}  # fmt: skip
_AFTER_BREAK: Final = r"[\ \t]{0,400}(?:[\w.-]{1,40}\ {1,20}\|\ ?|[│┃║|>]\ ?)?[\ \t]{0,400}"
_COLOUR: Final = r"\[?[0-?]{0,32}[ -/]{0,4}(?:(?<=\[)|(?<=[0-9;?]))[@-~]"
_SOURCES: Final = {
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
"""By the letter that a sign begins with; "": any other."""
_SIGNS: Final = {first: lazy_pattern(source, re.VERBOSE) for first, source in _SOURCES.items()}
_OTHER: Final = _SIGNS[""]
_OTHER_INSIDE: Final = lazy_pattern(_SOURCES[""].replace(SEALED, ""), re.VERBOSE)
BREAK: Final = lazy_pattern(rf"\n{_AFTER_BREAK}", re.VERBOSE)
"""A plain line break with what a terminal, a container's log or a quotation puts before the next line."""
_ASCII: Final = r"\\%&\x00-\x08\x0b-\x1f\x7f"
_BEGINS: Final = lazy_pattern(
    rf"[\[<{_ASCII}\x85\u2028\u2029{_INVISIBLE}\uff01-\uff5e\u2010-\u2015\u2212\U0001d400-\U0001d7ff]"
)
_BEGINS_PLAIN: Final = lazy_pattern(f"[{_ASCII}]")
"""The letters that a sign other than a plain line break can begin with; *plain*: in ASCII without marks and tags."""


def signs(source: str, *, inside: bool = False) -> Iterator[re.Match[str]]:
    """Every sign of a text in order, but plain line breaks. ``inside``: the text is that of a view, sealed marks stay."""
    plain = source.isascii() and "<wbr" not in source and not may_have_marks(source)
    at = 0
    for begin in (_BEGINS_PLAIN if plain else _BEGINS).finditer(source):
        if begin.start() < at:
            continue
        sign = _SIGNS.get(source[begin.start()], _OTHER_INSIDE if inside else _OTHER)
        if match := sign.match(source, begin.start()):
            at = match.end()
            yield match


def may_have_marks(text: str) -> bool:
    """Whether a redactor may have left marks in a text."""
    return any(part in text for part in _PARTS_OF_MARKS)


def letter_of(kind: str, sign: str) -> str:
    """The letter that a sign stands for; empty when it stands for nothing."""
    if kind in ("drop", "back"):
        return ""
    if kind == "mark":
        return SEALED
    if kind == "line":
        return "\n"
    if kind == "quote":
        return sign[-1]
    if kind == "wide":
        import unicodedata  # few texts have any

        return unicodedata.normalize("NFKC", sign) if sign >= "\uff01" else "-"
    if kind == "entity":
        name = sign[1:-1]
        return ENTITIES.get(name) or _plain(int(f"0{name[1:]}", 16) if name[1] in "xX" else int(name[1:]))
    return _plain(int(sign[-3:], 8) if kind == "octal" else int(sign.rstrip("}")[-2:], 16))


def _plain(code: int) -> str:
    """A decoded character: line ends as a line break, other blanks as such, what is not ASCII as unreadable."""
    if code in (0x0A, 0x0D):
        return "\n"
    return chr(code) if code == 0x09 or 0x20 <= code < 0x7F else _UNREADABLE
