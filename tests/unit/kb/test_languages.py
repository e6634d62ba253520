"""People's own words in other languages, read by the shipped rule base."""

from __future__ import annotations

import pytest

from keymedic.engine.observe.report import Observer
from keymedic.engine.rulebase.load import load_rule_base

from .language_samples import MISSES

_LANGUAGE_FILES = ("zh", "ja", "ko", "ru", "es", "pt", "de", "fr", "it", "fa", "more")
_LOG = """2026-11-23 10:15:00,500 INFO uvicorn.access 127.0.0.1:40412 - "POST /v1/chat HTTP/1.1" 200 OK
Traceback (most recent call last):
  File "/srv/app/main.py", line 404, in handler
    response = client.models.generate_content(model=model, contents=prompt)
google.genai.errors.ClientError: 400 INVALID_ARGUMENT. {'error': {'code': 400, 'message': 'API key not valid.'}}
npm ERR! code 1  |  GET /static/app.500.js 200 12ms  |  tokens=429 port=5000
"""
_ALLOWED_IN_LOG = {"error.http_status"}


@pytest.fixture(scope="module")
def observer() -> Observer:
    """The observer of the built-in rule base."""
    return Observer(load_rule_base(use_cache=False))


def _seen(observer: Observer, text: str) -> set[str]:
    return {f"{fact.name}={fact.value}" for fact in observer.observe(text).facts}


def _cases(table: dict[str, tuple[tuple[str, str], ...]]) -> list[tuple[str, str]]:
    return [pair for pairs in table.values() for pair in pairs]


@pytest.mark.parametrize(("sentence", "unwanted"), _cases(MISSES))
def test_a_near_miss_gives_no_fact(observer: Observer, sentence: str, unwanted: str) -> None:
    """Negations, prices, counts and places that are no countries are not taken for facts."""
    name, _, value = unwanted.partition("=")
    found = {fact for fact in _seen(observer, sentence) if fact.startswith(f"{name}=")}
    assert not found if value == "*" else unwanted not in found


@pytest.mark.parametrize("language", _LANGUAGE_FILES)
def test_each_language_is_covered(language: str) -> None:
    """Every language has at least a dozen sentences (``kb/cases/``, run by ``kb test``) and five near misses."""
    cases = load_rule_base(use_cache=False, with_cases=True).cases
    assert sum(case.origin.file == f"cases/words-{language}.yaml" for case in cases) >= 12
    assert len(MISSES[language]) >= 5


def test_a_log_in_english_fires_no_other_language() -> None:
    """Log lines and tracebacks are nobody's words: no observation of a language file fires on them."""
    base = load_rule_base(use_cache=False)
    foreign = tuple(
        observation
        for observation in base.observations
        if observation.id.startswith(
            tuple(f"words.{code}." for code in (*_LANGUAGE_FILES, "tr", "vi", "id", "uk", "pl", "ar"))
        )
    )
    from keymedic.engine.facts import Source
    from keymedic.engine.observe.normalise import normalise
    from keymedic.engine.observe.phrases import PhraseIndex

    facts = PhraseIndex(foreign, base.facts).facts(normalise(_LOG), lambda kind, _: Source(kind))
    assert {fact.name for fact in facts} == set()
