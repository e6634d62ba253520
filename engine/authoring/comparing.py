"""Two rule bases held against each other: which entries differ, in which parts, and what becomes of which cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from ..conditions import All, Any_, Condition, Known, Not, Test
from ..errors import FactValueError, UnknownNameError
from ..facts import Fact
from ..rulebase.model import Case, Origin
from ..values import Struct, field_names, is_value
from .expecting import differences
from .trying import Ready, Tried, Trying, cases_of

if TYPE_CHECKING:
    from ..rulebase.model import Rule, RuleBase

KINDS = ("fact", "observe", "term", "frame", "rule", "cause", "fix", "table", "weights")
Leaf = Condition | str | int | float | bool | None
_TOLD_APART = ("id", "name", "url", "ref", "run")
"""By which of its parts an item of a list is known; those with none are known by their place."""


class Part(Struct):
    """A part of an entry, by the way to it, before and after; nothing where it is not there."""

    path: str
    before: Leaf
    after: Leaf


class EntryChange(Struct):
    """An entry that only one of the rule bases has, or that differs in ``parts``; ``place`` is where it stands now."""

    kind: str
    id: str
    what: Literal["added", "removed", "changed"]
    place: Origin | None
    parts: tuple[Part, ...] = ()


class Asked(Struct):
    """A case to try on both: of the rule bases themselves (with the rule that it stands beside), or from elsewhere."""

    name: str
    report: str
    given: Sequence[Fact]
    case: Case | None = None
    rule: Rule | None = None


class CaseChange(Struct):
    """A case that comes out differently.

    ``holds``: whether its expectations came true before and after; nothing for a case that has none. ``before`` or
    ``after`` is missing where a rule base cannot read its facts.
    """

    name: str
    report: str
    before: Tried | None
    after: Tried | None
    holds: tuple[bool, bool] | None

    @property
    def turned(self) -> bool:
        """Whether another cause leads now, or the verdict is another one: what a person would see."""
        return _headline(self.before) != _headline(self.after)

    @property
    def fires(self) -> tuple[list[str], list[str]]:
        """The rules that fire no longer, and those that fire only now."""
        old = self.before.fired if self.before else frozenset[str]()
        new = self.after.fired if self.after else frozenset[str]()
        return sorted(old - new), sorted(new - old)


class Comparison(Struct):
    """Everything that differs, of how many cases."""

    entries: tuple[EntryChange, ...]
    cases: tuple[CaseChange, ...]
    tried: int


def compare(before: RuleBase, after: RuleBase, more: Iterable[Asked] = (), least: float = 0.05) -> Comparison:
    """Hold two rule bases, loaded with their cases, against each other.

    Tried are the cases of both and ``more``. A case counts as changed when another cause leads, the verdict or whether it
    holds is another one, or the share of the leading cause moves by ``least`` (0 to 1).
    """
    asked = list(_asked(before, after, more))
    cases = tuple(change for change in _tried(asked, before, after) if _matters(change, least))
    return Comparison(tuple(entry_changes(before, after)), cases, len(asked))


def entry_changes(before: RuleBase, after: RuleBase) -> Iterator[EntryChange]:
    """The entries that differ, kind by kind, by id."""
    for kind in KINDS:
        old, new = _entries(kind, before), _entries(kind, after)
        for name in sorted(old.keys() | new.keys()):
            if name not in new:
                yield EntryChange(kind, name, "removed", getattr(old[name], "origin", None))
            elif name not in old:
                yield EntryChange(kind, name, "added", getattr(new[name], "origin", None))
            elif parts := tuple(_parts(old[name], new[name])):
                yield EntryChange(kind, name, "changed", getattr(new[name], "origin", None), parts)


def _entries(kind: str, base: RuleBase) -> Mapping[str, object]:
    match kind:
        case "fact":
            return base.facts
        case "rule":
            return base.rules
        case "cause":
            return base.causes
        case "fix":
            return {fix.id: fix for cause in base.causes.values() for fix in cause.fixes}
        case "table":
            return base.tables
        case "weights":
            return {"weights": base.weights}
        case _:
            lists: Mapping[str, Sequence[Any]] = {
                "observe": base.observations,
                "term": base.terms,
                "frame": base.frames,
            }
            return {item.id: item for item in lists[kind]}


def _parts(old: object, new: object) -> Iterator[Part]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for path in (*before, *(path for path in after if path not in before)):
        if before.get(path) != after.get(path):
            yield Part(path, before.get(path), after.get(path))


def _flat(value: object, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """A value's parts: texts and conditions by the way to them. Places and, of causes, the fixes (a kind of their own)
    are left out; items of a list are known by what they are called, so that a new one in front moves none."""
    if isinstance(value, Origin):
        return
    if isinstance(value, Test | Known | All | Any_ | Not):
        yield path, value
    elif is_value(value):
        skipped = ("fixes", "cases", "anchors") if not path else ()
        for name in field_names(value):
            if name not in skipped:
                yield from _flat(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, Mapping):
        for name, child in cast("Mapping[str, object]", value).items():
            yield from _flat(child, f"{path}.{name}" if path else str(name))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from _items(cast("Sequence[object]", value), path)
    else:
        yield path, cast("Leaf", value)


def _items(values: Sequence[object], path: str) -> Iterator[tuple[str, Leaf]]:
    for at, item in enumerate(values):
        if is_value(item) or isinstance(item, Mapping):
            whole = cast("object", item)
            name = next((text for key in _TOLD_APART if (text := getattr(whole, key, ""))), at)
            yield from _flat(whole, f"{path}[{name}]")
        elif isinstance(item, Sequence) and not isinstance(item, str):
            yield f"{path}[{at}]", ", ".join(map(str, cast("Sequence[object]", item)))
        else:
            yield f"{path}[{item}]", cast("Leaf", item)


def _asked(before: RuleBase, after: RuleBase, more: Iterable[Asked]) -> Iterator[Asked]:
    """Every case once: those of the later rule base first, for it says what is expected now."""
    seen: set[tuple[str, tuple[tuple[str, object], ...], tuple[tuple[str, object], ...]]] = set()
    for base in (after, before):
        for rule, case in cases_of(base):
            key = (case.report, tuple(sorted(case.given.items())), tuple(sorted(case.expect.items())))
            if key not in seen:
                seen.add(key)
                yield Asked(case.id or f"{rule.id if rule else ''} {case.origin}".strip(), case.report, (), case, rule)
    yield from more


def _tried(asked: Iterable[Asked], before: RuleBase, after: RuleBase) -> Iterator[CaseChange]:
    first, second = Trying(before), Trying(after)
    shared = _read_alike(before, after)
    for item in asked:
        old = _ready(item, first)
        new = old if shared else _ready(item, second)
        one, two = first.outcome(old) if old else None, second.outcome(new) if new else None
        holds = (_holds(item, one, before), _holds(item, two, after)) if item.case else None
        yield CaseChange(item.name, item.report, one, two, holds)


def _read_alike(before: RuleBase, after: RuleBase) -> bool:
    """Whether both read texts and facts alike, so that once is enough."""
    names = ("facts", "observations", "frames", "terms", "tables")
    same = all(not any(_parts(_by_id(getattr(before, name)), _by_id(getattr(after, name)))) for name in names)
    return same and before.weights.reliability == after.weights.reliability


def _by_id(entries: Any) -> Any:
    return cast("object", entries) if isinstance(entries, Mapping) else {item.id: item for item in entries}


def _ready(item: Asked, trying: Trying) -> Ready | None:
    try:
        return trying.ready(item.case) if item.case else trying.read(item.report, item.given)
    except (FactValueError, UnknownNameError):
        return None


def _holds(item: Asked, tried: Tried | None, base: RuleBase) -> bool:
    if tried is None or item.case is None:
        return False
    try:
        return not any(True for _ in differences(item.rule, item.case, tried, base))
    except KeyError:  # it expects something of an entry that this rule base does not have
        return False


def _matters(change: CaseChange, least: float) -> bool:
    if change.turned or (change.holds and change.holds[0] is not change.holds[1]):
        return True
    if change.before is None or change.after is None or not change.after.ranked:
        return False
    leader = change.after.ranked[0]
    return abs(change.after.shares[leader] - change.before.shares.get(leader, 0.0)) >= least


def _headline(tried: Tried | None) -> tuple[str, str]:
    return (tried.ranked[0] if tried.ranked else "", tried.verdict) if tried else ("", "")
