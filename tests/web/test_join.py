"""The way in for councillors: the code, the screens, and the plain form."""

import json
import re
from typing import Any

import pytest

from app.core import commands as c
from app.core.edits import Reopened
from app.core.things import Kind, Step
from app.core.words import NOTE_LIMIT
from tests.web.conftest import LEADER, Evening, House, Web, plan_evening


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def data(page: str, block: str) -> dict[str, Any]:
    found = re.search(rf'<script type="application/json" id="{block}">(.*?)</script>', page)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


@pytest.mark.parametrize("shape", ["{}", "{} ", "{:.4}-{}", "{:.4} {}"])
async def test_a_typed_code_is_forgiven_its_case_spaces_and_dashes(
    web: Web, evening: Evening, shape: str
) -> None:
    code = evening.codes[1]
    typed = shape.replace("{}", code[4:]).format(code) if "4" in shape else shape.format(code)
    answer = await web.get("/b", params={"code": typed.lower()})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/b/{code}")


MARK = "mašiidna jorgalan"


@pytest.mark.parametrize("where", ["/b", "/b/{code}/enkelt", "/mine", "/v/{plan}", "/vern"])
async def test_a_councillor_s_pages_in_northern_sami_are_marked_as_made_by_machine(
    web: Web, evening: Evening, where: str
) -> None:
    """V383."""
    path = where.format(code=evening.codes[1], plan=evening.code)
    for language in ("se", "nb"):
        page = (await web.get(path, params={"lang": language})).text
        assert f'<html lang="{language}"' in page
        read, _, _ = page.partition('<script type="application/json"')
        assert (MARK in read) is (language == "se")


async def test_a_tablet_has_northern_sami_from_the_start_where_it_is_asked_for(
    web: Web, evening: Evening
) -> None:
    """V383."""
    wanted = {"Accept-Language": "se, nb;q=0.8"}
    page = (await web.get(f"/b/{evening.codes[1]}", headers=wanted)).text
    assert '<html lang="se"' in page
    catalog = data(page, "catalog")
    assert catalog["language"] == "se"
    assert catalog["messages"]["Send the note"] == "Sádde árvalusa"


async def test_a_wrong_code_keeps_what_was_typed(web: Web) -> None:
    for answer in (await web.get("/b?code=%22%3Eab"), await web.get("/b/%22%3Eab")):
        assert answer.status_code == 404
        assert 'value="&#34;&gt;ab"' in answer.text
        assert 'aria-invalid="true"' in answer.text


async def test_the_projectors_code_leads_to_the_projector(web: Web, evening: Evening) -> None:
    code = evening.codes[None]
    answer = await web.get(f"/b?code={code}")
    assert answer.headers["location"] == f"/skjerm/{code}"
    assert (await web.get(f"/b/{code}")).status_code == 404
    assert (await web.get(f"/skjerm/{evening.codes[1]}")).status_code == 404


async def test_a_tablets_screen_before_and_after_the_end(web: Web, evening: Evening) -> None:
    path = f"/b/{evening.codes[1].lower()}"
    for _ in range(2):
        page = await web.get(path)
        assert page.status_code == 200
        assert f'<body data-screen="tablet" data-code="{evening.codes[1]}">' in page.text
        names = [] if evening.room.state.ended else ["Anne", "Bo", "Cato"]
        told = {"workshop": evening.code, "mine": "http://test/mine", "names": names}
        assert data(page.text, "page") == told
        assert evening.room.id not in page.text
        script = re.search(r'<script type="module" src="([^"]+)"', page.text)
        assert script
        assert (await web.get(script[1])).headers["cache-control"].endswith("immutable")
        assert data(page.text, "catalog")["language"] == "nb"
        await evening.do(c.EndWorkshop())


async def test_the_projector_carries_the_address_and_its_qr(web: Web, evening: Evening) -> None:
    page = await web.get(f"/skjerm/{evening.codes[None]}")
    join = data(page.text, "join")
    assert join["address"] == "http://test/b"
    assert join["qr"].startswith("<svg")
    assert "style" not in join["qr"]


# ---------------------------------------------------------------- without JavaScript


async def test_a_note_sent_twice_is_one_note(web: Web, evening: Evening) -> None:
    await evening.do(c.OpenStep("skriv"))
    path = f"/b/{evening.codes[1]}/enkelt"
    form = {**fields((await web.get(path)).text), "text": "Tett ved banen"}
    for _ in range(2):
        answer = await web.send_form(path, form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?stored=1")
    assert [n.text for n in evening.room.state.notes_on("q").values()] == ["Tett ved banen"]
    assert 'role="status"' in (await web.get(f"{path}?stored=1")).text


async def test_two_forms_are_two_notes_that_share_nothing(web: Web, evening: Evening) -> None:
    await evening.do(c.OpenStep("skriv"))
    path = f"/b/{evening.codes[1]}/enkelt"
    for text in ("en", "to"):
        await web.send_form(path, {**fields((await web.get(path)).text), "text": text})
    one, two = evening.room.state.notes_on("q").values()
    assert one.id != two.id
    assert one.key != two.key


@pytest.mark.parametrize("text", ["", "a" * (NOTE_LIMIT + 1)])
async def test_a_refused_note_is_said_in_words_and_kept(
    web: Web, evening: Evening, text: str
) -> None:
    await evening.do(c.OpenStep("skriv"))
    path = f"/b/{evening.codes[1]}/enkelt"
    form = fields((await web.get(path)).text)
    answer = await web.send_form(path, {**form, "text": text})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert f"\n{text}</textarea>" in answer.text
    assert fields(answer.text) == form, "the same note, so that the next try is no second one"


async def test_what_was_typed_when_the_step_closed_is_still_there(
    web: Web, evening: Evening
) -> None:
    await evening.do(c.OpenStep("skriv"))
    path = f"/b/{evening.codes[1]}/enkelt"
    form = {**fields((await web.get(path)).text), "text": "<b>nesten</b> ferdig"}
    await evening.do(c.CloseStep("skriv"))
    answer = await web.send_form(path, form)
    assert answer.status_code == 409
    assert "&lt;b&gt;nesten&lt;/b&gt; ferdig" in answer.text
    assert not evening.room.state.notes_on("q")
    assert "<textarea" not in (await web.get(path)).text


async def test_a_correction_can_be_written_without_a_script(web: Web, evening: Evening) -> None:
    """V31: about one of the statements, and the choice is kept with the words."""
    step = Step("svar", Kind.VERIFY, 5)
    laid = (Reopened("buss", 1, "Dere vil ha <i>busser</i>."), Reopened("tog", 1, "Og tog."))
    await evening.do(c.PlanStep(step, "skriv"), c.ReopenStatements("ABC234", 1, laid))
    path = f"/b/{evening.codes[1]}/enkelt"
    assert "<textarea" not in (await web.get(path)).text
    await evening.do(c.OpenStep("svar"))
    page = (await web.get(path)).text
    assert "Dere vil ha &lt;i&gt;busser&lt;/i&gt;." in page
    assert re.findall(r'name="question"[^>]* value="([^"]*)"', page) == [
        *("buss.correction", "tog.correction", "whole.correction")
    ]
    form = {**fields(page), "question": "tog.correction"}
    refused = await web.send_form(path, {**form, "text": ""})
    assert re.findall(r'value="([^"]*)" required checked', refused.text) == ["tog.correction"]
    answer = await web.send_form(path, {**form, "text": "Og trikk"})
    assert answer.status_code == 303
    [kept] = evening.room.state.notes_on("tog.correction").values()
    assert (kept.text, kept.table) == ("Og trikk", 1)


async def test_nonsense_for_an_id_is_no_note(web: Web, evening: Evening) -> None:
    await evening.do(c.OpenStep("skriv"))
    path = f"/b/{evening.codes[1]}/enkelt"
    form = {"id": "x", "secret": "y" * 32, "question": "q", "text": "hei"}
    assert (await web.send_form(path, form)).status_code == 400


async def test_nobody_leaves_a_cookie_at_a_table_or_on_a_public_page(
    web: Web, staff_web: Web, evening: Evening
) -> None:
    await evening.room.do(c.OpenStep("skriv"), LEADER)
    plain = f"/b/{evening.codes[1]}/enkelt"
    for browser in (web, staff_web):
        form = {**fields((await browser.get(plain)).text), "text": f"hei {id(browser)}"}
        answers = [
            await browser.get(path)
            for path in (
                "/", "/b", "/b?code=x", f"/b/{evening.codes[1]}", plain, "/nix", "/helse", "/vern",
                f"/skjerm/{evening.codes[None]}", f"/v/{evening.code}", "/static/cogwheel.svg",
            )
        ]  # fmt: skip
        answers.append(await browser.send_form(plain, form))
        assert [str(a.url) for a in answers if "set-cookie" in a.headers] == []
        assert [str(a.url) for a in answers if "cookie" in a.headers.get("vary", "").lower()] == []


async def test_at_a_table_that_is_disbanded(web: Web, evening: Evening) -> None:
    """Z5: the way to the others, and notes are taken all the same."""
    await evening.do(c.OpenStep("skriv"))
    path = f"/b/{evening.codes[1]}/enkelt"
    assert "Bord 2" not in (await web.get(path)).text
    await evening.do(c.DisbandTable(1, on=True))
    page = (await web.get(path)).text
    assert f'href="/b/{evening.codes[2]}/enkelt">Bord 2' in page
    await web.send_form(path, fields(page) | {"text": "På vei til et annet bord"})
    (kept,) = evening.room.state.notes_on("q").values()
    assert kept.text == "På vei til et annet bord"


async def test_a_code_from_another_day(house: House, web: Web, evening: Evening) -> None:
    """S2: leads to its own workshop, which is over, and never to this one."""
    today = await plan_evening(house)
    assert not {*evening.codes.values()} & {*today.codes.values()}
    await evening.do(c.EndWorkshop())
    page = await web.get(f"/b/{evening.codes[1]}")
    assert data(page.text, "page")["workshop"] == evening.code
    for path in (f"/b/{evening.codes[1]}/enkelt", f"/b/{today.codes[1]}/enkelt"):
        over = "Verkstedet er over" in (await web.get(path)).text
        assert over == (str(evening.codes[1]) in path)
