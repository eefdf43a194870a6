"""What a synthesis is made of, and the edits that make it: the administration's work after a
workshop. `synthesis.py` has the rules.

A synthesis is a few registers. An edit turns one entry of one register from what stood there to
what is to stand there (None: nothing). So whoever began from something older is told, taking back
is turning round, and two editors never step on each other. There is no register of what councillors
wrote: nothing here can change a word of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal, TypeAlias


class Bearing(StrEnum):
    """How a contribution bears on a statement."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    NUANCES = "nuances"


class Unused(StrEnum):
    """Why a contribution is not used. The minutes print it."""

    UNCLEAR = "unclear"  # nobody can tell what is meant
    ELSEWHERE = "elsewhere"  # it is about something else than the question
    NOTHING_NEW = "nothing_new"  # it agrees with something, and says no more


class Fate(StrEnum):
    """How a contribution ends."""

    OPEN = "open"  # unaccounted for
    USED = "used"
    MERGED = "merged"
    ASIDE = "aside"
    HIDDEN = "hidden"  # its words are nobody's to read any more


@dataclass(frozen=True, slots=True)
class Theme:
    """Made by the editor. `place` is where it stands among the others."""

    name: str
    keywords: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True, slots=True)
class Understood:
    """A statement «slik har vi forstått dere».

    `minority`: it holds the view of the few. A professional `remark` and a `conflict` with a plan
    that stands are beside the statement, not in it. One that the hall was asked about is never
    dropped: where it was not what the hall meant, it is `withdrawn`, and the words say why.
    """

    text: str
    theme: str | None = None
    minority: bool = False
    remark: str = ""
    conflict: str = ""
    place: int = 0
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    why: Unused
    words: str = ""


@dataclass(frozen=True, slots=True)
class ThemeEdit:
    key: str
    old: Theme | None
    new: Theme | None
    register: Literal["themes"] = "themes"


@dataclass(frozen=True, slots=True)
class StatementEdit:
    key: str
    old: Understood | None
    new: Understood | None
    register: Literal["statements"] = "statements"


@dataclass(frozen=True, slots=True)
class PlaceEdit:
    """In which theme a contribution lies."""

    key: str
    old: str | None
    new: str | None
    register: Literal["placed"] = "placed"


@dataclass(frozen=True, slots=True)
class LinkEdit:
    """The key is a statement and a contribution."""

    key: tuple[str, str]
    old: Bearing | None
    new: Bearing | None
    register: Literal["links"] = "links"


@dataclass(frozen=True, slots=True)
class AsideEdit:
    key: str
    old: SetAside | None
    new: SetAside | None
    register: Literal["aside"] = "aside"


@dataclass(frozen=True, slots=True)
class MergeEdit:
    """A contribution says what another one says, and goes where that goes."""

    key: str
    old: str | None
    new: str | None
    register: Literal["merged"] = "merged"


Edit: TypeAlias = ThemeEdit | StatementEdit | PlaceEdit | LinkEdit | AsideEdit | MergeEdit
Edits: TypeAlias = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What an editor did in one go, and has not taken back."""

    by: str
    edits: Edits


@dataclass(frozen=True, slots=True)
class Synthesis:
    themes: Mapping[str, Theme] = field(default_factory=dict)
    statements: Mapping[str, Understood] = field(default_factory=dict)
    placed: Mapping[str, str] = field(default_factory=dict)  # theme, by contribution
    links: Mapping[tuple[str, str], Bearing] = field(default_factory=dict)
    aside: Mapping[str, SetAside] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    done: tuple[Done, ...] = ()

    def at(self, edit: Edit) -> Any:
        """What stands where the edit would set something."""
        return getattr(self, edit.register).get(edit.key)

    def edited(self, edits: Edits) -> "Synthesis":
        """With the edits carried out, whatever stood there."""
        registers: dict[str, Any] = {}
        for edit in edits:
            entries = registers.setdefault(edit.register, dict(getattr(self, edit.register)))
            if edit.new is None:
                entries.pop(edit.key, None)
            else:
                entries[edit.key] = edit.new
        return replace(self, **registers)


# ---------------------------------------------------------------- into the next workshop


class Answer(StrEnum):
    """What a councillor says of a reopened statement. On a ballot the first is 1, the last 4."""

    UNDERSTOOD = "understood"
    PARTLY = "partly"
    WRONG = "wrong"
    LACKS = "lacks"  # something that was meant is not in it


@dataclass(frozen=True, slots=True)
class Behind:
    """A contribution that lies behind a statement, as it stood. `id`: as in `Synthesis.links`."""

    id: str
    bearing: Bearing
    text: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """A statement brought into the next workshop, with its provenance. Versions count from 1.

    `theme` is the theme's name. `before`: how it was worded when the hall last met it, if it did.
    """

    id: str
    version: int
    text: str
    before: str = ""
    theme: str = ""
    minority: bool = False
    remark: str = ""
    conflict: str = ""
    behind: tuple[Behind, ...] = ()


def turned(edits: Edits) -> Edits:
    """The edits that take these back."""
    return tuple(map(_turned, edits))


def _turned(edit: Any) -> Edit:
    turned: Edit = replace(edit, old=edit.new, new=edit.old)
    return turned
