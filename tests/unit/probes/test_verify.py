from __future__ import annotations

from keymedic.engine.probes.look import Online
from keymedic.engine.probes.verify import verify
from keymedic.engine.rulebase.model import RuleBase

from ...standin.answers import GOOD, key_for
from ...standin.server import serving
from .conftest import KEY, MakePlace


def test_a_fix_that_helped_is_seen(make_place: MakePlace, shipped: RuleBase) -> None:
    """The directory called .env is a file now; only what was asked for is looked at."""
    place = make_place()
    (place.project / ".env").mkdir()
    assert verify("dotenv", place, shipped).state == "failed"
    (place.project / ".env").rmdir()
    _ = (place.project / ".env").write_text(f"GEMINI_API_KEY={KEY}\n")
    verified = verify("dotenv", place, shipped)
    assert (verified.state, verified.old_variables) == ("passed", False)
    assert {check.id.split(".")[0] for check in verified.checks} == {"dotenv"}


def test_a_variable_that_is_still_not_there(make_place: MakePlace, shipped: RuleBase) -> None:
    """Not checked rather than failed: this process would not see what another window set."""
    verified = verify("environment", make_place(), shipped)
    assert (verified.state, verified.old_variables) == ("not-checked", True)
    assert verify("environment", make_place(GEMINI_API_KEY=KEY), shipped).state == "passed"


def test_the_key_itself(make_place: MakePlace, shipped: RuleBase) -> None:
    """A whole key passes, a cut one fails, none was not checked."""
    assert verify("key", make_place(GEMINI_API_KEY=KEY), shipped).state == "passed"
    assert verify("key", make_place(GEMINI_API_KEY=KEY[:-3]), shipped).state == "failed"
    assert verify("key", make_place(), shipped).state == "not-checked"


def test_a_real_call_needs_a_yes_and_must_succeed(make_place: MakePlace, shipped: RuleBase) -> None:
    """The list of models proves nothing; without the yes nobody is asked."""
    place = make_place(GEMINI_API_KEY=key_for("call-E13"))
    with serving() as stand_in:
        assert verify("live", place, shipped).state == "not-checked"
        assert stand_in.requests == []
        assert verify("live", place, shipped, Online(stand_in.url)).state == "failed"
        good = make_place(GEMINI_API_KEY=key_for(GOOD))
        assert verify("live", good, shipped, Online(stand_in.url)).state == "passed"
