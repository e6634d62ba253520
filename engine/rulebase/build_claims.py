"""Claims: which cases are whose, where rule bases of different scopes are loaded together.

A rule base claims a case by concluding its derived fact. The claim speaks for each of its causes, and rules out that
the case is nobody's: what is out of scope for the other rule base is this one's. `reason.weigh` keeps the causes of a
rule base that claims nothing in a case out of the competition, so that an additional rule base changes no other diagnosis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..values import replace
from .documents import CauseDoc
from .entries import PackEntry
from .faults import did_you_mean, quote
from .model import Pack, Rule
from .scope import Scope


def build_claims(rules: Mapping[str, Rule], scope: Scope) -> dict[str, Rule]:
    """The rules, those that claim a case for their rule base with the evidence that this is."""
    built = dict(rules)
    for pack in scope.collected.pack_entries.values():
        if pack.doc.claims and _sound(pack, built, scope):
            built |= _claiming(pack, built, scope)
    return built


def with_claims(packs: Iterable[Pack], scope: Scope) -> tuple[Pack, ...]:
    """The rule bases, those with a claim with the causes that it is about."""
    return tuple(replace(pack, claimed=own_causes(pack.name, scope)) if pack.claims else pack for pack in packs)


def own_causes(pack: str, scope: Scope) -> tuple[str, ...]:
    """The causes that a rule base brought: not those of others that it overrides or changes."""
    causes = scope.collected.of("causes", CauseDoc).values()
    others = {change.id for change in scope.collected.changes if change.kind == "cause" and change.over.pack != pack}
    return tuple(entry.id for entry in causes if entry.source.pack == pack and entry.id not in others)


def _sound(pack: PackEntry, rules: Mapping[str, Rule], scope: Scope) -> bool:
    claim = pack.doc.claims
    assert claim is not None, "the caller looks"
    decl = scope.facts.get(claim.fact)
    if decl is None:
        if not scope.collected.may_exist("facts", claim.fact):
            _fault(
                pack, "fact", "KM301", f"unknown fact {quote(claim.fact)}", did_you_mean(claim.fact, scope.facts), scope
            )
        return False
    if decl.type != "boolean" or not decl.derived:
        _fault(pack, "fact", "KM504", f"{claim.fact} must be boolean and derived: yes", "", scope)
        return False
    words = scope.weights.evidence if scope.weights else {claim.weight: 1.0}
    if words.get(claim.weight, 0.0) <= 0:
        known = [word for word, weight in words.items() if weight > 0]
        message = f"{quote(claim.weight)} is no word of evidence that speaks for something"
        hint = did_you_mean(claim.weight, known) or f"known here: {', '.join(known)}"
        _fault(pack, "weight", "KM303", message, hint, scope)
        return False
    if not any(claim.fact in rule.then for rule in rules.values()) and not scope.collected.refused:
        _fault(pack, "fact", "KM504", f"no rule concludes {claim.fact}, so nothing is ever claimed", "", scope)
    return True


def _claiming(pack: PackEntry, rules: Mapping[str, Rule], scope: Scope) -> dict[str, Rule]:
    claim = pack.doc.claims
    assert claim is not None, "the caller looks"
    evidence = dict.fromkeys(own_causes(pack.doc.name, scope), claim.weight)
    if scope.weights:
        words = scope.weights.evidence
        evidence[scope.weights.out_of_scope_cause] = min(words, key=lambda word: words[word])
    known = scope.collected.entries["causes"]
    spoken = {cause: word for cause, word in evidence.items() if cause in known}
    changed: dict[str, Rule] = {}
    for rule in rules.values():
        if rule.then.get(claim.fact) is not True:
            continue
        if rule.evidence or rule.group:
            entry = scope.collected.entries["rules"][rule.id]
            message = f"{rule.id} claims the case for every cause of {pack.doc.name}"
            hint = "put evidence and group into a rule of its own"
            scope.faults.append(entry.fault("KM504", ("evidence" if rule.evidence else "group",), message, hint))
            continue
        changed[rule.id] = replace(rule, evidence=spoken, group=f"claim:{pack.doc.name}")
    return changed


def _fault(pack: PackEntry, key: str, code: str, message: str, hint: str, scope: Scope) -> None:
    mark = pack.node.find(("claims", key)).mark
    scope.faults.append(pack.source.fault(code, mark, message, hint))
