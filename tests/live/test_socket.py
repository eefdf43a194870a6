"""A real server and real websockets."""

import asyncio
import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.live.frames import LARGEST
from app.live.socket import PATIENCE
from app.store import workshops
from tests.core.given import note
from tests.live.screen import Screen
from tests.live.server import Hall
from tests.store.batches import notes, sayings

SEATS = [f"{i:032x}" for i in range(0xAB00, 0xAB40)]


def written(number: int, text: str = "Flere busser", **more: Any) -> dict[str, Any]:
    """The fields of a note frame."""
    secret = f"{0xFF00 + number:032x}"
    fields = {"id": note(number).id, "question": "vekst", "text": text, "secret": secret}
    return fields | more


async def at_table(hall: Hall, screen: Screen, table: int, seat: int = 0, **more: Any) -> None:
    answer = await screen.join("tablet", hall.codes[table], seat=SEATS[10 * table + seat], **more)
    assert answer["t"] == "welcome"


# ---------------------------------------------------------------- the door


@pytest.mark.parametrize("mangle", [str, str.lower, lambda code: f" {code[:4]} {code[4:]} "])
async def test_joining_a_table(writing: Hall, mangle: Any) -> None:
    """S1: lower case and spaces are forgiven; the first view comes by itself."""
    async with writing.screen() as tablet:
        answer = await tablet.join("tablet", mangle(writing.codes[2]), seat=SEATS[0])
        assert answer.keys() == {"t", "n", "you", "now"}
        assert tablet.view["table"]["no"] == 2
        assert tablet.view["now"]["id"] == "vekst-skriv"
        await tablet.until(lambda view: view["hall"]["tablets"] == 1)


async def test_a_code_that_leads_nowhere(planned: Hall) -> None:
    """S2: and one may try again on the same connection."""
    async with planned.screen() as screen:
        for role, code in (
            ("tablet", "AAAAAAAA"), ("tablet", ""), ("tablet", "\x00"),
            ("tablet", planned.codes[None]), ("projector", planned.codes[1]),
            ("tablet", planned.public),
        ):  # fmt: skip
            answer = await screen.join(role, code, seat=SEATS[0])
            assert (answer["t"], answer["code"]) == ("refused", "unknown_code")
        answer = await screen.join("tablet", planned.codes[1])
        assert answer["code"] == "malformed"  # a tablet needs a seat
        await at_table(planned, screen, 1)


async def test_the_projector(planned: Hall) -> None:
    """S2: looks, and asks for nothing."""
    async with planned.screen() as projector:
        assert (await projector.join("projector", planned.codes[None]))["you"] == ""
        assert projector.view["workshop"]["title"] == "Samfunnsdelen"
        answer = await projector.ask("note", **written(1))
        assert answer["code"] == "not_allowed_here"
        assert (await projector.ask("ticket", step="dotter"))["code"] == "not_allowed_here"


async def test_control_is_for_the_staff(planned: Hall) -> None:
    """S3, A7: and the staff cannot write a note."""
    async with planned.screen() as stranger:
        answer = await stranger.join("control", planned.public)
        assert (answer["t"], answer["code"]) == ("refused", "not_allowed")
    async with planned.staff() as control:
        assert (await control.join("control", planned.public.lower()))["t"] == "welcome"
        assert (await control.ask("open_step", step="vekst-skriv"))["t"] == "stored"
        assert (await control.ask("note", **written(1)))["code"] == "not_allowed"
        assert (await control.ask("ticket", step="dotter"))["code"] == "not_allowed_here"
        assert (await control.join("control", "nowhere"))["code"] == "unknown_code"


async def test_a_tablet_does_not_lead(writing: Hall) -> None:
    """S3."""
    async with writing.screen() as tablet:
        await at_table(writing, tablet, 1)
        for t, fields in (("close_step", {"step": "vekst-skriv"}), ("end", {})):
            assert (await tablet.ask(t, **fields))["code"] == "not_allowed"


async def test_a_page_from_elsewhere(planned: Hall) -> None:
    """S4: a browser tells where its page came from, and only ours may connect."""
    host = planned.live.removeprefix("ws://").removesuffix("/live")
    async with Screen(planned.live, {"Origin": f"http://{host}"}) as ours:
        assert (await ours.ask("ping"))["t"] == "pong"
    for origin in ("http://example.org", "null", f"http://{host}.example.org"):
        with pytest.raises(InvalidStatus):
            await Screen(planned.live, {"Origin": origin}).__aenter__()


# ---------------------------------------------------------------- stored, then seen


async def test_a_note_is_stored_and_then_seen(writing: Hall) -> None:
    """S5, V1: "stored" means on disk; others see it when the talk begins."""
    async with (
        writing.screen() as anna,
        writing.screen() as carl,
        writing.staff() as control,
    ):
        await at_table(writing, anna, 1)
        await at_table(writing, carl, 2)
        await control.join("control", writing.public)
        assert (await anna.ask("note", **written(1)))["t"] == "stored"
        kept = notes(sayings(writing.engine, writing.workshop))
        assert (kept[note(1).id].text, kept[note(1).id].table) == ("Flere busser", 1)
        assert (await anna.ask("note", **written(1)))["t"] == "stored"  # a double tap
        assert (await anna.ask("note", **written(1, "Annet")))["code"] == "other_text"
        assert (await carl.ask("note", **written(1)))["t"] == "stored"  # who knows the secret
        assert (await carl.ask("note", **written(1) | {"secret": "0" * 32}))["code"] == "not_yours"
        await control.until(lambda view: view["counts"]["notes"] == 1)
        assert not carl.view.notes()
        await control.ask("open_step", step="vekst-bord")
        await carl.until(lambda view: view.notes() == {"Flere busser"})
        await anna.until(lambda view: view.notes("own_notes") == {"Flere busser"})
        text = json.dumps([*anna.frames, *carl.frames, *control.frames])
        assert written(1)["secret"] not in text
        assert SEATS[10] not in text


async def test_two_tablets_take_the_pen(writing: Hall) -> None:
    """T1: the other one sees who holds it."""
    async with writing.staff() as control, writing.screen() as one, writing.screen() as two:
        await control.join("control", writing.public)
        await control.ask("open_step", step="vekst-bord")
        await at_table(writing, one, 1, 0)
        await at_table(writing, two, 1, 1)
        answers = await asyncio.gather(one.ask("pen", do="take"), two.ask("pen", do="take"))
        assert sorted(answer["t"] for answer in answers) == ["refused", "stored"]
        loser = two if answers[0]["t"] == "stored" else one
        winner = one if loser is two else two
        await loser.until(lambda view: view["table"]["pen"])
        you = next(frame["you"] for frame in winner.frames if frame["t"] == "welcome")
        assert loser.view["table"]["pen"] == you
        assert (await loser.ask("pen", do="take_over"))["t"] == "stored"
        words = {"question": "vekst", "text": "Vi vil", "dissent": "", "rev": 1}
        assert (await winner.ask("statement", **words))["code"] == "no_pen"
        assert (await loser.ask("statement", **words))["t"] == "stored"
        await winner.until(lambda view: view["statement"]["text"] == "Vi vil")
        assert (await winner.ask("mark", step="vekst-bord", help=True))["t"] == "stored"
        assert (await control.ask("help_given", table=1))["t"] == "stored"
        assert (await loser.ask("pen", do="lay"))["t"] == "stored"


async def test_prioritising(writing: Hall) -> None:
    """D2, D4, D9: a ticket, a ballot, another one, and the count."""
    async with writing.staff() as control, writing.screen() as tablet:
        await control.join("control", writing.public)
        await at_table(writing, tablet, 1)
        await control.ask("open_step", step="vekst-bord")
        await tablet.ask("pen", do="take")
        words = {"question": "vekst", "text": "Vi vil", "dissent": "", "rev": 1}
        await tablet.ask("statement", **words)
        await control.ask("open_step", step="dotter")
        ticket = await tablet.ask("ticket", step="dotter")
        assert await tablet.ask("ticket", step="dotter") == ticket | {"n": ticket["n"] + 1}
        assert (await tablet.ask("ticket", step="pause"))["code"] == "unknown_step"
        ballot = {"step": "dotter", "key": ticket["key"], "rev": 0, "marks": {"vekst.1": 1}}
        assert (await tablet.ask("ballot", **ballot))["t"] == "stored"
        six = ballot | {"rev": 1, "marks": dict.fromkeys("abcdef", 1)}
        assert (await tablet.ask("ballot", **six))["code"] == "too_many_dots"
        await control.until(lambda view: view["hall"]["cast"] == 1)
        assert control.view["prioritising"]["result"] is None
        await control.ask("close_step", step="dotter")
        await tablet.until(lambda view: view["prioritising"]["result"])
        assert tablet.view["prioritising"]["result"]["rows"] == []  # fewer than three
        assert (await tablet.ask("ballot", **ballot))["code"] == "counted"


async def test_what_control_asks_for(writing: Hall) -> None:
    """P4, P5, P7, P9, P10, P11, P13: each of its frames."""
    asked: list[tuple[str, dict[str, Any], str]] = [
        ("clock", {"step": "vekst-skriv", "left": 60_000}, "stored"),
        ("clock", {"step": "vekst-skriv", "ends_at": 1_900_000_000_000}, "stored"),
        ("clock", {"step": "vekst-skriv"}, "bad_plan"),
        ("close_step", {"step": "vekst-skriv"}, "stored"),
        ("grace", {"step": "vekst-skriv"}, "stored"),
        ("skip_step", {"step": "pause"}, "stored"),
        ("insert_step", {"step": "ny", "kind": "pause", "minutes": 5, "after": None}, "stored"),
        ("show", {"question": "vekst", "table": 1}, "other_step"),
        ("help_given", {"table": 99}, "unknown_table"),
        ("end", {}, "stored"),
        ("open_step", {"step": "slutt"}, "ended"),
    ]
    async with writing.staff() as control:
        await control.join("control", writing.public)
        for t, fields, outcome in asked:
            answer = await control.ask(t, **fields)
            assert answer.get("code", answer["t"]) == outcome
        assert control.view["workshop"]["ended"]


# ---------------------------------------------------------------- frames that are wrong


@pytest.mark.parametrize(
    ("text", "n", "code"),
    [
        ("", None, "malformed"),
        ("not JSON", None, "malformed"),
        ("[]", None, "malformed"),
        ("null", None, "malformed"),
        ("[" * 5_000, None, "malformed"),
        ('{"t":"ping"}', None, "malformed"),
        ('{"t":"ping","n":-1}', None, "malformed"),
        ('{"t":"ping","n":1e300}', None, "malformed"),
        ('{"t":"ping","n":7,"more":1}', 7, "malformed"),
        ('{"t":"ping","n":true,"more":1}', None, "malformed"),
        ('{"t":"note","n":7,"id":"\\ud800"}', None, "malformed"),
        ('{"t":"note","n":7}', 7, "malformed"),
        ('{"t":"view","n":7}', 7, "unknown_frame"),
        ('{"t":["note"],"n":7}', 7, "unknown_frame"),
        ('{"n":7}', 7, "unknown_frame"),
        ('{"t":"tell","n":7,"accepted":true,"drafting":false}', 7, "not_joined"),
        ('{"t":"ticket","n":7,"step":"dotter"}', 7, "not_joined"),
        ('{"t":"ping","n":7,"more":"' + "x" * LARGEST + '"}', None, "too_large"),
    ],
)
async def test_a_frame_that_is_wrong(planned: Hall, text: str, n: int | None, code: str) -> None:
    """S6, S7, S14: is answered with a code, and the connection lives on."""
    async with planned.screen() as screen:
        assert await screen.say(text) == {"t": "refused", "n": n, "code": code}
        assert (await screen.ask("ping"))["t"] == "pong"


async def test_bytes_are_read_as_text(planned: Hall) -> None:
    """S6."""
    async with planned.screen() as screen:
        await screen.socket.send(b'{"t":"ping","n":3}')
        assert (await screen.receive())["n"] == 3
        await screen.socket.send(b"\xff\xfe")
        assert (await screen.receive())["code"] == "malformed"


async def test_every_frame_is_answered_once(writing: Hall) -> None:
    """S6: with its own number, however many are under way."""
    async with writing.screen() as tablet:
        await at_table(writing, tablet, 1)
        numbers = [await tablet.send("note", **written(i, f"Innspill {i}")) for i in range(30)]
        numbers += [await tablet.send("ping") for _ in range(5)]
        for _ in range(len(numbers) + 5):
            if len(answers := [f["n"] for f in tablet.frames if "n" in f and f["n"] > 1]) == 35:
                break
            await tablet.receive()
        while len(answers) < len(numbers):
            await tablet.receive()
            answers = [f["n"] for f in tablet.frames if "n" in f and f["n"] > 1]
        assert sorted(answers) == numbers
    assert len(sayings(writing.engine, writing.workshop)) == 30


async def test_repeated_abuse_closes(planned: Hall) -> None:
    """S12: sixty may be mistakes; then the screen is let go, and may come back."""
    async with planned.screen() as screen:
        for _ in range(PATIENCE):
            assert (await screen.say("{"))["code"] == "malformed"
        await screen.socket.send("{")
        codes = [(await screen.receive())["code"] for _ in range(2)]
        assert codes == ["malformed", "too_many_errors"]
        with pytest.raises(ConnectionClosed):
            await screen.receive()
    async with planned.screen() as again:
        await at_table(planned, again, 1)


# ---------------------------------------------------------------- coming back


async def test_coming_back(writing: Hall) -> None:
    """S9: only what is new, and merged it is the same as a fresh view."""
    async with writing.staff() as control:
        await control.join("control", writing.public)
        async with writing.screen() as tablet:
            await at_table(writing, tablet, 1)
            for i in range(20):
                await tablet.ask("note", **written(i, f"Innspill {i}"))
            await control.ask("open_step", step="vekst-bord")
            await tablet.until(lambda view: len(view.notes("own_notes")) == 20)
        await control.ask("close_step", step="vekst-bord")
        async with writing.screen() as again, writing.screen() as fresh:
            again.view = tablet.view
            await at_table(writing, again, 1, have=tablet.view.have)
            await at_table(writing, fresh, 1, 1)
            frame = again.frames[-1]
            assert frame["since"] > 0
            assert "own_notes" not in frame["lists"]
            assert again.bytes < fresh.bytes / 3
            assert not again.view["now"]["open"]
            await control.ask("open_step", step="vekst-plenum")
            for screen in (again, fresh):
                await screen.until(lambda view: view["now"]["id"] == "vekst-plenum")
                await screen.until(lambda view: view["hall"]["tablets"] == 2)
            assert again.view.notes("own_notes") == fresh.view.notes("own_notes")
            assert again.view["workshop"] == fresh.view["workshop"]


async def test_a_pong_tells_which_view_came_last(writing: Hall) -> None:
    """S19."""
    async with writing.screen() as tablet, writing.staff() as control:
        assert (await tablet.ask("ping"))["v"] == 0
        await at_table(writing, tablet, 1)
        await control.join("control", writing.public)
        for step in ("vekst-bord", "vekst-plenum"):
            await control.ask("open_step", step=step)
            assert (await tablet.ask("ping"))["v"] == tablet.view.version > 0


async def test_coming_back_with_what_another_screen_has_seen(writing: Hall) -> None:
    """S9: another epoch, another table, or a version that never was: the whole view."""
    async with writing.screen() as first:
        await at_table(writing, first, 1)
        have = first.view.have
    for table, shown in ((1, {"epoch": "x", "v": 1}), (2, have), (1, have | {"v": 10**6})):
        async with writing.screen() as other:
            await at_table(writing, other, table, have=shown)
            assert other.frames[1]["since"] == 0
            assert other.view["table"]["no"] == table


async def test_moving_to_another_table_on_the_same_connection(writing: Hall) -> None:
    """S9, S1."""
    async with writing.screen() as tablet:
        await at_table(writing, tablet, 1)
        tablet.view.__init__()  # type: ignore[misc]
        answer = await tablet.join("tablet", writing.codes[2], seat=SEATS[10])
        assert answer["t"] == "welcome"
        await tablet.until(lambda view: view["table"]["tablets"] == 1)
        await tablet.ask("note", **written(1))
    assert notes(sayings(writing.engine, writing.workshop))[note(1).id].table == 2


async def test_who_hangs_up_harms_nobody(writing: Hall) -> None:
    """S13: tablets that send and vanish; the others get every answer and every view."""
    async with writing.screen() as stays, writing.staff() as control:
        await at_table(writing, stays, 2)
        await control.join("control", writing.public)
        for i in range(30):
            goes = await writing.screen().__aenter__()
            await at_table(writing, goes, 1, i % 10)
            await goes.send("note", **written(100 + i))
            await goes.send("note", **written(200 + i))
            goes.socket.transport.abort()
            assert (await stays.ask("note", **written(i)))["t"] == "stored"
        await control.until(lambda view: view["counts"]["notes"] >= 30)
        assert (await control.ask("open_step", step="vekst-bord"))["t"] == "stored"
        await stays.until(lambda view: view["now"]["id"] == "vekst-bord")


async def test_a_screen_that_never_reads(writing: Hall) -> None:
    """S10: the others get everything, and what waits for it is bounded."""
    async with writing.staff() as control, writing.screen() as reads:
        await control.join("control", writing.public)
        await control.ask("open_step", step="vekst-bord")
        sleeper = await writing.screen().__aenter__()
        sleeper.socket.transport.pause_reading()
        await sleeper.send("join", role="tablet", code=writing.codes[1], seat=SEATS[1])
        await at_table(writing, reads, 1, 5)
        long = "Mye å si. " * 190
        for i in range(60):
            answer = await reads.ask("note", **written(i, f"{i} {long}", shared=True))
            assert answer["t"] == "stored"
        await reads.until(lambda view: len(view.notes("own_notes")) == 60)
        sleeper.socket.transport.abort()


async def test_a_workshop_that_is_gone(hall: Any) -> None:
    """S2: its codes lead nowhere."""
    here = hall()
    with here.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE workshop SET rehearsal = 1 WHERE id = ?", (here.workshop,)
        )
    workshops.remove(here.engine, here.workshop)
    async with here.screen() as screen:
        answer = await screen.join("tablet", here.codes[1], seat=SEATS[0])
        assert answer["code"] == "unknown_code"
