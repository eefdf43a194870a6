"""The attackers. Each takes the loot and what the hall knows, and says what it makes of it.

Three kinds of clues come out:

* `Marks`: a number for each thing said – where it lies, when it was written. Its order may be the
  order of writing.
* `Pairs`: how near two things are to each other. They may be of one hand.
* `Links`: how strongly a thing points at a device.
"""

import base64
import hashlib
import json
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from tests.attack.hall import Device, Said, Truth
from tests.attack.loot import Loot

Marks: TypeAlias = dict[int, float]
"""Thing → number."""

Pairs: TypeAlias = dict[tuple[int, int], float]
"""Thing, other thing → how near."""

Links: TypeAlias = dict[tuple[int, int], float]
"""Thing, device → how strong."""


@dataclass(frozen=True, slots=True)
class Clue:
    """What an attacker found. Things are numbered as in `Scene.said`, devices as they came."""

    attacker: str
    where: str
    marks: Marks | None = None
    pairs: Pairs | None = None
    links: Links | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing was seen here: at `at` in a place, written by transaction `xmin`."""

    place: str
    kind: str
    page: int
    at: float
    xmin: int
    thing: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A row, or an item of a list in a row, that holds a thing; with all that stands beside it."""

    where: str
    position: int
    thing: int
    fields: Mapping[str, Any]


DIGITS = re.compile(rb"[0-9a-f]{32,}")
NEAR = 400
"""Bytes within which a device's mark may be beside a note."""


FEW = 12
"""No hand writes more: a value that more things share is not a hand's."""


class Scene:
    """The loot of one moment, searched once for all attackers."""

    def __init__(self, loot: Loot, truth: Truth) -> None:
        self.loot = loot
        self.devices = truth.devices
        self.codes = truth.codes
        self.said: list[Said] = truth.said
        self._by_token = {
            token: thing for thing, said in enumerate(self.said) for token in said.tokens
        }
        self._by_profile = {
            said.profile: thing for thing, said in enumerate(self.said) if said.marks
        }
        self.mentions = list(self._mentions())
        self.sightings = list(self._sightings())

    # ------------------------------------------------------------ in the bytes

    def _sightings(self) -> Iterator[Sighting]:
        tokens = {token.encode(): thing for token, thing in self._by_token.items()}
        raw = {bytes.fromhex(token): thing for token, thing in self._by_token.items()}
        profiles = {
            form.encode(): thing
            for profile, thing in self._by_profile.items()
            for form in (profile, profile.replace(", ", ",").replace(": ", ":"))
        }
        for place in self.loot.places:
            for piece in place.pieces:
                found = list(_printed(piece.data, tokens))
                if place.kind == "pages":
                    for form, thing in (profiles | raw).items():
                        found += [(at, thing) for at in _all(piece.data, form)]
                for at, thing in found:
                    yield Sighting(
                        place.name, place.kind, place.page, piece.offset + at, piece.xmin, thing
                    )

    # ------------------------------------------------------------ in the rows

    def _mentions(self) -> Iterator[Mention]:
        for table, rows in self.loot.rows.items():
            for position, row in enumerate(rows):
                for path, thing, fields, inside in self._walk(row, table, {}):
                    yield Mention(path, position * 10_000 + inside, thing, fields)

    def _walk(
        self, node: Any, path: str, around: Mapping[str, Any]
    ) -> Iterator[tuple[str, int, Mapping[str, Any], int]]:
        """Every thing below a node: its path, itself, the values beside it, its number in order."""
        number = 0
        pairs = list(node.items() if isinstance(node, dict) else enumerate(node))
        values = [(str(key), _parsed(value)) for key, value in pairs]
        plain = {f"{path}.{k}": v for k, v in values if not isinstance(v, dict | list)}
        fields = {**around, **plain}
        things = {self._thing(value) for value in plain.values()}
        if isinstance(node, dict):
            things |= {self._by_token.get(key) for key, _ in values}
        if json.dumps(node, default=str) in self._by_profile:
            things.add(self._by_profile[json.dumps(node, default=str)])
        for thing in things - {None}:
            assert thing is not None
            yield path, thing, fields, number
        for key, value in values:
            if isinstance(value, dict | list):
                step = "*" if isinstance(node, list) or key in self._by_token else key
                for found in self._walk(value, f"{path}.{step}", fields):
                    number += 1
                    yield found[0], found[1], found[2], number

    def _thing(self, value: Any) -> int | None:
        if isinstance(value, str):
            for token in re.findall(r"[0-9a-f]{64}|[0-9a-f]{32}", value):
                if token in self._by_token:
                    return self._by_token[token]
        return None

    def columns(self) -> Iterator[tuple[str, dict[int, Any]]]:
        """Path of a value → thing → the value."""
        found: dict[str, dict[int, Any]] = defaultdict(dict)
        for mention in self.mentions:
            for name, value in mention.fields.items():
                found[f"{mention.where} / {name}"].setdefault(mention.thing, value)
        yield from found.items()


def _printed(data: bytes, tokens: Mapping[bytes, int]) -> Iterator[tuple[int, int]]:
    """Where which token stands. Columns of digits may lie side by side without a seam."""
    for run in DIGITS.finditer(data):
        digits = run[0]
        for length in (32, 64):
            for at in range(len(digits) - length + 1):
                thing = tokens.get(digits[at : at + length])
                if thing is not None:
                    yield run.start() + at, thing


def _all(data: bytes, form: bytes) -> Iterator[int]:
    at = data.find(form)
    while at >= 0:
        yield at
        at = data.find(form, at + 1)


def _parsed(value: Any) -> Any:
    """A JSON text as what it says; other values as they are."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


# ---------------------------------------------------------------- what a device leaves behind


def forms(mark: str) -> set[bytes]:
    """A device's mark in all the ways one would write it down; of hashes, the beginning."""
    plain = mark.encode()
    raw = [plain]
    if re.fullmatch(r"(?:[0-9a-f]{2}){8,}", mark):
        raw.append(bytes.fromhex(mark))
    made = {plain, plain.upper(), plain[::-1]}
    for each in raw:
        made |= {each, *_base64(each)}
        for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s", "sha3_256"):
            digest = hashlib.new(algorithm, each).digest()
            made |= {digest.hex()[:12].encode(), digest[:12], *(b[:14] for b in _base64(digest))}
    return made


def _base64(data: bytes) -> tuple[bytes, bytes]:
    return base64.b64encode(data).rstrip(b"="), base64.urlsafe_b64encode(data).rstrip(b"=")


class Betrayals:
    """Everything that would betray one of these, findable in one pass over the bytes."""

    def __init__(self, marks: Iterable[tuple[int, str]]) -> None:
        self._printed: dict[bytes, list[tuple[bytes, int]]] = defaultdict(list)
        self._raw: list[tuple[bytes, int]] = []
        for whose, mark in marks:
            for form in forms(mark):
                if WRITTEN.fullmatch(form):
                    self._printed[form[:SHORTEST]].append((form, whose))
                else:
                    self._raw.append((form, whose))

    def found(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Where, and whose."""
        for run in WRITTEN.finditer(data):
            written = run[0]
            for at in range(len(written) - SHORTEST + 1):
                for form, whose in self._printed.get(written[at : at + SHORTEST], ()):
                    if written.startswith(form, at):
                        yield run.start() + at, whose
        for form, whose in self._raw:
            for at in _all(data, form):
                yield at, whose


SHORTEST = 11
"""Of all forms the shortest: an address."""

WRITTEN = re.compile(rb"[0-9A-Za-z+/_.-]{11,}")


def marks_of(device: Device) -> tuple[str, ...]:
    return (device.seat, device.agent, device.address)


def by_key(scene: Scene) -> Iterator[Clue]:
    """A mark of a device – plain, encoded or hashed – beside a note, in a row or in the bytes."""
    marked = Betrayals((d.number, mark) for d in scene.devices for mark in marks_of(d))
    beside: dict[str, Links] = defaultdict(dict)
    where: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for sighting in scene.sightings:
        where[sighting.place].append((sighting.at, sighting.thing))
    for place in scene.loot.places:
        seen = sorted(where[place.name])
        if not seen or place.kind == "pg_wal":  # a mark that is in the log is on a page too
            continue
        links = beside[place.name]
        for piece in place.pieces:
            for at, device in marked.found(piece.data):
                spot = piece.offset + at
                for other, thing in seen[bisect(seen, (spot - NEAR, -1)) :]:
                    if other > spot + NEAR:
                        break
                    near = 1 / (1 + abs(other - spot))
                    links[thing, device] = max(links.get((thing, device), 0), near)
    for name, values in scene.columns():
        for thing, value in values.items():
            for _, device in marked.found(str(value).encode()):
                beside[name][thing, device] = 1.0
    for name, links in beside.items():
        if links:
            yield Clue("key", name, links=links)


def by_value(scene: Scene) -> Iterator[Clue]:
    """A value that few share."""
    for name, values in scene.columns():
        groups: dict[str, list[int]] = defaultdict(list)
        for thing, value in values.items():
            groups[repr(value)].append(thing)
        if 1 < len(groups) < len(values):
            near = {
                (one, other): 1.0
                for group in groups.values()
                if len(group) <= FEW
                for one in group
                for other in group
                if one != other
            }
            if near:
                yield Clue("value", name, pairs=near)


def by_time(scene: Scene) -> Iterator[Clue]:
    """Anything that counts or tells the time: numbers, dates, ids that rise."""
    for name, values in scene.columns():
        marks = {
            thing: number
            for thing, value in values.items()
            if (number := _number(value)) is not None
        }
        if len(set(marks.values())) > 1:
            yield Clue("time", name, marks=marks)


def _number(value: Any) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.timestamp()
    if not isinstance(value, str):
        return None
    if re.fullmatch(r"\(\d+,\d+\)", value):  # a ctid
        page, line = value[1:-1].split(",")
        return int(page) * 1000 + float(line)
    if re.fullmatch(r"[0-9a-f]{16,64}", value):
        return float(int(value[:16], 16))
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).timestamp()
    except ValueError:
        return None


def by_join_order(scene: Scene) -> Iterator[Clue]:
    """A small number that is somebody's place in the order of coming, in the hall or at a table."""
    for name, values in scene.columns():
        for what, places in (
            ("hall", [device.number for device in scene.devices]),
            ("table", [device.place for device in scene.devices]),
        ):
            for first in (0, 1):
                links = {
                    (thing, device): 1.0
                    for thing, value in values.items()
                    for device, place in enumerate(places)
                    if isinstance(value, int) and value == place + first
                }
                if links:
                    yield Clue("join order", f"{name} ({what}, from {first})", links=links)


def by_table(scene: Scene) -> Iterator[Clue]:
    """A table's number or code: of use only once it should be gone."""
    for name, values in scene.columns():
        links = {
            (thing, device.number): 1.0
            for thing, value in values.items()
            for device in scene.devices
            if value in (device.table, scene.codes[device.table], f"Bord {device.table}")
            and not isinstance(value, bool)
        }
        if links:
            yield Clue("table", name, links=links)


def by_row_order(scene: Scene) -> Iterator[Clue]:
    """The order in which rows come when nobody asks for an order."""
    found: dict[str, Marks] = defaultdict(dict)
    for mention in scene.mentions:
        found[mention.where].setdefault(mention.thing, mention.position)
    for where, marks in found.items():
        yield Clue("row order", where, marks=marks)


def by_page(scene: Scene) -> Iterator[Clue]:
    """Where on the disk it lies: in the file, on which page, how far down on it."""
    for name, (spots, page) in _spots(scene, ("pages", "backup")).items():
        yield Clue("page", f"{name}, offset", marks={t: s[0] for t, s in spots.items()})
        yield Clue("page", f"{name}, last offset", marks={t: s[-1] for t, s in spots.items()})
        yield Clue("page", f"{name}, page", marks={t: s[0] // page for t, s in spots.items()})
        yield Clue("page", f"{name}, on page", marks={t: s[0] % page for t, s in spots.items()})
        yield Clue("page", f"{name}, turn on page", marks=_turns(spots, page))


def _turns(spots: Mapping[int, Sequence[float]], page: int) -> Marks:
    """How far down among those on the same page: SQLite fills a page from its end."""
    pages: dict[float, list[int]] = defaultdict(list)
    for thing in sorted(spots, key=lambda thing: spots[thing][0]):
        pages[spots[thing][0] // page].append(thing)
    return {
        thing: turn / len(things) for things in pages.values() for turn, thing in enumerate(things)
    }


def by_proximity(scene: Scene) -> Iterator[Clue]:
    """What lies side by side."""
    for kinds in (("pages", "backup", "other"), ("wal",), ("pg_wal",)):
        for name, (spots, _) in _spots(scene, kinds).items():
            line = sorted((at, thing) for thing, ats in spots.items() for at in ats)
            near: Pairs = {}
            for i, (at, thing) in enumerate(line):
                for other_at, other in line[i + 1 : i + 8]:
                    if other != thing:
                        close = 1 / (1 + other_at - at)
                        for pair in ((thing, other), (other, thing)):
                            near[pair] = max(near.get(pair, 0), close)
            yield Clue(_wal("proximity", kinds), name, pairs=near)


def by_versions(scene: Scene) -> Iterator[Clue]:
    """How many old copies lie about: what was first has been copied most."""
    for kinds in (("pages", "backup", "other"), ("wal",), ("pg_wal",)):
        found = _spots(scene, kinds)
        for name, (spots, _) in found.items():
            attacker = _wal("versions", kinds)
            yield Clue(attacker, f"{name}, copies", marks={t: len(s) for t, s in spots.items()})
            if kinds[0] != "pages":
                yield Clue(attacker, f"{name}, first", marks={t: s[0] for t, s in spots.items()})
                yield Clue(attacker, f"{name}, last", marks={t: s[-1] for t, s in spots.items()})


def by_transaction(scene: Scene) -> Iterator[Clue]:
    """Which transaction wrote it first, of all that have left a row."""
    first: dict[str, Marks] = defaultdict(dict)
    for sighting in scene.sightings:
        if sighting.xmin:
            marks = first[sighting.place]
            marks[sighting.thing] = min(marks.get(sighting.thing, 1e12), sighting.xmin)
    for name, marks in first.items():
        yield Clue("transaction", name, marks=marks)


def by_log(scene: Scene) -> Iterator[Clue]:
    """What was logged of it, in which order."""
    for name, (spots, _) in _spots(scene, ("log",)).items():
        yield Clue("log", name, marks={thing: ats[0] for thing, ats in spots.items()})


ATTACKERS: Sequence[Callable[[Scene], Iterator[Clue]]] = (
    by_key, by_value, by_time, by_join_order, by_table, by_row_order, by_page, by_proximity,
    by_versions, by_transaction, by_log,
)  # fmt: skip


def clues(scene: Scene) -> list[Clue]:
    return [clue for attack in ATTACKERS for clue in attack(scene)]


def _wal(attacker: str, kinds: Sequence[str]) -> str:
    return f"{attacker} in pg_wal" if kinds == ("pg_wal",) else attacker


def _spots(scene: Scene, kinds: Sequence[str]) -> dict[str, tuple[dict[int, list[float]], int]]:
    """Place → thing → where it was seen there, in order; and the place's page size."""
    found: dict[str, tuple[dict[int, list[float]], int]] = {}
    for sighting in scene.sightings:
        if sighting.kind in kinds:
            spots, _ = found.setdefault(sighting.place, (defaultdict(list), sighting.page))
            spots[sighting.thing].append(sighting.at)
    for spots, _ in found.values():
        for ats in spots.values():
            ats.sort()
    return found
