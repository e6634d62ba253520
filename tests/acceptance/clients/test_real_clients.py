"""Real clients are refused by the stand-in for Google; what they print is what people paste."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ...standin.server import serving
from ...unit.kb.catalogue import ROWS, Row

pytestmark = pytest.mark.skipif(sys.version_info < (3, 11), reason="google-genai wants Python 3.11 or later")
SCRIPT = Path(__file__).with_name("call_sdk.py")
# A stream of the API, its Interactions and its OpenAI-compatible endpoint answer with an array. Of that OpenAI's client prints
# the status alone, and so does every client that raises before the answer is read.
TELLING = [
    ("google-genai", ""),
    ("google-genai-stream", ".array"),
    ("google-genai-interactions", ".array"),
    ("openai", ""),
]
LOSING = [("openai", ".array"), ("httpx", "")]
Answers = Mapping[str, "tuple[str, dict[str, Any]]"]


def diagnoses(client: str, form: str, folder: Path) -> Answers:
    """What a client printed for every answer of the catalogue, and what `keymedic batch` says about it."""
    ids = [row.id + form for row in ROWS]
    with serving() as stand_in:
        called = subprocess.run(
            [sys.executable, str(SCRIPT), client, stand_in.url, *ids], capture_output=True, check=True, timeout=300
        )
    texts: dict[str, str] = json.loads(called.stdout)
    cases = folder / "cases.jsonl"
    _ = cases.write_text("".join(json.dumps({"id": name, "report": text}) + "\n" for name, text in texts.items()))
    done = subprocess.run(
        [sys.executable, "-m", "keymedic", "batch", str(cases)], capture_output=True, check=True, timeout=300
    )
    found = {item["id"]: item for item in map(json.loads, done.stdout.splitlines())}
    return {row.id: (texts[row.id + form], found[row.id + form]) for row in ROWS}


@pytest.fixture(scope="module", params=TELLING, ids=lambda pair: "".join(pair))
def answered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The answers of one client that prints Google's words."""
    client, form = str(request.param[0]), str(request.param[1])
    return diagnoses(client, form, tmp_path_factory.mktemp("client"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_a_client_prints_leads_to_the_cause(answered: Answers, row: Row) -> None:
    """Every body of the catalogue, in the words of the client's exception."""
    text, diagnosis = answered[row.id]
    assert text.startswith("Traceback")
    first = diagnosis["causes"][0]["id"]
    assert first in row.causes if row.causes else diagnosis["verdict"] == "undecided", (first, text[-300:])


@pytest.mark.parametrize(("client", "form"), LOSING)
def test_where_the_client_loses_the_words_nothing_is_claimed(client: str, form: str, tmp_path: Path) -> None:
    """A number alone decides nothing: undecided; of 400, 401 and 403 what Google says is asked among the first, with the call for it.

    A 404 from an address that is not Google's (here the stand-in's) does say something: the address. So may a 5xx.
    """
    for name, (text, diagnosis) in diagnoses(client, form, tmp_path).items():
        row = next(row for row in ROWS if row.id == name)
        assert row.message not in text
        if row.http == 404 and "127.0.0.1" in text:
            assert diagnosis["causes"][0]["id"] == "base-url-wrong", name
            continue
        first = diagnosis["causes"][0]
        assert diagnosis["verdict"] == "undecided" or (row.http >= 500 and first["id"] in row.causes), (name, first)
        hints = {question["fact"]: question["hint"] for question in diagnosis["questions"][:3]}
        assert row.http not in (400, 401, 403) or "generateContent" in hints.get("error.says", ""), (name, list(hints))
