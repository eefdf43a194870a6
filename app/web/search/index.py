"""Keeps what is searched up to date, and finds in it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Engine

from app.core.frozen import from_json
from app.core.minutes import Minutes
from app.core.understood import Understanding
from app.store import documents, processes, search, workshops
from app.store.search import Passage
from app.text.finding import Asked, asked, index, meets
from app.text.words import SHORTEST
from app.web.search import passages
from app.web.search.passages import Kind

MADE_BY = "2"
"""Raise it when passages are made otherwise: then all are made anew."""

SUGGESTED = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was asked for. `sure`: how well (`meets`) the word that is met least."""

    owner: str
    no: int
    kind: Kind
    sure: int


def refresh(engine: Engine) -> None:
    """What is public now can be found, and nothing else."""
    there, public = search.marks(engine), search.public(engine)
    after = _after(engine)
    now = {
        owner: f"{MADE_BY} {mark} {_digest(public.get(one, '') for one in after.get(owner, ()))}"
        for owner, mark in public.items()
    }
    search.drop(engine, there.keys() - now.keys())
    for owner, mark in now.items():
        if there.get(owner) != mark:
            told = [each for each in _passages(engine, owner, after.get(owner, ())) if each.text]
            search.put(engine, owner, mark, told, index([each.text for each in told]))


def _after(engine: Engine) -> dict[str, list[str]]:
    """By workshop, those that come after it in its series, in their order."""
    series: defaultdict[str, list[str]] = defaultdict(list)
    for row in sorted(workshops.all_workshops(engine), key=lambda row: (row.number, row.starts)):
        if row.process:
            series[row.process].append(row.id)
    return {one: held[no:] for held in series.values() for no, one in enumerate(held, start=1)}


def _digest(marks: Iterable[str]) -> str:
    return sha256(" ".join(marks).encode()).hexdigest()[:16]


def _passages(engine: Engine, owner: str, after: Sequence[str]) -> Iterator[Passage]:
    kept = processes.load(engine, owner)
    if kept is not None:
        yield from passages.of_plan(kept.plan) if kept.public else ()
        return
    minutes = newest(engine, owner)
    if minutes is not None:
        yield from passages.of_minutes(minutes, _statements(engine, after))
    told = search.announcement(engine, owner)
    if told is not None:
        yield from passages.of_notice(told, alone=minutes is None)


def _statements(engine: Engine, held: Iterable[str]) -> dict[str, Understanding]:
    """By id, as the last of these workshops that has them published them."""
    published = filter(None, (newest(engine, one) for one in held))
    made = filter(None, (minutes.synthesis for minutes in published))
    return {said.id: said for one in made for said in one.statements}


def newest(engine: Engine, workshop: str) -> Minutes | None:
    """The newest minutes of a workshop that stand."""
    kept = documents.standing(engine, workshop)
    return from_json(kept.body) if kept else None


def listed(engine: Engine, kinds: Collection[Kind]) -> list[Hit]:
    """All there is of these kinds."""
    return [
        Hit(owner, no, Kind(letter), 0)
        for owner, letters in search.kinds(engine).items()
        for no, letter in enumerate(letters)
        if letter in kinds
    ]


def find(engine: Engine, question: str) -> list[Hit]:
    """The passages in which every word of the question stands, in no order."""
    found: dict[tuple[str, int], int] | None = None
    for one in asked(question):
        here = _places(engine, one)
        found = (
            here
            if found is None
            else {at: min(sure, here[at]) for at, sure in found.items() if at in here}
        )
    kinds = search.kinds(engine)
    return [
        Hit(owner, no, Kind(kinds[owner][no]), sure)
        for (owner, no), sure in (found or {}).items()
        if owner in kinds and no < len(kinds[owner])  # else it went this very moment
    ]


def _places(engine: Engine, one: Asked) -> dict[tuple[str, int], int]:
    """Where it stands, and how surely."""
    found: dict[tuple[str, int], int] = {}
    for each in (one, *one.twins):
        for entry in search.words_like(engine, each.stem, each.forms, each.root):
            sure = meets(one, entry.word, entry.stem)
            for at in _all(entry.places) if sure else ():
                found[at] = max(sure, found.get(at, 0))
    return found


def _all(places: Mapping[str, Iterable[int]]) -> Iterator[tuple[str, int]]:
    return ((owner, no) for owner, numbers in places.items() for no in numbers)


def instead(engine: Engine, question: str) -> list[str]:
    """What there is to find where there was nothing: each word by itself, and the words that the
    longer of them are made of."""
    wanted = asked(question)
    alone = [one.word for one in wanted if len(wanted) > 1 and _places(engine, one)]
    parts = [
        entry.word
        for one in wanted
        for entry in sorted(
            search.words_in(engine, one.word, SHORTEST), key=lambda entry: -len(entry.word)
        )
    ]
    return [*dict.fromkeys([*alone, *parts])][:SUGGESTED]
