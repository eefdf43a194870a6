"""A seating is kept whole, and who saves second is told."""

import pytest
from sqlalchemy import Engine

from app.store import seatings, workshops
from app.store.seatings import Place, Rules, Seating
from app.store.workshops import Conflict

FULL = Seating(
    (Place(1, "Bord 1", 7), Place(2, "Ved døra", 6, access=False, quiet=True)),
    ({1: ("a", "b"), 2: ("c",)}, {1: ("c",), 2: ("a", "b")}),
    ({"a": 1}, {}),
    Rules((("a", "b"),), (("a", "c"),), {"c": 2}, True, False, True, 3, ("rule:host",)),
    (({1: ("a",), 2: ("b", "c")},),),
)


def test_a_seating_comes_back_as_it_was(engine: Engine) -> None:
    """L9: and who began from an older one is told."""
    room = workshops.create(engine)
    assert seatings.load(engine, room) == (Seating(), 0)
    assert seatings.save(engine, room, FULL, 0) == 1
    assert seatings.load(engine, room) == (FULL, 1)
    with pytest.raises(Conflict):
        seatings.save(engine, room, Seating(), 0)
    assert seatings.save(engine, room, Seating(), 1) == 2
    with pytest.raises(Conflict):
        seatings.save(engine, room, FULL, 1)
    assert seatings.load(engine, room) == (Seating(), 2)
