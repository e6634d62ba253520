"""Every fault of rule bases, and every lint where there is no fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ..rulebase.build import assemble
from ..rulebase.entries import Entry
from ..rulebase.faults import Fault
from ..rulebase.folders import PackFolder
from ..rulebase.scope import Scope
from .facts import lint_facts
from .finds import Find
from .patterns import lint_patterns
from .rules import lint_rules
from .sources import lint_sources

NEEDLESS = "KM690"


def check_and_lint(folders: Sequence[PackFolder], today: date) -> tuple[Fault, ...]:
    """The faults of the rule bases, else their lints, sorted by place. ``today`` tells how old sources are."""
    base, faults, scope = assemble(folders)
    if base is None:
        return faults
    finds = (*lint_rules(base), *lint_facts(base), *lint_patterns(base), *lint_sources(base, today))
    return tuple(sorted(_unallowed(finds, scope), key=lambda fault: fault.order))


def _unallowed(finds: Iterable[Find], scope: Scope) -> Iterator[Fault]:
    """The lints that nobody allowed, and the permissions that nothing needs."""
    used: set[tuple[int, str]] = set()
    for find in finds:
        entry = scope.collected.entries[find.kind][find.id]
        pack = scope.collected.pack_entries[entry.origin_of(find.path).pack]
        if find.code in entry.doc.allow:
            used.add((id(entry.doc), find.code))
        elif find.code in pack.doc.allow:
            used.add((id(pack.doc), find.code))
        else:
            yield _fault(find, entry)
    for holder in (*_entries(scope), *scope.collected.pack_entries.values()):
        allowed = holder.node.fields.get("allow")
        for code in holder.doc.allow if allowed else ():
            if (id(holder.doc), code) not in used and allowed:
                message = f"nothing here needs {code} to be allowed"
                yield holder.source.fault(NEEDLESS, allowed.key_mark(code), message, "delete it")


def _entries(scope: Scope) -> Iterator[Entry[Any]]:
    return (entry for entries in scope.collected.entries.values() for entry in entries.values())


def _fault(find: Find, entry: Entry[Any]) -> Fault:
    if find.key:
        return entry.key_fault(find.code, find.path, find.key, find.message, find.hint)
    return entry.fault(find.code, find.path, find.message, find.hint)
