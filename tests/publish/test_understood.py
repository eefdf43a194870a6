"""The minutes of the loop: what was understood, what became of all that was said, and what the
hall answered – with every link to be followed both ways."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest

from app.cli.verifying import check
from app.core import commands as c
from app.core import events as e
from app.core.asides import REACTIONS, WHOLE, aside, correction
from app.core.composing import compose
from app.core.edits import (
    AsideEdit,
    Bearing,
    Behind,
    Edit,
    Fate,
    LinkEdit,
    MergeEdit,
    Reopened,
    SetAside,
    StatementEdit,
    Understood,
    Unused,
)
from app.core.frozen import from_json, to_json
from app.core.minutes import Attendee, Minutes
from app.core.receipts import fingerprint
from app.core.state import Workshop
from app.core.synthesis import material, unaccounted
from app.core.things import Kind, Knowledge, Reaction, Reason, Side, Statement, Step
from app.i18n import translator
from app.publish.opendata.data import document
from app.publish.phrases.understood import changed, places
from tests.core.given import NOON, note, planned
from tests.core.test_synthesis import Desk
from tests.publish.documents import ISSUE, minutes, render

SURPRISED = f"bolig.{Reaction.SURPRISED}"
WORDS = {
    1: ("vekst", "Flere busser"),
    2: ("vekst", "Bane til havna"),
    3: ("kutt", "Skjerm skolen"),
    4: ("kutt", "Ola på hjørnet bråker"),
    5: (aside("vekst.1", Side.FOR), "Det går an"),
    6: (SURPRISED, "Så mange!"),
    7: (SURPRISED, "Det visste jeg ikke"),
    8: (SURPRISED, "Tallet er gammelt"),
    9: (correction("r1"), "Vi mente alle hverdager"),
    10: (correction("r2"), "Her er noen nevnt ved navn"),
    11: (correction(WHOLE), "Sykkel mangler"),
}
ID = {n: note(n).id for n in WORDS}
MARK = {n: fingerprint(ID[n], text) for n, (_, text) in WORDS.items()}
BEHIND = (
    Behind("e" * 32, Bearing.SUPPORTS, "Busser hver time"),
    Behind("f" * 32, Bearing.CONTRADICTS, "Hemmelig navn her"),
    Behind("vekst.2", Bearing.NUANCES, "Buss der det bor folk"),
)
LAID = (
    Reopened("r1", 1, "Dere vil ha buss hver time.", theme="Kollektiv", behind=BEHIND),
    Reopened("r2", 1, "Dere vil skjerme skolen.", minority=True),
)
SAID = {
    "vekst.1": "Vi vil vokse ved banen.",
    "kutt.2": "Skolen først.",
    "r1.rewording.2": "Buss hver time på hverdager.",
}
NAMES = [e.NoteHidden(ID[4], Reason.NAME), e.NoteHidden(ID[10], Reason.NAME)]
SECRET = ("Ola på hjørnet bråker", "Her er noen nevnt ved navn", "Hemmelig navn her")


def second() -> Workshop:
    """A workshop of a series, ended: statements of the first were laid before it and answered."""
    verify = Step("forstått", Kind.VERIFY, 10)
    written = (
        e.NoteKept(replace(note(n, text, question=on), table=None))
        for n, (on, text) in WORDS.items()
    )
    said = (
        e.StatementKept(Statement(key.rpartition(".")[0], int(key[-1]), text, "", 1))
        for key, text in SAID.items()
    )
    return planned(
        e.KnowledgeLaid((Knowledge("bolig", "Mange bor alene."),)),
        e.StatementsReopened("ABCDEF", 1, LAID),
        e.StepPlanned(verify, None),
        e.StepOpened("forstått", NOON, None),
        e.BallotsCounted("forstått", 9, {}, {"r1": (6, 2, 1, 0), "r2": ()}),
        *written,
        *said,
        e.RoundSealed(REACTIONS),
        *NAMES,
        e.NoteHidden("f" * 32, Reason.NAME),
        e.WorkshopEnded(NOON),
    ).state


def wrote_up() -> Workshop:
    """The same, with an end for everything, and a direction that was taken."""
    left = {*material(second())} - {ID[4], ID[10]}
    used = {"vekst.1": Bearing.SUPPORTS, ID[1]: Bearing.SUPPORTS, ID[2]: Bearing.CONTRADICTS}
    alike = {ID[3]: "kutt.2"}
    r2 = {"kutt.2": Bearing.SUPPORTS, ID[9]: Bearing.NUANCES}
    reworded = StatementEdit(
        "r2",
        Understood("Dere vil skjerme skolen.", None, minority=True, place=1),
        Understood(
            "Dere vil skjerme skolen og barnehagen.",
            None,
            minority=True,
            remark="Det koster.",
            conflict="Økonomiplanen sier noe annet.",
            place=1,
        ),
    )
    made: tuple[Edit, ...] = (
        *(LinkEdit(("r1", each), None, bearing) for each, bearing in used.items()),
        *(LinkEdit(("r2", each), None, bearing) for each, bearing in r2.items()),
        *(MergeEdit(each, None, into) for each, into in alike.items()),
        *(
            AsideEdit(each, None, SetAside(Unused.UNCLEAR, "Se <b>svaret</b>"))
            for each in sorted(left - {*used, *r2, *alike})
        ),
        reworded,
    )
    state = second()
    assert state.synthesis.statements["r2"] == reworded.old
    state = replace(state, synthesis=state.synthesis.edited(made))
    taken = e.DirectionTaken("r1", 1, LAID[0].text, (6, 2, 1, 0))
    assert unaccounted(state) == ()
    return replace(state, directions={"r1": taken})


def composed(state: Workshop) -> Minutes:
    return compose(state, [])


# ---------------------------------------------------------------- reading what is rendered


class Page(HTMLParser):
    """Where everything is, where every link goes, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.within: list[str] = []
        self.links: list[tuple[str, str]] = []  # from the nearest id, to an id
        self._open: list[tuple[str, str]] = []
        self.words = ""
        self.feed(html)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in {"br", "rect", "meta", "link"}:
            self._open.append((tag, given.get("id") or ""))
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if (given.get("href") or "").startswith("#"):
            self.links.append((self._here(), unquote(str(given["href"])[1:])))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words += f" {data}"

    def _here(self) -> str:
        return next((id_ for _, id_ in reversed(self._open) if id_[:2] in ("s-", "n-", "t-")), "")


def read(state: Workshop, language: str = "nb") -> Page:
    return Page(render(composed(state), language, ISSUE))


def refs(tree: Minutes) -> Iterator[str]:
    """Every contribution of a frozen tree, found by reading the tree and nothing else."""
    told = json.loads(to_json(tree))
    for no, case in enumerate(told["cases"], start=1):
        yield from (each["fingerprint"] for each in case["notes"])
        for one in (*case["statements"], case.get("common") or {}):
            yield from (a["fingerprint"] for a in one.get("arguments", ()) if not a["laid"])
        yield from (f"{no}/{one['table']}" for one in case["statements"] if one["text"])
    for met in told.get("knowledge", ()):
        yield from (why["fingerprint"] for why in met["words"])
    came = told["verification"]
    yield from (each["fingerprint"] for each in came["corrections"])
    for one in came["statements"]:
        yield from (each["fingerprint"] for each in one["corrections"])
        yield from (f"{one['id']}/{each['table']}" for each in one["proposals"] if each["text"])


# ---------------------------------------------------------------- what always holds


def test_everything_has_one_end_and_every_link_goes_both_ways() -> None:
    """V50, V51: for whatever two editors make of it, in the tree and on the page; and what is
    hidden has its words nowhere."""
    reached: Counter[str] = Counter()
    for seed in range(20):
        desk = Desk(seed)
        desk.state = second()
        for _ in range(100):
            desk.ask(c.EditSynthesis((desk.edit(),)))
        tree = composed(desk.state)
        if tree.synthesis is None:
            continue
        ends = {end.ref: end for end in tree.synthesis.ends}
        assert len(ends) == len(tree.synthesis.ends)
        assert sorted(ends) == sorted(refs(tree))
        known = {one.id for one in tree.synthesis.statements}
        linked = {(one.id, link.ref) for one in tree.synthesis.statements for link in one.links}
        assert linked == {
            (id_, ref)
            for ref, end in ends.items()
            if end.fate is Fate.USED
            for id_ in end.statements
        }
        for end in ends.values():
            assert {*end.statements} <= known
            assert (end.into in ends) == bool(end.into)
            assert end.into or end.fate is not Fate.MERGED
            assert (end.why is not None) == (end.fate is Fate.ASIDE)
            reached[end.fate] += 1
        assert from_json(to_json(tree)) == tree
        html = render(tree, "nb", ISSUE)
        page = Page(html)
        assert {to for _, to in page.links} <= page.ids.keys()
        assert not [id_ for id_, n in page.ids.items() if n > 1]
        there = {(at, to) for at, to in page.links if at and to}
        where = {ref: place.anchor for ref, place in places(tree, translator("nb")).items()}
        for id_, ref in linked:
            assert (f"s-{id_}", where[ref]) in there, "from the statement"
            assert (where[ref], f"s-{id_}") in there, "from the contribution"
        for ref, end in ends.items():
            if end.fate is Fate.MERGED:
                assert (where[ref], where[end.into]) in there
        whole = html + document(tree).decode()
        assert not any(words in whole for words in SECRET)
    assert not {fate: reached[fate] for fate in Fate if reached[fate] < 10}


# ---------------------------------------------------------------- what is told


@pytest.fixture(scope="module")
def page() -> Page:
    return read(wrote_up(), "en")


def test_the_first_page_tells_what_became_of_it_all_and_what_is_a_direction(page: Page) -> None:
    """V52, V354: what the hall answered of a statement from before stands beside it."""
    first = page.words.split("Contents")[0]
    assert (
        "14 contributions in all (4 notes, 3 table statements, 1 argument, 3 reactions, "
        "3 corrections): 5 used, 1 merged with others, 6 set aside with a reason, 2 hidden."
    ) in first
    taken = "Taken as political directions Dere vil ha buss hver time. Point 1 · "
    assert f"{taken}6 of 9 answered: understood · 2 in support · 1 against" in first
    assert "Point 2 · worded anew after the hall had answered · 1 in support" in first
    assert "the minority’s view · professional remark · in conflict with a plan" in first


def test_a_statement_from_before_that_nothing_bears_on_is_not_without_support() -> None:
    """V354"""
    tree = composed(wrote_up())
    assert tree.synthesis
    bare = tuple(replace(one, links=()) for one in tree.synthesis.statements)
    tree = replace(tree, synthesis=replace(tree.synthesis, statements=bare))
    first = Page(render(tree, "en", ISSUE)).words.split("Contents")[0]
    assert "Point 1 · 6 of 9 answered: understood" in first
    assert "0 in support" not in first


def test_a_point_tells_what_lies_behind_it_and_what_stands_beside_it(page: Page) -> None:
    """V52: professional remark and conflict beside it; the words that changed told in words."""
    told = page.words.split("This is how we have understood you")[-1]
    first, second_ = told.split("Point 1")[1].split("Point 2")
    assert (
        "version 1 Political direction 6 of the 9 who answered on the wording said understood "
        "Dere vil ha buss hver time." in first
    )
    assert "2 in support: " in first
    assert "1 against: 1." in first
    assert "version 2 The minority’s view Dere vil skjerme skolen og barnehagen." in second_
    assert "Dere vil skjerme skolen put in: og barnehagen ." in second_
    assert "Professional remark Det koster." in second_
    assert "In conflict with a plan that stands Økonomiplanen sier noe annet." in second_
    assert re.search(r"1 in support: Bord 2 on case 2 \(1 more says the same: 2\.\d \)", second_)
    assert "1 with nuances: correction" in second_


def test_at_each_contribution_stands_what_became_of_it(page: Page) -> None:
    """V51."""
    for words in (
        "Vi vil vokse ved banen. Supports point 1 .",
        "Bane til havna 1",
        "Merged with Bord 2 on case 2 . Supports point 2 .",
        "Not used: it is unclear what is meant. Se <b>svaret</b>",
        "Nuances point 2 .",
    ):
        assert words in page.words, words
    unused = page.words.split("Not used, and why")[1]
    assert "Buss hver time på hverdager. Bord 2 on another wording Se" in unused


def test_what_the_hall_answered_of_each_statement(page: Page) -> None:
    """V53: as it met it, with the figures or that too few answered, the corrections, what tables
    proposed, and what lay behind."""
    told = page.words.split("Have we understood you?")[2].split("Cases and the tables")[0]
    assert "after workshop no. 1 were laid before the hall" in told
    assert "9 councillors answered, without names." in told
    assert "6 Understood 2 Partly 1 Wrong 0 Something is missing" in told
    assert "Too few to be shown" in told
    assert "Vi mente alle hverdager correction" in told
    assert "Bord 2 would rather have it say Buss hver time på hverdager." in told
    assert "supports Busser hver time contradicts Hidden: somebody can be recognised." in told
    assert "Corrections that fit none of them Sykkel mangler" in told
    assert not any(words in told for words in SECRET)
    assert '<a class="ds-link" href="/v/ABCDEF#n-' in render(
        composed(wrote_up()), "en", ISSUE, earlier="/v/ABCDEF"
    )


def test_a_hall_is_more_than_those_who_answered() -> None:
    """V52: of how many met; and a workshop that only verified has no lines of nothing."""
    tree = replace(composed(wrote_up()), present=(Attendee("Anne Nord", "Ap"),) * 67)
    said = Page(render(tree, "en", ISSUE)).words
    assert "6 of the 9 who answered on the wording said understood – of 67 who met" in said
    only = replace(tree, cases=(), synthesis=None)
    first = Page(render(only, "en", ISSUE)).words.split("Contents")[0]
    assert "9 answered: have we understood you?" in first
    assert "2 wordings laid before the hall" in first
    assert not re.search("0 (questions|notes|table statements)", first)


def test_too_few_answers_are_no_answers() -> None:
    """V53: not even how many."""
    few = e.BallotsCounted("forstått", 2, {}, {})
    state = wrote_up()
    box = replace(state.boxes["forstått"], counted=few)
    tree = composed(replace(state, boxes={**state.boxes, "forstått": box}))
    assert tree.verification
    assert tree.verification.ballots == 0
    said = Page(render(tree, "en", ISSUE)).words
    assert "Fewer than 3 councillors answered." in said
    never = replace(tree, verification=replace(tree.verification, asked=False))
    assert "The hall never got to them." in Page(render(never, "en", ISSUE)).words


def test_a_withdrawn_statement_stands_with_why() -> None:
    """V52: nobody loses sight of what they were asked about."""
    state = wrote_up()
    r1 = state.synthesis.statements["r1"]
    gone = StatementEdit("r1", r1, replace(r1, withdrawn="Salen kjente det ikke igjen."))
    said = read(replace(state, synthesis=state.synthesis.edited((gone,)), directions={}), "en")
    assert "Withdrawn, see point 1" in said.words
    assert (
        "Withdrawn Salen kjente det ikke igjen. It said Dere vil ha buss hver time." in said.words
    )


def test_corrections_are_checked_as_notes_are() -> None:
    """V54, R7: their fingerprints are in the root, and one altered character is found."""
    told: Any = json.loads(document(composed(wrote_up()), ISSUE))
    del told["digest"]
    found = check(told)
    assert (found.in_list, found.elsewhere) == ([], [])
    assert found.notes[MARK[9][:32]] is False
    assert found.notes[MARK[10][:32]] is True
    (one,) = told["minutes"]["verification"]["statements"][0]["corrections"]
    one["text"] += "!"
    assert len(check(told).in_list) == 2


def test_minutes_from_before_the_loop_are_what_they_were() -> None:
    """V55, K12: the tree has nothing more, the digest is the same, the page has no empty part."""
    old = minutes()
    tree = json.loads(to_json(old))
    assert not tree.keys() & {"verification", "synthesis"}
    assert to_json(from_json(to_json(old))) == to_json(old)
    said = Page(render(old, "en", ISSUE)).words
    for words in ("understood", "contribution", "Point", "Not used"):
        assert words not in said


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("a b, c", "a b, c", [("", "a b, c")]),
        ("a b c", "a x c", [("", "a "), ("del", "b "), ("ins", "x "), ("", "c")]),
        ("a b.", "a b c.", [("", "a b "), ("ins", "c"), ("", ".")]),
        ("a b c.", "a b.", [("", "a b"), ("del", "c"), ("", ".")]),
        ("a", "b", [("del", "a "), ("ins", "b")]),
    ],
)
def test_the_words_that_changed(before: str, after: str, runs: list[tuple[str, str]]) -> None:
    """V52."""
    assert list(changed(before, after)) == runs
