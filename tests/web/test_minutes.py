"""From the secretary's fields to the published minutes, and what everybody then reads."""

import json
import re
from dataclasses import asdict

import pytest

from app.core import commands as c
from app.core.composing import compose
from app.core.edits import StatementEdit, Understood
from app.core.frozen import digest, from_json
from app.core.planning import PlanProcess
from app.core.receipts import fingerprint
from app.core.redaction import why_gone
from app.core.things import Reason
from app.core.verification import reopening
from app.publish.issue import Issue
from app.secretary import attendees
from app.store import documents, processes
from app.web.details import FIELDS
from tests.core.given import accounted
from tests.publish.documents import render
from tests.web.conftest import LEADER, NOTES, Evening, House, Web, plan_evening
from tests.web.hiding import hide


def hidden(page: str, name: str) -> str:
    found = re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', page)
    return str(found[-1]) if found else ""


async def publish(web: Web, evening: Evening, **fields: str) -> int:
    path = f"/stab/v/{evening.code}/motebok"
    page = (await web.get(path)).text
    form = {name: hidden(page, name) for name in ("csrf", "draft")} | {"confirmed": "yes"}
    return (await web.send_form(f"{path}/publiser", {**form, **fields})).status_code


async def record(web: Web, evening: Evening, **fields: str) -> str:
    path = f"/stab/v/{evening.code}/motebok"
    page = (await web.get(path)).text
    form = {"csrf": hidden(page, "csrf"), "seen": hidden(page, "seen"), **fields}
    answer = await web.send_form(f"{path}/opplysninger", form)
    return answer.text if answer.status_code != 303 else ""


async def test_fields_are_stored_and_come_back(staff_web: Web, evening: Evening) -> None:
    typed = {name: f"{name} <i>«å»</i>" for name in FIELDS} | {"recording_answer": "refused"}
    assert await record(staff_web, evening, **typed) == ""
    assert asdict(evening.room.state.details) == {**typed, "evaluation": False}
    page = (await staff_web.get(f"/stab/v/{evening.code}/motebok")).text
    assert "chair &lt;i&gt;«å»&lt;/i&gt;" in page


async def test_a_field_that_is_too_long_loses_nothing(staff_web: Web, evening: Evening) -> None:
    page = await record(staff_web, evening, chair="Anne", remarks="a" * 4_001)
    assert 'value="Anne"' in page
    assert "a" * 4_001 in page
    assert 'id="remarks-error"' in page
    assert evening.room.state.details.chair == ""


async def test_who_comes_last_is_right_and_sees_what_stood_there(
    staff_web: Web, evening: Evening
) -> None:
    path = f"/stab/v/{evening.code}/motebok"
    page = (await staff_web.get(path)).text
    stale = {"csrf": hidden(page, "csrf"), "seen": hidden(page, "seen"), "chair": "Anne"}
    await record(staff_web, evening, chair="Bo Sør", minute_taker="Siri")
    answer = await staff_web.send_form(f"{path}/opplysninger", stale)
    assert answer.status_code == 200
    assert "Bo Sør" in answer.text
    assert "Siri" in answer.text
    assert evening.room.state.details.chair == "Anne"


async def test_nothing_is_public_before_it_is_published(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    for ended in (False, True):
        if ended:
            await evening.hold()
        page = await web.get(f"/v/{evening.code}")
        assert page.status_code == 200
        assert ("Hvor skal vi vokse?" in page.text) == ended, "the agenda, once it is announced"
        assert "banen" not in page.text
        assert (await web.get(f"/v/{evening.code}.json")).status_code == 404
    draft = (await staff_web.get(f"/stab/v/{evening.code}/motebok")).text
    assert "Tett ved banen" in draft
    assert "banen" not in (await web.get("/")).text


async def test_a_draft_during_the_meeting_holds_no_note(staff_web: Web, evening: Evening) -> None:
    await evening.do(c.OpenStep("skriv"))
    command = c.KeepNote("a" * 32, "q", "hemmelig ennå", "k" * 64)
    await evening.room.do(command, c.Tablet("a" * 32, 1))
    assert "hemmelig" not in (await staff_web.get(f"/stab/v/{evening.code}/motebok")).text
    draft = digest(compose(evening.room.state, attendees(evening.members)))
    assert await publish(staff_web, evening, draft=draft) == 409
    assert evening.room.state.published == ()


async def test_what_is_published_is_the_stored_tree(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    await evening.hold()
    await record(staff_web, evening, chair="Anne Nord")
    assert await publish(staff_web, evening) == 303
    (kept,) = documents.versions(house.engine, evening.room.id)
    minutes = from_json(kept.body)
    assert digest(minutes) == kept.digest == evening.room.state.published[0].digest
    told = (await web.get(f"/v/{evening.code}.json")).json()
    assert told["minutes"] == json.loads(kept.body)
    assert (told["version"], told["digest"]) == (1, kept.digest)
    page = (await web.get(f"/v/{evening.code}")).text
    assert render(minutes, "nb", Issue(1, 1, kept.at, kept.digest)) in page
    # What happens afterwards changes nothing of it.
    await evening.room.do(c.RecordDetails(evening.room.state.details), LEADER)
    await record(staff_web, evening, chair="En annen")
    assert (await web.get(f"/v/{evening.code}")).text == page


async def test_what_people_wrote_is_shown_as_words(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    await evening.hold()
    await publish(staff_web, evening)
    page = (await web.get(f"/v/{evening.code}")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert all(text in page for text in NOTES if "<" not in text)


async def test_no_table_party_or_name_stands_with_a_note(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    await evening.hold()
    await publish(staff_web, evening)
    (case,) = (await web.get(f"/v/{evening.code}.json")).json()["minutes"]["cases"]
    assert {key for note in case["notes"] for key in note} == {
        "id", "text", "lifted", "shared", "fingerprint", "hidden",
    }  # fmt: skip
    marks = [note["fingerprint"] for note in case["notes"]]
    assert marks == sorted(marks), "and nothing of it is in their order"


@pytest.mark.parametrize("fields", [{"confirmed": ""}, {"draft": "eldre"}])
async def test_publishing_asks_to_look_first(
    staff_web: Web, evening: Evening, fields: dict[str, str]
) -> None:
    await evening.hold()
    assert await publish(staff_web, evening, **fields) == 422
    assert evening.room.state.published == ()


async def test_a_correction_is_a_new_version_that_refers_back(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    await evening.hold()
    await publish(staff_web, evening)
    await record(staff_web, evening, minute_taker="Siri Sekretær")
    assert await publish(staff_web, evening) == 422, "a correction says why"
    assert await publish(staff_web, evening, reason="Feil navn") == 303
    first = (await web.get(f"/v/{evening.code}.json?version=1")).json()
    second = (await web.get(f"/v/{evening.code}.json")).json()
    assert (first["version"], second["version"]) == (1, 2)
    assert second["minutes"]["corrects"] == {
        "version": 1, "digest": first["digest"], "reason": "Feil navn",
    }  # fmt: skip
    old = (await web.get(f"/v/{evening.code}?version=1")).text
    assert "Siri" not in old
    assert f'href="/v/{evening.code}"' in old, "an older version points to the newest"
    assert "Siri" in (await web.get(f"/v/{evening.code}")).text
    assert (await web.get(f"/v/{evening.code}?version=3")).status_code == 404


async def test_a_document_that_was_not_stored_is_stored_by_publishing_again(
    staff_web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await evening.hold()

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("app.store.documents.publish", full)
        assert await publish(staff_web, evening) == 500
    assert len(evening.room.state.published) == 1
    assert await publish(staff_web, evening) == 303
    assert len(evening.room.state.published) == 1
    (kept,) = documents.versions(house.engine, evening.room.id)
    assert kept.digest == evening.room.state.published[0].digest


async def test_a_reader_who_has_it_already_is_sent_nothing(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    await evening.hold()
    await publish(staff_web, evening)
    for path in (f"/v/{evening.code}", f"/v/{evening.code}.json", "/"):
        first = await web.get(path)
        assert first.headers["cache-control"] == "public, no-cache"
        again = await web.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_english_readers_get_english_labels_others_the_language_of_the_minutes(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    await evening.hold()
    await publish(staff_web, evening)
    assert "No decision was made." in (await web.get(f"/v/{evening.code}?lang=en")).text
    nynorsk = (await web.get(f"/v/{evening.code}?lang=nn")).text
    assert '<html lang="nn"' in nynorsk
    assert '<div lang="nb">' in nynorsk


# ---------------------------------------------------------------- hiding


MARK = fingerprint(f"{0:032x}", NOTES[0])


async def test_a_note_is_hidden_with_a_reason_and_shown_again(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    await evening.hold()
    draft = (await staff_web.get(f"/stab/v/{evening.code}/motebok")).text
    assert f"/stab/v/{evening.code}/sladding?ref={MARK}" in draft
    assert await hide(staff_web, evening, MARK, "name") == 303
    assert why_gone(evening.room.state, f"{0:032x}") is Reason.NAME
    draft = (await staff_web.get(f"/stab/v/{evening.code}/motebok")).text
    assert NOTES[0] not in draft
    await publish(staff_web, evening)
    for address in (f"/v/{evening.code}", f"/v/{evening.code}.json"):
        page = (await web.get(address)).text
        assert NOTES[0] not in page
        assert MARK in page
    assert await hide(staff_web, evening, MARK) == 303
    assert evening.room.state.hidden == {}
    log = (await staff_web.get(f"/stab/v/{evening.code}")).text
    assert re.search(r"Kari Leder</span> <span[^>]*>Skjulte et innspill: noen kan kjennes", log)
    assert re.search(r"Kari Leder</span> <span[^>]*>Viste et skjult innspill igjen", log)
    assert MARK not in log


async def test_a_note_is_hidden_where_it_came_along_with_a_reopened_statement(
    staff_web: Web, house: House
) -> None:
    """V54: in the later workshops of the series too, and shown again there."""
    kept = processes.create(house.engine, PlanProcess(title="Samfunnsdelen"), "Kari", 0)
    first, second, third = [await plan_evening(house, process=kept.id) for _ in range(3)]
    await first.hold()
    await second.do(c.ReopenStatements(first.code, 1, reopening(first.room.state)))
    assert await hide(staff_web, first, MARK, "name") == 303
    note = f"{0:032x}"
    for evening, reason in ((first, Reason.NAME), (second, Reason.NAME), (third, None)):
        assert why_gone(evening.room.state, note) == reason
    assert await hide(staff_web, first, MARK) == 303
    assert first.room.state.hidden == second.room.state.hidden == {}


async def test_published_minutes_that_still_hold_hidden_words_are_told_of(
    staff_web: Web, web: Web, house: House
) -> None:
    """V54, V148: here and in the other workshops of the series, until that version is withdrawn."""
    kept = processes.create(house.engine, PlanProcess(title="Samfunnsdelen"), "Kari", 0)
    first, second = [await plan_evening(house, process=kept.id) for _ in range(2)]
    await first.hold()
    await publish(staff_web, first)
    await second.do(c.ReopenStatements(first.code, 1, reopening(first.room.state)), c.EndWorkshop())
    assert await publish(staff_web, second) == 303
    assert NOTES[0] in (await web.get(f"/v/{second.code}.json")).text

    async def told(evening: Evening) -> list[str]:
        page = (await staff_web.get(f"/stab/v/{evening.code}/sladding")).text
        draft = (await staff_web.get(f"/stab/v/{evening.code}/motebok")).text
        found = re.findall(r"versjon ([\d, ]+)\. <a[^>]*/v/(\w+)/motebok#publish", page)
        assert bool(found) == ("kan fortsatt leses i det som er publisert" in draft)
        return [f"{code} {versions}" for versions, code in found]

    assert [await told(first), await told(second)] == [[], []]
    assert await hide(staff_web, first, MARK, "name") == 303
    one, two = f"{first.code} 1", f"{second.code} 1"
    assert [await told(first), await told(second)] == [[one, two], [two, one]]
    assert await publish(staff_web, second, reason="Et navn") == 303
    assert NOTES[0] not in (await web.get(f"/v/{second.code}.json")).text
    assert [await told(first), await told(second)] == [[one, two], [two, one]]
    page = (await staff_web.get(f"/stab/v/{second.code}/motebok")).text
    form = {"csrf": hidden(page, "csrf"), "version": "1", "why": "Et navn"}
    answer = await staff_web.send_form(f"/stab/v/{second.code}/motebok/trekk", form)
    assert answer.status_code == 303
    assert [await told(first), await told(second)] == [[one], [one]]


async def test_what_has_no_end_is_named_where_it_stands_in_the_way(
    staff_web: Web, evening: Evening
) -> None:
    """Y11: with the way to the workbench; and what was published stands."""
    await evening.hold(account=False)
    path = f"/stab/v/{evening.code}/motebok"
    page = (await staff_web.get(path)).text.split('id="publish"')[1]
    assert "før det er gjort rede for 4 innspill" in page
    assert page.count(NOTES[0]) == 1
    assert f"/stab/v/{evening.code}/arbeidsbenk" in page
    assert await publish(staff_web, evening) == 409
    await evening.do(c.EditSynthesis(accounted(evening.room.state)))
    assert "før det er gjort rede for" not in (await staff_web.get(path)).text
    assert await publish(staff_web, evening) == 303
    await evening.do(c.TakeBackEdit(1))
    page = (await staff_web.get(path)).text
    assert "Den versjonen står som den er" in page
    assert await publish(staff_web, evening, reason="Feil") == 409


async def test_a_synthesis_that_was_changed_since_is_to_be_published_anew(
    staff_web: Web, evening: Evening
) -> None:
    """Y11: on the page of the workshop, and where it is done; not once it is."""
    await evening.hold()
    told = "Oppsummeringen er endret etter at versjon 1 ble publisert"

    async def says() -> list[bool]:
        paths = (f"/stab/v/{evening.code}", f"/stab/v/{evening.code}/motebok")
        return [told in (await staff_web.get(path)).text for path in paths]

    assert await says() == [False, False]
    assert await publish(staff_web, evening) == 303
    assert await says() == [False, False]
    more = StatementEdit("mer", None, Understood("Ikke bygge på jordene."))
    await evening.do(c.EditSynthesis((more,)))
    assert await says() == [True, True]
    assert await publish(staff_web, evening, reason="Et utsagn til") == 303
    assert await says() == [False, False]


async def test_the_page_for_ones_own_notes_needs_no_cookie_and_says_why_it_needs_a_script(
    web: Web,
) -> None:
    page = await web.get("/mine")
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert "trenger JavaScript" in page.text.split("<noscript>")[1].split("</noscript>")[0]
    assert 'id="catalog">{"language": "nb"' in page.text


async def test_anybody_may_read_what_the_administration_did(
    staff_web: Web, web: Web, evening: Evening
) -> None:
    """And nothing of what the councillors did is in it."""
    await evening.hold()
    await evening.do(c.HideNote(f"{0:032x}", Reason.INSULT))
    page = await web.get(f"/v/{evening.code}/logg")
    assert page.status_code == 200
    for words in ("Åpnet «", "Skjulte et innspill: det er en fornærmelse", "Avsluttet verkstedet"):
        assert words in page.text
    assert LEADER.name in page.text
    assert not any(text in page.text for text in NOTES)
    assert f"/v/{evening.code}/logg" in (await web.get(f"/v/{evening.code}")).text
    assert (await web.get("/v/nix/logg")).status_code == 404
