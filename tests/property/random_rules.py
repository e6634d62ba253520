"""Random rule bases and cases, chosen to hit what goes wrong: mixed types, chains, cycles, negation."""

from __future__ import annotations

from random import Random

from keymedic.engine.conditions import All, Any_, Condition, Known, Not, Test
from keymedic.engine.facts import Scalar
from keymedic.engine.rulebase.model import FactDecl, Rule

from ..unit.infer.kit import decl, rule

MIXED: tuple[Scalar, ...] = (True, False, 1, 0, "1", "0", "yes", 7, 12, "1.10", "1.9", "1.10.0")
TEXTS: tuple[Scalar, ...] = ("", "Quota exceeded", "quota STRASSE", "straße 429", "a\nb\x00c", "ключ 🔑 key", "1.9")
PHRASES = ("quota", "STRASSE", "429", "ключ", "", "b\x00", "key")
PATTERNS = ("quota|429", "^Q", "[0-9]+", "z{3}", "(?i)QUOTA", "e.c")
OBSERVED = ("o0", "o1", "o2", "o3", "m0")
WORDS = ("t0", "t1")
CONCLUDED = ("d0", "d1", "d2", "d3", "d4")
ONLY_DERIVED = frozenset(("d0", "d1", "d2"))
MANY = frozenset(("m0", "d3"))
CONSTANTS: tuple[Scalar, ...] = (True, 1, "1", False, "1.10")


def vocabulary() -> list[FactDecl]:
    """The facts of every random rule base."""
    names = OBSERVED + WORDS + CONCLUDED
    return [decl(name, derived=name in ONLY_DERIVED, many=name in MANY) for name in names]


def random_rules(random: Random, knowledge: bool, most: int = 16) -> list[Rule]:
    """Up to ``most`` rules; ``knowledge`` allows tests of knowledge itself."""
    return [_rule(random, f"r{at}", knowledge) for at in range(random.randint(1, most))]


def random_case(random: Random) -> dict[str, tuple[Scalar, ...]]:
    """Values for some of the facts, in a random order."""
    known = random.choice((0.1, 0.5, 0.9))
    names = [name for name in (*OBSERVED, *WORDS, "d3", "d4") if random.random() < known]
    random.shuffle(names)
    return {name: random_values(random, name) for name in names}


def random_values(random: Random, name: str) -> tuple[Scalar, ...]:
    """The values of one fact: several for some that may have several."""
    values = TEXTS if name in WORDS else CONSTANTS if name in CONCLUDED else MIXED
    count = random.randint(1, 3) if name in MANY else 1
    chosen = {(type(value).__name__, value): value for value in random.choices(values, k=count)}
    return tuple(chosen.values())


def _rule(random: Random, name: str, knowledge: bool) -> Rule:
    facts = random.sample(CONCLUDED, random.choice((0, 1, 1, 1, 2)))
    then = {fact: random.choice(CONSTANTS) for fact in facts}
    return rule(name, _condition(random, random.randint(0, 3), knowledge), then)


def _condition(random: Random, depth: int, knowledge: bool) -> Condition:
    if depth == 0 or random.random() < 0.2:
        return _leaf(random, knowledge)
    kind = random.random()
    if kind < 0.15:
        return Not(_condition(random, depth - 1, knowledge))
    parts = tuple(_condition(random, depth - 1, knowledge) for _ in range(random.choice((0, 1, 2, 2, 2, 3))))
    return All(parts) if kind < 0.6 else Any_(parts)


def _leaf(random: Random, knowledge: bool) -> Condition:
    if knowledge and random.random() < 0.08:
        return Known(random.choice(OBSERVED + WORDS), random.random() < 0.5)
    kind = random.random()
    if kind < 0.15:
        return Test(random.choice(WORDS), "contains", tuple(random.sample(PHRASES, random.randint(1, 2))))
    if kind < 0.25:
        return Test(random.choice(WORDS), "matches", (random.choice(PATTERNS),))
    if kind < 0.4:
        operator = random.choice(("at_least", "at_most", "above", "below"))
        return Test(random.choice(OBSERVED), operator, (random.choice((7, 1, "1.9", "1.10")),))
    names, values = (OBSERVED, MIXED) if kind < 0.65 else (CONCLUDED, CONSTANTS)
    operands = tuple(random.sample(values, random.choice((1, 1, 1, 2))))
    test = Test(random.choice(names), "equals" if len(operands) == 1 else "one_of", operands)
    return Not(test) if random.random() < 0.2 else test
