"""The verification: answered, corrected and worded anew; and who sees it, and when."""

import json
from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from app.core import commands as c
from app.core import events as e
from app.core.asides import CORRECTIONS, WHOLE, correction, rewording
from app.core.decide import decide
from app.core.edits import Bearing, Behind, LinkEdit, Reopened
from app.core.events import Fact
from app.core.evolve import evolve
from app.core.rules import Code, Refused
from app.core.seen import Graded, OwnStatement, Said, TabletView
from app.core.state import Workshop
from app.core.things import Kind, Millis, Note, Reason, Statement, Step
from app.core.verification import answers, holds, reopening
from app.core.views import (
    AtWorkbench,
    Audience,
    InControl,
    Looking,
    OnProjector,
    TabletAt,
    view,
)
from tests.core.given import (
    ANNA,
    BENT,
    CARL,
    DINA,
    LEADER,
    MINUTE,
    NOON,
    ROOM,
    Given,
    keep,
    key_of,
    note,
    planned,
)
from tests.core.screens import whole

Marks: TypeAlias = dict[str, int]
EVERYBODY: list[Audience] = [TabletAt(1), TabletAt(2), OnProjector(), InControl(), Looking()]
BEHIND = (
    Behind("f" * 32, Bearing.SUPPORTS, "Flere busser"),
    Behind("k.2", Bearing.NUANCES, "Buss der folk bor"),
)
BUS = Reopened("buss", 1, "Dere vil ha flere busser.", theme="Kollektiv", behind=BEHIND)
BOAT = Reopened("båt", 2, "Dere vil ha båt til havna.", "Dere vil ha båt.", minority=True)
LAID = e.StatementsReopened("ABC234", 1, (BUS, BOAT))
STEP = Step("svar", Kind.VERIFY, 10)
OPENED = e.StepOpened("svar", NOON, NOON + 10 * MINUTE)
CLOSED = e.StepClosed("svar", NOON)
SEALED = e.RoundSealed(CORRECTIONS)
END = e.StepOpened("slutt", NOON, None)
SUMMED = e.ProfilesKept("svar", ())


def series(*facts: Fact) -> Given:
    """The second workshop: statements of the first are laid, and a step that asks about them."""
    return planned(e.StepPlanned(STEP, "dotter"), LAID, *facts)


def verifying(*facts: Fact) -> Given:
    return series(OPENED, *facts)


def blank(*keys: str) -> e.BallotsIssued:
    return e.BallotsIssued("svar", frozenset(keys))


def answered(key: str, marks: Marks, rev: int = 0) -> e.BallotKept:
    return e.BallotKept("svar", key, rev, marks)


def ballots(*marks: Marks) -> tuple[Fact, ...]:
    cast = {f"k{i}": each for i, each in enumerate(marks)}
    return (blank(*cast), *(answered(key, each) for key, each in cast.items()))


def counted(ballots: int, **grades: tuple[int, ...]) -> tuple[Fact, ...]:
    return e.BallotsCounted("svar", ballots, {}, grades), SUMMED


def correct(number: int, about: str = "buss", table: int = 1, text: str = "Og tog") -> Note:
    return note(number, text, table, correction(about))


def reworded(statement: str, table: int, text: str, rev: int = 1) -> e.StatementKept:
    return e.StatementKept(Statement(rewording(statement), table, text, "", rev))


def reword(statement: str, text: str, rev: int = 1) -> c.WriteStatement:
    return c.WriteStatement(rewording(statement), text, "", rev)


# ---------------------------------------------------------------- answers


def test_each_statement_has_four_answers() -> None:
    """V30: given, changed, skipped and taken back until it closes; and no other mark."""
    here = verifying(blank("k"))
    first = c.CastBallot("svar", "k", 0, {"buss": 4})
    here = here.when(first, ANNA).then(answered("k", {"buss": 4}))
    here.when(first, ANNA).nothing()
    wrong: list[tuple[Marks, Code]] = [
        ({"buss": 5}, Code.BAD_MARK),
        ({"buss": 0}, Code.BAD_MARK),
        ({WHOLE: 1}, Code.UNKNOWN_OPTION),
        ({"vekst.1": 1}, Code.UNKNOWN_OPTION),
    ]
    for marks, code in wrong:
        here.when(c.CastBallot("svar", "k", 1, marks), ANNA).refused(code)
    here = here.when(c.CastBallot("svar", "k", 1, {"båt": 1}), ANNA).then(
        answered("k", {"båt": 1}, 1)
    )
    here = here.when(c.CloseStep("svar")).then(CLOSED, *counted(1))
    here.when(c.CastBallot("svar", "k", 2, {}), ANNA).refused(Code.COUNTED)


def test_answers_need_a_ballot_and_the_open_step() -> None:
    """V30: a ballot that was issued for the step, while the hall is in it."""
    verifying(blank("k")).when(c.CastBallot("svar", "x", 0, {"buss": 1}), ANNA).refused(
        Code.NO_BALLOT
    )
    elsewhere = series(blank("k"), e.StepOpened("pause", NOON, None))
    elsewhere.when(c.CastBallot("svar", "k", 0, {"buss": 1}), ANNA).refused(Code.CLOSED)
    series().when(c.IssueBallots("svar", frozenset({"k"})), ROOM).then(blank("k"))


def test_with_nothing_reopened_there_is_nothing_to_answer() -> None:
    """V30, V33, V35: the step is there all the same, and takes nothing."""
    step = replace(STEP, question="vekst")
    holding = e.PenMoved(1, ANNA.seat)
    here = planned(e.StepPlanned(step, "dotter"), OPENED, blank("k"), holding)
    here.when(c.CastBallot("svar", "k", 0, {"buss": 1}), ANNA).refused(Code.UNKNOWN_OPTION)
    here.when(keep(correct(1)), ANNA).refused(Code.UNKNOWN_QUESTION)
    here.when(reword("buss", "Flere busser"), ANNA).refused(Code.CLOSED)
    here.when(c.WriteStatement("vekst", "Her", "", 1), ANNA).refused(Code.CLOSED)
    for audience in EVERYBODY:
        seen = view(here.state, audience)
        assert (seen.verification, seen.reopened, seen.corrections) == (None, {}, {})


# ---------------------------------------------------------------- corrections


@pytest.mark.parametrize("about", ["buss", "båt", WHOLE])
def test_a_correction_is_a_note_of_its_own(about: str) -> None:
    """V31: kept, changed and withdrawn by its writer alone; as many as one likes."""
    first, other = correct(1, about), correct(2, about, text="Og sykkel")
    here = verifying().when(keep(first), ANNA).then(e.NoteKept(first))
    here.when(keep(first), ANNA).nothing()
    here = here.when(keep(other), BENT).then(e.NoteKept(other))
    longer = replace(first, text="Og tog hver time", rev=1)
    here.when(keep(longer, "another key"), BENT).refused(Code.NOT_YOURS)
    here = here.when(keep(longer), ANNA).then(e.NoteKept(longer))
    gone = replace(longer, text="", withdrawn=True)
    back = c.WithdrawNote(first.id, key_of(1), first.question)
    here.when(back, ANNA).then(e.NoteKept(gone))


def test_corrections_are_taken_while_it_is_open() -> None:
    """V31: about what was reopened, alone, and in no other step."""
    verifying().when(keep(correct(1, "buss")), ANNA).then(e.NoteKept(correct(1, "buss")))
    verifying().when(keep(correct(1, "tog")), ANNA).refused(Code.UNKNOWN_QUESTION)
    shared = replace(correct(1), shared=True)
    verifying().when(keep(shared), ANNA).refused(Code.CLOSED)
    verifying().when(keep(note(1)), ANNA).refused(Code.CLOSED)
    for step in ("vekst-skriv", "vekst-bord", "vekst-plenum", "dotter", "pause"):
        here = series(e.StepOpened(step, NOON, None))
        here.when(keep(correct(1)), ANNA).refused(Code.CLOSED)
    series(OPENED, CLOSED).when(keep(correct(1)), ANNA).refused(Code.CLOSED)
    series(e.WorkshopEnded(NOON)).when(keep(correct(1)), ANNA).refused(Code.ENDED)
    verifying(CLOSED).when(c.GiveGrace("svar")).refused(Code.CLOSED)


def test_closing_seals_corrections_for_good() -> None:
    """V31, V32: shown to all, they would tell who adds to them. So a lone one closes it too."""
    here = verifying(e.NoteKept(correct(1)))
    here = here.when(c.CloseStep("svar")).then(CLOSED, *counted(0), SEALED)
    [(_, kept)] = here.state.notes[correction("buss")].items()
    assert (kept.table, kept.key, kept.rev) == (None, None, 0)
    here.when(c.OpenStep("svar")).nothing()
    here.when(c.UndoMove("svar")).refused(Code.COUNTED)
    late = replace(correct(1), text="Og ferje", rev=1)
    here.when(keep(late), ANNA).refused(Code.CLOSED)
    here.when(keep(correct(1)), ANNA).nothing()
    away = here.when(c.OpenStep("slutt")).then(END)
    left = e.StepClosed("slutt", NOON)
    again = away.when(c.OpenStep("svar")).then(left, e.StepOpened("svar", NOON, None))
    again.when(keep(correct(2)), ANNA).refused(Code.CLOSED)


def test_with_nothing_given_it_may_be_opened_again() -> None:
    """V32: an emptied ballot is none."""
    here = verifying(blank("k"), answered("k", {}))
    here = here.when(c.CloseStep("svar")).then(CLOSED)
    here.when(c.OpenStep("svar")).then(OPENED)


def test_however_it_is_left_it_is_counted_and_sealed() -> None:
    """V32: by the next step, by new neighbours, and by the end of the workshop."""
    around = Step("runde", Kind.ROUND, 5)
    given = (*ballots({"buss": 1}), e.NoteKept(correct(1)))
    here = series(e.StepPlanned(around, "svar"), OPENED, *given)
    begun = e.StepOpened("runde", NOON, NOON + 5 * MINUTE)
    here.when(c.OpenStep("runde")).then(CLOSED, *counted(1), SEALED, begun)
    here.when(c.OpenStep("slutt")).then(CLOSED, *counted(1), SEALED, END)
    here.when(c.EndWorkshop()).then(CLOSED, *counted(1), SEALED, e.WorkshopEnded(NOON))


# ---------------------------------------------------------------- what it came to


def test_the_threshold_is_of_each_statement() -> None:
    """V32: of a statement that two answered nothing is kept, nor shown."""
    given = ballots({"buss": 1}, {"buss": 1, "båt": 3}, {"buss": 4, "båt": 3})
    left = verifying(*given).when(c.CloseStep("svar"))
    here = left.then(CLOSED, *counted(3, buss=(2, 0, 0, 1)))
    for audience in EVERYBODY:
        came = view(here.state, audience).verification
        assert came is not None
        assert (came.ballots, came.shown) == (3, True)
        assert came.result == (Graded("buss", (2, 0, 0, 1)), Graded("båt", ()))


def test_of_fewer_than_the_threshold_nothing_is_known() -> None:
    """V32: but how many they were."""
    left = verifying(*ballots({"buss": 3}, {"buss": 3})).when(c.CloseStep("svar"))
    state = left.then(CLOSED, *counted(2)).state
    assert state.boxes["svar"].ballots == {}
    for audience in EVERYBODY:
        came = view(state, audience).verification
        assert came is not None
        assert (came.ballots, came.shown) == (2, False)
        assert came.result == (Graded("buss", ()), Graded("båt", ()))


def test_while_it_is_open_nobody_sees_what_is_answered() -> None:
    """V32, V34: the hall sees how many have, and nothing of what."""
    here = verifying(*ballots(*[{"buss": 3}] * 4), e.NoteKept(correct(1)))
    for audience in EVERYBODY:
        seen = view(here.state, audience)
        assert seen.verification is not None
        assert seen.verification.result is None
        assert (seen.hall.cast, seen.corrections, seen.rewordings) == (4, {}, {})
        assert "Og tog" not in json.dumps(whole(seen), ensure_ascii=False)


# ---------------------------------------------------------------- the table's pen


def test_a_table_words_a_statement_anew() -> None:
    """V33: whoever holds the pen, on what was reopened, while it is open."""
    here = verifying()
    here.when(reword("buss", "Flere busser og tog"), ANNA).refused(Code.NO_PEN)
    here = here.when(c.TakePen(), ANNA).then(e.PenMoved(1, ANNA.seat))
    here = here.when(reword("buss", "Flere busser og tog"), ANNA).then(
        reworded("buss", 1, "Flere busser og tog")
    )
    here.when(reword("buss", "Flere busser og tog"), ANNA).nothing()
    here.when(reword("buss", "Bare tog"), ANNA).refused(Code.STALE)
    here = here.when(reword("båt", "Ferje"), ANNA).then(reworded("båt", 1, "Ferje"))
    here.when(reword("tog", "Tog"), ANNA).refused(Code.CLOSED)
    here.when(reword(WHOLE, "Alt"), ANNA).refused(Code.CLOSED)
    here.when(reword("buss", "Noe", 2), BENT).refused(Code.NO_PEN)
    shut = Given(evolve(here.state, CLOSED))
    shut.when(reword("buss", "For sent", 2), ANNA).refused(Code.CLOSED)


def test_a_proposal_is_the_tables_own_until_it_closes() -> None:
    """V33: then the hall has it, by table. One that was taken back is nobody's."""
    took = (reworded("båt", 2, "Ferje"), reworded("båt", 2, "", 2))
    here = verifying(reworded("buss", 1, "Busser og tog"), *took)
    own = view(here.state, TabletAt(1))
    assert isinstance(own, TabletView)
    assert own.own_rewordings == {"buss": OwnStatement(rewording("buss"), "Busser og tog", "", 1)}
    others = [audience for audience in EVERYBODY if audience != TabletAt(1)]
    for audience in others:
        assert "Busser og tog" not in json.dumps(whole(view(here.state, audience)))
    state = evolve(here.state, CLOSED)
    for audience in EVERYBODY:
        told = {"buss.1": Said(rewording("buss"), 1, "Bord 1", "Busser og tog", "")}
        assert view(state, audience).rewordings == told


# ---------------------------------------------------------------- who sees the rest


def test_corrections_are_seen_by_all_when_it_is_closed() -> None:
    """V34: without table; a hidden one by its reason, a withdrawn one not at all."""
    gone = replace(correct(3), text="", withdrawn=True)
    here = verifying(*(e.NoteKept(one) for one in (correct(1), correct(2, WHOLE, 2), gone)))
    here = here.when(c.CloseStep("svar")).then(CLOSED, *counted(0), SEALED)
    here = here.when(c.HideNote(correct(1).id, Reason.NAME)).then(
        e.NoteHidden(correct(1).id, Reason.NAME)
    )
    for state in (here.state, evolve(here.state, END)):
        for audience in EVERYBODY:
            seen = view(state, audience).corrections
            told = {(one.about, one.text, one.hidden) for one in seen.values()}
            assert told == {("buss", "", Reason.NAME), (WHOLE, "Og tog", None)}


def test_statements_are_seen_where_they_are_asked_about() -> None:
    """V35: in the step, with what lies behind each; at the end again; and nowhere between."""
    here = verifying(*ballots({"buss": 1}))
    for audience in EVERYBODY:
        seen = view(here.state, audience).reopened
        assert [(one.no, one.version, one.before) for one in seen.values()] == [
            (1, 1, ""),
            (2, 2, "Dere vil ha båt."),
        ]
        assert [one.text for one in seen["buss"].behind] == ["Flere busser", "Buss der folk bor"]
    over = here.when(c.OpenStep("pause")).then(
        CLOSED, *counted(1), e.StepOpened("pause", NOON, NOON + 10 * MINUTE)
    )
    end = evolve(over.state, END)
    for audience in EVERYBODY:
        between = view(over.state, audience)
        assert (between.verification, between.reopened) == (None, {})
        assert set(view(end, audience).reopened) == {"buss", "båt"}
    never = series(END)
    assert view(never.state, TabletAt(1)).reopened == {}


def test_what_is_hidden_behind_a_statement_goes_no_further() -> None:
    """V37: its reason stands in this hall, and the next one does not get it at all."""
    hidden = c.HideNote("f" * 32, Reason.INSULT)
    here = verifying(*ballots({"buss": 1}), e.NoteKept(correct(1)))
    here = here.when(hidden).then(e.NoteHidden("f" * 32, Reason.INSULT))
    behind = view(here.state, TabletAt(1)).reopened["buss"].behind
    assert [(one.text, one.hidden) for one in behind] == [
        ("", Reason.INSULT),
        ("Buss der folk bor", None),
    ]
    here = here.when(c.EndWorkshop()).then(CLOSED, *counted(1), SEALED, e.WorkshopEnded(NOON))
    assert view(here.state, AtWorkbench("demo")).understood["buss"].behind == behind
    link = LinkEdit(("buss", correct(1).id), None, Bearing.CONTRADICTS)
    here = here.when(c.EditSynthesis((link,))).then(e.SynthesisEdited(LEADER.name, (link,)))
    again = {each.id: each for each in reopening(here.state)}
    assert again["buss"].behind == (
        BEHIND[1],
        Behind(correct(1).id, Bearing.CONTRADICTS, "Og tog"),
    )


# ---------------------------------------------------------------- once it has been asked


@pytest.mark.parametrize(
    "given",
    [
        ballots({"buss": 1}),
        (e.NoteKept(correct(1)),),
        (reworded("buss", 1, "Tog"),),
        (CLOSED, *counted(3)),
    ],
)
def test_what_a_hall_has_answered_is_not_laid_anew(given: tuple[Fact, ...]) -> None:
    """V36: also where the opening was taken back, as if it had never been."""
    other = c.ReopenStatements("ABC234", 1, (replace(BUS, text="Noe annet."),))
    fact = e.StatementsReopened("ABC234", 1, other.statements)
    series().when(other).then(fact)
    verifying().when(other).refused(Code.CLOSED)
    undone = e.MoveUndone(None, NOON)
    verifying(undone).when(other).then(fact)
    verifying(*given, undone).when(other).refused(Code.CLOSED)


# ---------------------------------------------------------------- whatever happens

TABLETS = (ANNA, BENT, CARL, DINA)
asked: st.SearchStrategy[tuple[c.Command, c.Actor]] = st.one_of(
    st.builds(
        lambda key, rev, marks, who: (c.CastBallot("svar", key, rev, marks), who),
        st.sampled_from(("k0", "k1", "k2", "k3", "k4")),
        st.integers(1, 4),
        st.dictionaries(st.sampled_from(("buss", "båt")), st.integers(1, 4), max_size=2),
        st.sampled_from(TABLETS),
    ),
    st.builds(
        lambda no, about, rev, who: (
            replace(keep(correct(no, about, text=f"secret {no}")), rev=rev),
            who,
        ),
        st.integers(1, 6),
        st.sampled_from(("buss", WHOLE, "tog")),
        st.integers(0, 2),
        st.sampled_from(TABLETS),
    ),
    st.builds(
        lambda no, who: (c.WithdrawNote(note(no).id, key_of(no)), who),
        st.integers(1, 6),
        st.sampled_from(TABLETS),
    ),
    st.sampled_from(TABLETS).map(lambda who: (c.TakePen(over=True), who)),
    st.builds(
        lambda rev, who: (reword("buss", f"table {who.table} says {rev}", rev), who),
        st.integers(1, 9),
        st.sampled_from(TABLETS),
    ),
    st.sampled_from(
        [
            (c.CloseStep("svar"), LEADER),
            (c.OpenStep("svar"), LEADER),
            (c.OpenStep("pause"), LEADER),
            (c.OpenStep("slutt"), LEADER),
            (c.UndoMove("svar"), LEADER),
        ]
    ),
)


def play(commands: list[tuple[c.Command, c.Actor]], now: Millis = NOON) -> list[Workshop]:
    state = verifying(*ballots(*[{"buss": 1}] * 3, {}, {})).state
    states = [state]
    for command, who in commands:
        try:
            for fact in decide(state, command, who, now):
                state = evolve(state, fact)
        except Refused:
            continue
        states.append(state)
    return states


def test_whatever_happens_nobody_is_known_by_it() -> None:
    """V38: open, nobody sees anybody's answers or words; figures only of enough; what was counted
    stays as it was."""
    reached = {"shown": 0, "too few": 0, "correction": 0, "proposal": 0, "sealed": 0}

    @settings(max_examples=60, deadline=None)
    @given_any(st.lists(asked, min_size=10, max_size=60))
    def go(commands: list[tuple[c.Command, c.Actor]]) -> None:
        came = None
        for state in play(commands):
            for audience in (TabletAt(3), InControl()):
                seen = view(state, audience)
                told = json.dumps(whole(seen), ensure_ascii=False)
                assert "key-" not in told
                if state.open and state.step == "svar":
                    assert "secret" not in told
                    assert "table 1 says" not in told
                reached["correction"] += "secret" in told
                reached["proposal"] += bool(seen.rewordings)
                result = seen.verification.result if seen.verification else None
                if result is None:
                    continue
                assert came in (None, result)
                came = result
                for one in result:
                    assert one.grades == () or sum(one.grades) >= 3
                    reached["shown" if one.grades else "too few"] += 1
            if state.boxes["svar"].counted:
                assert state.boxes["svar"].ballots == {}
                mine = [one for on in state.notes for one in state.notes_on(on).values()]
                assert all(one.key is None and one.table is None for one in mine)
                reached["sealed"] += bool(mine)

    go()
    assert all(n > 5 for n in reached.values()), reached


def test_nobody_answering_a_second_time_takes_nothing_away() -> None:
    """V32: a step that was opened again by mistake, or that nobody answered in."""
    again = e.StepPlanned(Step("svar-2", Kind.VERIFY, 5), "svar")
    empty = e.BallotsCounted("svar-2", 0, {})
    there = verifying(*counted(5, buss=(4, 1, 0, 0)), again, empty, e.WorkshopEnded(NOON)).state
    assert answers(there, "buss") == (4, 1, 0, 0)
    assert holds(there, "buss")


def test_what_a_hall_was_asked_is_not_told_as_changed_to_the_next() -> None:
    """V35: nothing has changed since it met the statement last."""
    asked = verifying(*counted(5, buss=(4, 1, 0, 0)), e.WorkshopEnded(NOON)).state
    assert [one.before for one in reopening(asked)] == ["", ""]
    passed_by = series(e.WorkshopEnded(NOON)).state
    assert [one.before for one in reopening(passed_by)] == ["", "Dere vil ha båt."]
