"""Two workshops of a series in which everything that anybody can write names somebody.

Each contribution says `SECRET` once, to be hidden from it, and `PLAIN`, which stays; or it says
`GONE`, and all of it is hidden. Nothing else in them has any of these words.
"""

from dataclasses import replace

from app.core import events as e
from app.core.asides import LINE, PARKING, REACTIONS, WHOLE, aside, common, correction, rewording
from app.core.edits import (
    AsideEdit,
    Bearing,
    LinkEdit,
    MergeEdit,
    SetAside,
    StatementEdit,
    Understood,
    Unused,
)
from app.core.events import Fact, NoteHidden
from app.core.redaction import contributed
from app.core.state import Workshop
from app.core.things import (
    Details,
    Kind,
    Knowledge,
    Note,
    Parking,
    Reaction,
    Reason,
    Side,
    Stand,
    Statement,
    Step,
)
from app.core.verification import reopening
from tests.core.given import NOON, PLAN, QUESTIONS, STEPS, TABLES, accounted, replay_on

SECRET, PLAIN, GONE = "Sigvorunn", "klarord", "heltborte"
BASIS = "offentleglova § 13"

KNOWN = Knowledge("kunnskap", "Mange bor alene.")
MORE = (
    Step("kunnskap", Kind.KNOWLEDGE, 5),
    Step("svar", Kind.VERIFY, 10),
    Step("minutt", Kind.EVALUATE, 3),
)


def words(number: int) -> str:
    return f"{PLAIN}{number:02}: det har {SECRET} lenge sagt, nummer {number}."


def gone(number: int) -> str:
    return f"{GONE}{number:02}: hele teksten skal bort."


def note(number: int, question: str = "vekst", text: str = "", *, lifted: bool = False) -> Fact:
    text = text or words(number)
    kept = Note(f"{number:032x}", question, text, None, None, lifted=lifted)
    return e.NoteKept(kept)


def said(number: int, question: str, table: int, *, whole: bool = False) -> Fact:
    """What a table said, and in the next number its dissent."""
    of = gone if whole else words
    return e.StatementKept(Statement(question, table, of(number), of(number + 1), 1))


def link(number: int, bearing: Bearing = Bearing.SUPPORTS) -> LinkEdit:
    return LinkEdit(("s1", f"{number:032x}"), None, bearing)


def _begun(title: str, number: int) -> tuple[Fact, ...]:
    plan = replace(PLAN, title=title, number=number, of=2)
    return (
        e.WorkshopPlanned(plan),
        e.TablesLaid(TABLES),
        *map(e.QuestionAsked, QUESTIONS),
        e.KnowledgeLaid((KNOWN,)),
        *(
            e.StepPlanned(step, before.id if before else None)
            for step, before in zip((*STEPS, *MORE), (None, *STEPS, *MORE), strict=False)
        ),
        e.DetailsRecorded(Details(chair="Anne", evaluation=True)),
        *(e.StepOpened(step.id, NOON, None) for step in (*STEPS, *MORE)),
    )


def first() -> tuple[Fact, ...]:
    """The first workshop, held and written up."""
    lifted, laid = f"{3:032x}", f"{16:032x}"
    dots = {lifted: 4, "vekst.1": 3, "vekst.2": 2, "vekst.common": 1}
    profile = tuple((choice, 1) for choice in sorted(dots))
    return (
        *_begun("Første verksted", 1),
        *(note(number) for number in (1, 2, 12, 16)),
        note(3, lifted=True),
        note(13, text=gone(13)),
        note(14, lifted=True, text=gone(14)),
        said(5, "vekst", 1),
        said(20, "vekst", 2, whole=True),
        said(7, common("vekst"), 1),
        *(e.StatementShown("vekst", table) for table in (1, 2)),
        e.WordingWritten("vekst", 1, words(9)),
        e.StandKept(Stand("vekst", 3, 1, stands=False, dissent=words(10), rev=1)),
        note(4, aside("vekst.1", Side.AGAINST)),
        e.ArgumentLaid("vekst.1", Side.FOR, laid),
        note(17, aside(PARKING, Parking.CHAIR)),
        *(note(number, aside(KNOWN.id, Reaction.MISSING)) for number in (22, 23, 24)),
        e.RoundSealed(REACTIONS),
        *(note(number, LINE) for number in (25, 26, 27)),
        e.BallotsCounted("minutt", 4, {}, {"role": (0, 0, 0, 0, 4)}),
        e.BallotsCounted("dotter", 4, dots),
        e.ProfilesKept("dotter", (profile,) * 4),
        e.WorkshopEnded(NOON),
        e.SynthesisEdited(
            "Kari",
            (
                StatementEdit("s1", None, Understood("Dere vil vokse langs banen.")),
                link(1),
                link(3, Bearing.NUANCES),
                link(13),
                LinkEdit(("s1", "vekst.1"), None, Bearing.SUPPORTS),
                LinkEdit(("s1", "vekst.2"), None, Bearing.CONTRADICTS),
                MergeEdit(f"{2:032x}", None, f"{1:032x}"),
                AsideEdit(f"{12:032x}", None, SetAside(Unused.UNCLEAR)),
            ),
        ),
    )


def second(source: str, before: Workshop) -> tuple[Fact, ...]:
    """The next workshop, before which the statements of the first are laid."""
    return (
        *_begun("Andre verksted", 2),
        e.StatementsReopened(source, 1, reopening(before)),
        note(30, correction("s1")),
        note(31, correction(WHOLE)),
        said(32, rewording("s1"), 2),
        e.BallotsCounted("svar", 4, {}, {"s1": (4, 0, 0, 0)}),
        e.WorkshopEnded(NOON),
    )


def all_accounted(state: Workshop) -> tuple[Fact, ...]:
    """What has no end yet is used, in a statement of its own."""
    edits = tuple(
        replace(each, key=("rest", each.key[1]))
        if isinstance(each, LinkEdit)
        else replace(each, key="rest")
        for each in accounted(state)
    )
    return (e.SynthesisEdited("Kari", edits),)


def hidings(state: Workshop) -> tuple[NoteHidden, ...]:
    """Hides each name, and all of what is to be gone whole."""
    return tuple(
        NoteHidden(id_, Reason.NAME, BASIS, ((at, at + len(SECRET)),) if at >= 0 else ())
        for id_, there in contributed(state).items()
        for at in (there.text.find(SECRET),)
        if at >= 0 or GONE in there.text
    )


def hidden(*facts: Fact) -> Workshop:
    """The workshop where these have happened, and then all is hidden."""
    state = replay_on(Workshop(), facts)
    state = replay_on(state, all_accounted(state))
    return replay_on(state, hidings(state))
