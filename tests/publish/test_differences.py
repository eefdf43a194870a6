"""What is different between two versions of the minutes: all of it, and nothing that is hidden."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from app.core.discussion import TableStatement
from app.core.minutes import Case, Contribution, Minutes, Ranked
from app.core.things import MASK, Details, Reason
from app.core.understood import Synthesised, Understanding
from app.publish.forms import html
from app.publish.issue import Issue
from app.publish.paper import Box, Paper, Paragraph, Section
from app.publish.papers.differences import differences
from app.publish.papers.veil import spans
from tests.publish.documents import BEGAN, minutes, note

ISSUES = (Issue(1, 2, BEGAN, "a" * 64), Issue(2, 2, BEGAN + 86_400_000, "b" * 64))
WORDS = ("skole", "buss", "bane", "hytte", "jord", "by", "bygd", "vei", "elv", "fjord", "kai")


def told(paper: Paper) -> Iterator[tuple[str, str, str]]:
    """Part, what happened, and the words, of all that is different."""
    for part in paper.blocks:
        for box in part.blocks if isinstance(part, Section) else ():
            if isinstance(box, Box):
                label, words = box.blocks
                assert isinstance(label, Paragraph)
                assert isinstance(words, Paragraph)
                name = "".join(run.text for run in part.title)  # type: ignore[union-attr]
                yield name, label.runs[0].text, "".join(run.text for run in words.runs)


def compared(before: Minutes, after: Minutes) -> list[tuple[str, str, str]]:
    return list(told(differences(before, after, ISSUES, "nb")))


def test_what_was_filled_in_taken_out_and_changed() -> None:
    """V136: each with its field, in the words of both."""
    before = minutes(details=Details(chair="Anne Nord", recording="NRK ba om det; tillatt"))
    after = minutes(details=Details(chair="Bo Sør", minute_taker="Siri", recording=""))
    assert compared(before, after) == [
        ("Møtet", "Endret: Møteleder", "Anne Nord Bo Sør"),
        ("Møtet", "Endret: Møtesekretær", "Ikke ført. Siri"),
        ("Slik ble møtet holdt", "Endret: Ønsker om opptak eller overføring",
         "NRK ba om det; tillatt Ingen."),
    ]  # fmt: skip


def test_it_is_told_in_words_and_not_by_colour() -> None:
    """V136: as HTML, to those who see and those who listen."""
    before, after = minutes(), minutes(details=replace(minutes().details, chair="Anne Sør"))
    page = html.render(differences(before, after, ISSUES, "nb"))
    assert "Endret: Møteleder" in page
    assert re.search(r"<del><span [^>]*>tatt ut: </span>Nord\s*</del>", page)
    assert re.search(r"<ins><span [^>]*>satt inn: </span>Sør\s*</ins>", page)


def test_nothing_is_different() -> None:
    """V136."""
    page = html.render(differences(minutes(), minutes(), ISSUES, "nn"))
    assert "Ikkje eit ord er ulikt." in page


def hide(one: Contribution, text: str = "") -> Contribution:
    return replace(one, id="", text=text, hidden=Reason.NAME)


@pytest.mark.parametrize("left", ["", f"{MASK} bor i Vika og vil ha en buss til som går ofte"])
@pytest.mark.parametrize("shown_again", [False, True])
def test_hidden_words_are_told_of_neither(left: str, shown_again: bool) -> None:
    """V136: wherever they stand, also where they are shortened or ranked."""
    secret = "Ola Nordhus bor i Vika og vil ha en buss til som går ofte"
    whole = note("b" * 32, secret)
    case = Case("Hvor skal vi vokse?", "", (TableStatement("Bord 1", "I by"),), (whole,))
    one = minutes(prioritisations=())
    ranked = replace(minutes().prioritisations[0], rows=(Ranked(secret, 9),))
    row = Ranked(left, 9, hidden=Reason.NAME)
    before = replace(one, cases=(case,), prioritisations=(ranked,))
    after = replace(
        one,
        cases=(replace(case, notes=(hide(whole, left),)),),
        prioritisations=(replace(ranked, rows=(row,)),),
    )
    if shown_again:
        before, after = after, before
    page = html.render(differences(before, after, ISSUES, "nb"))
    assert "Nordhus" not in page
    assert "ord som er skjult" in page
    assert ("bor i Vika" in page) == bool(left)


def test_more_is_hidden_than_before() -> None:
    """V136: what was partly hidden, and now more so."""
    whole = note("b" * 32, f"{MASK} og Kari Solvang vil ha buss")
    case = Case("Hvor?", "", (), (replace(whole, hidden=Reason.NAME),))
    more = hide(whole, f"{MASK} og {MASK} vil ha buss")
    before = minutes(cases=(case,))
    after = minutes(cases=(replace(case, notes=(more,)),))
    assert "Solvang" not in html.render(differences(before, after, ISSUES, "nb"))


def noted(*notes: Contribution, **changes: object) -> Minutes:
    return minutes(cases=(Case("Hvor?", "", (), notes),), **changes)


def understood(text: str) -> Synthesised:
    return Synthesised((Understanding("p1", 1, text),), ())


def test_short_words_that_are_hidden_hide_no_correction() -> None:
    """V136: though other lines begin with them, or have them within."""
    short, other = note("b" * 32, "Vi"), note("c" * 32, "Vi vil ha buss")
    before = noted(short, other, place="Vik samfunnshus", synthesis=understood("Vi må bygge her"))
    after = noted(
        hide(short), other, place="Vikhall", synthesis=understood("Vi må bygge her og der")
    )
    found = [(what, words) for _part, what, words in compared(before, after)]
    assert ("Tatt ut", "ord som er skjult") in found
    assert any("Vik samfunnshus" in words for _what, words in found)
    assert any("Vikhall" in words for _what, words in found)
    assert ("Endret", "Vi må bygge her og der") in found
    assert not any("buss" in words for _what, words in found)


def test_what_is_changed_and_hidden_is_told_as_changed() -> None:
    """V136: two lines that are the same once words are hidden in them were not."""
    secret = note("b" * 32, "Ola Nordhus hindrer busser")
    left = replace(hide(secret, f"{MASK} hindrer busser"))
    before = noted(secret, synthesis=understood("Ola Nordhus og andre hindrer oss"))
    after = noted(left, synthesis=understood(f"{MASK} og andre hindrer oss"))
    found = [each for each in compared(before, after) if "forstått" in each[0]]
    assert [(what, words) for _part, what, words in found] == [("Endret", "ord som er skjult")]


@pytest.mark.parametrize("shown_again", [False, True])
@pytest.mark.parametrize(
    "point",
    ["Ola Nordhus hindrer busser", "Busser er Ola Nordhus sin skyld", "Det er Ola Nordhus’ veg"],
)
def test_a_name_that_is_blacked_out_is_not_told_where_staff_quoted_it(
    point: str, shown_again: bool
) -> None:
    """V136: wherever in the line it stands, and nothing else of the line is hidden."""
    secret = note("b" * 32, "Sjåføren Ola Nordhus kjører for fort")
    left = hide(secret, f"Sjåføren {MASK} kjører for fort")
    before = noted(secret, synthesis=understood(point))
    after = noted(left, synthesis=understood("Noen kjører for fort, og det hindrer busser"))
    if shown_again:
        before, after = after, before
    page = html.render(differences(before, after, ISSUES, "nb"))
    assert "Nordhus" not in page
    assert MASK in page
    assert "hindrer busser" in " ".join(words for _, _, words in compared(before, after))


@pytest.mark.parametrize(
    ("text", "left", "cut"),
    [
        ("Ola bor her", "# bor her", {"Ola"}),
        ("Her bor Ola", "Her bor #", {"Ola"}),
        ("Kari og Per bor", "# og # bor", {"Kari", "Per"}),
        ("Kari og Per og Ola bor", "# og # bor", {"Kari", "Per og Ola", "Kari og Per", "Ola"}),
        ("# og Kari bor", "# og # bor", {"#", "Kari"}),
        ("# og Kari", "Ola og #", {"Kari"}),
        ("aaaa", "#a#", {"a", "aa"}),
    ],
)
def test_what_was_blacked_out_is_found(text: str, left: str, cut: set[str]) -> None:
    """V136: both ways where it could be two."""
    text, left = (each.replace("#", MASK) for each in (text, left))
    assert spans(text, left) == {each.replace("#", MASK) for each in cut}


@pytest.mark.parametrize("fate", ["reason", "hidden"])
def test_many_notes_are_held_each_against_itself(
    fate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V136: 1 500 of them, and none against another."""
    sizes: list[int] = []

    class Counted(SequenceMatcher[object]):
        def __init__(self, junk: None, a: list[object], b: list[object], autojunk: bool) -> None:
            sizes.append(len(a) * len(b))
            super().__init__(junk, a, b, autojunk)

    monkeypatch.setattr("app.publish.papers.differences.SequenceMatcher", Counted)
    notes = [note(f"{i:032x}", f"Vi vil ha buss nummer {i:04}") for i in range(1500)]
    hidden = [hide(one) for one in notes]
    other = [replace(one, hidden=Reason.INSULT) for one in hidden]
    before = noted(*(hidden if fate == "reason" else notes))
    found = compared(before, noted(*(other if fate == "reason" else hidden)))
    assert len(found) >= len(notes)
    assert sizes
    assert sum(sizes) < 100 * len(notes)


reached: Counter[str] = Counter()


@pytest.mark.parametrize("seed", range(25))
def test_any_two_versions(seed: int) -> None:
    """V136: every note that came, went or was hidden is told of as that, and no other words."""
    some = random.Random(seed)
    texts = [" ".join(some.choices(WORDS, k=some.randint(1, 9))) + f" {i:02}." for i in range(30)]
    notes = [note(f"{i:032x}", text) for i, text in enumerate(texts)]
    fates = [some.choice(["stays", "stays", "goes", "comes", "hidden", "shown"]) for _ in notes]
    before = [
        hide(one) if fate == "shown" else one
        for one, fate in zip(notes, fates, strict=True)
        if fate != "comes"
    ]
    after = [
        hide(one) if fate == "hidden" else one
        for one, fate in zip(notes, fates, strict=True)
        if fate != "goes"
    ]
    old, new = (minutes(cases=(Case("Hvor?", "", (), tuple(every)),)) for every in (before, after))
    found = compared(old, new)
    runs = " | ".join(words for _part, _what, words in found)
    page = html.render(differences(old, new, ISSUES, "nb"))
    for text, fate in zip(texts, fates, strict=True):
        words = set(text.split())
        if fate in ("hidden", "shown"):
            assert text not in page
        elif fate == "stays":
            assert text not in runs
        else:
            assert any(words <= set(each.split()) for _part, _what, each in found)
        reached[fate] += 1
    for _part, what, _words in found:
        reached[what] += 1


def test_every_kind_of_difference_came_up() -> None:
    """V136."""
    kinds = ("stays", "goes", "comes", "hidden", "shown", "Satt inn", "Tatt ut", "Endret")
    assert not [kind for kind in kinds if reached[kind] < 5]
