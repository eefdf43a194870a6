"""The command line: which commands there are. What they do is in the modules beside this one.

What prints for machines prints JSON on standard output and nothing else; errors are one line on
standard error, with an exit status that is not 0.
"""

import argparse
import sqlite3
import sys
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from app import __version__
from app.cli import logs
from app.cli.common import Stop, why
from app.core.roles import Role
from app.demo import council as councils
from app.i18n import DEFAULT, LANGUAGES
from app.settings import Settings


def main() -> None:
    """The `tannhjul` command."""
    try:
        args = _parser().parse_args()
    except ValidationError as error:
        for wrong in error.errors(include_input=False):
            name = "_".join(map(str, wrong["loc"])).upper()
            print(f"tannhjul: TANNHJUL_{name}: {wrong['msg']}", file=sys.stderr)
        sys.exit(2)
    logs.begin(Settings())
    try:
        # Only what this command needs is loaded: the web pages take seconds.
        module, work = args.work.split(".")
        getattr(import_module(f"app.cli.{module}"), work)(args)
    except Stop as stop:
        print(f"tannhjul: {stop}", file=sys.stderr)
        sys.exit(1)
    except (OSError, OperationalError, sqlite3.OperationalError) as error:
        print(f"tannhjul: {why(error, args)}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # a traceback with its values may be kept by whoever started us
        logs.broke(error)
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    settings = Settings()
    parser = argparse.ArgumentParser(
        prog="tannhjul",
        description="Political workshops (politiske verksteder).",
        epilog="Ends with 0 when it is done, 1 when something is wrong, which is told in one line, "
        "and 2 when the options do not fit. TANNHJUL_… in the environment, or in a file .env, "
        "stands for an option that is not given. More of each: tannhjul COMMAND --help",
    )
    parser.add_argument("--version", action="version", version=f"tannhjul {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, work: str, help: str) -> argparse.ArgumentParser:  # noqa: A002
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(work=work)
        made.add_argument(
            "--data",
            type=Path,
            default=settings.data,
            metavar="DIR",
            help="where all is kept (%(default)s)",
        )
        made.add_argument(
            "--database",
            default=settings.database,
            metavar="URL",
            help="instead of SQLite there: postgresql://user@host/name",
        )
        return made

    def where(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--host",
            default=settings.host,
            help="0.0.0.0 lets in tablets on the same network (%(default)s)",
        )
        port(made)

    def port(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--port", type=_port, default=settings.port, metavar="N", help="(%(default)s)"
        )

    made = command("serve", "serving.serve", "run the server")
    where(made)
    made.add_argument(
        "--workers", type=_at_least_one, default=1, metavar="N", help="processes, on PostgreSQL"
    )
    made.add_argument(
        "--share-port", action="store_true", help="with others that were started like this"
    )
    made.add_argument(
        "--tls-cert", default=settings.tls_cert, metavar="FILE", help="the municipality's"
    )
    made.add_argument("--tls-key", default=settings.tls_key, metavar="FILE", help="and its key")
    made.add_argument(
        "--https",
        action=argparse.BooleanOptionalAction,
        default=settings.https,
        help="with a certificate made here: see tannhjul certificate",
    )
    made.add_argument(
        "--local-name", default=settings.local_name, metavar="NAME", help="found as NAME.local too"
    )

    made = command("demo", "serving.demo", "run with a demonstration council")
    made.add_argument("--host", default="0.0.0.0", help="tablets on the same network")  # noqa: S104
    port(made)
    made.add_argument("--council", default="stavanger", help=", ".join(councils.names()))

    made = command("doctor", "doctor.doctor", "look at all that a meeting leans on; what to do")
    where(made)
    made.add_argument("--language", choices=LANGUAGES, default=settings.language)
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("certificate", "certificate.certificate", "a certificate made here, for https")
    made.add_argument("do", choices=["make", "show", "export"], nargs="?", default="show")
    made.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="to export to")
    made.add_argument("--anew", action="store_true", help="a new root, that no tablet trusts yet")
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("rehearse", "rehearsing.rehearse", "a hall of simulated tablets (generalprøve)")
    made.add_argument("--url", help="a running server; one is started for the occasion if left out")
    made.add_argument("--user", help="log in there; else the data directory tells who we are")
    made.add_argument("--tablets", type=_at_least_one, default=60, metavar="N")
    made.add_argument("--tables", type=_at_least_one, default=8, metavar="N")
    made.add_argument("--minutes", type=float, default=2, help="0: as fast as it goes")
    made.add_argument("--notes", type=Path, help="a CSV file with a column «text» to write from")
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("seat", "seating.seat", "cross-party tables from a roster, without a server")
    made.add_argument("roster", type=Path, metavar="ROSTER", help="CSV, XLSX, or a problem as JSON")
    many = made.add_mutually_exclusive_group()
    many.add_argument("--tables", type=int, metavar="N")
    many.add_argument("--size", type=int, metavar="N", help="at most so many at a table")
    made.add_argument("--rounds", type=int, metavar="R", help="with new neighbours in each")
    made.add_argument("--rules", type=Path, metavar="FILE", help="YAML: together, apart, fixed …")
    made.add_argument(
        "--keep", type=Path, metavar="FILE", help="a seating to mend, with the fewest who must move"
    )
    made.add_argument("--seconds", type=float, default=2, help="to look for a better one")
    made.add_argument("--relax", action="store_true", help="give up the rules that cost the least")
    made.add_argument("--language", choices=LANGUAGES, default=DEFAULT)
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("suggest", "suggesting.suggest", "themes for notes, notes alike, names in them")
    made.add_argument("notes", type=Path, metavar="NOTES.csv", help="columns id, text")
    made.add_argument(
        "--themes", type=Path, required=True, metavar="THEMES.csv", help="theme, name, keywords"
    )
    made.add_argument("--roster", type=Path, metavar="FILE", help="a name a line, or CSV or XLSX")
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("tally", "tallying.tally", "ballots: equal shares beside most dots or points")
    made.add_argument("ballots", type=Path, metavar="BALLOTS.csv", help="one ballot a line")
    made.add_argument("--places", type=int, metavar="K", required=True)
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("minutes", "minutes.minutes", "the published minutes, or a draft, to a file")
    made.add_argument("workshop", metavar="WORKSHOP", help="the workshop's code")
    made.add_argument(
        "--format",
        choices=["html", "pdf", "docx", "json", "csv", "tables", "arkivmelding", "zip"],
        required=True,
    )
    which = made.add_mutually_exclusive_group()
    which.add_argument("--version", type=int, help="the newest where it is not given")
    which.add_argument("--draft", action="store_true", help="as it would be published now")
    made.add_argument("--out", type=Path, required=True)

    made = command("einnsyn", "posting.einnsyn", "post a held meeting to eInnsyn, if set up")
    made.add_argument("workshop", metavar="WORKSHOP", help="the workshop's code")
    made.add_argument("--dry-run", action="store_true", help="tell what would be sent; send none")
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("site", "site.site", "all public pages as files, for a web server of your own")
    made.add_argument("folder", type=Path, metavar="DIR", help="is replaced whole")
    made.add_argument("--address", default="", help="where it will be read; feeds tell it")

    made = command("verify", "verifying.verify", "check published notes against their fingerprints")
    made.add_argument("minutes", type=Path, metavar="MINUTES.json", help="as at /v/CODE.json")
    made.add_argument(
        "receipts", type=Path, nargs="?", metavar="RECEIPTS.json", help="as saved at /mine"
    )
    made.add_argument("--log", type=Path, metavar="LOG.json", help="as at /v/CODE/logg.json")
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("export", "moving.export", "one workshop or a series to a file, whole")
    made.add_argument("workshop", metavar="WORKSHOP", help="its code, or several with commas")
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--series", action="store_true", help="all of the series it belongs to")
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("import", "moving.import_", "workshops from a file that was exported")
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument(
        "--overwrite", action="store_true", help="replace those that are here with other content"
    )
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("backup", "moving.backup", "all there is to a file, also while a server runs")
    made.add_argument("file", type=Path, metavar="FILE", help="or a folder, where it is named")
    made.add_argument("--keep", type=_at_least_one, metavar="N", help="delete all but the N newest")
    made.add_argument("--days", type=_at_least_one, metavar="N", help="delete those that are older")
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("restore", "moving.restore", "all there is from a backup; no server may run")
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--overwrite", action="store_true", help="replace what is here")
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("innsyn", "inspecting.innsyn", "all that is held about a person, for them")
    made.add_argument("name", metavar="NAME", help="lines with all of its words in their name")
    made.add_argument("--only", metavar="IDS", help="of namesakes: which lines, with commas")
    made.add_argument("--out", type=Path, metavar="FILE", help="to a .json, .html or .docx file")
    made.add_argument("--language", choices=LANGUAGES, default=DEFAULT)
    made.add_argument("--json", action="store_true", help="for programs")

    made = command("user", "accounts.user", "staff accounts, what they may do, and a way in")
    made.add_argument(
        "do", choices=["add", "list", "disable", "enable", "roles", "password", "link"]
    )
    made.add_argument("login", nargs="?")
    made.add_argument("--name", help="shown in the staff log")
    made.add_argument(
        "--role",
        action="append",
        choices=list(Role),
        help="one of several; a new account has all but auditor where none is given",
    )
    made.add_argument(
        "--must-change", action="store_true", help="the password is only good for choosing another"
    )
    made.add_argument("--force", action="store_true", help="also if no administrator is left")
    made.add_argument("--json", action="store_true", help="for programs")
    return parser


def _port(typed: str) -> int:
    if not typed.isdecimal() or int(typed) >= 1 << 16:
        raise argparse.ArgumentTypeError("a whole number up to 65535; 0 is any that is free")
    return int(typed)


def _at_least_one(typed: str) -> int:
    if not typed.isdecimal() or int(typed) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 on")
    return int(typed)
