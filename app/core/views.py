"""What each screen may see: the one place where anything is hidden.

Everything that reaches a screen – first view, change, reconnection – goes through `Views`, one
function per role. The shapes are in `seen.py`, the parts in `parts.py`,
`aloud.py`, `outcome.py` and `standing.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter, is_
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast, overload

from app.core import aloud, bench, outcome, parts, standing
from app.core.parts import programme as programme
from app.core.parts import tag as tag
from app.core.seen import (
    Argument,
    Common,
    ControlView,
    Corrected,
    Evaluation,
    Hall,
    Head,
    InHall,
    Known,
    Now,
    Parked,
    Prioritising,
    ProjectorView,
    Reread,
    Said,
    TabletView,
    Verification,
    View,
    Wording,
    WorkbenchView,
)
from app.core.standing import Presence, Standing
from app.core.state import Workshop

P = ParamSpec("P")
T = TypeVar("T")

#: The fields of the state that a part is made from. It is given no others, so it is as good as new
#: for as long as these are the same objects.
MADE_FROM: Mapping[Callable[..., Any], tuple[str, ...]] = {
    standing.presence: ("seats",),
    standing.standing: ("ended", "steps", "step", "notes", "hidden"),
    standing.lies_open: ("steps", "step"),
    standing.own_notes: ("steps", "step"),
    standing.hall_notes: (),
    standing.all_notes: ("steps", "step"),
    parts.head: ("plan", "ended"),
    parts.now: ("steps", "skipped", "step", "questions", "open", "clock"),
    parts.hall: ("tables", "disbanded", "marks", "step", "boxes"),
    aloud.shown: ("shown", "tables", "statements", "hidden"),
    parts.own_table: (
        "tables", "disbanded", "marks", "steps", "skipped", "step", "pens", "stands",
        "hidden",
    ),
    aloud.own_statement: ("steps", "step", "statements", "hidden"),
    aloud.own_proposal: ("steps", "step", "statements", "hidden"),
    outcome.prioritising: (
        "plan", "tables", "questions", "steps", "step", "notes", "statements", "boxes",
        "hidden", "wordings", "pointed", "ended",
    ),
    aloud.common: ("tables", "disbanded", "steps", "step", "wordings", "stands", "hidden"),
    aloud.typed: ("steps", "step", "typed"),
    aloud.wordings: ("steps", "step", "wordings", "hidden"),
    aloud.arguments: ("ended", "steps", "step", "notes", "laid", "hidden"),
    aloud.proposals: ("tables", "steps", "step", "statements", "hidden"),
    aloud.parked: ("ended", "steps", "step", "notes", "settled_parked", "hidden"),
    aloud.floor: ("floor",),
    parts.undo: ("before", "ended", "steps", "boxes", "settled"),
    outcome.evaluation: ("plan", "steps", "step", "boxes", "settled"),
    outcome.verification: ("plan", "steps", "step", "boxes", "settled", "reopened", "pointed"),
    outcome.reopened: ("steps", "step", "boxes", "settled", "reopened", "hidden"),
    outcome.corrections: (
        "steps", "step", "open", "boxes", "settled", "notes", "hidden", "reopened", "ended",
    ),
    outcome.rewordings: (
        "steps", "step", "open", "boxes", "settled", "tables", "statements", "reopened", "hidden",
    ),
    outcome.own_rewordings: (
        "steps", "step", "boxes", "settled", "statements", "reopened", "hidden",
    ),
    parts.knowledge: ("plan", "steps", "step", "open", "knowledge", "notes"),
    parts.whys: ("ended", "notes", "hidden"),
    parts.programme: ("steps", "skipped", "visited", "step", "questions"),
    parts.following: ("steps", "skipped", "visited", "step", "questions"),
    parts.questions: ("steps", "questions"),
    aloud.opened: ("opened_statements", "steps", "step"),
    aloud.opened_statements: (
        "opened_statements", "steps", "step", "tables", "statements", "hidden",
    ),
    aloud.statements: ("steps", "step", "tables", "statements", "hidden"),
    parts.tables: ("tables", "disbanded", "steps", "step", "marks", "statements", "pens"),
    parts.counts: ("notes", "controls"),
    bench.contributions: (
        "ended", "notes", "statements", "questions", "knowledge", "plan", "steps", "hidden",
        "tables", "reopened", "wordings",
    ),
    bench.endings: (
        "synthesis", "notes", "statements", "questions", "knowledge", "plan", "hidden", "reopened",
    ),
    bench.left: (),
    bench.themes: ("synthesis",),
    bench.understood: ("synthesis", "reopened", "steps", "boxes", "directions", "hidden"),
    bench.undoable: (
        "synthesis", "notes", "statements", "questions", "knowledge", "plan", "hidden", "reopened",
        "directions",
    ),
}  # fmt: skip


def _reader(fields: tuple[str, ...]) -> Callable[[Workshop], tuple[object, ...]]:
    read: Callable[[Workshop], Any] = attrgetter(*fields) if fields else lambda _: ()
    return read if len(fields) != 1 else lambda state: (read(state),)


_READ = {part: _reader(fields) for part, fields in MADE_FROM.items()}


# ---------------------------------------------------------------- who looks


@dataclass(frozen=True, slots=True)
class TabletAt:
    table: int


@dataclass(frozen=True, slots=True)
class OnProjector:
    pass


@dataclass(frozen=True, slots=True)
class InControl:
    pass


@dataclass(frozen=True, slots=True)
class Looking:
    """What a tablet would see that is at no table."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """A tablet that comes by a code of a hall that everybody has left."""


@dataclass(frozen=True, slots=True)
class AtWorkbench:
    """An editor, by login name: what they may take back is their own."""

    editor: str


Audience: TypeAlias = TabletAt | OnProjector | InControl | Looking | Farewell
Viewer: TypeAlias = Audience | AtWorkbench


@overload
def view(state: Workshop, audience: Audience) -> InHall: ...
@overload
def view(state: Workshop, audience: AtWorkbench) -> WorkbenchView: ...
def view(state: Workshop, audience: Viewer) -> View:
    """Everything `audience` may see of the workshop just now."""
    return Views().of(state, audience)


@dataclass(frozen=True, slots=True)
class _Kept:
    made_from: tuple[object, ...]
    part: Any


@dataclass(frozen=True, slots=True)
class _Shared:
    """What is the same for all who look."""

    here: Presence
    notes: Standing
    workshop: Head
    now: Now | None
    hall: Hall
    shown: tuple[Said, ...]
    prioritising: Prioritising | None
    knowledge: dict[str, Known]
    common: Common | None
    evaluation: Evaluation | None
    verification: Verification | None
    reopened: dict[str, Reread]
    corrections: dict[str, Corrected]
    rewordings: dict[str, Said]
    wordings: dict[str, Wording]
    arguments: dict[str, Argument]
    parked: dict[str, Parked]


class Views:
    """Views of one workshop, state after state. What did not change is the same object again."""

    def __init__(self) -> None:
        self._kept: dict[object, _Kept] = {}
        self._state = Workshop()
        self._shared = self._share()

    def of(self, state: Workshop, audience: Viewer) -> View:
        """Everything `audience` may see of the workshop just now."""
        if state is not self._state:
            self._state = state
            self._shared = self._share()
        match audience:
            case TabletAt(table):
                return self._tablet(table)
            case OnProjector():
                return self._projector()
            case InControl():
                return self._control()
            case Looking():
                return self._tablet(0)
            case Farewell():
                return _farewell(state)
            case AtWorkbench(editor):
                return self._workbench(editor)

    def _share(self) -> _Shared:
        here = self._part("here", standing.presence)
        return _Shared(
            here=here,
            notes=self._part("notes", standing.standing),
            workshop=self._part("head", parts.head),
            now=self._part("now", parts.now),
            hall=self._part("hall", parts.hall, here),
            shown=self._part("shown", aloud.shown),
            prioritising=self._part("prioritising", outcome.prioritising),
            knowledge=self._part("knowledge", parts.knowledge),
            common=self._part("common", aloud.common),
            evaluation=self._part("evaluation", outcome.evaluation),
            verification=self._part("verification", outcome.verification),
            reopened=self._part("reopened", outcome.reopened),
            corrections=self._part("corrections", outcome.corrections),
            rewordings=self._part("rewordings", outcome.rewordings),
            wordings=self._part("wordings", aloud.wordings),
            arguments=self._part("arguments", aloud.arguments),
            parked=self._part("parked", aloud.parked),
        )

    def _tablet(self, table: int) -> TabletView:
        all_ = self._shared
        laid = self._part("laid", standing.lies_open, all_.notes)
        return TabletView(
            workshop=all_.workshop,
            now=all_.now,
            hall=all_.hall,
            table=self._part(("table", table), parts.own_table, table, all_.here),
            statement=self._part(("statement", table), aloud.own_statement, table),
            shown=all_.shown,
            prioritising=all_.prioritising,
            trouble=self._state.trouble,
            own_notes=self._part(("own", table), standing.own_notes, table, all_.notes),
            hall_notes=self._part(("others", table), standing.hall_notes, table, laid),
            knowledge=all_.knowledge,
            whys=self._part("whys", parts.whys, all_.knowledge),
            common=all_.common,
            proposal=self._part(("proposal", table), aloud.own_proposal, table),
            evaluation=all_.evaluation,
            verification=all_.verification,
            reopened=all_.reopened,
            corrections=all_.corrections,
            rewordings=all_.rewordings,
            own_rewordings=self._part(("own rewordings", table), outcome.own_rewordings, table),
            statements=self._part("shown to all", aloud.opened_statements),
            wordings=all_.wordings,
            arguments=all_.arguments,
            parked=all_.parked,
        )

    def _projector(self) -> ProjectorView:
        all_ = self._shared
        return ProjectorView(
            workshop=all_.workshop,
            now=all_.now,
            next=self._part("next", parts.following),
            hall=all_.hall,
            shown=all_.shown,
            prioritising=all_.prioritising,
            trouble=self._state.trouble,
            common=all_.common,
            typed=self._part("typed", aloud.typed),
            evaluation=all_.evaluation,
            verification=all_.verification,
            reopened=all_.reopened,
            corrections=all_.corrections,
            rewordings=all_.rewordings,
            knowledge=all_.knowledge,
            wordings=all_.wordings,
            arguments=all_.arguments,
            parked=all_.parked,
        )

    def _control(self) -> ControlView:
        all_ = self._shared
        return ControlView(
            workshop=all_.workshop,
            now=all_.now,
            hall=all_.hall,
            counts=self._part("counts", parts.counts, all_.here, all_.notes),
            programme=self._part("programme", parts.programme),
            questions=self._part("questions", parts.questions),
            shown=all_.shown,
            opened=self._part("opened", aloud.opened),
            prioritising=all_.prioritising,
            trouble=self._state.trouble,
            tables=self._part("tables", parts.tables, all_.here, all_.notes),
            statements=self._part("statements", aloud.statements),
            notes=self._part("all notes", standing.all_notes, all_.notes),
            knowledge=all_.knowledge,
            whys=self._part("whys", parts.whys, all_.knowledge),
            common=all_.common,
            typed=self._part("typed", aloud.typed),
            evaluation=all_.evaluation,
            verification=all_.verification,
            reopened=all_.reopened,
            corrections=all_.corrections,
            rewordings=all_.rewordings,
            floor=self._part("floor", aloud.floor),
            undo=self._part("undo", parts.undo),
            arguments=all_.arguments,
            parked=all_.parked,
            wordings=all_.wordings,
            proposals=self._part("proposals", aloud.proposals),
        )

    def _workbench(self, editor: str) -> WorkbenchView:
        there = self._part("contributions", bench.contributions)
        ends = self._part("endings", bench.endings, there)
        return WorkbenchView(
            workshop=self._shared.workshop,
            questions=self._part("questions", parts.questions),
            left=self._part("left", bench.left, ends),
            undo=self._part(("undoable", editor), bench.undoable, editor),
            trouble=self._state.trouble,
            contributions=there,
            endings=ends,
            themes=self._part("themes", bench.themes),
            understood=self._part("understood", bench.understood),
        )

    def _part(
        self,
        name: object,
        make: Callable[Concatenate[Workshop, P], T],
        *more: P.args,
        **named: P.kwargs,
    ) -> T:
        """A part of the view: the one made last time, where it would be made from the same."""
        made_from = (*_READ[make](self._state), *more)
        known = self._kept.get(name)
        if known is not None and all(map(is_, known.made_from, made_from)):
            return cast("T", known.part)
        part = make(_cut(self._state, MADE_FROM[make]), *more, **named)
        if known is not None and known.part == part:
            part = known.part
        self._kept[name] = _Kept(made_from, part)
        return part


def _farewell(state: Workshop) -> View:
    """That it is over, and no more."""
    plan = state.plan
    ended = state.ended if state.ended is not None or plan is None else plan.ends
    return Views().of(Workshop(plan=plan, ended=ended), Looking())


def _cut(state: Workshop, fields: tuple[str, ...]) -> Workshop:
    """The state with these fields and no other: to ask for another is an `AttributeError`."""
    cut = object.__new__(Workshop)
    for field in fields:
        object.__setattr__(cut, field, getattr(state, field))
    return cut
