"""Making a workshop: its frame, what it begins with, its programme, its run sheet."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from app.core import commands as c
from app.core.edits import Reopened
from app.core.planning import PlanProcess, Section
from app.core.programme import questions
from app.core.things import Kind, Knowledge, Method, Step
from app.rooms import Room
from app.store import processes, roster, workshops
from app.text.bank import programme, templates
from tests.web.conftest import LEADER, Evening, House, Web

NEXT_YEAR = datetime.now(UTC).year + 1
FRAME = {
    "title": "Hva skal vi satse på?",
    "municipality": "Vikøya",
    "body": "Kommunestyret",
    "place": "Kinosalen",
    "date": f"{NEXT_YEAR}-03-02",
    "starts": "09:00",
    "ends": "12:30",
    "language": "nb",
    "threshold": "5",
}


def shown(page: str) -> dict[str, str]:
    """The fields of the page's form as a browser would send them untouched."""
    page = page[page.index("<main") :]
    fields = {}
    for tag in re.findall(r"<input [^>]*>", page):
        part = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = part.get("type") not in ("checkbox", "radio") or " checked" in tag
        if "name" in part and ticked:
            fields[part["name"]] = unescape(part.get("value", ""))
    for name, value in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL
    ):
        fields[name] = unescape(value)
    for name, options in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        fields[name] = unescape((chosen or first or [""])[1] if chosen or first else "")
    return fields


async def make(web: Web, path: str = "/stab/v/nytt", **more: str) -> str:
    """Make a workshop through its form; returns its code."""
    form = shown((await web.get(path)).text) | FRAME | more
    answer = await web.send_form("/stab/v/nytt", form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).rsplit("/", 1)[1].partition("?")[0]


async def room_of(house: House, code: str) -> Room:
    row = workshops.find(house.engine, code)
    assert row
    room = await house.rooms.room(row.id)
    assert room
    return room


# ---------------------------------------------------------------- a new one


@pytest.mark.parametrize("template", [each.id for each in templates("nn")])
async def test_a_workshop_is_made_from_a_template(
    staff_web: Web, house: House, template: str
) -> None:
    """E10."""
    code = await make(staff_web, template=template, language="nn", tables="8", seats="6")
    room = await room_of(house, code)
    plan = room.state.plan
    assert plan
    assert (plan.title, plan.body, plan.language) == (FRAME["title"], "Kommunestyret", "nn")
    assert plan.ends - plan.starts == 3.5 * 3_600_000
    assert (questions(room.state), room.state.steps) == programme(template, "nn")
    assert [table.seats for table in room.state.tables.values()] == [6] * 8
    assert set(workshops.codes(house.engine, room.id)) == {None, *range(1, 9)}
    assert (await staff_web.get(f"/stab/v/{code}")).status_code == 200


async def test_twice_is_once(staff_web: Web, house: House) -> None:
    """W5: for a button that is pressed twice."""
    form = shown((await staff_web.get("/stab/v/nytt")).text) | FRAME
    first = await staff_web.send_form("/stab/v/nytt", form)
    second = await staff_web.send_form("/stab/v/nytt", form | {"title": "Noe annet"})
    assert first.headers["location"] == second.headers["location"]
    assert [row.title for row in workshops.all_workshops(house.engine)] == [FRAME["title"]]


CANNOT_BE = [
    ("title", "", "Fill this in."),
    ("title", "x" * 2_000, "at most 200"),
    ("ends", "08:00", "ends before it begins"),
    ("ends", "09:00", "ends before it begins"),
    ("starts", "halv ti", "We could not read this time"),
    ("date", "i morgen", "We could not read this date"),
    ("date", "31.2.2027", "We could not read this date"),
    ("date", "2.3.1926", "right year"),
    ("threshold", "2", "At least 3"),
    ("threshold", "fem", "At least 3"),
    ("number", "en", "whole number"),
    ("tables", "seks", "Write a number"),
    ("seats", "0", "from 1 to 20"),
    ("process", "BORTE2", "not here any more"),
    ("template", "borte", "not here any more"),
]


async def test_what_cannot_be_comes_back_as_typed(staff_web: Web, house: House) -> None:
    """E11."""
    form = shown((await staff_web.get("/stab/v/nytt")).text) | FRAME | {"tables": "4"}
    for field, typed, words in CANNOT_BE:
        answer = await staff_web.send_form("/stab/v/nytt?lang=en", form | {field: typed})
        assert answer.status_code == 422, field
        back = shown(answer.text)
        assert back["place"] == FRAME["place"]
        assert back["tables"] == "4" or field == "tables"
        assert back[field] == typed or field in ("process", "template")
        assert words in answer.text, field
        assert 'role="alert"' in answer.text
        assert f'href="#{field}"' in answer.text
    assert workshops.all_workshops(house.engine) == []


@pytest.mark.parametrize(
    ("typed", "hour", "at"),
    [
        (f"2.3.{NEXT_YEAR}", "9", "9.00"),
        (f"02.03.{NEXT_YEAR % 100}", "kl. 9.15", "9.15"),
        (f"2/3-{NEXT_YEAR}", "0930", "9.30"),
        (f"2. mars {NEXT_YEAR}", "09:45", "9.45"),
        (f"2 March {NEXT_YEAR}", "9.05", "9.05"),
    ],
)
async def test_dates_as_people_type_them(
    staff_web: Web, house: House, typed: str, hour: str, at: str
) -> None:
    """E11."""
    room = await room_of(house, await make(staff_web, date=typed, starts=hour))
    plan = room.state.plan
    assert plan
    there = datetime.fromtimestamp(plan.starts / 1000, UTC) + timedelta(hours=1)
    assert (there.year, there.month, there.day) == (NEXT_YEAR, 3, 2)
    assert f"{there.hour}.{there:%M}" == at


async def test_a_copy_takes_what_is_ticked(staff_web: Web, house: House, evening: Evening) -> None:
    """E10."""
    copies = {f"copy.{what}": "yes" for what in ("programme", "roster", "tables")}
    room = await room_of(house, await make(staff_web, source=evening.code, **copies))
    assert room.state.steps == evening.room.state.steps
    assert room.state.questions == evening.room.state.questions
    assert room.state.tables == evening.room.state.tables
    people = roster.members(house.engine, room.id)
    assert [member.name for member in people] == [member.name for member in evening.members]
    assert not {member.id for member in people} & {member.id for member in evening.members}
    assert not any(member.standing or member.remark for member in people)
    only = await room_of(
        house, await make(staff_web, source=evening.code, **{"copy.questions": "yes"})
    )
    assert (only.state.steps, only.state.questions) == ((), room.state.questions)
    assert roster.members(house.engine, only.id) == []


async def test_a_copy_that_cannot_be(staff_web: Web, house: House, evening: Evening) -> None:
    """E11."""
    form = shown((await staff_web.get("/stab/v/nytt")).text) | FRAME
    ticked = {"copy.programme": "yes"}
    for more, words in (
        ({"source": "BORTE2", **ticked}, "not here any more"),
        ({"source": evening.code}, "Tick what to copy"),
        (ticked, "Choose the workshop to copy from"),
        ({"source": evening.code, "template": "first", **ticked}, "from one place"),
    ):
        answer = await staff_web.send_form("/stab/v/nytt?lang=en", form | more)
        assert answer.status_code == 422
        assert words in answer.text
        assert ("copy.programme" in shown(answer.text)) == ("copy.programme" in more)
    assert [row.code for row in workshops.all_workshops(house.engine)] == [evening.code]


# ---------------------------------------------------------------- the series


async def test_numbers_follow_from_the_dates(staff_web: Web, house: House) -> None:
    """E12: the first in time is number one; but what the staff say goes."""
    kept = processes.create(house.engine, PlanProcess(title="Samfunnsdelen"), "Kari", 0)
    path = f"/stab/plan/{kept.code}/verksted/nytt"

    def numbers() -> list[tuple[int, int]]:
        rows = processes.series(house.engine, kept.id)
        return [(row.number, row.of) for row in sorted(rows, key=lambda row: row.starts)]

    assert "Samfunnsdelen" in (await staff_web.get(path)).text
    may = await make(staff_web, path, date=f"{NEXT_YEAR}-05-02")
    assert numbers() == [(1, 1)]
    await make(staff_web, path, date=f"{NEXT_YEAR}-04-02")
    assert numbers() == [(1, 2), (2, 2)]
    await make(staff_web, path, date=f"{NEXT_YEAR}-06-02", number="7", of="9")
    assert numbers() == [(1, 3), (2, 3), (7, 9)]
    frame = f"/stab/v/{may}/ramme"
    form = shown((await staff_web.get(frame)).text) | {"date": f"{NEXT_YEAR}-03-02"}
    assert (await staff_web.send_form(frame, form)).status_code == 303
    assert numbers() == [(1, 3), (2, 3), (7, 9)]
    assert processes.series(house.engine, kept.id)[0].code == may
    form = shown((await staff_web.get(frame)).text) | {"process": ""}
    await staff_web.send_form(frame, form)
    assert numbers() == [(1, 2), (7, 9)]


async def test_the_frame_is_changed_until_it_begins(staff_web: Web, evening: Evening) -> None:
    """E13."""
    frame = f"/stab/v/{evening.code}/ramme"
    form = shown((await staff_web.get(frame)).text)
    assert (await staff_web.send_form(frame, form | {"place": "Rådhuset"})).status_code == 303
    plan = evening.room.state.plan
    assert plan
    assert plan.place == "Rådhuset"
    late = await staff_web.send_form(frame, form | {"title": "Et annet navn"})
    assert late.status_code == 409
    assert "Rådhuset" in late.text
    assert "Et annet navn" in late.text
    assert evening.room.state.plan == plan
    again = shown(late.text)
    assert again["title"] == "Et annet navn"
    assert (await staff_web.send_form(frame, again)).status_code == 303
    await evening.do(c.OpenStep("skriv"))
    begun = await staff_web.send_form(frame, shown((await staff_web.get(frame)).text))
    assert begun.status_code == 409


# ---------------------------------------------------------------- the programme


async def open_form(web: Web, evening: Evening) -> tuple[str, dict[str, str]]:
    path = f"/stab/v/{evening.code}/program"
    return path, shown((await web.get(path)).text)


async def test_a_page_sent_untouched_changes_nothing(staff_web: Web, evening: Evening) -> None:
    """E2."""
    before = evening.room.state
    path, form = await open_form(staff_web, evening)
    assert (await staff_web.send_form(path, form | {"do": "store"})).status_code == 303
    assert evening.room.state is before


async def test_buttons_move_rows_and_store_nothing(staff_web: Web, evening: Evening) -> None:
    """E11: whatever is typed comes along."""
    before = evening.room.state
    path, form = await open_form(staff_web, evening)
    form |= {"s.0.title": "Skriv <i>alene</i>", "s.0.minutes": "ti"}
    for press, titles in (
        ("down 0", ["", "Skriv <i>alene</i>"]),
        ("up 1", ["Skriv <i>alene</i>", ""]),
        ("copy 0", ["Skriv <i>alene</i>"] * 2 + [""]),
        ("insert 2", ["Skriv <i>alene</i>"] * 2 + ["", ""]),
        ("remove 1", ["Skriv <i>alene</i>", "", ""]),
        ("up 0", ["Skriv <i>alene</i>", "", ""]),
        ("remove 99", ["Skriv <i>alene</i>", "", ""]),
        ("nonsense", ["Skriv <i>alene</i>", "", ""]),
    ):
        page = await staff_web.send_form(path, form | {"do": press})
        assert page.status_code == 200
        form = shown(page.text)
        assert [form[n] for n in sorted(form) if re.fullmatch(r"s\.\d+\.title", n)] == titles
    assert form["s.0.minutes"] == "ti"
    assert len({form[f"s.{no}.id"] for no in range(3)}) == 3
    assert evening.room.state is before


async def test_a_programme_is_written_and_stored(staff_web: Web, evening: Evening) -> None:
    """E1."""
    path, form = await open_form(staff_web, evening)
    form = shown((await staff_web.send_form(path, form | {"do": "pick", "bank": "shield"})).text)
    asked = form["q.1.id"]
    form = shown((await staff_web.send_form(path, form | {"do": "insert 0"})).text)
    form |= {"s.1.kind": "talk", "s.1.question": asked, "s.1.minutes": "25", "s.1.mode": "narrows"}
    form |= {"s.1.responsible": "Bordet", "s.1.detail": "Stille\r\nførst", "q.0.hint": "Retning."}
    assert (await staff_web.send_form(path, form | {"do": "store"})).status_code == 303
    state = evening.room.state
    _, talk, _ = state.steps
    assert (talk.kind, talk.minutes, talk.responsible) == (Kind.TALK, 25, "Bordet")
    assert (talk.detail, talk.mode) == ("Stille\nførst", "narrows")
    assert state.questions[asked].text.startswith("Hva skal vi skjerme")
    assert state.questions["q"].hint == "Retning."
    sheet = (await staff_web.get(f"/stab/v/{evening.code}/kjoreplan")).text
    assert "Stille\nførst" in sheet
    assert "Hva skal vi skjerme" in sheet
    log = (await staff_web.get(f"/stab/v/{evening.code}?lang=en")).text
    assert "Placed «Table talk»" in log


async def test_how_many_come_on_the_list_of_a_prioritising(
    staff_web: Web, evening: Evening
) -> None:
    """X8, E11: asked for where somebody prioritises; seven where nothing is said."""
    path, form = await open_form(staff_web, evening)
    form = shown((await staff_web.send_form(path, form | {"do": "insert 0"})).text)
    form |= {"s.1.kind": "prioritise", "do": "store"}
    for wrong in ("0", "61", "mange"):
        page = await staff_web.send_form(f"{path}?lang=en", form | {"s.1.places": wrong})
        assert page.status_code == 422
        assert "as a number from 1 to 60" in page.text
        assert 'href="#s.1.places"' in page.text
        assert shown(page.text)["s.1.places"] == wrong
    assert (await staff_web.send_form(path, form)).status_code == 303
    assert evening.room.state.steps[1].places == 7
    path, form = await open_form(staff_web, evening)
    stored = await staff_web.send_form(path, form | {"s.1.places": "5", "do": "store"})
    assert stored.status_code == 303
    assert evening.room.state.steps[1].places == 5


async def test_how_a_hall_prioritises_is_chosen(staff_web: Web, evening: Evening) -> None:
    """D2, E11: dots where nothing is said or known; the run sheet tells it."""
    path, form = await open_form(staff_web, evening)
    form = shown((await staff_web.send_form(path, form | {"do": "insert 0"})).text)
    form |= {"s.1.kind": "prioritise", "do": "store"}
    for asked, method in (("", Method.DOTS), ("votes", Method.DOTS), ("points", Method.POINTS)):
        assert (await staff_web.send_form(path, form | {"s.1.method": asked})).status_code == 303
        assert evening.room.state.steps[1].method is method
        path, form = await open_form(staff_web, evening)
        assert form["s.1.method"] == method
        form |= {"do": "store"}
    sheet = (await staff_web.get(f"/stab/v/{evening.code}/kjoreplan?lang=en")).text
    assert "Points: ten to spread · 7 places on the list" in sheet
    await staff_web.send_form(path, form | {"s.1.method": "scale"})
    sheet = (await staff_web.get(f"/stab/v/{evening.code}/kjoreplan?lang=en")).text
    assert "Grades: how far do we agree?" in sheet
    assert "on the list" not in sheet


async def test_a_round_of_new_neighbours_may_be_a_world_cafe(
    staff_web: Web, evening: Evening
) -> None:
    """Z10, E11: it is asked for where people change tables, and nowhere else."""
    path, form = await open_form(staff_web, evening)
    form |= {"s.0.kind": "round", "s.0.cafe": "1", "s.0.question": ""}
    moved = shown((await staff_web.send_form(path, form | {"do": "up 1"})).text)
    assert (moved["s.1.kind"], moved["s.1.cafe"]) == ("round", "1")
    assert "s.0.cafe" not in moved
    assert (await staff_web.send_form(path, form | {"do": "store"})).status_code == 303
    first, second = evening.room.state.steps
    assert (first.kind, first.cafe, first.question) == (Kind.ROUND, True, None)
    assert not second.cafe
    path, form = await open_form(staff_web, evening)
    del form["s.0.cafe"]
    await staff_web.send_form(path, form | {"do": "store"})
    assert not evening.room.state.steps[0].cafe


async def test_an_empty_programme_begins_with_a_template(staff_web: Web, house: House) -> None:
    """E10: later too; but what is written is not overwritten."""
    room = await room_of(house, code := await make(staff_web, template=""))
    path = f"/stab/v/{code}/program"
    form = shown((await staff_web.get(path)).text)
    page = await staff_web.send_form(path, form | {"do": "take", "template": "committee"})
    form = shown(page.text) | {"template": "first"}
    again = shown((await staff_web.send_form(path, form | {"do": "take"})).text)
    assert again["s.6.id"] == form["s.6.id"]
    assert room.state.steps == ()
    await staff_web.send_form(path, form | {"do": "store"})
    assert (questions(room.state), room.state.steps) == programme("committee", "nb")


CANNOT_BE_STORED = [
    ("s.0.minutes", "ti", "minutes as a number"),
    ("s.0.minutes", "-5", "minutes as a number"),
    ("s.0.minutes", "601", "minutes as a number"),
    ("s.0.title", "x" * 2_000, "at most 120"),
    ("s.0.question", "", "Choose the question"),
    ("s.0.question", "borte", "Choose the question"),
    ("q.0.text", "  ", "Write the question"),
    ("q.0.text", "x" * 600, "at most 500"),
]


async def test_what_cannot_be_stored_comes_back(staff_web: Web, evening: Evening) -> None:
    """E11: nothing is stored, and the field says why."""
    before = evening.room.state
    path, form = await open_form(staff_web, evening)
    form |= {"s.1.title": "Takk for i dag", "do": "store"}
    for field, typed, words in CANNOT_BE_STORED:
        page = await staff_web.send_form(f"{path}?lang=en", form | {field: typed})
        assert page.status_code == 422, field
        back = shown(page.text)
        assert back["s.1.title"] == "Takk for i dag"
        assert back[field] == typed or field.endswith("question")
        assert words in page.text
        assert f'href="#{field}"' in page.text
    assert evening.room.state is before


async def test_each_error_names_its_step(staff_web: Web, evening: Evening) -> None:
    """E11: two of the same kind are told apart."""
    path, form = await open_form(staff_web, evening)
    form = shown((await staff_web.send_form(path, form | {"do": "copy 0"})).text)
    form |= {"s.0.question": "", "s.1.question": "", "s.1.title": "Om igjen", "q.0.text": "x" * 600}
    page = await staff_web.send_form(f"{path}?lang=en", form | {"do": "store"})
    assert page.status_code == 422
    lines = re.findall(r'<li><a class="ds-link" href="#([qs][^"]+)">(.*?)</a></li>', page.text)
    assert lines == [
        ("q.0.text", "Question 1: Too long: at most 500 characters."),
        ("s.0.question", "Step 1, Writing alone: Choose the question that this step is about."),
        ("s.1.question", "Step 2, Om igjen: Choose the question that this step is about."),
    ]


async def test_a_question_that_is_taken_out_says_what_hung_on_it(
    staff_web: Web, evening: Evening
) -> None:
    """E11."""
    path, form = await open_form(staff_web, evening)
    page = await staff_web.send_form(f"{path}?lang=en", form | {"do": "forget 0"})
    assert "This step is without a question now:" in page.text
    assert 'href="#s.0.question">Step 1, Writing alone</a>' in page.text
    form = shown((await staff_web.send_form(path, form | {"do": "ask"})).text)
    page = await staff_web.send_form(f"{path}?lang=en", form | {"do": "forget 1"})
    assert "without a question now" not in page.text


async def test_stored_and_too_long_is_one_line(staff_web: Web, evening: Evening) -> None:
    """E8: the programme is stored, and its status says by how much it is too long."""
    path, form = await open_form(staff_web, evening)
    fits = (await staff_web.get(f"{path}?lang=en&saved=1")).text
    assert re.search(r'data-color="success" role="status">Stored\. <a', fits)
    stored = await staff_web.send_form(path, form | {"s.0.minutes": "160", "do": "store"})
    page = (await staff_web.get(f"{stored.headers['location']}&lang=en")).text
    told = r'data-color="warning" role="status">Stored\. The programme is 10 minutes longer than'
    assert re.search(told, page)


async def test_sixty_steps_and_no_more(staff_web: Web, evening: Evening) -> None:
    """E11."""
    path, form = await open_form(staff_web, evening)
    step = {
        "kind": "pause",
        "title": "T" * 120,
        "question": "",
        "minutes": "10",
        "detail": "ø" * 900,
    }
    many = {f"s.{no}.{part}": text for no in range(60) for part, text in step.items()}
    answer = await staff_web.send_form(path, form | many | {"do": "store"})
    assert answer.status_code == 303
    assert len(evening.room.state.steps) == 60
    page = (await staff_web.get(f"{path}?lang=en")).text
    assert "longer than the meeting" in page
    more = await staff_web.send_form(f"{path}?lang=en", shown(page) | {"do": "copy 3"})
    assert "at most 60 steps" in more.text
    assert shown(more.text)["s.59.title"] == "T" * 120
    forced = shown(page) | {f"s.60.{part}": text for part, text in step.items()}
    assert (await staff_web.send_form(path, forced | {"do": "store"})).status_code == 422


async def test_the_later_of_two_gets_both(staff_web: Web, evening: Evening) -> None:
    """E4, E11."""
    path, form = await open_form(staff_web, evening)
    theirs = await staff_web.send_form(path, form | {"s.0.title": "Deres", "do": "store"})
    assert theirs.status_code == 303
    mine = await staff_web.send_form(path, form | {"s.0.title": "Mitt", "do": "store"})
    assert mine.status_code == 409
    assert "Deres" in mine.text
    assert shown(mine.text)["s.0.title"] == "Mitt"
    assert evening.room.state.steps[0].title == "Deres"
    assert (await staff_web.send_form(path, shown(mine.text) | {"do": "store"})).status_code == 303
    assert evening.room.state.steps[0].title == "Mitt"


async def test_what_was_opened_or_answered_stands(staff_web: Web, evening: Evening) -> None:
    """E3: on a page that was opened before it happened."""
    path, form = await open_form(staff_web, evening)
    await evening.do(c.OpenStep("skriv"))
    page = await staff_web.send_form(f"{path}?lang=en", form | {"s.0.minutes": "9", "do": "store"})
    assert page.status_code == 409
    assert "stands as it is" in page.text
    assert evening.room.state.steps[0].minutes == 5
    fresh = (await staff_web.get(f"{path}?lang=en")).text
    assert "has been opened" in fresh
    more = shown(fresh) | {"s.1.title": "Slutt for i dag", "do": "store"}
    assert (await staff_web.send_form(path, more)).status_code == 303
    await evening.do(c.EndWorkshop())
    over = await staff_web.send_form(
        f"{path}?lang=en", shown((await staff_web.get(path)).text) | {"s.1.title": "Nei"}
    )
    assert "has ended" in over.text


async def test_it_is_looked_over_while_typed(staff_web: Web, evening: Evening) -> None:
    """E8, E9: and nothing is stored."""
    before = evening.room.state
    path, form = await open_form(staff_web, evening)
    form |= {"q.0.text": "Skal vi bygge?", "s.0.minutes": "160"}
    answer = await staff_web.send_form(f"{path}/se?lang=en", form)
    looked: dict[str, Any] = answer.json()
    assert looked["reckoning"].startswith("The programme is 10 minutes longer than the meeting")
    assert len(looked["clocks"]) == 3
    assert any("more than 90 minutes" in words for words in looked["rhythm"])
    assert looked["hints"] == [["Yes, no or a number answers this. Begin with what, how or why."]]
    assert evening.room.state is before


async def test_statements_of_the_plan_are_laid(staff_web: Web, house: House) -> None:
    """E14."""
    known: tuple[Knowledge, ...] = (
        Knowledge("k1", "Én av fire bor alene.", "25 %"),
        Knowledge("k2", "Få busser."),
    )
    kept = processes.create(house.engine, PlanProcess(title="S", knowledge=known), "Kari", 0)
    code = await make(staff_web, f"/stab/plan/{kept.code}/verksted/nytt", template="first")
    room = await room_of(house, code)
    path = f"/stab/v/{code}/program"
    form = shown((await staff_web.get(path)).text)
    await staff_web.send_form(path, form | {"k.k2": "yes", "k.borte": "yes", "do": "store"})
    assert room.state.knowledge == known[1:]
    form = shown((await staff_web.get(path)).text)
    assert form["k.k2"] == "yes"
    assert "k.k1" not in form
    one, other = form | {"k.k1": "yes"}, {k: v for k, v in form.items() if k != "k.k2"}
    assert (await staff_web.send_form(path, one | {"do": "store"})).status_code == 303
    late = await staff_web.send_form(path, other | {"do": "store"})
    assert late.status_code == 409
    assert "Én av fire bor alene. · Få busser." in late.text
    assert set(room.state.knowledge) == set(known)
    last = await staff_web.send_form(path, shown(late.text) | {"k.k2": "yes", "do": "store"})
    assert last.status_code == 303
    assert room.state.knowledge == known[1:]
    later = replace(kept.plan, knowledge=known[:1])
    processes.save(house.engine, kept, later, Section.KNOWLEDGE, "Kari", 1)
    assert "Få busser." in (await staff_web.get(path)).text, "what is laid can be seen and kept"


async def test_nobody_else_prepares(web: Web, evening: Evening) -> None:
    """A7: the pages are the staff's."""
    for path in ("v/nytt", f"v/{evening.code}/ramme", f"v/{evening.code}/program"):
        answer = await web.get(f"/stab/{path}")
        assert answer.status_code == 303
        assert "logg-inn" in answer.headers["location"]
    assert LEADER.name


# ---------------------------------------------------------------- the verification


async def test_a_step_and_its_statements_are_missed_where_the_other_is(
    staff_web: Web, evening: Evening
) -> None:
    """V44: nothing is said where there is neither."""
    path, asked = f"/stab/v/{evening.code}", "Har vi forstått dere?"

    async def item() -> str:
        page = (await staff_web.get(path)).text
        found = re.search(r'<ul class="checks ready">.*?</ul>', page, re.DOTALL)
        assert found
        rows = re.findall(r"<li.*?</li>", found[0], re.DOTALL)
        return next((row for row in rows if asked in row), "")

    assert await item() == ""
    await evening.do(c.PlanStep(Step("svar", Kind.VERIFY, 10), None))
    assert "kjøreplanen har et steg for det, men ingen formulering er lagt fram" in await item()
    assert "/gjenapning" in await item()
    laid = c.ReopenStatements("ABC", 1, (Reopened("tett", 1, "Bygg tett."),))
    await evening.do(laid)
    assert "men" not in await item()
    without = tuple(s for s in evening.room.state.steps if s.kind is not Kind.VERIFY)
    await evening.do(c.LayProgramme(questions(evening.room.state), without))
    assert "men kjøreplanen har ikke noe steg for det" in await item()
    assert "/program" in await item()


def test_the_second_workshop_begins_from_a_verification() -> None:
    """V44: before anything new is asked."""
    for language in ("nb", "nn", "en"):
        kinds = [step.kind for step in programme("verify", language)[1]]
        assert kinds.index(Kind.VERIFY) < kinds.index(Kind.WRITE)
