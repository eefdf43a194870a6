"""Where the problems come from: the instances beside the checkout with the program that judges
them, and small ones made up, with every seating of them to compare with."""

import importlib.util
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from app.seating import Problem, Seating, broken

SHARED = Path(__file__).parents[3] / "shared" / "data" / "seating"
INSTANCES = SHARED / "instances"
POSSIBLE = sorted(file.stem for file in INSTANCES.glob("*.json") if not file.stem.startswith("inf"))
IMPOSSIBLE = sorted(file.stem for file in INSTANCES.glob("inf*.json"))


def _judge() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


JUDGE = _judge()
"""`score.py`: it shares no line with us."""


def data(name: str) -> Any:
    return json.loads((INSTANCES / f"{name}.json").read_text())


def told(seating: Seating) -> dict[str, Any]:
    """As the judge reads it."""
    return {"rounds": [{table: list(those) for table, those in r.items()} for r in seating.rounds]}


class Ticks:
    """A clock that goes a millisecond each time somebody looks: the same work on any machine."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.001
        return self.now


@st.composite
def small(draw: st.DrawFn, rounds: int = 1) -> Any:
    """A problem file with few enough people that all seatings of a round can be looked at."""
    ids = [f"p{n}" for n in range(draw(st.integers(3, 6)))]
    some = st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True)
    table = st.sampled_from(["T1", "T2"])
    wishes = st.one_of(
        st.fixed_dictionaries({"type": st.sampled_from(["together", "apart"]), "people": some}),
        st.fixed_dictionaries(
            {
                "type": st.sampled_from(["fix", "forbid"]),
                "people": st.lists(st.sampled_from(ids), min_size=1, max_size=1),
                "table": table,
            }
        ),
    )
    rarely = st.sampled_from([False, False, False, True])
    return {
        "name": "small",
        "people": [
            {
                "id": one,
                "party": draw(st.sampled_from("ABC")),
                "bloc": draw(st.sampled_from(["pos", "opp"])),
                "gender": draw(st.sampled_from("KM")),
                "host": draw(st.booleans()),
                "needs": ["quiet"] if draw(rarely) else [],
            }
            for one in ids
        ],
        "rounds": [
            {
                "present": draw(st.lists(st.sampled_from(ids), min_size=2, unique=True)),
                "tables": [
                    {"id": f"T{n + 1}", "quiet": n == 1, "min": draw(st.integers(0, 2)), "max": 4}
                    for n in range(2)
                ],
            }
            for _ in range(rounds)
        ],
        "constraints": [
            {**wish, "id": f"w{n}"} for n, wish in enumerate(draw(st.lists(wishes, max_size=4)))
        ],
        "rules": {rule: draw(rarely) for rule in ("host", "both_blocs", "no_party_majority")},
        "balance": ["gender"],
    }


def every(problem: Problem) -> Iterator[Seating]:
    """Every way to give each of those present a table, in the only round."""
    (only,) = problem.rounds
    tables = [table.id for table in only.tables]
    for drawn in product(tables, repeat=len(only.present)):
        seats = list(zip(only.present, drawn, strict=True))
        yield Seating(({t: tuple(one for one, at in seats if at == t) for t in tables},))


def allowed(problem: Problem) -> list[Seating]:
    """Those of them that keep all rules."""
    return [seating for seating in every(problem) if not broken(problem, seating)]
