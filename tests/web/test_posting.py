"""Meetings on their way to eInnsyn: a real server of ours, over real connections."""

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update

from app import secretary
from app.core import commands as c
from app.core.frozen import to_json
from app.core.notice import compose, digest
from app.core.things import Details, Question, Reason
from app.posting.client import WORDS, Client, Failed, Why
from app.posting.meeting import Piece
from app.posting.post import account, post, posting
from app.settings import Settings
from app.store import documents, workshops
from tests.command import Answer, tannhjul
from tests.einnsyn import ARKIVDEL, KEY, KINDS, EInnsyn, einnsyn
from tests.web.conftest import LEADER, NOTES, Evening, House, Web, plan_evening

SITE = "https://verksted.prove.no/politikk"
AT = 1_788_600_000_000
WHOLE = [
    "moetemappe",
    *("moetedokument", "dokumentbeskrivelse"),
    *("moetedokument", "dokumentbeskrivelse"),
    "moetesak",
]
"""All that is added, in order: the meeting, notice, minutes, and a case."""


@pytest.fixture
def there() -> Iterator[EInnsyn]:
    with einnsyn() as server:
        yield server


@pytest.fixture
def settings(there: EInnsyn) -> Settings:
    return Settings(
        _env_file=None,
        address=SITE,
        einnsyn_address=there.address,
        einnsyn_key=KEY,
        einnsyn_arkivdel=ARKIVDEL,
    )


@pytest.fixture
async def house(engine: Engine, settings: Settings) -> AsyncIterator[House]:
    house = House(engine, settings)
    yield house
    house.rooms.close()
    engine.dispose()


@pytest.fixture
async def evening(house: House) -> Evening:
    """Announced, held and published, with a note that is hidden and a question nobody came to."""
    evening = await plan_evening(house)
    await evening.do(c.AskQuestion(Question("q2", "Hva skal vi verne?")))
    await evening.do(c.PublishNotice(1, digest(compose(evening.room.state))))
    await evening.hold()
    await evening.do(c.HideNote(f"{0:032x}", Reason.NAME))
    await publish(house, evening)
    return evening


async def publish(house: House, evening: Evening, remarks: str = "") -> None:
    await evening.do(c.RecordDetails(Details(chair="Anne Nord", remarks=remarks)))
    minutes = await secretary.draft(evening.room, house.engine)
    await secretary.publish(evening.room, house.engine, minutes, LEADER.name, "Rettet")


Send = Callable[[], dict[str, list[str]]]


@pytest.fixture
def send(house: House, evening: Evening, settings: Settings) -> Send:
    """Post the workshop as it is now; what was done, by kind. Raises `Failed`."""

    def sent() -> dict[str, list[str]]:
        row = workshops.find(house.engine, evening.code)
        assert row is not None
        wanted = posting(house.engine, settings, row)
        done: dict[str, list[str]] = {}
        for one in post(house.engine, settings, wanted, AT):
            done.setdefault(one.did.value, []).append(one.kind)
        return done

    return sent


async def test_nothing_is_posted_unasked(staff_web: Web, evening: Evening, there: EInnsyn) -> None:
    """V170: not when minutes are published, and not by opening a page."""
    page = (await staff_web.get(f"/stab/v/{evening.code}/motebok")).text
    path = f"/stab/v/{evening.code}/einnsyn"
    assert f'href="{path}"' in page
    assert (await staff_web.get(path)).status_code == 200
    await staff_web.get(f"/v/{evening.code}")
    assert there.asked == []


async def test_it_is_off_unless_all_is_set(
    engine: Engine, evening: Evening, settings: Settings
) -> None:
    """V170: neither a page nor a link to one."""
    for lacking in ("einnsyn_address", "einnsyn_key", "einnsyn_arkivdel"):
        house = House(engine, settings.model_copy(update={lacking: ""}))
        async with house.web() as web:
            await web.log_in()
            assert (await web.get(f"/stab/v/{evening.code}/einnsyn")).status_code == 404
            assert "einnsyn" not in (await web.get(f"/stab/v/{evening.code}/motebok")).text.lower()
        house.rooms.close()


async def test_what_is_posted(send: Send, there: EInnsyn, house: House, evening: Evening) -> None:
    """V171: the meeting, its notice and minutes with where they lie, and what was handled."""
    assert send() == {"made": WHOLE}
    (meeting,) = there.of("moetemappe")
    assert (meeting["moetenummer"], meeting["utvalg"]) == (evening.code, "kommunestyret")
    began = (await secretary.draft(evening.room, house.engine)).began
    assert began is not None
    held = datetime.fromisoformat(meeting["moetedato"]).timestamp()
    assert (held, meeting["moetested"]) == (began // 1000, "Salen")
    assert meeting["offentligTittel"] == meeting["offentligTittelSensitiv"] == "Hvor går veien?"
    assert [each["tittel"] for each in there.of("dokumentbeskrivelse")] == [
        "Kunngjøring: Hvor går veien?",
        "Møtebok: Hvor går veien?",
    ]
    page = f"{SITE}/v/{evening.code}"
    assert [each["referanseDokumentfil"] for each in there.of("dokumentobjekt")] == [
        f"{page}/kunngjoring.pdf?version=1",
        f"{page}.pdf?version=1",
    ]
    assert [each["moetedokumenttype"] for each in there.of("moetedokument")] == [
        "innkalling",
        "protokoll",
    ]
    assert [each["offentligTittel"] for each in there.of("moetesak")] == ["Hvor skal vi vokse?"]


async def test_neither_names_nor_notes_nor_video_are_posted(send: Send, there: EInnsyn) -> None:
    """V171: and nothing that is hidden."""
    send()
    all_of_it = json.dumps(list(there.things.values()), ensure_ascii=False)
    assert "videoLink" not in all_of_it
    for word in (*NOTES, "Anne Nord", "Anne", "Bo"):
        assert word not in all_of_it


async def test_posted_again_nothing_is_double(
    send: Send, there: EInnsyn, house: House, evening: Evening
) -> None:
    """V172: what is the same is not sent; a new version changes where its file lies."""
    send()
    before, there.asked[:] = dict(there.things), []
    assert set(send()) == {"same"}
    assert {method for method, _path in there.asked} == {"GET"}
    await publish(house, evening, remarks="Ingen")
    assert send()["changed"] == ["dokumentbeskrivelse"]
    assert there.things.keys() == before.keys()
    files = [each["referanseDokumentfil"][-9:] for each in there.of("dokumentobjekt")]
    assert files == ["version=1", "version=2"]


async def test_a_withdrawn_meeting_is_taken_away(
    send: Send, there: EInnsyn, house: House, evening: Evening
) -> None:
    """V172: all of it, and what is not ours stays; asked once more, nothing happens."""
    send()
    other = {"kind": "moetemappe", "id": "mm_annet", "under": ARKIVDEL, "systemId": "annet"}
    there.things["annet"] = other
    await secretary.withdraw(evening.room, house.engine, 1, "Feil vedlegg", LEADER.name)
    assert send() == {"removed": ["moetesak", *WHOLE[4:0:-1], "moetemappe"]}
    assert list(there.things.values()) == [other]
    assert send() == {}


async def test_wherever_it_breaks_off_once_more_makes_it_whole(
    send: Send, there: EInnsyn, house: House, evening: Evening
) -> None:
    """V173: before a request was carried out, after it, and by a server in trouble."""
    send()
    whole, requests = _without_ids(there), len(there.asked)
    for at in range(12):
        for status in (0, 1, 503):
            there.things.clear()
            there.faults = [(at, status)]
            with pytest.raises(Failed):
                send()
            assert not account(house.engine, evening.room.id).whole
            assert not there.faults
            send()
            assert _without_ids(there) == whole
            assert account(house.engine, evening.room.id).whole
    assert requests == 12


def _without_ids(there: EInnsyn) -> list[dict[str, Any]]:
    made = {each["id"]: each["systemId"] for each in there.things.values()}
    each = json.dumps(sorted(there.things.values(), key=lambda one: one["systemId"]))
    for id_, ours in made.items():
        each = each.replace(f'"{id_}"', f'"{ours}"')
    told: list[dict[str, Any]] = json.loads(each)
    return told


async def test_two_who_post_at_once_are_both_right(send: Send, there: EInnsyn) -> None:
    """V172: what the other adds meanwhile is found, not double."""
    await asyncio.gather(*(asyncio.to_thread(send) for _ in range(3)))
    assert [len(there.of(kind)) for kind in KINDS] == [1, 2, 1, 2, 2]
    there.faults = [(0, 404)]  # as it was asked for a moment before the other added it
    assert send() == {"same": WHOLE}


async def test_a_case_that_a_correction_takes_out_is_taken_away(
    send: Send, there: EInnsyn, house: House, evening: Evening
) -> None:
    """V172: the meeting there has what the minutes that stand have, and no more."""
    send()
    minutes = await secretary.draft(evening.room, house.engine)
    without = to_json(replace(minutes, cases=()))
    with house.engine.begin() as connection:
        connection.execute(update(documents.MINUTES).values(body=without))
    assert send()["removed"] == ["moetesak"]
    assert there.of("moetesak") == []


ANSWERS = {
    2: Why.ODD,
    302: Why.ODD,
    400: Why.INVALID,
    401: Why.KEY,
    403: Why.KEY,
    422: Why.INVALID,
    429: Why.BUSY,
    500: Why.BROKEN,
    503: Why.BROKEN,
}


async def test_what_it_answers_is_told(staff_web: Web, evening: Evening, there: EInnsyn) -> None:
    """V174: in the language of whoever pressed, without the key, and no further than to it."""
    path = f"/stab/v/{evening.code}/einnsyn"
    for status, why in ANSWERS.items():
        there.faults = [(0, status)]
        answer = await staff_web.form(f"{path}?lang=en")
        assert answer.status_code == 502
        assert WORDS[why] in answer.text
        assert KEY not in answer.text
    assert not [path for _method, path in there.asked if "annetsteds" in path]
    assert there.things == {}
    again = await staff_web.form(path)
    assert again.status_code == 303
    assert "Sendt" in (await staff_web.get(again.headers["location"])).text


async def test_a_wrong_key_and_a_wrong_archive_are_told(
    house: House, evening: Evening, settings: Settings, there: EInnsyn
) -> None:
    """V174: as eInnsyn itself answers them."""
    row = workshops.find(house.engine, evening.code)
    assert row is not None
    for wrong, why in (("einnsyn_key", Why.KEY), ("einnsyn_arkivdel", Why.UNKNOWN)):
        changed = settings.model_copy(update={wrong: "annet"})
        with pytest.raises(Failed) as failed:
            post(house.engine, changed, posting(house.engine, changed, row), AT)
        assert failed.value.why is why
    there.address = "http://127.0.0.1:1"
    changed = settings.model_copy(update={"einnsyn_address": there.address})
    with pytest.raises(Failed) as failed:
        post(house.engine, changed, posting(house.engine, changed, row), AT)
    assert failed.value.why is Why.AWAY


def test_it_does_not_wait_for_ever() -> None:
    """V174: for one that takes the call and says nothing, and for all the answers together."""
    piece = Piece("moetemappe", "id", "arkivdel/x", "", {})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        for within in (60, 0):
            with pytest.raises(Failed) as failed:
                Client(address, KEY, timeout=0.05, within=within).put(piece)
            assert failed.value.why is Why.AWAY


def test_one_that_answers_drop_by_drop_is_left() -> None:
    """V174: each drop comes well before the connection gives up."""
    piece = Piece("moetemappe", "id", "arkivdel/x", "", {})
    left = threading.Event()

    def drip(server: socket.socket) -> None:
        there, _ = server.accept()
        with there:
            there.recv(4096)
            there.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1002\r\n\r\n")
            try:
                for _ in range(1000):
                    there.sendall(b" ")
                    time.sleep(0.01)
                there.sendall(b"{}")
            except OSError:
                left.set()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(Failed) as failed:
            Client(address, KEY, timeout=0.3).put(piece)
        thread.join()
    assert failed.value.why is Why.AWAY
    assert left.is_set()


@pytest.mark.parametrize("address", ["http://api.einnsyn.no", "ftp://x", "einnsyn.no", "file:///"])
def test_the_key_never_travels_in_the_open(address: str) -> None:
    """V174: nor with line breaks in it."""
    with pytest.raises(Failed) as failed:
        Client(address, KEY)
    assert failed.value.why is Why.INSECURE
    with pytest.raises(Failed):
        Client("https://api.einnsyn.no", f"{KEY}\r\nX: y")


async def test_what_is_made_up_is_posted_nowhere(
    house: House, settings: Settings, there: EInnsyn
) -> None:
    """V170: no demonstration, and nothing before there are minutes."""
    bare = await plan_evening(house)
    row = workshops.find(house.engine, bare.code)
    assert row is not None
    row.demo = True
    for changed, why in (
        (row, Why.MADE_UP),
        (workshops.find(house.engine, bare.code), Why.NOTHING),
    ):
        assert changed is not None
        with pytest.raises(Failed) as failed:
            posting(house.engine, settings, changed)
        assert failed.value.why is why
    assert there.asked == []


@pytest.fixture
def command(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Answer]:
    for name in ("address", "einnsyn_address", "einnsyn_key", "einnsyn_arkivdel"):
        monkeypatch.setenv(f"TANNHJUL_{name.upper()}", getattr(settings, name))
    return lambda *words: tannhjul("einnsyn", *words, "--data", tmp_path)


async def test_the_command_shows_and_sends(
    command: Callable[..., Answer], evening: Evening, there: EInnsyn
) -> None:
    """V175: with --dry-run every object as it would be sent, and nothing is."""
    shown = command(evening.code, "--dry-run", "--json").json
    assert there.asked == []
    assert (shown["workshop"], shown["version"], shown["remove"]) == (evening.code, 1, [])
    assert shown["send"][0]["kind"] == "moetemappe"
    assert shown["send"][0]["under"] == f"arkivdel/{ARKIVDEL}"
    done = command(evening.code, "--json").json["done"]
    assert [one["id"] for one in done] == [each["body"]["systemId"] for each in shown["send"]]
    assert {one["did"] for one in done} == {"made"}
    assert len(there.things) == len(done) + 2  # and the two files


async def test_the_command_fails_in_one_line(
    command: Callable[..., Answer], evening: Evening, there: EInnsyn
) -> None:
    """V175: with an exit status, and nothing on standard output."""
    there.faults = [(0, 429)]
    answer = command(evening.code, "--json")
    assert (answer.status, answer.out) == (1, "")
    assert re.fullmatch(r"tannhjul: eInnsyn asks us to wait.* \(Status 429\)\n", answer.err)
    assert command("INGEN").status == 1
