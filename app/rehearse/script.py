"""The rehearsal itself: a hall of simulated tablets goes through every step, led by a control.

On the way happens what happens in real halls: somebody sends twice, thinks better of it, loses the
network in the middle of a sentence, and once everybody loses it together.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from time import monotonic

from app.core.asides import aside
from app.core.rehearsal import Done
from app.core.things import Reaction
from app.rehearse.ballots import evaluate, prioritise, verify
from app.rehearse.hall import Hall
from app.rehearse.notes import CHANGED
from app.rehearse.plenary import plenary
from app.rehearse.screens import Screen
from app.rehearse.server import Made, Server
from app.rehearse.tablet import Tablet

NOTES_EACH = 4
SHARED_EACH = 2


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
        self.hall = Hall(server, made, tablets, texts, minutes * 60)
        self.steps: list[Done] = []
        self.reconnects: list[float] = []
        self._made = made
        self._say = say

    async def play(self) -> None:
        """Every step, from the first to the end. Raises `Trouble`."""
        account, control = self.hall.account, self.hall.control
        try:
            await self.hall.come()
            acts: dict[str, Callable[[str], Awaitable[None]]] = {
                "rules": self._rules,
                "knowledge": self._knowledge,
                "verify": partial(verify, self.hall),
                "write": self._write,
                "talk": self._talk,
                "plenary": self._plenary,
                "prioritise": partial(prioritise, self.hall),
                "round": self._round,
                "evaluate": partial(evaluate, self.hall),
            }
            for step, kind in self._made.steps:
                began = monotonic()
                self._say(kind)
                await control.lead("open_step", step=step)
                await self.hall.all_at(step)
                if kind in acts:
                    await acts[kind](step)
                took = round(monotonic() - began, 2)
                self.steps.append(Done(step, kind, took, account.sent, account.stored))
            await control.lead("end")
        finally:
            await self.hall.go()

    # ------------------------------------------------------------ the steps

    async def _rules(self, step: str) -> None:
        await self.hall.everybody(Tablet.accept)

    async def _knowledge(self, step: str) -> None:
        hall = self.hall
        statements = sorted(hall.control.view.items("knowledge"))

        async def one(i: int, tablet: Tablet) -> None:
            for k, statement in enumerate(statements):
                await hall.pause("knowledge", i, k, len(statements))
                asked = aside(statement, list(Reaction)[(i // 2 + k) % len(Reaction)])
                given = await tablet.add(asked)
                if i % 3 == 0:
                    await tablet.edit(given, next(hall.texts))
                if i % 5 == k:
                    await tablet.withdraw(given)
                    await tablet.add(asked, next(hall.texts))

        await hall.each(one)
        if any(known["reactions"] for known in hall.control.view.items("knowledge").values()):
            hall.account.duplicated.add("reactions that were shown too early")
        await hall.control.lead("close_step", step=step)
        for screen in (*hall.tablets, hall.control):
            await screen.until(partial(_shows_reactions, screen))
            hall.account.check_reactions(screen)

    async def _write(self, step: str) -> None:
        hall, question = self.hall, self.hall.question

        async def one(i: int, tablet: Tablet) -> None:
            for k in range(NOTES_EACH):
                await hall.pause("write", i, k, NOTES_EACH)
                text = next(hall.texts)
                if k == 1 and i % 3 == 0:
                    await self._in_the_middle(tablet, text)
                else:
                    await tablet.write(text, question)
            first, second, third = tablet.notes[0], tablet.notes[1], tablet.notes[2]
            await tablet.resend(first)
            await tablet.edit(second, CHANGED + second.text)
            if i % 5 == 0:
                await tablet.withdraw(third)

        await hall.each(one)

    async def _in_the_middle(self, tablet: Tablet, text: str) -> None:
        """The network goes just as a note is sent; the next one is written without it."""
        question = self.hall.question
        sending = asyncio.create_task(tablet.write(text, question))
        await asyncio.sleep(0)
        tablet.cut()
        await sending
        await tablet.write(next(self.hall.texts), question)
        self.reconnects.append(await tablet.come_back())

    async def _talk(self, step: str) -> None:
        hall = self.hall
        await hall.check(plenary=False)
        await self._press_too_early(step)
        writers = {here[0] for here in hall.by_table().values()}

        async def one(i: int, tablet: Tablet) -> None:
            if tablet in writers:
                await tablet.ask({"t": "pen", "do": "take"})
            for k in range(SHARED_EACH):
                await hall.pause("talk", i, k, SHARED_EACH + 1)
                await tablet.write(next(hall.texts), hall.question, shared=True)
            if tablet in writers:
                await self._agree(step, tablet)

        await hall.each(one)
        await hall.check(plenary=False)

    async def _press_too_early(self, step: str) -> None:
        """The process leader goes on by mistake, and takes it back."""
        ids = [each for each, _ in self._made.steps]
        await self.hall.control.lead("open_step", step=ids[ids.index(step) + 1])
        await self.hall.control.lead("undo", step=step)
        await self.hall.all_at(step)

    async def _agree(self, step: str, tablet: Tablet) -> None:
        hall = self.hall
        rev: int = tablet.view.parts["statement"]["rev"]
        said = {"t": "statement", "question": hall.question}
        said |= {"text": f"Bord {tablet.table}: {next(hall.texts)}", "dissent": ""}
        await tablet.ask({**said, "rev": rev + 1})
        if tablet.table % 2 == 0:
            dissent = f"Mindretall: {next(hall.texts)}"
            await tablet.ask({**said, "rev": rev + 2, "dissent": dissent})
        await tablet.ask({"t": "mark", "step": step, "help": True})
        await hall.control.lead("help_given", table=tablet.table)
        await tablet.ask({"t": "mark", "step": step, "ready": True})
        await tablet.ask({"t": "pen", "do": "lay"})

    async def _plenary(self, step: str) -> None:
        await plenary(self.hall)
        self._say("storm")
        for tablet in self.hall.tablets:
            tablet.cut()
        self.reconnects += await self.hall.everybody(Tablet.come_back)
        await self.hall.check(plenary=True)

    async def _round(self, step: str) -> None:
        """The second of each table takes the tablet along to the next; the first one stays."""
        self.hall.account.seal()
        here = self.hall.by_table()
        to = dict(zip(here, [*here][1:] + [*here][:1], strict=True))
        movers = [sitting[1] for sitting in here.values() if len(sitting) > 1 < len(here)]
        await asyncio.gather(*(tablet.move_to(to[tablet.table]) for tablet in movers))
