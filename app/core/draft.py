"""What the draft of a plan has come to: places in it, the money for them, and what came of them.

A part of the plan process (`planning.py`), written by the administration.
"""

from dataclasses import dataclass
from enum import StrEnum

YEARS = range(2000, 2101)
MOST_MONEY = 100_000_000
"""In 1,000 kroner, up or down: more than any Norwegian municipality has."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A political direction (politisk føring), by the code of the workshop where it was taken."""

    workshop: str
    statement: str


@dataclass(frozen=True, slots=True)
class Place:
    """In the draft of the plan, with the directions that it carries out. `number`: 3.2."""

    id: str
    heading: str
    number: str = ""
    words: str = ""
    carries: tuple[Carried, ...] = ()


class Funding(StrEnum):
    AMOUNT = ""
    NOTHING = "nothing"  # ingen midler avsatt: said, and not left open


@dataclass(frozen=True, slots=True)
class Money:
    """A line of the action and financial plan (handlings- og økonomiplan) for a place.

    `amount` is in 1,000 kroner a year, less than 0 where it saves; 0 where nothing is set aside.
    """

    place: str
    year: int
    amount: int = 0
    funding: Funding = Funding.AMOUNT
    account: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a place, told by somebody at a time, as typed."""

    place: str
    words: str
    by: str = ""
    when: str = ""
