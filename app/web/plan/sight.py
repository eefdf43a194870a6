"""What is shown of a plan process, made ready for the templates of the staff and the public."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel.dates import format_date

from app.core import planning as p
from app.core.planning import Happening, Phase, PlanProcess
from app.core.things import Knowledge
from app.publish.phrases import times
from app.store import files, intake, processes
from app.store.processes import Kept
from app.store.tables import StoredFile, WorkshopRow
from app.web.plan import drawing, words
from app.web.plan.series import series
from app.web.visit import Visit

#: Of a table that is shown beside a statement.
ROWS, COLUMNS = 12, 6


@dataclass(frozen=True, slots=True)
class Step:
    """A phase on the line. `place` is past, now, next or coming; empty where nobody has said."""

    phase: Phase
    name: str
    means: str
    stage: p.Stage
    place: str
    opens: str
    requires: str


@dataclass(frozen=True, slots=True)
class Entry:
    """On the timeline; `code` where it is one of our workshops."""

    happening: Happening
    code: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with what is shown beside it."""

    number: int
    said: Knowledge
    file: StoredFile | None
    alt: str
    table: list[list[str]]
    rest: int
    """How many rows of the table are not shown."""


async def sight(visit: Visit, kept: Kept, *, public: bool = False) -> dict[str, Any]:
    """All that the templates of one plan process ask for.

    `public`: of its workshops only those that are announced or held.
    """
    plan, _ = kept.plan, visit._
    shown = [
        row
        for row in await visit.ask(processes.series, visit.site.engine, kept.id)
        if row.told or (row.title and not public)
    ]
    return {
        "kept": kept,
        "plan": plan,
        "words": words,
        "goals": {number: _(name) for number, name in words.GOALS.items()},
        "phases": _phases(plan, visit),
        "map": drawing.draw(plan),
        "related": [(_(name), [one for one in plan.related if one.relation is relation])
                    for relation, name in words.RELATIONS.items()],
        "workshops": shown,
        "evaluations": await series(visit, shown, public=public),
        "years": _years(plan, shown, visit.language),
        "facts": await visit.ask(_facts, visit, kept),
        "blind": p.blind_spots(plan),
        "marked": any(each.goals for each in plan.knowledge),
        "seen": p.GOALS,
        "minutes": p.reading_minutes(plan),
        "findings": told(plan, visit),
        "log": list(reversed(plan.saves)),
        "when": lambda typed: when(typed, visit.language),
    }  # fmt: skip


def told(plan: PlanProcess, visit: Visit) -> dict[p.Section, list[str]]:
    """What lacks, in words, by the form where it is mended."""
    found: dict[p.Section, list[str]] = {}
    for each in p.findings(plan):
        found.setdefault(each.section, []).append(_in_words(each, visit))
    return found


def _in_words(finding: p.Finding, visit: Visit) -> str:
    _ = visit._
    if finding.flaw is p.Flaw.EMPTY:
        return _("Not filled in: {what}", what=_(words.LABELS[finding.where]))
    names = {**words.LABELS, **{phase.value: name for phase, name in words.PHASES.items()}}
    where = _(names[finding.where]) if finding.where in names else finding.where
    if finding.part:
        where += f", {_(words.LABELS[finding.part]).lower()}"
    most = p.FEW if finding.flaw is p.Flaw.MANY else p.CONCISE
    return _(words.FLAWS[finding.flaw], where=where, said=finding.said, n=most)


def _phases(plan: PlanProcess, visit: Visit) -> list[Step]:
    order = list(Phase)
    now = order.index(plan.now) if plan.now else None
    places = ("past", "now", "next", "coming")
    steps = []
    for number, stage in enumerate(plan.stages):
        opens, requires = words.law(plan.kind, stage.phase)
        place = "" if now is None else places[min(max(number - now, -1), 2) + 1]
        name, means = visit._(words.PHASES[stage.phase]), visit._(words.MEANS[stage.phase])
        step = Step(stage.phase, name, means, stage, place, visit._(opens), visit._(requires))
        steps.append(step)
    return steps


def _years(
    plan: PlanProcess, workshops: Sequence[WorkshopRow], language: str
) -> list[tuple[str, list[Entry]]]:
    """The timeline by year, our workshops among what the staff wrote."""
    ours = {_held(row): row.code for row in workshops}
    years: dict[str, list[Entry]] = {}
    year = ""
    for each in p.in_order([*ours, *plan.timeline]):
        moment = p.moment(each.when)
        year = str(moment.year) if moment else year
        years.setdefault(year, []).append(Entry(_dated(each, language), ours.get(each, "")))
    return list(years.items())


def _held(row: WorkshopRow) -> Happening:
    return Happening(f"{times.local(row.starts):%Y-%m-%d}", row.title, row.body)


def _dated(each: Happening, language: str) -> Happening:
    """With the date as it is read aloud."""
    return replace(each, when=when(each.when, language))


def when(typed: str, language: str) -> str:
    """A date as it is written in the language, as exactly as it was typed; else as it was typed."""
    moment = p.moment(typed)
    if moment is None or any(letter.isalpha() for letter in typed):  # a season stands as it is
        return typed
    english = language == "en"
    patterns = ("y", "MMMM y", "d MMMM y" if english else "d. MMMM y")
    exact = len(re.findall(r"\d+", typed))
    return format_date(moment, patterns[exact - 1], "en_GB" if english else language)


def _facts(visit: Visit, kept: Kept) -> list[Fact]:
    there = files.listed(visit.site.engine, kept.id)
    facts = []
    for number, said in enumerate(kept.plan.knowledge, start=1):
        shown = p.exhibit(kept.plan, said.id)
        file = there.get(shown.file) if shown else None
        rows: list[list[str]] = []
        if file and file.media == intake.CSV:
            whole = files.fetch(visit.site.engine, kept.id, file.id)
            rows = intake.rows(whole.content) if whole else []
        table = [row[:COLUMNS] for row in rows[: ROWS + 1]]
        alt = shown.alt if shown else ""
        facts.append(Fact(number, said, file, alt, table, max(0, len(rows) - ROWS - 1)))
    return facts
