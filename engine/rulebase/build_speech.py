"""Terms and frames: documents -> values, with their words and references checked, and the lexicon made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..facts import Scalar
from ..observe.clauses import GRAMMAR
from ..observe.frames import DENIED
from ..observe.lexicon import NUMBER, entry, pieces
from .build_observations import read_write
from .documents import FrameDoc, TermDoc
from .entries import Entry
from .faults import quote
from .model import Case, FactWrite, Frame, Origin, Term
from .scope import Path, Scope


def build_terms(scope: Scope) -> tuple[Term, ...]:
    """Every entry of ``lexicon/`` in load order."""
    return tuple(_term(entry, scope) for entry in scope.collected.of("lexicon", TermDoc).values())


def _term(entry: Entry[TermDoc], scope: Scope) -> Term:
    doc = entry.doc
    key = "values" if doc.words is None else "words"
    words = (doc.values if doc.words is None else doc.words) or {}
    if entry.id == NUMBER:
        scope.faults.append(entry.fault("KM104", ("term",), f"{quote(NUMBER)} stands for any number in digits"))
    for group, texts in words.items():
        _check_words(entry, (key, group), texts, scope)
    return Term(entry.id, entry.origin, doc.means, words, doc.words is None)


def _check_words(entry_: Entry[TermDoc], path: Path, texts: Sequence[str], scope: Scope) -> None:
    if not texts:
        scope.faults.append(entry_.fault("KM321", path, "no word stands here"))
    seen: set[tuple[str, str]] = set()
    for index, text in enumerate(texts):
        key = entry(text)
        if not key[0]:
            hint = "letters of one script, with * at an end of a word for what may follow or precede"
            scope.faults.append(entry_.fault("KM321", (*path, index), f"{quote(text)} cannot be looked for", hint))
        elif key in seen:
            scope.faults.append(entry_.fault("KM306", (*path, index), f"{quote(text)} is given twice"))
        seen.add(key)


def build_frames(scope: Scope) -> tuple[Frame, ...]:
    """Every entry of ``frames/`` in load order."""
    return tuple(_frame(entry, scope) for entry in scope.collected.of("frames", FrameDoc).values())


def _frame(entry: Entry[FrameDoc], scope: Scope) -> Frame:
    doc = entry.doc
    for index, slot in enumerate(doc.says):
        for place, name in enumerate(slot):
            path = ("says", index, place) if entry.node.find(("says", index)).items else ("says", index)
            _check_term(entry, path, name, scope)
    for index, name in enumerate(doc.without):
        _check_term(entry, ("without", index), name, scope)
    if doc.number and not any(NUMBER in slot for slot in doc.says):
        scope.faults.append(entry.fault("KM104", ("number",), "no slot takes a number"))
    writes, denied = _writes(entry, "facts", scope), _writes(entry, "denied", scope)
    for key, given in (("facts", writes), ("denied", denied)):
        for write in given:
            _check_values(entry, (key, write.fact, "from"), write, scope)
    return Frame(
        entry.id, entry.origin, tuple(doc.says), doc.without, doc.within, doc.ordered, doc.over == "sentence",
        doc.alone, doc.last, doc.number or (), writes, writes if doc.anyhow else denied,
    )  # fmt: skip


def _check_term(entry: Entry[FrameDoc], path: Path, name: str, scope: Scope) -> None:
    if name != NUMBER:
        _ = scope.exists(entry, path, "lexicon", name)


def _check_values(entry: Entry[FrameDoc], path: Path, write: FactWrite, scope: Scope) -> None:
    """A term that gives a fact its value has values, and they fit."""
    term = scope.collected.of("lexicon", TermDoc).get(write.group or "")
    if term is None:
        return
    if term.doc.values is None:
        scope.faults.append(entry.fault("KM305", path, f"{quote(term.id)} has words, and no values to take"))
        return
    for value in term.doc.values:
        if not write.mapping:
            _ = scope.value(entry, path, scope.facts[write.fact], value)


def _writes(entry: Entry[FrameDoc], key: str, scope: Scope) -> tuple[FactWrite, ...]:
    said = [name for slot in entry.doc.says for name in slot]
    fields = entry.node.find((key,)).fields if key in entry.node.fields else {}
    found = (read_write(entry, (key,), name, child, said, scope, "says has no slot") for name, child in fields.items())
    return tuple(write for write in found if write)


def frame_cases(scope: Scope, frames: Iterable[Frame]) -> Iterator[Case]:
    """The sentences beside the frames as cases: what a frame gives must be there, or, under ``unheard``, must not."""
    docs = scope.collected.of("frames", FrameDoc)
    for frame in frames:
        doc = docs[frame.id].doc
        for key, texts, writes in (
            ("heard", doc.heard, frame.writes or frame.denied), ("heard_denied", doc.heard_denied, frame.denied),
        ):  # fmt: skip
            expect = {write.fact: _text(write.value) for write in writes if write.value is not None}
            expect["heard"] = frame.id + (DENIED if key == "heard_denied" or not frame.writes else "")
            yield from (_case(docs[frame.id], (key, index), text, expect) for index, text in enumerate(texts))
        for index, text in enumerate(doc.unheard):
            yield _case(docs[frame.id], ("unheard", index), text, {"unheard": frame.id})


def _case(entry: Entry[FrameDoc], path: Path, report: str, expect: Mapping[str, str]) -> Case:
    line = entry.node.find(tuple(path)).mark.line
    return Case(Origin(entry.origin.pack, entry.origin.file, line), report, {}, dict(expect), entry.id)


def _text(value: Scalar | None) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def lexicon(
    terms: Iterable[Term], frames: Sequence[Frame]
) -> tuple[dict[str, dict[str, tuple[str, ...]]], dict[str, tuple[int, ...]]]:
    """The words of the terms that a frame or the grammar uses, to be looked up, and of the terms the frames that wait
    for them; nothing without frames."""
    if not frames:
        return {}, {}
    used = Counter(name for frame in frames for slot in frame.slots for name in slot)
    wanted = used.keys() | GRAMMAR | {name for frame in frames for name in frame.without}
    keys: dict[str, list[str]] = {}
    for term in terms:
        for group, words in term.words.items() if term.id in wanted else ():
            for word in words:
                key, rest = entry(word)
                keys.setdefault(key, []).append(f"{term.id}\t{group if term.valued else ''}\t{rest}")
    leads: dict[str, list[int]] = {}
    for number, frame in enumerate(frames):
        for name in min(frame.slots, key=lambda slot: sum(used[name] for name in slot)):
            leads.setdefault(name, []).append(number)
    return pieces(keys), {name: tuple(leads[name]) for name in sorted(leads)}
