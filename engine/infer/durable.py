"""Matching on durable-rules: a conjunction matcher and forward chainer, nothing else of it.

The engine sees settled literals only, never a text, number or name of the case. One call of
`DurableMatcher.close` is one session in each ruleset it opens: one message with all literals that hold at
the start, later one message for each literal that a term concluded, until nothing fires any more.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack

from ..errors import EngineError
from .native import SAFE_LIMITS, Limits, NativeModule, check_names, native_module
from .partitions import SENTINEL, SESSION, Partition, literal_name, partition
from .program import Closure, Literal, Term

RESERVED = ("id", "sid", "$s", SENTINEL)


class Ruleset:
    """One compiled partition; compiled when first opened, and again after the engine failed on it."""

    def __init__(self, engine: NativeModule, rules: Partition) -> None:
        self.rules: Partition = rules
        self._engine = engine
        self._handle: int | None = None
        self._session: int | None = None

    def open(self, literals: Collection[Literal]) -> None:
        """Begin a session in which these literals hold."""
        if self._handle is None:
            self._handle = self._engine.create_ruleset("keymedic", self.rules.definition())
        holds = {literal_name(literal): 1 for literal in sorted(self.rules.base.intersection(literals))}
        self._assert({SENTINEL: 1, **holds}, "case")

    def tell(self, literal: Literal) -> None:
        """Add a literal that a term has concluded."""
        name = literal_name(literal)
        self._assert({name: 1}, name)

    def run(self) -> list[str]:
        """Let the rules fire until none is left; their names."""
        assert self._handle is not None and self._session is not None
        fired: list[str] = []
        first = self._engine.start_action_for_state(self._handle, self._session)
        activation = first[1] if first else None
        while activation:
            # {"rule": {the messages it matched}}: the name is all that counts, and it needs no escapes.
            fired.append(activation[2 : activation.index('"', 2)])
            activation = self._engine.complete_and_start_action(self._handle, self._session)
        return fired

    def close(self, sound: bool) -> None:
        """End the session; after a failure (not ``sound``) throw the ruleset away too."""
        if self._handle is None:
            return
        session, self._session = self._session, None
        try:
            if session is not None:
                # The first call of start_action initialises what delete_state frees.
                _ = self._engine.start_action_for_state(self._handle, session)
                self._engine.delete_state(self._handle, SESSION)
        except Exception:
            sound = False
            raise
        finally:
            if not sound:
                self.discard()

    def discard(self) -> None:
        """Free the compiled ruleset, with any session in it."""
        if self._handle is not None:
            handle, self._handle, self._session = self._handle, None, None
            self._engine.delete_ruleset(handle)

    def _assert(self, literals: dict[str, int], name: str) -> None:
        assert self._handle is not None
        message = json.dumps({**literals, "id": name, "sid": SESSION})
        code, session = self._engine.assert_fact(self._handle, message)
        if code != 0:
            raise EngineError(f"durable-rules did not take a message (code {code})")
        self._session = session


class DurableMatcher:
    """Closes literals under terms with durable-rules. Thread-safe; free the rulesets with `free`.

    Raises ``ImportError`` where durable-rules is missing, `EngineError` for terms beyond its limits and
    where it fails.
    """

    def __init__(self, terms: Sequence[Term], limits: Limits = SAFE_LIMITS) -> None:
        self.name: str = "durable"
        self._terms = {f"t{term.id}": term for term in terms}
        heads = frozenset[Literal]().union(*(term.head for term in terms))
        bodies = frozenset[Literal]().union(*(term.body for term in terms))
        check_names([*RESERVED, *map(literal_name, sorted(bodies))])
        engine = native_module()
        self._inner = heads & bodies
        self._rulesets = [Ruleset(engine, found) for found in partition(terms, self._inner, limits)]
        self._always = [at for at, ruleset in enumerate(self._rulesets) if ruleset.rules.always]
        self._keys = _index(ruleset.rules.keys for ruleset in self._rulesets)
        self._users = _index(ruleset.rules.inner for ruleset in self._rulesets)
        self._lock = threading.Lock()

    @property
    def rulesets(self) -> int:
        """How many rulesets the terms were shared out over."""
        return len(self._rulesets)

    def close(self, literals: Collection[Literal]) -> Closure:
        """Forward-chain to the fixpoint."""
        try:
            with self._lock:
                return self._close(frozenset(literals))
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"durable-rules failed: {error}") from error

    def free(self) -> None:
        """Free every compiled ruleset; the next `close` compiles anew."""
        with self._lock:
            for ruleset in self._rulesets:
                ruleset.discard()

    def _close(self, literals: frozenset[Literal]) -> Closure:
        run = _Run(self._rulesets, self._keys, self._users)
        sound = False
        try:
            run.start(self._always, literals, self._inner)
            closure = run.finish(self._terms)
            sound = True
            return closure
        finally:
            run.clean_up(sound)


class _Run:
    """The sessions of one case."""

    def __init__(
        self, rulesets: Sequence[Ruleset], keys: dict[Literal, list[int]], users: dict[Literal, list[int]]
    ) -> None:
        self._rulesets = rulesets
        self._keys = keys
        self._users = users
        self._open: dict[int, None] = {}
        self._proven: set[int] = set()
        self._todo: dict[int, None] = {}
        self._holds: set[Literal] = set()
        self._told: list[Literal] = []

    def start(self, always: Iterable[int], literals: frozenset[Literal], inner: frozenset[Literal]) -> None:
        self._holds = set(literals)
        self._told = sorted(literals & inner)
        gated = {at for literal in literals if literal in self._keys for at in self._keys[literal]}
        for at in sorted(gated.union(always)):
            self._open_session(at)

    def finish(self, terms: dict[str, Term]) -> Closure:
        fired: set[int] = set()
        while self._todo:
            at = next(iter(self._todo))
            del self._todo[at]
            names = self._rulesets[at].run()
            if (SENTINEL in names) == (at in self._proven):
                raise EngineError("durable-rules did not run: its sentinel did not fire once")
            self._proven.add(at)
            new = [terms[name] for name in names if name != SENTINEL]
            fired.update(term.id for term in new)
            for literal in sorted(frozenset[Literal]().union(*(term.head for term in new)) - self._holds):
                self._conclude(literal)
        return Closure(frozenset(fired), frozenset(self._holds))

    def clean_up(self, sound: bool) -> None:
        with ExitStack() as every:
            for at in self._open:
                _ = every.callback(self._rulesets[at].close, sound)

    def _conclude(self, literal: Literal) -> None:
        self._holds.add(literal)
        for at in self._users.get(literal, ()):
            if at in self._open:
                self._rulesets[at].tell(literal)
                self._todo[at] = None
        self._told.append(literal)
        for at in self._keys.get(literal, ()):
            if at not in self._open:
                self._open_session(at)

    def _open_session(self, at: int) -> None:
        self._open[at] = None
        ruleset = self._rulesets[at]
        ruleset.open(self._holds)
        for literal in self._told:
            if literal in ruleset.rules.inner:
                ruleset.tell(literal)
        self._todo[at] = None


def _index(parts: Iterable[Collection[Literal]]) -> dict[Literal, list[int]]:
    found: dict[Literal, list[int]] = {}
    for at, literals in enumerate(parts):
        for literal in literals:
            found.setdefault(literal, []).append(at)
    return found
