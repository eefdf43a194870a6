"""From the workbench's page to the next workshop: what is suggested, counted, and reopened."""

import re
from dataclasses import replace

import pytest

from app.core import commands as c
from app.core.edits import PlaceEdit, StatementEdit, Theme, ThemeEdit, Understood
from app.core.planning import PlanProcess
from app.core.things import Kind, Plan, Step
from app.store import processes, workshops
from tests.core.given import accounted
from tests.web.conftest import LEADER, NOTES, Evening, House, Web, plan_evening
from tests.web.test_prepare import shown

BUS = ThemeEdit("bane", None, Theme("Bane og tog", ("bane", "tog")))
Two = tuple[Evening, Evening]


@pytest.fixture
async def two(house: House) -> Two:
    """A workshop that is over and the next one of its series, in which the hall is asked."""
    kept = processes.create(house.engine, PlanProcess(title="Samfunnsdelen"), "Kari", 0)
    first = await plan_evening(house, process=kept.id)
    await first.hold(account=False)
    second = await plan_evening(house, process=kept.id)
    plan = second.room.state.plan
    assert plan is not None
    await second.do(
        c.PlanWorkshop(_a_day_later(plan)),
        c.PlanStep(Step("svar", Kind.VERIFY, 10), None),
    )
    return first, second


def _a_day_later(plan: Plan) -> Plan:
    day = 86_400_000
    return replace(plan, number=2, of=2, starts=plan.starts + day, ends=plan.ends + day)


def page_of(evening: Evening) -> str:
    return f"/stab/v/{evening.code}/gjenapning"


async def lay(web: Web, second: Evening, *chosen: str, **fields: str) -> tuple[int, str]:
    page = (await web.get(page_of(second))).text
    form = dict(re.findall(r'name="(\w+)" value="([\w-]+)"', page))
    form |= dict.fromkeys((f"take-{id_}" for id_ in chosen), "on") | fields
    answer = await web.send_form(page_of(second), form)
    return answer.status_code, answer.text


async def test_what_has_no_end_stands_on_every_page_about_the_workshop(
    staff_web: Web, two: Two
) -> None:
    """Y11: counted there, and named where it stands in the way."""
    first, second = two
    for path in ("", "/motebok", "/frammote", "/gjenapning"):
        page = (await staff_web.get(f"/stab/v/{first.code}{path}")).text
        assert f"{len(NOTES)} innspill er ikke gjort rede for ennå" in page
    page = (await staff_web.get(page_of(second))).text
    assert "Ingenting åpnes igjen før de er det" in page
    assert NOTES[0] in page
    assert (await lay(staff_web, second, "alt", source=first.code))[0] == 422
    assert second.room.state.reopened is None


async def test_the_chosen_statements_are_laid_before_the_next_workshop(
    staff_web: Web, two: Two
) -> None:
    """Y12: with what lies behind; again until the hall has met them."""
    first, second = two
    more = StatementEdit("mer", None, Understood("Ikke bygge på jordene.", minority=True))
    await first.do(c.EditSynthesis((*accounted(first.room.state), more)))
    assert "Ingen herfra er lagt fram der ennå" in (await staff_web.get(page_of(first))).text
    assert (await lay(staff_web, second))[0] == 422  # none was chosen
    assert (await lay(staff_web, second, "alt"))[0] == 303
    laid = second.room.state.reopened
    assert laid is not None
    assert (laid.source, laid.number) == (first.code, 1)
    assert [one.id for one in laid.statements] == ["alt"]
    assert {one.text for one in laid.statements[0].behind} == set(NOTES)
    assert "1 formulering herfra er lagt fram der" in (await staff_web.get(page_of(first))).text
    assert (await lay(staff_web, second, "alt", "mer"))[0] == 303
    await second.do(c.OpenStep("svar"))
    status, page = await lay(staff_web, second, "mer", source=first.code, seen="x")
    assert status == 422
    assert "Salen har allerede sett formuleringene" in page
    assert len(second.room.state.reopened.statements) == 2  # type: ignore[union-attr]


async def test_a_hall_with_statements_before_it_stays_in_its_series(
    staff_web: Web, house: House, two: Two
) -> None:
    """E15: what else was typed is in the fields."""
    first, second = two
    await first.do(c.EditSynthesis(accounted(first.room.state)))
    other = processes.create(house.engine, PlanProcess(title="Arealdelen"), "Kari", 0)
    frame = f"/stab/v/{second.code}/ramme"
    form = shown((await staff_web.get(frame)).text)
    for process in (other.code, form["process"]):  # before anything is laid, there and back
        assert (await staff_web.send_form(frame, form | {"process": process})).status_code == 303
        form = shown((await staff_web.get(frame)).text)
    assert (await lay(staff_web, second, "alt", source=first.code))[0] == 303
    for process in (other.code, ""):
        changed = form | {"process": process, "place": "Rådhuset"}
        answer = await staff_web.send_form(frame, changed)
        assert answer.status_code == 422
        assert "Verkstedet blir stående i planprosessen" in answer.text
        assert shown(answer.text) | {"csrf": ""} == changed | {"csrf": ""}
    row = workshops.find(house.engine, second.code)
    assert row is not None
    assert row.process == (workshops.find(house.engine, first.code) or row).process
    assert (await staff_web.send_form(frame, form | {"place": "Rådhuset"})).status_code == 303


async def test_what_nobody_has_looked_at_is_not_laid(staff_web: Web, two: Two) -> None:
    """Y12: the synthesis was changed after the page was opened."""
    first, second = two
    await first.do(c.EditSynthesis(accounted(first.room.state)))
    status, page = await lay(staff_web, second, "alt", seen="0" * 32)
    assert status == 422
    assert "Oppsummeringen ble endret" in page
    assert 'name="take-alt" checked' in page  # and what was chosen is chosen still


async def test_a_series_without_a_next_workshop_says_so(staff_web: Web, house: House) -> None:
    """Y12."""
    alone = await plan_evening(house)
    assert "ikke med i noen rekke" in (await staff_web.get(page_of(alone))).text
    await alone.hold()
    assert "som ikke prøvd" in (await staff_web.get(page_of(alone))).text


async def test_themes_are_suggested_for_what_has_none(staff_web: Web, evening: Evening) -> None:
    """Y13: what is placed teaches, and is asked about no more."""
    path = f"/stab/v/{evening.code}/arbeidsbenk/forslag.json"
    assert (await staff_web.get(path)).json()["themes"] == {}
    await evening.hold(account=False)
    await evening.do(c.EditSynthesis((BUS,)))
    found = (await staff_web.get(path)).json()
    first = f"{0:032x}"
    assert found["themes"][first][0][0] == "bane"
    assert 0.5 <= found["sure"] <= 1
    assert found["alike"].keys() == found["themes"].keys()
    await evening.room.do(c.EditSynthesis((PlaceEdit(first, None, "bane"),)), LEADER)
    assert first not in (await staff_web.get(path)).json()["themes"]


async def test_only_staff_come_to_the_bench(web: Web, evening: Evening) -> None:
    """Y13."""
    for path in ("arbeidsbenk", "arbeidsbenk/forslag.json", "gjenapning"):
        answer = await web.get(f"/stab/v/{evening.code}/{path}")
        assert answer.status_code == 303
        assert "/stab/logg-inn" in answer.headers["location"]
