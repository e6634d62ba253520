"""The shape of every entry of a rule base, as pydantic models.

Imported only when rules are built, never when they come from the cache. Types that only the vocabulary can
give (values of facts, conditions) stay raw here and are read in the steps after this one.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..probes.progress import ProbeName
from .field_types import (
    Address,
    Allowed,
    Chance,
    Count,
    EnumValues,
    FactName,
    FactTypeName,
    Filled,
    FixName,
    Id,
    IsoDate,
    Number,
    OneOrMany,
    Positive,
    Rank,
    Share,
    Texts,
    Threshold,
    Word,
    YesNo,
    complaint,
)


class Doc(BaseModel):
    """The base of every shape: no key that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EntryDoc(Doc):
    """An entry with an id.

    ``override`` gives the reason for taking the place of an earlier pack's entry, ``allow`` one for each lint to keep quiet.
    """

    override: Filled | None = None
    allow: Allowed = {}


class AskDoc(Doc):
    """How to ask for a fact."""

    prompt: Filled
    hint: str = ""
    cost: Word
    choices: dict[str, Filled] = {}
    implied_by: tuple[FactName, ...] = ()
    probe: Literal["", "look", "online"] = ""
    vague: Texts = ()


class FactDoc(EntryDoc):
    """An entry of ``facts/``."""

    fact: FactName
    type: FactTypeName
    values: EnumValues | None = None
    range: Annotated[tuple[int, ...], Field(min_length=2, max_length=2)] | None = None
    many: YesNo = False
    derived: YesNo = False
    sensitive: YesNo = False
    shown: YesNo = True
    label: str = ""
    description: Filled
    ask: AskDoc | None = None
    usual: dict[str, Positive] = {}
    implies: dict[str, dict[FactName, str]] = {}
    names: dict[str, Annotated[Texts, Field(min_length=1)]] = {}

    @model_validator(mode="after")
    def _type_and_keys(self) -> FactDoc:
        if (self.type == "enum") != (self.values is not None):
            raise complaint("an enum, and nothing else, has values")
        if self.range and (self.type != "integer" or self.range[0] > self.range[1]):
            raise complaint("range is for integers: smallest, then largest value")
        if self.names and self.type != "country":
            raise complaint("names are for countries")
        if self.derived and (self.ask or self.usual or self.implies):
            raise complaint("a derived fact is never asked: it has neither ask nor usual nor implies")
        return self


class ObserveDoc(EntryDoc):
    """An entry of ``observe/``; ``facts`` is read with the vocabulary."""

    observe: Id
    any_of: Annotated[Texts, Field(min_length=1)] | None = None
    pattern: Filled | None = None
    unless: Texts = ()
    source: Literal["text", "server"] = "text"
    stated: YesNo = False
    facts: Annotated[dict[str, Any], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_way(self) -> ObserveDoc:
        if (self.any_of is None) == (self.pattern is None):
            raise complaint("an observation has either any_of or pattern")
        if self.stated and self.source == "server":
            raise complaint("a server's sentence holds wherever it stands: stated is for people's own words")
        return self


class TermDoc(EntryDoc):
    """An entry of ``lexicon/``: ``words`` by language, or ``values`` that the words stand for."""

    term: Word
    means: Filled
    words: Annotated[dict[Word, Texts], Field(min_length=1)] | None = None
    values: Annotated[dict[str, Texts], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> TermDoc:
        if (self.words is None) == (self.values is None):
            raise complaint("a term has either words or values")
        return self


class FrameDoc(EntryDoc):
    """An entry of ``frames/``; ``facts`` and ``denied`` are read with the vocabulary."""

    frame: Id
    says: Annotated[tuple[OneOrMany, ...], Field(min_length=1)]
    without: Texts = ()
    within: Annotated[int, Field(ge=1, le=60)] = 14
    ordered: YesNo = False
    over: Literal["clause", "sentence"] = "clause"
    number: Annotated[tuple[int, ...], Field(min_length=2, max_length=2)] | None = None
    facts: dict[str, Any] = {}
    denied: dict[str, Any] = {}
    anyhow: YesNo = False
    alone: YesNo = False
    last: YesNo = False
    heard: Annotated[Texts, Field(min_length=1)]
    heard_denied: Texts = ()
    unheard: Texts = ()

    @model_validator(mode="after")
    def _says_something(self) -> FrameDoc:
        if not self.facts and not self.denied:
            raise complaint("a frame gives facts, denied facts, or both")
        if self.anyhow and self.denied:
            raise complaint("what is said anyhow is said under a negation, too: no denied facts beside it")
        if bool(self.facts and self.denied) != bool(self.heard_denied):
            raise complaint("heard_denied goes with facts and denied together: a sentence that denies the frame")
        return self


class SourceDoc(Doc):
    """Where knowledge comes from, when that was checked, and how good it is."""

    url: Address | None = None
    ref: Filled | None = None
    checked: IsoDate
    grade: Literal["A", "B", "C", "U"]

    @model_validator(mode="after")
    def _one_place(self) -> SourceDoc:
        if (self.url is None) == (self.ref is None):
            raise complaint("a source has either url or ref")
        return self


class CaseDoc(Doc):
    """What goes in and what must come out: a case beside a rule."""

    report: Filled | None = None
    given: dict[str, OneOrMany] = {}
    expect: dict[str, OneOrMany] = {}

    @model_validator(mode="after")
    def _something(self) -> CaseDoc:
        if not self.report and not self.given:
            raise complaint("a case needs given or report")
        return self


class WholeCaseDoc(EntryDoc, CaseDoc):
    """An entry of ``cases/``: a case of the rule base as a whole."""

    case: Id
    expect: dict[str, OneOrMany] = Field(default=..., min_length=1)  # `...`: it must be given


class FindingDoc(Doc):
    """Something worth saying whatever the leading cause is."""

    severity: Literal["info", "warning", "error"]
    text: Filled


class RuleDoc(EntryDoc):
    """An entry of ``rules/``; ``when`` is read by `condition_reader`."""

    rule: Id
    title: Filled
    when: Any
    then: dict[str, str] = {}
    evidence: dict[str, str] = {}
    group: Id | None = None
    finding: FindingDoc | None = None
    because: Filled
    sources: Annotated[tuple[SourceDoc, ...], Field(min_length=1)]
    cases: tuple[CaseDoc, ...] = ()


class CommandDoc(Doc):
    """A command to copy."""

    shell: Literal["any", "sh", "powershell", "cmd"]
    run: Filled


class VerifyDoc(Doc):
    """How to see that a fix worked; ``probe``: the probe of keymedic that can tell."""

    text: Filled
    run: str = ""
    expect: str = ""
    probe: ProbeName | Literal[""] = ""


class FixDoc(Doc):
    """One way out of a cause."""

    fix: Id
    title: Filled
    steps: Annotated[Texts, Field(min_length=1)]
    commands: tuple[CommandDoc, ...] = ()
    cost: Word
    risk: Filled = "none"
    helps: Word
    verify: VerifyDoc


class CauseDoc(EntryDoc):
    """An entry of ``causes/``."""

    cause: Id
    title: Filled
    explanation: Filled
    prior: Word
    kind_of: Id | None = None
    fixes: tuple[FixDoc, ...] = ()
    prevention: Texts = ()
    sources: tuple[SourceDoc, ...] = ()


class TableDoc(EntryDoc):
    """An entry of ``tables/``."""

    table: Id
    type: FactTypeName
    values: Annotated[Texts, Field(min_length=1)]


class ClaimDoc(Doc):
    """Which cases are this rule base's own: those in which the derived fact is concluded as true."""

    fact: FactName
    weight: Word


class PackDoc(Doc):
    """``pack.yaml``."""

    name: Id
    version: Filled
    scope: Filled
    knowledge_date: IsoDate
    claims: ClaimDoc | None = None
    allow: Allowed = {}


class TargetDoc(Doc):
    """The one entry of an earlier rule base that a change is about."""

    rule: Id | None = None
    cause: Id | None = None
    fix: FixName | None = None
    observe: Id | None = None
    term: Word | None = None
    frame: Id | None = None
    question: FactName | None = None
    fact: FactName | None = None
    table: Id | None = None

    @model_validator(mode="after")
    def _one_target(self) -> TargetDoc:
        if len(self.model_fields_set) != 1:
            raise complaint(
                "a change is about one entry: rule, cause, fix, observe, term, frame, question, fact or table"
            )
        return self


class ChangeDoc(Doc):
    """An entry of ``changes/``: something of an earlier rule base switched off or changed in part, with the reason."""

    off: TargetDoc | None = None
    change: TargetDoc | None = None
    reason: Filled
    set: dict[str, Any] = {}
    add: dict[str, Any] = {}

    @model_validator(mode="after")
    def _one_way(self) -> ChangeDoc:
        if (self.off is None) == (self.change is None):
            raise complaint("an entry of changes/ has either off or change")
        if self.off and (self.set or self.add):
            raise complaint("what is switched off takes neither set nor add")
        if self.off and (self.off.fact or self.off.table or self.off.term):
            raise complaint("facts, tables and terms can be changed, not switched off: other rule bases stand on them")
        if self.change and not (self.set or self.add):
            raise complaint("a change needs set (in place of what is there) or add (beside it)")
        return self


class WeightsDoc(EntryDoc):
    """``weights.yaml``."""

    evidence: dict[Word, Number]
    priors: dict[Word, Number]
    helps: dict[Word, Chance]
    costs: dict[Word, Positive]
    reliability: dict[Literal["probe", "server", "answer", "given", "text", "rule"], Rank]
    other_prior: Number
    diagnosed: Share
    out_of_scope_cause: Id
    healthy_fact: FactName
    dont_know: Share
    ask_gain: Annotated[float, Field(allow_inf_nan=False, ge=0, le=50)]
    act_from: Threshold
    show_from: Threshold
    least_causes: Count
    most_fixes: Count
    most_questions: Count
    stale_days: Annotated[int, Field(ge=1, le=100_000)]
    settled_change: Annotated[float, Field(allow_inf_nan=False, ge=0, le=1)] = 0.0
    slip: Annotated[float, Field(allow_inf_nan=False, ge=0, lt=1)] = 0.0
    doubt: Annotated[float, Field(allow_inf_nan=False, ge=0, le=1)] = 1.0
    sure: Annotated[float, Field(allow_inf_nan=False, ge=0, le=1)] = 1.0
    questions_when_sure: Annotated[int, Field(ge=0, le=100)] = 1
    patience: Count = 1000
    most_unsure: Annotated[int, Field(ge=1, le=1000)] = 4
    hedges: Texts = ()
