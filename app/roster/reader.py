"""Sheets → people. Finds the heading line, and reads what stands below it, line by line.

Whatever is not taken in is told with its line and the reason.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.i18n import N_
from app.roster import columns, parties
from app.roster.people import DEPUTY, MEMBER, Entry, Person, Read, Remark, Unreadable
from app.roster.sheets import EMPTY, Sheet, sheets

LONGEST_NAME = 200
LONGEST_HEADING = 100
HEADING_WITHIN = 40
"""Lines above the heading line: a title, who made the list, when."""

_NO_HEADING = N_(
    "We found no line with headings. The list needs a line that says what stands in the columns, "
    "with at least Name and Party."
)
_GUESSED = N_("There is no line with headings: we took it that these are names and parties.")
_NO_SHEET_HEADING = N_("This sheet has no line with headings, and was not read.")
_NO_NAME = N_("There is no name.")
_NO_PARTY = N_("«{name}» has no party. Write the party, or the name of the list.")
_LONG_NAME = N_("The name has more than 200 characters.")
_VACANT = N_("A vacant seat, without a name.")
_BAD_FORMULA = N_("A formula in this line has failed, so that the name cannot be read.")
_TOTAL = N_("A line with totals: «{text}».")
_HEADING_ONLY = N_("«{text}» is neither a person nor a heading that we know.")
_SAME = N_("«{name}» stands in line {row} too, with the same words: taken in once.")
_TWICE = N_("«{name}» stands in line {row} too, for {party}. Is it one person or two?")
_UNCLEAR = N_("«{text}» under «{heading}» was not understood, and is left out.")
_IDENTITY = N_("National identity numbers are not stored: «{heading}» is left out.")

_VACANCIES = {"vakant", "ubesatt", "ledig", "nn", "n n", "vacant", "ikke besatt", "ikkje besett"}


def read(data: bytes) -> Read:
    """The people in a CSV or XLSX file. Raises `Unreadable`, with what to do about it."""
    ways = sheets(data)
    found = [way for way in map(_with_headings, ways) if way]
    if found:
        return max(found, key=lambda way: (way.known, len(way.entries))).result()
    for way in ways:
        guessed = _guessed(way[0])
        if guessed:
            return guessed.result()
    raise Unreadable(_NO_HEADING if any(sheet.rows for way in ways for sheet in way) else EMPTY)


@dataclass
class _Reading:
    """What has been read so far, over all sheets."""

    many: bool
    known: int = 0
    entries: list[Entry] = field(default_factory=list)
    unread: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    extra: dict[str, None] = field(default_factory=dict)

    def result(self) -> Read:
        people, same = _without_doubles(_in_order(self))
        return Read(
            tuple(people),
            frozenset({"name", "party", *self.fields}),
            tuple(self.extra),
            (*self.unread, *same),
            tuple(self.remarks),
        )


def _with_headings(way: Sequence[Sheet]) -> _Reading | None:
    there = [sheet for sheet in way if sheet.rows]
    reading = _Reading(many=len(there) > 1)
    for sheet in there:
        heading = _find_heading(sheet)
        if heading is None:
            reading.unread.append(Remark(sheet.name, 0, _NO_SHEET_HEADING))
            continue
        at, cells, known = heading
        reading.known += len(known)
        _Table(reading, sheet, cells, known).read(at)
    return reading if reading.known else None


def _find_heading(sheet: Sheet) -> tuple[int, tuple[str, ...], dict[int, str]] | None:
    """The first row below the headings, the headings, and which columns they are.

    Headings may lie on two lines, where cells are merged: Name above First and Last.
    """
    best: tuple[int, int, tuple[str, ...], dict[int, str]] | None = None
    for i, (_, cells) in enumerate(sheet.rows[:HEADING_WITHIN]):
        known = columns.known(cells)
        if not {"name", "first", "last"} & set(known.values()):
            continue
        after = i + 1
        if after < len(sheet.rows) and _is_second_line(sheet.rows[after][1], known):
            below = sheet.rows[after][1]
            width = max(len(cells), len(below))
            cells = tuple(_at(below, c) or _at(cells, c) for c in range(width))
            known, after = columns.known(cells), after + 1
        score = len(known) + 10 * ("party" in known.values())
        if best is None or score > best[0]:
            best = (score, after, cells, known)
    return best[1:] if best else None


def _is_second_line(cells: Sequence[str], above: Mapping[int, str]) -> bool:
    new = set(columns.known(cells).values()) - set(above.values())
    names = [_at(cells, column) for column, what in above.items() if what in ("name", "party")]
    return bool(new) and all(not name or columns.heading(name) for name in names)


def _guessed(sheet: Sheet) -> _Reading | None:
    """A list without headings: names beside parties, or with the party in parentheses."""
    rows = [cells for _, cells in sheet.rows]
    width = max(map(len, rows), default=0)
    hits = [sum(bool(parties.national(_at(cells, c))) for cells in rows) for c in range(width)]
    reading = _Reading(many=False)
    if hits and max(hits) * 2 > len(rows) and width > 1:
        party = hits.index(max(hits))
        known = {party: "party", 1 if party == 0 else 0: "name"}
    elif rows and sum(bool(named(cells[0])[1]) for cells in rows) * 2 > len(rows):
        known = {0: "name"}
    else:
        return None
    _Table(reading, sheet, (), known).read(0)
    reading.remarks.append(Remark("", 0, _GUESSED))
    return reading


# ---------------------------------------------------------------- one table


class _Table:
    """One sheet with its headings; sections below each other have a party or a role in common."""

    def __init__(
        self, reading: _Reading, sheet: Sheet, headings: Sequence[str], known: dict[int, str]
    ) -> None:
        self._reading, self._sheet = reading, sheet
        self._role = DEPUTY if columns.is_deputies(sheet.name) else MEMBER
        self._party = ""
        self._name = sheet.name if reading.many else ""
        self._use(headings, known)

    def _use(self, headings: Sequence[str], known: dict[int, str]) -> None:
        self._headings, self._known = headings, dict(known)
        for column, what in known.items():  # one merged heading over first and last name
            right = column + 1
            filled = any(_at(cells, right) for _, cells in self._sheet.rows)
            if what == "name" and right < len(headings) and not headings[right] and filled:
                self._known.update({column: "first", right: "last"})
                break
        fields = {"name" if what in ("first", "last") else what for what in self._known.values()}
        self._reading.fields |= fields - {"forbidden"}

    def read(self, start: int) -> None:
        rows = self._sheet.rows[start:]
        self._unsaid = self._what_a_blank_means([cells for _, cells in rows])
        for number, cells in rows:
            known = columns.known(cells)
            if "party" in known.values() and {"name", "first", "last"} & set(known.values()):
                self._use(cells, known)
            else:
                self._line(number, cells)

    def _what_a_blank_means(self, rows: Sequence[Sequence[str]]) -> dict[str, str]:
        """Where some are ticked the others are not; where one party stands once, it goes on."""
        meant = {}
        for column, what in self._known.items():
            said = [_at(cells, column) for cells in rows]
            if what in ("first_term", "full_time", "bloc") and any(map(columns.is_mark, said)):
                meant[what] = "nei"
            if what == "party" and said.count("") * 2 > len(said):
                meant[what] = "above"
        return meant

    def _remark(self, number: int, words: str, **holes: object) -> Remark:
        return Remark(self._name, number, words, holes)

    def _line(self, number: int, cells: Sequence[str]) -> None:
        said: dict[str, str] = {}
        for column, what in self._known.items():
            said.setdefault(what, _at(cells, column))
        if self._is_section(number, cells, said):
            return
        name, party = named(_full_name(said))
        party = said.get("party") or party or self._party
        if not party and parties.national(said.get("deputy_for", "")):
            party = said["deputy_for"]
        wrong = _wrong(name, party)
        if wrong:
            self._reading.unread.append(self._remark(number, wrong, name=name))
            return
        if self._unsaid.get("party") == "above":
            self._party = party
        person = self._person(number, cells, said, name, party)
        self._reading.entries.append(Entry(person, self._name, number))

    def _is_section(self, number: int, cells: Sequence[str], said: Mapping[str, str]) -> bool:
        """A line that is not a person: a heading for those below it, or a total."""
        filled = [cell for cell in cells if cell]
        text, party = filled[0], said.get("party", "")
        if columns.is_total(text) and not any(c.isalpha() for c in party):
            self._reading.unread.append(self._remark(number, _TOTAL, text=" ".join(filled)[:80]))
        elif party or len(filled) > 2:
            return False
        elif columns.is_deputies(text):
            self._role, self._party = DEPUTY, _party_within(text)
        elif columns.is_members(text):
            self._role, self._party = MEMBER, ""
        elif parties.national(text):
            self._party = text
        elif len(filled) == 1 and not _full_name(said):
            self._reading.unread.append(self._remark(number, _HEADING_ONLY, text=text[:80]))
        else:
            return False
        return True

    def _person(
        self, number: int, cells: Sequence[str], said: Mapping[str, str], name: str, party: str
    ) -> Person:
        more = self._more(number, cells)
        role, deputy_no, words = columns.role(said.get("role", ""))
        if words:
            more[columns.title("role")] = words
        order = said.get("deputy_no", "")
        if order.isdecimal() and len(order) < 4:
            deputy_no = int(order)
        deputises = self._deputises(said, more)
        if role == MEMBER and (deputises or deputy_no or self._role == DEPUTY):
            role = DEPUTY
        needs, other = columns.needs(said.get("needs", ""))
        if other:
            more[columns.title("needs")] = other
        values = {
            what: self._word(number, what, said[what]) for what in columns.WORDS if what in said
        }
        return Person(
            name=name, party=parties.short(party), role=role, deputy_no=deputy_no,
            committee=said.get("committee", ""), needs=needs, email=self._email(number, said),
            more=more, **{what: value for what, value in values.items() if value is not None},
        )  # fmt: skip

    def _word(self, number: int, what: str, text: str) -> Any:
        heading = next(_at(self._headings, c) for c, known in self._known.items() if known == what)
        try:
            return columns.WORDS[what](text or self._unsaid.get(what, ""), heading)
        except columns.NotUnderstood:
            remark = self._remark(number, _UNCLEAR, text=text, heading=heading)
            self._reading.remarks.append(remark)
            return None

    def _email(self, number: int, said: Mapping[str, str]) -> str:
        text = said.get("email", "")
        if not text or ("@" in text[1:-1] and " " not in text):
            return text
        title = columns.title("email")
        self._reading.remarks.append(self._remark(number, _UNCLEAR, text=text, heading=title))
        return ""

    def _deputises(self, said: Mapping[str, str], more: dict[str, str]) -> bool:
        whom = said.get("deputy_for", "")
        try:
            return bool(columns.yes_no(whom))
        except columns.NotUnderstood:
            more[columns.title("deputy_for")] = whom
            return True

    def _more(self, number: int, cells: Sequence[str]) -> dict[str, str]:
        """The columns we do not know. What is a national identity number is not kept."""
        more: dict[str, str] = {}
        for column, cell in enumerate(cells):
            heading = _at(self._headings, column)[:LONGEST_HEADING] or _letter(column)
            what = self._known.get(column, "")
            if cell and (what == "forbidden" or (not what and columns.identity_number(cell))):
                self._reading.remarks.append(self._remark(number, _IDENTITY, heading=heading))
            elif cell and not what:
                if heading in more:
                    heading = f"{heading} ({_letter(column)})"
                more[heading] = cell
                self._reading.extra[heading] = None
        return more


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _letter(column: int) -> str:
    """A column as spreadsheets call it."""
    first, last = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _full_name(said: Mapping[str, str]) -> str:
    return said.get("name") or " ".join(filter(None, (said.get("first"), said.get("last"))))


def named(text: str) -> tuple[str, str]:
    """A name in its usual order, and the party where it is told with it: «Kari Nordmann (Ap)»."""
    if text.endswith(")"):
        before, _, within = text[:-1].rpartition("(")
        if before.strip() and parties.national(within):
            return named(before.strip())[0], within
    last, _, first = (part.strip() for part in text.partition(","))
    if last and parties.national(first):
        return last, first
    return " ".join(f"{first} {last}".replace(",", " ").split()), ""


def _party_within(text: str) -> str:
    """The party of «Varamedlemmer Arbeiderpartiet» and «Varamedlemmer for Ap»."""
    words = text.replace(":", " ").replace("–", " ").replace(" - ", " ").split()
    rests = (" ".join(words[i:]) for i in range(1, len(words)))
    return next((rest for rest in rests if parties.national(rest)), "")


def _wrong(name: str, party: str) -> str:
    """Why a line is not a person; empty where it is one."""
    if name.startswith("#"):
        return _BAD_FORMULA
    if columns.folded(name) in _VACANCIES:
        return _VACANT
    if not any(c.isalpha() for c in name):
        return _NO_NAME
    if len(name) > LONGEST_NAME:
        return _LONG_NAME
    return "" if any(c.isalnum() for c in party) else _NO_PARTY


# ---------------------------------------------------------------- all together


def _in_order(reading: _Reading) -> Iterator[Entry]:
    """Deputies in the order they stand in, list by list, where the file does not number them;
    and one spelling for each local list."""
    entries = reading.entries
    numbered = "deputy_no" in reading.fields or any(e.person.deputy_no for e in entries)
    if any(entry.person.role == DEPUTY for entry in entries):
        reading.fields |= {"deputy_no", "deputy_for"}
    spelt: dict[str, str] = {}
    order: dict[str, int] = defaultdict(int)
    for entry in entries:
        person, key = entry.person, parties.key(entry.person.party)
        person = replace(person, party=spelt.setdefault(key, person.party))
        if person.role == DEPUTY and not numbered:
            order[key] += 1
            person = replace(person, deputy_no=order[key])
        yield replace(entry, person=person)


def _without_doubles(entries: Iterator[Entry]) -> tuple[list[Entry], list[Remark]]:
    """The same line twice is taken once; the same name otherwise is for a person to judge."""
    kept: list[Entry] = []
    same: list[Remark] = []
    by_name: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        others = by_name[columns.folded(entry.person.name)]
        equal = next((kept[i] for i in others if _alike(kept[i].person, entry.person)), None)
        if equal:
            holes = {"name": entry.person.name, "row": equal.row}
            same.append(Remark(entry.sheet, entry.row, _SAME, holes))
            continue
        if others:
            first = kept[others[0]]
            kept[others[0]] = replace(first, doubt=first.doubt or _twice(first, entry))
            entry = replace(entry, doubt=_twice(entry, first))
        others.append(len(kept))
        kept.append(entry)
    return kept, same


def _alike(one: Person, other: Person) -> bool:
    return replace(one, deputy_no=None, name="") == replace(other, deputy_no=None, name="")


def _twice(entry: Entry, other: Entry) -> Remark:
    holes = {"name": entry.person.name, "row": other.row, "party": other.person.party}
    return Remark(entry.sheet, entry.row, _TWICE, holes)
