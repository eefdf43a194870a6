"""What is taken away for good: what was made by mistake, and what of people is needed no more.

Whether it may go is asked in the transaction that takes it away, so nothing official that somebody
does meanwhile is lost. What is gone from the tables is then gone from the files (`scrubbing.py`).
Copies that were made before – backups, exports – are not reached from here.
"""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.core.events import AttendanceTaken, NoticePublished, StepOpened, WorkshopEnded
from app.core.planning import Section
from app.core.things import Millis
from app.store import processes, scrubbing
from app.store import tables as t
from app.store.database import writing
from app.store.deeds import DEED
from app.store.documents import MINUTES
from app.store.files import FILE
from app.store.processes import PROCESS
from app.store.remarks import DRAFT, REMARK
from app.store.roster import MEMBER
from app.store.seatings import SEATING
from app.store.sets import table_of
from app.store.staff import SETTING, setting
from app.store.workshops import ACT, CODE, OF_A_WORKSHOP, WORKSHOP

RULE = "retention"
"""The setting's key."""

DAY: Millis = 86_400_000
LONGEST = 3_650
"""Days."""

COMPOSED = frozenset(
    {"id", "workshop", "place", "name", "party", "role", "standing", "stands_in_for", "remark"}
) | {"written_in"}
"""Of a line of the roster: what the minutes, and a correction of them, are composed from."""

BEYOND: dict[str, Any] = {
    column.name: t.Member.model_fields[column.name].default
    for column in MEMBER.columns
    if column.name not in COMPOSED
}
"""All else of it, and how it is when nothing is said. A column that is new is among these."""

SAID = [
    table_of(model)
    for model in (
        t.NoteRow, t.SheetRow, t.StatementRow, t.StandRow, t.TableMarkRow, t.BallotBoxRow,
        t.ProfilesRow, t.RemarkRow,
    )
]  # fmt: skip


class Why(StrEnum):
    """Why something is not taken away whole."""

    GONE = "gone"  # somebody else was first
    ANNOUNCED = "announced"
    STARTED = "started"
    ATTENDED = "attended"
    SAID = "said"
    PUBLISHED = "published"
    SHOWN = "shown"  # a plan that the public sees, or has seen
    HELD = "held"  # a plan that a workshop belongs to
    NEEDED = "needed"  # the minutes do not stand yet


class Kept(Exception):
    """It is left as it is."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Left:
    """What of people there is beside the minutes of a workshop, and since when it is not needed.

    `people`: lines of the roster that tell more than the minutes do. `remarks`: to the draft, that
    are not in the minutes.
    """

    row: t.WorkshopRow
    since: Millis
    people: int
    seated: bool
    remarks: int

    def some(self, *, remarks: bool = True) -> bool:
        """Whether there is anything; `remarks`: these count."""
        return bool(self.people or self.seated or (remarks and self.remarks))


# ---------------------------------------------------------------- the rule


@dataclass(frozen=True, slots=True)
class Rule:
    """So many `days` after the minutes what is needed no more goes by itself; 0: it does not.

    `remarks`: also what was remarked on the draft. `by` whom it was set, and `at` when.
    """

    days: int = 0
    remarks: bool = False
    by: str = ""
    at: Millis = 0

    @property
    def stamp(self) -> str:
        """Another one whenever the rule was saved anew: it goes out with the form."""
        return sha256(json.dumps(asdict(self)).encode()).hexdigest()[:32]


class Stale(Exception):
    """Somebody else set the rule meanwhile."""


def rule(engine: Engine) -> Rule:
    return _read(setting(engine, RULE))


def _read(kept: str | None) -> Rule:
    return Rule(**json.loads(kept)) if kept else Rule()


def set_rule(engine: Engine, now: Rule, began_from: str) -> None:
    """Keep it. Raises `Stale` where what stands is not what the form began from, by its stamp."""
    row = {"key": RULE, "value": json.dumps(asdict(now), ensure_ascii=False)}
    try:
        with writing(engine) as connection:
            mine = SETTING.c.key == RULE
            before = connection.scalar(select(SETTING.c.value).where(mine).with_for_update())
            if _read(before).stamp != began_from:
                raise Stale
            change = insert(SETTING) if before is None else update(SETTING).where(mine)
            connection.execute(change.values(row))
    except IntegrityError:  # the very first time, and another process was first
        raise Stale from None


# ---------------------------------------------------------------- people


def left(engine: Engine) -> list[Left]:
    """The workshops beside whose minutes something of people is left, the oldest first.

    A workshop that was called off has no minutes, and needs its people from the start on no more.
    """
    with engine.connect() as connection:
        asked = select(WORKSHOP).where(
            ~WORKSHOP.c.rehearsal, or_(WORKSHOP.c.published > 0, WORKSHOP.c.cancelled)
        )
        rows = [t.WorkshopRow(**row) for row in connection.execute(asked).mappings()]
        found = [one for row in rows if (one := _left(connection, row.id)) and one.some()]
    return sorted(found, key=lambda one: (one.since, one.row.code))


def left_of(engine: Engine, workshop: str) -> Left | None:
    """The same of one workshop, also where nothing is left; None where its people are needed."""
    with engine.connect() as connection:
        return _left(connection, workshop)


def forget_people(engine: Engine, workshop: str, *, remarks: bool, before: Millis) -> None:
    """Take away what is left of people, where it has not been needed since `before`.

    `remarks`: also what was remarked on the draft, but for what stands in the minutes. The files
    are not clean before `scrubbing.scrub`. Raises `Kept`, also where there is nothing any more.
    """
    with writing(engine) as connection:
        connection.execute(select(WORKSHOP.c.id).where(WORKSHOP.c.id == workshop).with_for_update())
        found = _left(connection, workshop)
        if found is None or found.since > before:
            raise Kept(Why.NEEDED)
        if not found.some(remarks=remarks):
            raise Kept(Why.GONE)
        connection.execute(update(MEMBER).where(MEMBER.c.workshop == workshop).values(**BEYOND))
        connection.execute(delete(SEATING).where(SEATING.c.workshop == workshop))
        if remarks:
            connection.execute(delete(REMARK).where(_outside(workshop)))
            draft = (CODE.c.workshop == workshop) & (CODE.c.role == DRAFT)
            connection.execute(delete(CODE).where(draft))
        scrubbing.remember(connection)


def due(engine: Engine, now: Millis) -> list[Left]:
    """What the municipality's rule says is to go by now."""
    stands = rule(engine)
    if not stands.days:
        return []
    before = now - stands.days * DAY
    return [one for one in left(engine) if one.since <= before and one.some(remarks=stands.remarks)]


def _left(connection: Connection, workshop: str) -> Left | None:
    """None where the people are needed still."""
    told = select(WORKSHOP).where(WORKSHOP.c.id == workshop, ~WORKSHOP.c.rehearsal)
    found = connection.execute(told).mappings().first()
    if found is None:
        return None
    row = t.WorkshopRow(**found)
    mine = (MINUTES.c.workshop == workshop) & MINUTES.c.withdrawn_at.is_(None)
    since = connection.scalar(select(func.max(MINUTES.c.at)).where(mine))
    if since is None and row.cancelled:
        since = row.starts
    if since is None:
        return None
    more = or_(*(MEMBER.c[name].is_distinct_from(empty) for name, empty in BEYOND.items()))
    people = select(func.count()).where(MEMBER.c.workshop == workshop, more)
    seated = select(func.count()).where(SEATING.c.workshop == workshop)
    return Left(
        row,
        since,
        people=connection.scalar(people) or 0,
        seated=bool(connection.scalar(seated)),
        remarks=connection.scalar(select(func.count()).where(_outside(workshop))) or 0,
    )


def _outside(workshop: str) -> Any:
    """The remarks to the draft that the minutes do not have."""
    return (REMARK.c.workshop == workshop) & ~REMARK.c.in_minutes


# ---------------------------------------------------------------- what was made by mistake


def obstacle(engine: Engine, workshop: str) -> Why | None:
    """Why the workshop cannot be taken away whole; None where it can."""
    with engine.connect() as connection:
        return _obstacle(connection, workshop)


def discard(engine: Engine, workshop: str) -> None:
    """Take a workshop away whole that nothing official came of. Raises `Kept`."""
    with writing(engine) as connection:
        connection.execute(select(WORKSHOP.c.id).where(WORKSHOP.c.id == workshop).with_for_update())
        if why := _obstacle(connection, workshop):
            raise Kept(why)
        for table in OF_A_WORKSHOP:
            connection.execute(delete(table).where(table.c.workshop == workshop))
        connection.execute(delete(DEED).where(DEED.c.owner == workshop))
        connection.execute(delete(WORKSHOP).where(WORKSHOP.c.id == workshop))
        scrubbing.remember(connection)


def _obstacle(connection: Connection, workshop: str) -> Why | None:
    told = connection.execute(select(WORKSHOP).where(WORKSHOP.c.id == workshop))
    row = told.mappings().first()
    if row is None:
        return Why.GONE
    if row["rehearsal"]:
        return None
    asked = select(ACT.c.kind).distinct().where(ACT.c.workshop == workshop)
    kinds = set(connection.scalars(asked))

    def some(table: Any, *also: Any) -> bool:
        asked = select(table.c.workshop).where(table.c.workshop == workshop, *also).limit(1)
        return connection.execute(asked).first() is not None

    if row["published"] or some(MINUTES):
        return Why.PUBLISHED
    if row["announced"] or NoticePublished.__name__ in kinds:
        return Why.ANNOUNCED
    if any(some(table) for table in SAID):
        return Why.SAID
    if kinds & {StepOpened.__name__, WorkshopEnded.__name__}:
        return Why.STARTED
    if AttendanceTaken.__name__ in kinds or some(MEMBER, MEMBER.c.standing != ""):
        return Why.ATTENDED
    return None


def mistakes(engine: Engine) -> list[t.WorkshopRow]:
    """The workshops that can be taken away whole, rehearsals among them, the newest date first."""
    asked = select(WORKSHOP).where(WORKSHOP.c.announced == 0, WORKSHOP.c.published == 0)
    with engine.connect() as connection:
        rows = [t.WorkshopRow(**row) for row in connection.execute(asked).mappings()]
        found = [row for row in rows if _obstacle(connection, row.id) is None]
    return sorted(found, key=lambda row: (row.rehearsal, -row.starts, row.code))


def plan_obstacle(engine: Engine, kept: processes.Kept) -> Why | None:
    """Why a plan process cannot be taken away whole; None where it can."""
    with engine.connect() as connection:
        return _plan_obstacle(connection, kept)


def _plan_obstacle(connection: Connection, kept: processes.Kept) -> Why | None:
    if kept.public or any(save.what is Section.PUBLIC for save in kept.plan.saves):
        return Why.SHOWN
    held = select(WORKSHOP.c.id).where(WORKSHOP.c.process == kept.id).limit(1)
    return Why.HELD if connection.execute(held).first() else None


def unseen_plans(engine: Engine) -> list[processes.Kept]:
    """The plan processes that can be taken away whole."""
    there = processes.all_processes(engine)
    return [kept for kept in there if plan_obstacle(engine, kept) is None]


def discard_plan(engine: Engine, process: str) -> None:
    """Take a plan process away whole that nobody outside has seen. Raises `Kept`."""
    with writing(engine) as connection:
        kept = processes.load(engine, process)
        if kept is None:
            raise Kept(Why.GONE)
        if why := _plan_obstacle(connection, kept):
            raise Kept(why)
        mine = (PROCESS.c.id == process) & (PROCESS.c.rev == kept.rev)
        if not connection.execute(delete(PROCESS).where(mine)).rowcount:
            raise Kept(Why.GONE)  # saved this very moment: to be looked at again
        connection.execute(delete(FILE).where(FILE.c.process == process))
        connection.execute(delete(DEED).where(DEED.c.owner == process))
        scrubbing.remember(connection)
