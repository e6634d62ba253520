"""The conversation without a terminal: what is answered to which line."""

from __future__ import annotations

import pytest

from keymedic.cli.repl.talk import Talk

from .conftest import INVALID, LEAKED, Say


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


def test_text_without_facts_says_so(talk: Talk, say: Say) -> None:
    """Nothing is pretended to be understood, and the question stays."""
    _ = say(INVALID)
    assert "That tells me nothing yet" in say("the weather is fine")
    assert talk.asking is not None


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
