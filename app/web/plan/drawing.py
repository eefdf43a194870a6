"""The small map of where a plan stands: the plan in the middle, the others around it.

Above it what it hangs under, below what hangs under it, to the left what it replaces, to the right
what it affects. The template draws it; beside it stands the same as a list, for those who listen.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.core.planning import PlanProcess, Related, Relation

WIDE, HIGH = 280, 92  # of a box
ACROSS, DOWN = 60, 44  # between boxes
LINE = 28  # characters
COLUMNS = (0, WIDE + ACROSS, 2 * (WIDE + ACROSS))


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    lines: list[str]
    note: str = ""
    relation: Relation | None = None
    """None: the plan itself."""


@dataclass(frozen=True, slots=True)
class Drawing:
    height: int
    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[int, int, int, int]] = field(default_factory=list)


def draw(process: PlanProcess) -> Drawing:
    """The map, in points, the upper left corner at 0, 0."""
    of = {r: [each for each in process.related if each.relation is r] for r in Relation}
    above = list(_rows(of[Relation.ABOVE], 0))
    top = _end(above)
    beside = max(1, len(of[Relation.REPLACES]), len(of[Relation.AFFECTS]))
    middle = top + (beside - 1) * (HIGH + DOWN) // 2
    plan = Box(COLUMNS[1], middle, _wrapped(process.title))
    left = list(_stack(of[Relation.REPLACES], COLUMNS[0], top, beside))
    right = list(_stack(of[Relation.AFFECTS], COLUMNS[2], top, beside))
    below = list(_rows(of[Relation.BELOW], top + beside * (HIGH + DOWN)))
    x, y = plan.x + WIDE // 2, plan.y + HIGH // 2
    lines = [
        *((box.x + WIDE // 2, box.y + HIGH, x, plan.y) for box in above),
        *((x, plan.y + HIGH, box.x + WIDE // 2, box.y) for box in below),
        *((plan.x, y, box.x + WIDE, box.y + HIGH // 2) for box in left),
        *((plan.x + WIDE, y, box.x, box.y + HIGH // 2) for box in right),
    ]
    boxes = [*above, *left, plan, *right, *below]
    return Drawing(max(box.y for box in boxes) + HIGH, boxes, lines)


def _rows(plans: Sequence[Related], y: int) -> Iterator[Box]:
    """Three to a row; one that is alone stands in the middle, two at the sides."""
    for start in range(0, len(plans), 3):
        row = plans[start : start + 3]
        columns = {1: COLUMNS[1:2], 2: COLUMNS[::2]}.get(len(row), COLUMNS)
        for x, each in zip(columns, row, strict=True):
            yield _box(each, x, y + start // 3 * (HIGH + DOWN))


def _stack(plans: Sequence[Related], x: int, top: int, beside: int) -> Iterator[Box]:
    """One under the other, in the middle of a height of `beside` boxes."""
    first = top + (beside - len(plans)) * (HIGH + DOWN) // 2
    for place, each in enumerate(plans):
        yield _box(each, x, first + place * (HIGH + DOWN))


def _box(each: Related, x: int, y: int) -> Box:
    return Box(x, y, _wrapped(each.title), textwrap.shorten(each.note, 36, placeholder=" …"),
               each.relation)  # fmt: skip


def _wrapped(title: str) -> list[str]:
    return textwrap.wrap(title, LINE, max_lines=2, placeholder=" …")


def _end(boxes: Sequence[Box]) -> int:
    return max((box.y + HIGH + DOWN for box in boxes), default=0)
