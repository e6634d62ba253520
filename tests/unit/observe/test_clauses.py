"""Clauses, and which of them state something."""

from __future__ import annotations

import pytest

from keymedic.engine.observe.clauses import clauses, denies, of_others, without_inner
from keymedic.engine.observe.lexicon import Words, entry, hits, pieces, tokens

WORDS = {
    "negation": ["not", "no"], "not-negation": ["no longer"], "clause-break": ["but", "because"], "clause-close": ["のに"],
    "supposition": ["maybe"], "asking": ["吗"], "asks-first": ["is", "does"], "asks-why": ["why"], "works": ["works"],
    "negation-ahead": ["without"], "other-vendor": ["openai"], "vendor-tool": ["openai sdk"], "gemini-word": ["gemini"],
}  # fmt: skip


def lexicon() -> Words:
    """The words above, ready to be looked up."""
    keys: dict[str, list[str]] = {}
    for term, words in WORDS.items():
        for word in words:
            key, rest = entry(word)
            keys.setdefault(key, []).append(f"{term}\t\t{rest}")
    return pieces(keys)


def cut(text: str) -> list[tuple[str, bool]]:
    """The clauses of a text, and whether they state something."""
    found = without_inner(tuple(hits(list(tokens(text)), lexicon())))
    return [(text[part.start : part.end].strip(), part.states) for part in clauses(text, found)]


def test_sentences_commas_and_conjunctions_part_clauses() -> None:
    """Full stops, commas, line breaks, wide punctuation, and the words of the lexicon."""
    assert [text for text, _ in cut("a b. c, d but e because f\ng，h。i")] == [
        "a b.", "c,", "d", "but e", "because f", "g，", "h。", "i",
    ]  # fmt: skip


def test_what_is_no_end_of_a_sentence_parts_nothing() -> None:
    """A point in a number, a name or a file's name."""
    assert len(cut("version 2.4 of load.py in .env")) == 1


def test_a_word_that_ends_a_clause_stays_in_it() -> None:
    """Japanese conjunctions stand at the end."""
    assert [text for text, _ in cut("動くのに出ない")] == ["動くのに", "出ない"]


def test_suppositions_state_nothing() -> None:
    """Only their own clause: what stands beside it is said."""
    assert cut("maybe it was deleted, the key is new") == [
        ("maybe it was deleted,", False), ("the key is new", True),
    ]  # fmt: skip


def test_questions_for_yes_or_no_state_nothing() -> None:
    """All of a sentence that begins with an asking word, else its last clause."""
    assert cut("is it the region, or the key?") == [("is it the region,", False), ("or the key?", False)]
    assert cut("the key is dead, what now?") == [("the key is dead,", True), ("what now?", False)]
    assert cut("key被删了吗") == [("key被删了吗", False)]


def test_a_question_for_the_reason_takes_its_content_as_given() -> None:
    """Who asks why something is so says that it is so."""
    assert cut("why does it say no key?") == [("why does it say no key?", True)]


def test_a_negation_inside_a_longer_word_is_none() -> None:
    """Only the longer word of grammar counts; words of content stay, whatever they are part of."""
    terms = [hit.term for hit in without_inner(tuple(hits(list(tokens("no longer works, not")), lexicon())))]
    assert terms == ["not-negation", "works", "negation"]


def test_a_break_that_is_denied_itself_parts_nothing() -> None:
    """What follows "not because" is what is denied; elsewhere the reason stands for itself."""
    assert len(cut("it is not because it works")) == 1
    assert [text for text, _ in cut("it fails because it works")] == ["it fails", "because it works"]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("not works", True), ("works not", True), ("without works", True), ("works without", False),
        ("not a b c d e works", False),
    ],
)  # fmt: skip
def test_a_negation_reaches_some_words_and_some_look_ahead_only(text: str, denied: bool) -> None:
    """ "works without a key" does not say that it does not work."""
    found = without_inner(tuple(hits(list(tokens(text)), lexicon())))
    (works,) = [hit for hit in found if hit.term == "works"]
    assert any(denies(hit, works.first, works.last) for hit in found) is denied


@pytest.mark.parametrize(
    ("text", "others"),
    [("openai works", True), ("gemini works in openai", False), ("the openai sdk works", False), ("it works", False)],
)
def test_a_clause_may_speak_of_others(text: str, others: bool) -> None:
    """Of another provider alone, and not of a library that only bears its name."""
    assert of_others(without_inner(tuple(hits(list(tokens(text)), lexicon())))) is others
