"""Frames of every kind, right and wrong: each is answered, and nothing breaks."""

import asyncio
import json
from typing import Any, Literal, get_args

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import Engine

from app.core import events as e
from app.core.roles import RIGHTS, Somebody
from app.core.roles import Role as Office
from app.core.things import Kind
from app.live.frames import Asked, CommandFrame, FromScreen, Told, ToScreen, from_screen
from app.live.hall import Hall as Screens
from app.live.halls import Halls
from app.live.visit import Visit
from app.rooms import Rooms
from tests.core.given import NOON, STEPS, note
from tests.live.screen import FakeLine
from tests.live.server import Hall, furnish

FROM_SCREEN: tuple[type[Asked], ...] = get_args(get_args(FromScreen)[0])
TO_SCREEN: tuple[type[Told], ...] = get_args(get_args(ToScreen)[0])
SEAT = "5ea7" * 8
KARI = Somebody("Kari", RIGHTS[Office.LEADER])

#: A sensible value for every field of every frame.
SENSIBLE: dict[str, Any] = {
    "n": 1, "role": "tablet", "seat": SEAT, "have": None, "accepted": True, "id": note(1).id,
    "question": "vekst", "text": "Flere busser", "secret": "5ec7" * 8, "rev": 1, "shared": False,
    "on": True, "do": "take", "dissent": "", "step": "vekst-skriv", "ready": True, "help": None,
    "key": "0" * 32, "marks": {"vekst.1": 1}, "drafting": False, "ends_at": None, "left": 60_000,
    "kind": "write", "minutes": 3, "title": "", "after": None, "table": 1,
    "reason": "name", "hand": 1, "version": 1, "stands": True, "places": 3, "method": "points",
    "cafe": False, "open": True, "beside": [2], "about": "vekst.1", "side": "for", "words": "Ja",
    "place": 2, "leaving": "regler", "count": 1, "statement": "s1",
    "edits": [{"register": "themes", "key": "t1", "old": None, "new": {"name": "Buss"}}],
}  # fmt: skip


def tag(frame: type[Asked] | type[Told]) -> str:
    return str(get_args(frame.model_fields["t"].annotation)[0])


def sensible(frame: type[Asked], code: str = "x") -> dict[str, Any]:
    values = SENSIBLE | {"t": tag(frame), "code": code}
    return {name: values[name] for name in frame.model_fields}


# ---------------------------------------------------------------- the schema


@pytest.mark.parametrize("frame", FROM_SCREEN, ids=tag)
def test_a_sensible_frame(frame: type[Asked]) -> None:
    """S8: is read, and a command frame makes its command."""
    read = from_screen.validate_python(sensible(frame))
    assert type(read) is frame
    if isinstance(read, CommandFrame):
        assert type(read).command is not CommandFrame.command
        read.command()


@pytest.mark.parametrize("frame", FROM_SCREEN, ids=tag)
def test_a_frame_is_strict(frame: type[Asked]) -> None:
    """S8: nothing more, nothing less, nothing longer than it may be."""
    right = sensible(frame)
    wrong: list[dict[str, Any]] = [right | {"more": 1}, right | {"n": None}, right | {"n": -1}]
    for name, field in frame.model_fields.items():
        if field.is_required():
            wrong.append({key: value for key, value in right.items() if key != name})
        if isinstance(right[name], str):
            wrong.append(right | {name: "x" * 30_001})
            wrong.append(right | {name: 7})
    for frame_of_sorts in wrong:
        with pytest.raises(ValidationError):
            from_screen.validate_python(frame_of_sorts)


def test_every_frame_is_in_the_union() -> None:
    """S8."""

    def below(model: type) -> set[type]:
        directly: list[type] = model.__subclasses__()
        return {model}.union(*map(below, directly))

    assert below(Asked) - {Asked, CommandFrame} == set(FROM_SCREEN)
    assert below(Told) - {Told} >= set(TO_SCREEN)


# ---------------------------------------------------------------- anything at all

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from([*SENSIBLE.values(), *(step.id for step in STEPS), *Kind, "\x00", "a" * 40]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@st.composite
def frames(draw: st.DrawFn) -> str:
    """A frame of some kind, mostly right, with something in it changed, or no frame at all."""
    how = draw(st.integers(0, 9))
    if how == 0:
        return draw(st.text(max_size=50))
    if how == 1:
        return json.dumps(draw(junk))
    frame = sensible(draw(st.sampled_from(FROM_SCREEN)), "CODE")
    for name in draw(st.lists(st.sampled_from(sorted(frame)), max_size=2)):
        frame[name] = draw(junk)
    if how == 2:
        frame.pop(draw(st.sampled_from(sorted(frame))))
    return json.dumps(frame)


Role = Literal["nobody", "tablet", "projector", "control"]


async def visit(here: Hall, role: Role, texts: list[str]) -> FakeLine:
    """What one screen is answered."""
    rooms = Rooms(here.engine)
    line = FakeLine()
    visitor = Visit(Halls(rooms), line, KARI if role == "control" else None)
    code = here.public if role == "control" else here.codes[None if role == "projector" else 1]
    if role != "nobody":
        join = {"t": "join", "n": 0, "role": role, "code": code, "seat": SEAT}
        await visitor.read(json.dumps(join))
    expected = len(texts) + (role != "nobody")
    for text in texts:
        await visitor.read(text.replace('"CODE"', json.dumps(code)))
    async with asyncio.timeout(20):
        await line.answered(expected)
    visitor.end()
    await asyncio.sleep(0)
    rooms.close()
    assert len(line.answers) == expected
    return line


@pytest.mark.parametrize("role", get_args(Role))
def test_anything_at_all_is_answered(
    database: Engine, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S6: by one frame each, and never by an exception."""
    monkeypatch.setattr(Screens, "leave", lambda *_: None)  # leaves no timers behind
    here = furnish(database, "", e.StepOpened("vekst-skriv", NOON, None))
    outcomes: set[str] = set()

    @settings(
        max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(frames(), min_size=1, max_size=12))
    def run(texts: list[str]) -> None:
        line = asyncio.run(visit(here, role, texts))
        outcomes.update(answer.get("code", answer["t"]) for answer in line.answers)
        for answer in line.answers:
            assert orjson.dumps(answer)

    run()
    expected = {
        "nobody": {"not_joined", "unknown_frame", "malformed", "pong", "welcome"},
        "tablet": {"not_allowed", "unknown_frame", "malformed", "pong", "stored", "closed"},
        "projector": {"not_allowed_here", "unknown_frame", "malformed", "pong"},
        "control": {"not_allowed", "unknown_frame", "malformed", "pong", "stored", "other_step"},
    }[role]
    assert expected <= outcomes
