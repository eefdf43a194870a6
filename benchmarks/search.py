"""How long the search takes: `python -m benchmarks.search`, for twenty workshops of 1,500 notes.

On a SQLite file that is thrown away, or on the empty database whose address is given. What was seen
is told in `docs/benchmarks.md`.
"""

import csv
import random
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Engine

from app.core.frozen import digest, to_json
from app.core.minutes import Case, Contribution, Minutes
from app.core.receipts import fingerprint
from app.core.things import Details
from app.core.understood import Synthesised, Understanding
from app.store import documents, workshops
from app.store.database import migrate, open_database
from app.store.tables import MinutesRow
from app.text.words import lines
from app.web.search import index
from benchmarks.places import HERE

WORKSHOPS, NOTES, STATEMENTS = 20, 1_500, 40
QUESTIONS = ("bolig", "skole", "flere busser", "kommunen", "klimaregnskap", "finnesikke")
TIMES = 20


def main() -> None:
    if len(sys.argv) > 1:
        _measure(open_database(sys.argv[1]))
        return
    with TemporaryDirectory() as directory:
        _measure(open_database(f"sqlite:///{Path(directory) / 'search.db'}"))


def _measure(engine: Engine) -> None:
    migrate(engine)
    chance = random.Random(1)  # noqa: S311
    for number in range(WORKSHOPS):
        _publish(engine, minutes(number, chance))
    _tell(f"made, {WORKSHOPS} workshops: {_took(lambda: index.refresh(engine)):.1f} s")
    _publish(engine, minutes(WORKSHOPS, chance))
    _tell(f"made, one more: {_took(lambda: index.refresh(engine)):.2f} s")
    _tell(f"seen that nothing is new: {1000 * _took(lambda: index.refresh(engine)):.1f} ms")
    for question in QUESTIONS:
        hits = len(index.find(engine, question))
        times = [_took(lambda q=question: index.find(engine, q)) for _ in range(TIMES)]  # type: ignore[misc]
        _tell(f"«{question}»: {hits} hits, {1000 * median(times):.0f} ms")
    engine.dispose()


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _took(done: Callable[[], object]) -> float:
    began = perf_counter()
    done()
    return perf_counter() - began


def minutes(number: int, chance: random.Random) -> Minutes:
    """Sentences that people wrote, two at a time, with compounds that nobody else has written."""
    with (HERE.parent / "tests" / "text" / "notes.csv").open(encoding="utf-8") as file:
        sentences = [row["text"] for row in csv.DictReader(file)]
    some = [word for line in lines("families.txt") for word in line.split()]

    def text() -> str:
        compounds = ("".join(chance.sample(some, 2)) for _ in range(3))
        return " ".join([*chance.sample(sentences, 2), *compounds])

    notes = []
    for _ in range(NOTES):
        id_, words = f"{chance.getrandbits(128):032x}", text()
        notes.append(Contribution(id_, words, fingerprint=fingerprint(id_, words)))
    said = tuple(Understanding(f"s{n}", 1, text()) for n in range(STATEMENTS))
    return Minutes(
        "Prøve", "kommunestyret", f"Verksted {number}", 1, 1, "nb", True, "", number, number, None,
        None, Details(), cases=(Case("Hva nå?", "", (), tuple(notes)),),
        synthesis=Synthesised(said, ()),
    )  # fmt: skip


def _publish(engine: Engine, minutes: Minutes) -> None:
    workshop = workshops.create(engine)
    body = to_json(minutes)
    documents.publish(engine, MinutesRow(workshop=workshop, version=1, at=0, published_by="",
                                         digest=digest(minutes), body=body))  # fmt: skip


if __name__ == "__main__":
    main()
