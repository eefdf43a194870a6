"""The ballots of a rehearsal: dots, points, grades, whether one was understood, and the minute at
the end. At each table one tablet is passed on to a person who has none."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeAlias

from app.core.asides import CORRECTIONS, EVALUATION, LINE, WHOLE, correction, rewording
from app.core.edits import Answer
from app.core.things import Measure, Method
from app.rehearse.account import shows
from app.rehearse.hall import SETTLED, Hall
from app.rehearse.notes import CHANGED
from app.rehearse.screens import TooSlow
from app.rehearse.tablet import Tablet

Marks: TypeAlias = dict[str, int]

DOTS = 5
POINTS = (5, 3, 2)
GRADES = 5


def _marks(method: str, options: Sequence[str], start: int) -> Marks:
    """What somebody puts on a ballot, beginning at option number `start`."""
    turned = [options[(start + k) % len(options)] for k in range(len(options))]
    if method == Method.DOTS:
        return dict.fromkeys(turned[:DOTS], 1)
    if method == Method.POINTS:
        return dict(zip(turned, POINTS, strict=False))
    return {option: 1 + (2 * start + k) % GRADES for k, option in enumerate(turned)}


async def prioritise(hall: Hall, step: str) -> None:
    def offered(tablet: Tablet) -> dict[str, Any] | None:
        found: dict[str, Any] | None = tablet.view.parts.get("prioritising")
        return found if found and found["step"] == step else None

    async def marks(tablet: Tablet, start: int) -> Marks:
        await tablet.until(lambda: offered(tablet) is not None)
        there = offered(tablet)
        assert there is not None
        return _marks(there["method"], [choice["id"] for choice in there["choices"]], start)

    cast = await _fill_in(hall, step, "prioritise", marks)
    result = (await _closed(hall, step, "prioritising"))["result"]
    counted = {row["id"]: row["dots"] for row in result["rows"]}
    counted |= {each["id"]: each["grades"] for each in result["grades"]}
    _compare(hall, result, counted, cast)


async def evaluate(hall: Hall, step: str) -> None:
    async def line(i: int, tablet: Tablet) -> None:
        await tablet.add(LINE, next(hall.texts))

    async def marks(_: Tablet, start: int) -> Marks:
        return _marks(Method.SCALE, [measure.value for measure in Measure], start)

    await hall.each(line)
    cast = await _fill_in(hall, step, "evaluate", marks)
    evaluation = await _closed(hall, step, "evaluation")
    _compare(hall, evaluation, {each["id"]: each["grades"] for each in evaluation["result"]}, cast)
    for screen in hall.screens:
        hall.account.check_nowhere(screen, EVALUATION)


async def verify(hall: Hall, step: str) -> None:
    """Everybody answers, some correct, and each table would rather have said one thing otherwise.

    Until it is closed nobody sees a word of it but what their own table proposes.
    """
    statements = sorted(hall.control.view.items("reopened"))
    about = [*statements, WHOLE]

    async def correct(i: int, tablet: Tablet) -> None:
        await hall.pause("verify", i, 2, 3)
        given = await tablet.add(correction(about[i % len(about)]), next(hall.texts))
        if i % 4 == 0:
            await tablet.edit(given, CHANGED + given.text)
        if i % 5 == 3:
            await tablet.withdraw(given)

    async def marks(_: Tablet, start: int) -> Marks:
        return {each: 1 + (start + k) % len(Answer) for k, each in enumerate(statements)}

    await hall.each(correct)
    proposed = await _reword(hall, statements)
    await asyncio.gather(*(_sees_own(hall, tablet, proposed) for tablet in hall.tablets))
    for screen in hall.screens:
        hall.account.check_nowhere(screen, CORRECTIONS)
        hall.account.duplicated |= screen.view.items("rewordings").keys()
    cast = await _fill_in(hall, step, "verify", marks)
    came = await _closed(hall, step, "verification")
    _compare(hall, came, {each["id"]: each["grades"] for each in came["result"]}, cast)
    reworded = {
        f"{statement}.{table}": text
        for table, own in proposed.items()
        for statement, text in own.items()
    }
    aloud = [("corrections", hall.account.given(CORRECTIONS)), ("rewordings", reworded)]
    await hall.settled(partial(shows, lists=aloud))
    for screen in hall.screens:
        hall.account.check_lists(screen, aloud)


async def _reword(hall: Hall, statements: Sequence[str]) -> dict[int, dict[str, str]]:
    """What the tables propose, by table and statement."""
    proposed: dict[int, dict[str, str]] = {}
    for table, (tablet, *_) in hall.by_table().items():
        statement = statements[table % len(statements)]
        text = f"Bord {table} mente: {next(hall.texts)}"
        said = {"question": rewording(statement), "text": text, "dissent": "", "rev": 1}
        await tablet.ask({"t": "pen", "do": "take"})
        await tablet.ask({"t": "statement", **said})
        await tablet.ask({"t": "pen", "do": "lay"})
        proposed[table] = {statement: text}
    return proposed


async def _sees_own(hall: Hall, tablet: Tablet, proposed: Mapping[int, dict[str, str]]) -> None:
    """A table sees at once what it proposes, and nothing of the others'."""
    lists = [("own_rewordings", proposed[tablet.table])]
    with suppress(TooSlow):  # the account will tell
        await tablet.until(lambda: shows(tablet, lists), SETTLED)
    hall.account.check_lists(tablet, lists)


async def _fill_in(
    hall: Hall, step: str, kind: str, marks: Callable[[Tablet, int], Any]
) -> list[Marks]:
    """Everybody fills in a ballot, and thinks better of it. Returns the ballots as they stand."""
    cast: dict[tuple[Tablet, int], Marks] = {}
    hands = dict.fromkeys(hall.tablets, 1)
    for here in hall.by_table().values():
        if 1 < len(here) <= here[0].view.parts["table"]["seats"]:
            hands[here[0]], hands[here[-1]] = 2, 0  # the last one's battery is flat

    async def one(i: int, tablet: Tablet) -> None:
        for hand in range(hands[tablet]):
            await hall.pause(kind, i, 0, 2)
            key = await tablet.ticket(step, hand)
            if await tablet.ticket(step, hand) != key:
                hall.account.duplicated.add("two blank ballots in one hand")
            for rev in range(2):
                cast[tablet, hand] = await marks(tablet, i + hand + rev)
                await tablet.fill_in(step, key, rev, cast[tablet, hand])
                await hall.pause(kind, i, 1, 2)

    await hall.each(one)
    return [*cast.values()]


async def _closed(hall: Hall, step: str, part: str) -> Mapping[str, Any]:
    """The part of control's view that tells what came of it, once it is closed."""

    def shown() -> Any:
        return hall.control.view.parts.get(part) or {}

    await hall.control.lead("close_step", step=step)
    await hall.control.until(lambda: shown().get("result") is not None)
    found: Mapping[str, Any] = shown()
    return found


def _compare(
    hall: Hall, told: Mapping[str, Any], counted: Mapping[str, Any], cast: Sequence[Marks]
) -> None:
    if told["ballots"] < len(cast):
        hall.account.lost.add("a ballot")
    elif told["ballots"] > len(cast):
        hall.account.duplicated.add("a ballot")
    if told["shown"]:
        hall.account.check_marks(counted, cast)
