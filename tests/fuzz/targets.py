"""What is fuzzed: each target takes any bytes, and may only end in a value or in one of keymedic's own errors."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from zlib import crc32

from keymedic.cli.givens import pairs_of, parse_json
from keymedic.engine.errors import InputError, KeymedicError
from keymedic.engine.facts import Source
from keymedic.engine.observe.decode import decode
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.redact import Redactor
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.located import SourceText
from keymedic.engine.rulebase.yaml_reader import read_yaml
from keymedic.engine.session.codec import from_data
from keymedic.engine.vocabulary import read_facts

Target = Callable[[bytes], object]


@functools.cache
def doctor() -> Diagnostician:
    """The shipped rule base on the plain engine: the native one is no Python to be guided through."""
    return Diagnostician(load_rule_base(), "plain")


ONE_IN = 16
"""So many inputs are observed for one that is diagnosed to the end: that takes much longer, and reads nothing of a stranger."""


def observer(data: bytes) -> object:
    """Any report gives facts, and a Diagnosis whose questions and fixes can be looked at."""
    text = decode(data).text
    if crc32(data) % ONE_IN:
        facts, records = doctor().gather(text, ())
        return doctor().settle(facts), records
    diagnosis = doctor().diagnose(text)
    return [fix.id for fix in diagnosis.fixes], [question.fact for question in diagnosis.questions]


def loader(data: bytes) -> object:
    """Any YAML gives data or faults, and each fault can be shown."""
    _, faults = read_yaml(SourceText("x.yaml", decode(data).text))
    return [fault.render() for fault in faults]


def facts(data: bytes) -> object:
    """Any facts file gives facts or an error, as YAML."""
    document, faults = read_yaml(SourceText("x.yaml", decode(data).text))
    if faults or document is None:
        raise InputError("no facts")
    return read_facts(pairs_of(document.plain(), "x"), doctor().rulebase.facts, Source("given"))


def json_reader(data: bytes) -> object:
    """Any JSON of facts gives facts or an error."""
    try:
        parsed = parse_json(decode(data).text)
    except ValueError as error:
        raise InputError(str(error)) from error
    return read_facts(pairs_of(parsed, "x"), doctor().rulebase.facts, Source("given"))


def session(data: bytes) -> object:
    """Any saved conversation is taken up, and can be diagnosed, or is refused."""
    try:
        parsed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(str(error)) from error
    return from_data(parsed, doctor()).diagnosis


def redactor(data: bytes) -> object:
    """Any text comes to rest: what was redacted is not redacted again."""
    text = decode(data).text
    once = Redactor(["FAKEx7Qw9Zk2Lm4"], mask_people=True).redact(text)
    if Redactor(["FAKEx7Qw9Zk2Lm4"], mask_people=True).redact(once) != once:
        raise AssertionError("redacted twice")
    return once


TARGETS: dict[str, Target] = {
    "observer": observer, "loader": loader, "facts": facts, "json": json_reader, "session": session, "redactor": redactor,
}  # fmt: skip


def attempt(target: Target, data: bytes) -> None:
    """Give bytes to a target; raises what should not have happened."""
    try:
        _ = target(data)
    except KeymedicError:
        return
