"""A small series as everybody can read it: two workshops with published minutes, and a process.

Of three statements one becomes a direction with a place, money and a result; one is worded anew and
not tried again; one is withdrawn. A fourth, of the second workshop, nobody was asked about.
"""

from dataclasses import replace

from app.core.discussion import TableStatement
from app.core.draft import Carried, Funding, Money, Place, Result
from app.core.edits import Bearing, Fate
from app.core.frozen import from_json, to_json
from app.core.minutes import Attendee, Case, Contribution, Minutes
from app.core.planning import PlanKind, PlanProcess
from app.core.receipts import fingerprint
from app.core.things import Details, Reason
from app.core.thread import Held
from app.core.understood import (
    Backing,
    Corrected,
    End,
    Linked,
    Synthesised,
    Understanding,
    Verification,
    Verified,
)

BUS, RAIL, SAME, OTHER, RUDE = (
    ("a" * 32, "Flere busser"), ("b" * 32, "Bane til <havna>"), ("c" * 32, "Flere bussar"),
    ("d" * 32, "Hva med vannet?"), ("e" * 32, "Per er dum"),
)  # fmt: skip
LATER = ("f" * 32, "Også om kvelden")


def mark(note: tuple[str, str]) -> str:
    return fingerprint(*note)


def note(written: tuple[str, str], hidden: Reason | None = None) -> Contribution:
    shown = ("", "") if hidden else written
    return Contribution(*shown, fingerprint=mark(written), hidden=hidden)


def supports(*refs: str) -> tuple[Linked, ...]:
    return tuple(Linked(ref, Bearing.SUPPORTS) for ref in refs)


def minutes(number: int, **parts: object) -> Minutes:
    started = 1_788_422_400_000 + number
    whole = Minutes(
        "Prøve", "kommunestyret", f"Verksted {number}", number, 2, "nb", False, "Salen", started,
        started + 9_000_000, started, started + 9_000_000, Details(),
    )  # fmt: skip
    return from_json(to_json(replace(whole, **parts)))  # type: ignore[arg-type]  # as asked


FIRST = minutes(
    1,
    cases=(
        Case(
            "Hvor skal vi vokse?",
            "",
            (TableStatement("Bord 1", "Vi vil ha kollektivtrafikk.", "To vil ha vei."),),
            (*map(note, (BUS, RAIL, SAME, OTHER)), note(RUDE, Reason.INSULT)),
        ),
    ),
    synthesis=Synthesised(
        (
            Understanding(
                "buss", 1, "Dere vil ha flere busser.", theme="Kollektiv", remark="Det koster.",
                conflict="Budsjettet sier noe annet.", links=supports(mark(BUS), "1/Bord 1"),
            ),
            Understanding("bane", 1, "Dere vil ha bane.", minority=True,
                          links=(Linked(mark(RAIL), Bearing.CONTRADICTS),)),
            Understanding("vann", 1, "Dere vil bygge ved vannet.", links=supports(mark(OTHER))),
        ),
        (
            End(mark(BUS), Fate.USED, ("buss",)), End(mark(RAIL), Fate.USED, ("bane",)),
            End(mark(SAME), Fate.MERGED, ("buss",), mark(BUS)),
            End(mark(OTHER), Fate.USED, ("vann",)), End(mark(RUDE), Fate.HIDDEN),
            End("1/Bord 1", Fate.USED, ("buss",)),
        ),
    ),
)  # fmt: skip

SECOND = minutes(
    2,
    present=tuple(Attendee(f"Medlem {n}", "", "member", "present") for n in range(67)),
    cases=(Case("Hva nå?", "", (), (note(LATER),)),),
    verification=Verification(
        "ETTER1", 1, True, 12, 5,
        (
            Verified("buss", 1, "Dere vil ha flere busser.", (9, 2, 1, 0),
                     behind=(Backing(Bearing.SUPPORTS, BUS[1], mark(BUS)),)),
            Verified("bane", 1, "Dere vil ha bane.", (4, 4, 2, 2),
                     (Corrected("9" * 32, "Bybane", fingerprint("9" * 32, "Bybane")),),
                     (TableStatement("Bord 2", "Bybane til havna", "En vil ha buss."),)),
            Verified("vann", 1, "Dere vil bygge ved vannet."),
        ),
    ),
    synthesis=Synthesised(
        (
            Understanding("buss", 1, "Dere vil ha flere busser.", theme="Kollektiv",
                          remark="Det koster.", conflict="Budsjettet sier noe annet.",
                          direction=True, links=supports(mark(LATER))),
            Understanding("bane", 2, "Dere vil ha bybane.", "Dere vil ha bane.", minority=True,
                          links=supports(fingerprint("9" * 32, "Bybane"), "bane/Bord 2")),
            Understanding("vann", 1, "Dere vil bygge ved vannet.", withdrawn="Ingen mente det."),
            Understanding("kveld", 1, "Dere vil ha buss om kvelden.", direction=False,
                          links=supports(mark(LATER))),
        ),
        (
            End(mark(LATER), Fate.USED, ("buss", "kveld")),
            End(fingerprint("9" * 32, "Bybane"), Fate.USED, ("bane",)),
            End("bane/Bord 2", Fate.USED, ("bane",)),
        ),
    ),
)  # fmt: skip

SERIES = (Held("ETTER1", FIRST), Held("ETTER2", SECOND))
PROCESS = PlanProcess(
    title="Samfunnsdelen", municipality="Prøve", kind=PlanKind.SOCIAL,
    places=(
        Place("p1", "Kollektiv", "3.2", "Buss hvert tiende minutt.", (Carried("ETTER2", "buss"),)),
        Place("p2", "Havna", "4", carries=(Carried("ETTER2", "bane"),)),
    ),
    money=(
        Money("p1", 2029, funding=Funding.NOTHING), Money("p1", 2028, 4500, account="4.1"),
    ),
    results=(Result("p1", "Tolv nye avganger.", "Samferdselssjefen", "2029-01"),),
)  # fmt: skip
