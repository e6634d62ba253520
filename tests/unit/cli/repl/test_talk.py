"""The conversation without a terminal: what is answered to which line."""

from __future__ import annotations

import pytest

from keymedic.cli.repl.talk import Talk
from keymedic.engine.diagnosis import Check
from keymedic.engine.facts import Fact, Source
from keymedic.engine.probes.notes import ProbeResult

from .conftest import INVALID, LEAKED, MadeUpWorld, Say

WORKS = Fact("case.call_succeeded", True, Source("probe", "the call"))


def test_an_error_is_read_and_the_best_question_asked(talk: Talk, say: Say) -> None:
    """What was understood is said, how to correct it, and one question with its choices and ways out."""
    said = say(INVALID)
    assert "The error says: “API key not valid" in said
    assert "sorry, it was 429" in said
    assert talk.asking is not None
    assert talk.asking.prompt in said
    deeds = [choice.deed for choice in talk.asking.choices]
    assert deeds[-3:] == ["look", "unsure", "hint"]
    assert set(deeds[:-3]) == {"answer"}


def test_the_hint_how_to_correct_comes_once(say: Say) -> None:
    """A second text is read without it."""
    _ = say(INVALID)
    assert "sorry, it was 429" not in say("I am in Germany, and billing is on.")


@pytest.mark.parametrize(
    "line", ["3", "standard-cut", "fewer than 39", "it's fewer than 39", "Fewer than 39 characters."]
)
def test_a_question_is_answered_by_number_value_or_words(talk: Talk, say: Say, line: str) -> None:
    """All of these say the same, some by a part of what was asked for."""
    _ = say(INVALID)
    assert talk.asking is not None and talk.asking.about == "key.look"
    assert "length of the key: shorter" in say(line)
    assert talk.session.diagnosis.facts["key.length_fit"].value == "shorter"


@pytest.mark.parametrize("line", ["no idea", "I don't know.", "skip", "/skip", "dunno", "13"])
def test_not_knowing_goes_on_to_another_question(talk: Talk, say: Say, line: str) -> None:
    """The question is not asked again."""
    _ = say(INVALID)
    _ = say(line)
    assert talk.asking is not None and talk.asking.about != "key.look"
    assert "key.look" in talk.session.state.progress.unsure


@pytest.mark.parametrize("line", ["how do I find that out?", "/hint", "hint", "14"])
def test_the_hint_says_how_to_find_out_and_the_question_stays(talk: Talk, say: Say, line: str) -> None:
    """Asking back costs nothing."""
    _ = say(INVALID)
    said = say(line)
    assert "[1] python -c" in said
    assert talk.asking is not None and talk.asking.about == "key.look"


@pytest.mark.parametrize("line", ["why?", "/why", "Why do you ask?"])
def test_why_tells_what_the_answer_would_do(talk: Talk, say: Say, line: str) -> None:
    """The causes that the answer tells apart, and the question again."""
    _ = say(INVALID)
    assert "The answer tells these apart" in say(line)
    assert talk.asking is not None and talk.asking.about == "key.look"


def until_fix(talk: Talk, say: Say) -> str:
    """Answer whatever is asked with "no idea" until a way out is shown."""
    said = ""
    while talk.asking is not None and talk.asking.kind == "fact":
        said = say("no idea")
    return said


@pytest.mark.parametrize("line", ["exactly 39, and it worked yesterday", "exactly 39 characters", "exactly 39 i think"])
def test_an_answer_within_a_sentence(talk: Talk, say: Say, line: str) -> None:
    """The answer is found beside polite, uncertain and further words; what else is told counts, too."""
    _ = say(INVALID)
    assert "length of the key: as long as it should be" in say(line)
    assert ("history.worked_before" in talk.session.diagnosis.facts) is ("yesterday" in line)


def test_a_status_within_a_sentence(talk: Talk) -> None:
    """A number is found in the words around it, when it is the only one."""
    decl = talk.session.doctor.rulebase.facts["error.http_status"]
    assert talk.reader.value("it was a 403 i think", decl) == "403"
    assert talk.reader.value("403 or 404", decl) is None


def test_a_certain_cause_comes_with_its_way_out(talk: Talk, say: Say) -> None:
    """Nobody who has the answer on the screen wants to be examined."""
    said = say(LEAKED)
    assert "The key was exposed and Google has blocked it" in said and "Try this first: Make a new key" in said
    assert talk.asking is not None and talk.asking.kind == "fix"


def test_a_clear_cause_is_shown_at_once_and_one_question_is_asked_at_most(talk: Talk, say: Say) -> None:
    """Less certain, but clear: the way out is one of the choices."""
    _ = say("User location is not supported for the API use.")
    said = say("Austria")
    assert "The call leaves from a server, VPN or edge location that Google does not serve" in said
    assert talk.asking is not None and talk.asking.choices[-1].deed == "fix-now"
    assert "Try this first" in say("no idea")
    assert talk.asking.kind == "fix"


def test_when_settled_the_cause_its_evidence_and_the_way_out_are_shown(talk: Talk, say: Say) -> None:
    """Plain words, reasons, steps, numbered commands, and the question what became of it."""
    said = say(LEAKED)
    assert "The key was exposed and Google has blocked it" in said
    assert "  + " in said
    assert "Try this first: Make a new key" in said
    assert "[1] read -rs GEMINI_API_KEY" in said
    assert talk.asking is not None and talk.asking.kind == "fix"


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


@pytest.mark.parametrize("line", ["sorry, I meant Austria", "no wait, Austria", "Sorry: Austria", "I mean Austria."])
def test_a_bare_correction_means_the_answer_before(talk: Talk, say: Say, line: str) -> None:
    """The value is read for the fact that was answered last."""
    _ = say("User location is not supported for the API use.")
    assert talk.asking is not None and talk.asking.about == "location.country"
    _ = say("Australia")
    assert "country: Austria" in say(line)
    assert talk.session.diagnosis.facts["location.country"].value == "AT"


def test_a_correction_by_a_sentence_names_its_fact(talk: Talk, say: Say) -> None:
    """What was read in a text is replaced by what is right."""
    _ = say("I am in Germany. User location is not supported for the API use.")
    _ = say("sorry, I am in China")
    assert talk.session.diagnosis.facts["location.country"].value == "CN"
    assert not talk.session.contradictions


def test_a_misread_status_is_corrected(talk: Talk, say: Say) -> None:
    """Also what the structure of the error gave."""
    _ = say("HTTP 403: it does not work")
    _ = say("sorry, it was 429")
    assert talk.session.diagnosis.facts["error.http_status"].value == 429


def test_a_correction_of_nothing_says_so(say: Say) -> None:
    """No fact is changed by a guess."""
    _ = say(INVALID)
    assert "I do not know what to correct" in say("sorry, I meant something else entirely")


def test_several_facts_in_one_sentence(talk: Talk, say: Say) -> None:
    """All of them are noted."""
    _ = say("User location is not supported for the API use.")
    said = say("I am in Germany, behind a VPN, and it runs in docker")
    facts = talk.session.diagnosis.facts
    assert facts["location.country"].value == "DE" and facts["network.route"].value == "vpn"
    assert "country: Germany" in said


def test_undo_and_redo(talk: Talk, say: Say) -> None:
    """The last step is taken back, the question is there again; redo takes it again."""
    _ = say(INVALID)
    _ = say("fewer than 39")
    assert "Taken back: a look at the key" in say("back")
    assert talk.asking is not None and talk.asking.about == "key.look"
    assert "Again: a look at the key" in say("/redo")
    assert "key.look" in talk.session.diagnosis.facts


def test_undoing_everything_begins_anew(talk: Talk, say: Say) -> None:
    """After the first step is taken back there is nothing to ask."""
    _ = say(INVALID)
    assert "Paste the error" in say("undo")
    assert "nothing to take back" in say("undo")
    assert talk.asking is None


def test_set_unset_and_facts(talk: Talk, say: Say) -> None:
    """Facts by their names or by what people call them, with the errors of the vocabulary; what rules conclude only by ``all``."""
    _ = say(INVALID)
    assert "key.kind" in say("/set key.kind=auth") or talk.session.diagnosis.facts["key.kind"].value == "auth"
    assert "(key.kind; your answer)" in say("/facts") and "reach.not_recognised" not in say("/facts")
    assert "(reach.not_recognised; concluded" in say("/facts all")
    assert "kind of key: no longer known" in say("/unset kind of key")
    assert "did you mean key.kind" in say("/set key.knd=auth")
    assert "is one of" in say("/set key.kind=stone")


def test_what_if_changes_nothing(talk: Talk, say: Say) -> None:
    """The supposed standing with the present one beside it."""
    _ = say(INVALID)
    log = talk.session.log
    said = say("/whatif key.length_fit=shorter")
    assert "If length of the key: shorter than it should be" in said and "incomplete or mistyped (now 2" in said
    assert talk.session.log == log


def test_where_each_fact_comes_from(say: Say) -> None:
    """Read at a line, answered, or implied by an answer: each fact of a reckoning says so."""
    _ = say(f"Traceback\n{INVALID}")
    _ = say("/set key.length_fit=shorter")
    said = say("/how key-truncated")
    assert "line 2" in said and "length of the key: shorter than it should be (your answer)" in said
    _ = say("/undo")
    _ = say("3")
    assert "(your answer about “a look at the key”)" in say("/how key-truncated")


def test_how_and_why_not(say: Say) -> None:
    """The reckoning of the leading cause, and what keeps another silent."""
    _ = say(LEAKED)
    assert "The key was exposed" in say("how do you know?")
    assert "Ahead of it" in say("/whynot key-expired")
    assert "did you mean key-expired" in say("/whynot key-expird")


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


def test_the_report_is_shown_before_it_is_written(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """Written after a yes only, under the name that was asked for."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    assert "markdown: diagnosed" in say("/report mine.md")
    assert "Not written." in say("no")
    assert world.files == {}
    _ = say("/report json")
    assert "Written to keymedic-report.json." in say("yes")
    assert world.files == {"keymedic-report.json": "json: diagnosed"}
    assert talk.asking is not None and talk.asking.kind == "fix"


def test_save_load_reset_reload(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """The conversation is kept under a name, begun afresh, and taken up again."""
    _ = say(INVALID)
    saved = talk.session
    assert "Saved to mine.json." in say("/save mine.json")
    assert "fresh start" in say("/reset")
    assert talk.session.log == () and world.begun == 1
    assert "Here is where we were." in say("/load mine.json")
    assert talk.session.log == saved.log
    assert "read anew" in say("/reload")
    assert talk.session.log == saved.log
    assert "there is no other.json" in say("/load other.json")


def test_paste_takes_whatever_follows_as_text(talk: Talk, say: Say) -> None:
    """Even what looks like a command or a choice."""
    _ = say("/paste")
    assert talk.pasting
    _ = say("/help 403 Your API key was reported as leaked.")
    assert not talk.pasting
    assert talk.session.diagnosis.causes[0].id == "key-leaked"


def test_unknown_commands_are_no_errors_of_the_person(say: Say) -> None:
    """The nearest name is offered; a path is a text."""
    assert "did you mean causes" in say("/cauzes")
    assert "There is no command" not in say("/usr/lib/python3.11/site-packages: 403 Forbidden")


def test_text_without_facts_says_so(talk: Talk, say: Say) -> None:
    """Nothing is pretended to be understood, and the question stays."""
    _ = say(INVALID)
    assert "That tells me nothing yet" in say("the weather is fine")
    assert talk.asking is not None


def test_quit_ends(talk: Talk, say: Say) -> None:
    """By its plain word, too."""
    assert say("bye") == ""
    assert talk.ended


def test_help_lists_every_command(say: Say) -> None:
    """One line for each."""
    said = say("help")
    for name in ("/probe", "/whynot", "/reset", "/copy"):
        assert f"  {name} " in said
    assert "skip it" in say("/help skip")


def test_who_knows_nothing_is_not_asked_for_ever(talk: Talk, say: Say) -> None:
    """After four questions without an answer the most likely way out is tried; an answer in between counts afresh."""
    _ = say(INVALID)
    said = [say("no idea") for _ in range(4)]
    assert "trying the most likely way out" in said[-1] and "trying" not in "".join(said[:-1])
    assert talk.asking is not None and talk.asking.kind == "fix"


@pytest.mark.parametrize("line", ["openai.RateLimitError: Error code: 429", "503 Service Unavailable"])
def test_a_bare_status_is_asked_what_it_says(talk: Talk, say: Say, line: str) -> None:
    """The name of a class is no sentence of the server's: that is asked for, once."""
    _ = say(line)
    assert talk.asking is not None and talk.asking.about == "error.says"
    _ = say("no idea")
    assert talk.asking.about != "error.says"


def test_a_text_that_the_tool_lost_is_asked_for_by_a_call(talk: Talk, say: Say) -> None:
    """Who said already that there is no more to read is not asked for it again, but for a direct call."""
    talk.session.answer("error.says", "object-object")
    _ = talk.go_on()
    assert talk.asking is not None and talk.asking.about == "history.curl_answer"


def test_what_would_settle_it_is_named_and_who_wants_is_asked_on(talk: Talk, say: Say) -> None:
    """An open case says honestly that it is open, and what is lacking; "ask me more" goes on."""
    _ = say("my key does not work")
    for _number in range(3):
        _ = say("no idea")
    said = say("no idea")
    assert "I cannot tell for certain" in said and "  • What does the error say?" in said
    _ = say("ask me more")
    assert talk.asking is not None and talk.asking.kind == "fact"
    assert talk.asking.about not in talk.session.state.progress.unsure


@pytest.mark.parametrize("line", ["hm", "no", "No.", "so", "ok"])
def test_small_talk_is_no_country(talk: Talk, say: Say, line: str) -> None:
    """Words that are written like a country's code are not taken for it; the name is."""
    _ = say("User location is not supported for the API use.")
    assert "tells me nothing yet" in say(line)
    assert "location.country" not in talk.session.diagnosis.facts
    assert "country: Norway" in say("Norway")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("why not key-leaked", "The key was exposed and Google has blocked it: "),
        ("explain key-leaked", "Cause key-leaked"),
        ("fix 2", "Try this first: "),
        ("what if key.length_fit=shorter", "If length of the key: shorter than it should be"),
    ],
)
def test_plain_words_take_an_argument(say: Say, line: str, says: str) -> None:
    """The name of a cause or fact, a number or a fact with its value behind the words of a command."""
    _ = say(INVALID)
    assert says in say(line)


def test_words_that_lead_on_are_no_command(talk: Talk, say: Say) -> None:
    """A sentence that begins like a command tells something all the same."""
    assert "HTTP 403" in say("look here, it says HTTP 403")
    assert len(talk.session.log) == 1


def test_what_if_takes_a_label_or_a_sentence(talk: Talk, say: Say) -> None:
    """Facts by what people call them, or in a sentence; that nothing would change is said."""
    _ = say("User location is not supported for the API use.")
    steps = len(talk.session.log)
    assert "If country: China" in say("/whatif country=China")
    assert "If country: China" in say("what if I were in China?")
    _ = say("Austria")
    assert "Nothing would change." in say("/whatif country=Germany")
    assert len(talk.session.log) == steps + 1


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


def test_commands_of_an_explanation_stay_whole(say: Say) -> None:
    """They are there to be copied, too."""
    said = say("/explain key-leaked")
    assert any(line.startswith("[0] curl -sS") and line.endswith("v1beta/models") for line in said.split("\n"))
