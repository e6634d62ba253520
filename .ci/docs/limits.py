"""The table of docs/limits.md: every cap, as the code has it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from keymedic.cli.keep import history
from keymedic.engine.infer import native
from keymedic.engine.observe import decode

START, END = "<!-- limits: written by make docs -->", "<!-- end of limits -->"
ROOT = Path(__file__).resolve().parents[2]
_CAP = re.compile(r"^(_?[A-Z_]*(?:MAX|MOST|LONGEST|DEEPEST|LARGEST|WIDEST)[A-Z_]*)(?:: Final)? = [0-9(]", re.MULTILINE)

_REFUSED = "refused (status 2)"
_CUT = "the start and the end are read, the middle is left out, and a line says so"
_FAULT = "a fault of the rule base (status 3)"
_REST = "the rest is not looked at"
_CAPS = (
    ("bytes read from a file or from standard input", "cli.inputs.MAX_BYTES", _REFUSED),
    ("different lines of a report that are read as errors one by one", "engine.observe.lines._MOST_LINES", "the first quarter and the last three are"),
    ("characters of such a line", "engine.observe.lines._LONGEST_LINE", _REST),
    ("characters of an error message", "engine.observe.lines._LONGEST_MESSAGE", "cut"),
    ("characters of a text inside JSON", "engine.observe.structured._LONGEST", "cut"),
    ("values of one JSON text", "engine.observe.structured._MOST_NODES", _REST),
    ("entries of an error's metadata", "engine.observe.structured._MOST_METADATA", _REST),
    ("texts within texts (JSON in JSON)", "engine.observe.errors_in_text._DEEPEST", _REST),
    ("characters of a text within a text", "engine.observe.errors_in_text._LONGEST_STRING", _REST),
    ("levels of JSON that is damaged or none (Python, JavaScript)", "engine.observe.relaxed._DEEPEST", "read as plain text"),
    ("levels of backslashes", "engine.observe.escapes._MOST_LEVELS", _REST),
    ("structured errors of one report", "engine.observe.records._MOST_RECORDS", _REST),
    ("web pages in a report", "engine.observe.html._MOST_PAGES", _REST),
    ("questions and answers in a report", "engine.observe.questions._MOST_PAIRS", _REST),
    ("entries at the start of a log that are read for what they name", "engine.observe.log_entries.MOST_FIRST", "only sentences of Google's count in between"),
    ("entries at the end of a log that are read for what they name", "engine.observe.log_entries.MOST_LAST", "only sentences of Google's count in between"),
    ("places of one phrase", "engine.observe.phrases._MOST_OCCURRENCES", _REST),
    ("finds of one pattern", "engine.observe.phrases._MOST_MATCHES", _REST),
    ("characters of a report that are read word by word", "engine.observe.frames._LONGEST_TEXT", _REST),
    ("readings of one sentence", "engine.observe.frames._MOST_CHOICES", _REST),
    ("bytes of a `.env` file or shell profile that a probe reads", "engine.probes.place.MAX_FILE_BYTES", "not checked, and said so"),
    ("folders that a probe looks into on the way up", "engine.probes.place.MAX_FOLDERS", "those above are not looked into"),
    ("characters of a `.env` file that python-dotenv's own parser reads", "engine.probes.python_dotenv.LONGEST", "not compared"),
    ("bytes of another process's environment", "engine.probes.process._MAX_ENVIRONMENT", "not checked, and said so"),
    ("bytes of a lock file or manifest of packages", "engine.probes.tools._LOCK_BYTES", "not checked"),
    ("commits of a repository in which keys are sought", "engine.probes.exposure.MAX_COMMITS", "older ones are not looked at"),
    ("files of a repository in which keys are sought", "engine.probes.exposure.MAX_FILES", _REST),
    ("bytes of such a file", "engine.probes.exposure.MAX_BLOB_BYTES", "not looked at"),
    ("bytes of a file of certificates that a variable names", "engine.probes.routes._LARGEST_BUNDLE", "not checked"),
    ("characters of an error of a live check that are read", "engine.probes.live._LONGEST_ERROR", _REST),
    ("characters of a line of a shell profile", "engine.probes.profile_reader.LONGEST_LINE", "not looked at"),
    ("lines of a shell profile that name a variable of interest", "engine.probes.profile_reader.MOST_LINES", _REST),
    ("settings in such a line", "engine.probes.profile_reader._MOST_PARTS", _REST),
    ("branches and tags from which they are sought", "engine.probes.repository._MAX_REFS", _REST),
    ("bytes of an answer to a live check", "engine.probes.exchange.MAX_ANSWER_BYTES", "called no answer of the API"),
    ("bytes of a command's output that `keymedic run` keeps, of each stream", "cli.child.pump.TAIL_BYTES", "passed on, and only the end kept"),
    ("processes of `batch` and `eval`", "cli.arguments._MOST_JOBS", _REFUSED),
    ("bytes of a saved conversation", "cli.keep.store.MAX_SESSION_BYTES", "not saved, and said so; the last good one stays"),
    ("digits of a number in a saved conversation", "cli.keep.store._LONGEST_NUMBER", _REFUSED),
    ("bytes of a conversation that `kb new --from-session` reads", "cli.kb.from_session.MAX_BYTES", _REFUSED),
    ("saved conversations", "cli.keep.store.MOST_SESSIONS", "the oldest are removed"),
    ("events of a saved conversation", "engine.session.codec.MOST_EVENTS", "refused"),
    ("the place of a fact in its text, in a saved conversation", "engine.session.codec._LARGEST", "taken as this"),
    ("bytes of the history of the prompt", "cli.keep.history.MAX_HISTORY_BYTES", f"the last {history.MOST_LINES:,} entries are kept"),
    ("characters of an entry of the history", "cli.keep.history.LONGEST_ENTRY", "a paste, and not kept"),
    ("bytes that are put on the clipboard", "cli.repl.desk._LONGEST_COPY", "not copied, and said so"),
    ("bytes of one file of a rule base", "engine.rulebase.folders.MAX_FILE_BYTES", _FAULT),
    ("files of a rule base", "engine.rulebase.folders.MAX_FILES", _FAULT),
    ("files and folders in the folder of a rule base", "engine.rulebase.folders._MAX_WALK", _FAULT),
    ("bytes of a rule base", "engine.rulebase.folders.MAX_FOLDER_BYTES", _FAULT),
    ("levels of nesting in a YAML file", "engine.rulebase.yaml_reader.MAX_DEPTH", _FAULT),
    ("values in a YAML file", "engine.rulebase.yaml_reader.MAX_NODES", _FAULT),
    ("values in a rule base", "engine.rulebase.collect.MAX_FOLDER_VALUES", _FAULT),
    ("faults reported for one YAML file", "engine.rulebase.yaml_reader.MAX_FAULTS", "reading of that file stops there"),
    ("characters of a pattern", "engine.rulebase.patterns.MAX_PATTERN", _FAULT),
    ("folders above that may hold a `.keymedic/`", "engine.rulebase.find.MOST_LEVELS", "those above are not looked into"),
    ("contents of one folder that stay trusted", "engine.rulebase.trust.MOST_HASHES", "the oldest have to be trusted anew"),
    ("bytes of what keymedic keeps of its own (trust, settings)", "engine.own_files.MOST_BYTES", "read as empty"),
    ("bytes of a compiled rule base", "engine.rulebase.cache.MAX_CACHE_BYTES", "compiled anew"),
    ("compiled rule bases that are kept", "engine.rulebase.cache.MOST_FILES", "the oldest are removed"),
    ("bytes of a distribution's list of files", "engine.rulebase.installed._MOST_BYTES", _REST),
    ("alternatives of one rule, its condition multiplied out", "engine.infer.normal_form.MAX_TERMS", _FAULT),
    ("letters behind what looks like a piece of a secret in which the next pieces are sought, in texts of over 20,000 letters",
     "engine.redact.stitch._BEHIND", "pieces farther apart are hidden only where each shows by itself"),
    ("encodings of encodings in which secrets are sought", "engine.redact.readings._LAYERS", "hidden only where its form still shows"),
)  # fmt: skip
"""What is capped, the constant that says at how much, and what happens beyond it."""

INNER = frozenset((
    "cli.keep.history.MOST_LINES", "cli.repl.cards.LONGEST_MESSAGE", "cli.repl.cards.MOST_NOTED", "cli.repl.echo.LONGEST_LINE",
    "cli.repl.echo.MOST_LINES", "cli.repl.orders_explain._MOST_CAUSES", "cli.repl.understand.LONGEST_WORDS",
    "cli.repl.understand.MOST_WORDS", "engine.observe.frames._MOST_WORDS", "engine.observe.lexicon._LONGEST_END",
    "engine.observe.lexicon._LONGEST_WORD", "engine.observe.report._LONGEST_CLAUSE", "engine.observe.templates._LONGEST_COMMENT",
    "engine.observe.decode._LONGEST_WORD", "engine.reason.calibrate.MOST_CHANGES",
    "engine.redact.contexts._LONGEST_BLOCK", "engine.redact.dumps._WIDEST", "engine.redact.stitch._LONGEST_CUT",
    "engine.redact.stitch._LONGEST_REST", "engine.redact.stitch._MOST_PIECES", "engine.redact.encoded._WIDEST_SINGLES", "cli.commands.batch_forks.MOST_FORKS",
    "engine.redact.assigned._LONGEST_BARE", "engine.redact.assigned._LONGEST_QUOTED", "engine.redact.joints.LONGEST_END",
    "engine.redact.joints._LONGEST_PREFIX", "engine.redact.signs._MOST_BACKSLASHES", "engine.redact.words._LONGEST_WORD",
    "engine.pattern_store.MOST_PATTERNS", "engine.redact.tokens._LONGEST_PIECE", "engine.redact.tokens._MOST_GAPS", "cli.leaks._WIDEST",
    "cli.repl.orders_fix.MOST_LISTED", "cli.repl.talk.MOST_SETTLING", "cli.render.view.LONGEST_VALUE", "cli.site.facts._MOST_PHRASES", "cli.site.home._MOST_CAUSES", "cli.site.home._MOST_CODES", "cli.site.site._MOST_WORDS", "engine.authoring.failing._MOST", "engine.authoring.near._MOST_WORDS", "engine.authoring.proposing._MOST_DEPTH", "engine.authoring.proposing._MOST_TRIALS", "engine.authoring.proposing._MOST_VARIED", "engine.explain.why_not._MOST", "engine.observe.report._LONGEST_STATUS_LINE", "engine.rulebase.required.MOST_TEXTS", "engine.rulebase.required._LONGEST_JOINED", "engine.rulebase.required._MOST_JOINED", "engine.rulebase.required._MOST_LETTERS", "engine.rulebase.required._MOST_WAYS",
))  # fmt: skip
"""Numbers that look like caps and bound no input: how much is shown at once, and how far a pattern looks."""


def with_limits(page: str) -> str:
    """The page with its table as the code has it."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    rows = "\n".join(f"| {what} | {number:,} | {beyond} |" for what, number, beyond in _rows())
    return f"{before}{START}\n\n| of | at most | beyond it |\n|---|---|---|\n{rows}\n\n{END}{after}"


def caps_in_code() -> frozenset[str]:
    """Every constant of the program that is named like a cap and is a number, as ``folder.module.NAME``."""
    found: set[str] = set()
    for path in (*ROOT.glob("engine/**/*.py"), *ROOT.glob("cli/**/*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found |= {f"{module}.{name}" for name in _CAP.findall(path.read_text(encoding="utf-8"))}
    return frozenset(found)


def caps_in_table() -> frozenset[str]:
    """The constants whose values stand in the table."""
    return frozenset(constant for _, constant, _ in _CAPS)


def _value(constant: str) -> int:
    module, _, name = constant.rpartition(".")
    return int(getattr(importlib.import_module(f"keymedic.{module}"), name))


def _rows() -> Iterator[tuple[str, int, str]]:
    rows = [(what, _value(constant), beyond) for what, constant, beyond in _CAPS]
    yield rows[0]
    yield "bytes of a report that are looked at", decode.LIMITS["bytes"], _CUT
    yield "characters of a report that are looked at", decode.LIMITS["characters"], _CUT
    yield "lines of a report that are looked at", decode.LIMITS["lines"], _CUT
    yield from rows[1:]
    split = "another ruleset is begun"
    limits = native.Limits()
    yield "rules in one ruleset of durable-rules", limits.rules, split
    yield "distinct first tests in one ruleset", limits.first_tests, split
    yield "rules of one ruleset that end in the same test", limits.rules_per_test, split
    yield "literals in one message to durable-rules", limits.properties, split
    yield "tests that one message may leave pending", limits.pending, split
    plain = "the plain engine concludes instead, and a line says so"
    yield "conditions of one rule of durable-rules", limits.conditions, plain
