"""Every cause of the shipped rule base is an account that someone can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from keymedic.engine.redact import find_secrets
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import Cause, Fix

IDS = [
    "key-missing", "env-not-inherited", "env-wrong-name", "env-precedence-conflict", "dotenv-is-directory",
    "dotenv-not-loaded", "stale-key-source", "app-config", "key-truncated", "key-whitespace", "key-placeholder",
    "key-wrong-kind", "key-deleted", "key-propagation-delay", "key-expired", "key-leaked", "key-standard-rejected",
    "key-dormant-blocked", "key-service-account-disabled", "key-creation-blocked", "key-bad-transport",
    "ephemeral-token-misuse", "tool-rejects-auth-key", "key-api-restriction", "key-referrer-restriction",
    "key-ip-restriction", "key-app-restriction", "api-not-enabled", "project-suspended", "project-denied",
    "quota-zeroed-by-google", "account-tos-banned", "workspace-policy", "project-id-wrong", "cloud-project-required",
    "iam-permission", "billing-required", "prepay-depleted", "spend-cap-reached", "billing-country-restricted",
    "region-unsupported", "region-free-tier", "region-hosting", "region-network-block", "network-failure",
    "clock-skew", "vertex-needs-oauth", "vertex-mode-unintended", "oauth-scope-insufficient", "adc-missing",
    "tuned-model-auth", "login-discontinued", "app-check-missing", "base-url-wrong", "wrong-provider-route",
    "relay-rejected", "model-unavailable", "quota-exceeded", "quota-limit-zero", "server-overloaded",
    "request-invalid", "sdk-bug-or-outdated", "out-of-scope",
]  # fmt: skip
"""The ids are a contract with every saved report."""
BY_EYE = frozenset({
    "app-check-missing/debug-token", "app-check-missing/register-app", "app-check-missing/stop-enforcing",
    "app-config/oauth-client", "app-config/restore-secret", "ephemeral-token-misuse/live-v1alpha",
    "key-app-restriction/allow-app", "key-missing/firebase-key", "login-discontinued/move-to-antigravity",
    "out-of-scope/other-provider", "region-unsupported/official-alternative", "relay-rejected/ask-operator",
    "vertex-needs-oauth/vertex-api-key",
})  # fmt: skip
"""Fixes whose success shows in an app, a console or somebody else's product alone."""
ONE_SYSTEM = frozenset(
    {"clock-skew/virtual-machine-clock", "env-not-inherited/service-environment", "env-not-inherited/ci-secret"}
)
"""Fixes of what exists on one system only: WSL, systemd, the shell of a CI."""
SHELLS = {"sh", "powershell", "cmd"}
DODGE = re.compile(
    r"(?i)(?:use|try|switch to|turn on|connect (?:to|through)|get|buy|choose|another|different) (?:an? |the )?"
    r"(?:other |different |commercial |residential )*(?:VPN|relay|reseller|proxy service|third[- ]party (?:API|key))"
)
CAUSES = load_rule_base().causes
FIXES = {fix.id: fix for cause in CAUSES.values() for fix in cause.fixes}
each_cause = pytest.mark.parametrize("cause", CAUSES.values(), ids=list(CAUSES))
each_fix = pytest.mark.parametrize("fix", FIXES.values(), ids=list(FIXES))


def commands(fix: Fix) -> Iterator[str]:
    """Everything of a fix that is to be typed."""
    yield from (command.run for command in fix.commands)
    yield fix.verify.run


def advice(cause: Cause) -> Iterator[str]:
    """Everything that a cause tells people to do."""
    yield from cause.prevention
    for fix in cause.fixes:
        yield from (fix.title, *fix.steps, *commands(fix), fix.verify.text)


def test_the_causes_are_those_of_the_contract() -> None:
    """None is missing, none has another name."""
    assert sorted(CAUSES) == sorted(IDS)


@each_cause
def test_a_cause_is_explained_prevented_and_sourced(cause: Cause) -> None:
    """Title, explanation, two ways out at least, prevention, sources with a date that is not in the future."""
    assert cause.title
    assert len(cause.explanation.split()) >= 20
    assert len(cause.fixes) >= 2
    assert cause.prevention
    assert cause.sources
    newest = date.fromisoformat(load_rule_base().packs[0].knowledge_date)
    assert all(date.fromisoformat(source.checked) <= newest for source in cause.sources)


@each_fix
def test_a_fix_can_be_followed_and_checked(fix: Fix) -> None:
    """Numbered steps, a risk, and how to see that it worked: what to do, a command where there is one, and success."""
    assert len(fix.steps) >= 2
    assert fix.risk
    assert fix.verify.text
    assert fix.verify.expect
    assert bool(fix.verify.run) is (fix.id not in BY_EYE)


@each_fix
def test_commands_are_there_for_each_shell(fix: Fix) -> None:
    """A command that differs between shells stands there for bash, PowerShell and cmd."""
    shells = {command.shell for command in fix.commands} - {"any"}
    if fix.id in ONE_SYSTEM:
        assert shells < SHELLS
    else:
        assert not shells or shells == SHELLS


@each_fix
def test_no_command_holds_a_key(fix: Fix) -> None:
    """Keys come from variables: what is typed stays in the history of the shell, what is in an address in logs."""
    for text in commands(fix):
        assert not find_secrets(text)
        assert not re.search(r"AIza[\w-]{10,}|AQ\.[\w-]{10,}", text)
        assert not re.search(r"[?&]key=", text)


@each_cause
def test_no_advice_leads_around_the_terms(cause: Cause) -> None:
    """No VPN, relay or resold key is advised to get around a place, a price or a block."""
    found = [text for text in advice(cause) if (match := DODGE.search(text)) and not _warns(text, match.start())]
    assert found == []


def _warns(text: str, start: int) -> bool:
    """Whether the advice is against it: its sentence says so before."""
    sentence = re.split(r"[.;!?] ", text[:start])[-1]
    return re.search(r"(?i)\b(?:do not|don't|never|without|instead of|no|not)\b", sentence) is not None


def test_the_lists_of_exceptions_name_what_is_there() -> None:
    """An exception that is no longer one is taken off its list."""
    assert BY_EYE | ONE_SYSTEM <= set(FIXES)
