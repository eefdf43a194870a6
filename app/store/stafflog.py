"""Both halves of a workshop's staff log as the chain they are: what was done in it and beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select

from app.core import chain
from app.core.chain import Line
from app.store.database import reading
from app.store.deeds import DEED
from app.store.workshops import ACT


@dataclass(frozen=True, slots=True)
class StaffLog:
    """`acts`: what was done in the workshop, as rows (seq, at, actor, kind, body); `deeds`: what
    was done beside it. Both oldest first, as of one moment."""

    workshop: str
    acts: Sequence[Any]
    deeds: Sequence[Any]

    @property
    def lines(self) -> list[Line]:
        """Every line with its sum. The key is the workshop's id, which is shown to nobody and goes
        with it wherever it is moved."""
        key = self.workshop
        return [
            *(
                chain.line(key, chain.ACT, row.seq, row.at, row.actor, row.kind, row.body)
                for row in self.acts
            ),
            *(
                chain.line(key, chain.DEED, row.no, row.at, row.actor, row.what, row.detail)
                for row in self.deeds
            ),
        ]


def read(engine: Engine, workshop: str) -> StaffLog:
    with reading(engine) as connection:
        acts = select(ACT).where(ACT.c.workshop == workshop).order_by(ACT.c.seq)
        deeds = select(DEED).where(DEED.c.owner == workshop).order_by(DEED.c.no)
        return StaffLog(workshop, connection.execute(acts).all(), connection.execute(deeds).all())
