"""Makes frames that nobody should send: no frame at all, almost one, or one at the wrong moment."""

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from app.core.asides import common, rewording
from app.core.state import Workshop
from app.core.things import Kind, Method, Reason, Side
from app.live.frames import LARGEST, Asked
from tests.hostile.halls import SEAT, TOPICS, current, secret_of
from tests.live.test_frames import FROM_SCREEN, tag

KINDS: dict[str, type[Asked]] = {tag(frame): frame for frame in FROM_SCREEN}

FROM_TABLETS = (
    "note", "withdraw", "lift", "pen", "statement", "mark", "ticket", "move", "ballot", "stand",
    "tell",
)  # fmt: skip
FROM_STAFF = tuple(kind for kind in KINDS if kind not in {*FROM_TABLETS, "join", "ping"})
MOVES = ("open_step", "close_step", "undo", "end", "grace", "skip_step", "insert_step")
"""Those that lead the hall elsewhere."""

FITTING: Mapping[Kind, tuple[str, ...]] = {
    Kind.KNOWLEDGE: ("note", "note", "withdraw"),
    Kind.WRITE: ("note", "note", "withdraw", "tell", "mark"),
    Kind.TALK: ("pen", "statement", "statement", "note", "lift", "withdraw", "mark"),
    Kind.PLENARY: (
        "pen", "stand", "statement", "note", "show", "argument", "typing", "wording", "floor",
    ),
    Kind.PRIORITISE: ("ticket", "ballot", "ballot", "point"),
    Kind.VERIFY: ("ticket", "ballot", "pen", "statement", "note"),
    Kind.EVALUATE: ("ticket", "ballot", "note"),
    Kind.ROUND: ("move",),
    Kind.RULES: ("tell", "insert_step", "skip_step"),
}  # fmt: skip
"""What a step is there for."""

TEXTS = (
    "", " ", "\n\t", "Flere busser", "å" * 2_000, "å" * 2_001, "x" * 4_000, "x" * 4_001,
    "x" * 30_000, "x" * 30_001, "\x00", "a\x00b", "\x1b[31m", "\u202eesrever", "\ufeff", "\u2028",
    "👩‍👩‍👧‍👦" * 20, "e" + "\u0301" * 400, "<script>alert(1)</script>", "'; DROP TABLE note; --",
    "{{7*7}}", "=1+1", "\r\nX: y", "\ue000", "\ufffd", "﷽" * 300, "Ⅷ²٣",
)  # fmt: skip

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 3, 4, 5, 11, 60, 61, 600, 601, 100_000, 100_001, 2**31, 2**53,
    2**53 - 1, 2**63, 2**64 - 1, 2**64, 10**30, -(2**63), 1.5, 1.0, -0.0, 1e20, 1e308, [], {}, [1],
    ["vekst"], {"vekst": 1}, {"": 0}, {"s1": 11}, "1", "true", "null", "join", "note", "tablet",
    "__class__", "constructor", "0" * 32, "F" * 32, "f" * 31, "f" * 33, "common", "vekst",
    "vekst.1", "regler", "nowhere", "s1", *TEXTS,
)  # fmt: skip


class Sender:
    """Makes the frames of one socket. What is random in them comes from `some` alone.

    `codes` are those that it knows, `elsewhere` those of a workshop that is not its own.
    """

    def __init__(self, some: Random, role: str, seat: int, codes: list[str]) -> None:
        self.some = some
        self.role = role
        self.seat = f"{SEAT}{seat:016x}"
        self.codes = codes
        self.keys: dict[str, str] = {}
        self.still = False
        """Whether it leaves the hall where it is."""
        self.n = 1_000  # above those of what is odd: each is its own

    # ------------------------------------------------------------ bytes

    def junk(self) -> str | bytes:
        """What is no frame. Bytes are sent as a binary frame."""
        some = self.some
        made: tuple[Callable[[], str | bytes], ...] = (
            lambda: some.randbytes(some.randrange(60)),
            lambda: some.choice(TEXTS),
            lambda: json.dumps(some.choice(ODD)),
            lambda: json.dumps({"t": "ping", "n": 1})[: some.randrange(20)],
            lambda: "[" * some.randrange(2_000),
            lambda: '{"t":' * some.randrange(2_000),
            lambda: '{"t":"ping","n":' + "9" * some.randrange(1, 400) + "}",
            lambda: '{"t":"ping","n":NaN}',
            lambda: '{"t":"ping","n":-Infinity}',
            lambda: '{"t":"ping","n":1e999}',
            lambda: '{"t":"end","t":"ping","n":1}',
            lambda: '{"t":"ping","n":1,"n":2}',
            lambda: '\ufeff{"t":"ping","n":1}',
            lambda: '{"t":"ping","n":1}\x00',
            lambda: '{"t":"ping","n":1}{"t":"ping","n":2}',
            lambda: '{"t":"tell","n":1,"accepted":"\\ud800"}',
            lambda: '{"t":"note","n":1,"text":"\\udfff\\ud800"}',
            lambda: b'{"t":"ping","n":1,"\xed\xa0\x80":1}',
            lambda: b"\xff\xfe" + '{"t":"ping","n":1}'.encode("utf-16-le"),
            lambda: json.dumps({"t": "ping", "n": 1}).encode(),
            lambda: json.dumps({"t": "ping", "n": 1, "__proto__": {"t": "end"}}),
            lambda: json.dumps({**self.right("ping", None), some.choice(TEXTS): 1}),
        )
        return some.choice(made)()

    def large(self) -> str:
        """About as large as is read, or much larger."""
        size = self.some.choice((LARGEST - 40, LARGEST + 1, 1_000_000))
        return json.dumps({"t": "tell", "n": self.next(), "accepted": "x" * size})

    # ------------------------------------------------------------ frames

    def next(self) -> int:
        self.n += 1
        return self.n

    def frame(self, state: Workshop | None) -> dict[str, Any]:
        """Of any kind, most often of its own role's; in every third something is wrong."""
        some = self.some
        own = FROM_TABLETS if self.role == "tablet" else FROM_STAFF
        step = state.current if state and state.ended is None else None
        fits = set(FITTING.get(step.kind, ()) if step else ()) & set(own)
        if state and state.step and not state.open and self.role == "control":
            fits = {"grace", "undo", "open_step"}
        kinds = some.choices([fits or own, own, tuple(KINDS), ("join",)], [60, 30, 6, 4])[0]
        kind = some.choice(sorted(kinds))
        if self.still and kind in MOVES:
            kind = "ping"
        made = self.right(kind, state)
        if some.random() < 0.25:
            for name in some.sample(sorted(made), some.choice((1, 1, 2))):
                made[name] = some.choice(ODD)
            if some.random() < 0.2:
                made.pop(some.choice(sorted(made)))
            if some.random() < 0.1:
                made[some.choice(("more", "actor", "table", "role", "seat"))] = some.choice(ODD)
        return made

    def right(self, kind: str, state: Workshop | None) -> dict[str, Any]:
        """As a screen would send it, or nearly: what it names is there, here or elsewhere."""
        values = {"t": kind, "n": self.next(), **self._values(kind, state or Workshop())}
        return {name: values[name] for name in KINDS[kind].model_fields if name in values}

    def join(self, role: str, code: str) -> dict[str, Any]:
        """As it should be."""
        own = {"role": role, "code": code, "seat": self.seat, "have": None}
        return self.right("join", None) | own

    def _values(self, kind: str, state: Workshop) -> dict[str, Any]:
        some, here = self.some, current(state)
        steps = [step.id for step in state.steps] or ["vekst-skriv"]
        number = some.randrange(1, 40)
        id_ = f"{number:032x}"
        step = here["step"] if some.random() < 0.7 and here["step"] else some.choice(steps)
        question = here["question"] if some.random() < 0.7 else some.choice(TOPICS)
        if kind in {"open_step", "skip_step", "set_minutes", "undo"}:
            step = some.choice(steps)
        if kind == "undo" and state.before is not None and some.random() < 0.7:
            step = state.before.step or step
        if kind in {"statement", "stand"} and state.current and state.current.kind is Kind.PLENARY:
            question = here["question"] if kind == "stand" else common(here["question"])
        if kind == "statement" and here["step"] == "svar":
            question = rewording("s1")
        if kind == "point":
            step = "dotter"
        if kind == "insert_step" and some.random() < 0.8:
            step, question = f"x{self.n}", some.choice(("vekst", "kutt"))
        if kind == "settle":
            id_ = f"{some.choice((7, number)):032x}"
        count = len(state.wordings.get(here["question"], ()))
        return {
            "id": id_,
            "question": question,
            "text": some.choice(TEXTS) if some.random() < 0.3 else self.words(self.n),
            "dissent": some.choice(TEXTS) if some.random() < 0.3 else "",
            "words": some.choice(TEXTS) if some.random() < 0.3 else "Ordføreren svarer",
            "secret": secret_of(id_ if some.random() < 0.9 else f"{0:032x}"),
            "rev": some.choice((0, 1, 1, 2, self.n)),
            "shared": here["step"].endswith("bord") == (some.random() < 0.9),
            "on": some.random() < 0.7,
            "do": some.choice(("take", "take_over", "take_over", "lay")),
            "step": step,
            "ready": some.choice((None, True, False)),
            "help": some.choice((None, True, False)),
            "hand": some.choice((0, 0, 1, 5, 100)),
            "table": some.choice((1, 2, 3, 3, 9)),
            "beside": some.choice(([], [], [2], [1, 1], [2, 3])),
            "key": self.keys.get(step, "0" * 32),
            "marks": some.choice(
                (
                    *({"vekst.1": 1}, {"vekst.1": 1, "vekst.2": 1}, {"s1": 1, "s2": 2}, {"s1": 9}),
                    *({"heard": 4}, {}, {"vekst.9": 1}, {f"vekst.{no}": 1 for no in range(9)}),
                )
            ),
            "version": count + some.choice((0, 1, 1)) if kind == "wording" else max(1, count),
            "stands": some.random() < 0.6,
            "accepted": some.random() < 0.5,
            "drafting": some.random() < 0.5,
            "leaving": some.choice((None, None, here["step"], "regler")),
            "ends_at": 1_900_000_000_000 if (clock := some.random() < 0.5) else None,
            "left": None if clock else 60_000,
            "kind": some.choice([*Kind]),
            "minutes": some.choice((0, 3, 600)),
            "title": some.choice(("", "Ekstra", "x" * 120)),
            "after": some.choice((None, *steps)),
            "places": some.choice((1, 3, 60)),
            "method": some.choice([*Method]),
            "cafe": some.random() < 0.2,
            "about": some.choice(("vekst.1", "vekst.2", "vekst.common", "kutt.1")),
            "side": some.choice([*Side]),
            "place": some.randrange(4),
            "reason": some.choice([*Reason]),
            "count": some.choice((1, 1, 2)),
            "statement": some.choice(("s1", "s1", "s2")),
            "edits": self._edits(id_),
            "role": some.choice(("tablet", "projector", "control", "preview", "workbench")),
            "code": some.choice(self.codes),
            "seat": some.choice((self.seat, self.seat, f"{SEAT}{99:016x}", None)),
            "have": some.choice((None, {"epoch": "x", "v": 2**40}, {"epoch": "", "v": 1})),
        }

    def words(self, n: int) -> str:
        """Those of the frame number `n`, and of no other; none of them begins another."""
        return f"ord-{self.seat[-2:]}-{n}."

    def _edits(self, note: str) -> list[dict[str, Any]]:
        some, key = self.some, f"t{self.n}{self.seat[-2:]}"
        return some.choice(
            [
                [{"register": "themes", "key": key, "old": None, "new": {"name": "Buss"}}],
                [{"register": "statements", "key": key, "old": None, "new": {"text": "Buss"}}],
                [{"register": "aside", "key": note, "old": None, "new": {"why": "unclear"}}],
                [{"register": "placed", "key": note, "old": None, "new": key}],
                [{"register": "links", "key": ["s1", note], "old": None, "new": "supports"}],
                [{"register": "merged", "key": note, "old": note, "new": note}],
                [{"register": "themes", "key": key, "old": None, "new": None}] * 2_001,
                [],
            ]
        )
