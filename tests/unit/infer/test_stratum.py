"""The terms of one stratum by their keys."""

from __future__ import annotations

from keymedic.engine.conditions import All, Any_
from keymedic.engine.infer.compile import compile_program
from keymedic.engine.infer.program import Term
from keymedic.engine.infer.stratum import Stratum, strata_of

from .kit import decl, is_, rule


def _term(number: int, *body: int, head: int | None = None) -> Term:
    return Term(number, number, frozenset(body), frozenset(() if head is None else (head,)))


def test_the_key_is_what_the_fewest_terms_need() -> None:
    """Of several the first; a term that needs nothing has none."""
    one, two, three, free = _term(0, 2, 8), _term(1, 4, 8), _term(2, 6, 4, 8), _term(3)
    stratum = Stratum.of([one, two, three, free])
    assert stratum.uses == {2: 1, 4: 2, 6: 1, 8: 3}
    assert stratum.keys == {2, 4, 6}
    assert [stratum.by_key(key) for key in (2, 4, 6, 8, None)] == [[one], [two], [three], [], [free]]


def test_a_term_watches_the_rarest_literal_beside_its_key() -> None:
    """Among those that are known from the start; what needs no other watches none."""
    stratum = Stratum.of(
        [_term(0, 2, 6, 8), _term(1, 4, 8), _term(2, 6, 10, 12, head=4), _term(3, 14), _term(4, 6, 8), _term(5)]
    )
    watched = {key: stratum.watched(key) for key in (2, 4, 10, 14, 6, 8, None)}
    assert watched == {2: {6}, 4: {8}, 10: {12}, 14: {None}, 6: {8}, 8: frozenset(), None: {None}}


def test_inner_literals_are_concluded_and_needed() -> None:
    """What is only concluded, or only needed, is none."""
    assert Stratum.of([_term(0, 2, head=4), _term(1, 4, head=6)]).inner == {4}
    assert Stratum.of([]).inner == Stratum.of([]).keys == frozenset()


def test_the_strata_of_a_program_make_its_terms() -> None:
    """Each term by its key, in its stratum and with what it concludes, and only when asked for."""
    declared = {fact.name: fact for fact in (decl("d", derived=True), decl("e", derived=True))}
    rules = [
        rule("a", Any_((is_("o", 1), All((is_("o", 2), is_("p", 1))))), {"d": 1}),
        rule("b", All((is_("d", 1), is_("p", 1))), {"e": 1}),
        rule("c", is_("e", 1)),
    ]
    program = compile_program(rules, declared)
    for level, (stratum, whole) in enumerate(zip(strata_of(program), program.strata, strict=True)):
        found = [term for key in (None, *stratum.keys) for term in stratum.by_key(key)]
        assert sorted(found, key=lambda term: term.id) == sorted(whole, key=lambda term: term.id)
        assert {program.levels[term.id] for term in found} == {level}
        assert stratum.inner == Stratum.of(whole).inner and stratum.keys == Stratum.of(whole).keys
