"""The fault tests in their short form; the long one is `python -m tests.faults`."""

from typing import Any

import pytest

from tests.faults import kill, network, storm
from tests.faults.kill import Moment
from tests.faults.ledger import Ledger, Thing, counted_faults

MOMENTS = {
    "sqlite": (
        Moment("vekst-skriv", "open vekst-bord"), Moment("vekst-bord"),
        Moment("vekst-plenum"), Moment("vekst-plenum", "open kutt-skriv"),
        Moment("kutt-skriv", "close kutt-skriv"), Moment("dotter", "close dotter"),
        Moment("poeng", "close poeng"),
        Moment("evaluering", "close evaluering"), Moment("slutt", "end"),
        Moment("slutt", "publish"),
    ),
    "postgres": (
        Moment("vekst-bord"), Moment("kutt-skriv", "close kutt-skriv"),
        Moment("dotter", "close dotter"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("database", MOMENTS)
def test_a_server_that_is_killed(database: str, request: pytest.FixtureRequest) -> None:
    """F1: in every part of an evening, while sixty tablets write."""
    url = request.getfixturevalue("postgres") if database == "postgres" else ""
    found = kill.play(1, [MOMENTS[database]], url)
    assert found.faults == []
    assert found.tally["rounds"] == len(MOMENTS[database])
    assert found.tally["words on the way"] > 0
    assert found.tally["stored"] > 100
    reached = {"sqlite": ("stands", "arguments", "parking", "evaluation", "ballots")}
    assert all(found.tally[what] for what in ("notes", *reached.get(database, ())))


def test_a_network_that_lies() -> None:
    """F2, F3: the tablets' own code, six at a time in ten halls."""
    found = network.many(seed=1, runs=10, abreast=10)
    assert found.faults == []
    assert network.missed(found) == []


def test_a_hall_that_comes_back_at_once() -> None:
    """S20: three hundred tablets."""
    assert storm.storm(300).faults == []


# ---------------------------------------------------------------- the books


def ledger() -> Ledger:
    """One note, of which the first version is stored and the second was sent."""
    kept = Ledger()
    kept.send(("note", "a"), 0, "Én", {})
    kept.stored(("note", "a"), 0)
    kept.send(("note", "a"), 1, "To", {})
    return kept


@pytest.mark.parametrize(
    ("there", "faults"),
    [
        ({("note", "a"): "Én"}, 0),
        ({("note", "a"): "To"}, 0),
        ({("note", "a"): "Tre"}, 1),
        ({}, 1),
        ({("note", "a"): "Én", ("note", "b"): "Én"}, 1),
    ],
)
def test_the_ledger_knows_what_may_stand(there: dict[Any, str], faults: int) -> None:
    """F1."""
    assert len(ledger().faults(there, "note")) == faults


@pytest.mark.parametrize(
    ("profiles", "faults"),
    [
        ([{"x"}, {"x", "y"}], 0),
        ([{"x"}, {"y"}], 0),  # the later one, which was not answered
        ([{"x"}], 1),
        ([{"x"}, {"y"}, {"y"}], 1),
        ([{"z"}, {"y"}], 2),
    ],
)
def test_ballots_without_keys_are_held_against_those_that_were_cast(
    profiles: list[set[str]], faults: int
) -> None:
    """F1."""
    one = Thing(versions={0: frozenset("x")}, stored=0)
    other = Thing(versions={0: frozenset("xy"), 1: frozenset("y")}, stored=0)
    assert len(counted_faults(profiles, [one, other])) == faults
