"""All that is held about one person, for whoever asks to see it (innsyn, GDPR article 15).

Names are all there is to find people by, and two may have the same one: `lines` shows what there is
under a name, and a person chooses what of it is theirs. Notes and ballots are not looked for by
writer, since nobody can know whose they are; where somebody is named in one, that is `mentioned`.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Engine, select

from app.store import seatings
from app.store.database import reading, writing
from app.store.deeds import DEED
from app.store.documents import MINUTES
from app.store.processes import PROCESS
from app.store.remarks import REMARK
from app.store.roster import MEMBER
from app.store.sets import NOTE, STAND, STATEMENT
from app.store.staff import USER
from app.store.workshops import ACT, WORKSHOP

Kind: TypeAlias = Literal["roster", "remark", "staff"]
Told: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """Something under the name. `about`: the party, or the login, which tells namesakes apart."""

    kind: Kind
    id: str
    name: str
    about: str
    code: str = ""
    title: str = ""


def words_of(name: str) -> frozenset[str]:
    """A name as it is looked for: "Nordmann, Ola" is as good as "ola nordmann"."""
    return frozenset(name.casefold().replace(",", " ").replace("-", " ").split())


def lines(engine: Engine, name: str) -> list[Line]:
    """Everything with all of these words in its name, in the order of the workshops' beginnings."""
    with reading(engine) as connection:
        return list(_lines(connection, words_of(name)))


def _lines(connection: Connection, wanted: frozenset[str]) -> Iterator[Line]:
    if not wanted:
        return
    for table, kind in ((MEMBER, "roster"), (REMARK, "remark")):
        asked = select(table, WORKSHOP.c.code, WORKSHOP.c.title).join(
            WORKSHOP, WORKSHOP.c.id == table.c.workshop
        )
        order = (WORKSHOP.c.starts, WORKSHOP.c.code, table.c.id)
        for row in connection.execute(asked.order_by(*order)).mappings():
            if wanted <= words_of(row["name"]):
                about = row.get("party", "")
                yield Line(kind, row["id"], row["name"], about, row["code"], row["title"])  # type: ignore[arg-type]
    for row in connection.execute(select(USER).order_by(USER.c.login)).mappings():
        if wanted <= words_of(row["name"]):
            yield Line("staff", row["login"], row["name"], row["login"])


def namesakes(found: Iterable[Line]) -> bool:
    """Whether these may be more than one person: other names or parties, or twice on one list."""
    found = list(found)
    listed = [line.code for line in found if line.kind == "roster"]
    parties = {line.about.casefold() for line in found if line.kind == "roster"}
    logins = {line.id for line in found if line.kind == "staff"}
    names = {words_of(line.name) for line in found}
    return len(listed) > len(set(listed)) or max(len(parties), len(logins), len(names)) > 1


def made(engine: Engine) -> None:
    """Have it in the log that somebody looked all this up: whose deed it is was said before."""
    with writing(engine):
        pass


def collect(engine: Engine, name: str, chosen: Iterable[Line]) -> Told:
    """What is held about the person whom these lines are about, for a paper or as JSON.

    Times are milliseconds since 1970. Of others there is as little as can be.
    """
    chosen = list(chosen)
    names = sorted({line.name for line in chosen}) or [name]
    by = {kind: [one.id for one in chosen if one.kind == kind] for kind in ("roster", "remark")}
    logins = [one.id for one in chosen if one.kind == "staff"]
    with reading(engine) as connection:
        return {
            "name": name,
            "names": names,
            "roster": list(_roster(connection, by["roster"])),
            "remarks": list(_remarks(connection, by["remark"])),
            "accounts": list(_accounts(connection, logins)),
            "acts": list(_acts(connection, [one.name for one in chosen if one.kind == "staff"])),
            "mentioned": list(_mentioned(connection, names)),
        }


def _roster(connection: Connection, ids: Collection[str]) -> Iterator[Told]:
    asked = (
        select(MEMBER, WORKSHOP.c.code, WORKSHOP.c.title, WORKSHOP.c.starts)
        .join(WORKSHOP, WORKSHOP.c.id == MEMBER.c.workshop)
        .where(MEMBER.c.id.in_(ids))
        .order_by(WORKSHOP.c.starts, MEMBER.c.id)
    )
    for row in connection.execute(asked).mappings():
        told = {name: value for name, value in row.items() if name not in ("id", "workshop")}
        told["more"] = json.loads(row["more"])
        told["stands_in_for"] = connection.scalar(
            select(MEMBER.c.name).where(MEMBER.c.id == row["stands_in_for"])
        )
        told["deputy"] = connection.scalar(
            select(MEMBER.c.name).where(MEMBER.c.stands_in_for == row["id"])
        )
        told["seated"] = _seated(connection, row["workshop"], row["id"])
        yield told


def _seated(connection: Connection, workshop: str, member: str) -> list[Told]:
    """At which table they were to sit in each round."""
    seating, _rev = seatings.read(connection, workshop)
    names = {place.no: place.name for place in seating.tables}
    return [
        {"round": number, "table": names.get(table, str(table))}
        for number, each in enumerate(seating.rounds, start=1)
        for table, sitting in each.items()
        if member in sitting
    ]


def _remarks(connection: Connection, ids: Collection[str]) -> Iterator[Told]:
    asked = (
        select(REMARK, WORKSHOP.c.code, WORKSHOP.c.title)
        .join(WORKSHOP, WORKSHOP.c.id == REMARK.c.workshop)
        .where(REMARK.c.id.in_(ids))
        .order_by(REMARK.c.at, REMARK.c.id)
    )
    for row in connection.execute(asked).mappings():
        yield {name: value for name, value in row.items() if name not in ("id", "workshop")}


def _accounts(connection: Connection, logins: Collection[str]) -> Iterator[Told]:
    """Without the hash of the password, which is of no use but to an attacker."""
    asked = select(USER).where(USER.c.login.in_(logins)).order_by(USER.c.login)
    for row in connection.execute(asked).mappings():
        yield {name: value for name, value in row.items() if name != "password"}


def _acts(connection: Connection, names: Collection[str]) -> Iterator[Told]:
    """What the logs tell that somebody of the staff with such a name has done."""
    units = (connection.execute(select(unit.c.id, unit.c.code)) for unit in (WORKSHOP, PROCESS))
    codes = {row.id: row.code for rows in units for row in rows}
    acts = select(ACT.c.workshop, ACT.c.at, ACT.c.kind).where(ACT.c.actor.in_(names))
    for row in connection.execute(acts.order_by(ACT.c.at, ACT.c.workshop, ACT.c.seq)):
        yield {"at": row.at, "code": codes.get(row.workshop, ""), "what": row.kind, "detail": ""}
    deeds = select(DEED).where(DEED.c.actor.in_(names)).order_by(DEED.c.at, DEED.c.owner, DEED.c.no)
    for deed in connection.execute(deeds):
        code = codes.get(deed.owner, "")
        yield {"at": deed.at, "code": code, "what": deed.what, "detail": deed.detail}


def _mentioned(connection: Connection, names: Collection[str]) -> Iterator[Told]:
    """Where the names stand in what others wrote or the staff made: whether it is about the same
    person, and may be handed out, somebody must look. Not in a round that is open."""
    wanted = [" ".join(name.split()).casefold() for name in names if name.strip()]
    places = (
        ("note", NOTE, WORKSHOP, ("text",)),
        ("statement", STATEMENT, WORKSHOP, ("text", "dissent")),
        ("stand", STAND, WORKSHOP, ("dissent",)),
        ("remark", REMARK, WORKSHOP, ("text", "answer")),
        ("log", ACT, WORKSHOP, ("body",)),
        ("minutes", MINUTES, WORKSHOP, ("body",)),
    )
    for where, table, unit, columns in places:
        asked = select(unit.c.code, *(table.c[name] for name in columns)).join(
            unit, unit.c.id == table.c.workshop
        )
        yield from _counted(where, connection.execute(asked), wanted)
    plans = select(PROCESS.c.code, PROCESS.c.body, PROCESS.c.saved_by)
    yield from _counted("plan", connection.execute(plans), wanted)


def _counted(where: str, rows: Iterable[Any], wanted: Collection[str]) -> Iterator[Told]:
    found: dict[str, int] = {}
    for code, *texts in rows:
        folded = " ".join(texts).casefold()
        if any(name in folded for name in wanted):
            found[code] = found.get(code, 0) + 1
    for code in sorted(found):
        yield {"where": where, "code": code, "times": found[code]}
