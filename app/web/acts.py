"""The staff's log in plain words: what was done, by whom, when. Councillors may read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core import events as e
from app.core.asides import ARGUMENTS, CORRECTIONS, EVALUATION, PARKING, REACTIONS
from app.core.state import Workshop
from app.core.things import Kind, Millis, Side
from app.i18n import N_, Translator
from app.publish.minutes.teller import REASONS
from app.store import log

#: What a step is called where it has no title of its own.
KINDS: Mapping[Kind, str] = {
    Kind.RULES: N_("Ground rules"),
    Kind.INTRO: N_("From the front"),
    Kind.KNOWLEDGE: N_("The knowledge base"),
    Kind.WRITE: N_("Writing alone"),
    Kind.TALK: N_("Table talk"),
    Kind.PLENARY: N_("Plenary"),
    Kind.PRIORITISE: N_("Prioritising"),
    Kind.ROUND: N_("New neighbours"),
    Kind.VERIFY: N_("Verification"),
    Kind.EVALUATE: N_("Evaluation"),
    Kind.PAUSE: N_("Break"),
    Kind.END: N_("The end"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    at: Millis
    actor: str
    words: str


def entry(row: Any, state: Workshop, _: Translator) -> Entry:
    """A row of the staff log (at, actor, kind, body), in the translator's language."""
    act = log.read(row.kind, row.body)
    return Entry(row.at, row.actor, _WORDS[type(act)](act, state, _))


def step_name(state: Workshop, step: str, _: Translator) -> str:
    found = state.find_step(step)
    return (found.title or _(KINDS[found.kind])) if found else step


def _question(state: Workshop, question: str) -> str:
    asked = state.questions.get(question)
    return asked.text if asked else question


def _table(state: Workshop, table: int | None, _: Translator) -> str:
    found = state.tables.get(table or 0)
    return found.name if found else str(table)


def _planned(fact: e.WorkshopPlanned, state: Workshop, _: Translator) -> str:
    return _("Planned the workshop «{title}»", title=fact.plan.title)


def _laid(fact: e.TablesLaid, state: Workshop, _: Translator) -> str:
    return _.ngettext("Laid {n} table", "Laid {n} tables", len(fact.tables))


def _asked(fact: e.QuestionAsked, state: Workshop, _: Translator) -> str:
    return _("Put the question «{question}»", question=fact.question.text)


def _step(fact: e.StepPlanned, state: Workshop, _: Translator) -> str:
    name = fact.step.title or _(KINDS[fact.step.kind])
    return _.ngettext(
        "Placed «{step}» in the programme, {n} minute",
        "Placed «{step}» in the programme, {n} minutes",
        fact.step.minutes,
        step=name,
    )


def _step_dropped(fact: e.StepDropped, state: Workshop, _: Translator) -> str:
    name = fact.step.title or _(KINDS[fact.step.kind])
    return _("Took «{step}» out of the programme", step=name)


def _on_step(message: str) -> Callable[[Any, Workshop, Translator], str]:
    return lambda fact, state, _: _(message, step=step_name(state, fact.step, _))


def _clock(fact: e.ClockSet, state: Workshop, _: Translator) -> str:
    message = N_("Paused the clock in «{step}»") if fact.left is not None else N_(
        "Set the clock in «{step}»"
    )  # fmt: skip
    return _(message, step=step_name(state, fact.step, _))


def _shown(fact: e.StatementShown, state: Workshop, _: Translator) -> str:
    if fact.table is None:
        return _("Cleared the projector")
    tables = [_table(state, no, _) for no in (fact.table, *fact.beside)]
    if len(tables) == 1:
        return _("Showed the statement of {table}", table=tables[0])
    return _("Showed the statements of {tables} side by side", tables=", ".join(tables))


def _sealed(fact: e.RoundSealed, state: Workshop, _: Translator) -> str:
    if fact.question in _SEALED:
        return _(_SEALED[fact.question])
    return _(
        "Sealed the notes on «{question}»: no table stands with them any more",
        question=_question(state, fact.question),
    )


_SEALED = {
    REACTIONS: N_("Sealed the reactions to the knowledge base: no table stands with them any more"),
    ARGUMENTS: N_("Sealed the arguments: no table stands with them any more"),
    PARKING: N_("Sealed what was parked: no table stands with it any more"),
    CORRECTIONS: N_("Sealed the corrections: no table stands with them any more"),
    EVALUATION: N_("Sealed the lines of the evaluation: no table stands with them any more"),
}


def _skipped(fact: e.StepSkipped, state: Workshop, _: Translator) -> str:
    message = N_("Skipped «{step}»") if fact.on else N_("Took «{step}» in again")
    return _(message, step=step_name(state, fact.step, _))


def _hidden(fact: e.NoteHidden, state: Workshop, _: Translator) -> str:
    """Not which words, nor how many: the log is read by all."""
    message = N_("Hid words of a note: {reason}") if fact.spans else N_("Hid a note: {reason}")
    told = _(message, reason=_(REASONS[fact.reason]))
    return f"{told} ({fact.basis})" if fact.basis else told


def _undone(fact: e.MoveUndone, state: Workshop, _: Translator) -> str:
    if fact.step is None:
        return _("Took back that the workshop was started")
    return _("Took back the last move, to «{step}»", step=step_name(state, fact.step, _))


def _floor(fact: e.FloorGiven, state: Workshop, _: Translator) -> str:
    if fact.table is None:
        return _("Nobody has the word")
    return _("Gave the word to a table")  # which was quiet is for whoever leads only


def _argument(fact: e.ArgumentLaid, state: Workshop, _: Translator) -> str:
    if not fact.on:
        return _("Took away a note that was laid under a statement")
    if fact.side is Side.FOR:
        return _("Laid a note under a statement as an argument for it")
    return _("Laid a note under a statement as an argument against it")


def _disbanded(fact: e.TableDisbanded, state: Workshop, _: Translator) -> str:
    message = N_("Disbanded {table}") if fact.on else N_("Took {table} into use again")
    return _(message, table=_table(state, fact.table, _))


def _counted(fact: e.BallotsCounted, state: Workshop, _: Translator) -> str:
    step = state.find_step(fact.step)
    if step is not None and step.kind is Kind.EVALUATE:
        return _.ngettext(
            "Counted the evaluation of {n} councillor",
            "Counted the evaluation of {n} councillors",
            fact.ballots,
        )
    if step is not None and step.kind is Kind.VERIFY:
        return _.ngettext(
            "Counted the answers of {n} councillor",
            "Counted the answers of {n} councillors",
            fact.ballots,
        )
    return _.ngettext(
        "Counted the dots of {n} councillor",
        "Counted the dots of {n} councillors",
        fact.ballots,
    )


def _synthesised(fact: e.SynthesisEdited, state: Workshop, _: Translator) -> str:
    if fact.taken_back is not None:
        return _("Took back an edit of the synthesis")
    return _.ngettext(
        "Edited {n} thing in the synthesis", "Edited {n} things in the synthesis", len(fact.edits)
    )


def _reopened(fact: e.StatementsReopened, state: Workshop, _: Translator) -> str:
    return _.ngettext(
        "Reopened {n} statement from workshop {number}",
        "Reopened {n} statements from workshop {number}",
        len(fact.statements),
        number=fact.number,
    )


def _published(fact: e.MinutesPublished, state: Workshop, _: Translator) -> str:
    told = {"version": fact.version, "names": ", ".join(fact.consents)}
    if fact.consents:
        return _("Published the minutes, version {version}, with the consent of {names}", **told)
    return _("Published the minutes, version {version}, with no consent asked for", **told)


def _direction(fact: e.DirectionTaken, state: Workshop, _: Translator) -> str:
    if not fact.on:
        return _("Took back a political direction: «{text}»", text=fact.text)
    return _(
        "Took as a political direction, after {answers} of this workshop "
        "({understood} understood): «{text}»",
        answers=_.ngettext("{n} answer", "{n} answers", sum(fact.answers)),
        understood=fact.answers[0],
        text=fact.text,
    )


_WORDS: Mapping[type[e.Act], Callable[[Any, Workshop, Translator], str]] = {
    e.WorkshopPlanned: _planned,
    e.TablesLaid: _laid,
    e.QuestionAsked: _asked,
    e.QuestionDropped: lambda fact, state, _: _(
        "Took back the question «{question}»", question=fact.question.text
    ),
    e.KnowledgeLaid: lambda fact, state, _: _.ngettext(
        "Laid {n} statement of the knowledge base before the hall",
        "Laid {n} statements of the knowledge base before the hall",
        len(fact.statements),
    ),
    e.StepPlanned: _step,
    e.StepDropped: _step_dropped,
    e.NoticeWritten: lambda fact, state, _: _("Wrote on the notice"),
    e.NoticePublished: lambda fact, state, _: _(
        "Published the notice, version {version}", version=fact.version
    ),
    e.StepSkipped: _skipped,
    e.StepOpened: _on_step(N_("Opened «{step}»")),
    e.StepClosed: _on_step(N_("Closed «{step}»")),
    e.GraceGiven: _on_step(N_("Gave five seconds more in «{step}»")),
    e.ClockSet: _clock,
    e.StatementShown: _shown,
    e.WordingWritten: lambda fact, state, _: _(
        "Wrote the hall's common wording on «{question}», version {version}",
        question=_question(state, fact.question),
        version=fact.version,
    ),
    e.ArgumentLaid: _argument,
    e.FloorGiven: _floor,
    e.ParkedSettled: lambda fact, state, _: _(
        "Said about something parked: «{words}»", words=fact.words
    ),
    e.TableDisbanded: _disbanded,
    e.MoveUndone: _undone,
    e.HelpGiven: lambda fact, state, _: _("Helped {table}", table=_table(state, fact.table, _)),
    e.NoteHidden: _hidden,
    e.NoteUnhidden: lambda fact, state, _: _("Showed a hidden note again"),
    e.WordsLeft: lambda fact, state, _: _(
        "Weighed what was found in a contribution, and let it stand"
    ),
    e.RoundSealed: _sealed,
    e.BallotsCounted: _counted,
    e.AttendanceTaken: lambda fact, state, _: _(
        "Took attendance: {present} present, {absent} absent",
        present=fact.present,
        absent=fact.absent,
    ),
    e.DetailsRecorded: lambda fact, state, _: _("Wrote in the minutes"),
    e.WorkshopEnded: lambda fact, state, _: _("Ended the workshop"),
    e.SynthesisEdited: _synthesised,
    e.StatementsReopened: _reopened,
    e.DirectionTaken: _direction,
    e.DraftShared: lambda fact, state, _: (
        _("Shared the draft of the minutes for remarks")
        if fact.on
        else _("Ended the sharing of the draft")
    ),
    e.MinutesConsented: lambda fact, state, _: _("Consented to publishing the draft"),
    e.MinutesPublished: _published,
    e.MinutesWithdrawn: lambda fact, state, _: _(
        "Withdrew the minutes, version {version}: {why}", version=fact.version, why=fact.why
    ),
}
