"""Remarks to the draft, its address, and versions that are withdrawn, on both databases."""

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from app.core import events as e
from app.store import documents, remarks, workshops
from app.store import tables as t
from tests.core.given import NOON
from tests.store.batches import door
from tests.store.test_contract import remark


@pytest.fixture
def workshop(engine: Engine) -> str:
    made = workshops.create(engine)
    workshops.give_codes(engine, made, [1, 2])
    return made


def test_the_address_of_a_draft(engine: Engine, workshop: str) -> None:
    """V130: long, new each time, and no code that is printed."""
    assert remarks.address(engine, workshop) is None
    printed = workshops.codes(engine, workshop)
    remarks.open_address(engine, workshop)
    first = remarks.address(engine, workshop)
    assert first is not None
    assert len(first) == 26
    assert door(engine, first) == workshops.Door(workshop, "draft", None)
    remarks.open_address(engine, workshop)
    assert remarks.address(engine, workshop) != first
    assert door(engine, first) is None
    assert workshops.codes(engine, workshop) == printed


def test_a_remark_sent_twice_is_one(engine: Engine, workshop: str) -> None:
    """V131."""
    other = workshops.create(engine)
    for no, where in ((2, workshop), (1, workshop), (2, workshop), (3, other)):
        remarks.add(engine, remark(where, no))
    told = [(each.id, each.name) for each in remarks.remarks(engine, workshop)]
    assert told == [(f"r{no}-{workshop}", "Kari") for no in (1, 2)]


def test_remarks_are_no_flood(
    engine: Engine, workshop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V131: what is not kept is told of."""
    monkeypatch.setattr(remarks, "MOST", 2)
    for no in (1, 2, 1):
        remarks.add(engine, remark(workshop, no))
    with pytest.raises(remarks.Full):
        remarks.add(engine, remark(workshop, 3))
    assert len(remarks.remarks(engine, workshop)) == 2


def test_of_two_answers_one_stands(engine: Engine, workshop: str) -> None:
    """V131: the one that came first, and the other is told."""
    remarks.add(engine, remark(workshop))
    (seen,) = remarks.remarks(engine, workshop)

    def answered(words: str, taken: bool | None, in_minutes: bool = False) -> t.RemarkRow:
        told = {"answer": words, "taken": taken, "in_minutes": in_minutes}
        return t.RemarkRow(**{**seen.model_dump(), **told})

    assert remarks.answer(engine, seen, answered("Ja", None))
    assert not remarks.answer(engine, seen, answered("Nei", None)), "the words are others"
    (now,) = remarks.remarks(engine, workshop)
    assert (now.answer, now.taken, now.in_minutes) == ("Ja", None, False)
    assert remarks.answer(engine, now, answered("Ja", True))
    assert not remarks.answer(engine, now, answered("Ja", False)), "what came of it is"
    assert remarks.answer(engine, answered("Ja", True), answered("Ja", True, True))
    assert not remarks.answer(engine, answered("Ja", True), answered("Ja", False))


@dataclass(frozen=True)
class Kept:
    """How the versions stand: the number of each that was withdrawn, and the newest that is not."""

    withdrawn: tuple[int, ...]
    standing: int | None


def test_a_withdrawn_version_is_kept_and_no_longer_stands(engine: Engine, workshop: str) -> None:
    """V134, V135."""

    def kept() -> Kept:
        gone = [row for row in documents.versions(engine, workshop) if row.withdrawn_at]
        there = documents.standing(engine, workshop)
        return Kept(tuple(row.version for row in gone), there.version if there else None)

    assert kept() == Kept((), None)
    for version in (1, 2, 3):
        row = t.MinutesRow(
            workshop=workshop, version=version, at=NOON, published_by="K", digest="", body="ord"
        )
        documents.publish(engine, row)
    assert kept() == Kept((), 3)
    documents.withdraw(engine, workshop, e.MinutesWithdrawn("Kari", 3, "Et navn", NOON))
    assert kept() == Kept((3,), 2)
    documents.withdraw(engine, workshop, e.MinutesWithdrawn("Per", 1, "Et annet", NOON))
    documents.withdraw(engine, workshop, e.MinutesWithdrawn("Per", 2, "Et tredje", NOON))
    assert kept() == Kept((3, 2, 1), None)
    newest = documents.versions(engine, workshop)[0]
    assert newest.body == documents.body(engine, workshop, 3) == "ord"
    listed = documents.listed(engine, workshop)
    assert [(one.version, one.withdrawn_by, one.body) for one in listed] == [
        (3, "Kari", ""), (2, "Per", ""), (1, "Per", ""),
    ]  # fmt: skip
    assert (newest.withdrawn_at, newest.withdrawn_by, newest.withdrawn_why) == (
        NOON, "Kari", "Et navn",
    )  # fmt: skip
