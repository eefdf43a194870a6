"""The packages, unpacked: what lies in them is what they say, and the same each time."""

import io
import json
import re
import time
import zipfile
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest

from app.core.events import NoticePublished
from app.core.frozen import digest
from app.core.minutes import Case, Minutes
from app.core.notice import compose as announcement
from app.core.things import MASK, Reason
from app.publish import edition
from app.publish.edition import Edition
from app.publish.packages.bundle import as_archive, as_everything, as_tables
from tests.core.given import planned
from tests.publish.documents import BEGAN, ISSUE, minutes, note
from tests.publish.prints import opened, texts
from tests.publish.test_arkivmelding import NAMES, found, key, read
from tests.publish.test_understood import composed, wrote_up

ARCHIVE = ["1-mote", "2-kunngjoring", "3-motebok", "4-oppsummering", "5-innspill"]


@cache
def notice() -> NoticePublished:
    return NoticePublished(1, announcement(planned().state), BEGAN - 86_400_000)


def published(tree: Minutes, **changes: object) -> Edition:
    made = Edition(tree, "ABC234", replace(ISSUE, digest=digest(tree)), announced=(notice(),))
    return replace(made, **changes)  # type: ignore[arg-type]  # as the test asked


def unpacked(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        assert files.testzip() is None
        names = files.namelist()
        assert len({*names}) == len(names)
        assert all(re.fullmatch(r"([\w-]+/)*[\w.-]+", name, re.ASCII) for name in names)
        return {name: files.read(name) for name in names}


def many() -> Minutes:
    notes = tuple(note(f"{n:032x}", f"Innspill {n} om skolen og veien") for n in range(1500))
    return minutes(cases=(Case("Hvor?", "", (), notes),))


@pytest.mark.parametrize(
    ("tree", "folders"),
    [
        (minutes(), [*ARCHIVE[:3], "4-innspill"]),
        (minutes(cases=(), present=(), absent=(), place=""), [*ARCHIVE[:3], "4-innspill"]),
        (composed(wrote_up()), ARCHIVE),
        (many(), [*ARCHIVE[:3], "4-innspill"]),
    ],
    ids=["ordinary", "empty", "written up, with hidden notes", "1,500 notes"],
)
def test_each_message_lies_with_its_files_and_tells_the_truth_of_them(
    tree: Minutes, folders: list[str]
) -> None:
    """V120, V121, V122."""
    files = unpacked(as_archive(published(tree)))
    assert list(dict.fromkeys(name.split("/")[0] for name in files if "/" in name)) == folders
    for folder in folders:
        beside = {name.split("/")[1]: files[name] for name in files if name.startswith(folder)}
        message = read(beside.pop("arkivmelding.xml"))
        assert found(message, "//a:antallFiler") == [str(len(beside))]
        told = message.xpath("//a:dokumentobjekt", namespaces=NAMES)
        assert sorted(found(message, "//a:referanseDokumentfil")) == sorted(beside)
        for each in told:
            content = beside[found(each, "a:referanseDokumentfil")[0]]
            assert found(each, "a:sjekksum") == [sha256(content).hexdigest()]
            assert found(each, "a:filstoerrelse") == [str(len(content))]
        if folder == "1-mote":
            assert key(message, "//a:mappe") == ["ABC234"]
        else:
            assert key(message, "//a:referanseForelderMappe") == ["ABC234"]
        annex = folder.endswith(("innspill", "oppsummering"))
        assert key(message, "//a:kryssreferanse") == ["ABC234/minutes/1"] * annex
        hides = tree.synthesis and folder not in ARCHIVE[:2]
        variants = {*found(message, "//a:variantformat/m:kode")}
        assert variants <= ({"O"} if hides else {"A", "P"})
        remarks = ["Ord er skjult i dette dokumentet: noen kan kjennes igjen"]
        assert found(message, "//a:merknadstekst") == (remarks if hides else [])


def test_words_that_are_hidden_in_part_shield_the_document() -> None:
    """V122: with the provision beside the reason."""
    some = replace(note("a" * 32, MASK), hidden=Reason.INSULT, basis="Straffeloven § 185")
    files = unpacked(as_archive(published(minutes(cases=(Case("Hvor?", "", (), (some,)),)))))
    message = read(files["3-motebok/arkivmelding.xml"])
    (told,) = found(message, "//a:merknadstekst")
    assert told.endswith("det er en fornærmelse (Straffeloven § 185)")


def test_the_annex_has_the_notes_and_nothing_else() -> None:
    """V121: and what it links to elsewhere in the minutes does not stop it."""
    tree = composed(wrote_up())
    files = unpacked(as_archive(published(tree)))
    notes = " ".join(texts(files["5-innspill/innspill.pdf"]))
    assert "Flere busser" in notes
    assert "Vi vil vokse ved banen" not in notes
    understood = " ".join(texts(files["4-oppsummering/oppsummering.pdf"]))
    assert "Dere vil ha buss hver time" in understood
    for content in (files[name] for name in files if name.endswith(".pdf")):
        assert opened(content).count_attachments() == 1
        assert b"pdfaid:part>3<" in content


def test_all_in_one_has_every_form_and_says_what_each_is() -> None:
    """V123: in the language of the minutes, also where the reader has another."""
    whole = published(composed(wrote_up()), asked="en")
    files = unpacked(as_everything(whole))
    own = replace(whole, asked="")
    for ending in ("html", "pdf", "docx", "json"):
        assert files[f"motebok.{ending}"] == edition.FORMS[ending](own)
    tables = unpacked(as_tables(whole))
    archive = unpacked(as_archive(whole))
    for folder, package in (("tabeller", tables), ("arkiv", archive)):
        for name, content in package.items():
            assert name == "README.txt" or files[f"{folder}/{name}"] == content
    assert files["tabeller/innspill.csv"] == edition.as_contributions(whole)
    assert files["arkiv/2-kunngjoring/kunngjoring.pdf"] == files["kunngjoring.pdf"]
    assert json.loads(files["motebok.json"])["minutes"]["title"] == whole.minutes.title
    told = files["README.txt"].decode()
    for name in files:
        assert name in told or name.startswith("arkiv/") or name == "README.txt"
    assert "Møteboka til utskrift" in told


def test_without_a_notice_there_is_none() -> None:
    """V121: nor where it came after the minutes, which would make another file of the same."""
    late = replace(notice(), at=ISSUE.at + 1)
    for announced in ((), (late,)):
        files = unpacked(as_everything(published(minutes(), announced=announced)))
        assert not any("kunngjoring" in name for name in files)
        assert "arkiv/2-motebok/motebok.pdf" in files


def test_the_same_version_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """V123: on another day as well."""
    whole = published(composed(wrote_up()))
    before = as_everything(whole)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert as_everything(whole) == before
    with zipfile.ZipFile(io.BytesIO(before)) as files:
        assert {each.date_time for each in files.infolist()} == {(2026, 9, 4, 10, 0, 0)}
