"""YAML text -> plain data with places, or faults. Safe against files made to hurt.

Only the event stream of the parser is used: it is counted before anything is built, so that deep nesting,
floods of values and aliases are refused early (the composer of libyaml crashes on deep nesting). Every
scalar stays text; tags, anchors, aliases, merge keys and further documents are no part of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Protocol

import yaml

from ..values import Struct, field
from .faults import Fault, quote
from .located import Located, Mark, SourceText

MAX_DEPTH = 40
MAX_NODES = 50_000
MAX_FAULTS = 50
"""Per file; reading stops there."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
_QUOTED = ("'", '"')
_BRACKETS = {"mapping": "{}", "sequence": "[]"}
_INDENTED = "lines of one entry begin in the same column; look at this line and the one before"


class _Place(Protocol):
    line: int
    column: int


class _Excess(Exception):
    """Reading cannot go on; the fault is recorded already."""


class _Open(Struct, frozen=False):
    """A list or mapping whose end has not come yet."""

    node: Located
    key: str | None = None
    expects_key: bool = True


class _Builder(Struct, frozen=False):
    source: SourceText
    faults: list[Fault] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: Located | None = None
    nodes: int = 0
    skip: int = 0
    """How many levels of a refused key are open."""

    def fault(self, code: str, mark: Mark, message: str, hint: str = "") -> None:
        self.faults.append(self.source.fault(code, mark, message, hint))
        if len(self.faults) >= MAX_FAULTS:
            raise _Excess

    def stop(self, code: str, mark: Mark, message: str, hint: str = "") -> None:
        self.fault(code, mark, message, hint)
        raise _Excess

    def take(self, event: Any) -> None:
        """One event of the parser."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(event)
        elif isinstance(event, yaml.NodeEvent):
            self._count(event)
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _document(self, event: Any) -> None:
        mark = _mark(event)
        if event.tags:
            self.stop("KM203", mark, "tags are not part of the rule language")
        if self.root is not None:
            self.stop("KM204", mark, "a file holds one document only", "put it into a file of its own")

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.stop("KM206", _mark(event), f"more than {MAX_NODES} values in one file", "split the file")

    def _node(self, event: Any) -> None:
        mark = _mark(event)
        if isinstance(event, yaml.AliasEvent):
            self.fault("KM202", mark, "aliases are not part of the rule language", "write the value out")
            return self._place(Located("", mark))
        if event.anchor is not None:
            self.fault("KM202", mark, "anchors are not part of the rule language", "write the value out")
        if event.tag is not None:
            self.fault("KM203", mark, "tags are not part of the rule language", "leave the tag out: values are text")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, mark)
        return self._open(event, mark)

    def _scalar(self, event: Any, mark: Mark) -> None:
        text: str = event.value
        if _FORBIDDEN.search(text):
            self.fault("KM210", mark, "a control character stands in this text")
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.node.value, dict) and top.expects_key and not self.skip:
            return self._key(top, text, mark, event)
        self._place(Located(text, mark))

    def _key(self, top: _Open, text: str, mark: Mark, event: Any) -> None:
        if text == "<<" and event.style not in _QUOTED:
            self.fault("KM211", mark, "merge keys are not part of the rule language", "write the keys out")
        elif text in top.node.keys:
            first = top.node.keys[text].line
            self.fault("KM207", mark, f"key {quote(text)} is given twice, first in line {first}")
        top.key, top.expects_key = text, False
        _ = top.node.keys.setdefault(text, mark)

    def _open(self, event: Any, mark: Mark) -> None:
        if len(self.stack) + self.skip >= MAX_DEPTH:
            self.stop("KM205", mark, f"nested more than {MAX_DEPTH} levels deep")
        top = self.stack[-1] if self.stack else None
        if self.skip or (top and isinstance(top.node.value, dict) and top.expects_key):
            if not self.skip:
                self.fault("KM208", mark, "a key must be text")
            self.skip += 1
            return
        node = Located([] if isinstance(event, yaml.SequenceStartEvent) else {}, mark)
        self._place(node)
        self.stack.append(_Open(node))

    def _close(self) -> None:
        if not self.skip:
            _ = self.stack.pop()
            return
        self.skip -= 1
        if not self.skip:
            self.stack[-1].key, self.stack[-1].expects_key = None, False

    def _place(self, node: Located) -> None:
        """Put a finished value where it belongs."""
        if self.skip:
            return
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict):
            if top.expects_key:
                top.key, top.expects_key = None, False
                return
            if top.key is not None:
                _ = top.node.value.setdefault(top.key, node)
            top.expects_key = True


def read_yaml(source: SourceText) -> tuple[Located | None, list[Fault]]:
    """The data of a file with its places (nothing for an empty file), and every fault found in its form."""
    faults = list(islice(_characters(source), MAX_FAULTS))
    if faults:
        return None, faults
    builder = _Builder(source)
    try:
        for event in _events(source.text):
            builder.take(event)
    except _Excess:
        return None, builder.faults
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_syntax(source, error))
    except (yaml.YAMLError, RecursionError) as error:
        builder.faults.append(source.fault("KM201", Mark(1, 1), f"not YAML: {error}"[:200]))
    return (None if builder.faults else builder.root), builder.faults


def _events(text: str) -> Iterator[Any]:
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    parser = loader(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _characters(source: SourceText) -> Iterator[Fault]:
    text = source.text
    for match in _FORBIDDEN.finditer(text, 1 if text.startswith("\ufeff") else 0):
        name = f"U+{ord(match[0]):04X}"
        yield source.fault("KM210", _at(source, match.start()), f"control character {name}", "delete it")
    for match in _TAB_INDENT.finditer(text):
        yield source.fault("KM209", _at(source, match.end() - 1), "a tab cannot indent YAML", "use spaces")


def _at(source: SourceText, offset: int) -> Mark:
    before = SourceText("", source.text[:offset]).lines
    return Mark(len(before), len(before[-1]) + 1)


def _mark(event: Any) -> Mark:
    start: _Place = event.start_mark
    end: _Place = event.end_mark
    length = end.column - start.column if end.line == start.line and isinstance(event, yaml.ScalarEvent) else 1
    return Mark(start.line + 1, start.column + 1, max(1, length))


def _syntax(source: SourceText, error: yaml.MarkedYAMLError) -> Fault:
    """The parser's complaint, where a person would look for the reason, and in their words."""
    problem, context = str(error.problem or ""), str(error.context or "")
    place: Any = error.problem_mark or error.context_mark
    began: Any = error.context_mark or place
    if place is None:
        return source.fault("KM201", Mark(1, 1), f"not YAML: {problem}"[:200])
    row, column = int(place.line), int(place.column)
    here, there = Mark(row + 1, column + 1), Mark(began.line + 1, began.column + 1)
    line = source.lines[row] if row < len(source.lines) else ""
    bracket = _BRACKETS.get(context.removeprefix("while parsing a flow "))
    if bracket and "expected ','" in problem:
        message, hint = (
            f'this "{bracket[0]}" is not closed',
            f'a "," or "{bracket[1]}" was expected in line {here.line}',
        )
        return source.fault("KM201", there, message, hint)
    if "quoted scalar" in context and "end of" in problem:
        return source.fault(
            "KM201", there, "this quotation mark is not closed", "a text ends with the mark it begins with"
        )
    if "mapping values are not allowed" in problem:
        inside = ": " in line[:column]
        hint = "put a text that holds a colon in quotation marks" if inside else _INDENTED
        return source.fault("KM201", here, "not YAML: a colon stands where no key can be", hint)
    if "cannot start any token" in problem:
        sign = line[column : column + 1]
        message = f"not YAML: {quote(sign)} cannot begin a text"
        return source.fault("KM201", here, message, "put the text in quotation marks")
    if "expected ':'" in problem or "expected key" in problem or "expected '-' indicator" in problem:
        message = f"not YAML: {problem.removeprefix('did not find ').removeprefix('could not find ')} here"
        return source.fault("KM201", here, message, _INDENTED)
    if not "".join(source.lines[row:]).strip():
        here = there  # at the end of the file, where it began says more
    return source.fault("KM201", here, f"not YAML: {' '.join(filter(None, (problem, context)))}")
