"""The public pages as a reader meets them: light, without cookies, always as things stand now."""

import asyncio
import gzip
import re
from dataclasses import replace

import pytest
from icalendar import Calendar
from lxml import etree  # type: ignore[import-untyped]

from app import secretary
from app.core import commands as c
from app.core.planning import PlanProcess, Section
from app.core.things import Kind, Step
from app.i18n import PUBLIC_LANGUAGES
from app.publish.forms import html
from app.store import processes
from app.store.processes import Kept
from tests.web.conftest import Evening, House, Web, plan_evening
from tests.web.test_notice import announce

DAY = 86_400_000
TITLE = 'Samfunnsdel <b>«&"</b>\x0b=1+1'


@pytest.fixture
def kept(house: House) -> Kept:
    """A plan process that everybody sees, with a title as nobody should give one."""
    plan = PlanProcess(TITLE, "Prøve")
    made = processes.create(house.engine, plan, "Kari", 0)
    return processes.save(house.engine, made, plan, Section.PLAN, "Kari", 1, public=True)


@pytest.fixture
async def evening(house: House, kept: Kept) -> Evening:
    """In that series: announced, held, and its minutes published."""
    evening = await plan_evening(house, process=kept.id)
    await announce(evening)
    await evening.hold()
    await publish(house, evening)
    return evening


async def publish(house: House, evening: Evening, reason: str = "") -> None:
    """With a `reason`: after something in it is another."""
    if reason:
        await evening.do(c.RecordDetails(replace(evening.room.state.details, remarks=reason)))
    draft = await secretary.draft(evening.room, house.engine)
    await secretary.publish(evening.room, house.engine, draft, "Kari Leder", reason)


async def withdraw(house: House, evening: Evening, version: int) -> None:
    why = "Et <i>navn</i> sto der"
    await secretary.withdraw(evening.room, house.engine, version, why, "Kari Leder")


def pages(evening: Evening, kept: Kept) -> list[str]:
    workshop = f"/v/{evening.code}"
    return [
        "/", "/vern", "/sok", "/sok?q=banen", workshop, f"{workshop}/versjon/1",
        f"{workshop}/kunngjoring", f"{workshop}/logg", f"/plan/{kept.code}",
        f"/plan/{kept.code}/tidslinje", f"/plan/{kept.code}/trad",
    ]  # fmt: skip


async def test_a_page_is_a_page_and_no_more(web: Web, evening: Evening, kept: Kept) -> None:
    """V150: and in each language its furniture is in that language, the machine's told apart."""
    for path in pages(evening, kept):
        for language in PUBLIC_LANGUAGES:
            there = f"{path}{'&' if '?' in path else '?'}lang={language}"
            page = await web.get(there)
            assert page.status_code == 200, there
            assert "set-cookie" not in page.headers
            assert not re.search(
                r"<script|\son\w+=|<iframe|<form[^>]*post", page.text, re.IGNORECASE
            ), there
            assert f'<html lang="{language}"' in page.text
            assert f'href="/sok?lang={language}"' in page.text
            assert ("mašiidna jorgalan" in page.text) == (language == "se"), there


@pytest.mark.parametrize(
    ("language", "minutes", "changes"),
    [("en", "The meeting was open.", "Changed"), ("se", "Čoahkkin lei rabas.", "Rievdaduvvon")],
)
async def test_minutes_are_told_in_another_language_and_peoples_words_keep_theirs(
    web: Web, house: House, evening: Evening, language: str, minutes: str, changes: str
) -> None:
    """V150"""
    await publish(house, evening, "Feil navn")
    workshop = f"/v/{evening.code}"
    for path, words in [(f"{workshop}?", minutes), (f"{workshop}/endringer?fra=1&til=2&", changes)]:
        page = (await web.get(f"{path}lang={language}")).text
        told = page.split(f'<div lang="{language}">')[1].split("</main>")[0]
        assert words in told, path
        assert 'lang="nb"' in told, path


async def test_the_minutes_stand_with_all_that_belongs_to_them(
    web: Web, house: House, evening: Evening, kept: Kept
) -> None:
    """V151, V349"""
    later = await after(house, kept)
    await publish(house, evening, "Feil navn")
    page = (await web.get(f"/v/{evening.code}")).text
    for end in (".pdf", ".docx", ".csv", ".json", ".zip", "/arkivmelding.zip", "/tabeller.zip"):
        assert f'href="/v/{evening.code}{end}"' in page
    for path in ("kunngjoring", "logg", "versjon/1", "endringer?fra=1&amp;til=2"):
        assert f'href="/v/{evening.code}/{path}"' in page
    assert f'href="/v/{later.code}"' in page
    assert f'href="/plan/{kept.code}"' in page
    onward = page.split('id="onward"')[1].split("</section>")[0]
    assert page.index('id="onward"') < page.index('id="contents"')
    for link in (f"/v/{later.code}", f"/plan/{kept.code}/trad", f"/plan/{kept.code}/kalender.ics"):
        assert f'href="{link}"' in onward
    first = await web.get(f"/v/{evening.code}/versjon/1")
    assert 'id="onward"' not in first.text
    assert f'href="/v/{evening.code}.pdf?version=1"' in first.text
    older = await web.get(f"/v/{evening.code}?version=1")
    assert older.text.split("<main")[1].split("<footer")[0] in first.text
    assert (await web.get(f"/v/{evening.code}/versjon/3")).status_code == 404
    assert (await web.get(f"/v/{evening.code}/versjon/x")).status_code == 400


async def after(house: House, kept: Kept, days: int = 30) -> Evening:
    """Another of the series, announced, so many days after the evening."""
    later = await plan_evening(house, process=kept.id)
    plan = later.room.state.plan
    assert plan is not None
    starts = plan.starts + days * DAY
    await later.do(c.PlanWorkshop(replace(plan, starts=starts, ends=starts + DAY // 8)))
    await announce(later)
    return later


async def test_the_next_workshop_is_one_that_comes(
    web: Web, house: House, evening: Evening, kept: Kept
) -> None:
    """V349: after this one, not called off; and what it asks is told when its programme has it."""

    async def onward() -> str:
        page = (await web.get(f"/v/{evening.code}")).text
        return page.split('id="onward"')[1].split("</section>")[0]

    await after(house, kept, days=-30)
    assert "Neste verksted" not in await onward()
    last, called_off = await after(house, kept, days=60), await after(house, kept)
    assert f'href="/v/{called_off.code}"' in await onward()
    await announce(called_off, cancelled="For få kunne komme.")
    assert f'href="/v/{last.code}"' in await onward()
    assert evening.room.state.synthesis.statements
    assert "Har vi forstått dere riktig" not in await onward()
    await last.do(c.PlanStep(Step("rett", Kind.VERIFY, 10), "skriv"))
    assert "Har vi forstått dere riktig" in await onward()


async def test_what_many_ask_for_is_made_once_and_anew_when_it_is_another(
    web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V152: published, corrected or withdrawn, the next reader sees it."""
    made = []
    render = html.render

    def counted(*asked: object) -> str:
        made.append(asked)
        return render(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(html, "render", counted)
    path = f"/v/{evening.code}"
    answers = await asyncio.gather(*(web.get(f"{path}?fbclid={n}") for n in range(30)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == len(made) == 1
    assert "fbclid" not in answers[0].text
    for version in (2, 3):
        await publish(house, evening, f"Rettelse nummer {version}")
        assert f"Rettelse nummer {version}" in (await web.get(path)).text
    await withdraw(house, evening, 3)
    page = (await web.get(path)).text
    assert "Rettelse nummer 2" in page
    assert "Rettelse nummer 3" not in page
    assert "trukket tilbake" in page
    for version in (1, 2):
        await withdraw(house, evening, version)
    assert (await web.get(path)).status_code == 410
    assert "Møtebok publisert" not in (await web.get("/")).text
    await publish(house, evening, "Rettelse nummer 4")
    assert "Rettelse nummer 4" in (await web.get(path)).text
    assert len(made) == 5


async def test_what_is_sent_is_small(web: Web, evening: Evening, kept: Kept) -> None:
    """V153"""
    for path in pages(evening, kept):
        plain = await web.get(path, headers={"Accept-Encoding": "identity"})
        if "etag" not in plain.headers:  # the search is kept by nobody
            assert plain.headers["cache-control"] == "no-store"
            continue
        assert "content-encoding" not in plain.headers
        async with web.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as small:
            sent = b"".join([part async for part in small.aiter_raw()])
        assert small.headers["content-encoding"] == "gzip"
        assert int(small.headers["content-length"]) == len(sent) < len(plain.content) / 2
        assert gzip.decompress(sent) == plain.content
        assert "Accept-Encoding" in small.headers["vary"]
        again = await web.get(path, headers={"If-None-Match": small.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


# ---------------------------------------------------------------- news and meetings

ATOM = {"a": "http://www.w3.org/2005/Atom"}


async def entries(web: Web, path: str) -> dict[str, str]:
    """Of a feed that keeps to RFC 4287: title by id."""
    answer = await web.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    for each in [feed, *feed.findall("a:entry", ATOM)]:
        for name in ("id", "title", "updated"):
            (told,) = each.findall(f"a:{name}", ATOM)
            assert told.text
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each.findtext("a:updated", None, ATOM)
        )
    (own,) = feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM)
    assert own == f"http://test{path}"
    told = {}
    for each in feed.findall("a:entry", ATOM):
        assert each.findtext("a:author/a:name", None, ATOM)
        (address,) = each.xpath("a:link/@href", namespaces=ATOM)
        assert (await web.get(address)).status_code in (200, 410)
        told[each.findtext("a:id", None, ATOM)] = each.findtext("a:title", None, ATOM)
    times = [each.text for each in feed.findall("a:entry/a:updated", ATOM)]
    assert times == sorted(times, reverse=True)
    return told


async def test_news_tell_each_thing_once(
    web: Web, house: House, evening: Evening, kept: Kept
) -> None:
    """V154"""
    own = f"/plan/{kept.code}/atom.xml"
    before = await entries(web, own)
    assert sorted(before.values()) == ["Kunngjøring: Hvor går veien?", "Møtebok: Hvor går veien?"]
    await announce(evening, cancelled="Storm & <b>snø</b>")
    await publish(house, evening, "Feil")
    await withdraw(house, evening, 2)
    after = await entries(web, own)
    assert before.items() < after.items(), "what was told is told the same way"
    assert len(after) == len(before) + 3
    for word in ("Avlyst: ", "er rettet: ", "er trukket tilbake: "):
        assert any(word in title for title in after.values()), word
    other = await plan_evening(house)
    await announce(other)
    hidden = await plan_evening(house, rehearsal=True)
    await hidden.hold()
    await publish(house, hidden)
    assert len(await entries(web, "/atom.xml")) == len(after) + 1
    assert await entries(web, own) == after
    assert (await web.get("/plan/nix/atom.xml")).status_code == 404
    assert hidden.code not in (await web.get("/atom.xml")).text
    feed = etree.fromstring((await web.get(own)).content)
    assert feed.findtext("a:title", None, ATOM) == TITLE.replace("\x0b", "�")


async def test_a_calendar_follows_the_meetings(
    web: Web, house: House, evening: Evening, kept: Kept
) -> None:
    """V155: by an id that stays, and a number that goes up."""

    async def meetings(path: str) -> dict[str, tuple[int, str]]:
        answer = await web.get(path)
        assert answer.headers["content-type"].startswith("text/calendar")
        found = Calendar.from_ical(answer.content).walk("VEVENT")
        return {str(one["uid"]): (int(str(one["sequence"])), str(one["status"])) for one in found}

    own = f"/plan/{kept.code}/kalender.ics"
    (uid,) = await meetings(own)
    assert (
        await meetings(f"/v/{evening.code}.ics") == await meetings(own) == {uid: (1, "CONFIRMED")}
    )
    await announce(evening, cancelled="Storm")
    other = await plan_evening(house)
    assert await meetings("/kalender.ics") == {uid: (2, "CANCELLED")}
    await announce(other)
    assert len(await meetings("/kalender.ics")) == 2
    assert await meetings(own) == {uid: (2, "CANCELLED")}


async def test_robots_are_shown_the_public_pages(web: Web, evening: Evening, kept: Kept) -> None:
    """V156"""
    robots = (await web.get("/robots.txt")).text
    assert "Disallow: /stab\n" in robots
    assert "Sitemap: http://test/sitemap.xml" in robots
    found = etree.fromstring((await web.get("/sitemap.xml")).content)
    places = found.xpath("//*[local-name()='loc']/text() | //@href")
    assert f"http://test/v/{evening.code}" in places
    assert f"http://test/plan/{kept.code}?lang=se" in places
    for place in places:
        assert (await web.get(place)).status_code == 200
        assert not any(
            place.startswith(f"http://test{shut}/") for shut in ("/stab", "/b", "/skjerm")
        )
