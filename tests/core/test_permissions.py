"""Who may ask for what: over all commands and all kinds of askers."""

from typing import Any

import pytest

from app.core import commands as c
from app.core import decide as decider
from app.core.evolve import _FOLD
from app.core.rules import ASKED_BY, OPEN_IN, Code
from app.core.state import Workshop
from tests.core.given import ANNA, LEADER, ROOM, given, kinds, opened, planned

COMMANDS = kinds(c.Command)
ACTORS: dict[type[c.Actor], c.Actor] = {c.Staff: LEADER, c.Tablet: ANNA, c.System: ROOM}


def any_of(command: type[c.Command]) -> c.Command:
    """A command of the kind, with nothing sensible in it: who asks is looked at first."""
    fields: dict[str, Any] = dict.fromkeys(command.__dataclass_fields__)
    return command(**fields)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("actor", ACTORS)
def test_each_command_has_one_kind_of_asker(command: type[c.Command], actor: type[c.Actor]) -> None:
    """W1."""
    if command in ASKED_BY[actor]:
        return
    for state in (given(), planned(), planned(opened("vekst-skriv"))):
        state.when(any_of(command), ACTORS[actor]).refused(Code.NOT_ALLOWED)


def test_every_command_is_somebodys_and_nobody_elses() -> None:
    """W1."""
    of_all = [command for commands in ASKED_BY.values() for command in commands]
    assert sorted(of_all, key=str) == sorted(COMMANDS, key=str)
    assert set(decider._DECIDE) == set(COMMANDS)


COUNCILLORS_OWN = [
    c.KeepNote, c.WithdrawNote, c.LiftNote, c.TakePen, c.LayPen, c.WriteStatement, c.MarkTable,
    c.CastBallot, c.TakeStand, c.Tell,
]  # fmt: skip


@pytest.mark.parametrize("command", COUNCILLORS_OWN)
def test_the_staff_can_never_write_or_prioritise(command: type[c.Command]) -> None:
    """A7: whatever step is open."""
    assert set(COUNCILLORS_OWN) == ASKED_BY[c.Tablet]
    for step in planned().state.steps:
        planned(opened(step.id)).when(any_of(command), LEADER).refused(Code.NOT_ALLOWED)


def test_the_tables_of_rules_know_every_councillors_command() -> None:
    """W1."""
    assert OPEN_IN.keys() <= ASKED_BY[c.Tablet]


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != c.PlanWorkshop])
def test_nothing_goes_before_the_plan(command: type[c.Command]) -> None:
    """W2."""
    actor = next(ACTORS[kind] for kind, commands in ASKED_BY.items() if command in commands)
    given().when(any_of(command), actor).refused(Code.NOT_PLANNED)


@pytest.mark.parametrize("command", COUNCILLORS_OWN)
def test_a_table_that_is_not_there(command: type[c.Command]) -> None:
    """W3."""
    planned().when(any_of(command), c.Tablet("e" * 32, 9)).refused(Code.UNKNOWN_TABLE)


def test_every_fact_has_its_fold() -> None:
    """W4."""
    from app.core import events as e

    facts = [fact for kind in (e.Act, e.Saying, e.Passing) for fact in kinds(kind)]
    assert set(_FOLD) == set(facts)
    assert Workshop().plan is None
