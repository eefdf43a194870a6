"""Both halves of a workshop's staff log as the chain they are: what was done in it and beside."""

from sqlalchemy import Engine, select

from app.core import chain
from app.core.chain import Line
from app.store.database import reading
from app.store.deeds import DEED
from app.store.workshops import ACT


def lines(engine: Engine, workshop: str) -> list[Line]:
    """Every line with its sum, as of one moment. The key is the workshop's id, which is shown to
    nobody and goes with it wherever it is moved."""
    with reading(engine) as connection:
        acts = connection.execute(select(ACT).where(ACT.c.workshop == workshop)).all()
        deeds = connection.execute(select(DEED).where(DEED.c.owner == workshop)).all()
    in_it = [
        chain.line(workshop, chain.ACT, row.seq, row.at, row.actor, row.kind, row.body)
        for row in acts
    ]
    beside = [
        chain.line(workshop, chain.DEED, row.no, row.at, row.actor, row.what, row.detail)
        for row in deeds
    ]
    return in_it + beside
