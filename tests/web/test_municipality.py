"""The municipality's own words and mark: chosen by the staff, and found in what is made after."""

import re
import zlib
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
import pytest

from app.core.composing import compose
from app.core.frozen import digest, from_json, to_json
from app.core.wording import LANGUAGES, LINES, Fault, fault
from app.i18n import translator
from app.publish import crest
from app.publish.phrases import wording
from app.store import municipality, staff
from app.store.municipality import Municipality
from app.web.municipality import EXAMPLE
from tests.publish.prints import opened
from tests.web.conftest import HOST, PASSWORD, Evening, House, Web, plan_evening
from tests.web.test_minutes import publish

PAGE = "/stab/kommune"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 80">'
    b'<rect width="60" height="80" fill="#00f"/>%s</svg>'
)


def png(width: int, height: int, packed: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    parts = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


async def form(web: Web, **fields: str) -> dict[str, str]:
    """The form as the page has it, with these fields filled in; `__` is a dot in a name."""
    page = (await web.get(PAGE)).text
    found = {
        name: re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', page)[-1]
        for name in ("csrf", "seen")
    }
    return found | {"consents": "1"} | {name.replace("__", "."): v for name, v in fields.items()}


async def save(web: Web, **fields: str) -> int:
    return (await web.send_form(PAGE, await form(web, **fields))).status_code


async def send_mark(web: Web, content: bytes, **fields: str) -> str:
    page = (await web.get(f"{PAGE}/merke")).text
    told = {n: re.findall(rf'name="{n}" value="([^"]*)"', page)[-1] for n in ("csrf", "seen")}
    answer = await web.post(
        f"{PAGE}/merke",
        data={**told, "alt": "Et skip", **fields},
        files={"file": ("merke.svg", content)} if content else {"file": ("", b"")},
        headers={"Origin": HOST},
    )
    return answer.text if answer.status_code != 303 else ""


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize("key", LINES)
def test_what_the_law_asks_for_can_be_worded_and_not_taken_away(key: str) -> None:
    """V160."""
    line = LINES[key]
    holes = " ".join(f"{{{hole}}}" for hole in line.holes.values())
    said = " ".join(("Slik er det hos oss:", *line.says[:1], holes))
    assert fault(key, said) is None
    assert (fault(key, " ") == (Fault.EMPTY, "")) == bool(line.rule)
    assert fault(key, f"{holes} {{ukjent}}") == (Fault.UNKNOWN, "ukjent")
    for hole in line.holes.values():
        without = holes.replace(f"{{{hole}}}", "")
        assert (fault(key, without + "x") == (Fault.MISSING, hole)) == bool(line.rule)
    for language in LANGUAGES:
        assert fault(key, wording.ours(key, translator(language)) or "x") is None, "ours will do"


@pytest.mark.parametrize(
    ("key", "text", "wrong"),
    [
        ("no_vote", ".", Fault.FEW),
        ("no_vote", "\u2800", Fault.FEW),
        ("recording_line", "\u2800 1 - e", Fault.FEW),
        ("lead", "{organ}{nummer}{antall}", Fault.FEW),
        ("lead", "{organ} – møte {nummer}/{antall}", Fault.FEW),
        ("no_decision", "Det ble truffet vedtak.", Fault.UNSAID),
        ("no_vote", "Alle stemte for forslaget.", Fault.UNSAID),
        ("nobody_disqualified", "Ordføreren.", Fault.UNSAID),
        ("was_open", "Møtet var for alle.", Fault.UNSAID),
        ("was_open", "Møtet var IKKE åpent.", Fault.REVERSED),
        ("no_decision", "Kommunestyret gjorde inkje vedtak.", None),
        ("no_vote", "Ingen votering.", None),
        ("nobody_disqualified", "Ingen var det.", None),
        ("was_open", "Det var ope for alle.", None),
    ],
)
def test_a_line_that_the_law_asks_for_is_not_emptied_of_its_meaning(
    key: str, text: str, wrong: Fault | None
) -> None:
    """V160."""
    found = fault(key, text)
    assert (found and found[0]) == wrong


async def test_own_words_are_in_minutes_made_from_then_on(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V161: word for word and marked as theirs; and what was published stands as it was."""
    await evening.hold()
    path = f"/stab/v/{evening.code}/motebok"
    before = (await staff_web.get(path)).text
    assert "Det ble ikke truffet vedtak." in before
    own = "Kommunestyret tenkte <høyt> & vedtok {ingenting}".replace("{ingenting}", "ingenting.")
    assert await save(staff_web, nb__no_decision=own, nb__intro_notes__out="yes") == 303
    draft = (await staff_web.get(path)).text
    assert own in unescape(draft)
    assert "Det ble ikke truffet vedtak." not in draft
    assert "Skrevet av hver enkelt" in before
    assert "Skrevet av hver enkelt" not in draft
    other = await plan_evening(house)
    assert own in unescape((await staff_web.get(f"/stab/v/{other.code}/motebok")).text)


async def test_words_travel_in_the_tree_and_old_trees_are_what_they_were(evening: Evening) -> None:
    """V161."""
    plain = compose(evening.room.state, [])
    assert "wording" not in to_json(plain)
    own = {key: "" for key, line in LINES.items() if not line.rule} | {"no_vote": "Ingen votering."}
    worded = compose(evening.room.state, [], wording=own)
    assert from_json(to_json(worded)) == worded, "what is left out is left out for good"
    assert digest(worded) != digest(plain)
    told = wording.words(worded, translator("en"))
    for key in LINES:
        (said,) = told(key, **EXAMPLE.get(key, {})) or (None,)
        if key in own:
            assert (said.text if said else "") == own[key]
            assert not said or said.own
        else:
            assert said is not None
            assert "{" not in said.text, "every hole is filled"


async def test_what_is_wrong_is_told_beside_the_line_and_nothing_is_lost(
    staff_web: Web, house: House
) -> None:
    """V160."""
    fields = await form(
        staff_web,
        nb__lead="Et møte uten tall i {organ}",
        nb__was_open__out="yes",
        nn__opening="Ei opning " * 200,
        nn__no_vote="Inga røysting, {noko}.",
        nn__no_decision="Det vart gjort vedtak.",
        nb__no_vote=".",
        nb__intro_notes="Ord", nb__intro_notes__out="yes",
    )  # fmt: skip
    answer = await staff_web.send_form(PAGE, fields)
    assert answer.status_code == 422
    for name, said in (
        ("nb.lead", "{nummer} må stå"),
        ("nb.was_open", "skal alltid stå"),
        ("nn.opening", "For langt"),
        ("nn.no_vote", "{noko}"),
        ("nn.no_decision", "ikke, ikkje, ingen"),
        ("nb.no_vote", "minst 2"),
        ("nb.intro_notes", "Enten egne ord"),
    ):
        found = re.search(rf'id="{name}-error">([^<]*)', answer.text)
        assert found
        assert said in found[1]
        assert fields.get(name, "").strip() in answer.text
    assert municipality.load(house.engine) == Municipality()


async def test_who_comes_second_is_told_and_loses_nothing(staff_web: Web, house: House) -> None:
    """V162: and their next press stores it."""
    staff.set_user(house.engine, "ola", "Ola Redaktør", PASSWORD)
    fields = await form(staff_web, nb__opening="Min innledning", language="nn")
    async with house.web() as other:
        await other.log_in("ola")
        assert await send_mark(other, SVG % b"") == "", "the mark is another matter"
        assert await save(other, nb__opening="En annen innledning", consents="2") == 303
    for press, status in (({"press": "look"}, 200), ({"nb.lead": "Et møte"}, 422), ({}, 409)):
        answer = await staff_web.send_form(PAGE, fields | press)
        assert answer.status_code == status
        told = re.findall(r'name="seen" value="([^"]*)"', answer.text)
        assert (told == [fields["seen"]]) == (status != 409), "told now, or still to be told"
    page = unescape(answer.text)
    assert "Ola Redaktør lagret noe" in page
    assert "En annen innledning" in page
    assert "Min innledning" in page
    assert "Den som publiserer, og én til" in page
    stands = municipality.load(house.engine)
    assert (stands.wording["nb"]["opening"], stands.by) == ("En annen innledning", "Ola Redaktør")
    assert await save(staff_web, nb__opening="Min innledning", language="nn") == 303
    stands = municipality.load(house.engine)
    assert (stands.wording["nb"]["opening"], stands.by) == ("Min innledning", "Kari Leder")
    assert 'value="nn" selected' in (await staff_web.get("/stab/v/nytt")).text


async def test_words_are_looked_at_before_they_are_stored(staff_web: Web, house: House) -> None:
    """V161."""
    fields = await form(staff_web, nn__lead="Møte nr. {nummer} av {antall} i {organ}", press="look")
    answer = await staff_web.send_form(PAGE, fields)
    assert "Møte nr. 2 av 3 i kommunestyret" in answer.text
    assert municipality.load(house.engine) == Municipality()


# ---------------------------------------------------------------- the mark


async def test_the_mark_is_drawn_anew_and_shown_to_everybody(staff_web: Web, web: Web) -> None:
    """V163."""
    assert (await web.get("/kommunemerke.png")).status_code == 404
    assert "kommunemerke" not in (await web.get("/")).text
    assert await send_mark(staff_web, SVG % b"<text y='40'>V\xc3\xa5pen</text>") == ""
    picture = await web.get("/kommunemerke.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert crest.size(picture.content) == (240, 320)
    assert re.search(r'<img[^>]*/kommunemerke.png[^>]*alt="Et skip"', (await web.get("/")).text)
    tag = {"If-None-Match": picture.headers["etag"]}
    assert (await web.get("/kommunemerke.png", headers=tag)).status_code == 304
    assert await send_mark(staff_web, b"", alt="", adorns="yes") == "", "the picture stays"
    assert re.search(r'<img[^>]*/kommunemerke.png[^>]*alt=""', (await web.get("/")).text)
    assert await send_mark(staff_web, b"", press="remove") == ""
    assert (await web.get("/kommunemerke.png")).status_code == 404


async def test_published_minutes_keep_the_mark_they_had(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V163: to the byte, whatever is chosen after."""
    await evening.hold()
    assert await send_mark(staff_web, SVG % b"") == ""
    picture = (await web.get("/kommunemerke.png")).content
    assert await publish(staff_web, evening) == 303
    files = {kind: (await web.get(f"/v/{evening.code}.{kind}")).content for kind in ("pdf", "docx")}
    drawn = [each.type for each in opened(files["pdf"])[0].get_objects()]
    assert drawn.count(pdfium.FPDF_PAGEOBJ_IMAGE) == 1
    with ZipFile(BytesIO(files["docx"])) as word:
        media = [word.read(name) for name in word.namelist() if name.startswith("word/media/")]
    assert picture in media
    assert await send_mark(staff_web, b"", press="remove") == ""
    async with House(house.engine).web() as fresh:
        for kind, before in files.items():
            assert (await fresh.get(f"/v/{evening.code}.{kind}")).content == before, kind


ENTITIES = b'<!DOCTYPE svg [<!ENTITY a "%s">%s]>' % (
    b"a" * 100,
    b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 40) for i in range(6)),
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Velg en fil"),
        (b"<html><script>alert(1)</script></html>", "ikke PNG, JPEG eller SVG"),
        (b"<svg>" + b" " * crest.LARGEST, "for stort"),
        (SVG % b"<g>", "lot seg ikke tegne"),
        (ENTITIES + SVG % b"<text>&g;</text>", "lot seg ikke tegne"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="1"><path/></svg>', "smalt"),
        (png(60_000, 60_000, zlib.compress(bytes(9_000_000))), "lot seg ikke tegne"),
        (png(9, 9, b"")[:40], "lot seg ikke tegne"),
    ],
)  # fmt: skip
async def test_what_is_no_mark_is_refused_in_words(
    staff_web: Web, house: House, content: bytes, said: str
) -> None:
    """V164."""
    page = await send_mark(staff_web, content, alt="Et skip på blå bunn")
    found = re.search(r'id="file-error">([^<]*)', page)
    assert found
    assert said in found[1]
    assert 'value="Et skip på blå bunn"' in page
    assert municipality.load(house.engine) == Municipality()


async def test_a_mark_is_told_of_or_only_adorns(staff_web: Web, house: House) -> None:
    """V163."""
    assert 'id="alt-error"' in await send_mark(staff_web, SVG % b"", alt="")
    assert 'id="alt-error"' in await send_mark(staff_web, SVG % b"", adorns="yes")
    assert municipality.load(house.engine) == Municipality()


@pytest.mark.parametrize(
    "svg",
    [
        SVG % b"<script>alert(1)</script><foreignObject><p>x</p></foreignObject>",
        SVG % b'<image href="file:///etc/passwd" width="9" height="9"/>',
        SVG % b'<image href="http://127.0.0.1:9870/spor.png" width="9" height="9"/>',
        SVG % b'<style>@import url("http://127.0.0.1:9870/spor.css");</style>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG % b"<text>&x;</text>",
    ],
)
def test_nothing_that_a_drawing_refers_to_is_in_the_picture(svg: bytes) -> None:
    """V164: the same picture as without it, byte for byte."""
    assert crest.drawn(svg) == crest.drawn(SVG % b"")


def test_a_drawing_that_asks_for_an_hour_gets_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """V164."""
    monkeypatch.setattr(crest, "_SECONDS", 1)
    noise = b'<filter id="f"><feTurbulence numOctaves="999999"/></filter>'
    with pytest.raises(crest.NoMark) as refused:
        crest.drawn(SVG % (noise + b'<rect width="60" height="80" filter="url(#f)"/>'))
    assert refused.value.why is crest.Unfit.BROKEN
