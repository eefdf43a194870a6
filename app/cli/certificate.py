"""`tannhjul certificate`: a small authority of this installation's own, for `serve --https`."""

import argparse
import json
import socket
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.cli.common import Stop
from app.machine import network
from app.machine.certificates import Authority, Expired, names_in
from app.settings import Settings


def certificate(args: argparse.Namespace) -> None:
    own = Authority.of(args.data)
    if args.do == "make":
        make(args, own)
    elif not own.root_file.exists():
        raise Stop("there is no certificate here yet: tannhjul certificate make")
    if args.do == "export":
        _export(args, own)
    else:
        _show(args, own)


def make(args: argparse.Namespace, own: Authority) -> None:
    if own.root_file.exists() and not args.anew:
        raise Stop(
            "there is a root already, and tablets may trust it; another one, for all tablets to "
            "trust: tannhjul certificate make --anew"
        )
    renewed(own, Settings(data=args.data), anew=True)


def renewed(own: Authority, settings: Settings, *, anew: bool = False) -> bool:
    """See to it that there is a certificate for all that we are called. True: it is new.

    Raises `Stop` where the root has expired, or cannot be read.
    """
    now, names = datetime.now(UTC), called(settings)
    if anew or not own.root_file.exists():
        own.make(names, now)
    try:
        return own.renew(names, now)
    except Expired:
        raise Stop(
            "the root certificate has expired; make a new one, for all tablets to trust: "
            "tannhjul certificate make --anew"
        ) from None
    except ValueError:
        raise Stop(
            f"a file in {own.folder} is damaged; take the folder from a copy, or make a new root, "
            "for all tablets to trust: tannhjul certificate make --anew"
        ) from None


def called(settings: Settings) -> list[str]:
    """All addresses and names that somebody may reach this machine by."""
    host = socket.gethostname().partition(".")[0].lower()
    names = ["localhost", "127.0.0.1", "::1", *(way.address for way in network.ways())]
    names += [f"{name}.local" for name in (host, settings.local_name) if name]
    names += filter(None, [urlsplit(settings.address).hostname])
    return list(dict.fromkeys(names))


def _export(args: argparse.Namespace, own: Authority) -> None:
    folder: Path = args.folder or Path()
    for name, content in (("tannhjul.crt", own.crt), ("tannhjul.mobileconfig", own.profile)):
        (folder / name).write_bytes(content)
        if not args.json:
            print(folder / name)
    if args.json:
        print(json.dumps({"folder": str(folder), "fingerprint": own.fingerprint}))


def _show(args: argparse.Namespace, own: Authority) -> None:
    names = sorted(names_in(own.server))
    root, server = own.root.not_valid_after_utc, own.server.not_valid_after_utc
    if args.json:
        told = {"root_until": root, "server_until": server, "names": names}
        print(json.dumps({**told, "fingerprint": own.fingerprint}, default=str))
        return
    print(f"The root is good until {root:%Y-%m-%d}. Its fingerprint (SHA-256):")
    print(f"  {own.fingerprint}")
    print(f"The server's certificate is good until {server:%Y-%m-%d}, and renewed by itself. For:")
    print(f"  {', '.join(names)}")
    print("Tablets trust it as /sertifikat tells, on a server started with: serve --https")
