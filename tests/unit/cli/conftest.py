"""A hand-made diagnosis and the shipped knowledge, for the tests of the renderers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from keymedic.cli.phrases import Phrases
from keymedic.cli.render.view import View
from keymedic.engine.diagnosis import (
    Check,
    Diagnosis,
    Evidence,
    FactItem,
    FindingItem,
    KbInfo,
    Question,
    RankedCause,
    RankedFix,
)
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

Sample = Callable[..., Diagnosis]


@pytest.fixture(scope="session")
def rulebase() -> RuleBase:
    """The vocabulary, weights and phrases that ship; no rules."""
    return load_rule_base(builtin=False, use_cache=False)


@pytest.fixture
def view(rulebase: RuleBase) -> View:
    """Eighty columns, commands for sh."""
    return View(rulebase, Phrases(rulebase.phrases), width=80, shell="sh")


@pytest.fixture
def sample() -> Sample:
    """Makes a diagnosis of a leaked key, with the given fields changed."""

    def change(**changes: Any) -> Diagnosis:
        return replace(_LEAKED, **changes)

    return change


def evidence(rule: str, because: str, weight: float, *facts: str, counted: bool = True) -> Evidence:
    """One rule's word, with the fields that do not matter here filled in."""
    direction: Any = "for" if weight >= 0 else "against"
    return Evidence(rule, rule, because, weight, "strong", direction, counted, facts)


_LEAKED = Diagnosis(
    verdict="diagnosed",
    causes=(
        RankedCause(
            id="key-leaked",
            title="The key was reported as leaked",
            probability=0.93,
            explanation="Google found this key in a public place and blocked it for good. Only a new key helps.",
            origin="gemini:causes/key.yaml:3",
            evidence=(
                evidence("leak.said", "The server says so itself.", 7.5, "error.message"),
                evidence("leak.status", "Leaked keys are refused with this status.", 1.6, "error.http_status"),
                evidence("leak.again", "The status says it once more.", 0.7, "error.status", counted=False),
                evidence("leak.worked", "A leaked key works until it is reported.", -0.7, "history.worked_before"),
            ),
        ),
        RankedCause("key-deleted", "The key was deleted", 0.04, "It is gone.", "gemini:causes/key.yaml:40", ()),
        RankedCause("key-expired", "The key expired", 0.001, "It is too old.", "gemini:causes/key.yaml:60", ()),
    ),
    other_probability=0.029,
    fixes=(
        RankedFix(
            id="key-leaked/new-key",
            cause="key-leaked",
            title="Make a new key",
            steps=("Open the page of your keys.", "Create a key and use it everywhere."),
            commands=(
                {"shell": "sh", "run": "export GEMINI_API_KEY='<your new key>'"},
                {"shell": "powershell", "run": "$env:GEMINI_API_KEY = '<your new key>'"},
            ),
            verify="Repeat the call. It answers.",
            verify_command="curl -sS https://generativelanguage.googleapis.com/v1beta/models?pageSize=1 -H 'x-goog-api-key: …'",
            expected_benefit=0.44,
            origin="gemini:causes/key.yaml:10",
            cost="minutes",
            risk="The old key stops working everywhere.",
        ),
        RankedFix(
            "key-deleted/look", "key-deleted", "Look whether it is there", ("Look.",), (), "", "", 0.01,
            "stranger:causes.yaml:2", "seconds", "none",
        ),
    ),
    prevention=("Keep keys out of shared files.", "Restrict the key.", "Rotate it."),
    questions=(),
    findings=(FindingItem("conflict.error.status", "warning", "Two sources disagree.", ("error.status",)),),
    checks=(Check("env", "not-checked", "The environment was not looked at."),),
    facts={
        "error.http_status": FactItem(403, "text", "line 1"),
        "error.status": FactItem("PERMISSION_DENIED", "text", "line 1"),
        "error.message": FactItem("Your API key was reported as leaked. Please use another API key.", "server", "line 1"),
        "key.kind": FactItem("standard", "given", "--fact"),
        "billing.enabled": FactItem(True, "answer", ""),
        "key.console_status": FactItem(("leaked", "blocked"), "given", "--fact"),
        "report.text": FactItem("the whole paste", "text", ""),
        "error.says": FactItem(("key-leaked",), "rule", "server.leaked"),
    },
    engine="durable",
    kb=KbInfo("gemini", "2026.11", "ab" * 32, "2026-11-23"),
)  # fmt: skip


@pytest.fixture
def question() -> Question:
    """A question with choices and a hint."""
    return Question(
        "key.kind", "What does the key begin with?",
        ({"value": "standard", "label": "AIza…"}, {"value": "auth", "label": "AQ.…"}),
        "Look at its first four characters only.", 0.2,
    )  # fmt: skip
