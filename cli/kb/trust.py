"""``keymedic kb trust``: show what a project's rule base would do, and load that very content from now on."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...engine.errors import InputError
from ..doctor import found_rule_bases, shown_folder
from ..inputs import is_terminal
from ..output import Output
from ..phrases import Phrases
from ..render.layout import shorten

if TYPE_CHECKING:
    from ...engine.rulebase.folders import PackFolder
    from ...engine.rulebase.model import RuleBase


def run_trust(args: argparse.Namespace, out: Output) -> int:
    """Trust the content of a folder, after showing it; raises `InputError` without a folder or a yes."""
    from ...engine.rulebase.find import config_folder, project_folder
    from ...engine.rulebase.folders import read_folder
    from ...engine.rulebase.load import load_rule_base
    from ...engine.rulebase.trust import Trust, forget, trust, trust_of

    place = args.folder or project_folder(os.getcwd())
    config = config_folder()
    if not place or not os.path.isdir(place):
        raise InputError(f"there is no folder {args.folder}" if args.folder else "there is no .keymedic/ here or above")
    if not config:
        raise InputError("there is no place for settings: KEYMEDIC_CONFIG_DIR is empty")
    if args.remove:
        forgotten = forget(place, config)
        out.write(f"{Phrases(load_rule_base().phrases).say('trust.removed' if forgotten else 'trust.was-not')}\n")
        return 0
    folder = read_folder(place)  # once: what is shown is what is trusted
    others = [item.folder for item in found_rule_bases(args).found if item.way != "project"]
    rulebase = load_rule_base([*others, folder])
    phrases = Phrases(rulebase.phrases)
    out.write("\n".join(_summary(folder, rulebase, phrases)) + "\n")
    if trust_of(folder, config) is Trust.GIVEN:
        out.write(phrases.say("trust.already") + "\n")
        return 0
    if not args.yes and not _agreed(phrases.say("trust.question"), out):
        out.write(phrases.say("trust.not") + "\n")
        return 0
    trust(folder, config)
    out.write(phrases.say("trust.done", folder=shown_folder(folder)) + "\n")
    return 0


def _agreed(question: str, out: Output) -> bool:
    if not is_terminal():
        raise InputError("nobody can be asked here: look at the content above, then add --yes")
    out.write(question + " ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _summary(folder: PackFolder, rulebase: RuleBase, phrases: Phrases) -> Iterator[str]:
    """What a person should see before they trust: what it is, what it tells people to run, what it takes away."""
    pack = rulebase.packs[-1]
    yield f"{shown_folder(folder)}: " + phrases.say(
        "kb.pack", name=pack.name, version=pack.version, date=pack.knowledge_date
    )
    yield f"  {pack.scope}"
    yield f"  {phrases.say('kb.hash', hash=pack.content_hash)}"
    commands = list(_commands(pack.name, rulebase))
    yield phrases.say("trust.commands" if commands else "trust.no-commands")
    yield from (f"  {line}" for line in commands)
    changes = [change for change in rulebase.changes if change.by.pack == pack.name]
    yield phrases.say("trust.changes" if changes else "trust.no-changes")
    for change in changes:
        said = {"kind": change.kind, "id": change.id, "by": change.by, "over": change.over}
        yield "  " + phrases.say(f"kb.changed.{change.action}", **said, parts=", ".join(change.parts))
        yield "    " + phrases.say("kb.changed.reason", reason=change.reason)


def _commands(pack: str, rulebase: RuleBase) -> Iterator[str]:
    for cause in rulebase.causes.values():
        for fix in cause.fixes:
            texts = [*(command.run for command in fix.commands), fix.verify.run]
            if pack == fix.origin.pack:
                yield from (f"{fix.id}: {shorten(text, 200)}" for text in texts if text)
