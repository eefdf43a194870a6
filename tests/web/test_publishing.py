"""From a draft to minutes that stand: remarks, consent, publishing at once, withdrawal, and what is
different between two versions."""

import asyncio
import json
import re
import threading
from dataclasses import replace

import pytest

from app.core import commands as c
from app.core.things import Reason
from app.publish.forms import html
from app.store import documents, municipality, remarks, staff, workshops
from app.store.search import public as searchable
from tests.web.conftest import NOTES, PASSWORD, Evening, House, Web
from tests.web.test_minutes import hidden, publish, record

PER = "per"


def page_of(evening: Evening) -> str:
    return f"/stab/v/{evening.code}/motebok"


async def send(web: Web, evening: Evening, action: str, **fields: str) -> tuple[int, str]:
    """A form of the secretary's page, with what the page itself fills in."""
    page = (await web.get(page_of(evening))).text
    form = {name: hidden(page, name) for name in ("csrf", "draft", "after")}
    answer = await web.send_form(f"{page_of(evening)}/{action}", {**form, **fields})
    return answer.status_code, answer.text


async def colleague(house: House) -> Web:
    """Somebody else of the staff, at their own machine."""
    staff.set_user(house.engine, PER, "Per Sekretær", PASSWORD)
    web = house.web()
    assert (await web.log_in(PER)).status_code == 303
    return web


async def shared(staff_web: Web, evening: Evening) -> str:
    assert (await send(staff_web, evening, "utkast", on="yes"))[0] == 303
    page = (await staff_web.get(page_of(evening))).text
    found = re.search(r'href="http://test(/utkast/\w+)"', page)
    assert found is not None
    return found[1]


async def remark(web: Web, path: str, **fields: str) -> tuple[int, str]:
    page = (await web.get(path)).text
    form = {"id": hidden(page, "id"), "name": "Anne Nord", "about": "", "text": "Bordet sa mer."}
    answer = await web.send_form(path, {**form, **fields})
    return answer.status_code, answer.text


# ---------------------------------------------------------------- the draft, and remarks to it


async def test_a_draft_is_read_by_those_who_have_its_address(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    """V130: and by nobody once the minutes are out; nothing leads to it."""
    assert (await send(staff_web, evening, "utkast", on="yes"))[0] == 409, "not before the end"
    await evening.hold()
    path = await shared(staff_web, evening)
    answer = await web.get(path)
    assert "Tett ved banen" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    token = path.rpartition("/")[2]
    for public in ("/", f"/v/{evening.code}", f"/v/{evening.code}/logg", "/sok?q=Tett"):
        assert token not in (await web.get(public)).text
    assert "delte utkastet" in (await web.get(f"/v/{evening.code}/logg")).text.lower()
    assert (await web.get(f"/utkast/{'A' * 26}")).status_code == 404
    assert (await web.get(f"/utkast/{evening.codes[1]}")).status_code == 404
    assert (await web.get(f"/b/{token}")).status_code == 404, "no way into the hall"
    await publish(staff_web, evening)
    answer = await web.get(path)
    assert answer.status_code == 410
    assert "Tett ved banen" not in answer.text
    assert f"/v/{evening.code}" in answer.text


async def test_an_ended_sharing_is_dead_and_a_new_one_has_another_address(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V130: what is typed meanwhile is not lost."""
    await evening.hold()
    path = await shared(staff_web, evening)
    typed = {"id": "a" * 32, "name": "Anne", "about": "", "text": "Bordet sa mer enn dette."}
    await send(staff_web, evening, "utkast", on="no")
    answer = await web.send_form(path, typed)
    assert answer.status_code == 410
    assert typed["text"] in answer.text
    assert remarks.remarks(house.engine, evening.room.id) == []
    again = await shared(staff_web, evening)
    assert again != path
    assert [(await web.get(each)).status_code for each in (path, again)] == [404, 200]


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"text": " "}, {"name": "N" * 81}, {"text": "x" * 4_001}]
)
async def test_a_remark_that_cannot_be_kept_is_not_lost(
    staff_web: Web, web: Web, house: House, evening: Evening, typed: dict[str, str]
) -> None:
    """V131."""
    await evening.hold()
    path = await shared(staff_web, evening)
    status, page = await remark(web, path, **{"text": "Et <b>ord</b>", **typed})
    assert status == 422
    assert 'aria-invalid="true"' in page
    assert typed.get("text", "Et &lt;b&gt;ord&lt;/b&gt;") in page
    assert typed.get("name", "Anne Nord") in page
    assert remarks.remarks(house.engine, evening.room.id) == []


async def test_a_remark_is_answered_and_taken_into_the_minutes(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V131: those that the secretary takes in, and no others."""
    await evening.hold()
    path = await shared(staff_web, evening)
    about = re.findall(r"<option[^>]*>([^<]*: Hvor skal[^<]*)</option>", (await web.get(path)).text)
    assert about, "the cases can be chosen"
    for text in ("Bord 2 sa «aldri» <script>", "Dette er feil"):
        form = {"id": "a" * 32, "name": "Anne Nord", "about": about[0], "text": text}
        for _twice in range(2):
            assert (await web.send_form(path, form)).status_code == 303
    one, other = remarks.remarks(house.engine, evening.room.id)
    answers = {one.id: ("yes", "Rettet.", "yes"), other.id: ("no", "Lydopptak finnes ikke.", "")}
    for each in (one, other):
        seen = re.findall(
            rf'value="{each.id}">\s*<input type="hidden" name="seen" value="(\w+)"',
            (await staff_web.get(page_of(evening))).text,
        )
        taken, answer, wanted = answers[each.id]
        fields = {"taken": taken, "answer": answer, "in_minutes": wanted}
        told = {"remark": each.id, "seen": seen[0], **fields}
        assert (await send(staff_web, evening, "merknad", **told))[0] == 303
        status, page = await send(staff_web, evening, "merknad", **{**told, "answer": "Annet svar"})
        assert status == 409, "somebody answered since"
        assert "Annet svar" in page
    page = (await web.get(path)).text
    assert "Rettet." in page
    assert "Lydopptak finnes ikke." in page
    await publish(staff_web, evening)
    minutes = (await web.get(f"/v/{evening.code}.json")).json()["minutes"]
    assert minutes["draft_remarks"] == [
        {"name": "Anne Nord", "text": one.text, "answer": "Rettet.", "taken": True,
         "about": about[0]}
    ]  # fmt: skip
    assert "Dette er feil" not in (await web.get(f"/v/{evening.code}")).text
    log = (await web.get(f"/v/{evening.code}/logg")).text
    assert "Anne" not in log, "the log has no names of councillors"


# ---------------------------------------------------------------- consent and publishing


async def test_two_stand_behind_exactly_what_is_published(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V132: a draft that was changed needs a new consent."""
    staff.set_setting(house.engine, municipality.CONSENTS, "2")
    await evening.hold()
    other = await colleague(house)
    assert await publish(staff_web, evening) == 409
    assert (await send(staff_web, evening, "samtykke"))[0] == 303
    status, page = await send(staff_web, evening, "publiser", confirmed="yes")
    assert status == 409, "one's own consent is no second one"
    assert "Noen andre må samtykke" in page
    assert (await send(other, evening, "samtykke"))[0] == 303
    await record(staff_web, evening, chair="Anne Nord")
    assert await publish(staff_web, evening) == 409, "not the draft that was consented to"
    stale = {"draft": "f" * 64}
    assert (await send(other, evening, "samtykke", **stale))[0] == 422
    assert (await send(other, evening, "samtykke"))[0] == 303
    assert "Per Sekretær" in (await staff_web.get(page_of(evening))).text
    assert await publish(staff_web, evening) == 303
    told = (await web.get(f"/v/{evening.code}.json")).json()
    assert told["minutes"]["consents"] == ["Kari Leder", "Per Sekretær"]
    await other.aclose()


async def test_without_the_setting_one_is_enough(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    """V132."""
    await evening.hold()
    assert await publish(staff_web, evening) == 303
    assert "consents" not in (await web.get(f"/v/{evening.code}.json")).json()["minutes"]


@pytest.mark.parametrize("corrected", [False, True])
async def test_of_two_who_publish_at_once_one_wins(
    staff_web: Web, web: Web, house: House, evening: Evening, corrected: bool
) -> None:
    """V133."""
    await evening.hold()
    other = await colleague(house)
    if corrected:
        await publish(staff_web, evening)
        await record(staff_web, evening, chair="Anne Nord")
    pages = [(await one.get(page_of(evening))).text for one in (staff_web, other)]
    forms = [
        {name: hidden(page, name) for name in ("csrf", "draft", "after")}
        | {"confirmed": "yes", "reason": f"Grunn {no}"}
        for no, page in enumerate(pages)
    ]
    path = f"{page_of(evening)}/publiser"
    answers = await asyncio.gather(
        *(one.send_form(path, form) for one, form in zip((staff_web, other), forms, strict=True))
    )
    codes = [answer.status_code for answer in answers]
    if not corrected:
        assert codes == [303, 303], "it was the same document that both wanted out"
    else:
        assert sorted(codes) == [303, 409]
        told = answers[codes.index(409)].text
        assert "Noen andre publiserte" in told
        assert f"Grunn {codes.index(409)}" in told
    kept = documents.versions(house.engine, evening.room.id)
    assert len(evening.room.state.published) == len(kept) == 1 + corrected
    await other.aclose()


# ---------------------------------------------------------------- withdrawal


async def test_a_withdrawn_version_tells_so_wherever_it_was(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V134, V135."""
    await evening.hold()
    await publish(staff_web, evening)
    await record(staff_web, evening, chair="Anne Nord")
    await publish(staff_web, evening, reason="Møteleder manglet")
    assert (await send(staff_web, evening, "trekk", version="2", why=" "))[0] == 422
    assert (await send(staff_web, evening, "trekk", version="7", why="Feil"))[0] == 404
    why = "Et <navn> sto i et innspill"
    assert (await send(staff_web, evening, "trekk", version="2", why=why))[0] == 303
    status, page = await send(staff_web, evening, "trekk", version="2", why="En annen grunn")
    assert status == 409
    assert "Kari Leder" in page
    row = workshops.find(house.engine, evening.code)
    assert row is not None
    assert row.published == 1
    for path in (f"/v/{evening.code}?version=2", f"/v/{evening.code}/endringer?fra=1&til=2"):
        answer = await web.get(path)
        assert answer.status_code == 410
        assert "Et &lt;navn&gt; sto i et innspill" in answer.text
        assert "Kari Leder" in answer.text
        assert "Tett ved banen" not in answer.text
    told = await web.get(f"/v/{evening.code}.json?version=2")
    assert (told.status_code, told.json()["by"], told.json()["why"]) == (410, "Kari Leder", why)
    now = await web.get(f"/v/{evening.code}.json")
    assert (now.status_code, now.json()["version"]) == (200, 1)
    assert "Anne Nord" not in json.dumps(now.json()["minutes"]["details"])


async def test_where_no_version_stands_the_address_lives_and_the_words_are_gone(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V134, V135: and the next version has the next number."""
    await evening.hold()
    await publish(staff_web, evening)
    assert f"/v/{evening.code}" in (await web.get("/sok?q=banen")).text
    assert searchable(house.engine)
    await send(staff_web, evening, "trekk", version="1", why="Feil møte")
    for path in (f"/v/{evening.code}", f"/v/{evening.code}.json", f"/v/{evening.code}?version=1"):
        answer = await web.get(path)
        assert answer.status_code == 410
        assert "banen" not in answer.text
    assert f"/v/{evening.code}" not in (await web.get("/sok?q=banen")).text
    assert evening.room.id not in searchable(house.engine)
    mine = (await web.get("/mine")).text
    (to_fetch,) = re.findall(r'id="series">(.*?)</script>', mine, flags=re.DOTALL)
    assert evening.code not in to_fetch, "that it was held is public, and no more"
    row = workshops.find(house.engine, evening.code)
    assert row is not None
    assert row.published == 0
    assert await publish(staff_web, evening) == 422, "why is it published again?"
    assert await publish(staff_web, evening, reason="Riktig møte") == 303
    now = (await web.get(f"/v/{evening.code}.json")).json()
    assert (now["version"], now["minutes"]["corrects"]["version"]) == (2, 1)


async def test_a_withdrawal_that_was_not_marked_is_marked_by_asking_again(
    staff_web: Web, web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V134: as the log has it."""
    await evening.hold()
    await publish(staff_web, evening)

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("app.store.documents.withdraw", full)
        assert (await send(staff_web, evening, "trekk", version="1", why="Feil"))[0] == 500
    assert (await send(staff_web, evening, "trekk", version="1", why="Annet"))[0] == 303
    told = (await web.get(f"/v/{evening.code}.json")).json()
    assert (told["error"], told["why"]) == (410, "Feil")


# ---------------------------------------------------------------- differences


async def test_what_is_different_is_told_in_words(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    """V136."""
    await evening.hold()
    await publish(staff_web, evening)
    await record(staff_web, evening, chair="Anne Nord", remarks="Ingen merknader kom inn.")
    await publish(staff_web, evening, reason="Feltene manglet")
    path = f"/v/{evening.code}/endringer"
    page = (await web.get(f"{path}?fra=1&til=2")).text.partition("<main")[2]
    assert "Anne Nord" in page
    assert "Endret: Møteleder" in page
    assert "Feltene manglet" in page
    assert "Tett ved banen" not in page, "what is the same is not repeated"
    assert (await web.get(f"{path}?fra=2&til=1")).text.partition("<main")[2] != ""
    for odd, status in (("fra=1&til=1", 404), ("fra=1&til=9", 404), ("fra=1", 400)):
        assert (await web.get(f"{path}?{odd}")).status_code == status


async def test_an_address_is_one_page_however_it_is_typed(
    staff_web: Web, web: Web, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V136, V152: nobody fills what is kept by writing a number in another way."""
    await evening.hold()
    await publish(staff_web, evening)
    await record(staff_web, evening, chair="Anne Nord")
    await publish(staff_web, evening, reason="Feltene manglet")
    made = []
    render = html.render

    def counted(*asked: object) -> str:
        made.append(asked)
        return render(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(html, "render", counted)
    path = f"/v/{evening.code}"
    for odd in (
        "fra=1&til=2", "fra=01&til=2", "til=2&fra=1", "fra=%2B1&til=2", "fra=1.0&til=2",
        "fra=1&til=2&lang=", "fra=1&til=2&lang=xx", "fra=+1&til=002",
    ):  # fmt: skip
        assert (await web.get(f"{path}/endringer?{odd}")).status_code == 200, odd
    assert (await web.get(f"/v/{evening.code.lower()}/endringer?fra=1&til=2")).status_code == 200
    assert len(made) == 1
    for each in ("?version=1", "?version=001", "?version=1.0", "?version=%2B1&lang="):
        assert (await web.get(f"{path}{each}")).status_code == 200
    assert len(made) == 2
    for each in ("1", "001", "+1"):
        assert (await web.get(f"{path}/versjon/{each}")).status_code == 200
    assert len(made) == 3
    for each in ("?version=2", "/versjon/2", "/endringer?fra=2&til=1", "?version=1&lang=nn"):
        assert (await web.get(f"{path}{each}")).status_code == 200
    assert len(made) == 7, "what is another page is made"


async def test_a_page_does_not_wait_for_versions_that_are_compared(
    staff_web: Web, web: Web, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V136"""
    await evening.hold()
    await publish(staff_web, evening)
    await record(staff_web, evening, chair="Anne Nord")
    await publish(staff_web, evening, reason="Feltene manglet")
    begun, go = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        begun.set()
        go.wait(20)
        raise OSError

    monkeypatch.setattr("app.web.differences.compared", slow)
    path = f"/v/{evening.code}/endringer?fra=1&til=2"
    waiting = asyncio.create_task(web.get(path))
    try:
        await asyncio.to_thread(begun.wait, 20)
        async with asyncio.timeout(20):
            assert (await web.get("/")).status_code == 200
            assert (await web.get(f"/v/{evening.code}")).status_code == 200
        assert not waiting.done()
    finally:
        go.set()
    assert (await waiting).status_code == 500


async def test_hidden_since_is_not_told_by_the_difference(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    """V136: nor is what was hidden and is shown again, of the version that hides it."""
    await evening.hold()
    await publish(staff_web, evening)
    await evening.do(c.HideNote(f"{0:032x}", Reason.NAME))
    await publish(staff_web, evening, reason="Et navn")
    page = (await web.get(f"/v/{evening.code}/endringer?fra=1&til=2")).text
    assert NOTES[0] not in page
    assert "Skjult" in page


async def test_a_correction_keeps_the_words_of_what_it_corrects(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V161: what the municipality worded anew since is in minutes that come after, and does not
    hide the correction."""
    await evening.hold()
    assert await publish(staff_web, evening) == 303
    anew = {"nb": {"no_decision": "Salen vedtok ikke noe denne kvelden."}}
    kept = municipality.load(house.engine)
    municipality.save(house.engine, replace(kept, wording=anew))
    await record(staff_web, evening, chair="Anne Nord")
    assert await publish(staff_web, evening, reason="Møtelederen manglet") == 303
    page = (await web.get(f"/v/{evening.code}")).text
    assert "Anne Nord" in page
    assert "Det ble ikke truffet vedtak." in page
    assert "denne kvelden" not in page
