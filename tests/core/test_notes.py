"""Notes: written, sent again, edited, withdrawn, late."""

from dataclasses import replace

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.rules import GRACE, GRACE_ON_THE_WAY, Code
from app.core.tally import options
from app.core.things import Note, Reason
from app.core.views import InControl, TabletAt, view
from app.core.words import NOTE_LIMIT
from tests.core.given import (
    ANNA,
    CARL,
    NOON,
    STEPS,
    Given,
    closed,
    given,
    keep,
    key_of,
    note,
    opened,
    planned,
)

WRITING = opened("vekst-skriv")
SEALED = e.RoundSealed("vekst")


def writing(*facts: e.Fact) -> Given:
    return planned(WRITING, *facts)


def kept(number: int = 1, **how: object) -> e.NoteKept:
    return e.NoteKept(note(number, **how))  # type: ignore[arg-type]  # the arguments of `note`


def withdrawn(number: int = 1) -> e.NoteKept:
    n = note(number)
    return e.NoteKept(Note(n.id, n.question, "", n.table, n.key, n.rev, withdrawn=True))


def test_a_note_is_kept_at_its_table() -> None:
    """N1."""
    writing().when(keep(note(1)), ANNA).then(kept())
    writing().when(keep(note(2)), CARL).then(kept(2, table=2))


def test_words_are_cleaned() -> None:
    """N4."""
    pasted = (
        "\ufeff«Bygg\u00a0i\u200b byen»\r\n\r\n\r\n\r\n•\tog   på bygda \x07 \u202eesrever\u202c "
    )
    words = "«Bygg i byen»\n\n• og på bygda esrever"
    writing().when(keep(note(1, pasted)), ANNA).then(kept(text=words))


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦 og 🚌",
        "Giella lea ŋuohtadahkes: áčđŋšŧž ÁČĐŊŠŦŽ",
        "النقل العام\u200f!",
        "Ä̈ḧ",
    ],
)
def test_writing_of_every_kind_is_kept(text: str) -> None:
    """N4: emoji, Northern Sámi, right-to-left text with its marks."""
    writing().when(keep(note(1, text)), ANNA).then(kept(text=text))


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200b\ufeff", "\u200f\u200e", "\u202e\u200d"])
def test_an_empty_note(text: str) -> None:
    """N2."""
    writing().when(keep(note(1, text)), ANNA).refused(Code.EMPTY)
    writing(kept()).when(keep(note(1, text, rev=1)), ANNA).refused(Code.EMPTY)


def test_a_long_note() -> None:
    """N3: counted after cleaning."""
    writing().when(keep(note(1, "x" * 10_000)), ANNA).refused(Code.TOO_LONG)
    writing().when(keep(note(1, "x" * (NOTE_LIMIT + 1))), ANNA).refused(Code.TOO_LONG)
    fits = "x" * NOTE_LIMIT
    writing().when(keep(note(1, f"  {fits} \n")), ANNA).then(kept(text=fits))


@pytest.mark.parametrize(
    "later",
    [
        (),
        (closed("vekst-skriv"),),
        (closed("vekst-skriv"), opened("vekst-bord")),
        (opened("kutt-skriv"), closed("kutt-skriv"), SEALED),
        (SEALED, e.WorkshopEnded(NOON)),
    ],
)
def test_a_note_sent_again_causes_nothing(later: tuple[e.Fact, ...]) -> None:
    """N6: whatever has happened since."""
    writing(kept(), *later).when(keep(note(1)), ANNA).nothing()
    writing(kept(), *later).when(keep(note(1, "  Flere \u00a0busser\n")), ANNA).nothing()


def test_another_text_with_the_same_id() -> None:
    """N7."""
    writing(kept()).when(keep(note(1, "Færre busser")), ANNA).refused(Code.OTHER_TEXT)
    late = writing(kept(), opened("kutt-skriv"), SEALED)
    late.when(keep(note(1, "Færre busser")), ANNA).refused(Code.CLOSED)
    late.when(keep(note(1, "Færre busser", rev=1)), ANNA).refused(Code.CLOSED)


def test_an_edit() -> None:
    """N8: the highest rev stands; an earlier one that comes late causes nothing."""
    edited = kept(text="Færre busser", rev=3)
    writing(kept()).when(keep(note(1, "Færre busser", rev=3)), ANNA).then(edited)
    writing(edited).when(keep(note(1, "Færre busser", rev=3)), ANNA).nothing()
    writing(edited).when(keep(note(1, "Flere busser", rev=2)), ANNA).nothing()


def test_an_edit_keeps_the_note_where_it_was_written() -> None:
    """N8."""
    writing(kept()).when(keep(note(1, "Ny", rev=1)), CARL).then(kept(text="Ny", rev=1, table=1))


def test_only_with_its_secret() -> None:
    """N9."""
    there = writing(kept())
    there.when(keep(note(1, "Mitt", rev=1), key="wrong"), CARL).refused(Code.NOT_YOURS)
    there.when(keep(note(1), key="wrong"), CARL).refused(Code.NOT_YOURS)
    there.when(c.WithdrawNote(note(1).id, "wrong"), CARL).refused(Code.NOT_YOURS)


def test_withdrawing() -> None:
    """N10: the words go, the id stays, and a late resend brings nothing back."""
    withdraw = c.WithdrawNote(note(1).id, key_of(1))
    gone = writing(kept()).when(withdraw, ANNA).then(withdrawn())
    gone.when(withdraw, ANNA).nothing()
    gone.when(keep(note(1)), ANNA).nothing()
    gone.when(keep(note(1, "Ny", rev=9)), ANNA).refused(Code.UNKNOWN_NOTE)


def test_a_withdrawal_that_overtakes_its_note() -> None:
    """N17: the note comes later, on a connection that was given up, and stays away."""
    n = note(1)
    ahead = c.WithdrawNote(n.id, key_of(1), n.question)
    gone = writing().when(ahead, ANNA).then(withdrawn())
    gone.when(keep(n), ANNA).nothing()
    gone.when(ahead, ANNA).nothing()


@pytest.mark.parametrize(
    "later", [closed("vekst-skriv"), opened("vekst-bord"), e.WorkshopEnded(NOON)]
)
def test_a_withdrawal_of_what_cannot_come_any_more(later: e.Fact) -> None:
    """N17, N13."""
    ahead = c.WithdrawNote(note(1).id, key_of(1), "vekst")
    writing(later).when(ahead, ANNA).refused(Code.UNKNOWN_NOTE)
    writing().when(replace(ahead, question="vær"), ANNA).refused(Code.UNKNOWN_NOTE)
    writing().when(replace(ahead, shared=True), ANNA).refused(Code.UNKNOWN_NOTE)


def test_withdrawing_out_of_season() -> None:
    """N10, N11, N13."""
    withdraw = c.WithdrawNote(note(1).id, key_of(1))
    writing().when(withdraw, ANNA).refused(Code.UNKNOWN_NOTE)
    writing(kept(), closed("vekst-skriv")).when(withdraw, ANNA).refused(Code.CLOSED)
    writing(kept(), opened("vekst-bord")).when(withdraw, ANNA).refused(Code.CLOSED)
    writing(kept(), opened("kutt-skriv")).when(withdraw, ANNA).refused(Code.CLOSED)
    writing(kept(), SEALED).when(withdraw, ANNA).refused(Code.CLOSED)


def test_unknown_question() -> None:
    """N13."""
    writing().when(keep(note(1, question="vær")), ANNA).refused(Code.UNKNOWN_QUESTION)


@pytest.mark.parametrize("step", ["regler", "vekst-plenum", "pause", "kutt-skriv", "dotter"])
def test_steps_that_take_no_notes_on_the_question(step: str) -> None:
    """N11."""
    planned(opened(step)).when(keep(note(1)), ANNA).refused(Code.CLOSED)
    planned(opened(step)).when(keep(note(1, shared=True)), ANNA).refused(Code.CLOSED)


def test_before_the_first_step() -> None:
    """N11."""
    planned().when(keep(note(1)), ANNA).refused(Code.CLOSED)


def test_notes_written_openly_at_the_table() -> None:
    """N11: in table talk, and only there."""
    talk = planned(opened("vekst-bord"))
    shared = kept(shared=True)
    there = talk.when(keep(note(1, shared=True)), ANNA).then(shared)
    talk.when(keep(note(1)), ANNA).refused(Code.CLOSED)
    writing().when(keep(note(1, shared=True)), ANNA).refused(Code.CLOSED)
    there.when(keep(note(1, "Ny", rev=1)), ANNA).then(kept(text="Ny", rev=1, shared=True))


def test_an_earlier_question_cannot_be_edited_by_naming_the_present_one() -> None:
    """N11: a note is about its own question, whatever the frame says."""
    later = writing(kept(), opened("kutt-skriv"))
    later.when(keep(note(1, "Ny", question="kutt", rev=1)), ANNA).refused(Code.CLOSED)


def test_five_seconds_more() -> None:
    """N12: a closed step takes what is unsent, and what is on its way; then no more."""
    until = NOON + GRACE
    shut = writing(kept(2), closed("vekst-skriv"))
    shut.when(keep(note(1)), ANNA).refused(Code.CLOSED)
    grace = shut.when(c.GiveGrace("vekst-skriv")).then(e.GraceGiven("vekst-skriv", until))
    for now in (NOON, until, until + GRACE_ON_THE_WAY):
        grace.when(keep(note(1)), ANNA, now).then(kept())
        grace.when(keep(note(2, "Ny", rev=1)), ANNA, now).then(kept(2, text="Ny", rev=1))
    grace.when(keep(note(1)), ANNA, until + GRACE_ON_THE_WAY + 1).refused(Code.CLOSED)
    grace.when(c.WithdrawNote(note(2).id, key_of(2)), ANNA).then(withdrawn(2))


def test_grace_ends_where_the_next_step_begins() -> None:
    """N12."""
    grace = e.GraceGiven("vekst-skriv", NOON + GRACE)
    moved = writing(closed("vekst-skriv"), grace, opened("vekst-bord"))
    moved.when(keep(note(1)), ANNA).refused(Code.CLOSED)


def test_after_the_end() -> None:
    """N14."""
    over = writing(kept(), e.WorkshopEnded(NOON))
    over.when(keep(note(2)), ANNA).refused(Code.ENDED)
    over.when(keep(note(1, "Ny", rev=1)), ANNA).refused(Code.ENDED)
    over.when(c.WithdrawNote(note(1).id, key_of(1)), ANNA).refused(Code.ENDED)


def test_before_the_plan_and_at_a_table_that_is_not_there() -> None:
    """W2, W3."""
    given().when(keep(note(1)), ANNA).refused(Code.NOT_PLANNED)
    writing().when(keep(note(1)), c.Tablet("e" * 32, 9)).refused(Code.UNKNOWN_TABLE)


def test_hiding_a_note() -> None:
    """N15."""
    there = planned(kept(), opened("vekst-bord"))
    hidden = there.when(c.HideNote(note(1).id, Reason.NAME)).then(
        e.NoteHidden(note(1).id, Reason.NAME)
    )
    for audience in (TabletAt(1), TabletAt(2), InControl()):
        seen = view(hidden.state, audience)
        lists = (getattr(seen, name, {}) for name in ("own_notes", "hall_notes", "notes"))
        (card,) = (card for cards in lists for card in cards.values())
        assert (card.text, card.hidden) == ("", Reason.NAME)
    hidden.when(c.HideNote(note(1).id, Reason.NAME)).nothing()
    hidden.when(c.HideNote(note(1).id, Reason.INSULT)).then(e.NoteHidden(note(1).id, Reason.INSULT))
    shown = hidden.when(c.UnhideNote(note(1).id)).then(e.NoteUnhidden(note(1).id))
    assert view(shown.state, InControl()) == view(there.state, InControl())
    shown.when(c.UnhideNote(note(1).id)).nothing()


def test_hiding_what_is_not_there() -> None:
    """N13."""
    there = planned(kept(), opened("vekst-bord"))
    there.when(c.HideNote(note(2).id, Reason.NAME)).refused(Code.UNKNOWN_NOTE)
    there.when(c.UnhideNote(note(2).id)).refused(Code.UNKNOWN_NOTE)


def test_a_hidden_note_is_not_lifted() -> None:
    """N16."""
    hiding = e.NoteHidden(note(1).id, Reason.INSULT)
    talk = planned(kept(), opened("vekst-bord"), hiding)
    talk.when(c.LiftNote(note(1).id, lifted=True), ANNA).refused(Code.UNKNOWN_NOTE)
    lifted_note = e.NoteKept(replace(note(1), lifted=True))
    lifted = planned(lifted_note, hiding, opened("dotter"))
    (choice,) = options(lifted.state, STEPS[8]).values()
    assert (choice.id, choice.text, choice.hidden) == (note(1).id, "", Reason.INSULT)
