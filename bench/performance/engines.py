"""The engines that are compared: each is made from rules, takes the facts of a case, names the rules that fire."""

from __future__ import annotations

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUntypedBaseClass=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false, reportMissingModuleSource=false
# The peers are installed for the benchmark only, and few of them have types.
import itertools
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any, cast

from made_up import MadeUpRule
from peers import JSON_RULES, npm_version

from keymedic.engine.conditions import All, Any_, Test
from keymedic.engine.facts import Fact, Source, settle
from keymedic.engine.infer.engines import EngineName, Inference
from keymedic.engine.rulebase.model import Origin, Rule, RuleBase

Rules = Sequence[MadeUpRule]
Case = Mapping[str, str]
Run = Callable[[Case], frozenset[str]]
_ORIGIN = Origin("bench", "bench.yaml", 1)


def keymedic(rules: Rules, engine: EngineName) -> Run:
    """keymedic's own, on either matcher; the conclusions, without the reasons."""
    inference = Inference(rule_base(rules), engine)

    def run(case: Case) -> frozenset[str]:
        memory = settle([Fact(name, value, Source("given")) for name, value in case.items()], frozenset(), {})
        found = inference.conclude(memory)
        _ = found.derived
        return frozenset(found.rules)

    return run


def rule_base(rules: Rules) -> RuleBase:
    """The rules as keymedic's rule base."""

    def made(rule: MadeUpRule) -> Rule:
        terms = tuple(All(tuple(Test(fact, "equals", (value,)) for fact, value in term)) for term in rule.terms)
        then = {rule.concludes: "yes"} if rule.concludes else {}
        return Rule(rule.name, "", _ORIGIN, Any_(terms), then, {}, None, None, "", (), ())

    found = {rule.name: made(rule) for rule in rules}
    return cast(RuleBase, SimpleNamespace(rules=found, facts={}, program=""))


def clips(rules: Rules) -> Run:
    """CLIPS by clipspy: a pattern for each fact, one rule for each term."""
    import clips as library

    environment = library.Environment()
    for rule in rules:
        for number, term in enumerate(rule.terms):
            patterns = " ".join(f"({fact} {value})" for fact, value in term)
            derived = f"(assert ({rule.concludes} yes))" if rule.concludes else ""
            environment.build(f"(defrule {rule.name}t{number} {patterns} => (assert (fired {rule.name})) {derived})")
    template = environment.find_template("fired")

    def run(case: Case) -> frozenset[str]:
        environment.reset()
        for name, value in case.items():
            _ = environment.assert_string(f"({name} {value})")
        _ = environment.run()
        return frozenset(str(fact[0]) for fact in template.facts())

    return run


def zen(rules: Rules) -> Run:
    """zen-engine: one compiled expression for each term, again and again until nothing new is concluded."""
    import zen as library

    def expression(term: Sequence[tuple[str, str]]) -> Any:
        return library.compile_expression(" and ".join(f'{fact} == "{value}"' for fact, value in term))

    return _rounds(rules, expression, lambda compiled, facts: bool(compiled.evaluate(facts)))


def rule_engine(rules: Rules) -> Run:
    """rule-engine: likewise."""
    import rule_engine as library

    context = library.Context(default_value=None)

    def expression(term: Sequence[tuple[str, str]]) -> Any:
        return library.Rule(" and ".join(f'{fact} == "{value}"' for fact, value in term), context=context)

    return _rounds(rules, expression, lambda compiled, facts: bool(compiled.matches(facts)))


def _rounds(
    rules: Rules, compile_: Callable[[Sequence[tuple[str, str]]], Any], holds: Callable[[Any, dict[str, str]], bool]
) -> Run:
    compiled = [(rule, [compile_(term) for term in rule.terms]) for rule in rules]

    def run(case: Case) -> frozenset[str]:
        facts, fired = dict(case), set[str]()
        for _ in itertools.count():
            before = len(facts)
            for rule, terms in compiled:
                if rule.name not in fired and any(holds(term, facts) for term in terms):
                    fired.add(rule.name)
                    if rule.concludes:
                        facts[rule.concludes] = "yes"
            if len(facts) == before:
                break
        return frozenset(fired)

    return run


def experta(rules: Rules) -> Run:
    """experta, with the newer frozendict that it needs since Python 3.10."""
    import experta as library

    def action(rule: MadeUpRule) -> Callable[[Any], None]:
        def act(engine: Any) -> None:
            engine.found.add(rule.name)
            if rule.concludes:
                _ = engine.declare(library.Fact(**{rule.concludes: "yes"}))

        return act

    members: dict[str, Any] = {}
    for rule in rules:
        for number, term in enumerate(rule.terms):
            act = action(rule)
            act.__name__ = f"{rule.name}t{number}"
            members[act.__name__] = library.Rule(*[library.Fact(**{fact: value}) for fact, value in term])(act)
    engine: Any = type("Engine", (library.KnowledgeEngine,), members)()

    def run(case: Case) -> frozenset[str]:
        engine.found = set()
        engine.reset()
        for name, value in case.items():
            _ = engine.declare(library.Fact(**{name: value}))
        engine.run(10**6)
        return frozenset(engine.found)

    return run


def durable_naively(rules: Rules) -> Run:
    """durable-rules by its own Python language, as its documentation shows it: a message for each fact."""
    from durable import engine as library

    found: set[str] = set()

    def action(rule: MadeUpRule) -> Callable[[Any], None]:
        def act(c: Any) -> None:
            found.add(rule.name)
            if rule.concludes:
                c.assert_fact({rule.concludes: "yes"})

        return act

    definitions: dict[str, Any] = {"ready": {"all": [{"m": {"ready": 1}}], "run": lambda c: None}}  # pyright: ignore[reportUnknownLambdaType]
    for rule in rules:
        for number, term in enumerate(rule.terms):
            conditions = [{f"c{at}": {fact: value}} for at, (fact, value) in enumerate(term)]
            definitions[f"{rule.name}t{number}"] = {"all": conditions, "run": action(rule)}
    host = library.Host()
    _ = host.set_rulesets({"naive": definitions})
    tested = {fact for rule in rules for term in rule.terms for fact, _ in term}
    numbers = itertools.count()

    def run(case: Case) -> frozenset[str]:
        found.clear()
        sid = f"s{next(numbers)}"
        for name, value in case.items():
            if name in tested:
                try:
                    _ = host.assert_fact("naive", {name: value, "sid": sid})
                except Exception:  # noqa: BLE001, S110 - "no rule looks at this value" is an exception there
                    pass
        return frozenset(found)

    return run


ENGINES: dict[str, tuple[str, int, Callable[[Rules], Run]]] = {
    "keymedic, plain": ("keymedic", 20_000, lambda rules: keymedic(rules, "plain")),
    "keymedic, durable": ("keymedic", 20_000, lambda rules: keymedic(rules, "durable")),
    "CLIPS (clipspy)": ("clipspy", 20_000, clips),
    "zen-engine": ("zen-engine", 1_000, zen),
    "rule-engine": ("rule-engine", 200, rule_engine),
    "experta": ("experta", 50, experta),
    "durable-rules, naively": ("durable_rules", 50, durable_naively),
}
"""Label to distribution, the most rules it is asked for (beyond, a case takes too long to wait for), and maker."""


_PROGRAMS = ("litecli", "check-jsonschema", "llm")


def versions() -> dict[str, str]:
    """The installed version of each distribution, and of what npm installed."""
    found = {name: version(name) for name in (*(name for name, _, _ in ENGINES.values()), *_PROGRAMS)}
    return found | {name: npm_version(name) for name in (JSON_RULES, "@google/gemini-cli") if npm_version(name)}
