"""Who is on a roster, and what there is to say of the spreadsheet they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MEMBER, CHAIR, DEPUTY_CHAIR, DEPUTY = "member", "chair", "deputy_chair", "deputy"
POSITION, OPPOSITION = "position", "opposition"
ACCESS, QUIET = "access", "quiet"


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the roster; the fields are named as the columns of `member` are.

    `party` is the short form, as people say it, or the name of a local list. None: not said.
    """

    name: str
    party: str
    role: str = MEMBER
    bloc: str | None = None
    gender: str | None = None
    full_time: bool | None = None
    first_term: bool | None = None
    committee: str = ""
    host: bool = False
    needs: str = ""
    deputy_no: int | None = None
    email: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a line of the spreadsheet. `words` is a message id with holes.

    `sheet` is empty where there is only one; row 0: the whole of it.
    """

    sheet: str
    row: int
    words: str
    holes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that was read. `doubt`: the same name stands elsewhere too, and a person must say."""

    person: Person
    sheet: str = ""
    row: int = 0
    doubt: Remark | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What a spreadsheet says. `fields`: the columns of `Person` that it has; `extra`: headings
    we do not know, which are kept; `unread`: lines that are not people, each with its reason."""

    entries: tuple[Entry, ...]
    fields: frozenset[str]
    extra: tuple[str, ...] = ()
    unread: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def headings(self) -> frozenset[str]:
        """The keys of `more` that the list speaks of."""
        return frozenset({*self.extra, *(key for one in self.people for key in one.more)})

    @property
    def people(self) -> list[Person]:
        return [entry.person for entry in self.entries]


class Unreadable(Exception):
    """The file is no roster: `words` says in plain words why, and what to do."""

    def __init__(self, words: str, **holes: object) -> None:
        super().__init__(words)
        self.words, self.holes = words, holes
