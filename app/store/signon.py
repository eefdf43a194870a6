"""The accounts of those whom the municipality's single sign-on vouches for.

Whoever is known by subject has that account; nobody is known by e-mail, name or login, since
whoever may choose those at the provider would have the account of another (decision 40).
"""

from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from sqlalchemy import Connection, Engine, update

from app.core.roles import Role
from app.store import tables as t
from app.store.staff import (
    USER,
    NameTaken,
    Unknown,
    all_users,
    changing,
    end_sessions,
    free_name,
    has_password,
    login_of,
    make,
    tell,
    users,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider vouches for. `subject` is who they are, for ever; the rest is for show.

    `called`: what the provider calls their account. `roles`: None where they are given here.
    """

    subject: str
    name: str
    called: str
    roles: tuple[Role, ...] | None


class NoRole(Exception):
    """Nobody gave them a role: neither the provider nor an administrator here."""


class Closed(Exception):
    """Their account here is disabled."""


class Joined(Exception):
    """Another account has this subject."""


def account(engine: Engine, person: Person) -> t.StaffUser:
    """The person's account: renewed where they are known, made where they come with a role.

    Roles that the provider gives are what it says now, no more and no less. Raises `Closed` and
    `NoRole`.
    """
    known = _known(users(engine), person)
    if known is not None and known.disabled:
        raise Closed
    given = person.roles is not None
    roles = person.roles or () if given else known.held if known else ()
    if not roles:
        raise NoRole
    if known is not None and known.held == roles and known.name in _names(person, known.login):
        return known
    with changing(engine) as connection:
        there = all_users(connection)
        known = _known(there, person)  # two tabs may have come at once
        login = known.login if known else _free_login(there, person.called)
        told: dict[str, Any] = {"name": _free_name(connection, person, login)}
        if given:
            told["roles"] = " ".join(roles)
        if known is None:
            row = t.StaffUser(login=login, password="", subject=person.subject, **told)
            make(connection, row)
        else:
            connection.execute(update(USER).where(USER.c.login == login).values(**told))
            tell(known, told)
        return next(user for user in all_users(connection) if user.login == login)


def turn_away(engine: Engine, person: Person) -> None:
    """Nobody is let in: sessions of before end as well, if there is no password to come in by."""
    with changing(engine) as connection:
        known = _known(all_users(connection), person)
        if known is not None and not has_password(known):
            end_sessions(connection, known.login)


def join(engine: Engine, login: str, subject: str) -> None:
    """From now on the account is also theirs whom the provider knows by `subject`.

    Raises `Joined`, and `Unknown` where there is no such account.
    """
    with changing(engine) as connection:
        if any(u.subject == subject and u.login != login for u in all_users(connection)):
            raise Joined
        mine = USER.c.login == login
        if not connection.execute(update(USER).where(mine).values(subject=subject)).rowcount:
            raise Unknown


def _known(users: list[t.StaffUser], person: Person) -> t.StaffUser | None:
    return next((user for user in users if user.subject == person.subject), None)


def _free_login(users: list[t.StaffUser], called: str) -> str:
    """From what the provider calls them, with a number where somebody else has it."""
    local = login_of(called.partition("@")[0])
    begins = "".join(c for c in local if c.isalnum() or c in "._-")[:40] or "ansatt"
    taken = {user.login for user in users}
    numbered = (f"{begins}{no}" for no in count(2))
    return next(login for login in chain([begins], numbered) if login not in taken)


def _names(person: Person, login: str) -> tuple[str, str]:
    """What they may be called here: their name, or told apart from another's by the login."""
    name = person.name or login
    return name, f"{name} ({login})"


def _free_name(connection: Connection, person: Person, login: str) -> str:
    for name in _names(person, login):
        with suppress(NameTaken):
            return free_name(connection, login, name)
    return free_name(connection, login, login)
