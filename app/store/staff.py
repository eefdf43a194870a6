"""Staff accounts, and the installation's own settings."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any
from zlib import crc32

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core.passwords import Weakness, normal, weakness
from app.core.roles import ALL_ROUND, Right, Role
from app.core.things import Millis
from app.core.words import clean
from app.store import deeds
from app.store import tables as t
from app.store.database import upsert, writing
from app.store.sets import table_of
from app.store.workshops import WORKSHOP

USER, SESSION, SETTING = (table_of(m) for m in (t.StaffUser, t.StaffSession, t.Setting))

LINK_LASTS = 24 * 3600 * 1000
"""Milliseconds that a link to choose a password is good for."""

OURS = frozenset({"generalprøve", "kommandolinjen"})
"""Names that stand in the log for the machine itself."""

# RFC 9106, section 4, where memory is limited (64 MiB), also more than OWASP asks for. A password
# that was hashed otherwise is hashed anew when its owner logs in.
_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
_nobody = _hasher.hash(secrets.token_hex(16))


class Weak(Exception):
    """A password that cannot be had: `why`."""

    def __init__(self, why: Weakness) -> None:
        super().__init__(why)
        self.why = why


class Unknown(Exception):
    """There is no such account."""


class LoginTaken(Exception):
    """There is an account with this login."""


class NameTaken(Exception):
    """Another account has this name. The log, and the two consents, go by name."""


class Stale(Exception):
    """Somebody else changed the account meanwhile: it is as in `now`."""

    def __init__(self, now: t.StaffUser) -> None:
        super().__init__()
        self.now = now


class LastAdministrator(Exception):
    """Nobody would be left who can log in and look after the accounts."""


# ---------------------------------------------------------------- who they are


def login_of(typed: str) -> str:
    """A login as it is kept: capitals and spaces around it do not count."""
    return normal(typed).strip().lower()


def check(engine: Engine, login: str, password: str) -> t.StaffUser | None:
    """The account, if login and password hold. Takes as long when there is no such login."""
    user = get_user(engine, login_of(login))
    kept = user.password if user and has_password(user) else _nobody
    try:
        _hasher.verify(kept, normal(password))
    except VerificationError:
        return None
    if user and _hasher.check_needs_rehash(kept):
        same = (USER.c.login == user.login) & (USER.c.password == kept)
        with writing(engine) as connection:
            told = {"password": _hasher.hash(normal(password))}
            connection.execute(update(USER).where(same).values(**told))
    return user


def get_user(engine: Engine, login: str) -> t.StaffUser | None:
    """The account, unless it is disabled."""
    with engine.connect() as connection:
        mine = (USER.c.login == login) & ~USER.c.disabled
        row = connection.execute(select(USER).where(mine)).mappings().first()
    return t.StaffUser(**row) if row else None


def has_password(user: t.StaffUser) -> bool:
    """Whether one was chosen: else there is a link to choose one, or single sign-on."""
    return user.password.startswith("$argon2")


def users(engine: Engine) -> list[t.StaffUser]:
    with engine.connect() as connection:
        return all_users(connection)


def able(engine: Engine, *rights: Right) -> list[t.StaffUser]:
    """The accounts that have one of the rights, by name: whom to ask."""
    found = (user for user in users(engine) if user.may(*rights) and not user.disabled)
    return sorted(found, key=lambda user: user.name)


# ---------------------------------------------------------------- made and changed


def seen(user: t.StaffUser) -> str:
    """What a form that changes the account began from."""
    return f"{user.roles} {user.name}"


def set_user(
    engine: Engine,
    login: str,
    name: str,
    password: str,
    roles: Iterable[Role] | None = None,
    *,
    must_change: bool = False,
    first: bool = False,
) -> None:
    """Make an account, or give it a new name and password, which ends its sessions.

    `roles`: None leaves them as they are, and makes a new account an all-round one. `first`: by the
    link that is good for one account. Raises `Weak`, `NameTaken`, and `Unknown` where that is used.
    """
    login = login_of(login)
    told: dict[str, Any] = {
        "password": _strong(engine, password, login, name),
        "disabled": False,
        "must_change": must_change,
    }
    if roles is not None:
        told["roles"] = " ".join(roles)
    with changing(engine) as connection:
        if first and not _end_setup(connection):
            raise Unknown
        told["name"] = free_name(connection, login, name)
        before = next((user for user in all_users(connection) if user.login == login), None)
        if before is None:
            make(connection, t.StaffUser(**{"login": login, "roles": " ".join(ALL_ROUND), **told}))
        else:
            connection.execute(update(USER).where(USER.c.login == login).values(**told))
            tell(before, told)
        end_sessions(connection, login)


def add(engine: Engine, login: str, name: str, roles: Iterable[Role], now: Millis) -> str:
    """Make an account: the token of a link by which its owner chooses a password.

    Raises `LoginTaken` and `NameTaken`.
    """
    login, (token, link) = login_of(login), _link(now)
    with changing(engine) as connection:
        if any(user.login == login for user in all_users(connection)):
            raise LoginTaken
        name = free_name(connection, login, name)
        made = t.StaffUser(login=login, name=name, password=link, roles=" ".join(roles))
        make(connection, made)
    return token


def change(
    engine: Engine,
    login: str,
    *,
    name: str | None = None,
    roles: Iterable[Role] | None = None,
    disabled: bool | None = None,
    began: str = "",
    force: bool = False,
) -> None:
    """Change what is given. Who is disabled is logged out.

    `began`: the account as it was `seen`, if it was. Raises `Unknown`, `NameTaken`, `Stale` where
    it neither is so any more nor as it is to be, and `LastAdministrator` unless `force`.
    """
    with changing(engine) as connection:
        told: dict[str, Any] = {}
        if name is not None:
            told["name"] = free_name(connection, login, name)
        if roles is not None:
            told["roles"] = " ".join(roles)
        if disabled is not None:
            told["disabled"] = disabled
        now = next((user for user in all_users(connection) if user.login == login), None)
        if began and now and seen(now) not in (began, seen(now.model_copy(update=told))):
            raise Stale(now)
        _update(connection, login, told, force)
        if disabled:
            end_sessions(connection, login)


def give_link(engine: Engine, login: str, now: Millis, *, force: bool = False) -> str:
    """The token of a link by which the owner chooses a new password. The old one, its sessions,
    and any link before this are over.

    Raises `Unknown`, and `LastAdministrator` unless `force`.
    """
    token, link = _link(now)
    with changing(engine) as connection:
        _update(connection, login, {"password": link, "must_change": False}, force)
        end_sessions(connection, login)
    return token


def behind_link(engine: Engine, token: str, now: Millis) -> t.StaffUser | None:
    """Whose link it is; None where it was used, is too old, or the account is disabled."""
    begins = f"link {_hashed(token)} "
    mine = USER.c.password.startswith(begins) & ~USER.c.disabled
    with engine.connect() as connection:
        row = connection.execute(select(USER).where(mine)).mappings().first()
    user = t.StaffUser(**row) if row else None
    return user if user and now < int(user.password.removeprefix(begins)) else None


def choose(engine: Engine, token: str, password: str, now: Millis) -> t.StaffUser | None:
    """The owner of a link chooses a password, and the link is used: the account.

    None where it is not good any more. Raises `Weak`.
    """
    user = behind_link(engine, token, now)
    if user is None:
        return None
    told = {"password": _strong(engine, password, user.login, user.name)}
    unused = (USER.c.login == user.login) & (USER.c.password == user.password)
    with writing(engine) as connection:
        chosen = connection.execute(update(USER).where(unused).values(**told))
        return user if chosen.rowcount else None


def change_password(engine: Engine, user: t.StaffUser, password: str) -> None:
    """Somebody who has just shown the old password has a new one. Their sessions end.

    Raises `Weak`, and `Unknown` where the old one was changed meanwhile.
    """
    told = {"password": _strong(engine, password, user.login, user.name), "must_change": False}
    mine = (USER.c.login == user.login) & (USER.c.password == user.password)
    with writing(engine) as connection:
        if not connection.execute(update(USER).where(mine).values(**told)).rowcount:
            raise Unknown
        end_sessions(connection, user.login)


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which no other changes accounts: what is true of all of them stays so."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
            connection.execute(select(func.pg_advisory_xact_lock(crc32(b"staff_user"))))
        yield connection


def all_users(connection: Connection) -> list[t.StaffUser]:
    rows = connection.execute(select(USER).order_by(USER.c.login))
    return [t.StaffUser(**row) for row in rows.mappings()]


def make(connection: Connection, user: t.StaffUser) -> None:
    """Where there is an administrator, the link to make the first account is over."""
    connection.execute(insert(USER), user.model_dump())
    deeds.tell(f"{user.login}: {user.roles}; {user.name}")
    if user.may(Right.GOVERN):
        _end_setup(connection)


def tell(before: t.StaffUser, told: Mapping[str, Any]) -> None:
    """Into the log: which roles an account had and has, and which name. Acts go by the name, so who
    went by it when must be there to see."""
    was = {"roles": before.roles, "name": before.name}
    changed = [
        f"{was[what] or '–'} → {told[what] or '–'}"
        for what in was
        if told.get(what, was[what]) != was[what]
    ]
    if changed:
        deeds.tell(f"{before.login}: {'; '.join(changed)}")


def _end_setup(connection: Connection) -> bool:
    """True where the link was good still."""
    ended = connection.execute(SETTING.delete().where(SETTING.c.key == "setup"))
    return bool(ended.rowcount)


def _update(connection: Connection, login: str, told: dict[str, Any], force: bool) -> None:
    before = next((user for user in all_users(connection) if user.login == login), None)
    if before is None:
        raise Unknown
    if told:
        connection.execute(update(USER).where(USER.c.login == login).values(**told))
        tell(before, told)
    if not force and _looks_after(before) and not any(map(_looks_after, all_users(connection))):
        raise LastAdministrator


def _looks_after(user: t.StaffUser) -> bool:
    """An administrator who can get in."""
    can = has_password(user) or user.subject is not None
    return can and not user.disabled and user.may(Right.GOVERN)


def free_name(connection: Connection, login: str, name: str) -> str:
    """The name as it is kept. Raises `NameTaken`."""
    name = " ".join(clean(name).split())
    mine, others = _as_said(name), (user for user in all_users(connection) if user.login != login)
    if mine in OURS or any(_as_said(other.name) == mine for other in others):
        raise NameTaken
    return name


def _as_said(name: str) -> str:
    return " ".join(normal(name).casefold().split())


def _strong(engine: Engine, password: str, *known: str) -> str:
    """The hash of a password, which is slow: no other writer is to wait. Raises `Weak`."""
    with engine.connect() as connection:
        towns = connection.scalars(select(WORKSHOP.c.municipality).distinct()).all()
    if why := weakness(password, [*known, *towns]):
        raise Weak(why)
    return _hasher.hash(normal(password))


def _link(now: Millis) -> tuple[str, str]:
    """A new token, and what is kept of it where a password would stand."""
    token = secrets.token_urlsafe(24)
    return token, f"link {_hashed(token)} {now + LINK_LASTS}"


def _hashed(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def end_sessions(connection: Connection, login: str) -> None:
    connection.execute(delete(SESSION).where(SESSION.c.login == login))


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
