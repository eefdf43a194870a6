"""The demonstration: what is shown of the product is whole, and is there once."""

from pathlib import Path

from app.core.edits import Bearing, Fate
from app.core.synthesis import dispositions
from app.core.things import Kind
from app.demo.council import council
from app.demo.synthesis import WRITTEN
from app.demo.workshop import furnish
from app.rooms import Rooms
from app.store import roster as store_roster
from app.store import workshops
from app.store.database import migrate, open_database


async def test_the_first_workshop_is_written_up_and_the_second_asks(tmp_path: Path) -> None:
    """Y8, V16: in the smallest council everything has an end, of each sort; as many as met have
    prioritised and evaluated; made again it is there once."""
    engine = open_database(f"sqlite:///{tmp_path / 'tannhjul.db'}")
    migrate(engine)
    rooms = Rooms(engine)
    code = await furnish(rooms, council("tromso"))
    assert await furnish(rooms, council("tromso")) == code
    first, second = [await rooms.room(row.id) for row in workshops.all_workshops(engine)]
    assert first
    assert second
    ends = {end.fate for end in dispositions(first.state).values()}
    assert ends == {Fate.USED, Fate.MERGED, Fate.ASIDE}
    made = first.state.synthesis
    assert {statement for statement, _ in made.links} == made.statements.keys() == WRITTEN.keys()
    assert set(made.links.values()) == set(Bearing)
    assert [one.minority for one in made.statements.values()].count(True) == 1
    assert any(one.remark for one in made.statements.values())
    assert any(one.conflict for one in made.statements.values())
    there = first.state.attendance
    assert there
    assert there.absent
    members = store_roster.members(engine, first.id)
    assert [one.standing for one in members].count("present") == there.present
    voted = {box.counted.ballots for box in first.state.boxes.values() if box.counted}
    assert voted == {there.present}
    assert second.state.reopened
    assert [one.id for one in second.state.reopened.statements] == [*WRITTEN]
    assert all(one.behind for one in second.state.reopened.statements)
    kinds = [step.kind for step in second.state.steps]
    assert kinds.index(Kind.VERIFY) < kinds.index(Kind.WRITE)
    rooms.close()
    engine.dispose()
