"""The plenary of a rehearsal: what the tables say is heard, argued about, and made into one
wording, version by version, on which each table takes its stand."""

from contextlib import suppress

from app.core.asides import PARKING, aside, common, round_of
from app.core.things import Parking, Side
from app.rehearse.account import Wording
from app.rehearse.hall import Hall
from app.rehearse.notes import CHANGED
from app.rehearse.screens import Refused
from app.rehearse.tablet import Tablet

ANSWER = "Ordføreren svarer i neste møte."


async def plenary(hall: Hall) -> None:
    await _hear(hall)
    await _argue(hall)
    await _agree(hall)
    await _settle(hall)
    await hall.check(plenary=True)


async def _hear(hall: Hall) -> None:
    """Statement by statement, and two that are alike side by side."""
    tables = [*hall.by_table()]
    for k, table in enumerate(tables):
        await hall.control.lead("show", question=hall.question, table=table, beside=tables[:k][:1])
        await hall.control.lead("floor", table=table)
        await hall.pause("plenary", 0, k, 2 * len(tables))
    await hall.control.lead("floor", table=None)


async def _argue(hall: Hall) -> None:
    tables = [*hall.by_table()]

    async def one(i: int, tablet: Tablet) -> None:
        about = f"{hall.question}.{tables[i % len(tables)]}"
        await hall.pause("plenary", i, 1, 2)
        given = await tablet.add(aside(about, list(Side)[i % 2]), next(hall.texts))
        if i % 4 == 0:
            await tablet.edit(given, CHANGED + given.text)
        if i % 7 == 3:
            await tablet.withdraw(given)
        if i % 3 == 0:
            await tablet.add(aside(PARKING, list(Parking)[i % 2]), next(hall.texts))

    await hall.each(one)
    first, *_, last = sorted(hall.control.view.items("notes").items())
    for note, card in (first, last):
        laid = {"about": f"{hall.question}.{tables[0]}", "side": Side.FOR, "id": note}
        await hall.control.lead("argument", **laid, on=True)
        hall.account.laid[f"{laid['about']} {note}"] = card["text"]
    await hall.control.lead("argument", **laid, on=False)
    del hall.account.laid[f"{laid['about']} {last[0]}"]


async def _agree(hall: Hall) -> None:
    """Tables propose; the first version has dissent, the second gathers more of them."""
    writers = {table: here[0] for table, here in hall.by_table().items()}
    question = common(hall.question)
    for table, tablet in writers.items():
        await tablet.ask({"t": "pen", "do": "take"})
        said = f"Forslag fra bord {table}: {next(hall.texts)}"
        proposed = {"question": question, "text": said, "dissent": "", "rev": 1}
        await tablet.ask({"t": "statement", **proposed})
    for version in (1, 2):
        text = f"Utkast {version}: {next(hall.texts)}"
        await hall.control.lead("typing", question=hall.question, text=text[:12])
        await hall.control.lead("wording", question=hall.question, version=version, text=text)
        stances = {}
        for table, tablet in writers.items():
            stands = table % 2 == 1 or (version == 2 and table % 4 == 0)
            stances[table] = (stands, "" if stands else f"Ikke {next(hall.texts)}")
            await _take_stand(tablet, hall.question, version, *stances[table])
        hall.account.wording = Wording(version, text, stances)
    for tablet in writers.values():
        with suppress(Refused):  # it read the wording that was before
            await _take_stand(tablet, hall.question, 1, stands=False, dissent="For sent ute")
        await tablet.ask({"t": "pen", "do": "lay"})


async def _take_stand(
    tablet: Tablet, question: str, version: int, stands: bool, dissent: str
) -> None:
    stand = {"question": question, "version": version, "stands": stands, "dissent": dissent}
    await tablet.ask({"t": "stand", **stand, "rev": 10 + version})


async def _settle(hall: Hall) -> None:
    for note in hall.account.asides:
        if round_of(note.question) == PARKING:
            await hall.control.lead("settle", id=note.id, words=ANSWER)
