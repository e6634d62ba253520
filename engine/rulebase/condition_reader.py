"""The condition language of ``when:`` -> values of `engine.conditions`, with precise faults."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from ..conditions import All, Any_, Condition, Known, Not, Operator, Test
from ..errors import FactValueError
from ..facts import Scalar
from ..values import Struct, field
from ..vocabulary import read_value
from .faults import Fault, did_you_mean, quote
from .located import Located, Mark, SourceText
from .model import FactDecl
from .patterns import PatternError, pattern_groups

_ORDERED: Mapping[str, Operator] = {"at_least": "at_least", "at_most": "at_most", "above": "above", "below": "below"}
_OPERATORS = ("equals", "one_of", "in", "contains", "matches", *_ORDERED)
_WORDS = ("all", "any", "not", "known", "unknown")


class ConditionReader(Struct, frozen=False):
    """Reads the conditions of one file; what is wrong collects in ``faults``.

    ``concluded`` are the facts that some rule concludes. ``excused`` tells of a kind (``facts``, ``tables``)
    and a name whether it may exist although it cannot be used, because its own entry was refused; such a name
    passes without a further fault.
    """

    source: SourceText
    facts: Mapping[str, FactDecl]
    tables: Mapping[str, tuple[str, ...]]
    concluded: Collection[str] = ()
    excused: Callable[[str, str], bool] = lambda _kind, _name: False
    faults: list[Fault] = field(default_factory=list)

    def read(self, node: Located) -> Condition | None:
        """The condition at ``node``; nothing when it cannot be used, and then there is a fault."""
        if not isinstance(node.value, dict):
            self._fault("KM103", node.mark, f"expected a condition (a mapping), found {node.shape}")
            return None
        if not node.value:
            self._fault("KM403", node.mark, "an empty condition holds always")
            return None
        parts = [self._part(key, child, node.key_mark(key)) for key, child in node.value.items()]
        return _joined(parts)

    def _part(self, key: str, child: Located, mark: Mark) -> Condition | None:
        if key in ("all", "any"):
            return self._several(key, child, mark)
        if key == "not":
            part = self.read(child)
            return Not(part) if part else None
        if key in ("known", "unknown"):
            return self._knowledge(key, child)
        decl = self._fact(key, mark)
        return self._tests(decl, child) if decl else None

    def _several(self, word: str, node: Located, mark: Mark) -> Condition | None:
        if not isinstance(node.value, list):
            self._fault("KM103", node.mark, f"{word} expects a list of conditions, found {node.shape}")
            return None
        if not node.value:
            self._fault("KM403", mark, f"{word} without conditions")
            return None
        parts = [self.read(item) for item in node.value]
        whole = tuple(part for part in parts if part)
        if len(whole) < len(parts):
            return None
        return All(whole) if word == "all" else Any_(whole)

    def _knowledge(self, word: str, node: Located) -> Condition | None:
        if not node.text:
            self._fault("KM103", node.mark, f"{word} expects the name of a fact, found {node.shape}")
            return None
        decl = self._fact(node.text, node.mark)
        if decl is None:
            return None
        if decl.derived or decl.name in self.concluded:
            message = f"{word}: {decl.name} cannot be asked, because rules conclude it"
            self._fault("KM404", node.mark, message, "test its value instead")
            return None
        return Known(decl.name, word == "known")

    def _fact(self, name: str, mark: Mark) -> FactDecl | None:
        decl = self.facts.get(name)
        if decl is None and not self.excused("facts", name):
            words = _WORDS if "." not in name else ()
            self._fault("KM301", mark, f"unknown fact {quote(name)}", did_you_mean(name, (*self.facts, *words)))
        return decl

    def _tests(self, decl: FactDecl, node: Located) -> Condition | None:
        if isinstance(node.value, list):
            texts = [item.text or "…" for item in node.items]
            hint = f"write {decl.name}: {{one_of: [{', '.join(texts)}]}}"
            self._fault("KM103", node.mark, f"{decl.name} is compared with a list", hint)
            return None
        if isinstance(node.value, str):
            return self._compare(decl, "equals", node)
        if not node.value:
            self._fault("KM403", node.mark, f"no test for {decl.name}")
            return None
        return _joined([self._operator(decl, key, child, node.key_mark(key)) for key, child in node.value.items()])

    def _operator(self, decl: FactDecl, word: str, node: Located, mark: Mark) -> Condition | None:
        if word not in _OPERATORS:
            hint = "write not: {" + decl.name + ": …}" if word in ("not", "is_not", "not_in") else ""
            self._fault("KM401", mark, f"unknown operator {quote(word)}", hint or _operator_hint(word))
            return None
        wanted = _types_for(word)
        if wanted and decl.type not in wanted:
            message = f"{word} goes with {' and '.join(wanted)} facts; {decl.name} is {decl.type}"
            self._fault("KM402", mark, message)
            return None
        return self._table(decl, node) if word == "in" else self._compare(decl, word, node)

    def _compare(self, decl: FactDecl, word: str, node: Located) -> Condition | None:
        several = word in ("one_of", "contains") and isinstance(node.value, list)
        if word == "one_of" and not several:
            self._fault("KM103", node.mark, f"one_of expects a list, found {node.shape}")
            return None
        if several and not node.items:
            self._fault("KM403", node.mark, f"{word} without values")
            return None
        values = [self._value(decl, word, item) for item in (node.items if several else [node])]
        whole = tuple(value for value in values if value is not None)
        return Test(decl.name, _operator(word), whole) if len(whole) == len(values) else None

    def _value(self, decl: FactDecl, word: str, node: Located) -> Scalar | None:
        if not node.text:
            self._fault("KM103", node.mark, f"expected a value for {decl.name}, found {node.shape}")
            return None
        try:
            if word == "matches":
                _ = pattern_groups(node.text)
            return read_value(decl, node.text)
        except PatternError as error:
            self._fault("KM310", node.mark, f"not an RE2 pattern: {error}", error.hint)
        except FactValueError as error:
            self._fault("KM305", node.mark, str(error), did_you_mean(node.text, decl.values))
        return None

    def _table(self, decl: FactDecl, node: Located) -> Condition | None:
        texts = self.tables.get(node.text or "")
        if texts is None:
            if not node.text or not self.excused("tables", node.text):
                unknown, missing = f"unknown table {quote(node.text or '')}", f"in expects a table, found {node.shape}"
                hint = did_you_mean(node.text or "", self.tables)
                self._fault("KM304", node.mark, unknown if node.text else missing, hint)
            return None
        try:
            return Test(decl.name, "one_of", tuple(read_value(decl, text) for text in texts))
        except FactValueError as error:
            self._fault("KM305", node.mark, f"table {quote(node.text or '')} does not fit: {error}")
            return None

    def _fault(self, code: str, mark: Mark, message: str, hint: str = "") -> None:
        self.faults.append(self.source.fault(code, mark, message, hint))


def _joined(parts: list[Condition | None]) -> Condition | None:
    whole = tuple(part for part in parts if part)
    if len(whole) < len(parts):
        return None
    return whole[0] if len(whole) == 1 else All(whole)


def _types_for(word: str) -> tuple[str, ...]:
    if word in ("contains", "matches"):
        return ("text",)
    return ("integer", "version") if word in _ORDERED else ()


def _operator(word: str) -> Operator:
    match word:
        case "one_of" | "contains" | "matches":
            return word
        case _:
            return _ORDERED.get(word, "equals")


def _operator_hint(word: str) -> str:
    return did_you_mean(word, _OPERATORS) or f"known here: {', '.join(_OPERATORS)}"
