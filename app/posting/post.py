"""From the published minutes to eInnsyn: what is to be posted, what was, and posting it.

An account of what was posted is kept for each workshop, written before the first request and after
the last, so that whatever breaks off in between is made good by doing it once more.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Engine

from app.core.frozen import from_json
from app.core.things import Millis
from app.posting.client import Client, Did, Failed, Why
from app.posting.meeting import MEETING, Piece, Source, identity, pieces
from app.settings import Settings
from app.store import documents, staff
from app.store.tables import WorkshopRow


@dataclass(frozen=True, slots=True)
class Account:
    """What eInnsyn has of a workshop: pieces by kind and id. `version` 0: none of the minutes.

    `whole` is False while it is being posted, and after that broke off.
    """

    version: int = 0
    at: Millis = 0
    posted: tuple[tuple[str, str], ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Posting:
    """What eInnsyn is to have of a workshop; nothing where its minutes were withdrawn."""

    workshop: str
    version: int
    pieces: tuple[Piece, ...]
    leftovers: tuple[tuple[str, str], ...]
    """What it has of us, or may have, and is to have no more."""


@dataclass(frozen=True, slots=True)
class Done:
    kind: str
    id: str
    title: str
    did: Did


def posting(engine: Engine, settings: Settings, row: WorkshopRow) -> Posting:
    """What is to be posted now. Raises `Failed`."""
    if not settings.einnsyn:
        raise Failed(Why.OFF)
    if not settings.address:
        raise Failed(Why.NO_ADDRESS)
    if row.demo or row.rehearsal:
        raise Failed(Why.MADE_UP)
    versions = documents.versions(engine, row.id)
    if not versions:
        raise Failed(Why.NOTHING)
    stands = next((kept for kept in versions if kept.withdrawn_at is None), None)
    wanted: tuple[Piece, ...] = ()
    if stands is not None:
        source = Source(
            workshop=row.id,
            code=row.code,
            minutes=from_json(stands.body),
            version=stands.version,
            notice=row.announced,
            site=_site(settings),
        )
        wanted = tuple(pieces(source, settings.einnsyn_arkivdel))
    version = stands.version if stands else 0
    return Posting(row.id, version, wanted, _leftovers(engine, row.id, wanted))


def _leftovers(
    engine: Engine, workshop: str, wanted: Iterable[Piece]
) -> tuple[tuple[str, str], ...]:
    ids = {piece.id for piece in wanted}
    posted = account(engine, workshop).posted
    if not ids:  # the whole meeting goes, also where another server posted it
        posted = ((MEETING, identity(workshop, MEETING)), *posted)
    return tuple(each for each in dict.fromkeys(reversed(posted)) if each[1] not in ids)


def post(engine: Engine, settings: Settings, wanted: Posting, now: Millis) -> list[Done]:
    """Make eInnsyn have exactly what is wanted. Raises `Failed`; doing it again goes on."""
    client = Client(settings.einnsyn_address, settings.einnsyn_key)
    before = account(engine, wanted.workshop)
    ours = tuple((piece.kind, piece.id) for piece in wanted.pieces)
    both = tuple(dict.fromkeys((*before.posted, *ours)))
    _keep(engine, wanted.workshop, Account(before.version, before.at, both, whole=False))
    done = [Done(piece.kind, piece.id, piece.title, client.put(piece)) for piece in wanted.pieces]
    done += [
        Done(kind, id_, "", Did.REMOVED)
        for kind, id_ in wanted.leftovers
        if client.take_away(kind, id_)
    ]
    _keep(engine, wanted.workshop, Account(wanted.version, now, ours))
    return done


def account(engine: Engine, workshop: str) -> Account:
    """What was posted of a workshop, as we know of it."""
    kept = staff.setting(engine, _key(workshop))
    if kept is None:
        return Account()
    tree = json.loads(kept)
    posted = tuple((kind, id_) for kind, id_ in tree["posted"])
    return Account(tree["version"], tree["at"], posted, tree["whole"])


def _keep(engine: Engine, workshop: str, kept: Account) -> None:
    staff.set_setting(engine, _key(workshop), json.dumps(asdict(kept)))


def _key(workshop: str) -> str:
    return f"einnsyn.{workshop}"


def _site(settings: Settings) -> str:
    under = settings.root_path.rstrip("/")
    return settings.address.rstrip("/").removesuffix(under) + under
