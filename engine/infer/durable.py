"""Matching on durable-rules: a conjunction matcher and forward chainer, nothing else of it.

The engine sees settled literals only, never a text, number or name of the case. One call of
`DurableMatcher.close` is one session in each ruleset it opens: one message with all literals that hold at
the start, later one message for each literal that a term concluded, until nothing fires any more.
"""

from __future__ import annotations

from _thread import allocate_lock  # `threading` loads more than this lock, which it hands on
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet

from ..errors import EngineError
from ..plain_json import dumps
from .native import SAFE_LIMITS, Limits, check_names, native_module
from .partitions import SENTINEL, SESSION, Partition, literal_name, partition
from .program import Closure, Literal, Term
from .stratum import Stratum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .native import NativeModule

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
        message = dumps({**literals, "id": name, "sid": SESSION})
        code, session = self._engine.assert_fact(self._handle, message)
        if code != 0:
            raise EngineError(f"durable-rules did not take a message (code {code})")
        self._session = session


class Rulesets:
    """The rulesets of one stratum by their keys, made when first asked for: a case touches a small part of them."""

    def __init__(self, engine: NativeModule, stratum: Stratum, limits: Limits) -> None:
        self._engine = engine
        self._limits = limits
        self._stratum = stratum
        self._terms: dict[str, Term] = {}
        self._made: dict[Literal | None, tuple[Ruleset, ...]] = {}
        self.inner: frozenset[Literal] = stratum.inner
        """The literals that some term concludes and some term needs."""
        self.keys: frozenset[Literal] = stratum.keys

    def to_open(self, key: Literal | None, holds: AbstractSet[Literal]) -> Iterable[Ruleset]:
        """Of the rulesets to open when a literal holds (nothing: in every case) those in which a term could fire by what it
        watches; none is made in vain. Raises `EngineError` for a term beyond the engine."""
        watched = self._stratum.watched(key)
        if None not in watched and watched.isdisjoint(holds):
            return ()
        return [ruleset for ruleset in self.of(key) if ruleset.rules.may_fire(holds)]

    def of(self, key: Literal | None) -> tuple[Ruleset, ...]:
        """All rulesets to open when a literal holds. Raises `EngineError` for a term beyond the engine."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = tuple(map(self._made_of, self._partitions(key)))
        return made

    def every(self) -> list[Ruleset]:
        """All rulesets."""
        return [ruleset for key in (None, *sorted(self.keys)) for ruleset in self.of(key)]

    def term(self, name: str) -> Term:
        """The term of a rule by its name in the engine."""
        return self._terms[name]

    def discard(self) -> None:
        """Free all that is compiled."""
        for rulesets in self._made.values():
            for ruleset in rulesets:
                ruleset.discard()

    def _partitions(self, key: Literal | None) -> list[Partition]:
        terms = self._stratum.by_key(key)
        return partition(terms, self.inner, self._limits, self._stratum.uses) if terms else []

    def _made_of(self, rules: Partition) -> Ruleset:
        self._terms.update((shape.name, shape.term) for shape in rules.shapes)
        check_names([*RESERVED, *map(literal_name, sorted(rules.base | rules.inner))])
        return Ruleset(self._engine, rules)


class DurableMatcher:
    """Closes literals under terms with durable-rules. Thread-safe; free the rulesets with `free`.

    Terms are shared out over rulesets when a case first touches their key. Raises ``ImportError`` where durable-rules is
    missing; `close` raises `EngineError` for terms beyond its limits and where it fails.
    """

    def __init__(self, stratum: Stratum, limits: Limits = SAFE_LIMITS) -> None:
        self.name: str = "durable"
        self._rulesets = Rulesets(native_module(), stratum, limits)
        self._lock = allocate_lock()

    @property
    def rulesets(self) -> int:
        """How many rulesets the terms are shared out over."""
        return len(self._rulesets.every())

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
            self._rulesets.discard()

    def _close(self, literals: frozenset[Literal]) -> Closure:
        run = _Run(self._rulesets)
        sound = False
        try:
            run.start(literals)
            closure = run.finish()
            sound = True
            return closure
        finally:
            run.clean_up(sound)


class _Run:
    """The sessions of one case."""

    def __init__(self, rulesets: Rulesets) -> None:
        self._rulesets = rulesets
        self._open: dict[Ruleset, None] = {}
        self._proven: set[Ruleset] = set()
        self._todo: dict[Ruleset, None] = {}
        self._holds: set[Literal] = set()
        self._told: list[Literal] = []

    def start(self, literals: frozenset[Literal]) -> None:
        self._holds = set(literals)
        self._told = sorted(literals & self._rulesets.inner)
        for key in (None, *sorted(literals & self._rulesets.keys)):
            self._open_sessions(key)

    def finish(self) -> Closure:
        fired: set[int] = set()
        while self._todo:
            ruleset = next(iter(self._todo))
            del self._todo[ruleset]
            names = ruleset.run()
            if (SENTINEL in names) == (ruleset in self._proven):
                raise EngineError("durable-rules did not run: its sentinel did not fire once")
            self._proven.add(ruleset)
            new = [self._rulesets.term(name) for name in names if name != SENTINEL]
            fired.update(term.id for term in new)
            for literal in sorted(frozenset[Literal]().union(*(term.head for term in new)) - self._holds):
                self._conclude(literal)
        return Closure(frozenset(fired), frozenset(self._holds))

    def clean_up(self, sound: bool) -> None:
        failures: list[Exception] = []
        for ruleset in self._open:
            try:
                ruleset.close(sound)
            except Exception as error:  # noqa: BLE001  # the others are closed all the same
                failures.append(error)
        if failures:
            raise failures[0]

    def _conclude(self, literal: Literal) -> None:
        self._holds.add(literal)
        if literal in self._rulesets.inner:
            for ruleset in self._open:
                if literal in ruleset.rules.inner:
                    ruleset.tell(literal)
                    self._todo[ruleset] = None
        self._told.append(literal)
        self._open_sessions(literal)

    def _open_sessions(self, key: Literal | None) -> None:
        for ruleset in self._rulesets.to_open(key, self._holds):
            self._open[ruleset] = None
            ruleset.open(self._holds)
            for literal in self._told:
                if literal in ruleset.rules.inner:
                    ruleset.tell(literal)
            self._todo[ruleset] = None
