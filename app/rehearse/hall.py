"""The hall that is rehearsed with: everybody in it at once, and what each of them is shown."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TypeVar

from app.rehearse.account import Account
from app.rehearse.screens import Control, Projector, Screen, TooSlow
from app.rehearse.server import Made, Server
from app.rehearse.tablet import Tablet

Result = TypeVar("Result")

SETTLED = 15.0
"""Seconds a screen may take to show what it should before we say that it does not."""

GOLDEN = 0.618033988749895
"""Multiples of it, modulo 1, spread evenly: people do not write in step."""

#: What of the time each step of a kind takes.
SHARES = {
    "knowledge": 0.1,
    "verify": 0.1,
    "write": 0.3,
    "talk": 0.1,
    "plenary": 0.15,
    "prioritise": 0.05,
    "evaluate": 0.1,
}


class Hall:
    """Tablets, control and projector of a rehearsal. `texts` is what they write, without end."""

    def __init__(
        self, server: Server, made: Made, tablets: int, texts: Iterator[str], seconds: float
    ) -> None:
        tables = sorted(made.tables)
        self.question = made.question
        self.texts = texts
        self.tablets = [
            Tablet(server.tablets, made.tables[no], no)
            for no in (tables[i % len(tables)] for i in range(tablets))
        ]
        self.control = Control(server.controls, made.code)
        self.projector = Projector(server.tablets, made.projector)
        self.account = Account(self.tablets)
        self._another_control = partial(Control, server.controls, made.code)
        self._seconds = seconds

    @property
    def screens(self) -> list[Screen]:
        return [*self.tablets, self.control, self.projector]

    def by_table(self) -> dict[int, list[Tablet]]:
        """Who sits where just now; the first of each table writes for it."""
        tables: dict[int, list[Tablet]] = {}
        for tablet in self.tablets:
            tables.setdefault(tablet.table, []).append(tablet)
        return dict(sorted(tables.items()))

    # ------------------------------------------------------------ all together

    async def come(self) -> None:
        await self.everybody(Tablet.come)
        await self.control.come()
        await self.projector.come()

    async def go(self) -> None:
        for screen in self.screens:
            await screen.go()

    async def everybody(self, act: Callable[[Tablet], Awaitable[Result]]) -> list[Result]:
        return list(await asyncio.gather(*map(act, self.tablets)))

    async def each(self, act: Callable[[int, Tablet], Awaitable[None]]) -> None:
        await asyncio.gather(*(act(i, tablet) for i, tablet in enumerate(self.tablets)))

    async def all_at(self, step: str) -> None:
        def there(screen: Screen) -> bool:
            return bool((screen.view.parts.get("now") or {}).get("id") == step)

        await asyncio.gather(*(screen.until(partial(there, screen)) for screen in self.screens))

    async def pause(self, kind: str, i: int, k: int, times: int) -> None:
        """A while in which person `i` thinks, the `k`th of `times` in this kind of step."""
        share = SHARES[kind] * self._seconds / times
        await asyncio.sleep(2 * share * ((i + 1) * (k + 1) * GOLDEN % 1))

    # ------------------------------------------------------------ looking closely

    async def check(self, *, plenary: bool) -> None:
        """Every screen shows what it should, and what a new one at its side is shown."""
        await self.settled(partial(self.account.agrees, plenary=plenary))
        for screen in self.screens:
            self.account.check(screen, plenary=plenary)
        await self._compare_with_fresh()

    async def settled(self, holds: Callable[[Screen], bool]) -> None:
        """Wait until it holds of every screen; not forever: the account tells what is missing."""

        async def settle(screen: Screen) -> None:
            with suppress(TooSlow):
                await screen.until(partial(holds, screen), SETTLED)

        await asyncio.gather(*map(settle, self.screens))

    async def _compare_with_fresh(self) -> None:
        for here in self.by_table().values():
            async with here[0].twin().here() as fresh:
                for tablet in here:
                    await self._same(tablet, fresh)
        async with self._another_control().here() as fresh_control:
            await self._same(self.control, fresh_control)

    async def _same(self, screen: Screen, fresh: Screen) -> None:
        """Presence is told within a blink; all else must be the same at once."""
        with suppress(TooSlow):
            await screen.until(lambda: screen.view.same_as(fresh.view), SETTLED)
            return
        self.account.lost.add(f"the view of a {screen.role} that followed from the start")
