"""The page where the staff decide what must not be public."""

import re

import pytest

from app.core import commands as c
from app.core.events import NoteHidden
from app.core.receipts import fingerprint
from app.core.rules import Code, Refused, hashed
from app.core.things import MASK, Reason
from tests.core.given import accounted
from tests.web.conftest import Evening, House, Web
from tests.web.hiding import BASIS, begun, hide, redact
from tests.web.test_minutes import publish

WORDS = (
    "Anne Prøvesen lovte dette, ring 91 23 45 67",
    "Flere busser til Bo Eksempel",
    "Ordføreren <b>Anne</b> og Anne Prøvesen må svare",
    "Ingen navn her",
)
IDS = [f"{number:032x}" for number in range(len(WORDS))]
MARKS = [fingerprint(*each) for each in zip(IDS, WORDS, strict=True)]
WHY = {"reason": "name", "basis": BASIS}


@pytest.fixture
async def held(evening: Evening) -> Evening:
    """Over, with names and a number in what was written."""
    await evening.do(c.OpenStep("skriv"))
    for id_, text in zip(IDS, WORDS, strict=True):
        await evening.room.do(c.KeepNote(id_, "q", text, hashed("k")), c.Tablet("a" * 32, 1))
    await evening.do(c.EndWorkshop(), c.EditSynthesis(()))
    await evening.do(c.EditSynthesis(accounted(evening.room.state)))
    return evening


async def look(web: Web, evening: Evening, query: str = "") -> str:
    return (await web.get(f"/stab/v/{evening.code}/sladding{query}")).text


def to_decide(page: str) -> int:
    found = re.search(r"Skal avgjøres(?: \((\d+)\))?</h2>", page)
    assert found
    return int(found[1] or 0)


def marked(page: str, article: str = "o-1") -> dict[str, bool]:
    """What was found, and whether its box is on."""
    form = page.partition(f'id="{article}"')[2].partition("</form>")[0]
    found = re.findall(r'name="span-(\d+-\d+)" value="yes"( checked)?', form)
    return {span: bool(on) for span, on in found}


async def test_what_was_found_is_decided_on_one_by_one(staff_web: Web, held: Evening) -> None:
    """V145: until nothing is left, which the minutes' own page says; and never again."""
    spans = {"span-0-13": "yes", "span-32-43": "yes"}
    page = await look(staff_web, held)
    assert to_decide(page) == 3
    assert "Ingen navn her" not in page
    draft = f"/stab/v/{held.code}/motebok"
    todo = "Navn og annet som ble funnet, er vurdert</a> – <b>gjenstår</b>"
    assert todo in (await staff_web.get(draft)).text
    assert (await redact(staff_web, held, MARKS[0], "words", **spans, **WHY)).status_code == 303
    assert (await redact(staff_web, held, MARKS[1], "leave")).status_code == 303
    assert (await redact(staff_web, held, MARKS[2], "whole", **WHY)).status_code == 303
    state = held.room.state
    assert state.hidden == {
        IDS[0]: NoteHidden(IDS[0], Reason.NAME, BASIS, ((0, 13), (32, 43))),
        IDS[2]: NoteHidden(IDS[2], Reason.NAME, BASIS),
    }
    assert state.left.keys() == {IDS[1]}
    assert to_decide(await look(staff_web, held)) == 0
    assert todo not in (await staff_web.get(draft)).text


async def test_what_is_not_marked_is_left(staff_web: Web, held: Evening) -> None:
    """V145."""
    page = await look(staff_web, held, f"?ref={MARKS[0]}")
    assert marked(page, "c-1") == {"0-13": True, "32-43": True}
    answer = await redact(staff_web, held, MARKS[0], "words", **{"span-32-43": "yes"}, **WHY)
    assert answer.status_code == 303
    assert held.room.state.left[IDS[0]] == {(0, 13)}
    assert to_decide(await look(staff_web, held)) == 2
    page = await look(staff_web, held, f"?ref={MARKS[0]}")
    assert marked(page, "c-1") == {"0-13": False, "32-43": True}
    assert "ring <s" in page


async def test_any_words_of_any_contribution(staff_web: Web, web: Web, held: Evening) -> None:
    """V146: found by a search; every place where they stand is hidden, and their own markup is
    never ours."""
    path = f"/stab/v/{held.code}/sladding"
    csrf = begun(await look(staff_web, held), "o-1")["csrf"]
    answer = await staff_web.send_form(path, {"csrf": csrf, "do": "find", "q": "ORDFØREREN"})
    assert answer.status_code == 200, "no address has the words"
    page = answer.text
    assert page.count("&lt;b&gt;") == 1
    form = {**begun(page), "do": "words", "exact": "Anne\n<b>", **WHY, "q": "ORDFØREREN"}
    answer = await staff_web.send_form(path, form)
    assert (answer.status_code, "Lagret." in answer.text) == (200, True)
    hidden = held.room.state.hidden[IDS[2]]
    assert [WORDS[2][at:end] for at, end in hidden.spans] == ["<b>Anne", "Anne"]
    assert await publish(staff_web, held) == 303
    said = (await web.get(f"/v/{held.code}.json")).json()["minutes"]["cases"][0]["notes"]
    told = next(one for one in said if one["fingerprint"] == MARKS[2])
    assert told["text"] == f"Ordføreren {MASK}</b> og {MASK} Prøvesen må svare"
    page = await look(staff_web, held, f"?ref={MARKS[2]}")
    assert "Anne\n&lt;b&gt;Anne" in page or "&lt;b&gt;Anne\nAnne" in page


@pytest.mark.parametrize(
    ("do", "fields", "told"),
    [
        ("words", {"exact": "Kari", **WHY}, "«Kari» står ikke der, slik du skrev det."),
        ("words", {"exact": "  \n ", **WHY}, "Merk ordene som skal skjules"),
        ("whole", {"basis": BASIS}, "Velg hvorfor ordene skjules."),
        ("whole", {"reason": "opinion", "basis": BASIS}, "Velg hvorfor ordene skjules."),
        ("words", {"exact": "navn", "reason": "name"}, "Oppgi hjemmelen"),
        ("words", {"exact": "navn", "reason": "name", "other": "§" * 301}, "For langt: høyst 300"),
    ],
)
async def test_an_error_is_told_and_loses_nothing(
    staff_web: Web, held: Evening, do: str, fields: dict[str, str], told: str
) -> None:
    """V146."""
    answer = await redact(staff_web, held, MARKS[3], do, **fields)
    assert answer.status_code == 422
    assert told in answer.text
    form = answer.text.partition('id="sent"')[2].partition("</form>")[0]
    assert "<details open>" in form
    assert fields.get("exact", "").strip() in form
    assert fields.get("other", "") in form
    assert held.room.state.hidden == {}


async def test_nobody_undoes_what_somebody_else_decided_meanwhile(
    staff_web: Web, held: Evening
) -> None:
    """V146: and sees it as it stands now."""
    path = f"/stab/v/{held.code}/sladding"
    mine = begun(await look(staff_web, held, f"?ref={MARKS[1]}"))
    assert await hide(staff_web, held, MARKS[1], "insult") == 303
    answer = await staff_web.send_form(path, {**mine, "do": "leave"})
    assert answer.status_code == 422
    assert "Noen andre har tatt stilling til dette" in answer.text
    assert "Alle ordene er skjult:" in answer.text
    assert held.room.state.hidden[IDS[1]].reason is Reason.INSULT
    again = begun(answer.text, "sent")
    assert (await staff_web.send_form(path, {**again, "do": "leave"})).status_code == 303
    assert held.room.state.hidden == {}


async def test_what_was_hidden_in_the_hall_waits_for_a_provision(
    staff_web: Web, held: Evening
) -> None:
    """V145: with its reason in place."""
    await held.do(c.HideNote(IDS[3], Reason.INSULT))
    page = await look(staff_web, held)
    assert to_decide(page) == 4
    assert "Hjemmelen er ikke oppgitt ennå." in page
    await redact(staff_web, held, MARKS[3], "whole", reason="insult", other="spilleregler § 2")
    assert held.room.state.hidden[IDS[3]].basis == "spilleregler § 2"
    assert to_decide(await look(staff_web, held)) == 3
    assert "selected>spilleregler § 2" in await look(staff_web, held, f"?ref={MARKS[3]}")


async def test_the_log_tells_nothing_of_the_words(web: Web, staff_web: Web, held: Evening) -> None:
    """V147: one name or two, long or short, the log is the same to the letter."""
    logs = []
    for span in ("0-13", "32-43"):
        await redact(staff_web, held, MARKS[0], "words", **{f"span-{span}": "yes"}, **WHY)
        logs.append((await web.get(f"/v/{held.code}/logg")).text)
    assert f"Skjulte ord i et innspill: noen kan kjennes igjen ({BASIS})" in logs[0]
    assert "Vurderte det som ble funnet i et innspill, og lot det stå" in logs[0]
    main = logs[1].partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"Anne|Prøvesen|91 23|0000", main)
    acts = [re.findall(r"Kari Leder</span> <span[^>]*>([^<]+)", log)[:2] for log in logs]
    assert acts[0] == acts[1]


async def test_the_page_before_the_end_and_for_others(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V146: nothing to weigh while the hall writes; and only the staff come in."""
    await evening.do(c.OpenStep("skriv"))
    page = await look(staff_web, evening)
    assert "Når verkstedet er avsluttet" in page
    assert (await web.get(f"/stab/v/{evening.code}/sladding")).status_code == 303
    sent = {**begun(page, "main"), "piece": "f" * 32, "do": "leave"}
    path = f"/stab/v/{evening.code}/sladding"
    assert (await staff_web.send_form(path, sent)).status_code == 403
    assert (await web.send_form(path, sent)).status_code != 303


async def test_what_a_workshop_of_the_series_refuses_is_told_and_nothing_is_lost(
    staff_web: Web, held: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V146: never an error without words."""

    async def refused(*asked: object) -> None:
        raise Refused(Code.NOT_ENDED)

    monkeypatch.setattr("app.secretary.hide", refused)
    answer = await redact(staff_web, held, MARKS[2], "whole", **WHY)
    assert answer.status_code == 409
    assert "Prøv en gang til." in answer.text
    assert BASIS in answer.text
