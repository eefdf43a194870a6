"""«How you are protected»: in every language, from here alone, linked from where it is needed."""

import re

import pytest

from app.core import commands as c
from app.core.events import WorkshopPlanned
from app.core.staff import plan_workshop
from app.core.state import Workshop
from app.core.things import Plan
from app.i18n import LANGUAGES
from app.secretary import draft, publish
from tests.web.conftest import LEADER, Evening, House, Web

TITLES = {"nb": "Slik vernes du", "nn": "Slik er du verna", "en": "How you are protected"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_every_language(web: Web, language: str) -> None:
    answer = await web.get(f"/vern?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert f">{TITLES[language]}</h1>" in answer.text
    assert ("Nobody can find out" in answer.text) == (language == "en")


async def test_it_is_whole_without_scripts_and_asks_nobody_else(web: Web) -> None:
    page = (await web.get("/vern")).text
    assert "<script" not in page
    asked = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert [address for address in asked if not address.startswith(("/", "#"))] == []


async def test_its_links_lead_somewhere(web: Web) -> None:
    for language in LANGUAGES:
        page = (await web.get(f"/vern?lang={language}")).text
        for link in set(re.findall(r'<a[^>]*href="([^"]*)"', page)):
            if link.startswith("#"):
                assert f'id="{link[1:]}"' in page, link
            else:
                answer = await web.get(link.replace("&amp;", "&"))
                assert answer.status_code == 200, link


async def test_every_drawing_is_told_in_words(web: Web) -> None:
    drawings = re.findall(r"<svg[^>]*>", (await web.get("/vern")).text)
    assert len(drawings) == 7
    words = [re.search(r'role="img" aria-label="([^"]{20,})"', each) for each in drawings]
    assert all(words)
    assert len({said[1] for said in words if said}) == len(drawings)


async def test_it_is_linked_in_the_visitors_language(
    web: Web, house: House, evening: Evening
) -> None:
    await evening.hold()
    minutes = await draft(evening.room, house.engine)
    await publish(evening.room, house.engine, minutes, LEADER.name)
    link = 'href="/vern?lang=nn"'
    for path in ("/", "/b", f"/b/{evening.codes[1]}/enkelt", f"/v/{evening.code}"):
        page = (await web.get(f"{path}?lang=nn")).text
        assert link in page, path
        assert path == "/" or link in page.split("<footer")[0], "beside what it is about"


def test_its_numbers_are_the_codes() -> None:
    """It says five, and never below three."""
    plan = Plan("a", "b", "c", "d", 1, 2)
    assert plan.threshold == 5
    asked = c.PlanWorkshop(Plan("a", "b", "c", "d", 1, 2, threshold=1))
    (planned,) = plan_workshop(Workshop(), asked, LEADER, 0)
    assert isinstance(planned, WorkshopPlanned)
    assert planned.plan.threshold == 3
