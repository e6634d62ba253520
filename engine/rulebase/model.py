"""A loaded rule base, as values: what the YAML files say after they were checked.

Everything here is plain data with references by name. `Origin` keeps the place each entry came from, so
that explanations can point at the file and line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from ..conditions import Condition
from ..facts import Scalar, as_text
from ..lazy import noted
from ..values import Struct, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias


FactType: TypeAlias = "Literal['boolean', 'integer', 'enum', 'text', 'country', 'version']"
FACT_TYPES: tuple[FactType, ...] = ("boolean", "integer", "enum", "text", "country", "version")
Grade: TypeAlias = "Literal['A', 'B', 'C', 'U']"
GRADES: tuple[Grade, ...] = ("A", "B", "C", "U")


class Origin(Struct):
    """Where an entry stands: pack name, file relative to the pack's folder, 1-based line."""

    pack: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.pack}:{self.file}:{self.line}"


class Ask(Struct):
    """How to ask a person for a fact, and what finding out costs (a word of ``weights.yaml``)."""

    prompt: str
    hint: str
    cost: str
    choices: Mapping[str, str]
    """Value (as text) to the words shown for it, in the order shown."""
    implied_by: tuple[str, ...] = ()
    """Facts each of which makes the question pointless once it is known."""
    probe: Literal["", "look", "online"] = ""
    """What would tell it as well: a look at this machine, or a live check."""
    vague: tuple[str, ...] = ()
    """Values (as text) that say too little: where nothing else is known, it is asked all the same."""


class AskBrief(Struct):
    """What a question is chosen by, before its words are needed."""

    answers: tuple[Scalar, ...]
    """The answers to look ahead to."""
    rates: tuple[float, ...]
    """The base rate of each."""
    tells: tuple[str, ...]
    """The facts of which some answer says something."""
    cost: str
    implied_by: tuple[str, ...]
    vague: tuple[str, ...]


class FactDecl(Struct):
    """One entry of the vocabulary (``facts/``)."""

    name: str
    type: FactType
    description: str
    origin: Origin
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of an enum: each value and what it means, in order."""
    minimum: int | None = None
    maximum: int | None = None
    many: bool = False
    derived: bool = False
    """Only rules conclude it; it can be neither given nor asked."""
    sensitive: bool = False
    ask: Ask | None = None
    usual: Mapping[str, float] = field(default_factory=dict[str, float])
    """Relative base rate of each value (as text); empty means alike."""
    implies: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])
    """What else a value says: value (as text) to other facts and theirs (as text)."""
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of a country: further names in their bare form (`countries.folded_names`), each with the code."""
    label: str = ""
    """What people call it, before a colon and its value; empty: its name."""
    shown: bool = True
    """Whether it is news for people; else it is there for rules, and shown in full listings only."""

    @property
    def answers(self) -> tuple[Scalar, ...]:
        """The answers to look ahead to: every value, or those that ``usual`` or ``choices`` name."""
        if self.type == "boolean":
            return (True, False)
        if self.ask is not None and self.ask.choices:
            named: Iterable[str] = self.ask.choices
        else:
            named = self.usual or self.values
        return tuple(int(text) if self.type == "integer" else text for text in named)

    @property
    def rates(self) -> tuple[float, ...]:
        """P(answer) of each before anything else is known, from ``usual``; alike where it says nothing."""
        raw = [self.usual.get(as_text(value), 0.0 if self.usual else 1.0) for value in self.answers]
        total = math.fsum(raw)
        return tuple([rate / total if total > 0 else 1.0 / len(raw) for rate in raw])

    @property
    def tells(self) -> frozenset[str]:
        """The facts of which some value of this one says something."""
        return frozenset([name for facts in self.implies.values() for name in facts])

    def asking(self) -> AskBrief | None:
        """What a question for it is chosen by, if it can be asked."""
        ask = self.ask
        if ask is None:
            return None
        return AskBrief(self.answers, self.rates, tuple(sorted(self.tells)), ask.cost, ask.implied_by, ask.vague)


class FactWrite(Struct):
    """What an observation sets: a fixed value, or a named group read by the fact's type."""

    fact: str
    value: Scalar | None = None
    group: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of a group: lower-cased captured text to value; empty means the text itself."""


class Observation(Struct):
    """Words to facts (``observe/``): any of the phrases, or the pattern, in the case's text."""

    id: str
    origin: Origin
    phrases: tuple[str, ...]
    pattern: str | None
    unless: tuple[str, ...]
    source: Literal["server", "text"]
    writes: tuple[FactWrite, ...]
    stated: bool = False
    """In a person's own words it holds only where a clause states it: neither denied, nor asked, nor supposed."""


class Term(Struct):
    """Words that say one thing, in many languages (``lexicon/``)."""

    id: str
    origin: Origin
    means: str
    words: Mapping[str, tuple[str, ...]]
    """Language to words; of a term with values: each value to its words, whatever the language."""
    valued: bool


class Frame(Struct):
    """Terms that together say something in one clause (``frames/``), whatever the language."""

    id: str
    origin: Origin
    slots: tuple[tuple[str, ...], ...]
    """What must be said: of each slot one of its terms."""
    without: tuple[str, ...]
    """Terms that void the frame in its clause."""
    within: int
    """How many words may stand between the first and the last slot."""
    ordered: bool
    whole: bool
    """The slots may stand in different clauses of one sentence."""
    alone: bool
    """Hardly anything else is said in the clause."""
    last: bool
    """Hardly anything follows in the clause."""
    numbers: tuple[int, ...]
    """The smallest and the largest number that the slot ``number`` takes; empty: any."""
    writes: tuple[FactWrite, ...]
    denied: tuple[FactWrite, ...]
    """What the frame says under a negation."""


class Citation(Struct):
    """A source of an entry: an address, or a reference in words; when it was checked; how good it is."""

    url: str
    ref: str
    checked: str
    grade: Grade


class Case(Struct):
    """A report or facts, and what must come out: beside a rule, or of the rule base as a whole (``cases/``)."""

    origin: Origin
    report: str
    given: Mapping[str, str | tuple[str, ...]]
    expect: Mapping[str, str | tuple[str, ...]]
    """Keys: ``cause``, ``among``, ``not_cause``, ``verdict``, ``fires``, ``silent``, ``heard``, ``unheard``, or a fact's name."""
    id: str = ""
    """Of a case of the whole rule base; a case beside a rule has none."""


class Finding(Struct):
    """Something worth saying whatever the leading cause is."""

    severity: Literal["info", "warning", "error"]
    text: str


RuleSpoken: TypeAlias = "tuple[str | None, Mapping[str, str]]"


class Rule(Struct):
    """Facts to derived facts and evidence (``rules/``)."""

    id: str
    title: str
    origin: Origin
    when: Condition
    then: Mapping[str, Scalar]
    evidence: Mapping[str, str]
    """Cause id to a weight word of ``weights.yaml``."""
    group: str | None
    finding: Finding | None
    because: str
    sources: Sequence[Citation]
    cases: tuple[Case, ...]

    def spoken(self) -> RuleSpoken | None:
        """What looking ahead needs of a rule that speaks of causes: its group, and its evidence."""
        return (self.group, self.evidence) if self.evidence else None


class Command(Struct):
    """A command to copy; ``shell`` is ``any``, ``sh``, ``powershell`` or ``cmd``."""

    shell: str
    run: str


class Verify(Struct):
    """How to see that a fix worked: what to do, the command if there is one, and what success looks like."""

    text: str
    run: str
    expect: str
    probe: str


class Fix(Struct):
    """One way out of a cause."""

    id: str
    title: str
    steps: tuple[str, ...]
    commands: tuple[Command, ...]
    cost: str
    risk: str
    helps: str
    verify: Verify
    origin: Origin


class CauseBrief(Struct):
    """What lists show of a cause."""

    title: str
    explanation: str
    origin: str
    kind_of: str | None


class Cause(Struct):
    """A root cause that a diagnosis can name (``causes/``)."""

    id: str
    title: str
    explanation: str
    prior: str
    kind_of: str | None
    fixes: Sequence[Fix]
    prevention: tuple[str, ...]
    sources: Sequence[Citation]
    origin: Origin

    def brief(self) -> CauseBrief:
        """What lists show of it."""
        return CauseBrief(self.title, self.explanation, str(self.origin), self.kind_of)


class Weights(Struct):
    """Every number of the weighing (``weights.yaml``); the words of the YAML files stand for these.

    ``evidence`` and ``priors`` are natural-log likelihood ratios and log odds; ``helps`` are
    probabilities in (0, 1]; ``costs`` are relative to the cheapest; ``reliability`` ranks source kinds.
    """

    evidence: Mapping[str, float]
    priors: Mapping[str, float]
    helps: Mapping[str, float]
    costs: Mapping[str, float]
    reliability: Mapping[str, int]
    other_prior: float
    diagnosed: float
    """The share from which on the leading cause is a diagnosis."""
    out_of_scope_cause: str
    healthy_fact: str
    """The derived boolean fact that stands for "nothing is wrong"."""
    dont_know: float
    """Chance that a person cannot answer a question."""
    ask_gain: float
    """Least expected gain (in nats per unit of cost) for which a question is worth asking."""
    act_from: float
    """Least share of a cause whose fixes are worth showing."""
    show_from: float
    """Least share of a cause worth showing, beyond the first ``least_causes``."""
    least_causes: int
    most_fixes: int
    most_questions: int
    stale_days: int
    settled_change: float = 0.0
    """Least chance of rightly overturning a diagnosis for which a session asks on."""
    slip: float = 0.0
    """Chance that a person's answer is wrong."""
    doubt: float = 1.0
    """Chance of a slip from which on an answer is asked for once more."""
    sure: float = 1.0
    """The share from which on a conversation shows the way out without a further question."""
    questions_when_sure: int = 1
    """Questions about a cause that is diagnosed already, before a conversation shows its way out."""
    patience: int = 1000
    """Questions that were answered, or could not be, after which a session comes to a way out."""
    most_unsure: int = 4
    """"I don't know" so often in a row, after which it does so too."""
    hedges: tuple[str, ...] = ()
    """Words of which a text without a good source must hold one; none: no such rule."""


class Pack(Struct):
    """One folder of a rule base: its name, version, scope and the day its knowledge was checked."""

    name: str
    version: str
    scope: str
    knowledge_date: str
    content_hash: str
    claims: str = ""
    """The derived fact that is true in the cases of this rule base's scope."""
    claimed: tuple[str, ...] = ()
    """Its causes, which compete in those cases only."""


class Change(Struct):
    """What a later rule base did to an entry of an earlier one, and why."""

    kind: str
    """``rule``, ``cause``, ``fix``, ``observe``, ``term``, ``frame``, ``question``, ``fact``, ``table``, ``case``, ``weights``."""
    id: str
    action: Literal["override", "change", "off"]
    by: Origin
    over: Origin
    reason: str
    parts: tuple[str, ...] = ()
    """Of a change: the keys that are different now."""


class RuleBase(Struct):
    """All packs together, ready to use. ``packs`` is in load order, the built-in one first."""

    packs: tuple[Pack, ...]
    facts: Mapping[str, FactDecl]
    observations: Sequence[Observation]
    rules: Mapping[str, Rule]
    causes: Mapping[str, Cause]
    tables: Mapping[str, tuple[Scalar, ...]]
    weights: Weights
    phrases: Mapping[str, str]
    openings: Mapping[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    """Which observations a text may bear out: runs of letters (`observe.openings`) to number and alternative of each, in turn."""

    required: Sequence[str] = ()
    """Of each observation, what a text must contain to bear it out, as `observe.openings` packs it."""

    cases: tuple[Case, ...] = ()
    """The cases of the rule base as a whole (``cases/``)."""

    changes: tuple[Change, ...] = ()
    """What later rule bases overrode, changed or switched off, in load order."""

    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """The phrases of other languages than English, by language; see `language`."""

    frames: Sequence[Frame] = ()
    terms: Sequence[Term] = ()
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict[str, Mapping[str, tuple[str, ...]]])
    """The words of all terms in pieces, as `observe.lexicon` looks them up: a key to its terms, values and rests."""

    leads: Mapping[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    """A term to the numbers of the frames that wait for it."""

    program: str = ""
    """The rules as `infer.compiled_program` made them ready, in JSON; empty: nobody has yet."""

    many_valued: tuple[str, ...] | None = None
    """The names of `many`, noted when the rule base was built: so nobody has to read every fact for them."""

    implying_facts: tuple[str, ...] | None = None
    """The names of `implying`, noted likewise."""

    asked_facts: tuple[str, ...] | None = None
    """The names of `askable`, noted likewise."""

    prior_words: Mapping[str, str] = field(default_factory=dict[str, str])
    """The prior of each cause, noted likewise; empty: the causes say it."""

    @property
    def many(self) -> frozenset[str]:
        """The facts that may hold several values at once."""
        if self.many_valued is not None:
            return frozenset(self.many_valued)
        return frozenset(name for name, decl in self.facts.items() if decl.many)

    @property
    def implying(self) -> frozenset[str]:
        """The facts of which some value says something of other facts."""
        if self.implying_facts is not None:
            return frozenset(self.implying_facts)
        return frozenset(name for name, decl in self.facts.items() if decl.implies)

    @property
    def askable(self) -> frozenset[str]:
        """The facts that a person can be asked for."""
        if self.asked_facts is not None:
            return frozenset(self.asked_facts)
        return frozenset(name for name, decl in self.facts.items() if decl.ask is not None)

    def brief(self, cause: str) -> CauseBrief:
        """What lists show of a cause; this and the like of it are noted in a compiled rule base (`sections`)."""
        return noted(self.causes, cause, Cause.brief)

    def spoken(self, rule: str) -> RuleSpoken | None:
        """`Rule.spoken`."""
        return noted(self.rules, rule, Rule.spoken)

    def asking(self, fact: str) -> AskBrief | None:
        """`FactDecl.asking`."""
        return noted(self.facts, fact, FactDecl.asking)

    @property
    def priors(self) -> Mapping[str, str]:
        """The word for the prior of each cause."""
        return self.prior_words or {cause.id: cause.prior for cause in self.causes.values()}
