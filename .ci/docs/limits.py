"""The table of docs/limits.md: every cap, as the code has it."""

from __future__ import annotations

from collections.abc import Iterator

from keymedic.cli import inputs
from keymedic.engine.infer import native, normal_form
from keymedic.engine.observe import decode
from keymedic.engine.probes import exchange, place
from keymedic.engine.rulebase import collect, folders, patterns, yaml_reader

START, END = "<!-- limits: written by make docs -->", "<!-- end of limits -->"


def with_limits(page: str) -> str:
    """The page with its table as the code has it."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    rows = "\n".join(f"| {what} | {number:,} | {beyond} |" for what, number, beyond in _rows())
    return f"{before}{START}\n\n| of | at most | beyond it |\n|---|---|---|\n{rows}\n\n{END}{after}"


def _rows() -> Iterator[tuple[str, int, str]]:
    refused = "refused (status 2)"
    cut = "the start and the end are read, the middle is left out, and a line says so"
    yield "bytes read from a file or from standard input", inputs.MAX_BYTES, refused
    yield "bytes of a report that are looked at", decode.LIMITS["bytes"], cut
    yield "characters of a report that are looked at", decode.LIMITS["characters"], cut
    yield "lines of a report that are looked at", decode.LIMITS["lines"], cut
    yield "bytes of a `.env` file or shell profile that a probe reads", place.MAX_FILE_BYTES, "not checked, and said so"
    yield "folders that a probe looks into on the way up", place.MAX_FOLDERS, "those above are not looked into"
    yield "bytes of an answer to a live check", exchange.MAX_ANSWER_BYTES, "called no answer of the API"
    fault = "a fault of the rule base (status 3)"
    yield "bytes of one file of a rule base", folders.MAX_FILE_BYTES, fault
    yield "files of a rule base", folders.MAX_FILES, fault
    yield "bytes of a rule base", folders.MAX_FOLDER_BYTES, fault
    yield "levels of nesting in a YAML file", yaml_reader.MAX_DEPTH, fault
    yield "values in a YAML file", yaml_reader.MAX_NODES, fault
    yield "values in a rule base", collect.MAX_FOLDER_VALUES, fault
    yield "faults reported for one YAML file", yaml_reader.MAX_FAULTS, "reading of that file stops there"
    yield "characters of a pattern", patterns.MAX_PATTERN, fault
    yield "alternatives of one rule, its condition multiplied out", normal_form.MAX_TERMS, fault
    split = "another ruleset is begun"
    limits = native.Limits()
    yield "rules in one ruleset of durable-rules", limits.rules, split
    yield "distinct first tests in one ruleset", limits.first_tests, split
    yield "rules of one ruleset that end in the same test", limits.rules_per_test, split
    yield "literals in one message to durable-rules", limits.properties, split
    yield "tests that one message may leave pending", limits.pending, split
    plain = "the plain engine concludes instead, and a line says so"
    yield "conditions of one rule of durable-rules", limits.conditions, plain
