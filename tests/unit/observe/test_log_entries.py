"""Unit tests of `keymedic.engine.observe.log_entries`."""

from __future__ import annotations

import pytest

from keymedic.engine.api import builtin_doctor
from keymedic.engine.observe.log_entries import FREE, MOST_FIRST, MOST_LAST, NEAR, entries, spoken, window

NOISE = (
    "upstream timed out (110: Connection timed out) while reading response header",
    "GET /static/app.js 404 Not Found",
    "TypeError: Cannot read properties of undefined (reading 'map')",
    "npm WARN deprecated request@2.88.2: request has been deprecated",
    "billing job finished: 312 invoices, 0 failed",
    "expired session removed",
    "proxy: CONNECT example.com:443 200",
    "rate limiter: 429 for a client on /search",
    "loaded .env from /srv/app/.env",
    "user location updated",
)
ANSWERS = {
    "key-leaked": "google.genai.errors.ClientError: 403 PERMISSION_DENIED. Your API key was reported as leaked. Please use another API key.",
    "key-expired": "gemini call failed: 400 API key expired. Please renew the API key.",
    "quota-limit-zero": "429 RESOURCE_EXHAUSTED Quota exceeded for metric: generate_content_free_tier_requests, limit: 0, model: m",
    "project-suspended": "Permission denied: Consumer 'projects/123456' has been suspended.",
}


def log(*messages: str) -> str:
    """The messages as entries of a log, a second apart."""
    return "\n".join(f"2026-11-20T10:00:{number:02d}Z {message}" for number, message in enumerate(messages))


def test_entries_hold_the_lines_up_to_the_next_one() -> None:
    """A traceback belongs to the entry above it; what follows a blank line belongs to none."""
    lines = ["my log:", *log(*"abcdefgh").split("\n"), "  at line 1", "", "What is wrong?"]
    assert entries(lines) == (FREE, 0, 1, 2, 3, 4, 5, 6, 7, 7, FREE, FREE)


def test_a_few_entries_are_no_log() -> None:
    """An excerpt was chosen for what it shows: all of it counts."""
    assert entries(log(*"abc").split("\n")) == ()


@pytest.mark.parametrize(
    "line", ["[12:00:00] x", "web-1  | 2026-11-20 10:00 x", "Nov 20 10:00:00 host app[1]: x", "INFO: x", '{"level":"info","msg":"x"}']
)  # fmt: skip
def test_kinds_of_entries(line: str) -> None:
    """Times, containers, syslog, levels and JSON begin an entry."""
    assert entries([line] * 8) == tuple(range(8))


def test_neighbours_count_only_where_google_says_nothing() -> None:
    """A sentence of Google's stands for itself; a name only says where to look."""
    assert spoken(range(9), {4}, set()) == [4]
    assert spoken(range(9), set(), {4}) == list(range(4 - NEAR, 4 + NEAR + 1))
    assert spoken(range(9), set(), set()) == list(range(9))


def test_of_a_long_log_both_ends_are_read() -> None:
    """Settings stand at the start, the error at the end."""
    read = window(10_000)
    assert (len(read), read[0], read[-1]) == (MOST_FIRST + MOST_LAST, 0, 9_999)


@pytest.mark.parametrize("cause", ANSWERS)
@pytest.mark.parametrize("place", [0, 5, len(NOISE)])
def test_other_services_complaints_are_no_symptoms(cause: str, place: int) -> None:
    """What other entries of a log complain of does not outweigh Google's sentence in one of them."""
    text = log(*NOISE[:place], ANSWERS[cause], *NOISE[place:])
    diagnosis = builtin_doctor().diagnose(text)
    assert (diagnosis.verdict, diagnosis.causes[0].id) == ("diagnosed", cause)


def test_what_is_written_around_a_log_counts() -> None:
    """The person's own words before and after a log are read as ever."""
    text = f"It fails since this morning.\n\n{log(*NOISE, ANSWERS['key-expired'])}\n\nI am in Austria and use a VPN."
    facts = builtin_doctor().diagnose(text).facts
    assert facts["location.country"].value == "AT"
    assert facts["network.route"].value == "vpn"
