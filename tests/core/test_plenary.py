"""The plenary: statements side by side, arguments, a wording in common, and what is parked."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from app.cli.verifying import check
from app.core import commands as c
from app.core import events as e
from app.core.asides import ARGUMENTS, PARKING, aside, common
from app.core.composing import compose
from app.core.events import Fact
from app.core.evolve import evolve, replay
from app.core.frozen import digest, from_json, to_json
from app.core.rules import Code
from app.core.seen import ControlView, OwnStatement, ProjectorView, Said, Stance, TabletView
from app.core.state import Workshop
from app.core.tally import options
from app.core.things import Kind, Parking, Question, Reason, Side, Stand, Step
from app.core.views import InControl, OnProjector, TabletAt, view
from app.core.words import STATEMENT_LIMIT
from app.publish.issue import Issue
from app.publish.opendata import data
from tests.core.given import (
    ANNA,
    BENT,
    CARL,
    DINA,
    NOON,
    Given,
    closed,
    keep,
    key_of,
    note,
    opened,
    planned,
    replay_on,
    said,
)
from tests.publish.documents import render

FOR, AGAINST = (aside("vekst.1", side) for side in Side)
COMMON = common("vekst")
CHAIR, ELSEWHERE = (aside(PARKING, kind) for kind in Parking)
SHOWN = e.StatementShown("vekst", 1)
HALL_NOTE = e.NoteKept(note(9, "Bussen går ikke"))


def plenary(*facts: Fact) -> Given:
    """Three tables' statements and a note; the first statement has been shown."""
    answers = (said(1), said(2, "Vi vil vente."), said(3, "Ved banen."))
    return planned(*answers, HALL_NOTE, opened("vekst-plenum"), SHOWN, *facts)


def version(number: int, text: str = "Vi bygger ved banen.") -> e.WordingWritten:
    return e.WordingWritten("vekst", number, text)


def stands(
    table: int, yes: bool = True, dissent: str = "", of: int = 1, rev: int = 1
) -> e.StandKept:
    return e.StandKept(Stand("vekst", table, of, yes, dissent, rev))


def stand(yes: bool = True, dissent: str = "", of: int = 1, rev: int = 1) -> c.TakeStand:
    return c.TakeStand("vekst", of, yes, dissent, rev)


def argued(number: int, text: str = "Det er nært", question: str = FOR) -> e.NoteKept:
    return e.NoteKept(note(number, text, question=question))


def control(state: Workshop) -> ControlView:
    seen = view(state, InControl())
    assert isinstance(seen, ControlView)
    return seen


def projector(state: Workshop) -> ProjectorView:
    seen = view(state, OnProjector())
    assert isinstance(seen, ProjectorView)
    return seen


def tablet(state: Workshop, table: int = 1) -> TabletView:
    seen = view(state, TabletAt(table))
    assert isinstance(seen, TabletView)
    return seen


# ---------------------------------------------------------------- statements


def test_statements_side_by_side() -> None:
    """U1: two to four of them, and all are then opened to the hall."""
    two = plenary().when(c.ShowStatement("vekst", 3, (2,))).then(e.StatementShown("vekst", 3, (2,)))
    assert set(tablet(plenary().state).statements) == {"1"}  # the others are not known yet
    assert [one.table for one in projector(two.state).shown] == [3, 2]
    assert control(two.state).opened == (1, 3, 2)
    assert set(tablet(two.state).statements) == {"1", "2", "3"}
    two.when(c.ShowStatement("vekst", 3, (2,))).nothing()
    two.when(c.ShowStatement("vekst", 3)).then(e.StatementShown("vekst", 3))
    two.when(c.ShowStatement("vekst", None)).then(e.StatementShown("vekst", None))


@pytest.mark.parametrize(
    ("question", "table", "beside", "code"),
    [
        ("vekst", 1, (1,), Code.BAD_PLAN),
        ("vekst", 1, (2, 3, 2), Code.BAD_PLAN),
        ("vekst", 1, (2, 3, 4, 5), Code.BAD_PLAN),
        ("vekst", 1, (7,), Code.UNKNOWN_STATEMENT),
        ("kutt", 1, (), Code.OTHER_STEP),
    ],
)
def test_what_cannot_be_shown(
    question: str, table: int, beside: tuple[int, ...], code: Code
) -> None:
    """U1: none twice, not more than four, none without words, none of another question."""
    plenary().when(c.ShowStatement(question, table, beside)).refused(code)
    emptied = plenary(said(2, ""))
    emptied.when(c.ShowStatement("vekst", 1, (2,))).refused(Code.UNKNOWN_STATEMENT)
    plenary(e.WorkshopEnded(NOON)).when(c.ShowStatement("vekst", 2)).refused(Code.OTHER_STEP)


# ---------------------------------------------------------------- arguments


def test_an_argument_from_any_tablet() -> None:
    """U2: on what the hall has had before it, for or against; edited and taken back as a note."""
    for question in (FOR, AGAINST):
        for who in (ANNA, CARL):
            given = replace(note(1, "Det er nært", who.table), question=question)
            plenary().when(keep(given), who).then(e.NoteKept(given))
    here = plenary(argued(1))
    here.when(keep(note(1, "Det er nært", question=FOR)), BENT).nothing()
    edited = note(1, "Det er nærmest", question=FOR, rev=1)
    here.when(keep(edited), ANNA).then(e.NoteKept(edited))
    here.when(c.WithdrawNote(note(1).id, key_of(1), FOR), ANNA).then(
        e.NoteKept(replace(note(1, "", question=FOR), withdrawn=True))
    )
    common_one = note(2, "Alle kan leve med det", question=f"{COMMON}.for")
    kept = replace(common_one, table=3)
    plenary(version(1)).when(keep(common_one), DINA).then(e.NoteKept(kept))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("vekst.2.for", Code.CLOSED),  # not shown yet: the hall does not know of it
        ("vekst.01.for", Code.UNKNOWN_QUESTION),
        ("vekst.١.for", Code.UNKNOWN_QUESTION),
        ("vekst.9.for", Code.UNKNOWN_QUESTION),
        ("vekst.x.for", Code.UNKNOWN_QUESTION),
        ("vekst.for", Code.UNKNOWN_QUESTION),
        ("vekst.common.for", Code.UNKNOWN_QUESTION),  # there is no wording yet
        ("kutt.1.for", Code.UNKNOWN_QUESTION),
        ("vekst.1.meh", Code.UNKNOWN_QUESTION),
    ],
)
def test_what_nobody_can_argue_about(question: str, code: Code) -> None:
    """U2."""
    plenary().when(keep(note(1, question=question)), ANNA).refused(code)


def test_arguments_have_their_season() -> None:
    """U2: the open plenary on that question, and one's own words, not the table's open ones."""
    argument = keep(note(1, question=FOR))
    plenary(closed("vekst-plenum")).when(argument, ANNA).refused(Code.CLOSED)
    plenary(opened("pause")).when(argument, ANNA).refused(Code.CLOSED)
    plenary(said(1, question="kutt"), opened("kutt-plenum")).when(argument, ANNA).refused(
        Code.CLOSED
    )
    plenary(e.WorkshopEnded(NOON)).when(argument, ANNA).refused(Code.ENDED)
    plenary().when(keep(note(1, question=FOR, shared=True)), ANNA).refused(Code.CLOSED)
    plenary().when(keep(note(1, " ", question=FOR)), ANNA).refused(Code.EMPTY)
    plenary().when(argument, c.Staff("Kari")).refused(Code.NOT_ALLOWED)


def test_a_note_is_lifted_as_an_argument_by_pointing() -> None:
    """U3: to one side of a statement at a time; moved, and taken away."""
    lay = c.LayArgument("vekst.1", Side.FOR, note(9).id, on=True)
    here = plenary().when(lay).then(e.ArgumentLaid("vekst.1", Side.FOR, note(9).id))
    here.when(lay).nothing()
    (one,) = projector(here.state).arguments.values()
    assert (one.text, one.side, one.laid) == ("Bussen går ikke", Side.FOR, True)
    other = replace(lay, side=Side.AGAINST)
    moved = here.when(other).then(e.ArgumentLaid("vekst.1", Side.AGAINST, note(9).id))
    assert [one.side for one in control(moved.state).arguments.values()] == [Side.AGAINST]
    moved.when(replace(lay, on=False)).nothing()
    gone = e.ArgumentLaid("vekst.1", Side.AGAINST, note(9).id, on=False)
    away = moved.when(replace(other, on=False)).then(gone)
    assert control(away.state).arguments == {}
    away.when(replace(other, on=False)).nothing()


def test_what_cannot_be_pointed_at() -> None:
    """U3: what is not of the question, withdrawn, hidden, or about nothing the hall knows of."""
    lay = c.LayArgument("vekst.1", Side.FOR, note(9).id, on=True)
    plenary().when(replace(lay, note=note(8).id)).refused(Code.UNKNOWN_NOTE)
    plenary(argued(1)).when(replace(lay, note=note(1).id)).refused(Code.UNKNOWN_NOTE)
    plenary(e.NoteHidden(note(9).id, Reason.NAME)).when(lay).refused(Code.UNKNOWN_NOTE)
    gone = e.NoteKept(replace(HALL_NOTE.note, text="", withdrawn=True))
    plenary(gone).when(lay).refused(Code.UNKNOWN_NOTE)
    for about in ("vekst.2", "vekst.9", "vekst.01", COMMON):
        plenary().when(replace(lay, about=about)).refused(Code.UNKNOWN_STATEMENT)
    plenary(opened("pause")).when(lay).refused(Code.OTHER_STEP)
    plenary().when(lay, ANNA).refused(Code.NOT_ALLOWED)
    # What stood there may be taken away, also when the table has taken its words back.
    laid = e.ArgumentLaid("vekst.1", Side.FOR, note(9).id)
    off = replace(lay, on=False)
    plenary(laid, said(1, "")).when(off).then(replace(laid, on=False))


def test_arguments_are_seen_as_they_are_given_and_by_reason_where_hidden() -> None:
    """U4: on every screen the same, with no table on them; in the plenary of that question only."""
    here = plenary(
        argued(1), argued(2, "Kari sa det", AGAINST), e.NoteHidden(note(2).id, Reason.NAME)
    )
    everywhere = [
        seen.arguments
        for seen in (control(here.state), projector(here.state), tablet(here.state, 3))
    ]
    assert everywhere[0] == everywhere[1] == everywhere[2]
    told = {one.id: (one.about, one.side, one.text, one.hidden) for one in everywhere[0].values()}
    assert told == {
        note(1).id: ("vekst.1", Side.FOR, "Det er nært", None),
        note(2).id: ("vekst.1", Side.AGAINST, "", Reason.NAME),
    }
    for elsewhere in (opened("pause"), opened("kutt-plenum"), opened("vekst-bord")):
        assert control(replay_on(here.state, [elsewhere])).arguments == {}


def test_arguments_outlive_the_words_they_were_about() -> None:
    """U5: a table that goes back and takes its answer away does not take others' words with it."""
    here = plenary(argued(1), opened("vekst-bord"), said(1, ""), opened("vekst-plenum"))
    assert [one.text for one in control(here.state).arguments.values()] == ["Det er nært"]
    assert tablet(here.state).statements["1"] == Said("vekst", 1, "Bord 1", "", "")
    ended = replay_on(here.state, [e.WorkshopEnded(NOON)])
    (first, *_rest) = compose(ended, ()).cases[0].statements
    assert (first.text, [one.text for one in first.arguments]) == ("", ["Det er nært"])


# ---------------------------------------------------------------- a wording in common


def test_every_version_is_kept_and_who_began_from_an_older_one_is_told() -> None:
    """U6: two who fix at once are both right: one is first, the other is told, and decides."""
    cleared = e.StatementShown("vekst", None)  # the hall looks at what it has come to
    first = plenary().when(c.WriteWording("vekst", 1, " Vi bygger. "))
    one = first.then(version(1, "Vi bygger."), cleared)
    one.when(c.WriteWording("vekst", 1, "Vi bygger.")).nothing()
    one.when(c.WriteWording("vekst", 1, "Vi venter.")).refused(Code.STALE)
    two = one.when(c.WriteWording("vekst", 2, "Vi venter.")).then(version(2, "Vi venter."))
    three = two.when(c.WriteWording("vekst", 3, "Vi bygger.")).then(version(3, "Vi bygger."))
    texts = ["Vi bygger.", "Vi venter.", "Vi bygger."]
    for seen in (control(three.state), projector(three.state), tablet(three.state)):
        assert [one.text for one in seen.wordings.values()] == texts
        assert seen.common is not None
        assert (seen.common.version, seen.common.text) == (3, "Vi bygger.")
    three.when(c.WriteWording("vekst", 4, "\u200b ")).refused(Code.EMPTY)
    three.when(c.WriteWording("vekst", 4, "x" * (STATEMENT_LIMIT + 1))).refused(Code.TOO_LONG)
    three.when(c.WriteWording("kutt", 1, "x")).refused(Code.OTHER_STEP)
    three.when(c.WriteWording("vekst", 4, "x"), ANNA).refused(Code.NOT_ALLOWED)


def test_what_is_typed_is_followed_on_the_projector_and_kept_nowhere() -> None:
    """U7: until it is fixed, taken off, or the step is left."""
    typed = e.WordingTyped("vekst", "Vi byg")
    here = plenary().when(c.TypeWording("vekst", "Vi byg")).then(typed)
    assert isinstance(typed, e.Passing)
    assert (projector(here.state).typed, control(here.state).typed) == ("Vi byg", "Vi byg")
    assert not hasattr(tablet(here.state), "typed")
    here.when(c.TypeWording("vekst", "Vi byg ")).nothing()
    here.when(c.TypeWording("kutt", "Vi")).refused(Code.OTHER_STEP)
    here.when(c.TypeWording("vekst", "x" * (STATEMENT_LIMIT + 1))).refused(Code.TOO_LONG)
    off = here.when(c.TypeWording("vekst", None)).then(e.WordingTyped("vekst", None))
    off.when(c.TypeWording("vekst", None)).nothing()
    for after in (version(1), opened("pause"), e.WordingTyped("vekst", None)):
        assert projector(replay_on(here.state, [after])).typed is None


def test_a_table_answers_for_the_wording_with_its_pen() -> None:
    """U8: yes or no, with its dissent; the rev rises; the same again causes nothing."""
    here = plenary(version(1), e.PenMoved(1, ANNA.seat))
    answered = here.when(stand(yes=False, dissent=" Ikke ved banen "), ANNA)
    no = answered.then(stands(1, False, "Ikke ved banen"))
    no.when(stand(yes=False, dissent="Ikke ved banen", rev=7), ANNA).nothing()
    no.when(stand(), ANNA).refused(Code.STALE)
    yes = no.when(stand(rev=2), ANNA).then(stands(1, rev=2))
    assert control(yes.state).common == replace(
        control(plenary(version(1)).state).common,  # type: ignore[type-var]  # there is one
        stances=(Stance(1, "Bord 1", True, ""),),
    )
    here.when(stand(), BENT).refused(Code.NO_PEN)
    here.when(stand(of=2), ANNA).refused(Code.STALE)
    changed = Given(replay_on(here.state, [version(2, "Vi venter.")]))
    changed.when(stand(of=1), ANNA).refused(Code.STALE)  # to words that stand no more
    here.when(stand(dissent="x" * (STATEMENT_LIMIT + 1)), ANNA).refused(Code.TOO_LONG)
    here.when(replace(stand(), question="kutt"), ANNA).refused(Code.CLOSED)
    plenary(e.PenMoved(1, ANNA.seat)).when(stand(of=0), ANNA).refused(Code.STALE)
    for shut in (closed("vekst-plenum"), opened("pause"), opened("vekst-bord")):
        again = Given(replay_on(here.state, [shut, e.PenMoved(1, ANNA.seat)]))
        again.when(stand(), ANNA).refused(Code.CLOSED)


def test_a_new_version_asks_again_and_forgets_no_answer() -> None:
    """U8: the older answer counts no more, but the table has it, and so have the minutes."""
    here = plenary(version(1), stands(1, False, "Ikke ved banen"), stands(2))
    assert len(control(here.state).common.stances) == 2  # type: ignore[union-attr]
    newer = replay_on(here.state, [version(2, "Vi bygger ved sjøen.")])
    seen = control(newer).common
    assert seen is not None
    assert (seen.version, seen.stances, seen.tables) == (2, (), 3)
    own = tablet(newer).table.stand
    assert own is not None
    assert (own.version, own.dissent) == (1, "Ikke ved banen")
    wording = (
        compose(replay_on(newer, [stands(2, of=2, rev=2), e.WorkshopEnded(NOON)]), ())
        .cases[0]
        .common
    )
    assert wording is not None
    assert wording.stand == 1
    assert [(one.table, one.version, one.dissent) for one in wording.answers] == [
        ("Bord 1", 1, "Ikke ved banen"),
        ("Bord 2", 2, ""),
    ]


def test_a_table_that_is_disbanded_is_not_asked_but_what_it_said_stands() -> None:
    """U8."""
    gone = plenary(version(1), stands(3, False, "Nei"), e.TableDisbanded(2, True))
    seen = control(gone.state).common
    assert seen is not None
    assert (seen.tables, len(seen.stances)) == (2, 1)
    said_and_gone = replay_on(gone.state, [e.TableDisbanded(3, True)])
    assert control(said_and_gone).common == seen
    for newer in (said_and_gone, replay_on(said_and_gone, [version(2, "Vi venter.")])):
        seen = control(newer).common
        told = compose(replay_on(newer, [e.WorkshopEnded(NOON)]), ()).cases[0].common
        assert seen is not None
        assert told is not None
        assert seen.tables == told.tables == 2  # the projector and the minutes say the same


def test_a_table_proposes_a_wording_and_its_own_answer_stands() -> None:
    """U9: with its pen, in the plenary; control sees it, and no other table."""
    here = plenary(e.PenMoved(1, ANNA.seat))
    proposal = c.WriteStatement(COMMON, "Ved banen, først", "", 1)
    then = here.when(proposal, ANNA).then(said(1, "Ved banen, først", COMMON))
    here.when(proposal, BENT).refused(Code.NO_PEN)
    here.when(replace(proposal, question="vekst"), ANNA).refused(Code.CLOSED)
    assert control(then.state).proposals["1"].text == "Ved banen, først"
    assert tablet(then.state).proposal == OwnStatement(COMMON, "Ved banen, først", "", 1)
    assert tablet(then.state, 2).proposal == OwnStatement(COMMON, "", "", 0)
    assert tablet(then.state).statement == OwnStatement("vekst", "Vi vil vokse her.", "", 1)
    assert set(control(then.state).statements) == {"1", "2", "3"}
    choices = options(then.state, Step("p", Kind.PRIORITISE, 5, "vekst"))
    assert set(choices) == {"vekst.1", "vekst.2", "vekst.3"}


def test_a_question_that_has_a_wording_keeps_its_words() -> None:
    """U6: as one that was answered (P3)."""
    other = Question("vekst", "Noe helt annet?")
    planned().when(c.AskQuestion(other)).then(e.QuestionAsked(other))
    for answer in (version(1), said(1, "Ved banen", COMMON)):
        planned(opened("vekst-plenum"), answer).when(c.AskQuestion(other)).refused(Code.CLOSED)


# ---------------------------------------------------------------- what is parked


def test_anything_is_laid_aside_at_any_time() -> None:
    """U10: in every step, open or closed, but not before the start nor after the end."""
    aside_note = note(1, "Hvem betaler?", question=CHAIR)
    for step in ("regler", "vekst-skriv", "vekst-bord", "vekst-plenum", "pause", "dotter", "slutt"):
        for here in (planned(opened(step)), planned(opened(step), closed(step))):
            here.when(keep(aside_note), ANNA).then(e.NoteKept(aside_note))
    planned().when(keep(aside_note), ANNA).refused(Code.CLOSED)
    planned(e.WorkshopEnded(NOON)).when(keep(aside_note), ANNA).refused(Code.ENDED)
    here = planned(opened("pause"))
    here.when(keep(replace(aside_note, shared=True)), ANNA).refused(Code.CLOSED)
    here.when(keep(replace(aside_note, question="parking.me")), ANNA).refused(Code.UNKNOWN_QUESTION)
    here.when(keep(aside_note), c.Staff("Kari")).refused(Code.NOT_ALLOWED)


def test_what_is_parked_is_a_number_until_it_is_talked_about() -> None:
    """U10: while people write, talk or prioritise nothing new is laid before them."""
    parked: list[Fact] = [
        argued(1, "Hvem betaler?", CHAIR),
        argued(2, "Skolebussen", ELSEWHERE),
        e.NoteHidden(note(2).id, Reason.INSULT),
    ]
    for step, shown in {"vekst-skriv": False, "vekst-bord": False, "dotter": False,
                        "vekst-plenum": True, "pause": True, "slutt": True}.items():  # fmt: skip
        state = planned(*parked, opened(step)).state
        assert control(state).counts.parked == 2
        for seen in (control(state), projector(state), tablet(state)):
            words = [(one.kind, one.text, one.hidden) for one in seen.parked.values()]
            expected = [
                (Parking.CHAIR, "Hvem betaler?", None),
                (Parking.ELSEWHERE, "", Reason.INSULT),
            ]
            assert words == (expected if shown else [])


def test_what_is_said_of_something_parked() -> None:
    """U11: by the staff, named in the log, at any time; it can be changed and taken back."""
    here = planned(opened("pause"), argued(1, "Hvem betaler?", CHAIR))
    settle = c.SettleParked(note(1).id, " Ordføreren svarer i juni ")
    then = here.when(settle).then(e.ParkedSettled(note(1).id, "Ordføreren svarer i juni"))
    then.when(settle).nothing()
    assert control(then.state).parked[note(1).id].settled == "Ordføreren svarer i juni"
    then.when(replace(settle, words="")).then(e.ParkedSettled(note(1).id, ""))
    here.when(replace(settle, words="x" * 301)).refused(Code.TOO_LONG)
    here.when(replace(settle, note=note(7).id)).refused(Code.UNKNOWN_NOTE)
    Given(replay_on(here.state, [HALL_NOTE])).when(replace(settle, note=note(9).id)).refused(
        Code.UNKNOWN_NOTE
    )
    here.when(settle, ANNA).refused(Code.NOT_ALLOWED)


@pytest.mark.parametrize(
    "leave",
    [c.CloseStep("vekst-plenum"), c.OpenStep("pause"), c.OpenStep("vekst-bord"), c.EndWorkshop()],
)
def test_arguments_and_what_is_parked_are_sealed_when_the_plenary_is_left(
    leave: c.Command,
) -> None:
    """U12: then no table stands with them, and nobody changes them."""
    here = plenary(argued(1), argued(2, "Hvem betaler?", CHAIR))
    left = here.when(leave)
    sealed = {fact.question for fact in left.facts if isinstance(fact, e.RoundSealed)}
    assert sealed >= {ARGUMENTS, PARKING}
    state = replay_on(here.state, left.facts)
    for question in (FOR, CHAIR):
        assert [(n.table, n.key) for n in state.notes_on(question).values()] == [(None, None)]
    again = keep(note(2, "Hvem betaler?", question=CHAIR))
    Given(state).when(again, ANNA).nothing()
    edited = keep(note(2, "Hvem betaler alt?", question=CHAIR, rev=1))
    Given(state).when(edited, ANNA).refused(Code.CLOSED)


# ---------------------------------------------------------------- in the minutes


def evening() -> Workshop:
    """An ended workshop with something of everything."""
    laid = e.ArgumentLaid("vekst.1", Side.AGAINST, note(9).id)
    return plenary(
        laid, argued(1), argued(2, "Kari sa det", AGAINST), e.NoteHidden(note(2).id, Reason.NAME),
        version(1), version(2, "Vi bygger ved sjøen."), stands(1, of=2), stands(2, False, "Nei", 2),
        argued(3, "Alle kan", f"{COMMON}.for"), said(3, "Ved sjøen", COMMON),
        argued(4, "Hvem betaler?", CHAIR), e.ParkedSettled(note(4).id, "Ordføreren"),
        argued(5, "Skolebussen", ELSEWHERE), e.WorkshopEnded(NOON),
    ).state  # fmt: skip


def test_the_minutes_have_it_all_and_it_comes_back_as_it_was() -> None:
    """U13: and the draft, before the workshop has ended, has none of it."""
    minutes = compose(evening(), ())
    assert from_json(to_json(minutes)) == minutes
    (case, _other) = minutes.cases
    told = [(one.side, one.text, one.hidden, one.laid) for one in case.statements[0].arguments]
    assert told == [
        (Side.FOR, "Det er nært", None, False),
        (Side.AGAINST, "", Reason.NAME, False),
        (Side.AGAINST, "Bussen går ikke", None, True),
    ]
    assert case.common is not None
    assert case.common.versions == ("Vi bygger ved banen.", "Vi bygger ved sjøen.")
    assert (case.common.stand, case.common.tables) == (1, 3)
    assert [one.text for one in case.common.proposals] == ["Ved sjøen"]
    assert [(one.text, one.settled) for one in minutes.parked] == [
        ("Hvem betaler?", "Ordføreren"),
        ("Skolebussen", ""),
    ]
    draft = to_json(compose(replace(evening(), ended=None), ()))
    for words in ("Det er nært", "Vi bygger", "Hvem betaler"):
        assert words not in draft


def test_every_aside_is_in_the_root_and_altering_one_is_found() -> None:
    """U13: a note that was laid as an argument counts once; a hidden one by its fingerprint."""
    found = check(json.loads(data.document(compose(evening(), ()))))
    assert (found.in_list, found.elsewhere) == ([], [])
    assert len(found.notes) == 6
    assert sum(found.notes.values()) == 1

    def spoiled(spoil: Callable[[Any], object]) -> list[str]:
        document = json.loads(data.document(compose(evening(), ())))
        spoil(document["minutes"])
        return check(document).in_list

    assert spoiled(lambda tree: tree["cases"][0]["statements"][0]["arguments"].pop(0))
    assert spoiled(lambda tree: tree["parked"][0].update(text="Noe annet"))
    assert spoiled(lambda tree: tree["cases"][0]["common"]["arguments"].clear())


def test_minutes_without_a_plenary_have_the_digest_that_they_had() -> None:
    """U13: nothing of it stands in them, not even empty."""
    plain = compose(planned(said(1), HALL_NOTE, e.WorkshopEnded(NOON)).state, ())
    tree = to_json(plain)
    for field in ("arguments", "common", "parked"):
        assert f'"{field}"' not in tree
    assert digest(from_json(tree)) == digest(plain)


def test_the_page_tells_it_in_words() -> None:
    """U13: the hidden one by its reason, dissent in full, what was asked and what was answered."""
    page = render(compose(evening(), ()), "nb", Issue(1, 1, NOON, "f" * 64))
    for words in ("Det er nært", "Vi bygger ved sjøen.", "Nei", "Ved sjøen", "Hvem betaler?",
                  "Ordføreren", "Skolebussen", "§ 11-2"):  # fmt: skip
        assert words in page
    assert "Kari sa det" not in page
    assert page.count('id="n-') == 6  # each once, also what was laid as an argument
    both = replay_on(evening(), [stands(1, True, "Helst nord", of=2, rev=2)])
    page = render(compose(both, ()), "nb", Issue(1, 1, NOON, "f" * 64))
    assert "Bord 1</span>: kan stå inne for den, med dissens" in page
    assert "Helst nord" in page


# ---------------------------------------------------------------- whatever happens


Asked = tuple[c.Command, c.Actor]
KARI = c.Staff("Kari")


def argue(number: int, side: Side, rev: int) -> list[Asked]:
    return [
        (
            keep(note(number, f"Fordi {number}.{rev}", question=aside("vekst.1", side), rev=rev)),
            ANNA,
        )
    ]


def take_back(number: int, side: Side) -> list[Asked]:
    return [(c.WithdrawNote(note(number).id, key_of(number), aside("vekst.1", side)), ANNA)]


def hide(number: int, on: bool) -> list[Asked]:
    id_ = note(number).id
    return [(c.HideNote(id_, Reason.INSULT) if on else c.UnhideNote(id_), KARI)]


def lay(side: Side, on: bool) -> list[Asked]:
    return [(c.LayArgument("vekst.1", side, note(9).id, on), KARI)]


def rewrite(text: str, rev: int) -> list[Asked]:
    """The hall goes back to the talk, and the first table changes its answer."""
    return [
        (c.OpenStep("vekst-bord"), KARI),
        (c.TakePen(over=True), ANNA),
        (c.WriteStatement("vekst", text, "", rev), ANNA),
        (c.OpenStep("vekst-plenum"), KARI),
    ]


NUMBERS, SIDES = st.integers(1, 4), st.sampled_from(Side)
HAPPENINGS = st.one_of(
    st.builds(argue, NUMBERS, SIDES, st.integers(0, 2)),
    st.builds(take_back, NUMBERS, SIDES),
    st.builds(hide, NUMBERS, st.booleans()),
    st.builds(lay, SIDES, st.booleans()),
    st.builds(rewrite, st.sampled_from(["", "Nytt svar"]), st.integers(2, 9)),
    st.just([(c.CloseStep("vekst-plenum"), KARI), (c.OpenStep("vekst-plenum"), KARI)]),
)


def test_no_argument_is_ever_lost_or_shown_when_hidden() -> None:
    """U4, U5: whatever order it comes in, all that stands is on the screens and in the minutes."""
    reached = {"argued": 0, "hidden": 0, "emptied": 0, "laid": 0}

    @settings(max_examples=150, derandomize=True, deadline=None)
    @given_any(st.lists(HAPPENINGS, min_size=5, max_size=40))
    def run(happenings: list[list[Asked]]) -> None:
        here = plenary()
        for command, who in chain.from_iterable(happenings):
            here = Given(replay_on(here.state, here.when(command, who).facts))
        state = here.state
        standing = {n.id: n for side in (FOR, AGAINST) for n in state.notes_on(side).values()
                    if not n.withdrawn}  # fmt: skip
        back = replay_on(state, [opened("vekst-plenum")])
        seen = {one.id: one for one in control(back).arguments.values() if not one.laid}
        assert seen.keys() == standing.keys()
        for id_, one in seen.items():
            assert one.text == ("" if id_ in state.hidden else standing[id_].text)
        minutes = compose(evolve(state, e.WorkshopEnded(NOON)), ())
        arguments = [one for each in minutes.cases[0].statements for one in each.arguments]
        assert {one.id for one in arguments if not one.laid and not one.hidden} == {
            id_ for id_ in standing if id_ not in state.hidden
        }
        assert not check(json.loads(data.document(minutes))).in_list
        reached["argued"] += bool(standing)
        reached["hidden"] += any(id_ in state.hidden for id_ in standing)
        reached["emptied"] += bool(standing) and not state.worded("vekst.1")
        reached["laid"] += any(one.laid for one in arguments)

    run()
    assert all(count > 5 for count in reached.values()), reached


def test_the_set_of_stands_has_no_order() -> None:
    """U8, P15: replayed in any order it is the same plenary."""
    acts = [*planned().state.questions.values()]
    assert acts
    sayings: list[Fact] = [stands(1), stands(2, False, "Nei"), argued(1), said(3, "x", COMMON)]
    log: list[Fact] = [opened("vekst-plenum"), version(1)]
    assert replay(log, sayings) == replay(log, reversed(sayings))
