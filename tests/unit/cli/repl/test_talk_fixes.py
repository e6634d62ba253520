"""The conversation without a terminal: looking around, going through the ways out, and checking them."""

from __future__ import annotations

import pytest

from keymedic.cli.repl.talk import Talk
from keymedic.engine.diagnosis import Check
from keymedic.engine.facts import Fact, Source
from keymedic.engine.probes.notes import ProbeResult

from .conftest import INVALID, LEAKED, MadeUpWorld, Say, until_fix

WORKS = Fact("case.call_succeeded", True, Source("probe", "the call"))


def test_a_fix_that_helped_ends_with_prevention(talk: Talk, say: Say) -> None:
    """Praise, how it does not happen again, and room for the next fault."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    said = say("that fixed it!")
    assert "Good. That was it." in said
    assert "So that it does not happen again" in said
    assert talk.asking is None


def test_the_same_error_again_says_that_a_fix_did_not_help(talk: Talk, say: Say) -> None:
    """Who pastes the error once more has tried it; one step back if not."""
    _ = say(LEAKED)
    assert talk.fix is not None
    first = talk.fix.id
    assert "The same error once more" in say(LEAKED)
    assert talk.session.state.progress.tried == {first: "not-helped"}
    _ = say("back")
    assert talk.fix.id == first


@pytest.mark.parametrize("line", ["it works now!", "hmm, it works now, thanks", "ok that worked", "Yes! Fixed."])
def test_success_is_heard_whatever_is_asked(talk: Talk, say: Say, line: str) -> None:
    """It was the way out that was shown last."""
    _ = say(INVALID)
    _ = say("fewer than 39")
    _ = say("nope, same error")
    _ = say("/set key.exposed=no")
    assert "Good. That was it." in say(line)


def test_a_fix_that_failed_is_evidence(talk: Talk, say: Say) -> None:
    """The next way out is shown, and the cause is less likely than before."""
    _ = say("429 RESOURCE_EXHAUSTED You exceeded your current quota, please check your plan.")
    while talk.asking is not None and talk.asking.kind == "fact":
        _ = say("no idea")
    first, share = talk.fix, talk.session.diagnosis.causes[0].probability
    assert first is not None
    assert "speaks against it" in say("still fails")
    assert talk.session.state.progress.tried == {first.id: "not-helped"}
    assert talk.fix != first
    assert talk.session.diagnosis.causes[0].probability < share or talk.asking is not None


def test_another_way_is_no_evidence(talk: Talk, say: Say) -> None:
    """Leaving a fix out says nothing about the cause."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    share = talk.session.diagnosis.causes[0].probability
    assert "Then try this:" in say("show me another way")
    assert talk.session.diagnosis.causes[0].probability == share


def test_a_new_error_after_a_fix_opens_the_next_chapter(talk: Talk, say: Say) -> None:
    """Another message while a fix is tried: the fix did its part."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    said = say("google.genai.errors.ClientError: 400 FAILED_PRECONDITION. {'error': {'code': 400, 'message': "
               "'User location is not supported for the API use.', 'status': 'FAILED_PRECONDITION'}}")  # fmt: skip
    assert "On to the next fault" in said
    assert talk.session.diagnosis.causes[0].id.startswith("region")


def test_how_to_check_shows_the_command_under_the_next_number(talk: Talk, say: Say) -> None:
    """Its number goes on from the fix's own commands."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    said = say("how do I check it?")
    assert "[2] curl" in said
    assert say("/copy 2").startswith("Command 2 is in the clipboard")


def test_looking_before_the_error(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """A look needs no yes; its facts count, and the error is still wanted."""
    world.found = ProbeResult(
        (Fact("env.GEMINI_API_KEY", "unset", Source("probe", "the environment")),),
        (Check("environment.key-unset", "warning", "No key variable is set."),),
    )
    said = say("look")
    assert world.looks == [None]
    assert "1 to mind" in said and "aste the error" in said
    assert "No key variable is set." in say("/probe details")


def test_the_network_is_asked_only_after_a_yes_that_holds_for_its_host(
    talk: Talk, say: Say, world: MadeUpWorld
) -> None:
    """No means no; a yes is remembered; another address is another question."""
    _ = say(LEAKED)
    assert "Ask generativelanguage.googleapis.com" in say("/probe online")
    assert "nothing is sent" in say("no")
    assert world.looks == []
    _ = say("/probe online")
    _ = say("yes")
    _ = say("/probe online")
    assert [online.base_url for online in world.looks if online] == ["", ""]
    assert "Ask relay.example" in say("/probe online https://relay.example/v1")
    assert len(world.looks) == 2


def test_a_check_that_works_settles_the_fix(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """The fix is verified by the call."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    world.found = ProbeResult((WORKS,), (Check("live.call", "passed", "A small call works."),))
    _ = say("done")
    said = say("yes")
    assert "Checked: a call from here works." in said and "Good. That was it." in said
    assert list(talk.session.state.progress.tried.values()) == ["skipped"] or talk.session.state.solved


def test_a_no_to_the_network_may_say_more(talk: Talk, say: Say) -> None:
    """Nothing is asked, and what follows the comma counts: here that the fix did not help."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    assert talk.fix is not None
    first = talk.fix.id
    assert "with your key in a header?" in say("check it")
    said = say("no, same error")
    assert "speaks against it" in said and "with your key in a header?" not in said
    assert talk.session.state.progress.tried == {first: "not-helped"}


def test_a_check_that_fails_keeps_the_fix(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """What Google answered is shown; the fix stays on the screen."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    world.found = ProbeResult((), (Check("live.refused", "failed", "generativelanguage answers HTTP 403"),))
    _ = say("done")
    said = say("yes")
    assert "Not yet." in said
    assert talk.asking is not None and talk.asking.kind == "fix"


def test_copy_without_a_clipboard_shows_the_command_alone(say: Say, world: MadeUpWorld) -> None:
    """Then it can be marked by hand."""
    world.clipboard = False
    assert "no command on the screen" in say("/copy")
    _ = say(LEAKED)
    _ = say("/fix")
    said = say("/copy")
    assert "no clipboard" in said and "read -rs GEMINI_API_KEY" in said
    assert "numbered up to 1" in say("/copy 7")


def test_a_look_is_not_read_out_again(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """What stands in the checklist is not noted once more, and no name of a fact is shown."""
    _ = say(INVALID)
    world.found = ProbeResult((Fact("env.adc", False, Source("probe", "the environment")),), ())
    said = say("look")
    assert "Noted" not in said and "env.adc" not in said
    assert talk.session.diagnosis.facts["env.adc"].value is False


def test_a_check_that_hears_another_error_goes_on_to_it(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """The fix did its part: what Google answers now is the next fault."""
    _ = say(INVALID)
    _ = say("fewer than 39")
    assert talk.asking is not None and talk.asking.kind == "fix"
    message = "Your API key was reported as leaked. Please use another API key."
    call = Source("probe", "the call")
    world.found = ProbeResult((Fact("error.message", message, call), Fact("error.says", "key-leaked", call)), ())
    _ = say("check it")
    said = say("yes")
    assert "On to the next fault." in said and "The key was exposed" in said
    assert talk.session.diagnosis.causes[0].id == "key-leaked"


def test_how_to_check_keeps_its_number(talk: Talk, say: Say) -> None:
    """Asked twice, the command has the number that it had."""
    _ = say(LEAKED)
    first = say("how can I check it?")
    assert say("how can I check it?") == first


def test_a_hint_with_its_command(talk: Talk, say: Say) -> None:
    """The command stands alone, numbered, and /copy takes it."""
    _ = say(INVALID)
    said = say("how do I find that out?")
    assert "In Python like this" in said and "[1] python -c" in said
    assert len(talk.copyable) == 1 and talk.copyable[0].startswith("python -c ")
