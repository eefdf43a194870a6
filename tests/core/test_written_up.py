"""What is written up and frozen: read as it was stored, found again by its fingerprint, published
by who looked at it."""

from dataclasses import replace

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.composing import compose, edited_since
from app.core.edits import AsideEdit, Bearing, LinkEdit, SetAside, StatementEdit, Understood, Unused
from app.core.frozen import from_json, holds, to_json
from app.core.issuing import seen
from app.core.minutes import Attendee
from app.core.receipts import fingerprint
from app.core.roles import RIGHTS, Right, Role, Somebody, rights
from app.core.rules import Code
from app.core.synthesis import can_take_back
from app.core.understood import verified
from tests.core.given import LEADER, NOON, Given, note, opened, planned, said
from tests.core.test_directions import ended as verified_workshop
from tests.core.test_verification import CLOSED, OPENED, series

PER = "Per"
BUS, RAIL, HIDDEN = note(1, "Flere busser"), note(2, "Bane til havna"), note(3, "Kari er dum")
ROSTER = (Attendee("Anna", "A", "councillor"), Attendee("Bent", "B", "councillor"))


def written_up(*facts: e.Fact) -> Given:
    """A statement with one note behind it; another set aside, and a third one hidden."""
    edits = (
        StatementEdit("s1", None, Understood("Dere vil ha flere busser.")),
        LinkEdit(("s1", BUS.id), None, Bearing.SUPPORTS),
        AsideEdit(RAIL.id, None, SetAside(Unused.ELSEWHERE, "Fylkets sak")),
    )
    return planned(
        *map(e.NoteKept, (BUS, RAIL)),
        e.WorkshopEnded(NOON),
        e.SynthesisEdited(LEADER.name, edits),
        *facts,
    )


def test_frozen_minutes_are_read_as_they_were() -> None:
    """V50, V52: with statements, ends and what was set aside; with what the hall answered."""
    for there in (written_up(), verified_workshop()):
        made = compose(there.state, ROSTER)
        assert made.synthesis is not None
        assert from_json(to_json(made)) == made
    assert made.verification is not None
    bare = compose(planned(e.WorkshopEnded(NOON)).state, ROSTER)
    assert bare.synthesis is None
    assert from_json(to_json(bare)) == bare


def test_words_are_found_in_what_was_frozen() -> None:
    """V145: any of several; not what stands there as hidden already."""
    bus, rail = fingerprint(BUS.id, BUS.text), fingerprint(RAIL.id, RAIL.text)
    text = to_json(compose(written_up().state, ROSTER))
    assert holds(text, {bus})
    assert holds(text, {"f" * len(bus), rail})
    assert not holds(text, {fingerprint(HIDDEN.id, HIDDEN.text)})
    assert not holds(text, set())


def test_minutes_are_published_by_who_looked_at_them_after_the_end() -> None:
    """V132: what was looked through is what stands; or nothing is said of it."""
    there = written_up()
    asked = c.PublishMinutes(1, "d", seen=seen(there.state))
    assert there.when(asked).code is None
    assert there.when(replace(asked, seen="")).code is None
    more = written_up(e.SynthesisEdited(PER, (StatementEdit("s2", None, Understood("Mer.")),)))
    assert seen(more.state) != seen(there.state)
    more.when(asked).refused(Code.STALE)
    planned(opened("slutt")).when(c.PublishMinutes(1, "d")).refused(Code.NOT_ENDED)


def test_what_is_edited_since_is_told() -> None:
    """Y11: where the statements, or their ends, are others than in what was published."""
    there = written_up()
    published = compose(there.state, ROSTER)
    assert not edited_since(there.state, published)
    more = written_up(e.SynthesisEdited(PER, (StatementEdit("s2", None, Understood("Mer.")),)))
    assert edited_since(more.state, published)


def test_each_editor_is_told_how_many_are_theirs() -> None:
    """Y10: and which goes next; nobody's is nobody's."""
    mine = (StatementEdit("s2", None, Understood("Mer.")),)
    there = written_up(
        e.SynthesisEdited(PER, mine),
        e.SynthesisEdited(PER, (StatementEdit("s3", None, Understood("Enda mer.")),)),
    ).state
    assert can_take_back(there, PER)[0] == 2
    assert can_take_back(there, LEADER.name)[0] == 1
    assert can_take_back(there, "Ola") == (0, ())
    assert [edit.key for edit in can_take_back(there, PER)[1]] == ["s3"]


@pytest.mark.parametrize("facts", [(), (OPENED,), (OPENED, CLOSED)])
def test_the_minutes_say_whether_the_hall_was_asked(facts: tuple[e.Fact, ...]) -> None:
    """V52: a step that was only planned asked nobody; nor did any other that was visited."""
    came = verified(series(opened("regler"), *facts).state)
    assert came is not None
    assert came.asked == bool(facts)


def test_the_hall_has_heard_a_statement_that_was_opened() -> None:
    """U2: one of several is enough; the common wording it always has."""
    there = planned(
        *(said(table) for table in (1, 2, 3)),
        opened("vekst-plenum"),
        *(e.StatementShown("vekst", table) for table in (1, 2)),
    ).state
    heard = [there.heard(f"vekst.{what}") for what in (1, 2, 3, "common")]
    assert heard == [True, True, False, True]


def test_roles_add_up() -> None:
    """V201: who has two roles may what each of them may; who has none, nothing of the staff's."""
    assert rights([]) == frozenset()
    for one in Role:
        assert rights([one]) == RIGHTS[one]
        for other in Role:
            assert rights([one, other]) == RIGHTS[one] | RIGHTS[other]
    nobody, leader = Somebody("Ola", frozenset()), Somebody("Kari", frozenset(Right))
    assert leader.may(c.OpenStep)
    assert not nobody.may(c.OpenStep)
    assert nobody.may(c.KeepNote)  # that it is no staff's at all, the rules know
