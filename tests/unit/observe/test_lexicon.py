"""Words of a text looked up in a lexicon: whole words, stems, ends, rows of words, scripts without blanks."""

from __future__ import annotations

import pytest

from keymedic.engine.observe.lexicon import Words, entry, fold, hits, pieces, tokens


def lexicon(**words: str) -> Words:
    """A lexicon with one word for each term."""
    keys: dict[str, list[str]] = {}
    for term, word in words.items():
        key, rest = entry(word)
        keys.setdefault(key, []).append(f"{term}\t\t{rest}")
    return pieces(keys)


def found(text: str, word: str) -> list[str]:
    """The places of a text where a word of the lexicon stands."""
    return [text[hit.start : hit.end] for hit in hits(list(tokens(text)), lexicon(it=word)) if hit.term == "it"]


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("key", "the KEY, my keys", ["KEY"]),
        ("delet*", "Deleted or deletes", ["Deleted", "deletes"]),
        ("*limit", "das Ausgabenlimit", ["Ausgabenlimit"]),
        ("*n't", "it isn't", ["isn't"]),
        ("credit card", "no Credit-Card here", ["Credit-Card"]),
        ("лимит* расход*", "достиг лимита расходов", ["лимита расходов"]),
        ("clé", "ma CLE et ma clé", ["CLE", "clé"]),
        ("api", "l'API", ["API"]),
        ("密钥", "我的密钥不对", ["密钥"]),
        ("キー", "APIキーが無効", ["キー"]),
        ("키*", "API키를 스키마", ["키를"]),
        ("시간 초과", "시간 초과가 나요", ["시간 초과가"]),
        ("sk-", "starts with sk-", ["sk-"]),
        (".env", "my .env file, not env", [".env"]),
        ("load_dotenv", "load_dotenv()", ["load_dotenv"]),
        ("aq", "begins with AQ.", ["AQ"]),
        ("key", "monkey", []),
        ("credit card", "credit and card", []),
    ],
)
def test_a_word_is_found_in_any_form_the_lexicon_names(word: str, text: str, expected: list[str]) -> None:
    """Case, diacritics, hyphens and elisions do not count; a star stands for what follows or precedes."""
    assert found(text, word) == expected


@pytest.mark.parametrize("word", ["", "*", "!!", "密*", "key密", "密钥 key"])
def test_words_that_cannot_be_looked_for_have_no_key(word: str) -> None:
    """Such a word of a rule base is a fault, not a word that is silently never found."""
    assert entry(word)[0] == ""


def test_numbers_are_words_with_a_value() -> None:
    """Digits count as the term ``number``, also where a unit follows without a blank."""
    values = [hit.value for hit in hits(list(tokens("38 chars, 39文字, 40자")), {}) if hit.term == "number"]
    assert values == ["38", "39", "40"]


def test_places_count_words_and_half_words() -> None:
    """Two letters of Chinese are as far as a word of English."""
    assert [token.place for token in tokens("my key 密钥不对 ok")] == [0, 1, 2, 4]


def test_folding_leaves_wide_letters_alone() -> None:
    """Hangul is not taken apart, dakuten stay."""
    assert (fold("ß"), fold("É"), fold("키"), fold("が")) == ("ss", "e", "키", "が")
