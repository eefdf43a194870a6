"""`tannhjul user`: the staff's accounts, for who has the machine."""

import argparse
import getpass
import json
import os

from sqlalchemy import Engine

from app.cli.common import Stop, beside_a_server, by_command
from app.core.passwords import LONGEST, SHORTEST, Weakness
from app.rooms import clock
from app.settings import Settings
from app.store import staff

WEAK = {
    Weakness.SHORT: f"the password needs {SHORTEST} characters or more",
    Weakness.LONG: f"the password may have {LONGEST} characters at most",
    Weakness.EXPECTED: "that password is among the first that somebody would guess",
    Weakness.PERSONAL: "the password is made of the name, the login or the municipality",
}


def user(args: argparse.Namespace) -> None:
    engine = beside_a_server(args, make=args.do == "add")
    if args.do == "list":
        _list(engine, args.json)
        return
    if not args.login:
        raise Stop(f"user {args.do} needs a login")
    login = staff.login_of(args.login)
    try:
        with by_command("user " + args.do) as deed:
            deed.detail = login
            _do(engine, args, login)
    except staff.Unknown:
        raise Stop(f"no account «{args.login}»") from None
    except staff.NameTaken:
        raise Stop("another account has that name, and the log goes by name: --name") from None
    except staff.LastAdministrator:
        raise Stop("nobody would be left to look after the accounts; do it with --force") from None
    except staff.Weak as weak:
        raise Stop(WEAK[weak.why]) from None
    except EOFError:
        raise Stop("nobody is there to type a password: give it as TANNHJUL_PASSWORD") from None


def _list(engine: Engine, as_json: bool) -> None:
    users = staff.users(engine)
    if as_json:
        print(json.dumps([user.model_dump(exclude={"password"}) for user in users]))
        return
    for user in users:
        print(f"{user.login:<20} {user.name}  ({user.roles}{', disabled' * user.disabled})")


def _do(engine: Engine, args: argparse.Namespace, login: str) -> None:
    """Raises what `app.store.staff` does, and `Stop`."""
    match args.do:
        case "disable" | "enable":
            staff.change(engine, login, disabled=args.do == "disable", force=args.force)
        case "roles":
            if not args.role:
                raise Stop("which? --role, once for each that the account is to have")
            staff.change(engine, login, roles=args.role, force=args.force)
        case "link":
            token = staff.give_link(engine, login, clock(), force=True)
            path = f"/stab/passord?token={token}"
            address = Settings().address.rstrip("/")
            print(json.dumps({"link": address + path}) if args.json else address + path)
        case _:
            known = {user.login: user for user in staff.users(engine)}.get(login)
            if args.do == "password" and known is None:
                raise staff.Unknown
            password = os.environ.get("TANNHJUL_PASSWORD") or getpass.getpass("Password: ")
            name = args.name or (known.name if known else login)
            staff.set_user(engine, login, name, password, args.role, must_change=args.must_change)
