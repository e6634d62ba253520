"""The result of a diagnosis, as values, and its JSON form (schema_version 1).

Fields and enum values may be added in later versions; none is ever renamed or removed.
"""

from __future__ import annotations

from collections.abc import Mapping

from .facts import Scalar, SourceKind
from .values import Struct, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias


SCHEMA_VERSION = 1
Verdict: TypeAlias = "Literal['diagnosed', 'undecided', 'out-of-scope', 'no-fault-found']"
VERDICTS: tuple[Verdict, ...] = ("diagnosed", "undecided", "out-of-scope", "no-fault-found")
Severity: TypeAlias = "Literal['info', 'warning', 'error']"
CheckState: TypeAlias = "Literal['passed', 'failed', 'not-checked', 'warning']"
"""``warning``: nothing is broken, but it is worth knowing."""
Direction: TypeAlias = "Literal['for', 'against']"
CONFLICT = "conflict."
"""How the id of a finding begins that tells of a contradiction; the name of its fact follows."""
STALE = "knowledge-age"
"""The id of a finding that tells of old knowledge."""


class Evidence(Struct):
    """One rule's word for or against a cause. ``weight`` is a log-likelihood ratio in nats; ``word`` its
    name in the rule base; ``counted`` is false where a stronger rule of the same group spoke already."""

    rule: str
    title: str
    because: str
    weight: float
    word: str
    direction: Direction
    counted: bool
    facts: tuple[str, ...]


class RankedCause(Struct):
    """A cause with its share of the probability (0 to 1)."""

    id: str
    title: str
    probability: float
    explanation: str
    origin: str
    evidence: tuple[Evidence, ...]
    kind_of: str | None = None


class RankedFix(Struct):
    """A fix with its expected benefit: chance of the cause, times chance to help, per cost."""

    id: str
    cause: str
    title: str
    steps: tuple[str, ...]
    commands: tuple[Mapping[str, str], ...]
    verify: str
    verify_command: str
    expected_benefit: float
    origin: str
    cost: str
    risk: str
    verify_probe: str = ""


class Question(Struct):
    """What to ask next. ``value`` is the expected drop in uncertainty (nats) per unit of cost."""

    fact: str
    prompt: str
    choices: tuple[Mapping[str, Scalar | str], ...]
    hint: str
    value: float


class FindingItem(Struct):
    """Something worth saying whatever the leading cause is."""

    id: str
    severity: Severity
    text: str
    facts: tuple[str, ...]


class Check(Struct):
    """One thing a probe looked at."""

    id: str
    state: CheckState
    text: str


class FactItem(Struct):
    """A settled fact as shown: value, and where it comes from."""

    value: Scalar | tuple[Scalar, ...]
    kind: SourceKind
    detail: str


class KbInfo(Struct):
    """Which knowledge concluded: packs by name, version, content hash and knowledge date."""

    name: str
    version: str
    hash: str
    knowledge_date: str
    packs: tuple[Mapping[str, str], ...] = ()


class Diagnosis(Struct):
    """Everything keymedic concluded about one case."""

    verdict: Verdict
    causes: tuple[RankedCause, ...]
    other_probability: float
    fixes: tuple[RankedFix, ...]
    prevention: tuple[str, ...]
    questions: tuple[Question, ...]
    findings: tuple[FindingItem, ...]
    checks: tuple[Check, ...]
    facts: Mapping[str, FactItem]
    engine: str
    kb: KbInfo
    id: str | None = field(default=None)

    def to_json(self) -> dict[str, Any]:
        """The contract of ``--format json``: plain dictionaries, lists and scalars."""
        data: dict[str, Any] = {"schema_version": SCHEMA_VERSION}
        if self.id is not None:
            data["id"] = self.id
        from dataclasses import asdict  # only for JSON: the import takes as long as the diagnosis

        body = asdict(self)
        del body["id"], body["facts"]
        data |= body
        data["facts"] = {
            name: {"value": _plain(item.value), "source": {"kind": item.kind, "detail": item.detail}}
            for name, item in self.facts.items()
        }
        return data


def _plain(value: Scalar | tuple[Scalar, ...]) -> Scalar | list[Scalar]:
    return list(value) if isinstance(value, tuple) else value
