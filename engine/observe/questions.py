"""Questions with their answers in a text, ``Q: … A: …``: the answer says something, the question's own words do not.

A question that the vocabulary asks is answered in the words of its choices; of any other question only a plain yes or
no counts: yes states what the question says, no its opposite where that is a boolean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import FactValueError
from ..lazy_pattern import lazy_pattern
from ..values import Struct
from ..vocabulary import read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..facts import Scalar
    from ..rulebase.model import FactDecl

_PAIR = lazy_pattern(
    r"(?im)^[ \t]{0,20}Q(?:uestion)?:[ \t]{0,9}(?P<question>[^\n]{1,600}?)\s{1,20}A(?:nswer)?:[ \t]{0,9}(?P<answer>[^\n]{1,600})$"
)
_MOST_PAIRS = 50
_WITHIN_LINE = lazy_pattern(r"[^\n]")
_WORD = lazy_pattern(r"[^\W_]+")
_NUMBER = lazy_pattern(r"[0-9]{1,9}")


class Pair(Struct):
    """One question with its answer; ``start`` and ``end`` enclose the question's words in the text."""

    question: str
    answer: str
    start: int
    end: int


def pairs(text: str) -> tuple[Pair, ...]:
    """The questions with answers in a text, at most fifty."""
    if "Q" not in text.upper():
        return ()
    found: list[Pair] = []
    for match in _PAIR.finditer(text):
        found.append(Pair(match["question"], match["answer"].strip(), match.start("question"), match.end("question")))
        if len(found) == _MOST_PAIRS:
            break
    return tuple(found)


def without_questions(text: str, asked: Iterable[Pair]) -> str:
    """The text with these questions' words blanked out; lines and places stay."""
    for pair in asked:
        text = text[: pair.start] + _WITHIN_LINE.sub(" ", text[pair.start : pair.end]) + text[pair.end :]
    return text


def as_statements(text: str, affirmed: Iterable[Pair]) -> str:
    """The text with questions that were answered by yes turned into what they ask; lines and places stay."""
    for pair in affirmed:
        text = text[: pair.start] + text[pair.start : pair.end].replace("?", ".").replace("？", "。") + text[pair.end :]
    return text


def asked_fact(question: str, facts: Mapping[str, FactDecl]) -> FactDecl | None:
    """The fact that a question of the vocabulary asks for, whatever the case and punctuation."""
    wanted = _folded(question)
    return next((decl for decl in facts.values() if decl.ask is not None and _folded(decl.ask.prompt) == wanted), None)


def read_answer(decl: FactDecl, answer: str, truth: bool | None) -> Scalar | None:
    """What an answer in plain words says about a fact; ``truth`` is its yes or no. ``None`` where it does not fit."""
    if decl.type == "boolean":
        return truth
    if decl.type == "country":
        from ..countries import country_in  # only where a country is told

        return country_in(answer, decl.names)
    if decl.type == "integer":
        number = _NUMBER.search(answer)
        answer = number[0] if number else answer
    try:
        return read_value(decl, answer)
    except FactValueError:
        return _by_choice(decl, answer) if decl.type == "enum" else None


def truth_of(answer: str, yes: Iterable[object], no: Iterable[object]) -> bool | None:
    """Whether an answer begins with a word for yes or for no."""
    words = _folded(answer)
    for truth, table in ((True, yes), (False, no)):
        if any(words == word or words.startswith(f"{word} ") for word in map(_folded, map(str, table)) if word):
            return truth
    return None


def _by_choice(decl: FactDecl, answer: str) -> str | None:
    """The one value whose name or label stands in the answer, or in whose label the answer stands."""
    said = f" {_folded(answer)} "
    labels = {**decl.values, **(decl.ask.choices if decl.ask is not None else {})}
    fits = [
        value
        for value, label in labels.items()
        if any(f" {words} " in said or said in f" {words} " for words in (_folded(value), _folded(label)) if words)
    ]
    return fits[0] if len(fits) == 1 else None


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
