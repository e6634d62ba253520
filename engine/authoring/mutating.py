"""Mutation testing of a rule base: does a case notice when a rule is edited wrongly?

All mutated conditions are compiled beside the rules into one program, so that settling a case once tells in which of
them it would fire (Untch, Offutt & Harrold, "Mutation analysis using mutant schemata", ISSTA 1993). Only a rule that
concludes facts is put in place of the original and run anew, in the cases in which it comes out differently.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import KeymedicError
from ..infer.compile import ProgramError, compile_program
from ..infer.conclusions import Conclusions, Firing
from ..infer.engines import Inference
from ..infer.net import Net
from ..infer.normal_form import TooManyTermsError
from ..reason.weigh import Scales
from ..rulebase.build import assemble
from ..rulebase.documents import RuleDoc
from ..rulebase.folders import PackFolder
from ..rulebase.model import Rule, RuleBase
from ..values import Struct, replace
from .expecting import differences
from .mutations import Mutant, mutants_of
from .trying import Ready, Trying, cases_of, tried

if TYPE_CHECKING:
    from ..facts import WorkingMemory
    from ..rulebase.model import Case
    from .trying import Tried

_ABOUT_RULES = frozenset({"cause", "among", "not_cause", "verdict", "fires", "silent", "raises", "lowers"})


class Mutation(Struct):
    """What came of it: every mutant with whether a case noticed, and the cases that fail without any (then none is judged)."""

    judged: Sequence[tuple[Mutant, bool]]
    failing: Sequence[str]
    cases: int

    @property
    def survivors(self) -> list[Mutant]:
        """The mutants that no case noticed."""
        return [mutant for mutant, noticed in self.judged if not noticed]

    @property
    def score(self) -> float:
        """The share of mutants that were noticed, 0 to 1; 1 where there are none."""
        return 1 - len(self.survivors) / len(self.judged) if self.judged else 1.0


def mutate(folders: Sequence[PackFolder], packs: Iterable[str] = (), rules: Iterable[str] = ()) -> Mutation:
    """Judge the mutants of the rules of ``packs`` (none: all) by the cases of these, of ``rules`` only where some are named.

    The rule bases have no fault. The outcome depends on nothing else.
    """
    base, _, scope = assemble(folders)
    assert base is not None, "checked before"
    wanted, named = frozenset(packs), frozenset(rules)
    entries = scope.collected.of("rules", RuleDoc)
    chosen = [
        rule
        for rule in base.rules.values()
        if rule.id in entries and (not wanted or rule.origin.pack in wanted) and (not named or rule.id in named)
    ]
    mutants = [
        mutant
        for rule in chosen
        for mutant in mutants_of(rule, entries[rule.id], base.facts, scope.table_texts, base.weights)
        if _compiles(mutant.rule, base)
    ]
    judge = Judge(base, wanted)
    if judge.failing:
        return Mutation((), judge.failing, judge.number)
    noticed = judge.noticed(mutants)
    return Mutation([(mutant, at in noticed) for at, mutant in enumerate(mutants)], (), judge.number)


def _compiles(rule: Rule, base: RuleBase) -> bool:
    """Whether the mutant is one that `kb check` would let pass."""
    try:
        _ = compile_program((rule,), base.facts)
    except (ProgramError, TooManyTermsError):
        return False
    return True


class _Held(Struct):
    """A case that holds, with what came of it."""

    rule: Rule | None
    case: Case
    ready: Ready
    fired: tuple[Firing, ...]
    conclusions: Conclusions


class Judge:
    """The cases of rule bases (``packs``; none: all) that say something about rules, each concluded once."""

    def __init__(self, base: RuleBase, packs: Collection[str] = ()) -> None:
        self._base = base
        self._scales = Scales(base)
        self.failing: list[str] = []
        concluded = {fact for rule in base.rules.values() for fact in rule.then}
        self._trying = Trying(base)
        self._inference = Inference(base, "plain")
        self._last: tuple[Mutant, Inference] | None = None
        self._cases: list[_Held] = []
        for rule, case in cases_of(base):
            if packs and case.origin.pack not in packs:
                continue
            if rule is None and not (case.expect.keys() & _ABOUT_RULES or case.expect.keys() & concluded):
                continue
            held = self._held(rule, case)
            if not self._holds(held, base, held.fired, held.conclusions):
                self.failing.append(str(case.origin))
            self._cases.append(held)
        self.number = len(self._cases)

    def tried(self, case: Case) -> Tried | None:
        """What comes of a new case; nothing where its facts do not fit."""
        try:
            ready = self._trying.ready(case)
        except KeymedicError:
            return None
        return self._trying.outcome(ready)

    def noticed_by(self, case: Case, crowd: Crowd) -> frozenset[int]:
        """The numbers of the mutants that one more case would notice."""
        held = self._held(None, case)
        differing = crowd.differing(held.ready.memory)
        return frozenset(
            at
            for at, mutant in crowd.mutants.items()
            if (
                self._weighs_wrong(held, mutant)
                if mutant.kind == "weight"
                else at in differing and self._fails(held, mutant)
            )
        )

    def _held(self, rule: Rule | None, case: Case) -> _Held:
        ready = self._trying.ready(case)
        conclusions = self._inference.hypothetical(ready.memory)
        return _Held(rule, case, ready, conclusions.fired, conclusions)

    def noticed(self, mutants: Sequence[Mutant]) -> frozenset[int]:
        """The numbers of the mutants that make some case fail."""
        alone = {at: mutant for at, mutant in enumerate(mutants) if mutant.kind == "weight"}
        others = {at: mutant for at, mutant in enumerate(mutants) if mutant.kind != "weight"}
        return frozenset({*self._weighed(alone), *self._concluded(others)})

    def _weighed(self, mutants: Mapping[int, Mutant]) -> Iterator[int]:
        """Of mutants that weigh differently: only cases in which the rule fires can tell."""
        firing: dict[str, list[_Held]] = {}
        for held in self._cases:
            for item in held.fired:
                firing.setdefault(item.rule, []).append(held)
        for at, mutant in mutants.items():
            about = _own_first(firing.get(mutant.rule.id, ()), mutant.rule.id)
            if any(self._weighs_wrong(held, mutant) for held in about):
                yield at

    def _concluded(self, mutants: Mapping[int, Mutant]) -> Iterator[int]:
        """Of mutants with another condition or conclusion: the cases in which they come out differently."""
        crowd = Crowd(self._base, mutants)
        about: dict[int, list[_Held]] = {}
        for held in self._cases:
            for at in crowd.differing(held.ready.memory):
                about.setdefault(at, []).append(held)
        for at, mutant in mutants.items():
            if any(self._fails(held, mutant) for held in _own_first(about.get(at, ()), mutant.rule.id)):
                yield at

    def _weighs_wrong(self, held: _Held, mutant: Mutant) -> bool:
        return not self._holds(held, _with_rule(self._base, mutant.rule), held.fired, held.conclusions)

    def _fails(self, held: _Held, mutant: Mutant) -> bool:
        """Whether a case in which the rule comes out differently notices that."""
        name = mutant.rule.id
        if concludes(mutant):
            conclusions = self._anew(mutant).hypothetical(held.ready.memory)
            return not self._holds(held, _with_rule(self._base, mutant.rule), conclusions.fired, conclusions)
        fired = tuple(item for item in held.fired if item.rule != name)
        if len(fired) == len(held.fired):
            fired = (*fired, Firing(name, frozenset(held.ready.memory.facts), (), ()))
        return not self._holds(held, self._base, fired, held.conclusions)

    def _anew(self, mutant: Mutant) -> Inference:
        """An engine for a mutant that concludes facts; only the last one is kept."""
        if self._last is None or self._last[0] is not mutant:
            base = replace(_with_rule(self._base, mutant.rule), program="")
            self._last = mutant, Inference(base, "plain")
        return self._last[1]

    def _holds(self, held: _Held, base: RuleBase, fired: tuple[Firing, ...], conclusions: Conclusions) -> bool:
        scales = self._scales if base is self._base else Scales(base)
        outcome = tried(base, held.ready, fired, conclusions.derived, scales.outcome(fired))
        return not any(True for _ in differences(held.rule, held.case, outcome, base))


class Crowd:
    """Mutants by number, their conditions compiled beside the rules: settling a case tells at once which come out differently."""

    def __init__(self, base: RuleBase, mutants: Mapping[int, Mutant]) -> None:
        self.mutants = mutants
        self._edited = {at: mutant for at, mutant in mutants.items() if mutant.kind != "weight"}
        bare = [replace(mutant.rule, id=_id(at), then={}, evidence={}) for at, mutant in self._edited.items()]
        self._program = compile_program((*base.rules.values(), *bare), base.facts)
        self._net = Net(self._program)
        self._concluding = {at for at, mutant in self._edited.items() if concludes(mutant)}

    def differing(self, memory: WorkingMemory) -> set[int]:
        """The mutants that fire where their rule does not, or the other way round. Of those that conclude facts also such
        as are undecided where their rule is not, or conclude something else."""
        said = Conclusions(self._program, self._net.settle(memory), memory, "plain")
        fired = frozenset(said.rules)
        found = {at for at, mutant in self._edited.items() if (_id(at) in fired) is not (mutant.rule.id in fired)}
        if self._concluding:
            open_ = frozenset(item.rule for item in said.open)
            for at in self._concluding:
                mutant = self._edited[at]
                other = mutant.kind == "conclusion" and mutant.rule.id in fired
                if other or (_id(at) in open_) is not (mutant.rule.id in open_):
                    found.add(at)
        return found


def concludes(mutant: Mutant) -> bool:
    """Whether more than the firing of its own rule can hang on the mutant."""
    return bool(mutant.rule.then) or mutant.kind == "conclusion"


def _id(number: int) -> str:
    """An id that no rule has."""
    return f"\0{number}"


def _with_rule(base: RuleBase, rule: Rule) -> RuleBase:
    return replace(base, rules={**base.rules, rule.id: rule})


def _own_first(cases: Iterable[_Held], rule: str) -> list[_Held]:
    """The cases that stand beside the rule first: they most likely notice."""
    return sorted(cases, key=lambda held: held.rule is None or held.rule.id != rule)
