"""Why a cause does not lead: which of its rules stayed silent, on which condition, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from ..conditions import All, Any_, Known, Not, Test
from ..facts import Scalar, typed
from ..values import Struct
from .how import Reason, reasons_about
from .seen import Standing, cause_of, standings
from .words import PlainWords, Words

if TYPE_CHECKING:
    from ..infer.truth import Truth
    from ..reason.diagnose import Diagnostician, Examined
    from ..rulebase.model import RuleBase

_MOST = 5
"""How many rules, groups of rules and titles a text shows of each sort."""
State = Literal["open", "false"]


class Block(Struct):
    """A test on which a rule hangs: unknown (``open``) or failed (``false``), with the values it saw.

    ``wanted`` is false where the rule wants the test to fail; ``rules`` could have concluded the value it looks for.
    """

    test: Test | Known
    wanted: bool
    state: State
    seen: tuple[Scalar, ...]
    rules: tuple[SilentRule, ...]


class SilentRule(Struct):
    """A rule that did not fire: it may still (``open``), or cannot as things are (``false``)."""

    rule: str
    title: str
    word: str
    """The word of its evidence; "" for a rule that only concludes a fact."""
    state: State
    blocks: tuple[Block, ...]


class WhyNot(Struct):
    """``silent``: rules that would speak for the cause, weightiest first; ``against``: what speaks against it."""

    cause: str
    title: str
    share: float
    leader: Standing
    silent: tuple[SilentRule, ...]
    against: tuple[Reason, ...]

    def to_text(self, rulebase: RuleBase) -> str:
        """The explanation in sentences."""
        words = PlainWords(rulebase)
        percent = words.percent(self.share)
        if self.leader.cause == self.cause:
            lines = [words.say("why-not.leads", title=self.title, percent=percent)]
        else:
            ahead = words.standings((self.leader,))
            lines = [words.say("why-not.cause", title=self.title, percent=percent, leader=ahead)]
        lines += _against(self.against, words)
        lines += _open([rule for rule in self.silent if rule.state == "open"], words)
        lines += _failed([rule for rule in self.silent if rule.state == "false"], words)
        if not self.silent and not self.against:
            lines.append(words.say("why-not.nothing"))
        return "\n".join(lines)


def why_not(doctor: Diagnostician, examined: Examined, cause: str) -> WhyNot:
    """Explain why a cause does not lead an examined case; raises `UnknownNameError`."""
    rulebase = doctor.rulebase
    found = cause_of(rulebase, cause)
    weights = rulebase.weights.evidence
    finder = _Finder(doctor, examined)
    speaking = [rule for rule in rulebase.rules.values() if weights.get(rule.evidence.get(cause, ""), 0.0) > 0.0]
    speaking.sort(key=lambda rule: (-weights[rule.evidence[cause]], rule.id))
    silent = (finder.silent(rule.id, rule.evidence[cause], frozenset()) for rule in speaking)
    return WhyNot(
        cause=found.id,
        title=found.title,
        share=examined.weighing.shares[cause],
        leader=standings(examined.weighing, rulebase, 1)[0],
        silent=tuple(rule for rule in silent if rule is not None),
        against=tuple(reason for reason in reasons_about(rulebase, examined, cause) if reason.weight < 0.0),
    )


def silent_rule(doctor: Diagnostician, examined: Examined, rule: str) -> SilentRule | None:
    """What keeps one rule silent in an examined case; nothing when it fired. Raises `UnknownNameError`."""
    return _Finder(doctor, examined).silent(rule, "", frozenset())


class _Finder:
    """Finds the tests that keep rules of one examined case silent."""

    def __init__(self, doctor: Diagnostician, examined: Examined) -> None:
        self._doctor = doctor
        self._examined = examined
        self._rules = doctor.rulebase.rules

    def silent(self, rule: str, word: str, above: frozenset[str]) -> SilentRule | None:
        """The rule if it did not fire; ``above`` are the rules that wait for it."""
        truth = self._doctor.truth(self._examined, rule)
        if truth.value is True:
            return None
        blocks = tuple(self._blocks(truth, True, truth.value, above | {rule}))
        return SilentRule(rule, self._rules[rule].title, word, _state(truth.value), blocks)

    def _blocks(self, truth: Truth, wanted: bool, value: bool | None, above: frozenset[str]) -> Iterator[Block]:
        """The tests of a condition to which it owes its ``value``; ``wanted`` is false below a negation."""
        match truth.condition:
            case Test() | Known():
                rules = self._concluding(truth.condition, above) if wanted else ()
                state = _state(None if value is None else False)
                yield Block(truth.condition, wanted, state, truth.seen, rules)
            case Not():
                yield from self._blocks(truth.parts[0], not wanted, truth.parts[0].value, above)
            case All() | Any_():
                for part in truth.parts:
                    if part.value is value:
                        yield from self._blocks(part, wanted, value, above)

    def _concluding(self, test: Test | Known, above: frozenset[str]) -> tuple[SilentRule, ...]:
        if isinstance(test, Known) or test.operator not in ("equals", "one_of"):
            return ()
        sought = set(map(typed, test.operands))
        concluding = (
            rule.id
            for rule in self._rules.values()
            if test.fact in rule.then and typed(rule.then[test.fact]) in sought and rule.id not in above
        )
        found = (self.silent(rule, "", above) for rule in concluding)
        return tuple(rule for rule in found if rule is not None)


def _state(value: bool | None) -> State:
    return "open" if value is None else "false"


def _against(reasons: Sequence[Reason], words: PlainWords) -> Iterator[str]:
    """What speaks against the cause, with the facts behind it."""
    if reasons:
        yield words.say("why-not.head.against")
    for reason in reasons:
        yield words.say("why-not.against", because=reason.rule.because, word=words.weight(reason.word))
        yield from words.chain(reason.rule, "      ")


def _open(rules: Sequence[SilentRule], words: PlainWords) -> Iterator[str]:
    """What is not known and would speak for the cause, the weightiest first."""
    if rules:
        yield words.say("why-not.head.open")
    for rule in rules[:_MOST]:
        tests = [words.test(block.test, block.wanted) for block in _roots(rule) if block.state == "open"]
        wanted = words.say("why-not.and").join(dict.fromkeys(tests))
        yield words.say("why-not.unknown", test=wanted, title=rule.title, rule=rule.rule, word=words.weight(rule.word))
    yield from _more(len(rules), words)


def _failed(rules: Sequence[SilentRule], words: PlainWords) -> Iterator[str]:
    """What does not hold, the rules together that fail by the same facts."""
    groups: dict[str, list[SilentRule]] = {}
    for rule in rules:
        seen = dict.fromkeys(_seen(block, words) for block in _roots(rule) if block.state == "false")
        groups.setdefault(words.say("why-not.and").join(seen), []).append(rule)
    if groups:
        yield words.say("why-not.head.failed")
    for seen, alike in list(groups.items())[:_MOST]:
        named = [words.say("why-not.rule", title=rule.title, rule=rule.rule) for rule in alike[:_MOST]]
        yield words.say("why-not.failed", seen=seen, titles=words.say("why-not.then").join(named))
        if len(alike) == 1:
            yield from _wants(alike[0], words)
        yield from _more(len(alike), words)
    yield from _more(len(groups), words)


def _more(number: int, words: PlainWords) -> Iterator[str]:
    if number > _MOST:
        beyond = number - _MOST
        yield words.say("why-not.more.one" if beyond == 1 else "why-not.more.many", number=beyond)


def _wants(rule: SilentRule, words: PlainWords) -> Iterator[str]:
    """What a rule would have to see in place of what it saw; what must not be, or not be known, is no news."""
    failed = (block for block in _roots(rule) if block.state == "false" and block.wanted)
    tests = (block.test for block in failed if isinstance(block.test, Test))
    for text in dict.fromkeys(map(words.test, tests)):
        yield words.say("why-not.wants", test=text)


def _roots(rule: SilentRule) -> Iterator[Block]:
    """The tests of observed facts that keep a rule silent, through all that other rules would have to conclude."""
    for block in rule.blocks:
        if block.rules:
            for other in block.rules:
                yield from _roots(other)
        else:
            yield block


def _seen(block: Block, words: PlainWords) -> str:
    if block.seen:
        return words.seen(block.test.fact, block.seen)
    return words.say("said.unknown", fact=words.name(block.test.fact))


def block_lines(rule: SilentRule, words: Words, indent: str) -> list[str]:
    """The tests that keep a rule silent, with the values they saw, in words."""
    lines: list[str] = []
    for block in rule.blocks:
        key = "why-not.seen" if block.seen else "why-not.unseen"
        test = words.test(block.test, block.wanted)
        lines.append(indent + words.say(key, test=test, seen=words.values(block.seen)))
        for other in block.rules:
            lines.append(
                f"{indent}  " + words.say(f"why-not.through.{other.state}", title=other.title, rule=other.rule)
            )
            lines += block_lines(other, words, f"{indent}    ")
    return lines
