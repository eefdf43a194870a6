"""How right the suggestions on words are: `python -m benchmarks.words` measures, and writes it into
`docs/benchmarks.md`, which says what was seen by whom.

The notes are those of the tests; those with names in them are looked for in `../shared/data` beside
the checkout, or where `TANNHJUL_DATA` says.
"""

import csv
import json
import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np

from app.text import words
from app.text.alike import near_duplicates, opposites
from app.text.hints import Hint, Kind, Roster, hints
from app.text.themes import Suggestion, Theme, suggest
from benchmarks.places import HERE

OWN = HERE.parent / "tests" / "text"
DATA = Path(os.environ.get("TANNHJUL_DATA", HERE.parent.parent / "shared" / "data"))
PAGE = HERE.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- words: begin -->\n", "<!-- words: end -->\n"

DRAWS = 20
"""Times that something is drawn by chance: the same ones each time."""

KINDS = {
    "NAME": "name", "PHONE": "phone", "EMAIL": "email", "FNR": "id_number", "ADDRESS": "address",
    "PLATE": "plate", "SELF": "self",
}  # fmt: skip

Row = Mapping[str, str]
Families = Mapping[str, frozenset[int]]


def main() -> None:
    told = "\n".join((*_themes(), "", *_confidence(), "", *_alike_and_names()))
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{told}\n\n{END}{after}", encoding="utf-8")
    sys.stdout.write(told + "\n")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


ALL = read(OWN / "notes.csv")
NOTES = [row for row in ALL if row["theme"] != "UKLAR"]
ANOTHER = read(HERE / "another_hand.csv")
THEMES = [Theme(row["theme"], row["name"], row["keywords"]) for row in read(OWN / "themes.csv")]
NAMED = [Theme(theme.id, theme.name, "") for theme in THEMES]

# ---------------------------------------------------------------- themes


def _themes() -> Iterator[str]:
    yield "| themes | first | or its other theme | among three | confident half | minority, first |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield _line("**names and keywords, nothing placed**", [judged(NOTES, THEMES)])
    for many in (5, 20, 50):
        yield _line(f"{many} placed", _placed(THEMES, many))
    yield _line("24 notes of another hand", [judged(ANOTHER, THEMES)])
    yield _line("half of the words in `families.txt` taken out", [*_halved()])
    with _families({}):
        yield _line("without `families.txt`", [judged(NOTES, THEMES)])
        for many in (5, 20, 50):
            yield _line(f"without it, {many} placed", _placed(THEMES, many))
    yield _line("names alone, no keywords", [judged(NOTES, NAMED)])
    yield _line("names alone, 50 placed", _placed(NAMED, 50))


Judged = tuple[float, float, float, float, float]


def judged(rows: Sequence[Row], themes: Sequence[Theme], placed: Sequence[int] = ()) -> Judged:
    """The columns of the table, for the notes that are not placed."""
    there = {at: rows[at]["theme"] for at in placed}
    found = suggest(themes, [row["text"] for row in rows], there)
    rest = [(row, found[at]) for at, row in enumerate(rows) if at not in there]
    surest = sorted(rest, key=lambda one: -one[1][0].confidence)[: len(rest) // 2]
    few = [one for one in rest if one[0].get("minority") == "1"]

    def first(those: Sequence[tuple[Row, list[Suggestion]]], *columns: str) -> float:
        right = [each[0].theme in [row[column] for column in columns] for row, each in those]
        return mean(right) if right else float("nan")

    among = mean(row["theme"] in [one.theme for one in each] for row, each in rest)
    both = first(rest, "theme", "alt_theme")
    return first(rest, "theme"), both, among, first(surest, "theme"), first(few, "theme")


def _placed(themes: Sequence[Theme], many: int) -> list[Judged]:
    drawn = random.Random(many)  # noqa: S311  # not a secret
    return [judged(NOTES, themes, drawn.sample(range(len(NOTES)), many)) for _ in range(DRAWS)]


def _halved() -> Iterator[Judged]:
    drawn = random.Random(1)  # noqa: S311  # not a secret
    every = words.families()
    for _ in range(DRAWS):
        kept = drawn.sample(sorted(every), len(every) // 2)
        with _families({stem: every[stem] for stem in kept}):
            yield judged(NOTES, THEMES)


def _families(those: Families) -> Any:
    return patch.object(words, "families", lambda: those)


def _line(title: str, measured: Sequence[Judged]) -> str:
    figures = (mean(each) for each in zip(*measured, strict=True))
    return " | ".join((f"| {title}", *(_two(figure) for figure in figures))) + " |"


def _two(figure: float) -> str:
    return "–" if np.isnan(figure) else f"{figure:.2f}".removeprefix("0")


def _confidence() -> Iterator[str]:
    """Of all notes, those that belong nowhere too."""
    found = [each[0] for each in suggest(THEMES, [row["text"] for row in ALL], {})]
    sure = np.array([one.confidence for one in found])
    right = np.array([one.theme == row["theme"] for one, row in zip(found, ALL, strict=True)])
    yield "| confidence of the first | notes | said | right |"
    yield "| --- | --- | --- | --- |"
    for low, high in ((0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1)):
        there = (sure >= low) & (sure < high)
        said, was = sure[there].mean(), right[there].mean()
        yield f"| {_two(low)} to {_two(high)} | {there.sum()} | {_two(said)} | {_two(was)} |"


# ---------------------------------------------------------------- alike, and names


def _alike_and_names() -> Iterator[str]:
    texts = [row["text"] for row in ALL]
    yield "| notes alike, and names | |"
    yield "| --- | --- |"
    for kind, pairs in (
        ("near_duplicate", near_duplicates(texts)),
        ("opposite", opposites(texts)),
    ):
        labelled = {(row["ref"], row["id"]) for row in ALL if row["kind"] == kind}
        told = {(ALL[one]["id"], ALL[other]["id"]) for one, other in pairs}
        found = f"{len(told & labelled)} of {len(labelled)} found, {len(told - labelled)} false"
        yield f"| {kind.replace('_', ' ')}s labelled | {found} |"
    turned = [pair for pair in ((row["text"], negated(row)) for row in ALL) if pair[1]]
    through = sum(bool(near_duplicates(pair)) for pair in turned)
    against = sum(bool(opposites(pair)) for pair in turned)
    yield f"| notes beside themselves with «ikke» put in or taken out | {len(turned)} |"
    yield f"| … let through as nearly the same | {through} |"
    yield f"| … told as possible opposites | {against} |"
    yield from _names(texts)
    start = perf_counter()
    many = (texts * 15)[:1500]
    suggest(THEMES, many, {})
    near_duplicates(many)
    opposites(many)
    yield f"| themes and pairs for 1,500 notes | {perf_counter() - start:.1f} s |"


def negated(row: Row) -> str:
    """The note with «ikke» taken out, or put after its first verb; empty where it has neither."""
    no = "ikkje" if row["lang"] == "nn" else "ikke"
    said = row["text"].split()
    if no in said:
        return " ".join(word for word in said if word != no)
    verbs = {"må", "bør", "skal", "vil", "kan", "er", "har", "gir", "gjev", "treng", "blir", "går"}
    at = next((at for at, word in enumerate(said) if word in verbs), None)
    return "" if at is None else " ".join([*said[: at + 1], no, *said[at + 1 :]])


def _names(nobody: Sequence[str]) -> Iterator[str]:
    if not (DATA / "names-in-notes.csv").exists():
        yield f"| names | no notes in {DATA.name} |"
        return
    listed = (DATA / "names-roster.txt").read_text(encoding="utf-8").splitlines()
    roster = Roster([name for name in listed if name])
    counts = {which: [0, 0, 0, 0] for which in ("names", "numbers, addresses, plates, oneself")}
    for row in read(DATA / "names-in-notes.csv"):
        marked = [*_marked(row)]
        told = hints(row["text"], roster)
        for which, those in counts.items():
            here = [one for one in told if (one.kind == "name") == (which == "names")]
            there = [one for one in marked if (one.kind == "name") == (which == "names")]
            those[0] += sum(any(_meet(one, each) for each in there) for one in here)
            those[1] += len(here)
            those[2] += sum(any(_meet(one, each) for each in here) for one in there)
            those[3] += len(there)
    for which, (right, all_told, found, all_there) in counts.items():
        precision, recall = right / all_told, found / all_there
        figures = f"{_two(precision)}, {_two(recall)} ({found} of {all_there})"
        yield f"| {which}: precision, recall | {figures} |"
    alarms = sum(bool(hints(text, roster)) for text in nobody)
    yield f"| hinted at of {len(nobody)} notes that name nobody | {alarms} |"


def _marked(row: Row) -> Iterator[Hint]:
    for one in json.loads(row["spans"]):
        start = row["text"].index(one["span"])
        yield Hint(Kind(KINDS[one["type"]]), start, start + len(one["span"]))


def _meet(one: Hint, other: Hint) -> bool:
    return one.kind == other.kind and one.start < other.end and other.start < one.end


if __name__ == "__main__":
    main()
