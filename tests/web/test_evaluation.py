"""What came of the evaluation: read and hidden by the secretary, published where it is wanted, and
drawn through the series."""

import re
import secrets

import pytest

from app.core import commands as c
from app.core.asides import LINE
from app.core.events import DetailsRecorded
from app.core.rules import hashed
from app.core.things import Details, Kind, Measure, Plan, Reason, Step
from app.store import documents, log, processes
from app.store.processes import Kept
from tests.web.conftest import LEADER, Evening, House, Web, plan_evening
from tests.web.hiding import hide
from tests.web.test_minutes import hidden, publish, record
from tests.web.test_plan import AT, PLAN, show

LINES = ("Kortere innledning", "<b>Mer</b> tid ved bordene", "Kaffe", "Flere pauser", "Bedre lyd")
TAKE_IN = {"evaluation": "yes"}


async def evaluate(evening: Evening, lines: tuple[str, ...] = LINES, grade: int = 4) -> None:
    """Six answer all but one measure, which four do; some write a line; and the workshop ends."""
    room = evening.room
    await evening.do(c.PlanStep(Step("minutt", Kind.EVALUATE, 3), "skriv"), c.OpenStep("minutt"))
    for n in range(6):
        tablet = c.Tablet(secrets.token_hex(16), 1 + n % 2)
        key = hashed(await room.ticket("minutt", tablet.seat))
        given = [measure for measure in Measure if measure is not Measure.TRUST or n < 4]
        marks = dict.fromkeys(map(str, given), grade)
        await room.do(c.CastBallot("minutt", key, 0, marks), tablet)
    for n, text in enumerate(lines):
        note = c.KeepNote(secrets.token_hex(16), LINE, text, hashed(f"{n}"))
        await room.do(note, c.Tablet(secrets.token_hex(16), 1 + n % 2))
    await evening.do(c.EndWorkshop())


async def writeup(web: Web, evening: Evening) -> str:
    return (await web.get(f"/stab/v/{evening.code}/motebok")).text


async def test_the_secretary_reads_it_and_decides(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    """Y6: off by default; then what is published has fingerprints alone."""
    await evaluate(evening)
    page = await writeup(staff_web, evening)
    assert "Kortere innledning" in page
    assert "&lt;b&gt;Mer&lt;/b&gt; tid" in page
    assert 'name="evaluation" value="yes" ' in page
    assert "Dette er ikke med i møteboka" in page
    await publish(staff_web, evening)
    for address in (f"/v/{evening.code}", f"/v/{evening.code}.json"):
        published = (await web.get(address)).text
        assert "Kortere innledning" not in published
        assert "Jeg ble lyttet til" not in published
    minutes = (await web.get(f"/v/{evening.code}.json")).json()["minutes"]
    assert ("evaluation" in minutes, len(minutes["lines"])) == (False, 5)

    await record(staff_web, evening, **TAKE_IN)
    page = await writeup(staff_web, evening)
    assert 'value="yes" checked' in page
    assert "Dette er ikke med i møteboka" not in page
    assert await publish(staff_web, evening, reason="Evalueringen skulle med") == 303
    said = (await web.get(f"/v/{evening.code}")).text
    assert "Kortere innledning" in said
    trust = said[said.index("trygt å si") :]
    assert re.match(r"[^<]*</th>(<td>–</td>){5}<td>For få", trust)
    heard = said[said.index("Jeg ble lyttet til") :]
    assert re.findall(r"<td>(?:<b>)?([\d,]+)", heard)[:6] == ["0", "0", "0", "6", "0", "4,0"]


async def test_a_line_is_hidden_where_notes_are(staff_web: Web, web: Web, evening: Evening) -> None:
    """Y6: also while it is not in the minutes."""
    await evaluate(evening)
    page = await writeup(staff_web, evening)
    (mark,) = re.findall(r'Kortere innledning</p>\s*<code title="([0-9a-f]{64})"', page)
    assert await hide(staff_web, evening, mark, "insult") == 303
    assert [one.reason for one in evening.room.state.hidden.values()] == [Reason.INSULT]
    page = await writeup(staff_web, evening)
    assert "Kortere innledning" not in page
    await record(staff_web, evening, **TAKE_IN)
    await publish(staff_web, evening)
    for address in (f"/v/{evening.code}", f"/v/{evening.code}.json"):
        said = (await web.get(address)).text
        assert "Kortere innledning" not in said
        assert mark in said


async def test_fewer_lines_than_the_threshold_are_read_by_nobody(
    staff_web: Web, evening: Evening
) -> None:
    """Y6."""
    await evaluate(evening, LINES[:4])
    for fields in ({}, TAKE_IN):
        await record(staff_web, evening, **fields)
        page = await writeup(staff_web, evening)
        assert "Kortere innledning" not in page
        assert "vises ikke der færre enn 5" in page


async def test_who_decides_last_is_right_and_is_told(staff_web: Web, evening: Evening) -> None:
    """Y6."""
    await evening.do(c.PlanStep(Step("minutt", Kind.EVALUATE, 3), "skriv"))
    path = f"/stab/v/{evening.code}/motebok"
    page = (await staff_web.get(path)).text
    stale = {"csrf": hidden(page, "csrf"), "seen": hidden(page, "seen"), "chair": "Anne"}
    await record(staff_web, evening, chair="Anne", **TAKE_IN)
    answer = await staff_web.send_form(f"{path}/opplysninger", stale)
    assert re.search(r"Ta med det som kom ut av evalueringen[^<]*</dt>\s*<dd[^>]*>Ja", answer.text)
    assert not evening.room.state.details.evaluation


async def test_without_an_evaluation_there_is_nothing_to_decide(
    staff_web: Web, evening: Evening
) -> None:
    await evening.hold()
    assert 'name="evaluation"' not in await writeup(staff_web, evening)


async def test_a_programme_has_one(staff_web: Web, evening: Evening) -> None:
    """Y1, E11: the field of the second says so, and nothing is stored."""
    path = f"/stab/v/{evening.code}/program"
    page = (await staff_web.get(path)).text
    typed = {name: hidden(page, name) for name in ("csrf", "seen")} | {"do": "store"}
    typed |= {"q.0.id": "q", "q.0.text": "Hvor skal vi vokse?", "q.0.hint": ""}
    for no, kind in enumerate(("write", "evaluate", "evaluate")):
        step = {"id": f"s{no}", "kind": kind, "minutes": "3", "question": "q"}
        typed |= {f"s.{no}.{part}": value for part, value in step.items()}
    before = evening.room.state.steps
    answer = await staff_web.send_form(path, typed)
    assert 'id="s.2.kind-error"' in answer.text
    assert evening.room.state.steps == before


def test_details_from_before_there_was_an_evaluation() -> None:
    """Y6: are read as not wanting it."""
    act = log.read("DetailsRecorded", '{"details": {"chair": "Anne"}}')
    assert act == DetailsRecorded(Details(chair="Anne"))


# ---------------------------------------------------------------- the series


@pytest.fixture
async def kept(house: House) -> Kept:
    """A process whose first workshop has figures, whose second had no evaluation, and whose third
    has figures again."""
    kept = processes.create(house.engine, PLAN, "Kari Leder", AT)
    for number, grade in ((1, 3), (2, None), (3, 5)):
        evening = await plan_evening(house, process=kept.id)
        await evening.do(c.PlanWorkshop(_numbered(evening, number)))
        if grade is None:
            await evening.hold()
        else:
            await evaluate(evening, grade=grade)
    return kept


def _numbered(evening: Evening, number: int) -> Plan:
    plan = evening.room.state.plan
    assert plan is not None
    return Plan(
        plan.title, plan.municipality, plan.body, plan.place, plan.starts, plan.ends,
        number=number, of=3,
    )  # fmt: skip


def table(page: str, measure: str) -> list[str]:
    """What stands in the cells of the measure's row, without how many answered."""
    row = re.search(rf'<th scope="row">{measure}</th>(.*?)</tr>', page)
    assert row is not None
    return [re.sub(r"<span.*?</span>|<[^>]*>", "", cell).strip() for cell in row[1].split("</td>")]


async def test_the_staff_see_how_the_series_went(staff_web: Web, kept: Kept) -> None:
    """Y7: what is missing is told as missing; the curves have no line across it."""
    page = (await staff_web.get(f"/stab/plan/{kept.code}")).text
    assert table(page, "Jeg ble lyttet til.") == ["3,0", "–", "5,0", ""]
    assert table(page, "Det var trygt å si det jeg mener.") == ["–", "–", "–", ""]
    assert page.count("<circle") == 2 * 4
    assert 'class="way"' not in page


async def test_the_public_see_what_published_minutes_have(
    house: House, staff_web: Web, web: Web, kept: Kept
) -> None:
    """Y7: and nothing before, nor of minutes that do not have it."""
    show(house, kept)
    first, second, third = processes.series(house.engine, kept.id)
    for row, wanted in ((first, False), (second, True), (third, True)):
        room = await house.rooms.room(row.id)
        assert room is not None
        await room.do(c.RecordDetails(Details(evaluation=wanted)), LEADER)
        assert "Jeg ble lyttet til" not in (await web.get(f"/plan/{kept.code}")).text
        await publish(staff_web, Evening(room, row.code, {}, []))
        assert documents.versions(house.engine, row.id)
    page = (await web.get(f"/plan/{kept.code}")).text
    assert table(page, "Jeg ble lyttet til.") == ["–", "–", "5,0", ""]
    assert "Kortere innledning" not in page
    assert "publisert møtebok" in page
