"""The synthesis: editors at work on what a workshop said. None of it touches what was said."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.asides import aside
from app.core.decide import decide
from app.core.edits import (
    AsideEdit,
    Bearing,
    Edit,
    Fate,
    LinkEdit,
    MergeEdit,
    PlaceEdit,
    SetAside,
    StatementEdit,
    Synthesis,
    Theme,
    ThemeEdit,
    Understood,
    Unused,
)
from app.core.evolve import evolve
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.synthesis import AT_ONCE, Disposition, dispositions, material, unaccounted
from app.core.things import Reason, Side
from tests.core.given import LEADER, NOON, Given, note, planned, said

PER = c.Staff("Per")
BUS, RAIL, THIRD = note(1, "Flere busser"), note(2, "Bane til havna"), note(3, "Buss og båt")
ARGUED = note(9, "Det koster for mye", question=aside("vekst.1", Side.AGAINST))
PARKED = note(10, "Hvem betaler?", question="parking.chair")
THEME = ThemeEdit("buss", None, Theme("Kollektiv", ("buss", "bane")))
STATEMENT_ALONE = StatementEdit("s1", None, Understood("Dere vil ha flere busser."))
STATEMENT = StatementEdit("s1", None, Understood("Dere vil ha flere busser.", "buss"))


def afterwards(*facts: e.Fact) -> Given:
    """A workshop that has ended, with notes, a table's statement, an argument and a parked note."""
    written = map(e.NoteKept, (BUS, RAIL, THIRD, ARGUED, PARKED))
    return planned(*written, said(1), e.WorkshopEnded(NOON), *facts)


def done(*edits: Edit, by: str = LEADER.name) -> e.SynthesisEdited:
    return e.SynthesisEdited(by, edits)


def link(contribution: str, new: Bearing | None = Bearing.SUPPORTS, **change: Bearing) -> LinkEdit:
    return LinkEdit(("s1", contribution), change.get("old"), new)


def fates(state: Workshop) -> dict[str, Fate]:
    return {each: end.fate for each, end in dispositions(state).items()}


# ---------------------------------------------------------------- what is to be accounted for


def test_all_that_was_said_about_the_plan_is_to_be_accounted_for() -> None:
    """Y8: notes, arguments, the tables' statements; not what is parked, nor what was withdrawn."""
    withdrawn = replace(note(4), withdrawn=True, text="")
    state = afterwards(e.NoteKept(withdrawn)).state
    assert set(material(state)) == {BUS.id, RAIL.id, THIRD.id, ARGUED.id, "vekst.1"}
    assert set(unaccounted(state)) == set(material(state))


def test_each_contribution_ends_in_one_way() -> None:
    """Y8: used, one with another, set aside, or hidden; what is one with what is open is open."""
    there = afterwards(
        e.NoteHidden(THIRD.id, Reason.NAME),
        done(THEME, STATEMENT),
        done(link(RAIL.id), AsideEdit("vekst.1", None, SetAside(Unused.ELSEWHERE))),
        done(MergeEdit(BUS.id, None, RAIL.id)),
    )
    assert dispositions(there.state) == {
        BUS.id: Disposition(Fate.MERGED, ("s1",), RAIL.id),
        RAIL.id: Disposition(Fate.USED, ("s1",)),
        THIRD.id: Disposition(Fate.HIDDEN),
        "vekst.1": Disposition(Fate.ASIDE),
        ARGUED.id: Disposition(Fate.OPEN),
    }
    cut = evolve(there.state, done(link(RAIL.id, None, old=Bearing.SUPPORTS)))
    assert fates(cut)[BUS.id] is fates(cut)[RAIL.id] is Fate.OPEN


# ---------------------------------------------------------------- editing


def test_edits_are_carried_out_together_or_not_at_all() -> None:
    """Y9."""
    there = afterwards()
    edits = (THEME, STATEMENT, PlaceEdit(BUS.id, None, "buss"), link(BUS.id))
    made = there.when(c.EditSynthesis(edits)).then(done(*edits))
    assert made.state.synthesis.placed == {BUS.id: "buss"}
    made.when(c.EditSynthesis(edits)).nothing()
    there.when(c.EditSynthesis((*edits, PlaceEdit("gone", None, "buss")))).refused(
        Code.UNKNOWN_OPTION
    )


def test_who_began_from_something_older_is_told() -> None:
    """Y9: two editors move the same note; the later one sees where it went first."""
    there = afterwards(done(THEME, ThemeEdit("bane", None, Theme("Bane"))))
    moved = there.when(c.EditSynthesis((PlaceEdit(BUS.id, None, "buss"),)), PER).then(
        done(PlaceEdit(BUS.id, None, "buss"), by="Per")
    )
    moved.when(c.EditSynthesis((PlaceEdit(BUS.id, None, "bane"),))).refused(Code.STALE)
    moved.when(c.EditSynthesis((PlaceEdit(BUS.id, None, "buss"),))).nothing()
    moved.when(c.EditSynthesis((PlaceEdit(BUS.id, "buss", "bane"),))).then(
        done(PlaceEdit(BUS.id, "buss", "bane"))
    )


LONG = "x" * 4_001
REFUSED: list[tuple[Edit, Code]] = [
    (ThemeEdit("t", None, Theme("  ")), Code.EMPTY),
    (ThemeEdit("t", None, Theme("kollektiv")), Code.IN_USE),
    (ThemeEdit("t", None, Theme("x" * 81)), Code.TOO_LONG),
    (ThemeEdit("t", None, Theme("x", tuple(f"ord{n}" for n in range(21)))), Code.TOO_LONG),
    (ThemeEdit("t" * 61, None, Theme("x")), Code.BAD_PLAN),
    (ThemeEdit("buss", THEME.new, None), Code.IN_USE),
    (StatementEdit("s2", None, Understood("")), Code.EMPTY),
    (StatementEdit("s2", None, Understood(LONG)), Code.TOO_LONG),
    (StatementEdit("s2", None, Understood("x", remark=LONG)), Code.TOO_LONG),
    (StatementEdit("s2", None, Understood("x", "nowhere")), Code.UNKNOWN_OPTION),
    (StatementEdit("s1", STATEMENT.new, None), Code.IN_USE),
    (PlaceEdit(PARKED.id, None, "buss"), Code.UNKNOWN_OPTION),
    (PlaceEdit(RAIL.id, None, "nowhere"), Code.UNKNOWN_OPTION),
    (link("gone"), Code.UNKNOWN_OPTION),
    (LinkEdit(("gone", RAIL.id), None, Bearing.NUANCES), Code.UNKNOWN_OPTION),
    (link(THIRD.id), Code.IN_USE),
    (AsideEdit("gone", None, SetAside(Unused.UNCLEAR)), Code.UNKNOWN_OPTION),
    (AsideEdit(RAIL.id, None, SetAside(Unused.UNCLEAR, "x" * 301)), Code.TOO_LONG),
    (AsideEdit(BUS.id, None, SetAside(Unused.UNCLEAR)), Code.IN_USE),
    (AsideEdit("vekst.1", None, SetAside(Unused.UNCLEAR)), Code.IN_USE),
    (MergeEdit(RAIL.id, None, RAIL.id), Code.UNKNOWN_OPTION),
    (MergeEdit(RAIL.id, None, "gone"), Code.UNKNOWN_OPTION),
    (MergeEdit(RAIL.id, None, "vekst.1"), Code.IN_USE),
    (MergeEdit(ARGUED.id, None, RAIL.id), Code.IN_USE),
    (MergeEdit(BUS.id, None, RAIL.id), Code.IN_USE),
]


@pytest.mark.parametrize(("edit", "code"), REFUSED)
def test_what_does_not_hang_together_is_refused(edit: Edit, code: Code) -> None:
    """Y9: a note is used, one with another, or set aside; what is referred to stays."""
    there = afterwards(
        done(THEME, STATEMENT, link(BUS.id), PlaceEdit(BUS.id, None, "buss")),
        done(AsideEdit(THIRD.id, None, SetAside(Unused.UNCLEAR))),
        done(MergeEdit("vekst.1", None, ARGUED.id)),
    )
    there.when(c.EditSynthesis((edit,))).refused(code)


def test_a_synthesis_is_made_of_what_is_over() -> None:
    """Y9: while the hall is writing, nobody sorts; and not more at once than a hall can write."""
    planned(e.NoteKept(BUS)).when(c.EditSynthesis((THEME,))).refused(Code.NOT_ENDED)
    afterwards().when(c.EditSynthesis((THEME, THEME))).refused(Code.BAD_PLAN)
    many = tuple(ThemeEdit(str(n), None, Theme("x")) for n in range(AT_ONCE + 1))
    afterwards().when(c.EditSynthesis(many)).refused(Code.TOO_LONG)


def test_the_editors_words_are_made_steady() -> None:
    """Y9, N4: and the same keyword twice is once."""
    typed = ThemeEdit("t", None, Theme(" Buss\u200b ", ("bane ", "bane", " ")))
    afterwards().when(c.EditSynthesis((typed,))).then(
        done(ThemeEdit("t", None, Theme("Buss", ("bane",))))
    )


# ---------------------------------------------------------------- taking back


def test_what_is_one_with_something_hidden_is_open_again() -> None:
    """Y8: its own words are nobody's fault, and lie in no statement any more."""
    made = done(STATEMENT_ALONE, link(RAIL.id)), done(MergeEdit(BUS.id, None, RAIL.id))
    assert BUS.id not in unaccounted(afterwards(*made).state)
    assert BUS.id in unaccounted(afterwards(*made, e.NoteHidden(RAIL.id, Reason.NAME)).state)


def test_each_editor_takes_back_their_own() -> None:
    """Y10: the last first, without end; asked twice it is done once."""
    mine, theirs = PlaceEdit(BUS.id, None, "buss"), PlaceEdit(RAIL.id, None, "buss")
    there = afterwards(done(THEME), done(mine), done(theirs, by="Per"))
    back = there.when(c.TakeBackEdit(2)).then(
        e.SynthesisEdited("Kari Leder", (PlaceEdit(BUS.id, "buss", None),), taken_back=1)
    )
    back.when(c.TakeBackEdit(2)).nothing()
    assert back.state.synthesis.placed == {RAIL.id: "buss"}
    back.when(c.TakeBackEdit(1)).refused(Code.NOTHING_TO_UNDO)  # Per has laid a note in the theme
    back.when(c.TakeBackEdit(1), PER).then(
        e.SynthesisEdited("Per", (PlaceEdit(RAIL.id, "buss", None),), taken_back=1)
    )
    afterwards().when(c.TakeBackEdit(1)).nothing()
    there.when(c.TakeBackEdit(1)).refused(Code.NOTHING_TO_UNDO)


def test_what_another_went_on_from_is_not_taken_back() -> None:
    """Y10: nor is it in the way of what came before."""
    there = afterwards(
        done(AsideEdit(RAIL.id, None, SetAside(Unused.UNCLEAR))),
        done(THEME, ThemeEdit("bane", None, Theme("Bane"))),
        done(PlaceEdit(BUS.id, None, "buss")),
        done(PlaceEdit(BUS.id, "buss", "bane"), by="Per"),
    )
    back = there.when(c.TakeBackEdit(3)).then(
        e.SynthesisEdited(
            "Kari Leder",
            (AsideEdit(RAIL.id, SetAside(Unused.UNCLEAR), None),),
            taken_back=0,
        )
    )
    back.when(c.TakeBackEdit(2)).refused(Code.NOTHING_TO_UNDO)


# ---------------------------------------------------------------- what always holds


class Desk:
    """Two editors who ask for anything at all, and mostly for what could be."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.state = afterwards().state
        self.reached: Counter[str] = Counter()

    def ask(self, command: c.Command) -> None:
        who = self.random.choice((LEADER, PER))
        try:
            facts = decide(self.state, command, who, NOON)
        except Refused as refused:
            self.reached[refused.code] += 1
            return
        for fact in facts:
            self.state = evolve(self.state, fact)
            self.reached[type(command).__name__] += 1
        assert decide(self.state, command, who, NOON) == []

    def edit(self) -> Edit:
        some, made = self.random, self.state.synthesis
        one, other = (some.choice([*material(self.state), "gone"]) for _ in range(2))
        theme, statement = some.choice(("buss", "bane")), some.choice(("s1", "s2"))
        new: Edit = some.choice(
            (
                ThemeEdit(theme, None, some.choice((Theme(theme), None))),
                StatementEdit(statement, None, some.choice((Understood("Vi så", theme), None))),
                PlaceEdit(one, None, some.choice((theme, None))),
                LinkEdit((statement, one), None, some.choice((*Bearing, None))),
                AsideEdit(one, None, some.choice((SetAside(Unused.UNCLEAR), None))),
                MergeEdit(one, None, some.choice((other, None))),
            )
        )
        seen = made.at(new) if some.random() < 0.9 else None
        edit: Edit = replace(new, old=seen)
        return edit

    def holds_together(self) -> None:
        made, known = self.state.synthesis, material(self.state)
        linked = {note for _, note in made.links}
        assert {*made.placed, *linked, *made.aside, *made.merged} <= known.keys()
        assert {*made.placed.values()} <= made.themes.keys()
        assert {statement for statement, _ in made.links} <= made.statements.keys()
        assert not made.aside.keys() & linked
        assert not made.merged.keys() & (linked | made.aside.keys() | {*made.merged.values()})
        ends = dispositions(self.state)
        assert ends.keys() == known.keys()
        for each, end in ends.items():
            self.reached[end.fate] += 1
            assert (end.fate is Fate.USED) == (each in linked)


def test_two_editors_who_ask_for_anything() -> None:
    """Y8, Y9, Y10: what stands hangs together, no word of the hall is another, and all that was
    done can be taken back to the beginning."""
    reached: Counter[str] = Counter()
    for seed in range(40):
        desk = Desk(seed)
        notes, statements = desk.state.notes, desk.state.statements
        for _ in range(120):
            if desk.random.random() < 0.1:
                desk.ask(c.TakeBackEdit(desk.random.randrange(1, 9)))
            else:
                desk.ask(
                    c.EditSynthesis(tuple(desk.edit() for _ in range(desk.random.choice((1, 2)))))
                )
            desk.holds_together()
        made = Synthesis()
        for done_ in desk.state.synthesis.done:
            made = made.edited(done_.edits)
        assert replace(made, done=desk.state.synthesis.done) == desk.state.synthesis
        assert (desk.state.notes, desk.state.statements) == (notes, statements)
        reached.update(desk.reached)
    wanted = {*Fate} - {Fate.HIDDEN} | {"EditSynthesis", "TakeBackEdit", Code.STALE, Code.IN_USE}
    assert not {what: reached[what] for what in wanted if reached[what] < 20}
