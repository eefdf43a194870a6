"""The red thread, given what is public: every link is found from both its ends."""

import json
from dataclasses import asdict, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.draft import Carried, Funding, Money, Place
from app.core.edits import Bearing
from app.core.frozen import to_json
from app.core.planning import Flaw, PlanProcess, findings
from app.core.thread import Held, Station, Thread, follow
from app.core.understood import Linked
from tests.core.series import BUS, FIRST, PROCESS, SECOND, SERIES, mark

TOLD = follow(SERIES, PROCESS)


def thread(id_: str) -> Thread:
    found = TOLD.find(id_)
    assert found
    return found


def test_a_thread_goes_from_the_notes_to_the_result() -> None:
    """V60: with the dissent of the tables, and how many met."""
    buss = thread("buss")
    assert [(each.workshop, each.text, each.alike) for each in buss.voices] == [
        ("ETTER1", "Flere busser", 1),
        ("ETTER1", "Vi vil ha kollektivtrafikk.", 0),
        ("ETTER2", "Også om kvelden", 0),
    ]
    assert [each.dissent for each in buss.voices] == ["", "To vil ha vei.", ""]
    assert [each.dissent for each in thread("bane").voices] == ["", "", "En vil ha buss."]
    assert [each.version for each in buss.wordings] == [1], "it was not worded anew"
    assert [each.answers for each in buss.trials] == [(9, 2, 1, 0)]
    assert buss.direction
    assert (buss.direction.workshop, buss.direction.answers) == ("ETTER2", (9, 2, 1, 0))
    assert buss.direction.present == buss.trials[0].present == 67
    assert [each.number for each in buss.places] == ["3.2"]
    assert (buss.paid, buss.nothing) == (PROCESS.money[1:], PROCESS.money[:1])
    assert buss.results == PROCESS.results
    assert (buss.remark, buss.conflict) == ("Det koster.", "Budsjettet sier noe annet.")
    assert buss.reached == set(Station)


def test_each_thread_stands_where_its_last_wording_has_come() -> None:
    """V61: worded anew it is not tried; a place that is no direction's takes it no further."""
    assert {each.id: each.stands for each in TOLD.threads} == {
        "buss": Station.RESULT,
        "bane": Station.STATEMENT,
        "vann": Station.TRIAL,
        "kveld": Station.STATEMENT,
    }
    bane = thread("bane")
    assert [(each.version, each.text) for each in bane.wordings] == [
        (1, "Dere vil ha bane."), (2, "Dere vil ha bybane."),
    ]  # fmt: skip
    assert (bane.tried is not None, bane.stands_tried) == (True, False)
    assert [each.table for each in bane.voices] == ["", "", "Bord 2"]
    assert (thread("vann").withdrawn, thread("vann").trials[0].answers) == ("Ingen mente det.", ())


def test_what_hangs_loose_is_told() -> None:
    """V62: a direction without a place, and a place without a direction."""
    assert (TOLD.waiting, [each.id for each in TOLD.adrift]) == ((), ["p2"])
    without = follow(SERIES, replace(PROCESS, places=PROCESS.places[1:]))
    assert [each.id for each in without.waiting] == ["buss"]
    elsewhere = Place("p3", "Annet", carries=(Carried("ETTER1", "buss"),))
    wrong = follow(SERIES, replace(PROCESS, places=(elsewhere,)))
    assert ([each.id for each in wrong.waiting], wrong.adrift) == (["buss"], (elsewhere,))


def test_a_series_that_went_no_further_says_so() -> None:
    """V63: no second workshop, or one that never came to it; nothing is made up."""
    alone = follow(SERIES[:1], PROCESS)
    assert {each.id for each in alone.threads} == {"buss", "bane", "vann"}
    assert all(each.stands is Station.STATEMENT and not each.trials for each in alone.threads)
    assert {each.id for each in alone.adrift} == {"p1", "p2"}
    assert SECOND.verification
    unasked = replace(SECOND, verification=replace(SECOND.verification, asked=False))
    there = follow((SERIES[0], Held("ETTER2", unasked)), PROCESS).find("buss")
    assert there
    assert (len(there.trials), there.tried) == (1, None)
    assert follow((), PROCESS).threads == ()


def test_what_is_not_published_is_not_in_it() -> None:
    """V63: of a workshop without minutes only what a later one says lay behind."""
    (voice, *_) = follow(SERIES[1:], PROCESS).threads[0].voices
    assert (voice.workshop, voice.ref, voice.text) == ("", "", "Flere busser")
    assert SERIES[0].minutes.synthesis
    hidden = replace(
        SERIES[0].minutes.cases[0].notes[0], id="", text="", hidden=FIRST.cases[0].notes[-1].hidden
    )
    case = FIRST.cases[0]
    corrected = replace(FIRST, cases=(replace(case, notes=(hidden, *case.notes[1:])),))
    told = follow((Held("ETTER1", corrected), SERIES[1]), PROCESS)
    assert BUS[1] not in [voice.text for each in told.threads for voice in each.voices]


# ---------------------------------------------------------------- by what anybody can read


def links(tree: dict[str, Any]) -> set[tuple[str, str]]:
    """Contribution and statement, as the minutes' JSON has them from the statements' end."""
    made = tree["synthesis"]["statements"]
    return {(link["ref"], one["id"]) for one in made for link in one["links"]}


def ends(tree: dict[str, Any]) -> set[tuple[str, str]]:
    """The same from the contributions' end, those that are one with another left out."""
    used = [end for end in tree["synthesis"]["ends"] if end["fate"] == "used"]
    return {(end["ref"], statement) for end in used for statement in end["statements"]}


def test_every_link_is_found_from_both_ends() -> None:
    """V64: by the published JSON and the process alone."""
    for held in SERIES:
        tree = json.loads(to_json(held.minutes))
        there = {
            (voice.ref, each.id)
            for each in TOLD.threads
            for voice in each.voices
            if voice.workshop == held.code
        }
        assert there == links(tree) == ends(tree) != set()
    process = asdict(PROCESS)
    carried = {(p["id"], c["statement"]) for p in process["places"] for c in p["carries"]}
    there = {(place.id, each.id) for each in TOLD.threads for place in each.places}
    assert there == carried - {("p2", "bane")}, "which was not taken"
    for name in ("money", "results"):
        of_places = {row["place"] for row in process[name]}
        assert of_places == {one.place for each in TOLD.threads for one in getattr(each, name)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["buss", "bane", "vann"]), st.sampled_from(Bearing))),
    st.sets(st.sampled_from(["buss", "bane", "vann", "kveld", "ingen"])),
)
def test_whatever_is_linked_and_carried(
    linked: list[tuple[str, Bearing]], carried: set[str]
) -> None:
    """V64."""
    made = FIRST.synthesis
    assert made
    ways = dict(linked)
    statements = tuple(
        replace(each, links=(Linked(mark(BUS), ways[each.id]),) if each.id in ways else ())
        for each in made.statements
    )
    first = replace(FIRST, synthesis=replace(made, statements=statements))
    place = Place("p", "Sted", carries=tuple(Carried("ETTER2", each) for each in carried))
    told = follow((Held("ETTER1", first), SERIES[1]), replace(PROCESS, places=(place,)))
    behind = {each.id: each.voices for each in told.threads}
    for id_ in ("buss", "bane", "vann"):
        of_first = [voice.bearing for voice in behind[id_] if voice.workshop == "ETTER1"]
        assert of_first == ([ways[id_]] if id_ in ways else [])
    planned = [each.id for each in told.threads if each.places]
    assert planned == (["buss"] if "buss" in carried else [])
    assert bool(told.adrift) == bool(told.waiting) == ("buss" not in carried)


def test_what_the_draft_lacks_is_told() -> None:
    """C3: no direction, nothing said of money, a result that nobody signed."""
    bare = replace(PROCESS, places=(Place("p", "Sted"),), money=(), results=())
    told = {(each.flaw, each.where) for each in findings(bare)}
    assert {(Flaw.UNCARRYING, "Sted"), (Flaw.UNFUNDED, "Sted")} <= told
    unsigned = replace(PROCESS, results=(replace(PROCESS.results[0], when=""),))
    assert (Flaw.UNSIGNED, "Kollektiv") in {(each.flaw, each.where) for each in findings(unsigned)}
    said = replace(bare, money=(Money("p", 2028, funding=Funding.NOTHING),))
    assert Flaw.UNFUNDED not in {each.flaw for each in findings(said)}
    assert not {Flaw.UNCARRYING, Flaw.UNFUNDED} & {each.flaw for each in findings(PlanProcess())}
