"""Words that must not be public: all of a contribution, or some of them (sladding).

What is hidden is known by the contribution's id, and the words stay where they are stored: only
what is told of them is otherwise. Everything that shows a contribution, on a screen or in the
minutes, asks here for its words.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, TypedDict

from app.core import commands as c
from app.core import events as e
from app.core.asides import about_question, common
from app.core.edits import Behind, Reopened
from app.core.events import Fact, NoteHidden, WordsLeft
from app.core.receipts import fingerprint
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.things import MASK, Millis, Note, Reason, Span
from app.core.words import clean

BASIS_LIMIT = 300


class Told(TypedDict):
    """What is told of a note. Where all its words are hidden it has neither id nor text: with the
    id, whoever guesses the words could make sure. Where some are, the text has `MASK` for them."""

    id: str
    text: str
    fingerprint: str
    hidden: Reason | None
    basis: str


class Hiding(TypedDict):
    """Why words are hidden, and by which provision; None and empty where none are."""

    hidden: Reason | None
    basis: str


# ---------------------------------------------------------------- contributions that are no notes


def said_at(question: str, table: int) -> str:
    """What a table said on a question, beside a reopened statement, or as a wording in common."""
    return f"{question}.{table}"


def dissent_from(said: str) -> str:
    return f"{said}.dissent"


def stand_of(question: str, table: int) -> str:
    """Why a table cannot answer for the wording in common."""
    return f"{said_at(question, table)}.stand"


def wording_of(question: str, version: int) -> str:
    """A version of the wording in common, from 1."""
    return f"{question}.wording.{version}"


def worded_as(state: Workshop, about: str) -> str:
    """What an argument is about: a table's statement, or the latest wording in common."""
    question = about_question(about)
    versions = len(state.wordings.get(question, ()))
    return wording_of(question, versions) if about == common(question) else about


def behind_as(one: Behind) -> str:
    """The id of a contribution of an earlier workshop. A note's is its own; what a table said goes
    by its fingerprint, because a table of this workshop may have answered the same question."""
    return fingerprint(one.id, one.text) if "." in one.id else one.id


# ---------------------------------------------------------------- by what a screen knows them


def seen_as(state: Workshop, id_: str) -> str:
    """By what the screens know a contribution. A note's id is the secret in its fingerprint: where
    words of it are hidden no screen has the id, or who guesses them could make sure.

    A note that is hidden whole while the hall works keeps its own until the end: every screen has
    it already, with the words, and ballots are cast on it. What tables said has no secret in its
    id, which is its place.
    """
    there = state.hidden.get(id_)
    if there is None or "." in id_ or not (there.spans or state.ended is not None):
        return id_
    return sha256(b"tannhjul-hidden\0" + id_.encode()).hexdigest()[:32]


def behind_seen_as(statement: str, at: int) -> str:
    """The same of what lies behind a reopened statement: by its place there, for its fingerprint
    is published already."""
    return sha256(f"tannhjul-behind\0{statement}\0{at}".encode()).hexdigest()[:32]


def meant(state: Workshop, seen: str) -> str:
    """The id of the contribution that the screens know as this."""
    for each in state.met.values():
        for at, one in enumerate(each.behind):
            if behind_seen_as(each.id, at) == seen:
                return behind_as(one)
    return next((id_ for id_ in state.hidden if seen_as(state, id_) == seen), seen)


@dataclass(frozen=True, slots=True)
class Words:
    """A contribution as it is stored. `mark`: its fingerprint, the same in every workshop."""

    text: str
    mark: str


def contributed(state: Workshop) -> dict[str, Words]:
    """All that councillors wrote, by id: here, or in an earlier workshop of the series."""
    came = (one for each in state.met.values() for one in each.behind)
    found = {behind_as(one): Words(one.text, fingerprint(one.id, one.text)) for one in came}
    return found | {id_: Words(text, fingerprint(id_, text)) for id_, text in _written(state)}


def _written(state: Workshop) -> Iterator[tuple[str, str]]:
    for notes in state.notes.values():
        yield from ((note.id, note.text) for note in notes.values() if not note.withdrawn)
    for (question, table), said in state.statements.items():
        id_ = said_at(question, table)
        yield from ((id_, said.text), (dissent_from(id_), said.dissent))
    for (question, table), stand in state.stands.items():
        yield stand_of(question, table), stand.dissent
    for question, versions in state.wordings.items():
        yield from ((wording_of(question, no), text) for no, text in enumerate(versions, start=1))


# ---------------------------------------------------------------- what is told of them


def is_gone(state: Workshop, id_: str) -> bool:
    """Whether all of its words are hidden."""
    there = state.hidden.get(id_)
    return there is not None and not there.spans


def why_gone(state: Workshop, id_: str) -> Reason | None:
    """Why all of its words are hidden; None where they are not."""
    return state.hidden[id_].reason if is_gone(state, id_) else None


def words(state: Workshop, id_: str, text: str) -> str:
    """The words as anybody may see them: empty where all are hidden."""
    there = state.hidden.get(id_)
    if there is None:
        return text
    return masked(text, there.spans) if there.spans else ""


def masked(text: str, spans: Iterable[Span]) -> str:
    """With `MASK` for each of the spans, which are in order."""
    for start, end in reversed([*spans]):
        text = text[:start] + MASK + text[end:]
    return text


def hiding(state: Workshop, id_: str) -> Hiding:
    there = state.hidden.get(id_)
    return {"hidden": there.reason if there else None, "basis": there.basis if there else ""}


def told(state: Workshop, note: Note) -> Told:
    """What the minutes tell of a note."""
    return {
        "id": "" if note.id in state.hidden else note.id,
        "text": words(state, note.id, note.text),
        "fingerprint": fingerprint(note.id, note.text),
        **hiding(state, note.id),
    }


# ---------------------------------------------------------------- what was published before


@dataclass(frozen=True, slots=True)
class Concealed:
    """A contribution with hidden words: its fingerprint, and where in it they are. `alike`: what
    may be read of others that say the same."""

    mark: str
    text: str
    spans: tuple[Span, ...]
    alike: frozenset[str]


def hidden_words(state: Workshop) -> tuple[Concealed, ...]:
    """The contributions in which words are hidden."""
    there, read = contributed(state), dict[str, set[str]]()
    for id_, one in there.items():
        read.setdefault(one.text, set()).add(words(state, id_, one.text))
    return tuple(
        Concealed(there[id_].mark, text, each.spans, frozenset(read[text]))
        for id_, each in state.hidden.items()
        if id_ in there
        for text in (there[id_].text,)
    )


def shows(frozen: str, hidden: Iterable[Concealed]) -> bool:
    """Whether minutes that were frozen as this JSON tell words that are `hidden`.

    What stands there with a fingerprint is that contribution; the rest is known by its words.
    """
    told: dict[str, set[str]] = {}
    for mark, text in _texts(json.loads(frozen)):
        told.setdefault(mark, set()).add(text)
    rest = told.get("", set())
    return any(
        _tells(text, one) for one in hidden for text in (*told.get(one.mark, ()), *rest - one.alike)
    )


def _tells(told: str, one: Concealed) -> bool:
    if told == one.text:
        return True
    left = not one.spans or any(one.text[at:end] in told for at, end in one.spans)
    return left and MASK in told and _is_of(told, one.text)


def _is_of(told: str, text: str) -> bool:
    """Whether it is that text with some words hidden. Each part is looked for once, from where the
    one before ended: who writes the mark again and again makes nobody wait."""
    start, *between, end = told.split(MASK)
    at = len(start)
    for part in between:
        found = text.find(part, at + 1)
        if found < 0:
            return False
        at = found + len(part)
    return text.startswith(start) and text.endswith(end) and at < len(text) - len(end)


def _texts(tree: Any, mark: str = "") -> Iterator[tuple[str, str]]:
    """Every text, with the fingerprint that stands beside it."""
    match tree:
        case str():
            yield mark, tree
        case dict():
            own = tree.get("fingerprint") or ""
            yield from (
                told
                for each in tree.values()
                for told in _texts(each, own if isinstance(each, str) else "")
            )
        case list():
            yield from (told for each in tree for told in _texts(each))


# ---------------------------------------------------------------- the staff


def hide(state: Workshop, cmd: c.HideNote, who: c.Staff, now: Millis) -> Iterator[Fact]:
    """Some of the words of a note, and what a table said, are hidden once nobody can change it.

    Raises `Refused`: `unknown_note`, `not_ended`, `too_long` for the basis, `bad_plan` for spans
    that are not in the text.
    """
    there = contributed(state).get(cmd.note)
    if there is None:
        raise Refused(Code.UNKNOWN_NOTE)
    fact = NoteHidden(cmd.note, cmd.reason, clean(cmd.basis), joined(there.text, cmd.spans))
    if state.hidden.get(cmd.note) == fact:
        return
    _require_settled(state, cmd.note, fact.spans)
    if len(fact.basis) > BASIS_LIMIT:
        raise Refused(Code.TOO_LONG)
    yield fact


def leave(state: Workshop, cmd: c.LeaveWords, who: c.Staff, now: Millis) -> Iterator[Fact]:
    """Raises `Refused` as `hide` does."""
    there = contributed(state).get(cmd.note)
    if there is None:
        raise Refused(Code.UNKNOWN_NOTE)
    _require_settled(state, cmd.note, cmd.spans)
    _require_within(there.text, cmd.spans)
    spans = tuple(sorted({*cmd.spans} - state.left.get(cmd.note, frozenset())))
    if spans:
        yield WordsLeft(cmd.note, spans)


def _require_within(text: str, spans: Iterable[Span]) -> None:
    if not all(0 <= start < end <= len(text) for start, end in spans):
        raise Refused(Code.BAD_PLAN)


def _require_settled(state: Workshop, id_: str, spans: Collection[Span]) -> None:
    """What came along from an earlier workshop is; of this one's a note may be hidden whole."""
    whole = not spans and state.find_note(id_) is not None
    if state.ended is None and not whole and id_ in dict(_written(state)):
        raise Refused(Code.NOT_ENDED)


def joined(text: str, spans: Collection[Span]) -> tuple[Span, ...]:
    """In order, each with what it overlaps or has only spaces between; none for the whole text.

    Raises `Refused` (`bad_plan`) where one is empty or not in the text.
    """
    found: list[Span] = []
    _require_within(text, spans)
    for start, end in sorted(spans):
        if found and not text[found[-1][1] : start].strip():
            start, end = found[-1][0], max(found.pop()[1], end)
        found.append((start, end))
    return tuple(found) if masked(text, found).replace(MASK, "").strip() else ()


def show(state: Workshop, cmd: c.UnhideNote, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.note not in contributed(state):
        raise Refused(Code.UNKNOWN_NOTE)
    if cmd.note in state.hidden:
        yield e.NoteUnhidden(cmd.note)


# ---------------------------------------------------------------- into the next workshop


def hidden_behind(state: Workshop, statements: Iterable[Reopened]) -> tuple[NoteHidden, ...]:
    """What is hidden here of what lies behind these, as the next workshop is to know it."""
    here = {there.mark: id_ for id_, there in contributed(state).items()}
    behind = {behind_as(one): one for each in statements for one in each.behind}
    ids = {id_: here.get(fingerprint(one.id, one.text), "") for id_, one in behind.items()}
    return tuple(
        replace(state.hidden[there], note=id_)
        for id_, there in ids.items()
        if there in state.hidden
    )
