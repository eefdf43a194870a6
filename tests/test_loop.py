"""The whole loop, from outside: two workshops of a series, and every link between what was said,
what was understood of it, what the hall answered, and the directions taken, followed both ways.

`TANNHJUL_LOOP` is how many notes are written in the first workshop, where that is to be another
number than 300. Of 1,500 two hundred say no more than «enig».
"""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, unquote

import pytest

from app.rehearse.screens import Refused
from app.rehearse.server import OwnServer
from app.rehearse.tablet import Tablet
from tests.command import tannhjul
from tests.loop import Editor, Forms, Office, Page, entry, said

NOTES = int(os.environ.get("TANNHJUL_LOOP", "300"))
TABLETS, TABLES = 12, 4
CHUNK = 800
"""Edits in one go: so many fit in a frame."""

DAYS = ("2026-12-01", "2026-12-08", "2026-12-15")
STATEMENTS = [*(f"s{no}" for no in range(7)), "s7 / ø?#", "s8", "s9"]
"""Ids are the editors' screens' own: whatever is in one, it can be linked to."""

BEARINGS = ("supports", "contradicts", "nuances")
UNDERSTOOD, PARTLY, WRONG, LACKS = 1, 2, 3, 4
HOLD, HALF, REWORDED, WITHDRAWN, LATE = STATEMENTS[:5], "s8", "s5", "s6", "s9"
PASSWORD = "fire ord som huskes"  # of an account that is gone with the test
ENGLISH = "More trees along the main street, please"
SAMI = "Mii dárbbašat eanet oahpaheddjiid – ja čáppa luonddu"
FIRST = ("write", "talk", "plenary", "end")
SECOND = ("verify", "write", "end")


def texts(count: int) -> Iterator[str]:
    yield from (ENGLISH, SAMI)
    for no in range(2, count):
        yield "enig" if no % 15 < 2 else f"Innspill {no}: vi vil ha mer av det ene og det andre"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    data: Path = tmp_path_factory.mktemp("loop")
    server = OwnServer(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANNHJUL_PASSWORD", PASSWORD)
        for login in ("kari", "per"):
            assert tannhjul("user", "add", login, "--data", data).status == 0
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def office(server: OwnServer) -> AsyncIterator[Office]:
    async with Office(server.url) as office:
        await office.log_in("kari", PASSWORD)
        yield office


# ---------------------------------------------------------------- the first workshop


async def held(office: Office, code: str, notes: int) -> dict[str, str]:
    """Everybody writes, the tables agree, some argue, and it is over. What was written, by id."""
    hall, left = await office.hall(code, TABLETS), texts(notes)

    async def write(tablet: Tablet) -> None:
        for text in left:
            await tablet.write(text, "q")

    async def agree(tablet: Tablet) -> None:
        text = f"Bord {tablet.table} vil det ene."
        await tablet.ask({"t": "pen", "do": "take"})
        await tablet.ask({"t": "statement", "question": "q", "text": text, "dissent": "", "rev": 1})

    async def argue(tablet: Tablet) -> None:
        await tablet.add("q.1.against", f"Det koster, sier bord {tablet.table}")

    async with office.control(code).here() as control:
        for step, who, act in (
            ("write", hall, write),
            ("talk", hall[:TABLES], agree),
            ("plenary", hall[:TABLES], argue),
        ):
            await control.lead("open_step", step=step)
            if step == "plenary":
                await control.lead("show", question="q", table=1)
            await asyncio.gather(*map(act, who))
        await control.lead("end")
    await asyncio.gather(*(tablet.go() for tablet in hall))
    written = [note for tablet in hall for note in (*tablet.notes, *tablet.asides)]
    assert all(note.stored for note in written)
    return {note.id: note.text for note in written}


def accounted(found: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Edits that give each of these an end, on statements that are there. Who agrees and says no
    more is one with the first that does; what says several things is linked to each."""
    agreed = ""
    for no, (id_, one) in enumerate(sorted(found.items())):
        statement = STATEMENTS[no % len(STATEMENTS)]
        if one["text"] == "enig":
            if agreed:
                yield entry("merged", id_, agreed)
            else:
                agreed = id_
                yield entry("aside", id_, {"why": "nothing_new", "words": "Er enig i noe"})
        elif no % 29 == 0:
            yield entry("aside", id_, {"why": "unclear", "words": ""})
        else:
            yield entry("placed", id_, "t")
            yield entry("links", [statement, id_], BEARINGS[no % 3])
            if no % 7 == 0:
                other = STATEMENTS[(no + 1) % len(STATEMENTS)]
                yield entry("links", [other, id_], "nuances")


def written_up() -> Iterator[dict[str, Any]]:
    yield entry("themes", "t", {"name": "Det hele", "keywords": ["alt"], "place": 1})
    for place, id_ in enumerate(STATEMENTS):
        words = {"text": f"Dere vil ha mer av {id_}.", "theme": "t", "minority": id_ == "s4"}
        beside = {"remark": "Faglig merknad" if id_ == "s1" else "", "conflict": ""}
        yield entry("statements", id_, {**words, **beside, "place": place, "withdrawn": ""})


async def refused(editor: Editor, *edits: dict[str, Any]) -> str:
    with pytest.raises(Refused) as why:
        await editor.edit(*edits)
    return why.value.code


# ---------------------------------------------------------------- round the loop


async def test_two_workshops_go_round_the_loop(office: Office) -> None:
    """V12, V13, V14: with everything that was said accounted for, twice."""
    plan = await office.plan()
    one = await office.workshop(plan, DAYS[0], FIRST, TABLES)
    two = await office.workshop(plan, DAYS[1], SECOND, TABLES)
    written = await held(office, one, NOTES)
    last = next(id_ for id_, text in written.items() if text == ENGLISH)
    async with office.editor(one).here() as editor:
        assert len(editor.open()) == editor.view.parts["left"] == len(written) + TABLES
        await editor.edit(*written_up())
        began = monotonic()
        given = accounted(editor.view.items("contributions"))
        edits = [edit for edit in given if last not in edit["key"]]
        for at in range(0, len(edits), CHUNK):
            await editor.edit(*edits[at : at + CHUNK])
        sys.stdout.write(f"accounted for in {monotonic() - began:.2f} s\n")
        began = monotonic()
        async with office.editor(one).here() as other:
            sys.stdout.write(f"opened in {monotonic() - began:.2f} s\n")
            assert other.open() == [last]

        # One short: neither published nor reopened, and it is named.
        assert (await office.publish(one)).status_code == 409
        assert (await office.web.get(f"/v/{one}.json")).status_code == 404
        page = await office.read(f"/stab/v/{two}/gjenapning")
        assert ENGLISH in page
        assert f'action="/stab/v/{two}/gjenapning"' not in page
        await editor.edit(entry("links", ["s0", last], "supports"))
    assert (await office.publish(one)).status_code == 200
    first = await office.published(one)
    assert check_links(first, written) == {"used", "merged", "aside"}

    assert (await office.reopen(two, one)).status_code == 200
    answered, corrected = await verified(office, two)
    async with office.editor(two).here() as editor:
        await revise(editor, corrected)
        for id_ in STATEMENTS:
            if id_ in HOLD:
                await editor.ask({"t": "direction", "statement": id_, "on": True})
            else:
                with pytest.raises(Refused, match="not_held"):
                    await editor.ask({"t": "direction", "statement": id_, "on": True})
    assert (await office.publish(two)).status_code == 200
    second = await office.published(two)
    assert check_links(second, corrected) == {"used", "aside"}
    check_loop(first, second, one, answered, corrected)
    await follow_links(office, plan, {one: first, two: second})


async def verified(office: Office, code: str) -> tuple[dict[str, list[int]], dict[str, str]]:
    """The hall answers and corrects, and a table says one thing otherwise. How many gave each
    answer, by statement, and all that was written, by id."""
    hall = await office.hall(code, TABLETS)
    answers = {id_: [0] * 4 for id_ in STATEMENTS}

    async def answer(i: int, tablet: Tablet) -> None:
        await tablet.until(partial(_asked, tablet))
        assert list(tablet.view.items("reopened")) == STATEMENTS
        marks = {}
        for k, id_ in enumerate(STATEMENTS):
            most = 6 if id_ == HALF else 9 if id_ in (*HOLD, LATE) else 2
            marks[id_] = UNDERSTOOD if i < most else PARTLY + k % 3
            answers[id_][marks[id_] - 1] += 1
        await tablet.fill_in("verify", await tablet.ticket("verify"), 0, marks)
        about = STATEMENTS[5 + i % 5] if i else "whole"
        await tablet.add(f"{about}.correction", f"Rettelse {i} til {about}")

    async with office.control(code).here() as control:
        await control.lead("open_step", step="verify")
        await asyncio.gather(*(answer(i, tablet) for i, tablet in enumerate(hall)))
        await hall[0].ask({"t": "pen", "do": "take"})
        better = {"question": f"{REWORDED}.rewording", "text": "Heller slik", "dissent": ""}
        await hall[0].ask({"t": "statement", **better, "rev": 1})
        assert not hall[1].view.items("corrections")
        await control.lead("close_step", step="verify")
        await hall[1].until(lambda: len(hall[1].view.items("corrections")) == TABLETS)
        await control.lead("open_step", step="write")
        await asyncio.gather(*(tablet.write("enig", "q") for tablet in hall))
        await control.lead("end")
    await asyncio.gather(*(tablet.go() for tablet in hall))
    written = [note for tablet in hall for note in (*tablet.notes, *tablet.asides)]
    return answers, {note.id: note.text for note in written}


def _asked(tablet: Tablet) -> bool:
    return bool(tablet.view.items("reopened"))


def _linked(editor: Editor, note: str, links: dict[str, str]) -> bool:
    shown: dict[str, str] = editor.view.items("endings")[note]["links"]
    return shown == links


async def revise(editor: Editor, written: dict[str, str]) -> None:
    """One statement is worded anew, one withdrawn, one reworded though the hall agreed."""
    there = editor.understood()
    assert set(there) == set(STATEMENTS)
    for id_, change in {
        REWORDED: {"text": "Dere vil heller ha det slik."},
        WITHDRAWN: {"withdrawn": "Dere mente det motsatte."},
        LATE: {"text": "Noe annet enn salen sa ja til."},
    }.items():
        old = said(there[id_])
        await editor.edit(entry("statements", id_, {**old, **change}, old))
    edits = []
    for id_, one in editor.view.items("contributions").items():
        about = one["question"].partition(".")[0]
        if about in STATEMENTS:
            edits.append(entry("links", [about, id_], "contradicts"))
        else:
            edits.append(entry("aside", id_, {"why": "elsewhere", "words": "Tas med videre"}))
    assert len(edits) == len(written) + 1
    await editor.edit(*edits)
    await editor.until(lambda: editor.view.parts["left"] == 0)


# ---------------------------------------------------------------- what goes wrong


async def test_editors_who_meet_are_both_right(office: Office, server: OwnServer) -> None:
    """V15: two move the same note; a statement that others refer to is dropped; and a laptop is
    closed in the middle."""
    plan = await office.plan()
    code = await office.workshop(plan, DAYS[0], FIRST, TABLES)
    await held(office, code, 40)
    async with Office(server.url) as upstairs, AsyncExitStack() as stack:
        await upstairs.log_in("per", PASSWORD)
        kari = await stack.enter_async_context(office.editor(code).here())
        per = await stack.enter_async_context(upstairs.editor(code).here())
        note, *others = kari.open()
        await kari.edit(*written_up())

        both = await asyncio.gather(
            kari.edit(entry("links", ["s0", note], "supports")),
            per.edit(entry("links", ["s0", note], "contradicts")),
            return_exceptions=True,
        )
        late = [each for each in both if isinstance(each, Refused)]
        assert [each.code for each in late] == ["stale"]
        won, bearing = (kari, "supports") if both[0] is None else (per, "contradicts")
        lost = per if won is kari else kari
        for editor in (kari, per):
            await editor.until(partial(_linked, editor, note, {"s0": bearing}))

        s0 = said(kari.understood()["s0"])
        assert await refused(lost, entry("statements", "s0", None, s0)) == "in_use"
        gone = [entry("links", ["s0", note], None, bearing), entry("statements", "s0", None, s0)]
        await lost.edit(*gone)
        await won.until(lambda: "s0" not in won.understood() and note in won.open())
        await lost.until(lambda: "s0" not in lost.understood())
        await lost.ask({"t": "unedit", "count": lost.view.parts["undo"]["count"]})
        await won.until(lambda: "s0" in won.understood() and note not in won.open())

        # The lid is closed while the second half is on its way.
        aside = {"why": "unclear", "words": "Skjønner ikke"}
        half = len(others) // 2
        await kari.edit(*(entry("aside", id_, aside) for id_ in others[:half]))
        sending = asyncio.create_task(
            kari.edit(*(entry("aside", id_, aside) for id_ in others[half:]))
        )
        await asyncio.sleep(0)
        kari.cut()
        await asyncio.gather(sending, return_exceptions=True)
        await kari.come_back()
        assert kari.open() in ([], others[half:])
        again = [entry("aside", id_, aside) for id_ in others[half:]]
        await kari.edit(*again)  # carried out already, or now
        assert not kari.open()


async def test_a_workshop_that_is_reopened_twice_or_never(office: Office) -> None:
    """V16: the hall meets what was laid last, and nothing else once it has; a second workshop that
    does not happen keeps nothing back from a third."""
    plan = await office.plan()
    one, two, three = [await office.workshop(plan, day, SECOND, 1) for day in DAYS]
    hall = await office.hall(one, 3)
    async with office.control(one).here() as control:
        await control.lead("open_step", step="write")
        notes = [await hall[0].write(text, "q") for text in ("Én ting", SAMI)]
        await control.lead("end")
    await asyncio.gather(*(tablet.go() for tablet in hall))
    async with office.editor(one).here() as editor:
        await editor.edit(*written_up())
        await editor.edit(*(entry("links", ["s0", note.id], "supports") for note in notes))
        page = f"/stab/v/{two}/gjenapning"
        stale = Forms(await office.read(page)).forms[page]
        assert (await office.reopen(two, one)).status_code == 200
        assert (await office.reopen(two, one)).status_code == 200
        s1 = said(editor.understood()["s1"])
        await editor.edit(entry("statements", "s1", {**s1, "text": "Bedre sagt."}, s1))
        assert (await office.web.post(page, data=stale)).status_code == 422
        fresh = Forms(await office.read(page)).forms[page]
        assert (await office.web.post(page, data=fresh)).status_code == 200
    assert (await office.publish(one)).status_code == 200

    assert (await office.reopen(three, one)).status_code == 200
    for code in (three, two):
        (tablet,) = await office.hall(code, 1)
        async with office.control(code).here() as control:
            await control.lead("open_step", step="verify")
            await tablet.until(partial(_asked, tablet))
            met = tablet.view.items("reopened")
            assert met["s1"]["text"] == "Bedre sagt."
            assert {each["text"] for each in met["s0"]["behind"]} == {note.text for note in notes}
        await tablet.go()
    assert f'action="{page}"' not in await office.read(page)
    del fresh["take-s1"]
    assert (await office.web.post(page, data=fresh)).status_code == 422


# ---------------------------------------------------------------- what is published


def contributed(minutes: dict[str, Any]) -> dict[str, str]:
    """All that was said, by how it is referred to, with its id; a table's statement has none."""
    met = minutes.get("verification") or {}
    notes = [note for case in minutes["cases"] for note in case["notes"]]
    for case in minutes["cases"]:
        for one in case["statements"]:
            notes += one.get("arguments", ())
    for one in (met, *met.get("statements", ())):
        notes += one.get("corrections", ())
    tables = [
        f"{no}/{one['table']}"
        for no, case in enumerate(minutes["cases"], start=1)
        for one in case["statements"]
    ]
    tables += [
        f"{one['id']}/{said['table']}"
        for one in met.get("statements", ())
        for said in one.get("proposals", ())
    ]
    return {note["fingerprint"]: note["id"] for note in notes} | dict.fromkeys(tables, "")


def check_links(document: dict[str, Any], written: dict[str, str]) -> set[str]:
    """Each contribution has one end, from there to a statement, and from that back again. Which
    fates there are."""
    minutes = document["minutes"]
    refs, made = contributed(minutes), minutes["synthesis"]
    assert {id_ for id_ in refs.values() if id_} == set(written)
    ends = {end["ref"]: end for end in made["ends"]}
    assert Counter(end["ref"] for end in made["ends"]) == Counter(list(refs))
    links = {
        one["id"]: {link["ref"] for link in one.get("links", ())} for one in made["statements"]
    }
    assert links.keys() == set(STATEMENTS)
    for ref, end in ends.items():
        goes = ends[end["into"]] if end["fate"] == "merged" else end
        assert end.get("statements", []) == goes.get("statements", [])
        assert end["fate"] in {"used", "merged", "aside"}
        assert (end["fate"] == "used") == bool([id_ for id_ in links if ref in links[id_]])
        assert {id_ for id_ in links if ref in links[id_]} == (
            set(end["statements"]) if end["fate"] == "used" else set()
        )
        assert goes["fate"] != "aside" or goes["why"] in {"unclear", "elsewhere", "nothing_new"}
    assert set().union(*links.values()) <= ends.keys()
    return {end["fate"] for end in ends.values()}


def check_loop(
    first: dict[str, Any],
    second: dict[str, Any],
    source: str,
    answered: dict[str, list[int]],
    corrected: dict[str, str],
) -> None:
    """From what was understood to what the hall said of it, what came of that, and back."""
    before = {one["id"]: one for one in first["minutes"]["synthesis"]["statements"]}
    after = {one["id"]: one for one in second["minutes"]["synthesis"]["statements"]}
    met = second["minutes"]["verification"]
    assert met["source"] == source
    assert [one["id"] for one in met["statements"]] == STATEMENTS
    about = Counter[str]()
    for one in met["statements"]:
        id_ = one["id"]
        assert (one["text"], one["version"]) == (before[id_]["text"], 1)
        assert one["answers"] == answered[id_]
        behind = {(b["bearing"], b["fingerprint"]) for b in one["behind"] if b.get("fingerprint")}
        marks = {(k["bearing"], k["ref"]) for k in before[id_]["links"] if "/" not in k["ref"]}
        assert behind == marks
        about[id_] = len(one.get("corrections", ()))
        assert all(f"til {id_}" in corrected[each["id"]] for each in one.get("corrections", ()))
        assert bool(after[id_].get("direction")) == (id_ in HOLD)
        assert after[id_]["version"] == (2 if id_ in (REWORDED, LATE) else 1)
        assert bool(after[id_].get("withdrawn")) == (id_ == WITHDRAWN)
        if id_ in (REWORDED, LATE):
            assert after[id_]["before"] == one["text"] != after[id_]["text"]
    assert about.total() + len(met["corrections"]) == TABLETS


async def follow_links(office: Office, plan: str, published: dict[str, dict[str, Any]]) -> None:
    """On the pages that anybody reads: from the threads to each contribution and back, one click
    apart, and no link leads nowhere."""
    desk = f"/stab/plan/{plan}"
    await office.must(desk, f"{desk}/offentlig", public="yes")
    minutes = {code: Page(await office.read(f"/v/{code}")) for code in published}
    threads = Page(await office.read(f"/plan/{plan}/trad"))
    for id_ in STATEMENTS:
        address = f"/plan/{plan}/trad/{quote(id_, safe='')}"
        assert address in threads.links
        assert all(address in page.links for page in minutes.values())
        thread = Page(await office.read(address))
        for code, page in minutes.items():
            here = f"/v/{code}#"
            to = {unquote(link[len(here) :]) for link in thread.links if link.startswith(here)}
            assert to <= page.ids
            said = published[code]["minutes"]["synthesis"]["statements"]
            links = next(one.get("links", ()) for one in said if one["id"] == id_)
            assert len(to) >= len(links) + 1, (id_, code)
    for page in (*minutes.values(), threads):
        assert {unquote(link[1:]) for link in page.links if link.startswith("#")} <= page.ids
