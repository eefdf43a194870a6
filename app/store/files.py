"""The files of a plan process or a workshop: kept, listed, fetched, dropped.

`owner` is the id of the one or the other, and `of` says which.
"""

import secrets
from collections.abc import Collection
from hashlib import sha256
from typing import Literal, TypeAlias

from sqlalchemy import Engine, delete, func, insert, select

from app.store import tables as t
from app.store.database import writing
from app.store.intake import LARGEST_ALL, Refusal, Unfit, fit_name, media_of
from app.store.sets import table_of

FILE = table_of(t.StoredFile)
_TOLD = [column for column in FILE.columns if column.name != "content"]


Of: TypeAlias = Literal["process", "workshop"]


def keep(engine: Engine, owner: str, name: str, content: bytes, of: Of = "process") -> t.StoredFile:
    """Take a file in. Raises `Refusal`."""
    media = media_of(content)
    file = t.StoredFile(
        id=secrets.token_hex(16),
        **{of: owner},
        name=fit_name(name, media),
        media=media,
        digest=sha256(content).hexdigest(),
        content=content,
    )
    with writing(engine) as connection:
        size = select(func.coalesce(func.sum(func.length(FILE.c.content)), 0))
        there = connection.execute(size.where(FILE.c[of] == owner)).scalar_one()
        if there + len(content) > LARGEST_ALL:
            raise Refusal(Unfit.FULL)
        connection.execute(insert(FILE), file.model_dump())
    return file


def listed(engine: Engine, owner: str, of: Of = "process") -> dict[str, t.StoredFile]:
    """The files by id, without their content."""
    with engine.connect() as connection:
        found = connection.execute(select(*_TOLD).where(FILE.c[of] == owner))
        return {row["id"]: t.StoredFile(**row, content=b"") for row in found.mappings()}


def name_of(engine: Engine, file: str) -> str | None:
    """What a file is called, whosever it is."""
    with engine.connect() as connection:
        return connection.scalar(select(FILE.c.name).where(FILE.c.id == file))


def fetch(engine: Engine, owner: str, file: str, of: Of = "process") -> t.StoredFile | None:
    with engine.connect() as connection:
        mine = (FILE.c[of] == owner) & (FILE.c.id == file)
        row = connection.execute(select(FILE).where(mine)).mappings().first()
    return t.StoredFile(**row) if row else None


def drop(engine: Engine, owner: str, files: Collection[str], of: Of = "process") -> None:
    """These are shown nowhere any more."""
    with writing(engine) as connection:
        connection.execute(delete(FILE).where(FILE.c[of] == owner, FILE.c.id.in_(files)))
