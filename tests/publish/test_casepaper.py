"""What the case paper says of words that are hidden."""

from app.core.edits import Bearing
from app.core.things import MASK, Reason
from app.core.thread import Voice
from app.i18n import translator
from app.publish.paper import Paragraph
from app.publish.papers.casepaper import _voice


def told(voice: Voice) -> list[list[tuple[str, str]]]:
    """The words of each paragraph, with their look."""
    lines = _voice(voice, translator("nb")).blocks
    return [
        [(run.text, run.look) for run in line.runs] for line in lines if isinstance(line, Paragraph)
    ]


def test_hidden_words_have_a_mark_and_a_reason() -> None:
    """V67: where some are hidden the rest stands; where all are, the reason alone."""
    why = ("Skjult: noen kan kjennes igjen.", "hidden")
    some = Voice("", 1, "", Bearing.SUPPORTS, f"Naboen {MASK}.", dissent=MASK, hidden=Reason.NAME)
    assert told(some) == [
        [("Naboen ", ""), ("sladdet", "cut"), (".", ""), (" ", ""), why],
        [("Dissens: ", ""), ("sladdet", "cut")],
    ]
    none = Voice("", 1, "", Bearing.SUPPORTS, "", table="Bord 1", hidden=Reason.NAME)
    assert told(none) == [[("Bord 1", ""), (" ", ""), why]]
    open_ = Voice("", 1, "", Bearing.SUPPORTS, f"Naboen {MASK}.")
    assert told(open_) == [[(f"Naboen {MASK}.", "")]], "what somebody wrote"
