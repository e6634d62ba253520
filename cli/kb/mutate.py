"""``keymedic kb test --mutate``: would a case notice if a rule were edited wrongly? And which case would."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ...engine.authoring.mutating import Mutation, mutate
from ...engine.authoring.mutations import KINDS
from ...engine.errors import UnknownNameError
from ..doctor import existing, found_rule_bases, open_rule_base
from ..output import Output
from ..phrases import Phrases
from ..render.as_json import pretty
from .cases_run import only_added
from .scaffold import in_flow

if TYPE_CHECKING:
    from ...engine.authoring.mutations import Mutant
    from ...engine.authoring.proposing import Proposal
    from ...engine.rulebase.folders import PackFolder
    from ...engine.rulebase.model import RuleBase

_BELOW = 1
_PLACE = 1e-9


def run_mutate(args: argparse.Namespace, out: Output) -> int:
    """Judge the mutants of the named folders; 1 when a case fails as it is, or the score is below ``--least``."""
    rulebase = open_rule_base(args, out, with_cases=True)
    phrases = Phrases(rulebase.phrases)
    _check_names(args.rule, rulebase)
    shipped = rulebase.packs[0].name
    packs = [pack.name for pack in rulebase.packs if pack.name != shipped] if only_added(args.folders) else []
    found = mutate(_folders(args), packs, args.rule)
    if found.failing:
        lines = [phrases.say("mutate.failing"), *(f"  {place}" for place in found.failing)]
        out.write("\n".join(lines) + "\n")
        return _BELOW
    if args.propose:
        _propose(found, rulebase, phrases, out)
    elif args.format == "json":
        out.write_json(pretty(_data(found), out))
    else:
        out.write("\n".join(_lines(found, phrases)) + "\n")
    return _BELOW if found.score * 100 + _PLACE < args.least else 0


def _folders(args: argparse.Namespace) -> tuple[PackFolder, ...]:
    from ...engine.rulebase.load import read_folders

    found = [item.folder for item in found_rule_bases(args).found]
    return read_folders([*found, *existing(args.folders)], not args.no_builtin_kb)


def _check_names(rules: Sequence[str], rulebase: RuleBase) -> None:
    from ...engine.vocabulary import did_you_mean

    for name in rules:
        if name not in rulebase.rules:
            raise UnknownNameError(f"no rule is called {name!r}{did_you_mean(name, rulebase.rules)}")


def _lines(found: Mutation, phrases: Phrases) -> Iterator[str]:
    for mutant in found.survivors:
        place = f"{mutant.file}:{mutant.line}:{mutant.column}"
        yield f"{place}: {mutant.rule.id}: {_edit(mutant, phrases)}"
    if found.survivors:
        yield ""
    for kind in KINDS:
        judged = [noticed for mutant, noticed in found.judged if mutant.kind == kind]
        if judged:
            numbers = {"noticed": sum(judged), "number": len(judged)}
            yield "  " + phrases.say(f"mutate.kind.{kind}", **numbers)
    yield phrases.say(
        "mutate.score", score=f"{found.score:.1%}".replace("%", " %"), number=len(found.judged),
        noticed=len(found.judged) - len(found.survivors), cases=phrases.count("kb.cases", found.cases),
    )  # fmt: skip


def _edit(mutant: Mutant, phrases: Phrases) -> str:
    return phrases.say("mutate.changed" if mutant.new else "mutate.dropped", old=mutant.old, new=mutant.new)


def _data(found: Mutation) -> dict[str, object]:
    survivors = [
        {
            "rule": mutant.rule.id, "kind": mutant.kind, "file": mutant.file, "line": mutant.line,
            "column": mutant.column, "old": mutant.old, "new": mutant.new,
        }
        for mutant in found.survivors
    ]  # fmt: skip
    return {
        "schema_version": 1, "score": round(found.score, 6), "mutants": len(found.judged), "cases": found.cases,
        "survivors": survivors,
    }  # fmt: skip


def _propose(found: Mutation, rulebase: RuleBase, phrases: Phrases, out: Output) -> None:
    """Write cases that would notice the survivors: YAML to stdout, what to do with it to stderr."""
    from ...engine.authoring.proposing import propose

    proposals = propose(rulebase, found.survivors)
    out.write("\n".join(entries(proposals, {case.id for case in rulebase.cases})))
    out.tell(phrases.say("mutate.proposed", cases=phrases.count("kb.cases", len(proposals))))


def entries(proposals: Sequence[Proposal], taken: Collection[str] = ()) -> Iterator[str]:
    """The proposals as entries of ``cases/``, each called after the first rule that it names; ``taken`` ids are left out."""
    numbers: dict[str, int] = {}
    for proposal in proposals:
        name = next(names[0] for key in ("fires", "silent") if (names := proposal.expect.get(key)))
        number = numbers.get(name, 0) + 1
        while f"{name}.holds-{number}" in taken:
            number += 1
        numbers[name] = number
        given: dict[str, list[str]] = {}
        for fact, value in proposal.given:
            given.setdefault(fact, []).append(value)
        expect = (f"{key}: {_flow(names)}" for key, names in proposal.expect.items())
        facts = (f"{fact}: {_flow(values)}" for fact, values in given.items())
        yield f"- case: {name}.holds-{numbers[name]}\n  given: {{{', '.join(facts)}}}\n  expect: {{{', '.join(expect)}}}\n"


def _flow(texts: Sequence[str]) -> str:
    shown = [in_flow(text) for text in texts]
    return shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"
