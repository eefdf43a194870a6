"""What is deleted for good: only what may be, all of it, and from the files too."""

import json
import random
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, insert, select, update

from app import housekeeping
from app.core import events as e
from app.core.frozen import digest, to_json
from app.core.planning import PlanProcess, Section
from app.core.things import Announcement, Note
from app.secretary import draft_of
from app.store import (
    backups,
    deeds,
    documents,
    processes,
    remarks,
    retention,
    roster,
    scrubbing,
    seatings,
    workshops,
)
from app.store import tables as t
from app.store.portable import save
from app.store.retention import BEYOND, DAY, Kept, Rule, Why
from app.store.roster import MEMBER
from app.store.sets import BOX, table_of
from app.store.workshops import WORKSHOP, Batch, Conflict
from app.web.retention.schedule import KINDS, kind_of
from tests.core.given import NOON, PLAN
from tests.store import batches

NOW = 100 * DAY
WORD = "hemmelighet"
SEED = 3
"""With which SQLite leaves copies behind that zeros over what is deleted do not reach."""


def filled(workshop: str, place: int, **also: Any) -> t.Member:
    """A line of the roster with something in every column."""
    told: dict[str, Any] = {
        name: f"{WORD} {name} {place}" if isinstance(empty, str | None) else not empty
        for name, empty in BEYOND.items()
    }
    told |= {"deputy_no": place + 1, "more": json.dumps({"Ukjent": f"{WORD} more {place}"})}
    told |= {"full_time": True, "first_term": True}
    id_ = secrets.token_hex(16)
    return t.Member(id=id_, workshop=workshop, place=place, name=f"Person {place}", party="Ap",
                    standing="present", remark="gikk kl. 19", **told, **also)  # fmt: skip


def published(engine: Engine, *, at: int = NOW - 40 * DAY, lines: int = 3) -> str:
    """A workshop that is over, with minutes, and with all that is known of its people."""
    workshop = workshops.create(engine)
    batches.write(engine, workshop, e.WorkshopPlanned(PLAN), e.WorkshopEnded(NOON))
    members = [filled(workshop, place) for place in range(lines)]
    roster.replace_members(engine, workshop, members)
    place = seatings.Place(1, f"{WORD} bord", 7)
    seating = seatings.Seating((place,), ({1: tuple(one.id for one in members)},))
    seatings.save(engine, workshop, seating, 0)
    for number, inside in enumerate((True, False)):
        row = t.RemarkRow(
            id=secrets.token_hex(16), workshop=workshop, at=number, name="Anne", about="",
            text="Det ble sagt." if inside else f"{WORD} merknad", in_minutes=inside,
        )  # fmt: skip
        remarks.add(engine, row)
    minutes = draft_of(engine, workshop, batches.state(engine, workshop))
    kept = t.MinutesRow(
        workshop=workshop, version=1, at=at, published_by="Kari", digest=digest(minutes),
        body=to_json(minutes),
    )  # fmt: skip
    documents.publish(engine, kept)
    with engine.begin() as connection:
        line = update(WORKSHOP).where(WORKSHOP.c.id == workshop)
        connection.execute(line.values(published=1, ended=NOON))
    return workshop


def mistaken(engine: Engine) -> str:
    """A workshop that nothing official came of, with something in most of its tables."""
    workshop = workshops.create(engine)
    batches.write(engine, workshop, e.WorkshopPlanned(PLAN))
    member = t.Member(id=secrets.token_hex(16), workshop=workshop, place=0, name=WORD, party="H")
    roster.replace_members(engine, workshop, [member])
    workshops.give_codes(engine, workshop, [1])
    lay(engine, workshop=workshop)
    return workshop


def churned(engine: Engine, workshop: str) -> None:
    """A roster that was written in again and again: its rows have been moved between pages."""
    chance, there = random.Random(SEED), list[str]()
    with engine.execution_options(writes=True).begin() as connection:
        for number in range(1_500):
            what, email = chance.random(), WORD + "x" * chance.randrange(300)
            if what < 0.5 or not there:
                there.append(chance.randbytes(16).hex())
                row = filled(workshop, number).model_dump() | {"id": there[-1], "email": email}
                connection.execute(insert(MEMBER), row)
            elif what < 0.8:
                mine = MEMBER.c.id == chance.choice(there)
                connection.execute(update(MEMBER).where(mine).values(email=email))
            else:
                mine = MEMBER.c.id == there.pop(chance.randrange(len(there)))
                connection.execute(delete(MEMBER).where(mine))


def lay(engine: Engine, **owner: str) -> None:
    """A file of the workshop's or the plan process's."""
    file = t.StoredFile(
        id=secrets.token_hex(16), name="a.pdf", media="application/pdf", digest="",
        content=WORD.encode(), **owner,
    )  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(table_of(t.StoredFile)), file.model_dump())


def rows(engine: Engine, workshop: str) -> dict[str, int]:
    """How many rows of each table are the workshop's."""
    with engine.connect() as connection:
        found = {
            table.name: len(connection.execute(select(table).where(column == workshop)).all())
            for table in t.metadata.sorted_tables
            for column in [table.c.get("workshop", table.c.get("owner", table.c.get("id")))]
            if column is not None
        }
    return {name: n for name, n in found.items() if n}


def held_bytes(engine: Engine) -> bytes:
    """All that the database has on disk: pages, logs, and what lies beside them."""
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        home = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
        asked = "SELECT oid FROM pg_database WHERE datname = current_database()"
        number = connection.exec_driver_sql(asked).scalar_one()
    places = [home / "base" / str(number), home / "pg_wal"]
    found = [path for place in places for path in place.glob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in found)


def told(engine: Engine) -> bool:
    left = held_bytes(engine)
    return any(WORD.encode(form) in left for form in ("utf-8", "utf-16-le", "utf-16-be"))


# ---------------------------------------------------------------- what may be deleted, and is


def test_what_is_deleted_is_in_no_file(engine: Engine) -> None:
    """V302: neither in pages nor in logs, in no encoding; before, it is."""
    if engine.dialect.name == "postgresql":  # as docs/threat-model.md advises
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET wal_recycle = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
    held, mistake = published(engine, lines=60), mistaken(engine)
    churned(engine, held)
    plan = processes.create(engine, PlanProcess(title=f"Plan {WORD}"), "Kari", 1)
    lay(engine, process=plan.id)
    assert told(engine)
    retention.forget_people(engine, held, remarks=True, before=NOW)
    retention.discard(engine, mistake)
    retention.discard_plan(engine, plan.id)
    assert scrubbing.unswept(engine)
    assert scrubbing.scrub(engine)
    assert not scrubbing.unswept(engine)
    assert not told(engine)
    assert b"Person 59" in held_bytes(engine), "who met is kept"
    assert (rows(engine, mistake), rows(engine, plan.id)) == ({}, {})


def test_a_correction_is_the_same_after_the_people_are_forgotten(engine: Engine) -> None:
    """V303: to the letter; and of each line all else is as if nobody had said it."""
    held = published(engine)
    before = draft_of(engine, held, batches.state(engine, held))
    assert len(before.draft_remarks) == 1
    retention.forget_people(engine, held, remarks=True, before=NOW)
    after = draft_of(engine, held, batches.state(engine, held))
    assert digest(after) == digest(before)
    members = roster.members(engine, held)
    assert [getattr(one, name) for one in members for name in BEYOND] == [*BEYOND.values()] * 3
    assert [one.in_minutes for one in remarks.remarks(engine, held)] == [True]
    assert retention.left(engine) == []
    with pytest.raises(Kept, match=Why.GONE):
        retention.forget_people(engine, held, remarks=True, before=NOW)


def test_people_are_kept_while_they_are_needed(engine: Engine) -> None:
    """V303: while no minutes stand; and remarks, unless that is asked for."""
    held = published(engine)
    with pytest.raises(Kept):
        retention.forget_people(engine, held, remarks=True, before=NOW - 41 * DAY)
    retention.forget_people(engine, held, remarks=False, before=NOW)
    found = retention.left_of(engine, held)
    assert found
    assert (found.people, found.seated, found.remarks) == (0, False, 1)
    assert len(remarks.remarks(engine, held)) == 2
    withdrawn = published(engine)
    documents.withdraw(engine, withdrawn, e.MinutesWithdrawn("Kari", 1, "feil", NOON))
    with pytest.raises(Kept):
        retention.forget_people(engine, withdrawn, remarks=True, before=NOW)
    assert all(one.email for one in roster.members(engine, withdrawn))


NOTICE = Announcement("Prøve", "kommunestyret", "Tittel", 1, 1, "nb", False, NOON, NOON, "Salen")
OFFICIAL: dict[Why, e.Fact] = {
    Why.ANNOUNCED: e.NoticePublished(1, NOTICE, NOON),
    Why.STARTED: e.StepOpened("skriv", NOON, None),
    Why.ATTENDED: e.AttendanceTaken(1, 0),
    Why.SAID: e.NoteKept(Note("a" * 32, "q", "Ord", 1, "nøkkel")),
}


@pytest.mark.parametrize("why", OFFICIAL)
def test_what_something_official_came_of_is_kept(engine: Engine, why: Why) -> None:
    """V301."""
    workshop = mistaken(engine)
    batches.write(engine, workshop, OFFICIAL[why])
    before = rows(engine, workshop)
    with pytest.raises(Kept) as kept:
        retention.discard(engine, workshop)
    assert kept.value.why is why
    assert rows(engine, workshop) == before


def test_a_plan_that_is_seen_or_used_is_kept(engine: Engine) -> None:
    """V301."""
    plan = processes.create(engine, PlanProcess(title="Plan"), "Kari", 1)
    workshop = workshops.create(engine, process=plan.id)
    with pytest.raises(Kept, match=Why.HELD):
        retention.discard_plan(engine, plan.id)
    retention.discard(engine, workshop)
    shown = processes.save(engine, plan, plan.plan, Section.PUBLIC, "Kari", 2, public=True)
    processes.save(engine, shown, shown.plan, Section.PUBLIC, "Kari", 3, public=False)
    with pytest.raises(Kept, match=Why.SHOWN):
        retention.discard_plan(engine, plan.id)
    assert retention.unseen_plans(engine) == []


def test_whoever_comes_after_the_deletion_leaves_nothing(engine: Engine) -> None:
    """V304: what a room was about to store of the workshop is refused whole."""
    workshop = mistaken(engine)
    acts = [("Kari", NOON, e.WorkshopEnded(NOON))]
    late = Batch(workshop, 1, acts, [e.WorkshopEnded(NOON)], heading={"ended": NOON})
    retention.discard(engine, workshop)
    with pytest.raises(Conflict):
        workshops.write(engine, [late])
    assert rows(engine, workshop) == {}


def test_a_deletion_that_is_broken_off_has_deleted_nothing(engine: Engine) -> None:
    """V304."""
    workshop = mistaken(engine)
    before = rows(engine, workshop)
    assert len(before) > 4

    def break_off(*told: Any) -> None:
        if told[2].startswith("DELETE FROM workshop"):
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", break_off)
    with pytest.raises(KeyboardInterrupt):
        retention.discard(engine, workshop)
    event.remove(engine, "before_cursor_execute", break_off)
    assert rows(engine, workshop) == before
    assert not scrubbing.unswept(engine)


# ---------------------------------------------------------------- by itself


def test_the_rule_takes_what_is_due_and_tells_the_log(engine: Engine) -> None:
    """V305: nothing before somebody has set it, and then to the day."""
    old, young = published(engine, at=NOW - 30 * DAY), published(engine, at=NOW - 30 * DAY + 1)
    housekeeping.tidy(engine, NOW)
    assert len(retention.left(engine)) == 2, "nobody has set a rule"
    retention.set_rule(engine, Rule(30, False, "Kari", 1), Rule().stamp)
    with pytest.raises(retention.Stale):
        retention.set_rule(engine, Rule(1, False, "Per", 1), Rule().stamp)
    housekeeping.tidy(engine, NOW)
    assert not roster.members(engine, old)[0].email
    assert roster.members(engine, young)[0].email
    assert [(one.what, one.actor) for one in deeds.of(engine, old)] == [(housekeeping.RULE, "")]
    assert deeds.of(engine, young) == []
    assert not scrubbing.unswept(engine)
    housekeeping.tidy(engine, NOW)
    assert len(deeds.of(engine, old)) == 1, "what is done is not told twice"


def test_the_files_are_not_written_anew_while_a_hall_writes(engine: Engine) -> None:
    """V305: what the rule takes goes, and the files are swept when the round is over."""
    workshop = published(engine)
    with engine.begin() as connection:
        box = {"workshop": "x", "step": "s", "table_no": 1, "body": "{}"}
        connection.execute(insert(BOX), {c.name: box.get(c.name, 0) for c in BOX.columns})
    retention.set_rule(engine, Rule(30, False, "Kari", 1), Rule().stamp)
    housekeeping.tidy(engine, NOW)
    assert not roster.members(engine, workshop)[0].email
    assert scrubbing.unswept(engine)
    with engine.begin() as connection:
        connection.execute(delete(BOX))
    housekeeping.tidy(engine, NOW)
    assert not scrubbing.unswept(engine)


def test_what_goes_while_the_files_are_written_anew_is_not_forgotten(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V303: somebody deletes in a table that has been written already."""
    rewritten, first = scrubbing._rewritten, mistaken(engine)

    def and_then(engine: Engine) -> bool:
        done = rewritten(engine)
        retention.discard(engine, second)
        return done

    second = mistaken(engine)
    retention.discard(engine, first)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(scrubbing, "_rewritten", and_then)
        assert not scrubbing.scrub(engine)
    assert scrubbing.unswept(engine)
    assert scrubbing.scrub(engine)
    assert not scrubbing.unswept(engine)


# ---------------------------------------------------------------- the table


def test_every_column_has_a_place_in_the_schedule() -> None:
    """V300: and only one; and none has a place that is not there."""
    columns = {(table.name, c.name) for table in t.metadata.sorted_tables for c in table.columns}
    assert [each for each in sorted(columns) if kind_of(*each) is None] == []
    named = [place for kind in KINDS for place in kind.where]
    assert len(named) == len(set(named))
    known = {f"{table}.{column}" for table, column in columns}
    assert set(named) <= known | {f"{table}.*" for table, _ in columns}
    needed = {column for table, column in columns if table == "member"} - BEYOND.keys()
    assert {place.partition(".")[2] for place in named if place.startswith("member.")} == {
        "*", *needed,
    }  # fmt: skip


# ---------------------------------------------------------------- backups


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup of nothing."""
    path = tmp_path_factory.mktemp("kopi") / "kopi"
    save(path, "backup", [])
    return path.read_bytes()


@settings(max_examples=40)
@given(
    ages=st.sets(st.integers(0, 60), min_size=1, max_size=6),
    keep=st.none() | st.integers(1, 8),
    days=st.none() | st.integers(1, 60),
)
def test_backups_expire(
    tmp_path_factory: pytest.TempPathFactory,
    whole: bytes,
    ages: set[int],
    keep: int | None,
    days: int | None,
) -> None:
    """V306: the newest never, by its name or made just now; another's file never; and what is not
    asked for never."""
    folder, now = tmp_path_factory.mktemp("kopier"), datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = {age: backups.fresh(folder, now - timedelta(days=age)) for age in ages}
    for path in made.values():
        path.write_bytes(whole)
    foreign = [folder / "tannhjul-mine.backup", folder / "tannhjul-20200101T000000Z.backup"]
    foreign.append(folder / "tannhjul-20200102T000000Z.backup")
    for path in foreign[:2]:
        path.write_text("{}\n")
    foreign[2].write_bytes(whole.replace(b'"backup"', b'"workshop"'))
    new = max(ages)  # the clock was ahead when the others were made
    gone = backups.expire(folder, keep, days, now, made[new])
    newest = sorted(ages)
    stays = {new} | {
        age
        for place, age in enumerate(newest)
        if place == 0 or ((keep is None or place < keep) and (days is None or age <= days))
    }
    assert {age for age, path in made.items() if path.exists()} == stays
    assert set(gone) == {made[age] for age in ages - stays}
    assert all(path.exists() for path in foreign)
