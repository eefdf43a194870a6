"""What each screen may see."""

import json

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.evolve import evolve
from app.core.seen import ControlView, ProjectorView, Said, TabletView
from app.core.state import Workshop
from app.core.things import Note, Trouble
from app.core.views import Audience, InControl, OnProjector, TabletAt, programme, tag, view
from tests.core.given import ANNA, BENT, CARL, NOON, TABLES, note, opened, planned, said
from tests.core.screens import whole

EVERYBODY: list[Audience] = [TabletAt(1), TabletAt(2), OnProjector(), InControl()]
HERE = tuple(e.TabletCame(tablet.seat, tablet.table) for tablet in (ANNA, BENT, CARL))
NOTES = (
    e.NoteKept(note(1, "Fra bord en")),
    e.NoteKept(note(2, "Fra bord to", table=2)),
    e.NoteKept(Note(note(3).id, "vekst", "", 1, "key-3", withdrawn=True)),
)


def tablet(state: Workshop, table: int) -> TabletView:
    seen = view(state, TabletAt(table))
    assert isinstance(seen, TabletView)
    return seen


def projector(state: Workshop) -> ProjectorView:
    seen = view(state, OnProjector())
    assert isinstance(seen, ProjectorView)
    return seen


def control(state: Workshop) -> ControlView:
    seen = view(state, InControl())
    assert isinstance(seen, ControlView)
    return seen


@pytest.mark.parametrize("step", ["vekst-skriv", "pause", "kutt-skriv", "dotter", "slutt"])
@pytest.mark.parametrize("audience", EVERYBODY, ids=str)
def test_notes_are_hidden(step: str, audience: Audience) -> None:
    """V1: from all, the note's own table included."""
    for closing in ((), (e.StepClosed(step, NOON),)):
        seen = json.dumps(whole(view(planned(*NOTES, opened(step), *closing).state, audience)))
        assert "Fra bord" not in seen


def test_notes_lie_open_in_the_talk_own_table_apart() -> None:
    """V2."""
    for step in ("vekst-bord", "vekst-plenum"):
        seen = tablet(planned(*NOTES, opened(step)).state, 2)
        assert list(seen.own_notes) == [note(2).id]
        assert list(seen.hall_notes) == [note(1).id]


def test_once_sealed_no_note_is_anybodys_own() -> None:
    """V2."""
    seen = tablet(planned(*NOTES, e.RoundSealed("vekst"), opened("vekst-bord")).state, 2)
    assert not seen.own_notes
    assert set(seen.hall_notes) == {note(1).id, note(2).id}


def test_what_is_written_openly_stays_at_the_table_until_the_plenary() -> None:
    """V3."""
    shared = e.NoteKept(note(4, "Åpent", shared=True))
    talk = planned(shared, opened("vekst-bord")).state
    assert note(4).id in tablet(talk, 1).own_notes
    assert note(4).id not in tablet(talk, 2).hall_notes
    assert note(4).id in tablet(planned(shared, opened("vekst-plenum")).state, 2).hall_notes


@pytest.mark.parametrize("audience", EVERYBODY, ids=str)
def test_no_screen_is_told_whose_a_note_is(audience: Audience) -> None:
    """V4: neither the table, nor the key, nor any seat."""
    seen = json.dumps(whole(view(planned(*HERE, *NOTES, opened("vekst-bord")).state, audience)))
    assert "key-" not in seen
    assert ANNA.seat not in seen
    assert "withdrawn" not in seen


def test_the_projector_shows_no_notes() -> None:
    """V5: only the statement that is opened."""
    state = planned(*NOTES, said(1), said(2), opened("vekst-plenum")).state
    assert "Fra bord" not in json.dumps(whole(projector(state)))
    assert projector(state).shown == ()
    shown = planned(*NOTES, said(2), opened("vekst-plenum"), e.StatementShown("vekst", 2)).state
    assert projector(shown).shown == (Said("vekst", 2, "Bord 2", "Vi vil vokse her.", ""),)


def test_the_programme() -> None:
    """V7: what comes next is the first step that is not skipped."""
    state = planned(opened("vekst-bord"), opened("vekst-plenum"), e.StepSkipped("pause")).state
    states = {step.id: step.state for step in programme(state)}
    assert states["vekst-skriv"] == "skipped"  # passed by, never opened
    assert states["vekst-bord"] == "past"
    assert states["vekst-plenum"] == "now"
    assert states["pause"] == "skipped"
    assert states["kutt-skriv"] == "next"
    assert states["slutt"] == "coming"
    assert projector(state).next == "write"
    now = projector(state).now
    assert now is not None
    assert (now.no, now.count) == (4, 9)


def test_a_table_that_is_taken_away_while_its_tablets_are_on() -> None:
    """V8: its screens are still drawn, and so are all others."""
    state = planned(*HERE, opened("vekst-skriv"), e.TablesLaid(TABLES[:1])).state
    assert tablet(state, 2).table.name == ""
    assert set(control(state).tables) == {"1"}


def test_the_pens_holder_is_known_by_a_mark_of_its_own() -> None:
    """V9."""
    state = planned(*HERE, opened("vekst-bord"), e.PenMoved(1, ANNA.seat)).state
    assert tablet(state, 1).table.pen == tag(ANNA.seat)
    assert tablet(state, 2).table.pen is None
    assert tag(ANNA.seat) not in (ANNA.seat, tag(BENT.seat))


def test_control_sees_what_every_table_is_doing() -> None:
    """V10: present, accepted, how many notes, ready, help, pen, statement; drafting in all only."""
    state = planned(
        *HERE,
        *NOTES,
        e.TabletTold(ANNA.seat, accepted=True, drafting=True),
        opened("vekst-bord"),
        e.PenMoved(2, CARL.seat),
        e.TableMarked("vekst-bord", 1, ready=True, help=False),
        e.TableMarked("vekst-bord", 2, ready=False, help=True),
        said(2),
    ).state
    seen = control(state)
    first, second = seen.tables["1"], seen.tables["2"]
    assert (first.tablets, first.accepted, first.notes) == (2, 1, 1)
    assert (first.ready, first.help, first.pen, first.statement) == (True, False, False, False)
    assert (second.ready, second.help, second.pen, second.statement) == (False, True, True, True)
    assert (seen.counts.notes, seen.counts.notes_in_all, seen.counts.drafting) == (2, 2, 1)
    assert (seen.hall.tables, seen.hall.ready, seen.hall.tablets) == (3, 1, 3)
    assert seen.statements["2"].text == "Vi vil vokse her."


def test_the_tablet_sees_its_statement_while_it_is_talked_about() -> None:
    """V2."""
    own = tablet(planned(said(1), opened("vekst-bord")).state, 1).statement
    assert own is not None
    assert (own.text, own.rev) == ("Vi vil vokse her.", 1)
    empty = tablet(planned(said(1), opened("vekst-bord")).state, 2).statement
    assert empty is not None
    assert (empty.text, empty.rev) == ("", 0)
    assert tablet(planned(said(1), opened("vekst-skriv")).state, 1).statement is None


def test_how_many_ballots_are_in_but_not_what_is_on_them() -> None:
    """D8."""
    state = planned(
        said(1), said(2), opened("dotter"),
        e.BallotsIssued("dotter", frozenset({"k1", "k2"})),
        e.BallotKept("dotter", "k1", 0, {"vekst.2": 1}),
    ).state  # fmt: skip
    other = evolve(state, e.BallotKept("dotter", "k1", 0, {"vekst.1": 1}))
    for audience in EVERYBODY:
        assert view(state, audience) == view(other, audience)
    assert projector(state).hall.cast == 1


def test_at_the_end_the_priorities_stay_before_the_hall() -> None:
    """D8."""
    state = planned(
        said(1), e.BallotsCounted("dotter", 3, {"vekst.1": 3}), opened("slutt")
    ).state  # fmt: skip
    shown = projector(state).prioritising
    assert shown is not None
    assert shown.result is not None
    assert shown.result.rows[0].dots == 3


def test_a_workshop_that_is_not_planned_yet() -> None:
    """V7: an empty screen, not an error."""
    for audience in EVERYBODY:
        assert view(Workshop(), audience).workshop.title == ""


@pytest.mark.parametrize("audience", [TabletAt(1), OnProjector(), InControl()])
def test_trouble_is_told_and_taken_back(audience: Audience) -> None:
    """V11."""
    calm = planned(opened("vekst-skriv")).state
    assert view(calm, audience).trouble == Trouble.NONE
    troubled = evolve(calm, e.StorageTroubled(Trouble.FULL))
    assert view(troubled, audience).trouble == Trouble.FULL
    over = evolve(troubled, e.StorageTroubled(Trouble.NONE))
    assert view(over, audience) == view(calm, audience)


def test_controls_on_two_processes() -> None:
    """S15, H4: are counted together; those of a lost one are not."""
    other = c.System(via="2")
    both = planned(e.ControlsOn(1)).when(c.CountControls(2), other).then(e.ControlsOn(2, "2"))
    assert control(both.state).counts.controls == 3
    one = both.when(c.CountControls(0), other).then(e.ControlsOn(0, "2"))
    assert control(one.state).counts.controls == 1
