"""The notice: written, looked at, published, read by everybody, and changed in the open."""

import dataclasses
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import Engine

from app.core import commands as c
from app.core.notice import compose, digest
from app.core.things import Announcement, Ground, Notice, Question
from app.i18n import PUBLIC_LANGUAGES
from app.publish.papers.notice import LABELS
from app.store import files
from tests.core.given import NOTICE
from tests.web.conftest import HOST, Evening, House, Web, plan_evening

BEGINS = int(datetime(2035, 9, 3, 7, 30, tzinfo=UTC).timestamp() * 1000)
PAPERS = {"Utfordringsbildet": "https://vikoya.example/kunnskap"}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


@pytest.fixture
async def coming(evening: Evening) -> Evening:
    """The evening, some years ahead."""
    plan = evening.room.state.plan
    assert plan is not None
    await evening.do(c.PlanWorkshop(replace(plan, starts=BEGINS, ends=BEGINS + 9_000_000)))
    return evening


def fields(page: str) -> dict[str, str]:
    """The form as a browser would send it untouched."""
    found = dict(
        re.findall(r'<input[^>]*? name="([^"]+)" type="(?:text|date|url)" value="([^"]*)"', page)
    )
    found |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page))
    found |= dict.fromkeys(re.findall(r'type="checkbox" id="(\w+)"[^>]* checked', page), "yes")
    chosen = re.search(r'<option value="(\w*)" selected', page)
    found["ground"] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


async def write(web: Web, evening: Evening, **typed: str) -> Any:
    path = f"/stab/v/{evening.code}/kunngjoring"
    page = (await web.get(path)).text
    return await web.send_form(path, {**fields(page), **typed})


async def add(
    web: Web, evening: Evening, file: tuple[str, bytes] | None = None, **typed: str
) -> Any:
    path = f"/stab/v/{evening.code}/kunngjoring/dokumenter"
    page = (await web.get(path)).text
    token = fields(page)["csrf"]
    sent = {"csrf": token, "title": "Utfordringsbildet", **typed}
    name, content = file or ("", b"")
    return await web.post(
        f"{path}/fil", data=sent, files={"file": (name, content)}, headers={"Origin": HOST}
    )


async def announce(evening: Evening, **notice: Any) -> None:
    """Straight through the room: a notice with nothing missing, or with these."""
    await evening.do(
        c.WriteNotice(replace(NOTICE, documents=(), **notice), evening.room.state.notice)
    )
    version = len(evening.room.state.announced) + 1
    await evening.do(c.PublishNotice(version, digest(compose(evening.room.state))))


async def publish(web: Web, evening: Evening, **typed: str) -> Any:
    page = (await web.get(f"/stab/v/{evening.code}/kunngjoring/se")).text
    sent = {name: value for name, value in fields(page).items() if name in ("csrf", "digest")}
    return await web.send_form(f"/stab/v/{evening.code}/kunngjoring/publiser", {**sent, **typed})


# ---------------------------------------------------------------- the fields


async def test_the_fields_are_stored_and_come_back(staff_web: Web, coming: Evening) -> None:
    typed = {
        "ground": "third", "step_free": "yes", "hearing_loop": "yes", "access": "Heis <i>B</i>",
        "public_seats": "Langs veggen", "chair": "Ordføreren", "contact": "Sekretariatet",
        "agenda": "Eventuelt\n\n Orientering ", "absence": "Ring", "absence_by": "2035-09-01",
        "impartiality": "Si fra", "sent": "2035-08-20", "channel": "Avisa", "in.se": "Čoahkkin",
        "closing": "Sak 2", "closing_basis": "§ 11-5", "remote": "yes", "remote_basis": "Sak 1",
        "cancelled": "Snø",
    }  # fmt: skip
    assert (await write(staff_web, coming, **typed)).status_code == 303
    kept = coming.room.state.notice
    assert (kept.ground, kept.agenda) == (Ground.THIRD, ("Eventuelt", "Orientering"))
    assert kept.translations[0].text == "Čoahkkin"
    page = (await staff_web.get(f"/stab/v/{coming.code}/kunngjoring")).text
    shown = {**typed, "agenda": "Eventuelt\nOrientering"}
    assert {name: fields(page)[name] for name in shown} == shown
    assert (await write(staff_web, coming)).status_code == 303
    assert coming.room.state.notice == kept, "sent untouched it says the same"


async def test_what_cannot_be_stored_comes_back_as_it_was_typed(
    staff_web: Web, coming: Evening
) -> None:
    for at, text in [
        ("sent", "i går"),
        ("absence_by", "2035-13-01"),
        ("contact", "a" * 4_001),
        ("agenda", "sak\n" * 60),
        ("ground", "fordi"),
        ("in.sma", "a" * 4_001),
    ]:
        answer = await write(staff_web, coming, chair="Ordføreren", remote="yes", **{at: text})
        assert answer.status_code == 422, at
        assert f'href="#{at}"' in answer.text, "the summary leads to the field"
        shown = fields(answer.text)
        assert (shown["chair"], shown["remote"]) == ("Ordføreren", "yes")
        assert at == "ground" or shown[at] == text.strip()
    assert coming.room.state.notice == Notice()


async def test_who_stores_second_sees_what_the_other_wrote_first(
    staff_web: Web, coming: Evening
) -> None:
    path = f"/stab/v/{coming.code}/kunngjoring"
    old = fields((await staff_web.get(path)).text)
    await write(staff_web, coming, chair="Varaordføreren")
    answer = await staff_web.send_form(path, {**old, "chair": "Ordføreren", "contact": "Meg"})
    assert answer.status_code == 409
    assert "Varaordføreren" in answer.text
    assert fields(answer.text)["contact"] == "Meg"
    assert coming.room.state.notice.chair == "Varaordføreren"
    assert (await staff_web.send_form(path, fields(answer.text))).status_code == 303
    assert coming.room.state.notice.chair == "Ordføreren", "now knowingly"


async def test_storing_leads_on_to_where_one_wants(staff_web: Web, coming: Evening) -> None:
    for then, there in [("look", "/kunngjoring/se"), ("documents", "/dokumenter"), ("", "?saved")]:
        answer = await write(staff_web, coming, then=then, chair=f"Leder {then}")
        assert there in answer.headers["location"]


# ---------------------------------------------------------------- the documents


async def test_a_document_is_laid_before_the_public_with_the_notice(
    staff_web: Web, web: Web, coming: Evening
) -> None:
    assert (await add(staff_web, coming, ("Bilde.pdf", PDF), question="q")).status_code == 303
    assert (await add(staff_web, coming, link=PAPERS["Utfordringsbildet"])).status_code == 303
    assert (await add(staff_web, coming, exempt="Offl. § 13")).status_code == 303
    file, link, secret = coming.room.state.notice.documents
    assert (file.name, file.size, file.question) == ("Bilde.pdf", len(PDF), "q")
    address = f"/v/{coming.code}/dokument/{file.file}"
    assert (await web.get(address)).status_code == 404, "a draft is nobody's"
    assert (await publish(staff_web, coming, confirmed="yes")).status_code == 303
    page = (await web.get(f"/v/{coming.code}")).text
    assert address in page
    assert link.link in page
    assert secret.exempt in page
    got = await web.get(address)
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["content-type"] == "application/pdf"
    assert "Bilde.pdf" in got.headers["content-disposition"]
    assert got.headers["x-content-type-options"] == "nosniff"


async def test_a_document_that_cannot_be_taken_leaves_what_was_typed(
    staff_web: Web, coming: Evening, engine: Engine
) -> None:
    wrong: list[tuple[str, tuple[str, bytes] | None, dict[str, str]]] = [
        ("file", ("godt.pdf", b"MZ\x90\x00" + b"\x00" * 200), {}),
        ("file", ("tomt.pdf", b""), {}),
        ("file", ("stort.pdf", b"%PDF-1.7\n" + b"a" * 21_000_000), {}),
        ("file", None, {}),
        ("file", ("a.pdf", PDF), {"link": "https://x.example"}),
        ("link", None, {"link": "javascript:alert(1)"}),
        ("title", None, {"title": "", "exempt": "§ 13"}),
        ("title", None, {"title": "a" * 301, "exempt": "§ 13"}),
    ]
    for at, file, typed in wrong:
        answer = await add(staff_web, coming, file, **typed)
        assert answer.status_code == 422, typed
        assert f'href="#{at}"' in answer.text
        kept = {"title": "Utfordringsbildet", **typed}
        assert {name: fields(answer.text)[name] for name in kept} == kept
    assert coming.room.state.notice.documents == ()
    assert files.listed(engine, coming.room.id, "workshop") == {}


async def test_a_document_that_is_taken_out_is_gone_at_once(
    staff_web: Web, web: Web, coming: Evening, engine: Engine
) -> None:
    """From the public when the notice says so, for good where it never was public."""
    await add(staff_web, coming, ("a.pdf", PDF))
    await publish(staff_web, coming, confirmed="yes")
    await add(staff_web, coming, ("b.pdf", PDF + b"\n"))
    first, second = coming.room.state.notice.documents
    path = f"/stab/v/{coming.code}/kunngjoring/dokumenter"
    for paper in (first, second):
        token = fields((await staff_web.get(path)).text)["csrf"]
        sent = {"csrf": token, "document": paper.file}
        assert (await staff_web.send_form(f"{path}/bort", sent)).status_code == 303
    assert coming.room.state.notice.documents == ()
    assert set(files.listed(engine, coming.room.id, "workshop")) == {first.file}
    address = f"/v/{coming.code}/dokument/{first.file}"
    assert (await web.get(address)).status_code == 200, "the notice still has it"
    await publish(staff_web, coming, confirmed="yes")
    assert (await web.get(address)).status_code == 404
    old = (await web.get(f"/v/{coming.code}/kunngjoring?version=1")).text
    assert first.title in old
    assert address not in old


async def test_twenty_documents(staff_web: Web, web: Web, coming: Evening) -> None:
    for number in range(20):
        answer = await add(
            staff_web, coming, (f"{number}.pdf", PDF), title=f"Notat {number} " + "å" * 90
        )
        assert answer.status_code == 303
    await publish(staff_web, coming, confirmed="yes")
    page = (await web.get(f"/v/{coming.code}")).text
    assert page.count("/dokument/") == 20
    assert (await web.get(f"/v/{coming.code}/kunngjoring.pdf")).content.startswith(b"%PDF")


# ---------------------------------------------------------------- publishing


async def test_what_is_missing_is_asked_about(staff_web: Web, web: Web, coming: Evening) -> None:
    look = (await staff_web.get(f"/stab/v/{coming.code}/kunngjoring/se?lang=en")).text
    assert "There is nobody to contact" in look
    assert (await publish(staff_web, coming)).status_code == 422
    assert not coming.room.state.announced
    assert (await publish(staff_web, coming, confirmed="yes")).status_code == 303
    assert [out.version for out in coming.room.state.announced] == [1]


async def test_what_the_law_asks_for_cannot_be_confirmed_away(
    staff_web: Web, coming: Evening
) -> None:
    for typed in ({"closing": "Sak 2"}, {"closing": "", "remote": "yes"}):
        await write(staff_web, coming, **typed)
        look = (await staff_web.get(f"/stab/v/{coming.code}/kunngjoring/se")).text
        assert 'name="digest"' not in look
        asked = digest(compose(coming.room.state))
        assert (await publish(staff_web, coming, digest=asked, confirmed="yes")).status_code == 409
    assert coming.room.state.announced == ()


async def test_what_was_not_looked_at_is_not_published(staff_web: Web, coming: Evening) -> None:
    assert (await publish(staff_web, coming, digest="eldre", confirmed="yes")).status_code == 422
    assert coming.room.state.announced == ()


# ---------------------------------------------------------------- what everybody reads


async def test_before_it_is_published_the_questions_are_nobodys(web: Web, coming: Evening) -> None:
    page = await web.get(f"/v/{coming.code}")
    assert page.status_code == 200
    assert "Hvor skal vi vokse?" not in page.text
    assert f"/v/{coming.code}" not in (await web.get("/")).text
    for path in ("/kunngjoring", "/kunngjoring.pdf", ".ics", "/dokument/x"):
        assert (await web.get(f"/v/{coming.code}{path}")).status_code == 404


async def test_everybody_reads_the_notice(web: Web, coming: Evening) -> None:
    await announce(coming)
    assert f"/v/{coming.code}" in (await web.get("/")).text
    page = (await web.get(f"/v/{coming.code}?lang=en")).text
    for words in (
        "Hvor skal vi vokse?", "Eventuelt", "Step-free access", "hearing loop", "Langs veggen",
        "Ordføreren", "politisk sekretariat", "Everyone may come and listen", "§ 11-6", "§ 11-10",
        "No decision is made", "Friday 1 March 2030",
        "Kommunens nettsider", "Version 1", "Rabas čoahkkin", "we do not record it",
    ):  # fmt: skip
        assert words in page, words


async def test_the_ground_for_the_meeting_is_not_public(web: Web, coming: Evening) -> None:
    await announce(coming, ground=Ground.THIRD)
    assert "third" not in (await web.get(f"/v/{coming.code}?lang=en")).text


async def test_the_notice_speaks_four_languages(web: Web, coming: Evening) -> None:
    await announce(coming)
    for language in PUBLIC_LANGUAGES:
        page = (await web.get(f"/v/{coming.code}?lang={language}")).text
        assert f'<html lang="{language}"' in page
        by_machine = "ds-alert" in page.split("<article")[0]
        assert by_machine == (language == "se"), "and says so"
        heard = await web.get(f"/v/{coming.code}", headers={"Accept-Language": language})
        assert f'<html lang="{language}"' in heard.text
    assert '<html lang="nb"' in (await web.get("/stab/logg-inn?lang=se")).text


async def test_every_later_change_is_told(staff_web: Web, web: Web, coming: Evening) -> None:
    await announce(coming)
    plan = coming.room.state.plan
    assert plan is not None
    await coming.do(
        c.PlanWorkshop(replace(plan, place="Biblioteket", starts=BEGINS + 3_600_000)),
        c.AskQuestion(Question("ny", "Hva skal vi skjerme?")),
    )
    assert "Biblioteket" not in (await web.get(f"/v/{coming.code}")).text, "frozen"
    staff_page = (await staff_web.get(f"/stab/v/{coming.code}?lang=en")).text
    assert "The notice is older than the plan" in staff_page
    sent = {**fields(staff_page), "confirmed": "yes"}
    path = f"/stab/v/{coming.code}/kunngjoring/publiser"
    assert (await staff_web.send_form(path, sent)).status_code == 303, "with one button"
    assert "older than the plan" not in (await staff_web.get(f"/stab/v/{coming.code}?lang=en")).text
    page = (await web.get(f"/v/{coming.code}?lang=en")).text
    told = page[page.index('class="changes"') :]
    for words in ("Salen", "Biblioteket", "Begins", "09.30", "10.30",
                  "Hva skal vi skjerme?", "Added"):  # fmt: skip
        assert words in told, words
    old = (await web.get(f"/v/{coming.code}/kunngjoring?version=1&lang=en")).text
    assert "This is an older version" in old
    assert "Salen" in old
    assert (await web.get(f"/v/{coming.code}/kunngjoring?version=3")).status_code == 404


async def test_the_notice_stays_when_the_minutes_are_there(
    staff_web: Web, web: Web, coming: Evening
) -> None:
    await announce(coming)
    await coming.hold()
    page = (await staff_web.get(f"/stab/v/{coming.code}/motebok")).text
    draft = re.findall(r'name="draft" value="([^"]+)"', page)[-1]
    sent = {"csrf": fields(page)["csrf"], "draft": draft, "confirmed": "yes"}
    await staff_web.send_form(f"/stab/v/{coming.code}/motebok/publiser", sent)
    minutes = (await web.get(f"/v/{coming.code}")).text
    assert f'href="/v/{coming.code}/kunngjoring"' in minutes
    notice = (await web.get(f"/v/{coming.code}/kunngjoring")).text
    assert "Langs veggen" in notice
    assert f'href="/v/{coming.code}"' in notice


async def test_a_meeting_that_is_called_off_says_so_everywhere(web: Web, coming: Evening) -> None:
    await announce(coming)
    await announce(coming, cancelled="Storm på fjorden")
    assert "Storm på fjorden" in (await web.get(f"/v/{coming.code}")).text
    assert "Called off" in (await web.get("/?lang=en")).text
    (event,) = Calendar.from_ical((await web.get(f"/v/{coming.code}.ics")).content).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"


async def test_a_rehearsal_has_no_notice(staff_web: Web, web: Web, house: House) -> None:
    rehearsal = await plan_evening(house, rehearsal=True)
    assert (await publish(staff_web, rehearsal, digest="x", confirmed="yes")).status_code == 422
    assert (await web.get(f"/v/{rehearsal.code}/kunngjoring")).status_code == 404


def test_every_field_has_words() -> None:
    assert LABELS.keys() == {field.name for field in dataclasses.fields(Announcement)}


async def test_the_minutes_begin_with_what_the_notice_says(staff_web: Web, coming: Evening) -> None:
    await announce(coming)
    await announce(coming, channel="Avisa")
    page = (await staff_web.get(f"/stab/v/{coming.code}/motebok")).text
    assert fields(page)["chair"] == "Ordføreren"
    assert fields(page)["notice_sent"] == "fredag 1. mars 2030"
    assert re.fullmatch(r".+; endret .+; Avisa", fields(page)["notice_published"])
    assert coming.room.state.details.chair == "", "until somebody stores it"


# ---------------------------------------------------------------- the calendar file


async def test_the_calendar_file_reads_back(web: Web, coming: Evening) -> None:
    await announce(coming)
    answer = await web.get(f"/v/{coming.code}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    whole = Calendar.from_ical(answer.content)
    (event,) = whole.walk("VEVENT")
    assert event.decoded("DTSTART").astimezone(UTC) == datetime.fromtimestamp(BEGINS / 1000, UTC)
    assert event["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Europe/Oslo"]
    assert (str(event["LOCATION"]), event.decoded("SEQUENCE")) == ("Salen", 1)
    assert str(event["URL"]) == f"{HOST}/v/{coming.code}"
    assert "Hvor skal vi vokse?" in str(event["DESCRIPTION"])
    assert event.decoded("DTSTAMP").tzinfo is not None
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75, "RFC 5545, 3.1"
    plan = coming.room.state.plan
    assert plan is not None
    await coming.do(c.PlanWorkshop(replace(plan, place="Rom; 2, «øst»\nbak")))
    await announce(coming)
    (later,) = Calendar.from_ical((await web.get(f"/v/{coming.code}.ics")).content).walk("VEVENT")
    assert later["UID"] == event["UID"]
    assert later.decoded("SEQUENCE") == 2
    assert str(later["LOCATION"]) == "Rom; 2, «øst»\nbak"
