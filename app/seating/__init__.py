"""Cross-party tables: mixed, with new neighbours each round, and every rule kept.

    problem = read_problem(json.load(file))        # or lay(people, ...), for a roster
    for seating in seatings(problem, seconds=2):   # the first at once, each better than the last
        ...
    figures(problem, seating)                      # how good it is, and how good any could be
    repair(problem, seating, from_round=2)         # somebody did not come

Pure: no web, no store; time comes from the clock that is passed in.
"""

from app.seating.explain import cheapest, conflicts, relaxed
from app.seating.figures import Figures, Measure, figures
from app.seating.hard import broken
from app.seating.laying import lay, without
from app.seating.model import (
    Broken,
    Conflict,
    Impossible,
    Kind,
    Person,
    Problem,
    Round,
    Rules,
    Seating,
    Table,
    Undecided,
    Wish,
)
from app.seating.reading import Unreadable, read_problem, read_seating, with_rules
from app.seating.repair import Repaired, repair
from app.seating.solve import seatings
from app.seating.words import broken_in_words, in_words, rule_in_words

__all__ = [
    "Broken",
    "Conflict",
    "Figures",
    "Impossible",
    "Kind",
    "Measure",
    "Person",
    "Problem",
    "Repaired",
    "Round",
    "Rules",
    "Seating",
    "Table",
    "Undecided",
    "Unreadable",
    "Wish",
    "broken",
    "broken_in_words",
    "cheapest",
    "conflicts",
    "figures",
    "in_words",
    "lay",
    "read_problem",
    "read_seating",
    "relaxed",
    "repair",
    "rule_in_words",
    "seatings",
    "with_rules",
    "without",
]
