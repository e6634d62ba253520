"""A loaded rule base, as values: what the YAML files say after they were checked.

Everything here is plain data with references by name. `Origin` keeps the place each entry came from, so
that explanations can point at the file and line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from ..conditions import Condition
from ..facts import Scalar
from ..values import dataclass, field

FactType = Literal["boolean", "integer", "enum", "text", "country", "version"]
Grade = Literal["A", "B", "C", "U"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry stands: pack name, file relative to the pack's folder, 1-based line."""

    pack: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.pack}:{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Ask:
    """How to ask a person for a fact, and what finding out costs (a word of ``weights.yaml``)."""

    prompt: str
    hint: str
    cost: str
    choices: Mapping[str, str]
    """Value (as text) to the words shown for it, in the order shown."""


@dataclass(frozen=True, slots=True)
class FactDecl:
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


@dataclass(frozen=True, slots=True)
class FactWrite:
    """What an observation sets: a fixed value, or a named group read by the fact's type."""

    fact: str
    value: Scalar | None = None
    group: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of a group: lower-cased captured text to value; empty means the text itself."""


@dataclass(frozen=True, slots=True)
class Observation:
    """Words to facts (``observe/``): any of the phrases, or the pattern, in the case's text."""

    id: str
    origin: Origin
    phrases: tuple[str, ...]
    pattern: str | None
    unless: tuple[str, ...]
    source: Literal["server", "text"]
    writes: tuple[FactWrite, ...]
    anchors: tuple[str, ...] = ()
    """Of the pattern: case-folded texts of which every match contains one; none: nothing is known of its matches."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of an entry: an address, or a reference in words; when it was checked; how good it is."""

    url: str
    ref: str
    checked: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Case:
    """A report or facts, and what must come out: beside a rule, or of the rule base as a whole (``cases/``)."""

    origin: Origin
    report: str
    given: Mapping[str, str | tuple[str, ...]]
    expect: Mapping[str, str | tuple[str, ...]]
    """Keys: ``cause``, ``among``, ``not_cause``, ``verdict``, ``fires``, ``silent``, or ``fact.name`` to a value."""
    id: str = ""
    """Of a case of the whole rule base; a case beside a rule has none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth saying whatever the leading cause is."""

    severity: Literal["info", "warning", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
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


@dataclass(frozen=True, slots=True)
class Command:
    """A command to copy; ``shell`` is ``any``, ``sh``, ``powershell`` or ``cmd``."""

    shell: str
    run: str


@dataclass(frozen=True, slots=True)
class Verify:
    """How to see that a fix worked: what to do, the command if there is one, and what success looks like."""

    text: str
    run: str
    expect: str


@dataclass(frozen=True, slots=True)
class Fix:
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


@dataclass(frozen=True, slots=True)
class Cause:
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


@dataclass(frozen=True, slots=True)
class Weights:
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
    settled_gain: float = 0.0
    """Least expected gain for which a session asks on although a cause is diagnosed already."""
    hedges: tuple[str, ...] = ()
    """Words of which a text without a good source must hold one; none: no such rule."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One folder of a rule base: its name, version, scope and the day its knowledge was checked."""

    name: str
    version: str
    scope: str
    knowledge_date: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class RuleBase:
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
    """Which observations a text may bear out: how their words begin (`observe.openings`) to their indices."""

    cases: tuple[Case, ...] = ()
    """The cases of the rule base as a whole (``cases/``)."""

    @property
    def many(self) -> frozenset[str]:
        """The facts that may hold several values at once."""
        return frozenset(name for name, decl in self.facts.items() if decl.many)
