"""`tannhjul user`: the staff's accounts."""

import argparse
import getpass
import json
import os

from app.cli.common import Stop, by_command, database
from app.store import staff


def user(args: argparse.Namespace) -> None:
    engine = database(args)
    if args.do == "list":
        users = staff.users(engine)
        if args.json:
            print(json.dumps([user.model_dump(exclude={"password"}) for user in users]))
        else:
            for user in users:
                print(f"{user.login:<20} {user.name}  ({user.roles}{', disabled' * user.disabled})")
        return
    if not args.login:
        raise Stop(f"user {args.do} needs a login")
    if args.do == "disable":
        with by_command("user disable") as deed:
            deed.detail = args.login
            found = staff.disable(engine, args.login)
        if not found:
            raise Stop(f"no account «{args.login}»")
        return
    known = staff.get_user(engine, args.login)
    if args.do == "password" and known is None:
        raise Stop(f"no account «{args.login}»")
    password = os.environ.get("TANNHJUL_PASSWORD") or getpass.getpass("Password: ")
    name = args.name or (known.name if known else args.login)
    try:
        with by_command("user " + args.do) as deed:
            deed.detail = args.login
            staff.set_user(engine, args.login, name, password, args.role)
    except staff.TooShort:
        raise Stop(f"the password needs {staff.SHORTEST_PASSWORD} characters or more") from None
