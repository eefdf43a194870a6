"""`tannhjul doctor`: looks at all that a meeting leans on, and says what to do.

It changes nothing, runs without internet, and prints no secret. Each check is a function that finds
something out; one that breaks is a finding too, and hides none of the others.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from app.cli.doctor import database, disk, hall, house, machine
from app.cli.doctor.case import Case, Check, Finding, case
from app.i18n import translator

CHECKS: Sequence[Check] = (
    hall.ways,
    hall.shown,
    hall.port,
    hall.firewall,
    house.certificate,
    machine.clock,
    machine.memory,
    machine.open_files,
    machine.on_disk,
    disk.folder,
    disk.room,
    database.database,
    house.parts,
    house.settings,
    house.single_sign_on,
)


def doctor(args: argparse.Namespace) -> None:
    """Print what was found; exit status 1 where something is not as it should be."""
    _ = translator(args.language)
    looked = case(args, datetime.now(UTC), _)
    found = list(findings(looked))
    if args.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    else:
        _tell(looked, found)
    sys.exit(not all(each.ok for each in found))


def findings(looked: Case) -> Iterator[Finding]:
    """What all checks find."""
    for check in CHECKS:
        try:
            yield from check(looked)
        except Exception as error:
            name = check.__name__
            kind = type(error).__name__
            words = looked._("This could not be looked at: {name} ({kind}).", name=name, kind=kind)
            yield Finding(name, ok=False, words=words)


def _tell(looked: Case, found: Sequence[Finding]) -> None:
    _ = looked._
    for each in found:
        mark = _("Mend") if not each.ok else _("Advice") if each.do else _("Fine")
        print(f"{mark:<6} {each.words}")
        if each.do:
            print(f"       → {each.do}")
    wrong = sum(not each.ok for each in found)
    print()
    if wrong:
        print(_.ngettext("{n} thing must be mended.", "{n} things must be mended.", wrong))
    else:
        print(_("Everything is as it should be."))
