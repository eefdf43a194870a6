"""What may become a political direction, and what the next hall is asked about."""

from dataclasses import replace

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.edits import StatementEdit, Understood
from app.core.rules import Code, Refused
from app.core.understood import synthesised
from app.core.verification import holds, reopening, version
from tests.core.given import LEADER, NOON, Given
from tests.core.test_verification import BOAT, BUS, CLOSED, OPENED, counted, series

ANSWERS = (3, 1, 1, 0)
ASKED = (OPENED, CLOSED, *counted(5, buss=ANSWERS, båt=(2, 1, 1, 0)))
TAKEN = e.DirectionTaken("buss", BUS.version, BUS.text, ANSWERS)


def ended(*facts: e.Fact) -> Given:
    return series(*ASKED, e.WorkshopEnded(NOON), *facts)


def worded(key: str, text: str, withdrawn: str = "") -> e.SynthesisEdited:
    old = Understood(BUS.text, BUS.theme)
    return e.SynthesisEdited(
        LEADER.name, (StatementEdit(key, old, replace(old, text=text, withdrawn=withdrawn)),)
    )


def test_what_more_than_half_understood_may_be_a_direction() -> None:
    """V14: taken once, and given back; what half of them understood is none."""
    asked = c.TakeDirection("buss")
    after = ended().when(asked).then(TAKEN)
    after.when(asked).nothing()
    after.when(replace(asked, on=False)).then(replace(TAKEN, on=False))
    ended().when(replace(asked, on=False)).nothing()
    ended().when(c.TakeDirection("båt")).refused(Code.NOT_HELD)
    ended().when(c.TakeDirection("fly")).refused(Code.NOT_HELD)
    series(*ASKED).when(asked).refused(Code.NOT_ENDED)


@pytest.mark.parametrize(
    "edit", [worded("buss", "Dere vil ha tog."), worded("buss", BUS.text, "Vi tok feil")]
)
def test_what_is_worded_anew_or_withdrawn_does_not_hold(edit: e.SynthesisEdited) -> None:
    """V14: nobody answered to these words."""
    assert holds(ended().state, "buss")
    assert not holds(ended(edit).state, "buss")
    ended(edit).when(c.TakeDirection("buss")).refused(Code.NOT_HELD)


def test_a_direction_keeps_its_words() -> None:
    """V14: and is not withdrawn; what the hall met is not deleted, and only that is withdrawn."""
    (edit,) = worded("buss", BUS.text).edits
    assert isinstance(edit, StatementEdit)
    assert edit.old is not None
    remarked = replace(edit, new=replace(edit.old, remark="Se vedlegg."))
    assert ended(TAKEN).when(c.EditSynthesis((remarked,))).code is None
    for new in (
        replace(edit.old, text="Dere vil ha tog."),
        replace(edit.old, withdrawn="Vi tok feil"),
        None,
    ):
        asked = c.EditSynthesis((replace(edit, new=new),))
        ended(TAKEN).when(asked).refused(Code.IN_USE)
        assert ended().when(asked).code == (None if new else Code.IN_USE)
    own = StatementEdit("ny", None, Understood("Tog.", withdrawn="Vi tok feil"))
    ended().when(c.EditSynthesis((own,))).refused(Code.IN_USE)


def test_one_direction_given_back_leaves_the_others() -> None:
    """V14."""
    other = e.DirectionTaken("båt", BOAT.version, BOAT.text, ANSWERS)
    there = ended(TAKEN, other, replace(TAKEN, on=False))
    assert dict(there.state.directions) == {"båt": other}


def test_a_version_is_a_wording_that_a_hall_met_or_is_to_meet() -> None:
    """V14: worded anew it is the next one; a statement of this workshop is the first."""
    assert [version(ended().state, key) for key in ("buss", "båt")] == [1, 2]
    assert version(ended(worded("buss", "Dere vil ha tog.")).state, "buss") == 2
    new = e.SynthesisEdited(LEADER.name, (StatementEdit("ny", None, Understood("Tog.")),))
    assert version(ended(new).state, "ny") == 1


def test_directions_and_what_is_withdrawn_are_asked_about_no_more() -> None:
    """V14: and nothing is, before the workshop has ended."""
    assert [each.id for each in reopening(ended().state)] == ["buss", "båt"]
    assert [each.id for each in reopening(ended(TAKEN).state)] == ["båt"]
    gone = ended(worded("buss", BUS.text, "Vi tok feil")).state
    assert [each.id for each in reopening(gone)] == ["båt"]
    with pytest.raises(Refused) as refused:
        reopening(series(*ASKED).state)
    assert refused.value.code is Code.NOT_ENDED


def test_the_minutes_say_which_are_directions() -> None:
    """V52: and what each said before, where it says something else now."""
    made = synthesised(ended(TAKEN, worded("buss", "Dere vil ha tog.")).state)
    assert made is not None
    told = {each.id: (each.direction, each.before, each.text) for each in made.statements}
    assert told["buss"][1:] == (BUS.text, "Dere vil ha tog.")
    assert told["båt"] == (False, "", BOAT.text)
    held = synthesised(ended(TAKEN).state)
    assert held is not None
    assert {each.id: each.direction for each in held.statements} == {"buss": True, "båt": False}
