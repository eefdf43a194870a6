"""`tannhjul innsyn`: all that is held about a person, for them."""

import argparse
import json
from dataclasses import asdict

from app.cli.common import Stop, beside_a_server, by_command
from app.i18n import translator
from app.publish.papers.access import FORMS
from app.rooms import clock
from app.store import access
from app.store.access import Line


def innsyn(args: argparse.Namespace) -> None:
    """Show what there is under the name; with `--out`, write all of it where it is one person's."""
    engine = beside_a_server(args)
    found = access.lines(engine, args.name)
    if args.only:
        ids = set(args.only.split(","))
        if unknown := ids - {line.id for line in found}:
            raise Stop(f"nothing under «{args.name}» has the id {', '.join(sorted(unknown))}")
        found = [line for line in found if line.id in ids]
    if args.out is None:
        _tell(args, found)
        return
    form = FORMS.get(args.out.suffix.removeprefix("."))
    if form is None:
        raise Stop(f"--out ends in {', '.join('.' + each for each in FORMS)}")
    if not args.only and access.namesakes(found):
        raise Stop("several may have this name: see which lines there are, and choose by --only")
    with by_command("innsyn"):
        access.made(engine)
    told = access.collect(engine, args.name, found)
    try:
        args.out.touch(mode=0o600)
        args.out.chmod(0o600)  # it may have been there, for others to read
        args.out.write_bytes(form(told, clock(), translator(args.language)))
    except OSError as error:
        raise Stop(f"{args.out} cannot be written: {error.strerror}") from None


def _tell(args: argparse.Namespace, found: list[Line]) -> None:
    if args.json:
        print(json.dumps([asdict(line) for line in found]))
        return
    for line in found:
        place = f"{line.code} {line.title}".strip()
        print("  ".join(filter(None, (line.id, line.kind, line.name, line.about, place))))
    if not found:
        print("Nothing.")
