"""A document as people read it, before it has a form.

The minutes (`minutes/`) and what stands beside them (`papers/`) are written into it; each of
`forms/` sets it, so that they say the same. Nothing here knows what the words are about, and
nothing in it is markup.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one go.

    `own`: people's or the municipality's own words, in the language the paper is `written` in and
    in their own direction; else they are ours, in the paper's `language`. `to`: "#" and an anchor
    of the same paper, or an address; `anchor`: where such a one leads. `full`: what `text` is the
    beginning of. `look` "unseen" is for those who listen, "hidden" tells that words are hidden, and
    "cut" stands where some of them were.
    """

    text: str
    own: bool = False
    to: str = ""
    look: Literal["", "strong", "quiet", "code", "tag", "ins", "del", "unseen", "hidden", "cut"] = (
        ""
    )
    tone: Literal["", "info", "success", "warning", "accent"] = ""
    full: str = ""
    anchor: str = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`look` is its place among the others: "words" is what a councillor or a table wrote."""

    runs: Runs
    look: Literal["", "lead", "quiet", "label", "words", "end", "outcome", "link"] = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is what, a line each: a name and what it is."""

    rows: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A few numbers that tell how it was, large: a number and its words."""

    rows: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: its `label`, how many, in words ("3 prikker"), percent of the widest."""

    label: Runs
    n: int
    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under each other; `alt` tells those who do not see them what they show.

    The rows are its table as well: `head` names the column of labels and that of numbers.
    """

    title: str
    alt: str
    head: tuple[str, str]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`title` names it. The first cell of a row is the row's heading."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list. `source`: the contribution it is, as the minutes call it (`understood.py`);
    `hidden`: its words, or some of them, are."""

    blocks: tuple["Block", ...]
    anchor: str = ""
    bar: Bar | None = None
    source: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list: "notes" are contributions with space around them, "ranking" has a bar for each."""

    items: tuple[Item, ...]
    look: Literal["bullets", "numbers", "notes", "ranking"] = "bullets"


@dataclass(frozen=True, slots=True)
class People:
    """Names under a heading each, such as a party; `rows`: heading and one line for each person."""

    rows: tuple[tuple[Runs, tuple[Runs, ...]], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What belongs together, and stands out from the rest."""

    blocks: tuple["Block", ...]
    look: Literal["", "dissent", "notice", "warning", "columns"] = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Background, opened by those who want it; where nothing can be opened it stands there."""

    summary: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it. How deep it lies is its level.

    `source` and `hidden` as an item's, where the section is what a table said. `look`: "summary"
    has a page to itself; "part" begins on a new one; "statement" stands in a frame.
    """

    title: Runs
    blocks: tuple["Block", ...]
    anchor: str = ""
    look: Literal["", "summary", "part", "case", "statement"] = ""
    source: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the contents stand: the paper's own sections, each with its number of page in print."""

    title: str


Block: TypeAlias = (
    Paragraph | Facts | Numbers | Chart | Table | Items | People | Box | Fold | Section | Contents
)


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole. `kicker` stands above the title, `foot` at the foot of each printed page.

    `language` is that of our words, `written` that of people's and the municipality's.
    """

    title: Run
    language: str
    written: str
    kicker: str
    foot: str
    head: tuple[Block, ...]
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> Iterator[Section]:
        """What the contents name."""
        return (each for each in self.blocks if isinstance(each, Section) and each.anchor)


def plain(text: str) -> Runs:
    """Our words."""
    return (Run(text),)


def own(text: str) -> Runs:
    """People's words."""
    return (Run(text, own=True),)
