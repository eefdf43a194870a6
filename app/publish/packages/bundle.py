"""An edition of the minutes in packages: for spreadsheets, for the archive, and all in one.

All in a package is in the minutes' own language, and tells in README.txt what it is.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from textwrap import fill
from typing import Any

from app.core.frozen import to_json
from app.core.minutes import Minutes
from app.core.things import Reason
from app.i18n import N_, Translator
from app.publish.edition import FORMS, Edition
from app.publish.forms import pdf
from app.publish.minutes.teller import REASONS
from app.publish.opendata import schema
from app.publish.opendata.spreadsheet import as_csv
from app.publish.opendata.tables import sheets
from app.publish.packages import arkivmelding
from app.publish.packages.arkivmelding import MESSAGE, File, Kind, Record
from app.publish.packages.package import packed
from app.publish.paper import Section
from app.publish.papers import notice
from app.publish.phrases import times

TOLD = "README.txt"
NOTICE = "kunngjoring.pdf"
SCHEMA = "minutes.schema.json"

WORDS = {
    "motebok.html": N_("The minutes, to be read in a browser; needs no network."),
    "motebok.pdf": N_("The minutes for print and for the archive, with the same as data inside."),
    "motebok.docx": N_("The minutes for Word."),
    "motebok.json": N_("The minutes as data, with every word exactly."),
    SCHEMA: N_("What the data are made of, as a JSON Schema."),
    NOTICE: N_("The notice of the meeting."),
}
"""What each file is."""

ANNEXES = {"notes": "innspill", "understood": "oppsummering"}
"""The sections that are documents of their own in the archive (`law.md`, M14, M15), by anchor."""

_PDF = (("PDF/A", "PDF/A-3a (ISO 19005-3), PDF/UA-1 (ISO 14289-1)"), "application/pdf")
_JSON = (("JSON", "JSON (RFC 8259)"), "application/json")

_LINE = 78


def as_tables(edition: Edition) -> bytes:
    """Every table."""
    told = _readme(edition, _on_tables(edition))
    return packed({TOLD: told, **_tables(edition)}, edition.at)


def as_archive(edition: Edition) -> bytes:
    """A folder for each message to the archive, with the files of its document.

    Raises `NotSet`.
    """
    own = replace(edition, asked="")
    archive = _archive(own, FORMS["pdf"](own))
    return packed({TOLD: _readme(own, _on_archive(own._)), **archive}, own.at)


def as_everything(edition: Edition) -> bytes:
    """Every form, every table, the notice, and the messages to the archive. Raises `NotSet`."""
    own = replace(edition, asked="")
    whole = {f"motebok.{each}": FORMS[each](own) for each in ("html", "pdf", "docx", "json")}
    whole[SCHEMA] = schema.document()
    if own.notice:
        whole[NOTICE] = _notice(own)
    archive = _archive(own, whole["motebok.pdf"])
    told = [*_on_files(own, whole), *_on_tables(own, "tabeller/"), *_on_archive(own._, "arkiv/")]
    packages = {
        **{f"tabeller/{path}": content for path, content in _tables(own).items()},
        **{f"arkiv/{path}": content for path, content in archive.items()},
    }
    return packed({TOLD: _readme(own, told), **whole, **packages}, own.at)


def _tables(edition: Edition) -> dict[str, bytes]:
    made = sheets(edition.minutes, edition._)
    return {f"{sheet.name}.csv": as_csv(sheet, edition._) for sheet in made}


def _notice(edition: Edition) -> bytes:
    out = edition.notice
    assert out is not None
    # A link to this server is of no use where the file is read.
    return notice.as_pdf(out.announcement, edition._, lambda document: document.link, out)


# ---------------------------------------------------------------- for the archive


def _archive(edition: Edition, minutes_as_pdf: bytes) -> dict[str, bytes]:
    """The messages in the order that they are sent, each in a folder with its files."""
    minutes, code, _ = edition.minutes, edition.code, edition._
    made = {f"1-mote/{MESSAGE}": arkivmelding.meeting(minutes, code, edition.at, _)}
    for no, (folder, record) in enumerate(_records(edition, minutes_as_pdf), start=2):
        here = f"{no}-{folder}"
        made[f"{here}/{MESSAGE}"] = arkivmelding.document(record, minutes, code, _)
        made |= {f"{here}/{file.name}": file.content for file in record.files}
    return made


def _records(edition: Edition, minutes_as_pdf: bytes) -> Iterator[tuple[str, Record]]:
    """The documents, each with the name of its folder."""
    _, title, version = edition._, edition.minutes.title, edition.version
    if out := edition.notice:
        name = f"{_('Notice of meeting')}: {title}"
        file = File(NOTICE, _notice(edition), *_PDF, lasting=True)
        key = f"notice/{out.version}"
        yield "kunngjoring", Record(key, Kind.NOTICE, name, out.at, out.version, (file,))
    # Also of the annexes, whatever their pages show: each PDF has the data of the whole inside.
    shielded = tuple(sorted(_shielded(edition.minutes, _)))
    key = f"minutes/{version}"
    files = (
        File("motebok.pdf", minutes_as_pdf, *_PDF, lasting=True),
        File("motebok.json", FORMS["json"](edition), *_JSON),
    )
    name = f"{_('The minutes')}: {title}"
    yield "motebok", Record(key, Kind.MINUTES, name, edition.at, version, files, shielded)
    for section in edition.paper.sections:
        if section.anchor in ANNEXES:
            here = ANNEXES[section.anchor]
            file = File(f"{here}.pdf", _annex(edition, section), *_PDF, lasting=True)
            name, own = f"{_words(section)}: {title}", f"{section.anchor}/{version}"
            about = (own, Kind.ANNEX, name, edition.at, version)
            yield here, Record(*about, (file,), shielded, to=key)


def _annex(edition: Edition, section: Section) -> bytes:
    whole = edition.paper
    kicker = f"{whole.kicker} · {_words(section)}"
    alone = replace(whole, kicker=kicker, blocks=(replace(section, look=""),))
    attached = FORMS["json"](edition).decode()
    return pdf.document(alone, at=edition.at, attached=attached, crest=edition.crest)


def _words(section: Section) -> str:
    return "".join(run.text for run in section.title)


def _shielded(minutes: Minutes, _: Translator) -> set[str]:
    """Why words are hidden in the minutes, each reason once, with its provision."""
    found: set[tuple[str, str]] = set()

    def look(tree: Any) -> None:
        if isinstance(tree, dict):
            for of in ("", "dissent_"):
                if reason := tree.get(f"{of}hidden"):
                    found.add((_(REASONS[Reason(reason)]), tree.get(f"{of}basis", "")))
        if isinstance(tree, dict | list):
            for each in tree.values() if isinstance(tree, dict) else tree:
                look(each)

    look(json.loads(to_json(minutes)))
    return {f"{why} ({basis})" if basis else why for why, basis in found}


# ---------------------------------------------------------------- what is told of it


def _readme(edition: Edition, told: Iterable[str]) -> bytes:
    """A head that says of which minutes this is, and `told`: paragraphs, or lines of a list."""
    _, minutes, issue = edition._, edition.minutes, edition.issue
    head = [
        minutes.title,
        _(
            "Meeting of {body}, held as political workshop no. {number} of {of}",
            body=minutes.body, number=minutes.number, of=minutes.of,
        ) + f", {minutes.municipality}",
    ]  # fmt: skip
    if issue:
        when = times.moment(issue.at, minutes.language)
        head.append(_("Version {version}, {when}.", version=issue.version, when=when))
    lines = (fill(line, _LINE, subsequent_indent="  " * line.startswith("- ")) for line in told)
    return "\n".join(["\n".join(head), "", *lines, ""]).encode()


def _on_files(edition: Edition, files: Iterable[str]) -> Iterator[str]:
    _ = edition._
    yield from (f"- {name}: {_(WORDS[name])}" for name in files)
    yield ""
    command = "tannhjul verify motebok.json"
    yield _("That the notes stand as they were written is checked by: {command}", command=command)
    yield ""


def _on_tables(edition: Edition, folder: str = "") -> Iterator[str]:
    _ = edition._
    made = sheets(edition.minutes, _)
    yield from (f"- {folder}{sheet.name}.csv: {sheet.title}." for sheet in made)
    yield ""
    yield _(
        "The tables are CSV: UTF-8, with semicolons. An apostrophe stands before what a "
        "spreadsheet could take for a formula, and before what begins with an apostrophe; without "
        "it, it is what was written. The data of the minutes have every word exactly."
    )
    yield ""


def _on_archive(_: Translator, folder: str = "") -> Iterator[str]:
    where = _("{folder} is for the municipality’s archive.", folder=folder) if folder else ""
    told = _(
        "Each folder is a message by Fiks Arkiv V1 (arkivmelding.xml) with the files of its "
        "document. They are sent in the order of their numbers: first the meeting, then the "
        "documents, which point to it. Of a later version only the minutes and their annexes are "
        "sent: the meeting is in the archive, and so is a notice that was sent before."
    )
    yield f"{where} {told}".strip()
    yield ""
