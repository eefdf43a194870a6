"""What taking in a list would do to the roster that is there, one by one. Changes nothing itself.

Who stays is known again by name and list, so that ids and attendance stay with them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from app.roster import parties
from app.roster.columns import folded
from app.roster.people import DEPUTY, Entry, Person, Read


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the list. `index`: who it is among those on the roster, None for somebody new;
    `entry`: the line of the spreadsheet, None for who is not in it. `after`: as they will be.
    `differs`: field or heading → from, to."""

    index: int | None
    entry: Entry | None
    after: Person
    differs: Mapping[str, tuple[object, object]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """ "new", "same", "changed" or "gone"."""
        if self.index is None:
            return "new"
        if self.entry is None:
            return "gone"
        return "changed" if self.differs else "same"


def compare(there: Sequence[Person], read: Read) -> list[Change]:
    """A change for each line of the list, in its order; then those who are not in it.

    What the spreadsheet has no column for stays as it is.
    """
    known = _recognised(there, read.entries)
    changes = []
    for i, entry in enumerate(read.entries):
        index = known.get(i)
        if index is None:
            changes.append(Change(None, entry, entry.person))
            continue
        before = there[index]
        after = _merged(before, entry.person, read)
        changes.append(Change(index, entry, after, dict(_differences(before, after))))
    stay = set(known.values())
    gone = (Change(i, None, one) for i, one in enumerate(there) if i not in stay)
    return [*changes, *gone]


def _recognised(there: Sequence[Person], entries: Sequence[Entry]) -> dict[int, int]:
    """Line of the list → place on the roster. The surest matches first, so that of two with one
    name each is taken for themselves."""
    found: dict[int, int] = {}
    marks: Iterable[tuple[Callable[[Person], object], bool]] = (
        (lambda one: (folded(one.name), parties.key(one.party), one.role, one.email), False),
        (lambda one: (folded(one.name), parties.key(one.party), one.role), False),
        (lambda one: (folded(one.name), parties.key(one.party)), False),
        (lambda one: folded(one.name), True),  # has changed party
        (lambda one: one.email.casefold(), True),  # has changed name
    )
    for mark, alone in marks:
        left, free = defaultdict(list), defaultdict(list)
        taken = set(found.values())
        for i, entry in enumerate(entries):
            if i not in found:
                left[mark(entry.person)].append(i)
        for i, one in enumerate(there):
            if i not in taken:
                free[mark(one)].append(i)
        for key in left.keys() - {""}:
            if not alone or len(left[key]) == len(free[key]) == 1:
                found.update(zip(left[key], free[key], strict=False))
    return found


def _merged(before: Person, told: Person, read: Read) -> Person:
    """The person as told, in the columns that the list has; an office is not lost for want of
    a column that tells it."""
    own = {each.name for each in fields(Person)} - {"more", "role"}
    after = replace(before, **{name: getattr(told, name) for name in own & read.fields})
    if "role" in read.fields or (before.role == DEPUTY) != (told.role == DEPUTY):
        after = replace(after, role=told.role)
    rest = {key: text for key, text in before.more.items() if key not in read.headings}
    return replace(after, more={**rest, **told.more})


def _differences(before: Person, after: Person) -> Iterator[tuple[str, tuple[object, object]]]:
    for each in fields(Person):
        if each.name != "more":
            was, now = getattr(before, each.name), getattr(after, each.name)
            if was != now:
                yield each.name, (was, now)
    for key in before.more.keys() | after.more.keys():
        was, now = before.more.get(key, ""), after.more.get(key, "")
        if was != now:
            yield key, (was, now)
