"""What is plainly forbidden, wherever the attacker finds it: no cleverness needed.

Nothing that the server says about itself – logs, `/helse`, error pages – may hold anything of a
councillor's: address, browser, seat, table's code, a note's id, words, secret, or a hash of these.
No file may hold a device's mark at all.
"""

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from sqlalchemy import Engine, inspect

from app.store.database import open_database
from app.web import auth
from tests.attack.attackers import Betrayals, forms, marks_of
from tests.attack.hall import Councillor, Truth, devices, furnish
from tests.attack.loot import Loot
from tests.live.screen import Screen

STAFFS = {
    "alembic_version", "join_code", "member", "minutes", "setting", "staff_act", "staff_user",
}  # fmt: skip


def device_marks(loot: Loot, truth: Truth) -> Iterator[tuple[str, str]]:
    """Where in the loot a mark of a device is, and which. It need not be near anything."""
    marks = [mark for device in truth.devices for mark in marks_of(device)]
    wanted = Betrayals(enumerate(marks))
    for place in loot.places:
        if place.kind in ("pages", "backup", "wal", "log"):
            for piece in place.pieces:
                yield from ((place.name, marks[found]) for _, found in wanted.found(piece.data))


def in_logs(loot: Loot, truth: Truth) -> Iterator[tuple[str, str]]:
    """What of the councillors' is in a log, and in which."""
    wanted = [said for each in truth.said for said in (*each.tokens, each.secret, each.text)]
    wanted += [code for code in truth.codes.values() if code]
    for place in loot.places:
        if place.kind == "log":
            whole = b"".join(piece.data for piece in place.pieces)
            yield from ((place.name, mark) for mark in told(whole, wanted))


def told(output: bytes, wanted: Iterable[str]) -> list[str]:
    """Which of these – or their hashes – stand in what was put out."""
    lower = output.lower()
    return [mark for mark in wanted if any(form and form.lower() in lower for form in forms(mark))]


# ---------------------------------------------------------------- when things go wrong


def provoke(database: str, address: str, logs: Path) -> tuple[bytes, list[str]]:
    """Make everything fail that can fail while councillors are busy; `database` is one that a
    server at `address` uses.

    Returns all that was said to anybody but the councillor in question, and what must not be in it.
    """
    engine = open_database(database)
    try:
        return asyncio.run(_provoke(engine, address, logs))
    finally:
        engine.dispose()


async def _provoke(engine: Engine, address: str, logs: Path) -> tuple[bytes, list[str]]:
    code, codes = furnish(engine, 1, 2)
    anna, bent = devices(Random(1), 1, 2)
    token = auth.operator_token(engine)
    note = {"question": "vekst", "text": "Hemmelige ord om skolen", "secret": "5ec2" * 8}
    secrets = [note["text"], note["secret"], *(f"a07{n}" * 8 for n in range(9)), str(codes[1])]
    answers: list[bytes] = []
    async with (
        Screen(f"ws://{address}/live", {"Authorization": f"Bearer {token}"}) as control,
        Councillor(f"ws://{address}/live", anna) as one,
        Councillor(f"ws://{address}/live", bent) as other,
    ):
        await control.join("control", code)
        await control.ask("open_step", step="skriv")
        for tablet in (one, other):
            await tablet.join("tablet", codes[1], seat=tablet.device.seat, accepted=True)
        await one.must("note", id="a070" * 8, **note)
        for malformed in (
            '{"t":"note","text":"Hemmelige ord om skolen","n":',
            '{"t":"note","n":7,"id":"Hemmelige ord om skolen","secret":"' + note["secret"] + '"}',
            '{"t":"hemmelige ord om skolen","n":8}',
            "[" * 100_000,
        ):
            await one.say(malformed)
        await other.send("note", id="a071" * 8, **note)
        other.socket.transport.abort()
        for path in (f"/b/{codes[1]}", f"/v/{code}?note={'a070' * 8}", f"/{'a070' * 8}", "/live"):
            await asyncio.to_thread(_get, address, path, anna.agent)  # for what it logs
        answers.append(await asyncio.to_thread(_get, address, "/helse", anna.agent))
        for broken in (set(inspect(engine).get_table_names()) - STAFFS, STAFFS - {"setting"}):
            with engine.begin() as connection:
                for name in broken:
                    connection.exec_driver_sql(f'ALTER TABLE "{name}" RENAME TO "{name}_away"')
            refused = await one.ask("note", id="a072" * 8, **note)
            assert refused["t"] == "refused", refused
            await one.ask("ticket", step="skriv")
            await asyncio.to_thread(_get, address, f"/b/{codes[1]}", anna.agent)
            for path in ("/helse", f"/v/{code}", "/"):
                answers.append(await asyncio.to_thread(_get, address, path, anna.agent))
    said = b"\n".join(answers)
    marks = [mark for device in (anna, bent) for mark in marks_of(device)]
    written = b"".join(log.read_bytes() for log in sorted(logs.glob("*.log")))
    return written + said, secrets + marks


def _get(address: str, path: str, agent: str) -> bytes:
    """The answer, whatever it is."""
    request = Request(f"http://{address}{path}", headers={"User-Agent": agent})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=20) as answer:
            body: bytes = answer.read()
            return body
    except HTTPError as error:
        return error.read()
