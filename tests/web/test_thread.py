"""The pages of the red thread, the staff's form behind them, and the document for Word."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from urllib.parse import unquote, urlsplit

import pytest
from docx import Document
from sqlalchemy import update

from app.core.draft import Funding
from app.core.frozen import digest, to_json
from app.core.planning import Section
from app.store import documents, processes, tables, workshops
from app.store.processes import Kept
from app.store.workshops import WORKSHOP
from tests.core.series import PROCESS, SERIES
from tests.web.conftest import House, Web
from tests.web.test_plan import fields, now, opened, send, show

AT = 1_788_422_400_000
UNDERSTOOD = "9 av de 12 som svarte på formuleringen, svarte forstått – av 67 som møtte"


@pytest.fixture
def kept(house: House) -> Kept:
    """The small series with its minutes published, and its process, which only the staff see."""
    kept = processes.create(house.engine, PROCESS, "Kari Leder", AT)
    for held in SERIES:
        workshop = workshops.create(house.engine, held.code, kept.id)
        body, number = to_json(held.minutes), held.minutes.number
        told = {"number": number, "title": held.minutes.title, "ended": AT, "published": True}
        with house.engine.begin() as connection:
            mine = WORKSHOP.c.id == workshop
            connection.execute(update(WORKSHOP).where(mine).values(**told))
        documents.publish(
            house.engine,
            tables.MinutesRow(workshop=workshop, version=1, at=AT, published_by="Kari", body=body,
                              digest=digest(held.minutes)),
        )  # fmt: skip
    return kept


def targets(page: str) -> set[str]:
    """Where the links of a page lead, in full, those of the page itself left out."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return {unescape(each) for each in re.findall(r'href="(/[^"]+)"', main)}


def anchors(page: str) -> set[str]:
    return {unescape(each) for each in re.findall(r'\sid="([^"]+)"', page)}


async def test_each_link_is_one_click_from_the_next_both_ways(
    web: Web, house: House, kept: Kept
) -> None:
    """V64: note, statement, verification, direction, place; every fragment is there to go to."""
    show(house, kept)
    pages: dict[str, str] = {}

    async def page(path: str) -> str:
        bare = urlsplit(path).path
        if bare not in pages:
            answer = await web.get(bare)
            assert answer.status_code == 200, path
            pages[bare] = answer.text
        return pages[bare]

    start = f"/plan/{kept.code}/trad"
    threads = {each for each in targets(await page(start)) if each.startswith(f"{start}/")}
    assert {each.rpartition("/")[2] for each in threads} == {"buss", "bane", "vann", "kveld"}
    seen = set()
    for thread in threads:
        for target in targets(await page(thread)):
            there, fragment = urlsplit(target).path, unquote(urlsplit(target).fragment)
            if fragment:
                assert fragment in anchors(await page(there)), target
                seen.add(re.sub(r"[^a-z].*", "", fragment))
                if there.startswith("/v/"):
                    assert thread in targets(await page(there)), "and back"
    assert seen == {"n", "t", "s", "v", "p"}
    assert start in targets(await page(f"/plan/{kept.code}"))


async def test_a_thread_says_all_of_it(web: Web, house: House, kept: Kept) -> None:
    """V60, V66: in a list that is drawn, and below it in full."""
    show(house, kept)
    page = unescape((await web.get(f"/plan/{kept.code}/trad/buss")).text)
    drawn = page.partition('<ol class="thread-line">')[2].partition("</ol>")[0]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", drawn))
    for said in ("3 innspill", UNDERSTOOD, "Etter verksted 2", "3.2 Kollektiv",
                 "2028: 4 500 000 kr", "2029: Ingen midler avsatt", "1 meldt"):  # fmt: skip
        assert said in words.replace("\xa0", " "), said
    assert drawn.count('class="come"') == 7
    for said in ("Det koster.", "Budsjettet sier noe annet.", "Tolv nye avganger.", "til sier det",
                 "To vil ha vei.", f"Tatt som politisk føring: {UNDERSTOOD}."):  # fmt: skip
        assert said in page
    bane = unescape((await web.get(f"/plan/{kept.code}/trad/bane")).text)
    assert "Bane til <havna>" in bane
    assert "En vil ha buss." in bane
    assert "<havna>" not in (await web.get(f"/plan/{kept.code}/trad/bane")).text
    assert re.search(r"<del>.*bane.*</del><ins>.*bybane.*</ins>", bane, re.DOTALL)
    assert "Skrevet om etterpå, og ikke prøvd på nytt" in bane
    kveld = (await web.get(f"/plan/{kept.code}/trad/kveld")).text
    assert "Ikke prøvd i et nytt verksted" in kveld
    assert (await web.get(f"/plan/{kept.code}/trad/ingen")).status_code == 404


async def test_nobody_sees_it_before_the_page_of_the_process(
    web: Web, staff_web: Web, house: House, kept: Kept
) -> None:
    """V66: nor the document."""
    for path in ("trad", "trad/buss", "trad.docx"):
        assert (await web.get(f"/plan/{kept.code}/{path}")).status_code == 404
        assert (await staff_web.get(f"/plan/{kept.code}/{path}")).status_code == 200
        assert "plan/" not in (await web.get("/v/ETTER1")).text, "and no link leads there"
        show(house, kept)
        assert (await web.get(f"/plan/{kept.code}/{path}")).status_code == 200
        show(house, kept, public=False)


async def test_what_hangs_loose_stands_on_the_page_of_the_series(
    web: Web, house: House, kept: Kept
) -> None:
    """V62."""
    show(house, kept)
    page = (await web.get(f"/plan/{kept.code}/trad")).text
    loose = page.partition('id="adrift"')[2].partition("</section>")[0]
    assert "Havna" in loose
    assert "Kollektiv" not in loose
    assert "Alle politiske føringer har en plass" in page
    process = processes.create(house.engine, replace(PROCESS, places=()), "Kari", AT)
    show(house, process)
    empty = (await web.get(f"/plan/{process.code}/trad")).text
    assert "Ingen formuleringer er publisert ennå" in empty


# ---------------------------------------------------------------- the staff's form


async def test_the_draft_is_typed_and_nothing_of_it_is_lost(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """V65: untouched, with rows more and less, refused, and stored."""
    typed = await opened(staff_web, kept, "trad")
    assert (await send(staff_web, kept, typed, "trad")).status_code == 303
    assert replace(now(house, kept).plan, saves=()) == PROCESS
    assert typed["places.1.carries.ETTER2/bane"] == "on", "no direction, but not lost in silence"

    typed = fields((await send(staff_web, kept, {**typed, "add": "places"}, "trad")).text)
    (new,) = {typed[f"places.{i}.id"] for i in range(3)} - {"p1", "p2"}
    typed["places.2.words"] = "Ord"
    typed = fields((await send(staff_web, kept, {**typed, "add": f"money.{new}"}, "trad")).text)
    assert (typed["places.2.words"], typed["money.2.place"]) == ("Ord", new)
    typed |= {"money.2.year": "28", "money.2.amount": "mye", "money.2.words": "Kanskje"}
    page = await send(staff_web, kept, typed, "trad")
    assert page.status_code == 422
    for field in ("places.2.heading", "money.2.year", "money.2.amount"):
        assert f'href="#{field}"' in page.text
    again = fields(page.text)
    assert (again["money.2.amount"], again["money.2.words"]) == ("mye", "Kanskje")
    again |= {"places.2.heading": "Sykkel", "money.2.year": "2028", "money.2.amount": "−1 200",
              "places.2.carries.ETTER2/buss": "on"}  # fmt: skip
    assert (await send(staff_web, kept, again, "trad")).status_code == 303
    plan = now(house, kept).plan
    assert [(each.year, each.amount) for each in plan.money if each.place == new] == [(2028, -1200)]
    assert plan.places[2].carries == PROCESS.places[0].carries

    typed = await opened(staff_web, kept, "trad")
    typed |= {"money.2.funding": "nothing"}
    assert (await send(staff_web, kept, typed, "trad")).status_code == 422, "and an amount"
    gone = fields((await send(staff_web, kept, {**typed, "remove": "places.0"}, "trad")).text)
    gone["money.0.amount"] = ""
    assert (await send(staff_web, kept, gone, "trad")).status_code == 303
    plan = now(house, kept).plan
    assert {each.place for each in plan.money} == {new}
    assert (plan.money[0].funding, plan.results) == (Funding.NOTHING, ())


async def test_a_draft_with_many_places_is_stored(staff_web: Web, house: House, kept: Kept) -> None:
    """V65: with money in each year and results for all of them."""
    typed = await opened(staff_web, kept, "trad")
    for place in range(2, 28):
        typed |= {f"places.{place}.id": f"new{place}", f"places.{place}.heading": "Et sted"}
        for no in range(4 * place, 4 * place + 4):
            of = {"place": f"new{place}", "words": "Ferdig"}
            money = {**of, "year": str(2027 + no % 4), "amount": "1 000", "account": "Vei"}
            typed |= {f"money.{no}.{part}": text for part, text in money.items()}
            results = {**of, "by": "Teknisk", "when": "2030"}
            typed |= {f"results.{no}.{part}": text for part, text in results.items()}
    assert (await send(staff_web, kept, typed, "trad")).status_code == 303
    plan = now(house, kept).plan
    for many in (plan.money, plan.results):
        assert sum(each.place.startswith("new") for each in many) == 26 * 4


async def test_a_row_that_is_still_empty_stands_until_the_form_is_saved(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """V65: also when a row of another kind is added, moved or taken away."""
    typed = await opened(staff_web, kept, "trad")
    for asked in ({"add": "money.p2"}, {"add": "results.p2"}, {"up": "p2"}, {"remove": "money.0"}):
        typed = fields((await send(staff_web, kept, {**typed, **asked}, "trad")).text)
    assert (typed["money.1.place"], typed["results.1.place"]) == ("p2", "p2")
    assert (await send(staff_web, kept, typed, "trad")).status_code == 303
    plan = now(house, kept).plan
    assert (plan.money, plan.results) == (PROCESS.money[1:], PROCESS.results)


async def test_who_saves_the_draft_second_sees_what_the_first_wrote(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """V65: in words, and the knowledge base is nobody's business."""
    typed = await opened(staff_web, kept, "trad")
    other = replace(PROCESS.places[0], heading="Kollektivtrafikk")
    theirs = replace(now(house, kept).plan, places=(other, PROCESS.places[1]))
    processes.save(house.engine, now(house, kept), theirs, Section.DRAFT, "Per", AT)
    typed["places.0.words"] = "Mitt"
    page = await send(staff_web, kept, typed, "trad")
    assert page.status_code == 409
    told = page.text.partition('role="alert"')[2].partition("</dl>")[0]
    assert "3.2 · Kollektivtrafikk" in told
    assert "Dere vil ha flere busser." in told
    assert fields(page.text)["places.0.words"] == "Mitt"


async def test_what_no_form_sends_is_refused(staff_web: Web, house: House, kept: Kept) -> None:
    """V65."""
    typed = await opened(staff_web, kept, "trad")
    for odd in ({"money.0.funding": "gull"}, {"places.1.id": "p1"}, {"places.0.id": ""}):
        assert (await send(staff_web, kept, {**typed, **odd}, "trad")).status_code in {400, 422}
    assert now(house, kept).rev == 1


# ---------------------------------------------------------------- for Word


async def test_the_document_is_read_back(web: Web, house: House, kept: Kept) -> None:
    """V67: of the series, and of one statement."""
    show(house, kept)
    answer = await web.get(f"/plan/{kept.code}/trad.docx")
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    word = Document(BytesIO(answer.content))
    heads = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert heads[0] == "Hvor hver tråd står"
    assert heads[-4:] == ["Tråd 1", "Tråd 2", "Tråd 3", "Tråd 4"]
    assert word.paragraphs[0].style.name == "Title"  # type: ignore[union-attr]  # it has one
    assert word.core_properties.language == "nb-NO"
    tables_ = [[[c.text for c in row.cells] for row in t.rows] for t in word.tables]
    assert ["1", "Dere vil ha flere busser.", "Resultat er meldt"] in tables_[0]
    assert all("w:tblHeader" in t.rows[0]._tr.xml for t in word.tables)
    to = [cell.paragraphs[0].hyperlinks for cell in word.tables[0].columns[0].cells[1:]]
    assert [link.fragment for links in to for link in links] == ["at_1", "at_2", "at_3", "at_4"]
    cells = {cell for table in tables_ for row in table for cell in row}
    assert {"Det koster.", "Budsjettet sier noe annet.", "Tolv nye avganger."} <= cells
    assert "2029: Ingen midler avsatt" in cells
    bullets = [p.text for p in word.paragraphs if p.style and p.style.name == "List Bullet"]
    assert {"4 Havna", "Bane til <havna>", "Bord 1 Vi vil ha kollektivtrafikk."} <= set(bullets)
    text = [p.text for p in word.paragraphs]
    at = text.index("Bord 1 Vi vil ha kollektivtrafikk.")
    assert text[at + 1] == "Dissens: To vil ha vei."
    assert UNDERSTOOD in text
    links = {each.target_ref for each in word.part.rels.values() if each.is_external}
    assert f"http://test/plan/{kept.code}/trad/buss" in links
    one = await web.get(f"/plan/{kept.code}/trad.docx", params={"statement": "vann"})
    text = [p.text for p in Document(BytesIO(one.content)).paragraphs]
    assert "Tråd 3" in text
    assert "Hvor hver tråd står" not in text
    missing = await web.get(f"/plan/{kept.code}/trad.docx", params={"statement": "ingen"})
    assert missing.status_code == 404
