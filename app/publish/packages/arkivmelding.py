"""The messages (arkivmelding) by which a municipality's archive takes in a meeting's documents.

By Fiks Arkiv V1 of KS: a message makes one folder (mappe) at most, and one registration at most. So
the meeting is a message, and each document one of its own that points to the meeting by the key it
has here (referanseEksternNoekkel): a document that is corrected later is sent alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.builder import ElementMaker  # type: ignore[import-untyped]

from app.core.minutes import Minutes
from app.core.things import Millis
from app.i18n import Translator
from app.publish.fit import fit
from app.publish.phrases import times

SYSTEM = "Tannhjul"
MESSAGE = "arkivmelding.xml"

_STANDARD = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv"
NAMESPACE = f"{_STANDARD}/arkivmelding/opprett/v1"
_CATALOG = f"{_STANDARD}/metadatakatalog/v1"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


class Kind(Enum):
    """A document's place at a meeting: its code as one of the meeting's and as a document, and what
    each means. The codes are those of KS; the XSD leaves them open."""

    NOTICE = (("MI", "Møteinnkalling"), ("KUNNGJ", "Kunngjøring"))
    MINUTES = (("MP", "Møteprotokoll"), ("PROTOKOLL", "Protokoll"))
    ANNEX = (("VL", "Vedlegg til møtesak"), ("VEDLEGG", "Vedlegg"))


FUNCTIONS = {
    "chair": ("LEDER", "Leder"),
    "deputy_chair": ("NESTL", "Nestleder"),
    "member": ("MEDL", "Medlem"),
    "deputy": ("VARA", "Varamedlem"),
}
SECRETARY = ("SEKR", "Sekretær")
FINISHED = ("F", "Dokumentet er ferdigstilt")
MAIN = ("H", "Hoveddokument")

PRODUCTION = ("P", "Produksjonsformat")
ARCHIVE = ("A", "Arkivformat")
SHIELDED = ("O", "Dokument hvor deler av innholdet er skjermet")


@dataclass(frozen=True, slots=True)
class File:
    """A file beside the message. `format`: its code and what it is; `lasting`: made to be kept."""

    name: str
    content: bytes
    format: tuple[str, str]
    mime: str
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A document to be archived, finished `at`. Its `key` is its own within the meeting.

    `shielded`: why words are hidden in its files; empty where none are. `to`: the key of the
    document that it belongs to.
    """

    key: str
    kind: Kind
    title: str
    at: Millis
    version: int
    files: tuple[File, ...]
    shielded: tuple[str, ...] = ()
    to: str = ""


def met(minutes: Minutes, code: str) -> tuple[str, Millis]:
    """The meeting's number (moetenummer) and when it was held, as all who take it in are told.

    The number is the workshop's code: that in the series comes again in the next series.
    """
    return code, minutes.began or minutes.starts


def meeting(minutes: Minutes, code: str, at: Millis, _: Translator) -> bytes:
    """The message that makes the meeting's folder, with who met. `code` is the workshop's."""
    title = _("Political workshop {n}: {title}", n=minutes.number, title=minutes.title)
    place = [_E.moetested(minutes.place)] if minutes.place else []
    number, held = met(minutes, code)
    return _message(
        0,
        _E.mappe(
            {_TYPE: "moetemappe"},
            _E.tittel(title),
            _E.offentligTittel(title),
            _E.opprettetDato(_moment(at)),
            _key("referanseEksternNoekkel", code),
            _E.moetenummer(number),
            _E.utvalg(_M.navn(minutes.body)),
            _E.moetedato(times.local(held).date().isoformat()),
            *place,
            *_participants(minutes),
        ),
    )


def document(record: Record, minutes: Minutes, code: str, _: Translator) -> bytes:
    """The message that makes one document of the meeting, which `meeting` made before."""
    return _message(
        len(record.files),
        _E.registrering(
            {_TYPE: "moetedokument"},
            _E.opprettetDato(_moment(record.at)),
            _E.referanseForelderMappe(_reference(code)),
            _description(record, minutes, _),
            _E.tittel(record.title),
            _E.offentligTittel(record.title),
            _E.forfatter(minutes.municipality),
            *(_belonging(f"{code}/{record.to}") if record.to else ()),
            _key("referanseEksternNoekkel", f"{code}/{record.key}"),
            _coded("moetedokumenttype", record.kind.value[0]),
        ),
    )


# ---------------------------------------------------------------- the parts of a message


def _description(record: Record, minutes: Minutes, _: Translator) -> Any:
    remark = [_("Words are hidden in this document: {why}", why="; ".join(record.shielded))]
    return _E.dokumentbeskrivelse(
        _coded("dokumenttype", record.kind.value[1]),
        _coded("dokumentstatus", FINISHED),
        _E.tittel(record.title),
        _E.forfatter(minutes.municipality),
        _E.opprettetDato(_moment(record.at)),
        _coded("tilknyttetRegistreringSom", MAIN),
        _E.dokumentnummer("1"),
        *(_E.merknad(_E.merknadstekst(words)) for words in remark if record.shielded),
        *(_object(file, record) for file in record.files),
    )


def _object(file: File, record: Record) -> Any:
    variant = SHIELDED if record.shielded else ARCHIVE if file.lasting else PRODUCTION
    code, details = file.format
    return _E.dokumentobjekt(
        _E.versjonsnummer(str(record.version)),
        _coded("variantformat", variant),
        _E.format(_M.kode(code)),
        _E.formatDetaljer(details),
        _E.mimeType(file.mime),
        _E.opprettetDato(_moment(record.at)),
        _E.filnavn(file.name),
        _E.referanseDokumentfil(file.name),
        _E.sjekksum(sha256(file.content).hexdigest()),
        _E.sjekksumAlgoritme("SHA-256"),
        _E.filstoerrelse(str(len(file.content))),
    )


def _participants(minutes: Minutes) -> Iterator[Any]:
    """Those who met, each for their party; and who wrote the minutes."""
    for one in minutes.present:
        function = FUNCTIONS.get(one.role, FUNCTIONS["member"])
        yield _participant(one.name, function, one.party)
    if minutes.details.minute_taker:
        yield _participant(minutes.details.minute_taker, SECRETARY)


def _participant(name: str, function: tuple[str, str], party: str = "") -> Any:
    represents = [_M.representerer(_M.navn(party))] if party else []
    who = _M.identifikator(_M.navn(name))
    return _E.moetedeltaker(who, _M.funksjon(*_code(function)), *represents)


def _belonging(key: str) -> Iterator[Any]:
    yield _E.kryssreferanse(_E.referanseTilRegistrering(_reference(key)))


def _reference(key: str) -> Any:
    return _M.referanseEksternNoekkel(_M.fagsystem(SYSTEM), _M.noekkel(key))


def _key(name: str, key: str) -> Any:
    return _E(name, _M.fagsystem(SYSTEM), _M.noekkel(key))


def _coded(name: str, code: tuple[str, str]) -> Any:
    return _E(name, *_code(code))


def _code(code: tuple[str, str]) -> Sequence[Any]:
    return _M.kode(code[0]), _M.beskrivelse(code[1])


def _moment(at: Millis) -> str:
    return times.local(at).isoformat(timespec="seconds")


def _message(files: int, made: Any) -> bytes:
    whole = _E.arkivmelding(_E.system(SYSTEM), _E.antallFiler(str(files)), made)
    written = etree.tostring(whole, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    assert isinstance(written, bytes)
    return written


def _write(element: Any, text: str) -> None:
    element.text = fit(text)


_NAMES = {None: NAMESPACE, "n5mdk": _CATALOG, "xsi": _TYPE[1:].partition("}")[0]}
_E = ElementMaker(namespace=NAMESPACE, nsmap=_NAMES, typemap={str: _write})
_M = ElementMaker(namespace=_CATALOG, nsmap=_NAMES, typemap={str: _write})
"""An element of the message, and one of the catalogue that its types are taken from."""
