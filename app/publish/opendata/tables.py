"""Minutes as tables for a spreadsheet: what is counted, sorted and drawn by those who are curious.

Headings are in the minutes' language, the files' names always the same. Nothing is here that the
minutes do not have; their JSON (`data.py`) has all of it, and every word exactly.
"""

from collections.abc import Iterator

from app.core.discussion import LaidAside, Reasoned, TableStatement
from app.core.evaluation import Line
from app.core.minutes import Contribution, Minutes, Why
from app.core.things import MASK, Method, Parking, Reason
from app.core.understood import Corrected, all_corrections
from app.i18n import N_, Translator
from app.publish.minutes.evaluation import MEASURES
from app.publish.minutes.knowledge import REACTIONS
from app.publish.minutes.meeting import ROLES
from app.publish.minutes.teller import REASONS, SIDES
from app.publish.minutes.verification import BEARINGS
from app.publish.opendata.spreadsheet import Row, Sheet
from app.publish.phrases.understood import ANSWERS, FATES, Register

METHODS = {
    "": N_("Dots"),
    Method.POINTS: N_("Points"),
    Method.SCALE: N_("Grades from 1 to 5"),
}
PARKED = {
    Parking.CHAIR: N_("Question to the chair"),
    Parking.ELSEWHERE: N_("Laid aside, because it belongs elsewhere"),
}
GRADES = range(1, 6)


def sheets(minutes: Minutes, _: Translator) -> list[Sheet]:
    """Every table, also those without a row: whoever reads them by program finds them all."""
    told = _Tables(minutes, _)
    return [
        told.contributions(),
        told.statements(),
        told.cases(),
        told.people(),
        told.knowledge(),
        told.priorities(),
        told.verified(),
        told.points(),
        told.links(),
        told.evaluation(),
    ]


def contributions(minutes: Minutes, _: Translator) -> Sheet:
    """Everything that councillors wrote under a fingerprint, and what became of it."""
    return _Tables(minutes, _).contributions()


class _Tables:
    """The tables of one document, in one language."""

    def __init__(self, minutes: Minutes, _: Translator) -> None:
        self._, self.minutes = _, minutes
        self.register = Register(minutes, _)
        self.reopened = minutes.verification.statements if minutes.verification else ()
        self.ended = (
            _("What became of it"),
            _("Statements it bears on"),
            _("Merged with"),
            _("Why not used"),
            _("Said of that"),
        )

    def _end(self, ref: str) -> tuple[str, ...]:
        """What became of a contribution, under `ended`; empty where nothing is written up."""
        end = self.register.ends.get(ref)
        if end is None:
            return ("",) * len(self.ended)
        numbers = sorted(self.register.number[one] for one in end.statements)
        told = self._(FATES[end.fate]), ", ".join(map(str, numbers))
        return (*told, end.into, self.register.why(end), end.words)

    # ------------------------------------------------------------ what was said

    def contributions(self) -> Sheet:
        _ = self._
        head = (
            _("Kind"), _("Case"), _("Number"), _("About"), _("In which way"), _("Words"),
            _("Hidden because"), _("On what basis"), _("Written openly"), *self.ended,
            _("Answer"), _("Fingerprint"),
        )  # fmt: skip
        said = (*self._notes(), *self._arguments(), *self._others())
        return Sheet("innspill", _("Every contribution, and what became of it"), head, said)

    def _notes(self) -> Iterator[Row]:
        for no, case in enumerate(self.minutes.cases, start=1):
            for at, note in enumerate(case.notes, start=1):
                yield self._contribution(self._("Note"), no, at, case.question, "", note)

    def _arguments(self) -> Iterator[Row]:
        """Those that are no notes on the question, numbered as `understood.places` does."""
        at = 0
        for no, case in enumerate(self.minutes.cases, start=1):
            under = [(said.table, said.arguments) for said in case.statements]
            if case.common:
                under.append((self._("The wording in common"), case.common.arguments))
            for about, arguments in under:
                for one in (each for each in arguments if not each.laid):
                    at += 1
                    side = self._(SIDES[one.side])
                    yield self._contribution(self._("Argument"), no, at, about, side, one)

    def _others(self) -> Iterator[Row]:
        _, minutes = self._, self.minutes
        met = ((each.text, why) for each in minutes.knowledge for why in each.words)
        for at, (about, why) in enumerate(met, start=1):
            way = _(REACTIONS[why.reaction])
            yield self._contribution(_("Reaction"), None, at, about, way, why)
        corrected = {
            one.fingerprint: each.text for each in self.reopened for one in each.corrections
        }
        for at, one in enumerate(all_corrections(minutes.verification), start=1):
            about = corrected.get(one.fingerprint, "")
            yield self._contribution(_("Correction"), None, at, about, "", one)
        for at, aside in enumerate(minutes.parked, start=1):
            yield self._contribution(_(PARKED[aside.kind]), None, at, "", "", aside)
        for at, line in enumerate(minutes.evaluation.lines if minutes.evaluation else (), start=1):
            yield self._contribution(_("Line of the evaluation"), None, at, "", "", line)

    def _contribution(
        self,
        kind: str,
        case: int | None,
        at: int,
        about: str,
        way: str,
        one: Contribution | Why | Reasoned | LaidAside | Line | Corrected,
    ) -> Row:
        where = (kind, case, at, about, way)
        openly = one.shared if isinstance(one, Contribution) else None
        answer = one.settled if isinstance(one, LaidAside) else ""
        told = (*self._told(one.text, one.hidden, one.basis), openly)
        return (*where, *told, *self._end(one.fingerprint), answer, one.fingerprint)

    def _told(self, text: str, hidden: Reason | None, basis: str) -> tuple[str, str, str]:
        """What is to be read of words, why the rest is not, and by which provision."""
        if hidden is None:
            return text, "", ""
        return text.replace(MASK, f"[{self._('blacked out')}]"), self._(REASONS[hidden]), basis

    def statements(self) -> Sheet:
        _ = self._
        head = (
            _("Case"), _("About"), _("Kind"), _("Table"), _("Words"), _("Hidden because"),
            _("On what basis"), _("Dissent"), _("Dissent hidden because"),
            _("Dissent hidden on what basis"), *self.ended,
        )  # fmt: skip
        return Sheet("utsagn", _("What the tables said"), head, (*self._statements(),))

    def _statements(self) -> Iterator[Row]:
        _ = self._
        for no, case in enumerate(self.minutes.cases, start=1):
            for said in case.statements:
                kind, end = _("Statement of a table"), self._end(f"{no}/{said.table}")
                yield (no, case.question, kind, *self._spoken(said), *end)
            for said in case.common.proposals if case.common else ():
                kind, end = _("Proposal for the wording in common"), ("",) * len(self.ended)
                yield (no, case.question, kind, *self._spoken(said), *end)
        for each in self.reopened:
            for said in each.proposals:
                kind, end = _("Another wording"), self._end(f"{each.id}/{said.table}")
                yield (None, each.text, kind, *self._spoken(said), *end)

    def _spoken(self, said: TableStatement) -> Row:
        words = self._told(said.text, said.hidden, said.basis)
        dissent = self._told(said.dissent, said.dissent_hidden, said.dissent_basis)
        return (said.table, *words, *dissent)

    # ------------------------------------------------------------ the meeting

    def cases(self) -> Sheet:
        _ = self._
        head = (
            _("Case"), _("Question"), _("Help with the question"), _("Handled"),
            _("How many notes"), _("The wording in common"), _("Tables that were asked"),
            _("Tables that answer for it"),
        )  # fmt: skip
        return Sheet("saker", _("The cases"), head, (*self._cases(),))

    def _cases(self) -> Iterator[Row]:
        for no, case in enumerate(self.minutes.cases, start=1):
            about = (no, case.question, case.hint, not case.unhandled, len(case.notes))
            common = case.common
            if common and common.versions:
                cuts = {cut.version: cut.hidden for cut in common.cuts}
                hidden = cuts.get(len(common.versions))
                wording, *_why = self._told(common.versions[-1], hidden, "")
                yield (*about, wording, common.tables, common.stand)
            else:
                yield (*about, "", None, None)

    def people(self) -> Sheet:
        _ = self._
        head = (
            _("Name"), _("Party"), _("Function"), _("Attendance"), _("Deputy for"), _("Remark"),
        )  # fmt: skip
        rows = (
            (
                one.name, one.party, _(ROLES.get(one.role, N_("member"))), standing,
                one.stands_in_for, one.remark,
            )
            for standing, people in (
                (_("Present"), self.minutes.present),
                (_("Absent"), self.minutes.absent),
            )
            for one in people
        )  # fmt: skip
        return Sheet("oppmote", _("Who met, and who was absent"), head, (*rows,))

    # ------------------------------------------------------------ what was counted

    def knowledge(self) -> Sheet:
        _ = self._
        reactions = (_(words) for words in REACTIONS.values())
        head = (_("The statement"), _("The figure"), _("Source"), _("UN goals"), *reactions)
        rows = (
            (
                each.text, each.figure, each.source, ", ".join(map(str, each.goals)),
                *(each.counts.get(reaction) for reaction in REACTIONS),
            )
            for each in self.minutes.knowledge
        )  # fmt: skip
        return Sheet("kunnskap", _("The knowledge base, and how the hall met it"), head, (*rows,))

    def priorities(self) -> Sheet:
        _ = self._
        head = (
            _("Prioritising"), _("Title"), _("How"), _("How many took part"), _("Choice"),
            _("Words"), _("Hidden because"), _("On what basis"), _("Table"),
            _("The wording in common"), _("Dissent"), _("Dots or points"),
            *(_("Grade {n}", n=n) for n in GRADES), _("Place by most dots or points"),
            _("Place by equal influence"),
        )  # fmt: skip
        return Sheet("prioriteringer", _("Priorities, by both methods"), head, (*self._ranked(),))

    def _ranked(self) -> Iterator[Row]:
        for no, done in enumerate(self.minutes.prioritisations, start=1):
            about = (no, done.title, self._(METHODS[done.method]), done.ballots)
            lists = [each.rows if each else () for each in (done.most_dots, done.equal_shares)]
            for at, one in enumerate(done.rows, start=1):
                told = self._told(one.text, one.hidden, one.basis)
                dissent, *_why = self._told(one.dissent, one.dissent_hidden, "")
                choice = (*told, one.table, one.common, dissent)
                dots = None if done.method == Method.SCALE else one.dots
                graded = one.graded or (None,) * len(GRADES)
                places = (rows.index(at) + 1 if at in rows else None for rows in lists)
                yield (*about, at, *choice, dots, *graded, *places)

    def evaluation(self) -> Sheet:
        _, came = self._, self.minutes.evaluation
        head = (_("The statement"), *(_("Grade {n}", n=n) for n in GRADES))
        rows = (
            (_(MEASURES[each.measure]), *(each.grades or (None,) * len(GRADES)))
            for each in (came.measures if came else ())
        )
        return Sheet("evaluering", _("The evaluation"), head, (*rows,))

    # ------------------------------------------------------------ the loop

    def verified(self) -> Sheet:
        _ = self._
        answers = (_(words) for words in ANSWERS.values())
        head = (_("Statement"), _("Version"), *answers, _("The statement’s id"))
        rows = (
            (each.text, each.version, *(each.answers or (None,) * len(ANSWERS)), each.id)
            for each in self.reopened
        )
        title = _("What the hall answered to the statements of the workshop before")
        return Sheet("verifisering", title, head, (*rows,))

    def points(self) -> Sheet:
        _ = self._
        head = (
            _("Number"), _("Theme"), _("Statement"), _("Version"), _("As the hall met it"),
            _("The minority’s view"), _("Professional remark"),
            _("In conflict with a plan that stands"), _("Withdrawn"), _("Political direction"),
            _("The statement’s id"),
        )  # fmt: skip
        rows = (
            (
                self.register.number[one.id], one.theme, one.text, one.version, one.before,
                one.minority, one.remark, one.conflict, one.withdrawn, one.direction, one.id,
            )
            for some in self.register.themes.values()
            for one in some
        )  # fmt: skip
        return Sheet("oppsummering", _("The summary, statement by statement"), head, (*rows,))

    def links(self) -> Sheet:
        _ = self._
        rows = (
            (
                self.register.number[one.id], _(BEARINGS[link.bearing]), link.ref,
                self._told(place.text, place.hidden, "")[0],
            )
            for some in self.register.themes.values()
            for one in some
            for link in one.links
            for place in (self.register.places[link.ref],)
        )  # fmt: skip
        head = (_("Statement"), _("In which way"), _("Contribution"), _("Words"))
        return Sheet(
            "koblinger", _("What lies behind each statement of the summary"), head, (*rows,)
        )
