"""Several processes on one PostgreSQL database: any of them serves any workshop.

Each open workshop has one *home*, the process where its room decides and stores. In another process
that is asked for the workshop stands a *replica* of the room. The two are connected by a socket
that only this user can open; who is present, who holds a pen and who was handed which ballot pass
there, and never through the database (`docs/decisions/0007-a-workshop-has-a-home.md`).
"""

from pathlib import Path

from sqlalchemy import Engine

from app.homes.shared import SharedRooms
from app.rooms import Rooms


def rooms_of(engine: Engine, data: Path) -> Rooms:
    """The rooms of this process. On SQLite it is the only one; `data` is where sockets may lie."""
    return SharedRooms(engine, data) if engine.dialect.name == "postgresql" else Rooms(engine)
