"""Minutes to render: an ordinary evening, and the largest one there is."""

from dataclasses import replace

from app.core.discussion import TableStatement
from app.core.frozen import from_json, to_json
from app.core.minutes import (
    Attendee,
    Case,
    Contribution,
    Minutes,
    Prioritisation,
    Ranked,
)
from app.core.receipts import fingerprint, root
from app.core.things import Details, Reason
from app.publish.forms import html
from app.publish.issue import Issue
from app.publish.minutes import paper

BEGAN = 1_788_422_400_000  # 3 September 2026, 10.00 in Oslo
ISSUE = Issue(1, 1, BEGAN + 86_400_000, "f" * 64)


def note(id: str, text: str, hidden: Reason | None = None) -> Contribution:  # noqa: A002
    mark = fingerprint(id, text)
    return Contribution("", "", fingerprint=mark, hidden=hidden) if hidden else Contribution(
        id, text, fingerprint=mark
    )  # fmt: skip


def render(tree: Minutes, language: str, issue: Issue | None = None, earlier: str = "") -> str:
    """The minutes as HTML, as the public page sets them: from what was frozen."""
    return html.render(paper(from_json(to_json(tree)), language, issue, earlier=earlier))


def minutes(**changes: object) -> Minutes:
    whole: dict[str, object] = {
        "municipality": "Prøve",
        "body": "kommunestyret",
        "title": "Hvor går veien?",
        "number": 1,
        "of": 2,
        "language": "nb",
        "demo": False,
        "place": "Salen",
        "starts": BEGAN,
        "ends": BEGAN + 9_000_000,
        "began": BEGAN,
        "ended": BEGAN + 9_900_000,
        "details": Details(chair="Anne Nord", recording="NRK ba om det; tillatt"),
        "present": (Attendee("Anne Nord", "Ap", "chair", "present"),),
        "absent": (Attendee("Bo Sør", "H", "member", "absent", remark="syk"),),
        "cases": (
            Case(
                "Hvor skal vi vokse?",
                "Tenk langt",
                (TableStatement("Bord 1", "I sentrum", "Ett medlem: ved fjorden"),),
                (note("a" * 32, "Tett ved banen"),),
            ),
        ),
        "prioritisations": (
            Prioritisation("", 5, 12, 5, True, (Ranked("I sentrum", 9, "Bord 1"),)),
        ),
        **changes,
    }
    made = Minutes(**whole)  # type: ignore[arg-type]  # as the test asked
    marks = (each.fingerprint for case in made.cases for each in case.notes)
    return replace(made, notes_root=root(marks))


def largest() -> Minutes:
    """300 notes, 12 tables, 85 members in eleven parties, one of them with a very long name."""
    parties = [f"Parti {i}" for i in range(11)]
    people = [Attendee(f"Medlem {i}", parties[i % 11], "member", "present") for i in range(84)]
    notes = [note(f"{i:032x}", f"Innspill {i} " + "ord " * 40) for i in range(300)]
    statements = tuple(TableStatement(f"Bord {no}", "Vi mener " * 30) for no in range(1, 13))
    return minutes(
        present=(*people, Attendee("N" * 80, parties[0], "deputy", "present", "Medlem 1")),
        cases=tuple(Case(f"Spørsmål {n}?", "", statements, tuple(notes[n::2])) for n in (0, 1)),
    )
