"""Lints of patterns and phrases: such as match always, and such as can never match."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..conditions import Test, leaves
from ..rulebase.model import RuleBase
from ..rulebase.patterns import matches_nothing_at_all
from .finds import Find

_NEVER = (
    (re.compile(r"(?<!\\)\$[A-Za-z0-9 ]"), "$ stands before more text, and nothing follows an end"),
    (re.compile(r"[A-Za-z0-9 ]\^"), "^ stands after text, and nothing comes before a beginning"),
    (re.compile(r"\\b[^\x00-\x7f]"), "\\b is a border of ASCII letters, and the next letter is none"),
    (re.compile(r"\[\^\\s\\S\]|\[\^\\w\\W\]|\[\^\\d\\D\]"), "the class leaves no character"),
    (re.compile(r"\\z.|\\b\\B|\\B\\b"), "no place in a text is both"),
)
"""Pieces of a pattern after which nothing can match, with the reason. They count outside of character classes only."""
_MULTILINE = re.compile(r"\(\?[a-zA-Z]*m")
_ALTERNATIVES = re.compile(r"(?<!\\)\((?:[^()\\]|\\.)*\|(?:[^()\\]|\\.)*\)")
_CLASSES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")


def lint_patterns(base: RuleBase) -> Iterator[Find]:
    """KM608: of observations and of ``matches`` in conditions."""
    for item in base.observations:
        if item.pattern is not None and (why := why_never(item.pattern)):
            yield Find("KM608", "observe", item.id, ("pattern",), f"the pattern can never match: {why}")
        for index, phrase in enumerate(item.phrases):
            stopped = next((word for word in item.unless if word.casefold() in phrase.casefold()), "")
            if stopped:
                message = "the phrase is never heard: it holds a text of its own unless"
                yield Find("KM608", "observe", item.id, ("any_of", index), message, "delete one of the two")
    for rule in base.rules.values():
        for leaf in leaves(rule.when):
            if isinstance(leaf, Test) and leaf.operator == "matches":
                yield from _condition(rule.id, str(leaf.operands[0]))


def _condition(rule: str, pattern: str) -> Iterator[Find]:
    if matches_nothing_at_all(pattern):
        message = "the pattern matches every text, even an empty one"
        yield Find("KM608", "rules", rule, (), message, "write known: to ask for any text", key="when")
    elif why := why_never(pattern):
        yield Find("KM608", "rules", rule, (), f"the pattern can never match: {why}", key="when")


def why_never(pattern: str) -> str:
    """Why no text can match, where that is plain to see; empty otherwise. What alternatives hold is not looked at."""
    pattern = _without_alternatives(pattern)
    if "|" in pattern or _MULTILINE.search(pattern):
        return ""
    empty = _NEVER[3][0].search(pattern)
    bare = _CLASSES.sub(lambda found: found[0] if found[0].startswith("\\") else "x", pattern)
    if empty and not pattern[empty.end() : empty.end() + 1] in ("*", "?"):
        return _NEVER[3][1]
    for piece, why in _NEVER:
        found = piece.search(bare)
        if found and not _may_be_left_out(bare, found.end()):
            return why
    return ""


def _without_alternatives(pattern: str) -> str:
    """The pattern, each group of alternatives as a sign that stands for anything."""
    while (shorter := _ALTERNATIVES.sub("\x00", pattern)) != pattern:
        pattern = shorter
    return pattern


def _may_be_left_out(pattern: str, end: int) -> bool:
    return pattern[end : end + 1] in ("*", "?", "{")
