"""The texts of what is published, each with its kind and the place where it stands.

Only documents that are out come in here: minutes as they were frozen, the newest notice, a plan
process that the public sees. What is hidden in them has no words.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from app.core.discussion import InCommon, Reasoned, TableStatement
from app.core.minutes import Case, Minutes
from app.core.planning import PlanProcess
from app.core.things import Announcement, Item
from app.core.understood import Understanding, Verification
from app.publish.phrases.understood import anchor, point_anchor
from app.store.search import Passage


class Kind(StrEnum):
    """What a passage is, in the order in which those of a workshop are read."""

    DIRECTION = "d"  # a political direction (politisk føring)
    UNDERSTOOD = "u"  # a statement «slik har vi forstått dere»
    EARLIER = "e"  # the wording of one that a later workshop of the series has in other words
    WITHDRAWN = "w"  # one that a later workshop of the series withdrew
    BESIDE = "b"  # what the administration said beside one
    TABLE = "t"  # what a table said, or all of them in common
    QUESTION = "q"
    CONTRIBUTION = "c"  # a note, an argument, a reaction, a correction
    NOTICE = "n"
    PLAN = "p"


UNDERSTANDINGS = frozenset({Kind.DIRECTION, Kind.UNDERSTOOD})


def of_minutes(minutes: Minutes, since: Mapping[str, Understanding]) -> Iterator[Passage]:
    """Statements first, then in the order of the minutes.

    `since`: by id, the statements as the workshops after it in the series have them.
    """
    for said in minutes.synthesis.statements if minutes.synthesis else ():
        yield from _understood(said, since.get(said.id, said))
    for number, case in enumerate(minutes.cases, start=1):
        yield from _case(case, number)
    if minutes.verification:
        yield from _verified(minutes.verification)
    for met in minutes.knowledge:
        for why in met.words:
            yield _contribution(why.fingerprint, why.text, met.text)
    for aside in minutes.parked:
        yield _contribution(aside.fingerprint, f"{aside.text}\n{aside.settled}".strip())
    for line in minutes.evaluation.lines if minutes.evaluation else ():
        yield _contribution(line.fingerprint, line.text)


def _understood(said: Understanding, now: Understanding) -> Iterator[Passage]:
    if said.withdrawn:
        return
    place = f"public#{point_anchor(said.id)}"
    if now.withdrawn:
        kind = Kind.WITHDRAWN
    elif now.text != said.text:
        kind = Kind.EARLIER
    else:
        kind = Kind.DIRECTION if said.direction else Kind.UNDERSTOOD
    yield Passage(kind, place, said.text, said.theme)
    about = said.text if kind in UNDERSTANDINGS else said.theme
    for beside in (said.remark, said.conflict):
        yield Passage(Kind.BESIDE, place, beside, about)


def _case(case: Case, number: int) -> Iterator[Passage]:
    place = f"public#case-{number}"
    yield Passage(Kind.QUESTION, place, f"{case.question}\n{case.hint}".strip())
    for at, said in enumerate(case.statements, start=1):
        yield from _said(said, f"public#t-{number}-{at}", case.question)
    if case.common:
        yield from _in_common(case.common, place, case.question)
    for note in case.notes:
        yield _contribution(note.fingerprint, note.text, case.question)


def _said(said: TableStatement, place: str, about: str) -> Iterator[Passage]:
    text = "\n".join(filter(None, (said.text, said.dissent)))
    yield Passage(Kind.TABLE, place, text, f"{said.table}: {about}")
    yield from _argued(said.arguments, about)


def _in_common(common: InCommon, place: str, about: str) -> Iterator[Passage]:
    if common.versions:
        dissents = (answer.dissent for answer in common.answers)
        text = "\n".join(filter(None, (common.versions[-1], *dissents)))
        yield Passage(Kind.TABLE, place, text, about)
    yield from _argued(common.arguments, about)
    for said in common.proposals:
        yield from _said(said, place, about)


def _argued(arguments: Iterable[Reasoned], about: str) -> Iterator[Passage]:
    """Those that are notes of their own."""
    for one in arguments:
        if not one.laid:
            yield _contribution(one.fingerprint, one.text, about)


def _verified(asked: Verification) -> Iterator[Passage]:
    for met in asked.statements:
        for at, said in enumerate(met.proposals, start=1):
            yield from _said(said, f"public#t-{met.id}-{at}", met.text)
        for one in met.corrections:
            yield _contribution(one.fingerprint, one.text, met.text)
    for one in asked.corrections:
        yield _contribution(one.fingerprint, one.text)


def _contribution(fingerprint: str, text: str, about: str = "") -> Passage:
    return Passage(Kind.CONTRIBUTION, f"public#{anchor(fingerprint)}", text, about)


def of_notice(told: Announcement, *, alone: bool) -> Iterator[Passage]:
    """`alone`: there are no minutes yet, so the questions stand here."""
    yield Passage(Kind.NOTICE, "notice#main", told.title)
    for item in told.agenda:
        if item.kind is Item.QUESTION and alone:
            yield Passage(Kind.QUESTION, "notice#agenda", item.text)
        elif item.kind is Item.OTHER:
            yield Passage(Kind.NOTICE, "notice#agenda", item.text)
    for paper in told.documents:
        yield Passage(Kind.NOTICE, "notice#agenda", paper.title)
    for text in (told.cancelled, told.closing, *(other.text for other in told.translations)):
        yield Passage(Kind.NOTICE, "notice#main", text)


def of_plan(plan: PlanProcess) -> Iterator[Passage]:
    yield Passage(Kind.PLAN, "plan#main", f"{plan.title}\n{plan.purpose}".strip())
    for text in (plan.here, plan.gap, plan.goal, plan.long_goal):
        yield Passage(Kind.PLAN, "plan#there", text)
    yield Passage(Kind.PLAN, "plan#problem", plan.problem_why)
    for number, known in enumerate(plan.knowledge, start=1):
        text = "\n".join(filter(None, (known.text, known.figure)))
        yield Passage(Kind.PLAN, f"plan#s-{number}", text)
    for text in (plan.national, plan.regional, plan.region):
        yield Passage(Kind.PLAN, "plan#knowledge", text)
