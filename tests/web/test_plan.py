"""The pages of a plan process: making and filling it, two who write at once, files, the public."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import update

from app.core.planning import Phase, PlanKind, PlanProcess, Problem, Related, Relation, Section
from app.core.things import Knowledge
from app.store import files, intake, processes
from app.store.processes import Kept
from app.store.tables import StoredFile
from app.store.workshops import WORKSHOP
from app.web.plan import words
from tests.store.bad_files import BAD, GOOD
from tests.web.conftest import HOST, Evening, House, Web

AT = 1_788_422_400_000
PLAN = PlanProcess(
    title="Kommuneplanens <b>samfunnsdel</b>", municipality="Prøve", kind=PlanKind.SOCIAL,
    purpose="Hva vi skal satse på", problem=Problem.WICKED, now=Phase.COCREATION,
    related=(Related(Relation.ABOVE, "Regional plan", "fylket"), Related(Relation.AFFECTS, "X")),
    knowledge=(Knowledge("k1", "Flere eldre", "2,1", "SSB", (3, 10)),
               Knowledge("k2", "Færre unge", "7", "", ())),
)  # fmt: skip


@pytest.fixture
def kept(house: House) -> Kept:
    return processes.create(house.engine, PLAN, "Kari Leder", AT)


def now(house: House, kept: Kept) -> Kept:
    found = processes.load(house.engine, kept.id)
    assert found
    return found


def show(house: House, kept: Kept, public: bool = True) -> None:
    kept = now(house, kept)
    processes.save(house.engine, kept, kept.plan, Section.PUBLIC, "Kari", AT, public=public)


def fields(page: str) -> dict[str, str]:
    """The form of a page as a browser would send it untouched."""
    form = re.findall(r'<form class="stack.*?</form>', page, re.DOTALL)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name, value = (attribute(tag, each) for each in ("type", "name", "value"))
        if kind == "checkbox" and " checked" in tag:
            found[name] = "on"
        elif kind not in ("checkbox", "file"):
            found[name] = value
    for tag, text in re.findall(r"(<textarea[^>]*>)\n?(.*?)</textarea>", form, re.DOTALL):
        found[attribute(tag, "name")] = unescape(text)
    for tag, options in re.findall(r"(<select[^>]*>)(.*?)</select>", form, re.DOTALL):
        values = re.findall(r'<option value="([^"]*)"', options)
        chosen = re.findall(r'value="([^"]*)" selected', options)
        found[attribute(tag, "name")] = (chosen or values)[0]
    return found


def attribute(tag: str, name: str) -> str:
    said = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(said[1]) if said else ""


async def opened(web: Web, kept: Kept, form: str = "rediger") -> dict[str, str]:
    return fields((await web.get(f"/stab/plan/{kept.code}/{form}")).text)


async def send(web: Web, kept: Kept, typed: dict[str, str], form: str = "rediger") -> Response:
    return await web.send_form(f"/stab/plan/{kept.code}/{form}", typed)


# ---------------------------------------------------------------- making one


async def test_it_is_made_with_a_name_and_filled_bit_by_bit(staff_web: Web, house: House) -> None:
    """C3."""
    page = await staff_web.form("/stab/plan/ny", title=" ", municipality="Prøve", kind="theme")
    assert page.status_code == 422
    assert 'value="Prøve"' in page.text, "C2"
    assert 'href="#title"' in page.text
    made = await staff_web.form("/stab/plan/ny", title="Klima", municipality="Prøve", kind="theme")
    assert made.status_code == 303
    (kept,) = processes.all_processes(house.engine)
    assert made.headers["location"] == f"/stab/plan/{kept.code}"
    assert (kept.plan.title, kept.plan.kind, kept.saved_by) == ("Klima", "theme", "Kari Leder")
    desk = (await staff_web.get(made.headers["location"])).text
    assert "Ikke fylt ut: Hva planen skal gjøre" in desk
    assert "Klima" in (await staff_web.get("/stab")).text
    assert "Klima" not in (await staff_web.get("/")).text


@pytest.mark.parametrize("form", ["rediger", "kunnskap"])
async def test_a_form_that_nobody_touched_changes_nothing(
    staff_web: Web, house: House, kept: Kept, form: str
) -> None:
    """C2."""
    answer = await send(staff_web, kept, await opened(staff_web, kept, form), form)
    assert answer.status_code == 303
    assert replace(now(house, kept).plan, saves=()) == PLAN


async def test_rows_come_and_go_and_everything_typed_stays(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C2: nothing of it is stored before it is saved."""
    typed = await opened(staff_web, kept)
    typed["purpose"] = "Endret,\nmed «linjer» & <tegn>"
    page = await send(staff_web, kept, {**typed, "add": "timeline"})
    assert page.status_code == 200
    again = fields(page.text)
    assert again["purpose"] == typed["purpose"]
    assert again.keys() - typed.keys() == {"timeline.0.when", "timeline.0.what", "timeline.0.body"}
    assert re.search(r'id="timeline.0.when"[^>]* autofocus', page.text)
    assert now(house, kept).rev == 1
    again |= {"timeline.0.when": "2027-03", "timeline.0.what": "Høring"}
    page = await send(staff_web, kept, {**again, "remove": "related.0"})
    gone = fields(page.text)
    assert gone["timeline.0.what"] == "Høring"
    assert (gone["related.0.title"], "related.1.title" in gone) == ("X", False)
    assert (await send(staff_web, kept, gone)).status_code == 303
    plan = now(house, kept).plan
    assert [each.title for each in plan.related] == ["X"]
    assert [(each.when, each.what) for each in plan.timeline] == [("2027-03", "Høring")]


async def test_statements_keep_who_they_are(staff_web: Web, house: House, kept: Kept) -> None:
    """C2: moved, added and taken away; a chart follows its statement."""
    typed = await opened(staff_web, kept, "kunnskap")
    typed = fields((await send(staff_web, kept, {**typed, "up": "k2"}, "kunnskap")).text)
    typed = fields((await send(staff_web, kept, {**typed, "add": "knowledge"}, "kunnskap")).text)
    typed |= {"knowledge.2.text": "Ny", "knowledge.2.goals.17": "on", "knowledge.2.goals.1": "on"}
    assert (await send(staff_web, kept, typed, "kunnskap")).status_code == 303
    old, older, new = now(house, kept).plan.knowledge
    assert (old.id, older.id, older.goals) == ("k2", "k1", (3, 10))
    assert (new.text, new.goals) == ("Ny", (1, 17))
    assert new.id not in {"", "k1", "k2"}


async def test_what_cannot_be_stored_is_said_at_the_field(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C2, C3."""
    typed = await opened(staff_web, kept)
    typed |= {"title": "", "purpose": "x" * 2_001, "related.1.note": "y" * 301}
    page = await send(staff_web, kept, typed)
    assert page.status_code == 422
    assert fields(page.text) == typed
    for name in ("title", "purpose", "related.1.note"):
        assert f'href="#{name}"' in page.text, "the summary leads to the field"
        assert re.search(rf'id="{name}"[^>]*aria-invalid', page.text), name
    assert now(house, kept).rev == 1
    typed |= {"title": "T", "purpose": "x" * 2_000, "related.1.note": "y" * 300}
    assert (await send(staff_web, kept, typed)).status_code == 303
    rows = {f"timeline.{i}.what": "møte" for i in range(101)}
    page = await send(staff_web, kept, {**await opened(staff_web, kept), **rows})
    assert (page.status_code, "høyst 100" in page.text) == (422, True)


async def test_what_is_inconsistent_is_told_and_stored(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C3."""
    typed = await opened(staff_web, kept)
    typed |= {"stages.0.begins": "2027-05", "stages.0.ends": "2026-01", "stages.1.begins": "snart"}
    assert (await send(staff_web, kept, typed)).status_code == 303
    assert now(house, kept).plan.stages[1].begins == "snart"
    desk = (await staff_web.get(f"/stab/plan/{kept.code}")).text
    assert "Kunnskapsgrunnlag slutter før den begynner" in desk
    assert "Samskapende fase, begynner: «snart» kan ikke plasseres" in desk


async def test_a_season_is_a_date_and_stands_as_it_was_typed(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C3."""
    typed = await opened(staff_web, kept)
    typed |= {"stages.2.begins": "våren 2029", "timeline.0.when": "høsten 2028"}
    assert (await send(staff_web, kept, typed)).status_code == 303
    desk = (await staff_web.get(f"/stab/plan/{kept.code}")).text
    assert "kan ikke plasseres" not in desk
    page = (await staff_web.get(f"/plan/{kept.code}")).text
    assert "våren 2029" in page
    assert "høsten 2028" in page


async def test_goals_that_nobody_filled_in_are_not_shown(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C7: nothing but the staff's page says so."""
    typed = await opened(staff_web, kept, "kunnskap")
    typed = {name: text for name, text in typed.items() if ".goals." not in name}
    assert (await send(staff_web, kept, typed, "kunnskap")).status_code == 303
    assert now(house, kept).plan.knowledge
    page = (await staff_web.get(f"/plan/{kept.code}")).text
    assert "blindsone" not in page
    assert 'class="goals"' not in page
    told = "Ingen utsagn er merket med mål ennå."
    assert told not in page
    for path in ("", "/kunnskap"):
        assert told in (await staff_web.get(f"/stab/plan/{kept.code}{path}")).text


@pytest.mark.parametrize(
    "name", ["kind", "now", "related.0.relation", "language", "stages.0.phase"]
)
async def test_a_choice_that_is_not_offered_is_refused(
    staff_web: Web, house: House, kept: Kept, name: str
) -> None:
    """C3."""
    typed = await opened(staff_web, kept)
    assert (await send(staff_web, kept, {**typed, name: "tull"})).status_code == 400
    assert now(house, kept).rev == 1


# ---------------------------------------------------------------- two at once


async def test_who_comes_second_sees_both_and_decides(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C1, C2."""
    mine = theirs = await opened(staff_web, kept)
    theirs = {**theirs, "purpose": "Deres formål", "related.1.title": "Deres plan"}
    mine = {**mine, "purpose": "Mitt formål"}
    assert (await send(staff_web, kept, theirs)).status_code == 303
    page = await send(staff_web, kept, mine)
    assert page.status_code == 409
    again = fields(page.text)
    assert again["purpose"] == "Mitt formål"
    assert "Deres formål" in page.text
    assert "Deres plan" in page.text
    assert now(house, kept).plan.purpose == "Deres formål"
    assert (await send(staff_web, kept, again)).status_code == 303
    assert now(house, kept).plan.purpose == "Mitt formål"


async def test_two_who_write_in_different_forms_do_not_meet(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C1."""
    plan, knowledge = await opened(staff_web, kept), await opened(staff_web, kept, "kunnskap")
    await send(staff_web, kept, {**plan, "purpose": "Nytt"})
    await send(staff_web, kept, {**knowledge, "knowledge.0.text": "Nye tall"}, "kunnskap")
    found = now(house, kept).plan
    assert (found.purpose, found.knowledge[0].text) == ("Nytt", "Nye tall")
    assert [each.what for each in found.saves] == ["plan", "plan", "knowledge"]


# ---------------------------------------------------------------- files


async def upload(
    web: Web, kept: Kept, name: str, content: bytes, about: str = "k1", **typed: str
) -> Response:
    path = f"/stab/plan/{kept.code}/kunnskap/{about}/fil"
    token = re.search(r'name="csrf" value="([^"]+)"', (await web.get(path)).text)
    data = {"csrf": token[1] if token else "", "alt": "Kurven stiger", **typed}
    sent: Any = (
        {"file": (name, content, "application/octet-stream")} if name else {"file": ("", b"")}
    )
    return await web.post(path, data=data, files=sent, headers={"Origin": HOST})


def shown(house: House, kept: Kept) -> list[StoredFile]:
    return [*files.listed(house.engine, kept.id).values()]


async def test_a_file_stands_beside_its_statement(staff_web: Web, house: House, kept: Kept) -> None:
    """C5, C6: shown as what it is, and able to run nothing."""
    show(house, kept)
    for name, content in GOOD.items():
        assert (await upload(staff_web, kept, name, content)).status_code == 303
        (file,) = shown(house, kept)
        page = (await staff_web.get(f"/plan/{kept.code}")).text
        path = f"/plan/{kept.code}/fil/{file.id}"
        assert f'href="{path}"' in page
        assert (f'<img src="{path}"' in page) is (file.media == intake.PNG)
        assert ('<th scope="col" dir="auto">' in page) is (file.media == intake.CSV)
        assert "Kurven stiger" in page
        answer = await staff_web.get(path)
        assert answer.content == content
        assert answer.headers["content-type"] == file.media
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        how = "inline" if file.media == intake.PNG else "attachment"
        assert answer.headers["content-disposition"].startswith(f"{how}; filename*=UTF-8''")


async def test_a_bad_file_is_refused_in_words_and_the_form_stays(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C5."""
    staff_web.headers["accept-language"] = "en"
    for name, (content, why) in BAD.items():
        page = await upload(staff_web, kept, name, content, alt="A sentence that was typed")
        assert page.status_code == 422, name
        said = words.UNFIT[why].split("{")[0]
        assert unescape(page.text).count(said) == 2, f"{name}: in the summary, and at the field"
        assert "A sentence that was typed</textarea>" in page.text
    assert shown(house, kept) == []
    assert now(house, kept).rev == 1


async def test_two_hundred_megabytes_are_refused_while_they_come(
    staff_web: Web, house: House, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C5: they are never had as a whole, so nothing is asked of them."""
    monkeypatch.setattr(files, "keep", None)
    path = f"/stab/plan/{kept.code}/kunnskap/k1/fil"
    token = re.search(r'name="csrf" value="([^"]+)"', (await staff_web.get(path)).text)
    assert token
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("csrf", token[1]), ("alt", "Står her fortsatt"))
    )
    head += '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'

    async def body() -> Any:
        yield head.encode()
        for _ in range(200):
            yield bytes(1_000_000)
        yield b"\r\n--x--\r\n"

    headers = {"Origin": HOST, "Content-Type": "multipart/form-data; boundary=x"}
    page = await staff_web.post(path, content=body(), headers=headers)
    assert page.status_code == 422
    assert "Fila er for stor: høyst 20 MB" in page.text
    assert "Står her fortsatt</textarea>" in page.text
    assert shown(house, kept) == []


async def test_a_file_needs_words_and_words_need_a_file(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C5, C7: what is drawn also stands in words."""
    page = await upload(staff_web, kept, "a.csv", GOOD["a.csv"], alt=" ")
    assert (page.status_code, 'href="#alt"' in page.text) == (422, True)
    page = await upload(staff_web, kept, "", b"")
    assert (page.status_code, "Velg en fil." in page.text) == (422, True)
    assert shown(house, kept) == []


async def test_files_are_changed_and_taken_away(staff_web: Web, house: House, kept: Kept) -> None:
    """C6: what stands beside no statement is gone."""
    await upload(staff_web, kept, "a.csv", GOOD["a.csv"])
    (first,) = shown(house, kept)
    assert (await upload(staff_web, kept, "", b"", alt="Andre ord")).status_code == 303
    (exhibit,) = now(house, kept).plan.exhibits
    assert (exhibit.file, exhibit.alt) == (first.id, "Andre ord")
    await upload(staff_web, kept, "a.pdf", GOOD["a.pdf"])
    (second,) = shown(house, kept)
    assert second.id != first.id
    await upload(staff_web, kept, "a.png", GOOD["a.png"], about="k2")
    assert (await upload(staff_web, kept, "", b"", remove="yes")).status_code == 303
    (left,) = shown(house, kept)
    assert left.media == intake.PNG
    typed = await opened(staff_web, kept, "kunnskap")
    typed = fields(
        (await send(staff_web, kept, {**typed, "remove": "knowledge.1"}, "kunnskap")).text
    )
    assert shown(house, kept), "not before it is saved"
    await send(staff_web, kept, typed, "kunnskap")
    assert shown(house, kept) == []


async def test_choosing_a_file_saves_what_was_typed(
    staff_web: Web, house: House, kept: Kept
) -> None:
    """C2."""
    typed = await opened(staff_web, kept, "kunnskap")
    typed |= {"knowledge.1.text": "Nytt", "file": "k2"}
    answer = await send(staff_web, kept, typed, "kunnskap")
    assert answer.headers["location"] == f"/stab/plan/{kept.code}/kunnskap/k2/fil"
    assert now(house, kept).plan.knowledge[1].text == "Nytt"


async def test_there_is_no_file_page_without_a_statement(staff_web: Web, kept: Kept) -> None:
    """C5."""
    for about in ("k9", "..%2fk1"):
        page = await staff_web.get(f"/stab/plan/{kept.code}/kunnskap/{about}/fil")
        assert page.status_code == 404


async def test_a_file_from_a_stranger_is_not_taken(web: Web, house: House, kept: Kept) -> None:
    """C5: what was typed is held, and the file is let go."""
    page = await web.post(
        f"/stab/plan/{kept.code}/kunnskap/k1/fil", data={"alt": "Ord"},
        files={"file": ("a.csv", GOOD["a.csv"])}, headers={"Origin": HOST},
    )  # fmt: skip
    assert page.status_code == 401
    assert "Ord" in page.text
    assert shown(house, kept) == []


# ---------------------------------------------------------------- the public


async def test_nobody_sees_it_before_the_staff_say_so(
    web: Web, staff_web: Web, house: House, kept: Kept
) -> None:
    """C4: and nobody again when they take it back."""
    await upload(staff_web, kept, "a.csv", GOOD["a.csv"])
    (file,) = shown(house, kept)
    paths = [
        f"/plan/{kept.code}",
        f"/plan/{kept.code}/tidslinje",
        f"/plan/{kept.code}/fil/{file.id}",
    ]
    desk = f"/stab/plan/{kept.code}"
    for said, status in (("", 404), ("yes", 200), ("no", 404)):
        if said:
            token = fields((await staff_web.get(desk)).text)["csrf"]
            answer = await staff_web.send_form(f"{desk}/offentlig", {"csrf": token, "public": said})
            assert answer.status_code == 303
        for path in paths:
            assert (await web.get(path)).status_code == status, (said, path)
            preview = await staff_web.get(path)
            assert preview.status_code == 200
            assert ("public" in preview.headers["cache-control"]) is (status == 200)
        assert (kept.code in (await web.get("/")).text) is (status == 200)
    assert [each.what for each in now(house, kept).plan.saves[-2:]] == ["public", "public"], "C8"


async def test_nothing_of_the_staffs_is_for_others(web: Web, kept: Kept) -> None:
    """C4."""
    for path in ("", "/rediger", "/kunnskap", "/kunnskap/k1/fil"):
        answer = await web.get(f"/stab/plan/{kept.code}{path}")
        assert answer.headers["location"].startswith("/stab/logg-inn"), path


async def test_the_page_says_all_of_it(
    web: Web, house: House, kept: Kept, evening: Evening
) -> None:
    """C7, C8."""
    with house.engine.begin() as connection:
        mine = WORKSHOP.c.id == evening.room.id
        connection.execute(update(WORKSHOP).where(mine).values(process=kept.id, announced=1))
    show(house, kept)
    page = unescape((await web.get(f"/plan/{kept.code}")).text)
    assert "Kommuneplanens &lt;b&gt;" in (await web.get(f"/plan/{kept.code}")).text
    (here,) = re.findall(r'<li class="now" aria-current="step">.*?</li>', page, re.DOTALL)
    assert "Samskapende fase" in here
    assert "kommuneloven §§ 11-2 til 11-5" in here
    assert "plan- og bygningsloven §§ 5-1, 11-14, 11-15" in page
    assert "Tre verksteder eller flere" in page
    assert "Regional plan" in page.split("</svg>")[1], "the map in words"
    assert page.count("<rect") == 3
    assert "Overordnet" in page.split("</svg>")[0], "the box, from where it stands"
    assert f'href="/v/{evening.code}"' in page
    assert len(re.findall(r'class="blind"', page)) == 15
    assert "1. september 2026" not in page
    assert re.search(r"Kari Leder</span> <span>planen", page)
    timeline = (await web.get(f"/plan/{kept.code}/tidslinje")).text
    assert f'href="/v/{evening.code}"' in timeline


async def test_an_empty_process_is_a_page_too(web: Web, house: House) -> None:
    """C3."""
    empty = processes.create(house.engine, PlanProcess(title="Tom", municipality="P"), "K", AT)
    show(house, empty)
    for path in ("", "/tidslinje"):
        assert (await web.get(f"/plan/{empty.code}{path}")).status_code == 200


async def test_every_kind_of_plan_has_its_law(web: Web, house: House, kept: Kept) -> None:
    """C7: in every phase and every language."""
    for kind in PlanKind:
        stored = now(house, kept)
        changed = replace(stored.plan, kind=kind)
        processes.save(house.engine, stored, changed, Section.PLAN, "K", AT, public=True)
        for language in ("nb", "nn", "en"):
            page = (await web.get(f"/plan/{kept.code}?lang={language}")).text
            assert len(re.findall(r"<details[^>]*>\s*<summary>", page)) == 3
            assert page.count("§") >= 2
