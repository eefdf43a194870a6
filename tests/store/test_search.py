"""What is searched, on both databases: what stands where, and nothing of what is not public."""

from sqlalchemy import Engine, insert, update

from app.core.events import NoticePublished
from app.core.planning import PlanProcess, Section
from app.core.things import Announcement
from app.store import documents, log, processes, search, workshops
from app.store.portable import TABLES
from app.store.search import Passage
from app.store.tables import MinutesRow
from app.store.workshops import ACT, WORKSHOP

WORDS = {("vei", "vei"): [0], ("vegen", "veg"): [0, 1], ("å_%", "å_%"): [1]}


def minutes(workshop: str, version: int) -> MinutesRow:
    return MinutesRow(
        workshop=workshop, version=version, at=1, published_by="K", digest=f"d{version}", body="{}"
    )


def found(engine: Engine, stem: str, form: str, root: str) -> list[str]:
    return [entry.word for entry in search.words_like(engine, stem, [form], root)]


def test_only_what_is_public_has_a_mark_and_anything_new_changes_it(engine: Engine) -> None:
    """V81: a draft has none, nor a rehearsal, nor a plan of the staff's alone."""
    held, planned, rehearsed = [workshops.create(engine) for _ in range(3)]
    plan = processes.create(engine, PlanProcess(title="P"), "K", 1)
    assert search.public(engine) == {}
    with engine.begin() as connection:
        connection.execute(update(WORKSHOP).where(WORKSHOP.c.id == planned).values(announced=1))
        for one in (held, rehearsed):
            connection.execute(insert(documents.MINUTES), minutes(one, 1).model_dump())
        connection.execute(
            update(WORKSHOP).where(WORKSHOP.c.id == rehearsed).values(rehearsal=True)
        )
    plan = processes.save(engine, plan, plan.plan, Section.PUBLIC, "K", 1, public=True)
    first = search.public(engine)
    assert first.keys() == {held, planned, plan.id}
    documents.publish(engine, minutes(held, 2))
    with engine.begin() as connection:
        connection.execute(update(WORKSHOP).where(WORKSHOP.c.id == planned).values(announced=2))
    processes.save(engine, plan, plan.plan, Section.PLAN, "K", 1)
    second = search.public(engine)
    assert second.keys() == first.keys()
    assert not second.items() & first.items()


def test_what_is_put_takes_the_place_of_what_was(engine: Engine) -> None:
    """V80, V82: found by stem, form, and inside; a second writer's is no error."""
    passages = [Passage("c", "public#a", "Vei", "Hva?"), Passage("u", "public#b", "Vegen")]
    search.put(engine, "w", "1", passages, WORDS)
    assert found(engine, "veg", "x", "") == ["vegen"]
    assert found(engine, "x", "vei", "") == ["vei"]
    assert found(engine, "x", "x", "ege") == ["vegen"]
    assert found(engine, "x", "x", "_%") == ["å_%"], "as letters, not as signs"
    assert [entry.word for entry in search.words_in(engine, "veidekke", 3)] == ["vei"]
    assert search.kinds(engine) == {"w": "cu"}
    told = search.passages(engine, [("w", 0), ("w", 7), ("other", 0)])
    assert told == {("w", 0): Passage("", "public#a", "Vei", "Hva?")}
    search.put(engine, "w", "2", passages[1:], {("vegen", "veg"): [0]})
    assert search.marks(engine) == {"w": "2"}
    assert search.kinds(engine) == {"w": "u"}
    assert found(engine, "x", "vei", "") == []
    search.drop(engine, ["w"])
    assert search.marks(engine) == search.kinds(engine) == {}
    assert found(engine, "veg", "x", "") == []


def test_the_newest_notice(engine: Engine) -> None:
    """V81."""
    workshop = workshops.create(engine)
    assert search.announcement(engine, workshop) is None
    for version, title in ((1, "Gammel"), (2, "Ny")):
        told = Announcement("Prøve", "k", title, 1, 1, "nb", False, 0, 0, "Salen")
        rows = log.rows([NoticePublished(version, told, 1)], workshop, version, "K", 1)
        with engine.begin() as connection:
            connection.execute(insert(ACT), rows)
    newest = search.announcement(engine, workshop)
    assert newest is not None
    assert newest.title == "Ny"


def test_no_file_that_moves_holds_what_is_searched() -> None:
    """V82."""
    assert not [name for name in TABLES if name.startswith("search")]
