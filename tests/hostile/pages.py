"""The fuzzer of all that is asked over HTTP: every route, each form with what its page filled in.

Every case has a random of its own, so that what was found is found again by its seed and number.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from argon2 import PasswordHasher
from fastapi import routing

from app.store import staff
from tests.hostile import payloads, uploads
from tests.hostile.checks import wrongs
from tests.hostile.forms import Form, forms
from tests.hostile.world import Answer, Known, Pairs, Template, World, template

DAY = 2_000
"""Cases after which the house begins anew: much has been ended, removed and renamed by then."""

ENOUGH = 20_000
"""Cases of which every form ought to have had some that were carried out."""

METHODS = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "HOSTILE",
)
URLENCODED = b"application/x-www-form-urlencoded"


class Unhandled(AssertionError):
    """What was found, by what is wrong, each with the first case that showed it."""


def run(seed: int, cases: int) -> Counter[str]:
    """Send so many requests. What was reached, by way and by route; raises `Unhandled`.

    Raises `AssertionError` too where, of `ENOUGH`, none was carried out of some form.
    """
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with TemporaryDirectory() as folder, patch.object(staff, "_hasher", weak):
        reached = asyncio.run(_run(Path(folder), seed, cases))
    missed = [what for what in reached if what.startswith("handled") and not reached[what]]
    assert cases < ENOUGH or not missed, f"never carried out: {missed}"
    return reached


async def _run(folder: Path, seed: int, cases: int) -> Counter[str]:
    return await attack(await template(folder / "template"), folder, seed, cases)


@asynccontextmanager
async def _counting(world: World, known: Known, reached: Counter[str]) -> AsyncIterator[None]:
    """Count what each form's own function is asked: past the session, the token and the roles."""
    ours = {each.handler: f"handled {each.path}" for each in world.routes if each.method == "POST"}
    reached.update({f"handled {route}": 0 for route in known.forms})
    run_handler = routing.run_endpoint_function

    async def counted(*, dependant: Any, values: dict[str, Any], is_coroutine: bool) -> Any:
        if dependant.call in ours:
            reached[ours[dependant.call]] += 1
        return await run_handler(dependant=dependant, values=values, is_coroutine=is_coroutine)

    with patch.object(routing, "run_endpoint_function", counted):
        yield


async def attack(whole: Template, folder: Path, seed: int, cases: int) -> Counter[str]:
    """The same upon a house that is there already."""
    reached: Counter[str] = Counter()
    found: dict[str, str] = {}
    for day in range(0, cases, DAY):
        numbers = range(day, min(cases, day + DAY))
        async for case, fault in _day(whole, folder / f"day{day}", seed, numbers, reached):
            found.setdefault(fault, case)
    if found:
        raise Unhandled("".join(f"\n{fault} – {case}" for fault, case in found.items()))
    return reached


async def _day(
    whole: Template, folder: Path, seed: int, numbers: range, reached: Counter[str]
) -> AsyncIterator[tuple[str, str]]:
    async with whole.copy(folder) as world, _counting(world, whole.known, reached):
        before = world.published()
        for number in numbers:
            rng = random.Random(f"{seed}.{number}")
            attacker = Attacker(world, whole.known, rng)
            answer = await attacker.attack()
            reached[f"{attacker.kind} {answer.status // 100}xx"] += 1
            if attacker.route and answer.status < 400:
                reached[attacker.route] += 1
            for fault in wrongs(answer):
                what, _, more = fault.partition(": ")
                yield f"{seed}.{number} {more} {attacker.told}", f"{what} at {attacker.route}"
            await world.stay_in()
        assert before <= world.published(), "what was published is not what it was"


class Attacker:
    """One request. `kind`, `route` and `told` say afterwards what it was."""

    def __init__(self, world: World, known: Known, rng: random.Random) -> None:
        self.world, self.known, self.rng = world, known, rng
        self.kind = self.route = self.told = ""

    async def attack(self) -> Answer:
        ways = (self._form, self._page, self._anything, self._json, self._file, self._nowhere)
        way = self.rng.choices(ways, (45, 25, 10, 7, 8, 5))[0]
        self.kind = way.__name__.strip("_")
        return await way()

    # ------------------------------------------------------------ the ways

    async def _form(self) -> Answer:
        """A form as its page made it, with some of its fields changed."""
        route = self.rng.choice(sorted(self.known.forms))
        page, form = self.rng.choice(self.known.forms[route])
        if self.rng.random() < 0.5:
            form = await self._anew(page, form)
        fields = self._spoilt(form.fields)
        if form.multipart:
            body, kind = uploads.packed(fields, self._files())
        else:
            body, kind = self._encoded(fields), URLENCODED
        return await self._ask("POST", form.action, body, kind)

    async def _page(self) -> Answer:
        """An address that there is, or one that is nearly right."""
        route = self.rng.choice(sorted(self.known.addresses))
        address = self.rng.choice(self.known.addresses[route])
        path, _, query = address.partition("?")
        chance = self.rng.random()
        if chance < 0.35:
            path = self._holes(route)
        elif chance < 0.8:
            query += "&" * bool(query) + self._query(route)
        return await self._ask("GET", path + ("?" + query if query else ""))

    async def _anything(self) -> Answer:
        """Any method of any route, with any body."""
        there = self.rng.choice(self.world.routes)
        typed = {payloads.text(self.rng): payloads.text(self.rng) for _ in range(2)}
        body = self._encoded({"csrf": self.world.token} | typed)
        method = self.rng.choice((there.method, *METHODS))
        kind = self.rng.choice((URLENCODED, b"application/json", b"text/plain", b""))
        return await self._ask(method, self._holes(there.path), body, kind)

    async def _json(self) -> Answer:
        """What programs ask for."""
        there = self.rng.choice([each for each in self.world.routes if "/api/" in each.path])
        body = self.rng.choice(payloads.JSON_BODIES)
        return await self._ask(there.method, self._holes(there.path), body, b"application/json")

    async def _file(self) -> Answer:
        """A form with a file, and in it what is no such file."""
        taking = [
            (page, form)
            for each in self.known.forms.values() for page, form in each if form.multipart
        ]  # fmt: skip
        page, form = self.rng.choice(taking)
        if self.rng.random() < 0.3:
            form = await self._anew(page, form)
        fields = self._spoilt(form.fields)
        body, kind = uploads.packed(fields, self._files())
        if self.rng.random() < 0.2:
            at = self.rng.randrange(len(body))
            body = body[:at] + payloads.text(self.rng).encode()[:500] + body[at + 5 :]
        return await self._ask("POST", form.action, body, kind)

    async def _nowhere(self) -> Answer:
        """Files that are not there, and ways out of the folder."""
        start = self.rng.choice(("/static/", "/static/dist/", "/static/locale/", "/", "/stab/"))
        path = start + "".join(self._part() for _ in range(self.rng.randrange(1, 4)))
        return await self._ask("GET", path + "/" * (self.rng.random() < 0.3))

    # ------------------------------------------------------------ what they are made of

    async def _ask(self, method: str, target: str, body: bytes = b"", kind: bytes = b"") -> Answer:
        who = self.rng.choices(("staff", "nobody", "operator"), (85, 8, 7))[0]
        headers = self.world.known_as(who)
        if kind:
            headers.append((b"content-type", kind))
        if self.rng.random() < 0.3:
            headers = self._headers(headers)
        self.told = f"{method} {target[:300]} {who} {headers!r:.400} {body!r:.600}"
        self.route = self.world.route(method, target) or ""
        return await self.world.ask(method, target.encode(), headers, body)

    def _headers(self, kept: Pairs) -> Pairs:
        """Some hostile ones, in the place of those of the same name or beside them."""
        hostile = [payloads.header(self.rng) for _ in range(self.rng.randrange(1, 4))]
        names = {name for name, _ in hostile} if self.rng.random() < 0.7 else set()
        cookie = b"cookie" in names and self.rng.random() < 0.5
        return [(n, v) for n, v in kept if n not in names or (n == b"cookie" and cookie)] + hostile

    async def _anew(self, page: str, form: Form) -> Form:
        """The form as its page has it now, others having sent theirs meanwhile."""
        answer = await self.world.ask("GET", page.encode(), self.world.known_as("staff"))
        for one in forms(answer.text):
            if (one.action or page) == form.action and one.method == form.method:
                return one._replace(action=form.action)
        return form

    def _spoilt(self, fields: dict[str, str]) -> dict[str, str]:
        spoilt = dict(fields) | ({"csrf": self.world.token} if "csrf" in fields else {})
        names = [name for name in fields if name != "csrf"]
        for _ in range(min(len(names), self.rng.choice((0, 1, 1, 1, 2, 3, 8)))):
            name = self.rng.choice(names)
            chance = self.rng.random()
            if chance < 0.8:
                spoilt[name] = payloads.text(self.rng)
            elif chance < 0.9:
                spoilt.pop(name, None)
            else:
                spoilt[payloads.text(self.rng)[:200]] = spoilt.pop(name, "")
        if self.rng.random() < 0.03:
            spoilt["csrf"] = payloads.text(self.rng)
        return spoilt

    def _encoded(self, fields: dict[str, str]) -> bytes:
        """Percent-encoded, a value at times of bytes that are no text, a field at times twice."""
        pairs = []
        for name, value in fields.items():
            given = quote(value, safe="").encode()
            if name != "csrf" and self.rng.random() < 0.05:
                given = self.rng.choice(payloads.BYTES)
            pairs += [quote(name, safe="").encode() + b"=" + given] * self.rng.choice(
                (1,) * 20 + (2,)
            )
        return b"&".join(pairs)

    def _files(self) -> dict[str, tuple[str, bytes]]:
        name, content = self.rng.choice(uploads.hostile())
        if self.rng.random() < 0.3:
            name = payloads.text(self.rng)[:500]
        return {"file": (name, content)}

    def _part(self) -> str:
        if self.rng.random() < 0.5:
            return self.rng.choice(payloads.BYTES).decode("ascii")
        return quote(payloads.text(self.rng)[:2_000], safe=self.rng.choice(("", "/:;=&")))

    def _holes(self, route: str) -> str:
        """The route with words for its holes: those that are known, or hostile ones."""
        known = [each.partition("?")[0] for each in self.known.addresses.get(route, [])]
        parts = (self.rng.choice(known) if known else route).split("/")
        model = route.split("/")
        for i, part in enumerate(model):
            if "{" in part and i < len(parts) and (not known or self.rng.random() < 0.7):
                parts[i] = self._part().replace("?", "%3f").replace("#", "%23")
        return "/".join(parts).replace("{", "%7b").replace("}", "%7d")

    def _query(self, route: str) -> str:
        names = ("lang", "hostile", *self.world.asked(route) * 3)
        pairs = []
        for _ in range(self.rng.randrange(1, 4)):
            pairs.append(f"{self.rng.choice(names)}={self._part()}".replace("#", "%23"))
        return "&".join(pairs)
