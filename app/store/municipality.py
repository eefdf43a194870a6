"""What a municipality has chosen for all its workshops: its words, its mark, and how it publishes.

Kept among the installation's settings. Whoever saves names the revision they began from.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from app.core.things import Millis
from app.store.database import upsert, writing
from app.store.staff import SETTING, setting

CHOICES, CREST, CONSENTS = "municipality", "crest.", "consents"
"""The settings' keys. The number of consents has one of its own (`secretary.py`), and so has each
picture: minutes that were published with it keep it."""


@dataclass(frozen=True)
class Municipality:
    """`language`: that of new workshops, empty where nobody has chosen. `wording`: by language, the
    municipality's lines by key (`core/wording.py`). `crest`: the mark of the picture, empty without
    one, and `crest_alt` what is on it, empty where it only adorns. `by` whom it was saved last, and
    `at` when."""

    rev: int = 0
    at: Millis = 0
    by: str = ""
    language: str = ""
    consents: int = 1
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    crest: str = ""
    crest_alt: str = ""


class Stale(Exception):
    """Somebody else saved meanwhile; `now` is what stands."""

    def __init__(self, now: Municipality) -> None:
        super().__init__()
        self.now = now


def load(engine: Engine) -> Municipality:
    return _read(setting(engine, CHOICES))


def _read(kept: str | None) -> Municipality:
    return Municipality(**json.loads(kept)) if kept else Municipality()


def crest(engine: Engine, mark: str) -> bytes | None:
    """The picture by this mark, as PNG."""
    kept = setting(engine, CREST + mark) if mark else None
    return b64decode(kept) if kept else None


def save(engine: Engine, chosen: Municipality, crest: bytes | None = None) -> Municipality:
    """Keep it as the next revision, and a new picture with it. Raises `Stale`.

    `chosen.rev` is that of what it was made from.
    """
    if crest is not None:
        chosen = replace(chosen, crest=sha256(crest).hexdigest()[:16])
    following = replace(chosen, rev=chosen.rev + 1)
    try:
        with writing(engine) as connection:
            kept = connection.execute(select(SETTING.c.value).where(SETTING.c.key == CHOICES))
            before = kept.scalar()
            if _read(before).rev != chosen.rev:
                raise Stale(_read(before))
            row = {"key": CHOICES, "value": json.dumps(asdict(following), ensure_ascii=False)}
            if before is None:
                connection.execute(SETTING.insert(), row)
            else:
                mine = (SETTING.c.key == CHOICES) & (SETTING.c.value == before)
                changed = connection.execute(SETTING.update().where(mine).values(row))
                if not changed.rowcount:  # another process, between the two
                    raise Stale(load(engine))
            connection.execute(
                upsert(engine, SETTING), {"key": CONSENTS, "value": str(chosen.consents)}
            )
            if crest is not None:
                picture = {"key": CREST + chosen.crest, "value": b64encode(crest).decode()}
                connection.execute(upsert(engine, SETTING), picture)
    except IntegrityError:  # the very first time, and another process was first
        raise Stale(load(engine)) from None
    return following
