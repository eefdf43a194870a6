"""What projector and control see of a verification: what is pointed at, and what came of it."""

import json
from dataclasses import replace

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.asides import CORRECTIONS, WHOLE, correction, rewording
from app.core.edits import Bearing, Behind, Reopened
from app.core.events import Fact
from app.core.rules import Code
from app.core.state import Workshop
from app.core.things import Kind, Reason, Step
from app.core.views import Audience, InControl, OnProjector, view
from tests.core.given import ANNA, LEADER, NOON, ROOM, Given, note, planned, said
from tests.core.screens import whole

FRONT: list[Audience] = [OnProjector(), InControl()]
STEP = Step("forstatt", Kind.VERIFY, 10)
BEHIND = Behind("f" * 32, Bearing.NUANCES, "Bygg ved banen i vest")
LAID: tuple[Fact, ...] = (
    e.StepPlanned(STEP, "regler"),
    e.StatementsReopened(
        "ABC",
        1,
        (Reopened("tett", 1, "Bygg tett."), Reopened("buss", 2, "Buss.", behind=(BEHIND,))),
    ),
)
OPENED = e.StepOpened("forstatt", NOON, NOON + 600_000)
CLOSED = e.StepClosed("forstatt", NOON)
SEALED = e.RoundSealed(CORRECTIONS)
END = e.StepOpened("slutt", NOON, None)
WORDS = "Ikke tett overalt"
PROPOSED = "Bygg tett ved banen."
SAID: tuple[Fact, ...] = (
    e.NoteKept(note(1, WORDS, question=correction("tett"))),
    e.NoteKept(note(2, "Skolen er borte", 2, correction(WHOLE))),
    said(1, PROPOSED, rewording("tett")),
)


def asking(*facts: Fact) -> Given:
    return planned(*LAID, OPENED, *facts)


def counted(*given: tuple[str, tuple[int, ...]], ballots: int = 4) -> tuple[Fact, ...]:
    return (
        e.BallotsCounted("forstatt", ballots, {}, dict(given)),
        e.ProfilesKept("forstatt", ()),
    )


def pointed(state: Workshop) -> set[int | None]:
    """Where the screens in front say that the projector is."""
    found = (view(state, screen).verification for screen in FRONT)
    return {seen.pointed if seen else None for seen in found}


def test_the_projector_shows_the_statement_that_is_pointed_at() -> None:
    """V40: open and closed alike; beyond the last it is all of them, and another step's is none."""
    here = asking()
    assert pointed(here.state) == {0}
    here = here.when(c.PointAtPlace("forstatt", 2)).then(e.PlacePointed("forstatt", 2))
    assert pointed(here.state) == {2}
    here.when(c.PointAtPlace("forstatt", 2)).nothing()
    here.when(c.PointAtPlace("forstatt", 2), ANNA).refused(Code.NOT_ALLOWED)
    here.when(c.PointAtPlace("dotter", 1)).refused(Code.OTHER_STEP)
    shut = here.when(c.CloseStep("forstatt")).then(CLOSED)
    assert pointed(shut.state) == {2}
    shut = shut.when(c.PointAtPlace("forstatt", 1)).then(e.PlacePointed("forstatt", 1))
    assert pointed(shut.state) == {1}
    beyond = here.when(c.PointAtPlace("forstatt", 3)).then(e.PlacePointed("forstatt", 3))
    assert pointed(beyond.state) == {0}


@pytest.mark.parametrize("screen", FRONT)
def test_the_front_of_the_hall_sees_what_it_came_to_when_it_is_closed(screen: Audience) -> None:
    """V41: until then neither answers, corrections nor proposals, but only how many answered."""
    given = tuple(e.BallotKept("forstatt", key, 0, {"tett": 2}) for key in "abcd")
    here = asking(e.BallotsIssued("forstatt", frozenset("abcd")), *given, *SAID)
    told = json.dumps(whole(view(here.state, screen)))
    assert WORDS not in told
    assert PROPOSED not in told
    seen = view(here.state, screen)
    assert (seen.hall.cast, seen.verification and seen.verification.result) == (4, None)
    came = counted(("tett", (0, 4, 0, 0)))
    here = here.when(c.CloseStep("forstatt")).then(CLOSED, *came, SEALED)
    seen = view(here.state, screen)
    assert seen.verification is not None
    assert [one.grades for one in seen.verification.result or ()] == [(0, 4, 0, 0), ()]
    assert {one.about: one.text for one in seen.corrections.values()} == {
        "tett": WORDS,
        WHOLE: "Skolen er borte",
    }
    assert [one.text for one in seen.rewordings.values()] == [PROPOSED]
    over = here.when(c.OpenStep("slutt")).then(END)
    assert view(over.state, screen).verification == replace(seen.verification, pointed=0)
    assert len(view(over.state, screen).corrections) == 2


def test_what_was_forgotten_can_be_laid_in_the_step_itself() -> None:
    """V46: the hall is asked at once, and what it has met then stands."""
    planned_step, laid = LAID
    assert isinstance(laid, e.StatementsReopened)
    here = planned(planned_step, OPENED)
    assert pointed(here.state) == {None}
    here = here.when(c.ReopenStatements("ABC", 1, laid.statements)).then(laid)
    assert pointed(here.state) == {0}
    here.when(c.ReopenStatements("ABC", 1, laid.statements[:1])).refused(Code.CLOSED)
    blank = e.BallotsIssued("forstatt", frozenset("k"))
    here = here.when(c.IssueBallots("forstatt", frozenset("k")), ROOM).then(blank)
    answer = c.CastBallot("forstatt", "k", 0, {"tett": 1})
    here.when(answer, ANNA).then(e.BallotKept("forstatt", "k", 0, {"tett": 1}))


def test_what_lies_behind_is_hidden_with_its_reason_and_shown_again() -> None:
    """V42: though it is no note of this workshop; the words are then on no screen."""
    here = asking()
    here.when(c.HideNote("0" * 32, Reason.NAME)).refused(Code.UNKNOWN_NOTE)
    shown = whole(view(here.state, InControl()))["reopened"]["buss"]["behind"][0]
    assert (shown["text"], shown["hidden"]) == (BEHIND.text, None)
    here = here.when(c.HideNote(BEHIND.id, Reason.NAME)).then(e.NoteHidden(BEHIND.id, Reason.NAME))
    for screen in FRONT:
        seen = whole(view(here.state, screen))
        assert BEHIND.text not in json.dumps(seen)
        assert seen["reopened"]["buss"]["behind"][0]["hidden"] == "name"
    again = here.when(c.UnhideNote(BEHIND.id), LEADER).then(e.NoteUnhidden(BEHIND.id))
    assert whole(view(again.state, InControl()))["reopened"]["buss"]["behind"][0] == shown


def test_the_end_keeps_what_the_hall_prioritised_whatever_was_counted_after() -> None:
    """V43: a verification or an evaluation later in the programme does not take its place."""
    late = e.StepPlanned(STEP, "dotter")
    dots = e.BallotsCounted("dotter", 4, {"vekst.1": 4})
    here = planned(LAID[1], late, said(1), dots, *counted(("tett", (4, 0, 0, 0))), END)
    seen = view(here.state, OnProjector())
    assert seen.prioritising is not None
    assert seen.prioritising.step == "dotter"
    assert seen.verification is not None
