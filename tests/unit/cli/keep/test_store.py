from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from keymedic.cli.keep import store
from keymedic.cli.keep.store import MOST_SESSIONS, Autosave, latest, load, resume, session_bytes, state_folder
from keymedic.engine.errors import InputError
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.model import RuleBase
from keymedic.engine.session import Session

KEY = "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0"


@pytest.fixture(scope="module")
def doctor(rulebase: RuleBase) -> Diagnostician:
    """A diagnostician without rules: what is said counts here, not what follows."""
    return Diagnostician(rulebase, "plain")


@pytest.fixture
def session(doctor: Diagnostician) -> Session:
    """A conversation of one sentence, with a key in it."""
    session = Session(doctor)
    session.tell(f"It fails with {KEY}")
    return session


def nobody(path: Path, error: InputError) -> None:
    """No damaged file is expected."""
    raise AssertionError(path) from error


def test_saved_and_taken_up_again(tmp_path: Path, session: Session, doctor: Diagnostician) -> None:
    """After each step the file holds all that was said, without the key, open to its owner only."""
    saves = Autosave(tmp_path / "state")
    for fact in ("error.http_status", "key.present"):
        session.dont_know(fact)
        assert saves.save(session)
        assert saves.path is not None
        assert load(saves.path, doctor).log == session.log
    assert KEY.encode() not in saves.path.read_bytes()
    assert (saves.path.stat().st_mode & 0o077, saves.path.parent.stat().st_mode & 0o077) == (0, 0)


def test_saving_needs_no_diagnosis(tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said is safe before anything is inferred from it: a crash of the engine cannot take it along."""

    def crash(*_: object) -> None:
        raise AssertionError("inferred")

    monkeypatch.setattr(Diagnostician, "examine", crash)
    assert Autosave(tmp_path).save(session)


def test_an_empty_conversation_is_not_kept(tmp_path: Path, doctor: Diagnostician) -> None:
    """Nothing said, nothing written."""
    assert not Autosave(tmp_path / "state").save(Session(doctor))
    assert not (tmp_path / "state").exists()


def test_without_a_folder_nothing_is_kept(session: Session) -> None:
    """No usable place is no trouble."""
    assert not Autosave(None).save(session)
    assert latest(None) is None


def test_two_conversations_at_once(tmp_path: Path, doctor: Diagnostician) -> None:
    """Each writes a file of its own; what a living one holds is not taken up by another."""
    first, second = Session(doctor), Session(doctor)
    first.tell("one")
    second.tell("two")
    one, two = Autosave(tmp_path), Autosave(tmp_path)
    assert one.save(first) and two.save(second)
    assert latest(tmp_path) is None
    one.close()
    found = resume(tmp_path, doctor, nobody)
    assert found is not None
    assert (found[0], found[1].log) == (one.path, first.log)
    two.close()
    assert latest(tmp_path) == two.path


def test_what_ended_while_concluding_goes_on_with_care(tmp_path: Path, session: Session, doctor: Diagnostician) -> None:
    """Who takes up a conversation whose process ended in the midst of a conclusion is told; not where it ended otherwise."""
    careful = Diagnostician(doctor.rulebase, "plain")
    saves = Autosave(tmp_path)
    for concluding, expected in ((True, careful), (False, doctor), (True, careful)):
        assert saves.save(session, concluding=concluding)
        saves.close()
        found = resume(tmp_path, doctor, nobody, lambda: careful)
        assert found is not None and found[1].doctor is expected
        session = found[1]
        saves = Autosave(tmp_path)
        session.tell(f"and then {concluding}")


def test_a_full_disk_is_told_once(tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saving fails without an exception, is told at the first failure, and works again once there is room."""
    told: list[str] = []
    saves = Autosave(tmp_path, lambda error: told.append(str(error.strerror)))
    write = store.write_private

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_private", full)
    assert [saves.save(session), saves.save(session)] == [False, False]
    assert told == ["No space left on device"]
    monkeypatch.setattr(store, "write_private", write)
    assert saves.save(session)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_home_that_cannot_be_written(tmp_path: Path, session: Session) -> None:
    """A file in the place of the folder, as a home that is no folder, stops nothing."""
    told: list[OSError] = []
    _ = (tmp_path / "home").write_bytes(b"")
    assert not Autosave(tmp_path / "home" / "state", told.append).save(session)
    assert len(told) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"schema_version": ' + b"9" * 100_000 + b"}",
        b'{"schema_version": 1, "events": [{"event": "answered", "fact": "no.such", "values": ["x"]}]}',
    ],
    ids=["empty", "torn", "no text", "deep", "a number without end", "unknown fact"],
)
def test_a_damaged_file_is_kept_aside(tmp_path: Path, doctor: Diagnostician, session: Session, content: bytes) -> None:
    """It is told and kept under another name, with its content; the one saved before it is taken up."""
    saves = Autosave(tmp_path)
    assert saves.save(session)
    saves.close()
    broken = tmp_path / "session-99999999T000000Z-1-000000.json"
    _ = broken.write_bytes(content)
    os.utime(broken, (4e9, 4e9))
    told: list[Path] = []
    found = resume(tmp_path, doctor, lambda path, _error: told.append(path))
    assert found is not None
    assert found[1].log == session.log
    assert [path.read_bytes() for path in told] == [content]
    assert told[0].suffix == ".broken" and not broken.exists()


def test_a_damaged_file_that_cannot_be_moved_ends_the_search(
    tmp_path: Path, doctor: Diagnostician, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told once; nothing is lost, and nothing turns in a circle."""

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "session-1.json"
    _ = path.write_bytes(b"{")
    told: list[Path] = []
    monkeypatch.setattr(os, "rename", refused)
    assert resume(tmp_path, doctor, lambda aside, _error: told.append(aside)) is None
    assert told == [path] and path.read_bytes() == b"{"


def test_nothing_to_take_up(tmp_path: Path, doctor: Diagnostician) -> None:
    """An empty or missing folder has no conversation."""
    assert resume(tmp_path / "none", doctor, nobody) is None


def test_a_file_that_a_person_names_is_never_moved(tmp_path: Path, doctor: Diagnostician) -> None:
    """`load` only says what is wrong with it."""
    path = tmp_path / "mine.json"
    _ = path.write_bytes(b"{")
    with pytest.raises(InputError, match=r"mine\.json is damaged"):
        _ = load(path, doctor)
    with pytest.raises(InputError, match="cannot read"):
        _ = load(tmp_path / "none.json", doctor)
    assert path.exists()


def test_old_conversations_are_removed(tmp_path: Path, session: Session) -> None:
    """The newest ones stay, a bounded number; those in use stay in any case."""
    held = Autosave(tmp_path)
    assert held.save(session) and held.path is not None
    os.utime(held.path, (1, 1))
    for number in range(MOST_SESSIONS + 5):
        path = tmp_path / f"session-{number:02}.json"
        _ = path.write_bytes(b"{}")
        os.utime(path, (100 + number, 100 + number))
    for number in range(3 * MOST_SESSIONS):
        _ = (tmp_path / f".session-gone{number}.json.lock").write_bytes(b"")
    assert Autosave(tmp_path).save(session)
    kept = {path.name for path in tmp_path.glob("session-*.json")}
    assert held.path.name in kept and "session-24.json" in kept and "session-00.json" not in kept
    assert len(kept) <= MOST_SESSIONS + 1
    assert len(list(tmp_path.glob(".session-*.lock"))) <= 2 * MOST_SESSIONS + 2


def test_a_conversation_that_grew_too_large_is_told(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than can be read again is not written, so that the last good one stays."""
    told: list[OSError] = []
    saves = Autosave(tmp_path, told.append)
    assert saves.save(session) and saves.path is not None
    before = saves.path.read_bytes()
    monkeypatch.setattr(store, "MAX_SESSION_BYTES", len(before))
    session.tell("and more")
    assert not saves.save(session)
    assert (len(told), saves.path.read_bytes()) == (1, before)


def test_any_text_can_be_saved(doctor: Diagnostician) -> None:
    """Lone surrogates, NUL and other letters come back as they were."""
    session = Session(doctor)
    session.tell("\ud800 \x00 密钥 \u202e")
    assert json.loads(session_bytes(session))["events"][0]["text"] == "\ud800 \x00 密钥 \u202e"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"KEYMEDIC_STATE_DIR": "/k"}, "/k"),
        ({"KEYMEDIC_STATE_DIR": ""}, None),
        ({"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/s/keymedic"),
        ({"XDG_STATE_HOME": "relative", "HOME": "/h"}, "/h/.local/state/keymedic"),
        ({"HOME": "/h"}, "/h/.local/state/keymedic"),
    ],
)
def test_where_conversations_are_kept(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], expected: str | None
) -> None:
    """keymedic's own variable, the platform's, the home; relative paths do not count."""
    monkeypatch.setattr(store.sys, "platform", "linux")
    for name in ("KEYMEDIC_STATE_DIR", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert state_folder() == (Path(expected) if expected else None)
