"""The rehearsal itself: a hall of simulated tablets goes through every step, led by a control.

On the way happens what happens in real halls: somebody sends twice, thinks better of it, loses the
network in the middle of a sentence, and once everybody loses it together.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any, TypeVar

from app.core.events import Reaction
from app.core.rehearsal import Done
from app.rehearse.account import Account
from app.rehearse.notes import CHANGED
from app.rehearse.screens import Control, Screen, TooSlow
from app.rehearse.server import Made, Server
from app.rehearse.tablet import Tablet

Result = TypeVar("Result")

NOTES_EACH = 4
SHARED_EACH = 2
DOTS = 5
SETTLED = 15.0
"""Seconds a screen may take to show what it should before we say that it does not."""

GOLDEN = 0.618033988749895
"""Multiples of it, modulo 1, spread evenly: people do not write in step."""

SHARES = {"knowledge": 0.1, "write": 0.4, "talk": 0.3, "plenary": 0.1, "prioritise": 0.1}


def _shows_reactions(screen: Screen) -> bool:
    return all(known["reactions"] for known in screen.view.items("knowledge").values())


class Script:
    """Plays a rehearsal that the server has made. `minutes` is how long it may take; 0: at once."""

    def __init__(
        self,
        server: Server,
        made: Made,
        tablets: int,
        texts: Iterator[str],
        minutes: float = 0.0,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        tables = sorted(made.tables)
        self.tablets = [
            Tablet(server.tablets, made.tables[no], no)
            for no in (tables[i % len(tables)] for i in range(tablets))
        ]
        self.control = Control(server.controls, made.code)
        self.steps: list[Done] = []
        self.reconnects: list[float] = []
        self.account = Account(self.tablets)
        self._server = server
        self._made = made
        self._texts = texts
        self._seconds = minutes * 60
        self._say = say

    async def play(self) -> None:
        """Every step, from the first to the end. Raises `Trouble`."""
        try:
            await self._everybody(Tablet.come)
            await self.control.come()
            acts = {
                "rules": self._rules,
                "knowledge": self._knowledge,
                "write": self._write,
                "talk": self._talk,
                "plenary": self._plenary,
                "prioritise": self._prioritise,
            }
            for step, kind in self._made.steps:
                began = monotonic()
                self._say(kind)
                await self.control.lead("open_step", step=step)
                await self._all_at(step)
                if kind in acts:
                    await acts[kind](step)
                account = self.account
                took = round(monotonic() - began, 2)
                self.steps.append(Done(step, kind, took, account.sent, account.stored))
            await self.control.lead("end")
        finally:
            for screen in (*self.tablets, self.control):
                await screen.go()

    # ------------------------------------------------------------ the steps

    async def _rules(self, step: str) -> None:
        await self._everybody(Tablet.accept)

    async def _knowledge(self, step: str) -> None:
        statements = sorted(self.control.view.items("knowledge"))

        async def one(i: int, tablet: Tablet) -> None:
            for k, statement in enumerate(statements):
                await self._pause("knowledge", i, k, len(statements))
                kind = list(Reaction)[(i // 2 + k) % len(Reaction)]
                given = await tablet.react(statement, kind)
                if i % 3 == 0:
                    await tablet.edit(given, next(self._texts))
                if i % 5 == k:
                    await tablet.withdraw(given)
                    await tablet.react(statement, kind, next(self._texts))

        await self._each(one)
        if any(known["reactions"] for known in self.control.view.items("knowledge").values()):
            self.account.duplicated.add("reactions that were shown too early")
        await self.control.lead("close_step", step=step)
        for screen in (*self.tablets, self.control):
            await screen.until(partial(_shows_reactions, screen))
            self.account.check_reactions(screen)

    async def _write(self, step: str) -> None:
        async def one(i: int, tablet: Tablet) -> None:
            for k in range(NOTES_EACH):
                await self._pause("write", i, k, NOTES_EACH)
                text = next(self._texts)
                if k == 1 and i % 3 == 0:
                    await self._in_the_middle(tablet, text)
                else:
                    await tablet.write(text, self._made.question)
            first, second, third = tablet.notes[0], tablet.notes[1], tablet.notes[2]
            await tablet.resend(first)
            await tablet.edit(second, CHANGED + second.text)
            if i % 5 == 0:
                await tablet.withdraw(third)

        await self._each(one)

    async def _in_the_middle(self, tablet: Tablet, text: str) -> None:
        """The network goes just as a note is sent; the next one is written without it."""
        question = self._made.question
        sending = asyncio.create_task(tablet.write(text, question))
        await asyncio.sleep(0)
        tablet.cut()
        await sending
        await tablet.write(next(self._texts), question)
        self.reconnects.append(await tablet.come_back())

    async def _talk(self, step: str) -> None:
        await self._check(plenary=False)
        writers = {tablet.table: tablet for tablet in reversed(self.tablets)}
        question = self._made.question

        async def one(i: int, tablet: Tablet) -> None:
            if writers[tablet.table] is tablet:
                await tablet.ask({"t": "pen", "do": "take"})
            for k in range(SHARED_EACH):
                await self._pause("talk", i, k, SHARED_EACH + 1)
                await tablet.write(next(self._texts), question, shared=True)
            if writers[tablet.table] is tablet:
                await self._agree(step, tablet)

        await self._each(one)
        await self._check(plenary=False)

    async def _agree(self, step: str, tablet: Tablet) -> None:
        said = {"t": "statement", "question": self._made.question}
        said |= {"text": f"Bord {tablet.table}: {next(self._texts)}", "dissent": ""}
        await tablet.ask({**said, "rev": 1})
        if tablet.table % 2 == 0:
            await tablet.ask({**said, "rev": 2, "dissent": f"Mindretall: {next(self._texts)}"})
        await tablet.ask({"t": "mark", "step": step, "help": True})
        await self.control.lead("help_given", table=tablet.table)
        await tablet.ask({"t": "mark", "step": step, "ready": True})
        await tablet.ask({"t": "pen", "do": "lay"})

    async def _plenary(self, step: str) -> None:
        tables = sorted({tablet.table for tablet in self.tablets})
        for k, table in enumerate(tables):
            await self.control.lead("show", question=self._made.question, table=table)
            await self._pause("plenary", 0, k, len(tables))
        await self._check(plenary=True)
        self._say("storm")
        for tablet in self.tablets:
            tablet.cut()
        self.reconnects += await self._everybody(Tablet.come_back)
        await self._check(plenary=True)

    async def _prioritise(self, step: str) -> None:
        cast: dict[Tablet, list[str]] = {}

        async def one(i: int, tablet: Tablet) -> None:
            await tablet.until(lambda: tablet.view.parts.get("prioritising") is not None)
            options = [choice["id"] for choice in tablet.view.parts["prioritising"]["choices"]]
            await self._pause("prioritise", i, 0, 2)
            key = await tablet.ticket(step)
            if await tablet.ticket(step) != key:
                self.account.duplicated.add("two blank ballots on one tablet")
            for rev in range(2):
                start = i + rev
                dots = [options[(start + k) % len(options)] for k in range(min(DOTS, len(options)))]
                await tablet.place_dots(step, key, rev, dict.fromkeys(dots, 1))
                cast[tablet] = dots
                await self._pause("prioritise", i, 1, 2)

        await self._each(one)
        await self.control.lead("close_step", step=step)
        await self.control.until(lambda: self._result() is not None)
        result = self._result()
        assert result is not None
        if result["shown"]:
            self.account.check_ballots(result, list(cast.values()))

    def _result(self) -> Mapping[str, Any] | None:
        prioritising = self.control.view.parts.get("prioritising") or {}
        result: Mapping[str, Any] | None = prioritising.get("result")
        return result

    # ------------------------------------------------------------ looking closely

    async def _check(self, *, plenary: bool) -> None:
        """Every screen shows what it should, and what a new one at its side is shown."""
        screens: list[Screen] = [*self.tablets, self.control]
        await asyncio.gather(*(self._settle(screen, plenary) for screen in screens))
        for screen in screens:
            self.account.check(screen, plenary=plenary)
        await self._compare_with_fresh()

    async def _settle(self, screen: Screen, plenary: bool) -> None:
        with suppress(TooSlow):  # the account will tell what is missing
            await screen.until(lambda: self.account.agrees(screen, plenary=plenary), SETTLED)

    async def _compare_with_fresh(self) -> None:
        for table in sorted({tablet.table for tablet in self.tablets}):
            here = [tablet for tablet in self.tablets if tablet.table == table]
            async with here[0].twin().here() as fresh:
                for tablet in here:
                    await self._same(tablet, fresh)
        async with Control(self._server.controls, self._made.code).here() as fresh_control:
            await self._same(self.control, fresh_control)

    async def _same(self, screen: Screen, fresh: Screen) -> None:
        """Presence is told within a blink; all else must be the same at once."""
        deadline = monotonic() + SETTLED
        while not screen.view.same_as(fresh.view):
            if monotonic() > deadline:
                self.account.lost.add(f"the view of a {screen.role} that followed from the start")
                return
            await asyncio.sleep(0.01)

    # ------------------------------------------------------------ all together

    async def _everybody(self, act: Callable[[Tablet], Awaitable[Result]]) -> list[Result]:
        return list(await asyncio.gather(*map(act, self.tablets)))

    async def _each(self, act: Callable[[int, Tablet], Awaitable[None]]) -> None:
        await asyncio.gather(*(act(i, tablet) for i, tablet in enumerate(self.tablets)))

    async def _all_at(self, step: str) -> None:
        def there(screen: Screen) -> bool:
            return bool((screen.view.parts.get("now") or {}).get("id") == step)

        screens = (*self.tablets, self.control)
        await asyncio.gather(*(screen.until(partial(there, screen)) for screen in screens))

    async def _pause(self, kind: str, i: int, k: int, times: int) -> None:
        """A while in which person `i` thinks, the `k`th of `times` in this kind of step."""
        share = SHARES[kind] * self._seconds / times
        await asyncio.sleep(2 * share * ((i + 1) * (k + 1) * GOLDEN % 1))
