"""Who of the staff is logged in: each session is a row here, so that the server can end it."""

import secrets
from hashlib import sha256

from sqlalchemy import Engine, delete, insert, select

from app.core.things import Millis
from app.store import tables as t
from app.store.database import writing
from app.store.staff import SESSION, USER


def begin(engine: Engine, login: str, now: Millis, until: Millis) -> str:
    """Somebody logs in: the secret that their browser is to have. What is over goes."""
    secret = secrets.token_urlsafe(24)
    row = {"id": _hashed(secret), "login": login, "until": until}
    with writing(engine) as connection:
        connection.execute(delete(SESSION).where(SESSION.c.until <= now))
        connection.execute(insert(SESSION), row)
    return secret


def behind(engine: Engine, secret: str, now: Millis) -> t.StaffUser | None:
    """Whose session it is; None where it is over, ended, or the account is disabled."""
    mine = (SESSION.c.id == _hashed(secret)) & (SESSION.c.until > now) & ~USER.c.disabled
    with engine.connect() as connection:
        found = connection.execute(
            select(USER).join(SESSION, SESSION.c.login == USER.c.login).where(mine)
        )
        row = found.mappings().first()
    return t.StaffUser(**row) if row else None


def open_now(engine: Engine, now: Millis) -> dict[str, list[Millis]]:
    """When the sessions that are open end, by login, the newest first."""
    asked = select(SESSION.c.login, SESSION.c.until).where(SESSION.c.until > now)
    found: dict[str, list[Millis]] = {}
    with engine.connect() as connection:
        for login, until in connection.execute(asked.order_by(SESSION.c.until.desc())):
            found.setdefault(login, []).append(until)
    return found


def end(engine: Engine, secret: str) -> None:
    with writing(engine) as connection:
        connection.execute(delete(SESSION).where(SESSION.c.id == _hashed(secret)))


def end_all(engine: Engine, login: str) -> None:
    """Whoever is logged in with the account is so no more."""
    with writing(engine) as connection:
        connection.execute(delete(SESSION).where(SESSION.c.login == login))


def _hashed(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
