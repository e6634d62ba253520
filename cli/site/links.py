"""Which page shows which entry, and links to it from any other page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .markup import Markup

if TYPE_CHECKING:
    from ...engine.rulebase.model import Fix
    from .frame import Frame

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def cause_file(name: str) -> str:
    """The page of a cause."""
    return f"causes/{name}.html"


def rule_file(name: str) -> str:
    """The page of a rule."""
    return f"rules/{name}.html"


def fact_file(name: str) -> str:
    """The page of a fact."""
    return f"facts/{name}.html"


def code_file(code: str) -> str:
    """The page of an error code; a letter that a file name had better not have is written as its number."""
    return f"codes/{_UNSAFE.sub(lambda found: f'_{ord(found[0]):x}', code)}.html"


def fix_anchor(fix: Fix) -> str:
    """Where on the page of its cause a fix stands."""
    return f"fix-{fix.id.rpartition('/')[2]}"


class Links:
    """Links between the pages, all of which lie one folder down."""

    def __init__(self, frame: Frame, codes: frozenset[str]) -> None:
        self._frame = frame
        self._codes = codes

    def cause(self, name: str, text: str = "") -> Markup:
        """To a cause, by its title; its bare id where the rule base has none of that name."""
        cause = self._frame.base.causes.get(name)
        return self._to(cause_file(name) if cause else "", text or (cause.title if cause else name))

    def rule(self, name: str, text: str = "") -> Markup:
        """To a rule, by its title."""
        rule = self._frame.base.rules.get(name)
        return self._to(rule_file(name) if rule else "", text or (rule.title if rule else name))

    def fact(self, name: str) -> Markup:
        """To a fact, by its name."""
        html = self._frame.html
        known = name in self._frame.base.facts
        return html.tag("a", html.tag("code", name), href=f"../{fact_file(name)}") if known else html.tag("code", name)

    def value(self, fact: str, value: str) -> Markup:
        """A value of a fact, with the way to the page of the error code that it is."""
        html = self._frame.html
        if fact.startswith("error.") and value in self._codes:
            return html.tag("a", html.tag("code", value), href=f"../{code_file(value)}")
        return html.tag("code", value)

    def _to(self, file: str, text: str) -> Markup:
        html = self._frame.html
        return html.tag("a", html.marked(text) if "`" in text else text, href=f"../{file}") if file else html.text(text)
