"""The files of a plan process: kept, listed, fetched, dropped."""

import secrets
from collections.abc import Collection
from hashlib import sha256

from sqlalchemy import Engine, delete, func, insert, select

from app.store import tables as t
from app.store.database import writing
from app.store.intake import LARGEST_ALL, Refusal, Unfit, fit_name, media_of
from app.store.sets import table_of

FILE = table_of(t.StoredFile)
_TOLD = [column for column in FILE.columns if column.name != "content"]


def keep(engine: Engine, process: str, name: str, content: bytes) -> t.StoredFile:
    """Take a file in. Raises `Refusal`."""
    media = media_of(content)
    file = t.StoredFile(
        id=secrets.token_hex(16),
        process=process,
        name=fit_name(name, media),
        media=media,
        digest=sha256(content).hexdigest(),
        content=content,
    )
    with writing(engine) as connection:
        size = select(func.coalesce(func.sum(func.length(FILE.c.content)), 0))
        there = connection.execute(size.where(FILE.c.process == process)).scalar_one()
        if there + len(content) > LARGEST_ALL:
            raise Refusal(Unfit.FULL)
        connection.execute(insert(FILE), file.model_dump())
    return file


def listed(engine: Engine, process: str) -> dict[str, t.StoredFile]:
    """The files of the process by id, without their content."""
    with engine.connect() as connection:
        found = connection.execute(select(*_TOLD).where(FILE.c.process == process))
        return {row["id"]: t.StoredFile(**row, content=b"") for row in found.mappings()}


def fetch(engine: Engine, process: str, file: str) -> t.StoredFile | None:
    with engine.connect() as connection:
        mine = (FILE.c.process == process) & (FILE.c.id == file)
        row = connection.execute(select(FILE).where(mine)).mappings().first()
    return t.StoredFile(**row) if row else None


def drop(engine: Engine, process: str, files: Collection[str]) -> None:
    """These are shown nowhere any more."""
    with writing(engine) as connection:
        connection.execute(delete(FILE).where(FILE.c.process == process, FILE.c.id.in_(files)))
