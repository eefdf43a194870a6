"""Staff accounts and the installation's own settings."""

import secrets
from contextlib import suppress

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError

from app.store import tables as t
from app.store.database import upsert, writing
from app.store.sets import table_of

USER, SETTING = table_of(t.StaffUser), table_of(t.Setting)
SHORTEST_PASSWORD = 12

_hasher = PasswordHasher()
_nobody = _hasher.hash(secrets.token_hex(16))


class TooShort(Exception):
    """The password has fewer than `SHORTEST_PASSWORD` characters."""


def set_user(engine: Engine, login: str, name: str, password: str) -> None:
    """Make an account, or give it a new name and password. Raises `TooShort`."""
    if len(password) < SHORTEST_PASSWORD:
        raise TooShort
    row = t.StaffUser(login=login.strip().lower(), name=name, password=_hasher.hash(password))
    with writing(engine) as connection:
        connection.execute(upsert(engine, USER), row.model_dump())


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


def disable(engine: Engine, login: str) -> bool:
    """True where there was such an account."""
    with writing(engine) as connection:
        done = connection.execute(update(USER).where(USER.c.login == login).values(disabled=True))
        return done.rowcount > 0


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
