"""`tannhjul einnsyn`: post the meeting and its documents to eInnsyn, where it is set up."""

import argparse
import json

from app.cli.common import Stop, beside_a_server, by_command
from app.i18n import translator
from app.posting.client import Failed
from app.posting.post import Done, Posting, post, posting
from app.rooms import clock
from app.settings import Settings
from app.store import workshops


def einnsyn(args: argparse.Namespace) -> None:
    settings, engine = Settings(), beside_a_server(args)
    row = workshops.find(engine, args.workshop)
    if row is None or row.rehearsal:
        raise Stop(f"no workshop «{args.workshop}»")
    try:
        wanted = posting(engine, settings, row)
        with by_command("einnsyn", row.code):
            done = None if args.dry_run else post(engine, settings, wanted, clock())
    except Failed as failed:
        raise Stop(failed.words(translator("en"))) from None
    if args.json:
        print(json.dumps(_told(row.code, wanted, done), ensure_ascii=False))
    elif done is None:
        for piece in wanted.pieces:
            print(f"{piece.kind:20} {piece.title}")
        for kind, id_ in wanted.leftovers:
            print(f"{kind:20} {id_} (to be taken away)")
    else:
        for one in done:
            print(f"{one.did.value:8} {one.kind:20} {one.title or one.id}")


def _told(code: str, wanted: Posting, done: list[Done] | None) -> dict[str, object]:
    """For programs: with `--dry-run` the objects as they would be sent, else what was done."""
    if done is None:
        objects = [
            {"kind": piece.kind, "under": piece.under, "body": piece.whole()}
            for piece in wanted.pieces
        ]
        remove = [{"kind": kind, "id": id_} for kind, id_ in wanted.leftovers]
        return {"workshop": code, "version": wanted.version, "send": objects, "remove": remove}
    each = [{"kind": one.kind, "id": one.id, "did": one.did.value} for one in done]
    return {"workshop": code, "version": wanted.version, "done": each}
