"""Themes for notes, notes alike, labels: on notes labelled by hand, and on anything at all.

`notes.csv` and `themes.csv` were written for this project, before the code; the rules were made by
someone who had read them. What is measured anew is in `docs/benchmarks.md`.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.text.alike import LIKE, OPPOSITES, like, near_duplicates, opposites
from app.text.labels import labels
from app.text.stance import opposed, turns
from app.text.themes import Theme, suggest
from app.text.vectors import vectors
from app.text.words import lines, telling, words


def read(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


NOTES = read("notes.csv")
THEMES = [Theme(row["theme"], row["name"], row["keywords"]) for row in read("themes.csv")]
TEXTS = [row["text"] for row in NOTES]

_PIECES = """
skole skolebygg SKULE ikke ikkje aldri enig uenig mer mindre bygg stopp 2030 55 % vindkraft bussen
går ii eai čáhci school no \ufffd ø å¢ 🚌 A\u030a \ud83d ??? – . \u200d \u0301
"""
PIECES = _PIECES.split()
texts = st.lists(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
        st.text(st.characters(codec=None), max_size=30),
    ),
    max_size=12,
)

# ---------------------------------------------------------------- themes


@settings(max_examples=60, deadline=None)
@given(texts, st.lists(st.sampled_from(THEMES), max_size=5, unique=True), st.data())
@example([""], [Theme("x", "", "")], None)
def test_a_suggestion_is_of_the_themes_that_are_there(
    written: list[str], themes: list[Theme], data: st.DataObject | None
) -> None:
    """F4."""
    some = st.dictionaries(
        st.integers(0, len(written) - 1), st.sampled_from([t.id for t in themes])
    )
    placed = data.draw(some) if data and written and themes else {}
    found = suggest(themes, written, placed)
    assert len(found) == len(written)
    for each in found:
        sure = [one.confidence for one in each]
        assert len({one.theme for one in each}) == len(each) == min(3, len(themes))
        assert {one.theme for one in each} <= {theme.id for theme in themes}
        assert sure == sorted(sure, reverse=True)
        assert all(0 <= one <= 1 for one in sure)
        assert sum(sure) <= 1


def test_what_has_nothing_in_common_with_a_theme_is_not_likely_to_be_in_it() -> None:
    """F4."""
    (found,) = suggest(THEMES, ["???"], {})
    assert [one.confidence for one in found] == [0, 0, 0]


def test_as_right_as_was_aimed_at() -> None:
    """F5."""
    found = suggest(THEMES, TEXTS, {})
    judged = [
        (each[0].confidence, row, [one.theme for one in each])
        for row, each in zip(NOTES, found, strict=True)
        if row["theme"] != "UKLAR"
    ]
    first = [row["theme"] == themes[0] for _, row, themes in judged]
    minority = [row["theme"] == themes[0] for _, row, themes in judged if row["minority"] == "1"]
    surest = sorted(judged, key=lambda one: -one[0])[: len(judged) // 2]
    assert len(judged) == 104
    assert np.mean(first) >= 0.68
    assert np.mean([row["theme"] in themes for _, row, themes in judged]) >= 0.80
    assert np.mean([row["theme"] == themes[0] for _, row, themes in surest]) >= 0.85
    assert np.mean(minority) >= 0.56


def test_a_confidence_is_as_large_as_it_is_often_right() -> None:
    """F5."""
    found = suggest(THEMES, TEXTS, {})
    sure = np.array([each[0].confidence for each in found])
    right = np.array(
        [each[0].theme == row["theme"] for row, each in zip(NOTES, found, strict=True)]
    )
    for low, high in ((0, 0.6), (0.6, 0.85), (0.85, 1)):
        there = (sure >= low) & (sure < high)
        assert there.sum() > 20
        assert abs(sure[there].mean() - right[there].mean()) < 0.3, (low, high)


def test_what_a_person_placed_teaches() -> None:
    """F6: by words that are in no keyword and no list."""
    themes = [Theme("A", "Grønt", "park"), Theme("B", "Grått", "asfalt")]
    written = [
        "Kvitrende snurrebasser overalt",
        "Snurrebassene kvitrer jo",
        "Dunkle fjomper",
        "Fjompene",
    ]
    before = suggest(themes, written, {})
    after = suggest(themes, written, {0: "A", 2: "B"})
    for number, theme in ((1, "A"), (3, "B")):
        likely = {one.theme: one.confidence for one in before[number]}
        assert after[number][0].theme == theme
        assert after[number][0].confidence > likely[theme] + 0.15


def test_a_wrong_placing_is_learnt_from_too() -> None:
    """F6: the editor's themes are the editor's."""
    written = ["Flere busser", "Flere busser om kvelden", "Busser på søndag"]
    before = suggest(THEMES, written, {})[2]
    after = suggest(THEMES, written, {0: "KUL", 1: "KUL"})[2]
    assert before[0].theme == "SAM"
    assert {one.theme: one.confidence for one in after}["KUL"] > 0.05


# ---------------------------------------------------------------- alike


def pairs_of(kind: str) -> list[tuple[str, str]]:
    return sorted((row["ref"], row["id"]) for row in NOTES if row["kind"] == kind)


def as_ids(pairs: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    return sorted((NOTES[one]["id"], NOTES[other]["id"]) for one, other in pairs)


def test_the_labelled_pairs_are_found_and_no_others() -> None:
    """F7, F8, F9."""
    assert as_ids(near_duplicates(TEXTS)) == pairs_of("near_duplicate")
    assert as_ids(opposites(TEXTS)) == pairs_of("opposite")


def test_two_hundred_who_agree_are_one_group() -> None:
    """F7: with one line for each, not twenty thousand."""
    written = ["Enig", "enig!", "ENIG.", "einig"] * 50 + ["uenig", "Ikke enig", "", "???"]
    found = near_duplicates(written)
    group = {0}
    for one, other in found:
        if other < 200:
            assert one in group
            group.add(other)
    assert group == {*range(200)}
    assert len(found) < len(written)
    assert all(other < 202 for _, other in found)  # what says nothing is like nothing
    assert not any(one < 200 <= other for one, other in found)
    assert (0, 200) in opposites(written)


@settings(max_examples=80, deadline=None)
@given(texts)
def test_near_duplicates_are_fewer_than_texts(written: list[str]) -> None:
    """F7, F9, F10."""
    near = near_duplicates(written)
    against = opposites(written)
    assert all(0 <= one < other < len(written) for one, other in near + against)
    assert len({other for _, other in near}) == len(near)
    assert not set(near) & set(against)
    for number in range(len(written)):
        assert sum(number in pair for pair in against) <= OPPOSITES
    for one, other in near:
        assert turns(written[one]) == turns(written[other])


VERBS = {"må", "bør", "skal", "vil", "kan", "er", "har", "gir", "gjev", "treng", "blir", "går"}


def negated(row: dict[str, str]) -> str:
    """The note with its first verb turned round; empty where it has no plain one."""
    no = "ikkje" if row["lang"] == "nn" else "ikke"
    said = row["text"].split()
    if no in said:
        return " ".join(word for word in said if word != no)
    at = next((i for i, word in enumerate(said) if word in VERBS), None)
    return "" if at is None else " ".join([*said[: at + 1], no, *said[at + 1 :]])


def test_what_is_turned_round_is_never_nearly_the_same() -> None:
    """F8, F9: each note beside itself with one word more."""
    made = [(row["text"], negated(row)) for row in NOTES if negated(row)]
    assert len(made) > 40
    for pair in made:
        assert near_duplicates(pair) == []
        assert opposites(pair) == [(0, 1)], pair


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kutt utslippene med 55 prosent", "Kutt utslippene med 35 prosent"),
        ("Bygg ti nye boliger i 2026", "Bygg ti nye boliger i 2036"),
        ("Skolen på øya må åpnes igjen", "Skolen på øya må stenges igjen"),
        ("Bygg flere hytter i fjellet", "Bygg færre hytter i fjellet"),
        ("Bygg fleire hytter i fjellet", "Bygg ikkje fleire hytter i fjellet"),
        ("Jeg er enig i planen", "Jeg er uenig i planen"),
        ("Ja til vindkraft i fjellet", "Nei til vindkraft i fjellet"),
        ("Kommunen bør kjøpe tomta", "Kommunen bør selge tomta"),
        ("Selje kommuneskogen no", "Aldri selje kommuneskogen no"),
        ("Build the bridge now", "Never build the bridge now"),
    ],
)
def test_the_same_but_for_a_word_that_matters(one: str, other: str) -> None:
    """F8."""
    assert near_duplicates([one, other]) == []
    assert near_duplicates([one, one.upper() + "!"]) == [(0, 1)]


def test_long_texts_are_held_against_each_other_by_their_words() -> None:
    """F7, F8."""
    long = " ".join(TEXTS[:40])
    other = " ".join(TEXTS[40:80])
    assert near_duplicates([long, other, long.upper(), long.replace("skole", "skule")]) == [
        (0, 2),
        (0, 3),
    ]
    assert near_duplicates([long, f"Ikke sant? {long}"]) == []
    assert near_duplicates(["x" * 1_000_000, "y" * 1_000_000]) == []
    assert suggest(THEMES, ["skole" * 200_000], {})[0][0].theme == "SKO"


def test_turned_twice_is_not_turned() -> None:
    """F9."""
    assert opposed(turns("Hallen må åpnes"), turns("Hallen må stenges"))
    assert not opposed(turns("Hallen må åpnes"), turns("Hallen må ikke stenges"))
    assert not opposed(turns("Hallen må ikke åpnes"), turns("Hallen må stenges"))
    assert not opposed(turns("Mer buss"), turns("Bedre buss"))


def test_whoever_is_against_many_is_told_of_three() -> None:
    """F9."""
    many = [
        f"Vi skal bygge ny bru over elva ved {place}" for place in ("Nes", "Vik", "Dal", "Li", "Bø")
    ]
    found = opposites(["Vi skal ikke bygge ny bru over elva ved Nes", *many])
    assert found[0] == (0, 1)
    assert len(found) == OPPOSITES


def test_letters_composed_or_not_are_the_same() -> None:
    """F7."""
    assert words("A\u030apne ba\u030athuset") == words("Åpne båthuset") == ["åpne", "båthuset"]


def test_what_is_like_a_note_comes_nearest_first() -> None:
    """F10."""
    at = next(i for i, row in enumerate(NOTES) if row["id"] == "B073")
    found = like(vectors(TEXTS))
    nearest = [other for other, _ in found[at]]
    assert len(nearest) == LIKE
    assert at not in nearest
    assert NOTES[nearest[0]]["id"] == "B174"  # the same in nynorsk
    nothing = next(i for i, text in enumerate(TEXTS) if not words(text))
    assert found[nothing] == []


SINGLE = 1e-6
"""What single precision loses, at most."""


@settings(max_examples=60, deadline=None)
@given(texts)
def test_a_text_is_as_near_to_itself_as_can_be(written: list[str]) -> None:
    """F10."""
    found = vectors(written)
    for number, text in enumerate(written):
        near = found.against(found.dense(number, 1).astype(float))[:, 0]
        assert near.max(initial=0) <= 1 + SINGLE
        assert near[number] >= near.max(initial=0) - SINGLE
        assert (near[number] > 0) == bool(telling(text))


# ---------------------------------------------------------------- labels


def test_a_label_is_words_of_its_notes() -> None:
    """F11."""
    placed = {i: row["theme"] for i, row in enumerate(NOTES) if row["theme"] != "UKLAR"}
    found = labels(TEXTS, placed)
    assert found.keys() == {theme.id for theme in THEMES}
    for theme, label in found.items():
        there = {word for i, of in placed.items() if of == theme for word in words(TEXTS[i])}
        assert len(label.words) == 5
        assert set(label.words) <= there
        assert placed[label.typical] == theme
    assert {"sakspapirene", "klarspråk"} <= set(found["MED"].words)
    assert labels(TEXTS, {}) == {}
    assert labels(["", "???"], {0: "A", 1: "A"})["A"].words == ()


def test_a_word_stands_once_in_a_list() -> None:
    """F8: a word at both ends of a scale, or twice in a family, is a slip of the pen."""
    for line in lines("scales.txt"):
        one, other = (end.split() for end in line.split("|"))
        assert len({*one, *other}) == len(one) + len(other), line
    for line in lines("families.txt"):
        assert len({*line.split()}) == len(line.split()), line
