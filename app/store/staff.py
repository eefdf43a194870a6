"""Staff accounts, who is logged in, and the installation's own settings."""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core.events import Millis
from app.core.roles import ALL_ROUND, Right, Role
from app.store import tables as t
from app.store.database import upsert, writing
from app.store.sets import table_of

USER, SESSION, SETTING = (table_of(m) for m in (t.StaffUser, t.StaffSession, t.Setting))
SHORTEST_PASSWORD = 12

_hasher = PasswordHasher()
_nobody = _hasher.hash(secrets.token_hex(16))


class TooShort(Exception):
    """The password has fewer than `SHORTEST_PASSWORD` characters."""


def set_user(
    engine: Engine,
    login: str,
    name: str,
    password: str,
    roles: Iterable[Role] | None = None,
    *,
    must_change: bool = False,
) -> None:
    """Make an account, or give it a new name and password, which ends its sessions.

    `roles`: None leaves them as they are, and makes a new account an all-round one. Raises
    `TooShort`.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise TooShort
    login = login.strip().lower()
    told: dict[str, Any] = {
        "name": name,
        "password": _hasher.hash(password),
        "disabled": False,
        "must_change": must_change,
    }
    if roles is not None:
        told["roles"] = " ".join(roles)
    mine = USER.c.login == login
    with writing(engine) as connection:
        if not connection.execute(update(USER).where(mine).values(**told)).rowcount:
            row = t.StaffUser(**{"login": login, "roles": " ".join(ALL_ROUND), **told})
            connection.execute(insert(USER), row.model_dump())
        connection.execute(delete(SESSION).where(SESSION.c.login == login))


def check(engine: Engine, login: str, password: str) -> t.StaffUser | None:
    """The account, if login and password hold. Takes as long when there is no such login."""
    user = get_user(engine, login.strip().lower())
    try:
        _hasher.verify(user.password if user else _nobody, password)
    except VerificationError:
        return None
    return user


def get_user(engine: Engine, login: str) -> t.StaffUser | None:
    """The account, unless it is disabled."""
    with engine.connect() as connection:
        row = (
            connection.execute(select(USER).where((USER.c.login == login) & ~USER.c.disabled))
            .mappings()
            .first()
        )
    return t.StaffUser(**row) if row else None


def users(engine: Engine) -> list[t.StaffUser]:
    with engine.connect() as connection:
        rows = connection.execute(select(USER).order_by(USER.c.login))
        return [t.StaffUser(**row) for row in rows.mappings()]


def able(engine: Engine, *rights: Right) -> list[t.StaffUser]:
    """The accounts that have one of the rights, by name: whom to ask."""
    found = (user for user in users(engine) if user.may(*rights) and not user.disabled)
    return sorted(found, key=lambda user: user.name)


def disable(engine: Engine, login: str) -> bool:
    """True where there was such an account. Its sessions end."""
    with writing(engine) as connection:
        done = connection.execute(update(USER).where(USER.c.login == login).values(disabled=True))
        connection.execute(delete(SESSION).where(SESSION.c.login == login))
        return done.rowcount > 0


# ---------------------------------------------------------------- sessions


def open_session(engine: Engine, login: str, now: Millis, until: Millis) -> str:
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


def close_session(engine: Engine, secret: str) -> None:
    with writing(engine) as connection:
        connection.execute(delete(SESSION).where(SESSION.c.id == _hashed(secret)))


def _hashed(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


# ---------------------------------------------------------------- the installation


def setting(engine: Engine, key: str) -> str | None:
    with engine.connect() as connection:
        row = connection.execute(select(SETTING.c.value).where(SETTING.c.key == key)).first()
    return row.value if row else None


def set_setting(engine: Engine, key: str, value: str | None) -> None:
    """Keep a value; None forgets it."""
    with writing(engine) as connection:
        if value is None:
            connection.execute(SETTING.delete().where(SETTING.c.key == key))
        else:
            connection.execute(upsert(engine, SETTING), {"key": key, "value": value})


def secret(engine: Engine) -> str:
    """The key that signs staff sessions, made on the first start."""
    found = setting(engine, "secret")
    if found is None:
        row = {"key": "secret", "value": secrets.token_hex(32)}
        with suppress(IntegrityError), writing(engine) as connection:
            connection.execute(SETTING.insert(), row)
        found = setting(engine, "secret")  # another process may have been first
    assert found is not None
    return found
