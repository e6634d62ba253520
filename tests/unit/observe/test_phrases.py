"""Phrases and patterns of a rule base become facts, with their place."""

from __future__ import annotations

from keymedic.engine.facts import Fact, Source, SourceKind
from keymedic.engine.observe.normalise import normalise
from keymedic.engine.observe.phrases import PhraseIndex
from keymedic.engine.rulebase.model import FactDecl, FactType, FactWrite, Observation, Origin

ORIGIN = Origin("test", "observe/test.yaml", 1)
TYPES: dict[str, FactType] = {
    "billing.enabled": "boolean",
    "location.country": "country",
    "client.version": "version",
    "error.http_status": "integer",
    "endpoint.kind": "enum",
    "model.name": "text",
}
FACTS = {
    name: FactDecl(name, type_, "", ORIGIN, values={"openai-compat": "", "gemini": ""} if type_ == "enum" else {})
    for name, type_ in TYPES.items()
}


def phrase(*phrases: str, unless: tuple[str, ...] = (), server: bool = False) -> Observation:
    """An observation that says billing is off."""
    writes = (FactWrite("billing.enabled", value=False),)
    return Observation("p", ORIGIN, phrases, None, unless, "server" if server else "text", writes)


def pattern(text: str, *writes: FactWrite) -> Observation:
    """An observation by pattern."""
    return Observation("r", ORIGIN, (), text, (), "text", writes)


def found(text: str, *observations: Observation) -> list[Fact]:
    """The facts that a text gives."""

    def source(kind: SourceKind, offset: int) -> Source:
        return Source(kind, str(offset))

    return list(PhraseIndex(observations, FACTS).facts(normalise(text), source))


def test_a_phrase_whatever_the_case_the_blanks_and_the_quotes() -> None:
    """Upper case, line breaks and smart quotes make no difference; the place is that of the phrase."""
    off = phrase("isn't   billing on (yet)?")
    for text in ("Hm. ISN'T billing on (yet)?", "Hm. isn’t\n  billing\ton (yet)?"):
        assert found(text, off) == [Fact("billing.enabled", False, Source("text", "4"), 4)]
    assert found("isn't billing on yet", off) == []


def test_any_of_the_phrases_gives_the_fact_once() -> None:
    """Alternatives and repetitions are one statement, at the first place."""
    assert found("没有绑定结算, no billing, NO BILLING", phrase("no billing", "没有绑定结算")) == [
        Fact("billing.enabled", False, Source("text", "0"), 0)
    ]


def test_what_was_looked_for_in_one_text_hides_nothing_in_the_next() -> None:
    """A pattern is compiled as far as the first text may match it, and further for texts that may match more of it."""
    said = pattern(
        "(?i)(?:api|model) (?P<name>gem[a-z0-9.-]+)|called (?P<other>gem[a-z]*)", FactWrite("model.name", group="name")
    )
    other = pattern(said.pattern or "", FactWrite("model.name", group="other"))
    texts = ("it is called Gemma", "the model gemini-x", "neither", "called gemma: model gemini-y, model gemini-z")
    alone = [[fact.value for fact in found(text, said, other)] for text in texts]
    assert alone == [["Gemma"], ["gemini-x"], [], ["gemini-y", "gemini-z", "gemma"]]
    index = PhraseIndex((said, other), FACTS)
    for _ in range(2):
        for text, values in zip(texts, alone, strict=True):
            assert [fact.value for fact in index.facts(normalise(text), lambda kind, _: Source(kind))] == values


def test_unless_makes_it_void() -> None:
    """A phrase that voids the observation wins wherever it stands."""
    off = phrase("no billing", unless=("no billing problem",))
    assert found("there is no billing", off)
    assert found("no billing here, and No  Billing Problem either", off) == []


def test_the_kind_of_source_comes_from_the_observation() -> None:
    """The server's words are the server's; replaced kinds are for messages given as facts."""
    assert found("no billing", phrase("no billing", server=True))[0].source.kind == "server"
    index = PhraseIndex([phrase("no billing")], FACTS)
    (fact,) = index.facts("no billing", lambda kind, _: Source(kind), {"text": "given"})
    assert fact.source.kind == "given"


def test_groups_are_read_by_the_type_of_the_fact() -> None:
    """A country in any language, a version, a number; the rest of a greedy capture does no harm."""
    place = pattern(r"(?i)\bI am in (?P<place>[A-Z][\w ]+)", FactWrite("location.country", group="place"))
    assert [fact.value for fact in found("I am in Germany using a VPN", place)] == ["DE"]
    version = pattern(r"google-genai (?P<v>[\w.]+)", FactWrite("client.version", group="v"))
    assert [fact.value for fact in found("uses google-genai 1.65.0.", version)] == ["1.65.0"]
    number = pattern(r"got (?P<n>\d+)", FactWrite("error.http_status", group="n"))
    assert [fact.value for fact in found("got 403", number)] == [403]


def test_unreadable_groups_are_ignored() -> None:
    """What does not fit the type gives no fact, and no error."""
    place = pattern(r"I am in (?P<place>\w+)", FactWrite("location.country", group="place"))
    assert found("I am in trouble", place) == []


def test_a_mapping_translates_the_captured_text() -> None:
    """The captured words, in lower case, stand for values; others give nothing."""
    write = FactWrite("endpoint.kind", group="g", mapping={"openai": "openai-compat", "native one": "gemini"})
    kinds = pattern(r"(?i)via (?P<g>openai|native\s+one|other)", write)
    assert [fact.value for fact in found("via OpenAI, via Native  One, via other", kinds)] == [
        "openai-compat",
        "gemini",
    ]


def test_every_occurrence_counts_up_to_a_cap() -> None:
    """Each different capture is a fact of its own; a flood of them is cut."""
    models = pattern(r"model (?P<m>\S+)", FactWrite("model.name", group="m"))
    assert [fact.value for fact in found("model a, model b, model a", models)] == ["a", "b"]
    assert len(found(" ".join(f"model m{number}" for number in range(500)), models)) == 20


def test_facts_outside_the_vocabulary_are_left_out() -> None:
    """An observation may write facts that another base would declare."""
    assert found("x", pattern("x", FactWrite("not.declared", value=True))) == []


def test_an_index_without_observations_and_an_empty_text() -> None:
    """Nothing to look for, or nothing to look in, is nothing found."""
    assert found("text") == []
    assert found("", phrase("x")) == []
