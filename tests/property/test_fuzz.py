"""Random damage to real inputs: nothing but keymedic's own errors, and never a crash or a hang.

Not guided by coverage: the corpus is every input that the project has, and the damage is random, from a seed that a
failure names.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from keymedic.cli.givens import pairs_of, parse_json
from keymedic.cli.keep.store import session_bytes
from keymedic.engine.errors import InputError, KeymedicError
from keymedic.engine.facts import Source
from keymedic.engine.observe.decode import decode
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.located import SourceText
from keymedic.engine.rulebase.yaml_reader import read_yaml
from keymedic.engine.session import Session
from keymedic.engine.session.codec import from_data
from keymedic.engine.vocabulary import read_facts

ROUNDS = int(os.environ.get("KEYMEDIC_FUZZ", "300"))
ROOT = Path(__file__).parents[2]
Target = Callable[[bytes], object]
TOKENS = [
    b"\x00", b"\xff\xfe", b"\x1b[31m", b"\xed\xa0\x80", "\u202e".encode(), b"{", b"[", b'"', b"\\", b"\\u", b"': {", b"&a *a", b"!!", b"---",
    b"error", b"403", b"1e999", b"9" * 400, b"null", b"true", b"\n", b"\r\n", b": ", b"|\n", b"<html>", b"%25", b"-1", b"undid",
]  # fmt: skip


@pytest.fixture(scope="module")
def doctor() -> Diagnostician:
    """The shipped rule base on the plain engine."""
    return Diagnostician(load_rule_base(), "plain")


def damaged(data: bytes, generator: random.Random) -> bytes:
    """One to six random changes."""
    for _ in range(generator.randint(1, 6)):
        at, length = generator.randint(0, len(data)), generator.randint(0, 40)
        piece = data[at : at + length]
        new = generator.choice((b"", piece * 3, piece[::-1], generator.choice(TOKENS), generator.randbytes(3)))
        data = data[:at] + new + data[at + (length if generator.random() < 0.5 else 0) :]
    return data


def fuzz(corpus: list[bytes], target: Target) -> None:
    """Give damaged inputs to a target; KeymedicError is its good right."""
    seed = int.from_bytes(os.urandom(4), "big")
    generator = random.Random(seed)
    for number in range(ROUNDS):
        data = damaged(generator.choice(corpus), generator)
        try:
            _ = target(data)
        except KeymedicError:
            continue
        except Exception as error:
            raise AssertionError(f"seed {seed}, round {number}: {error!r} for {data!r}") from error


def reports() -> list[bytes]:
    """The reports of the labelled cases."""
    lines = (ROOT / "tests" / "data" / "evaluation.jsonl").read_text(encoding="utf-8").splitlines()
    return [str(json.loads(line).get("report", "")).encode() for line in lines]


def documents() -> list[bytes]:
    """The shipped rule base, cut into pieces that are quick to read."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "kb").rglob("*.yaml"))]
    return ["\n- ".join(("", *text.split("\n- ")[at : at + 3])).encode() for text in texts for at in range(0, 30, 7)]


def test_the_observer_and_what_follows(doctor: Diagnostician) -> None:
    """Any report gives a Diagnosis."""
    fuzz(reports(), lambda data: doctor.diagnose(decode(data).text))


def test_the_reader_of_rule_bases() -> None:
    """Any YAML gives data or faults, and each fault can be shown."""

    def read(data: bytes) -> object:
        _, faults = read_yaml(SourceText("x.yaml", decode(data).text))
        return [fault.render() for fault in faults]

    fuzz(documents(), read)


def test_the_reader_of_facts(doctor: Diagnostician) -> None:
    """Any JSON of facts gives facts or an error."""
    corpus = [
        b'{"error.http_status": 403, "location.country": "Germany", "key.console_status": ["leaked"], "billing.enabled": true}'
    ]

    def read(data: bytes) -> object:
        try:
            parsed = parse_json(decode(data).text)
        except ValueError as error:
            raise InputError(str(error)) from error
        return read_facts(pairs_of(parsed, "x"), doctor.rulebase.facts, Source("given"))

    fuzz(corpus, read)


def test_the_reader_of_conversations(doctor: Diagnostician) -> None:
    """Any saved conversation is taken up, and can be diagnosed, or is refused."""
    session = Session(doctor)
    session.tell("403 Your API key was reported as leaked. GEMINI_API_KEY=AIzaSyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0")
    session.answer("location.country", "Germany")
    session.dont_know("key.kind")
    session.withdraw("location.country")
    session.fix_result("key-leaked/new-key", "not-helped")
    _ = session.undo()

    def read(data: bytes) -> object:
        try:
            parsed = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise InputError(str(error)) from error
        return from_data(parsed, doctor).diagnosis

    fuzz([session_bytes(session)], read)
