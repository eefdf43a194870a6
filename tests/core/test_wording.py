"""What the municipality's own words for a line of the minutes may lack, and what they may not."""

import pytest

from app.core.wording import LINES, LONGEST, Fault, fault

LEAD = "Referat fra {organ}, verksted {nummer} av {antall}"


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("opening", "", None),
        ("opening", "å" * LONGEST, None),
        ("opening", "å" * (LONGEST + 1), (Fault.LONG, "")),
        ("opening", "Se {nummer}", (Fault.UNKNOWN, "nummer")),
        ("lead", LEAD, None),
        ("lead", " \n", (Fault.EMPTY, "")),
        ("lead", LEAD + " {annet}", (Fault.UNKNOWN, "annet")),
        ("lead", "Referat fra dette verkstedet i {organ}", (Fault.MISSING, "nummer")),
        ("lead", "Verksted av {organ} {nummer} {antall} 1 2 3", (Fault.FEW, "3")),
        ("intro_knowledge", "Dette møtte vi.", None),  # no rule asks for its hole
        ("intro_knowledge", "Minst {grense} svarte.", None),
        ("no_vote", "Ingen stemte", None),
        ("no_vote", "Ingen", (Fault.FEW, "2")),
        ("nobody_disqualified", "Ingen", None),
        ("recording_line", "Vi tar opp", None),
        ("recording_line", "Vi opptar", (Fault.FEW, "3")),
        ("was_open", "Møtet var ikke åpent", (Fault.REVERSED, "ikke")),
        ("was_open", "Møtet var åpent for alle", None),
        ("was_open", "Møtet var for alle", (Fault.UNSAID, ", ".join(LINES["was_open"].says))),
    ],
)
def test_what_is_wrong_with_the_words(key: str, text: str, found: tuple[Fault, str] | None) -> None:
    """V160: it is told what is wrong, and with what."""
    assert fault(key, text) == found
