"""Messages to the archive, read by the archive's own XSDs and lists of codes."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from app.core.minutes import Attendee
from app.core.things import Details
from app.i18n import translator
from app.publish.packages.arkivmelding import File, Kind, Record, document, meeting
from tests.publish.documents import BEGAN, largest, minutes

STANDARD = Path(__file__).parent / "fiks-arkiv-v1"
NAMES = {
    "a": "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1",
    "m": "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1",
}
XSD = etree.XMLSchema(
    etree.parse(STANDARD / "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett.xsd")
)
LISTS = {
    "dokumentstatus": "dokumentstatus",
    "dokumenttype": "dokumenttype",
    "funksjon": "moetedeltakerfunksjon",
    "moetedokumenttype": "moeteregistreringstype",
    "tilknyttetRegistreringSom": "tilknyttetregistreringsom",
    "variantformat": "variantformat",
}
"""The lists of KS, by the elements whose codes they have."""

NB = translator("nb")
PDF = File("motebok.pdf", b"%PDF", ("PDF/A", "PDF/A-3a"), "application/pdf", lasting=True)
DATA = File("motebok.json", b"{}", ("JSON", "JSON"), "application/json")
RECORD = Record("minutes/2", Kind.MINUTES, "Møtebok", BEGAN, 2, (PDF, DATA))
EVERYBODY = tuple(
    Attendee(f"Liksom {role}", "Folkets liste", role, "present")
    for role in ("chair", "deputy_chair", "member", "deputy")
)


def read(message: bytes) -> Any:
    tree = etree.fromstring(message)
    XSD.assertValid(tree)
    return tree


def found(tree: Any, path: str) -> list[str]:
    return [str(text) for text in tree.xpath(f"{path}/text()", namespaces=NAMES)]


def key(tree: Any, path: str) -> list[str]:
    return found(tree, f"{path}//m:noekkel")


@pytest.mark.parametrize(
    "tree",
    [
        minutes(),
        minutes(cases=(), present=(), absent=(), place="", began=None, ended=None),
        minutes(present=(*EVERYBODY, Attendee("Uten parti", "")), title="\x00Plan\ud800 & <b>"),
        largest(),
    ],
    ids=["ordinary", "empty", "odd", "large"],
)
def test_the_meeting_is_a_message(tree: Any) -> None:
    """V120: with its number, body, day, place, and those who met."""
    message = read(meeting(tree, "ABC234", BEGAN, NB))
    assert found(message, "//a:antallFiler") == ["0"]
    assert not message.xpath("//a:registrering", namespaces=NAMES)
    assert found(message, "//a:moetenummer") == ["ABC234"]
    assert found(message, "//a:utvalg/m:navn") == [tree.body]
    assert found(message, "//a:moetedato") == ["2026-09-03"]
    assert found(message, "//a:moetested") == [tree.place] * bool(tree.place)
    names = [one.name for one in tree.present]
    assert found(message, "//a:moetedeltaker/m:identifikator/m:navn") == names
    assert key(message, "//a:mappe") == ["ABC234"]


def test_who_met_has_a_function_and_a_party() -> None:
    """V120: the one who wrote the minutes is the secretary; those who were absent are not named."""
    details = Details(minute_taker="Per Prøve")
    tree = minutes(present=EVERYBODY, details=details)
    message = read(meeting(tree, "ABC234", BEGAN, NB))
    codes = found(message, "//m:funksjon/m:kode")
    assert codes == ["LEDER", "NESTL", "MEDL", "VARA", "SEKR"]
    assert found(message, "//m:representerer/m:navn") == ["Folkets liste"] * 4
    assert "Bo Sør" not in found(message, "//m:navn")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("shielded", [(), ("det er en fornærmelse", "offentleglova § 13")])
def test_a_document_is_a_message(kind: Kind, shielded: tuple[str, ...]) -> None:
    """V120, V121, V122: it points to the meeting, and tells the truth of its files."""
    record = replace(RECORD, kind=kind, shielded=shielded, to="notice/1")
    message = read(document(record, minutes(), "ABC234", NB))
    assert not message.xpath("//a:mappe", namespaces=NAMES)
    assert key(message, "//a:referanseForelderMappe") == ["ABC234"]
    assert key(message, "//a:kryssreferanse") == ["ABC234/notice/1"]
    assert key(message, "//a:registrering/a:referanseEksternNoekkel") == ["ABC234/minutes/2"]
    assert found(message, "//a:antallFiler") == ["2"]
    files = message.xpath("//a:dokumentobjekt", namespaces=NAMES)
    for told, file in zip(files, record.files, strict=True):
        assert found(told, "a:referanseDokumentfil") == [file.name]
        assert found(told, "a:filstoerrelse") == [str(len(file.content))]
        assert found(told, "a:sjekksum") == [sha256(file.content).hexdigest()]
        assert found(told, "a:versjonsnummer") == ["2"]
    variants = ["O", "O"] if shielded else ["A", "P"]
    assert found(message, "//a:variantformat/m:kode") == variants
    told = found(message, "//a:merknadstekst")
    assert told == (["Ord er skjult i dette dokumentet: " + "; ".join(shielded)] * bool(shielded))


def test_every_code_is_on_its_list() -> None:
    """V120: the XSD takes any code, so an archive may be the first to say no."""
    seen = set()
    tree = minutes(present=EVERYBODY, details=Details(minute_taker="Per Prøve"))
    messages = [meeting(tree, "ABC234", BEGAN, NB)]
    messages += [
        document(replace(RECORD, kind=kind, shielded=shielded), tree, "ABC234", NB)
        for kind in Kind
        for shielded in ((), ("fordi",))
    ]
    for message in map(read, messages):
        for element in message.xpath("//*[m:kode]", namespaces=NAMES):
            name = etree.QName(element).localname
            if name == "format":
                continue  # there is no list of these
            code = (*found(element, "m:kode"), *found(element, "m:beskrivelse"))
            written = json.loads((STANDARD / f"kodelister/{LISTS[name]}.json").read_text("utf-8"))
            codes = {(each["kodeverdi"], each["kodebeskrivelse"]) for each in written["kodeliste"]}
            assert code in codes, name
            seen.add(name)
    assert seen == LISTS.keys()


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(min_size=1, max_size=9))
def test_whatever_is_typed_can_be_sent(title: str, place: str, name: str) -> None:
    """V120: what XML has no room for is seen to have stood there."""
    tree = minutes(title=title, place=place, present=(Attendee(name, name),))
    message = read(meeting(tree, "ABC234", BEGAN, NB))
    assert len(found(message, "//m:navn")) == 3, "the body, the person and the party"
    read(document(replace(RECORD, title=title), tree, "ABC234", NB))


def test_a_character_that_xml_has_no_room_for_is_seen() -> None:
    """V120."""
    message = read(meeting(minutes(place="Rom\x01 1"), "ABC234", BEGAN, NB))
    assert found(message, "//a:moetested") == ["Rom� 1"]
