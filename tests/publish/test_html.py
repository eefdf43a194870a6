"""Minutes as HTML: what the law asks is there, what people wrote is harmless, and all is found."""

import re
from collections import Counter

import pytest

from app.core.discussion import Cut, InCommon, TableStatement
from app.core.floor import Shared
from app.core.minutes import (
    Attendee,
    Case,
    Chosen,
    Contribution,
    Correction,
    Level,
    Met,
    Prioritisation,
    Ranked,
    Why,
)
from app.core.things import MASK, Details, Reaction, Reason
from app.i18n import LANGUAGES
from app.publish.minutes.first import top
from app.publish.minutes.teller import brief
from tests.publish.documents import ISSUE, largest, minutes, note, render

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7*7 }}'


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_what_the_law_asks_for_is_there() -> None:
    said = words(render(minutes(), "en", ISSUE))
    for part in (
        "Thursday 3 September 2026 at 10.00–12.45",  # § 11-4 a, as it really went
        "Anne Nord , leader of the body",  # § 11-4 b
        "Bo Sør – syk",
        "Case 1 Hvor skal vi vokse?",  # § 11-4 c
        "No decision was made.",  # § 11-4 d
        "No vote was held.",  # § 11-4 e
        "The meeting was open.",  # § 11-5
        "NRK ba om det; tillatt",  # § 11-6
    ):
        assert part in said, part


def test_how_the_word_was_shared() -> None:
    """Where it was kept count of, and with no table by name."""
    there = Shared(tables=10, heard=8, minutes=40, longest=14)
    said = words(render(minutes(floor=there), "nb", ISSUE))
    assert "Ordet var hos 8 av 10 bord." in said
    assert "i 14 av 40 minutter" in said
    assert "Ordet i plenum" not in words(render(minutes(), "nb", ISSUE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_renders_in_every_language_and_marks_the_words_of_another(language: str) -> None:
    html = render(minutes(), language, ISSUE)
    assert "Tett ved banen" in html
    assert ('lang="nb"' in html) == (language != "nb")


def test_what_people_wrote_is_text_and_nothing_else() -> None:
    html = render(
        minutes(
            title=HOSTILE,
            place=HOSTILE,
            details=Details(*[HOSTILE] * 10),  # type: ignore[arg-type]  # the ten that are texts
            present=(Attendee(HOSTILE, HOSTILE, HOSTILE, "present", HOSTILE, HOSTILE),),
            cases=(Case(HOSTILE, HOSTILE, (), (Contribution("a" * 32, HOSTILE, True),)),),
            prioritisations=(
                Prioritisation(HOSTILE, 5, 9, 5, True, (Ranked(HOSTILE, 3, HOSTILE, HOSTILE),)),
            ),
            corrects=Correction(1, "x", HOSTILE),
        ),
        "nb",
        ISSUE,
    )
    assert not re.search(r"<(script|img)", html)
    assert html.count("&lt;script&gt;") > 20
    assert "{{ 7*7 }}" in html


def test_the_content_security_policy_allows_all_of_it() -> None:
    html = render(largest(), "nb", ISSUE)
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", html)


def test_right_to_left_words_keep_their_direction_to_themselves() -> None:
    html = render(minutes(cases=(Case("؟", "", (), (note("a", "سلام"),)),)), "nb", ISSUE)
    assert '<p class="words" dir="auto">سلام</p>' in html


def test_the_largest_evening_has_every_note_once_and_every_anchor_one_place() -> None:
    html = render(largest(), "nb", ISSUE)
    assert html.count('<li id="n-') == 300
    anchors = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert max(anchors.values()) == 1
    assert set(re.findall(r'href="#([^"]+)"', html)) <= anchors.keys()
    assert len(html) < 400_000


def test_notes_stand_without_table_party_or_time() -> None:
    annex = render(minutes(), "nb", ISSUE).split('id="notes"')[1].split('id="edition"')[0]
    assert "Tett ved banen" in annex
    assert not re.search(r"Bord|Ap|H\b|\d\d\.\d\d", words(annex).replace("Hvor", ""))


def test_a_hidden_note_stands_by_its_fingerprint_and_the_reason() -> None:
    hidden = note("b" * 32, "Kari på hjørnet", Reason.NAME)
    cases = (Case("Hvor?", "", (), (note("a" * 32, "Tett ved banen"), hidden)),)
    lifted = Prioritisation("", 5, 12, 5, True, (Ranked("", 9, hidden=Reason.NAME),))
    html = render(minutes(cases=cases, prioritisations=(lifted,)), "en", ISSUE)
    assert "Kari" not in html
    assert words(html).count("Hidden: somebody can be recognised.") == 3  # on top, ranked, annex
    for each in cases[0].notes:
        shown = " ".join(re.findall("....", each.fingerprint[:12]))
        assert f'<code title="{each.fingerprint}">{shown}</code>' in html


def test_the_root_of_all_fingerprints_is_said_with_what_it_is_for() -> None:
    whole = minutes()
    said = words(render(whole, "en", ISSUE))
    assert whole.notes_root in said
    assert "tannhjul verify" in said


def test_a_hidden_result_is_said_in_words() -> None:
    hidden = (Prioritisation("", 5, 0, 5, False),)
    said = words(render(minutes(prioritisations=hidden), "en", ISSUE))
    assert "Fewer than 5 councillors prioritised." in said
    assert "What the councillors put first" not in said


def test_those_that_share_the_last_place_on_the_first_page_all_come_along() -> None:
    rows = tuple(
        Ranked(name, dots) for name, dots in zip("abcdef", (9, 7, 5, 5, 4, 0), strict=True)
    )
    shown = minutes(prioritisations=(Prioritisation("", 5, 12, 5, True, rows),))
    assert [row.text for row in top(shown)] == ["a", "b", "c", "d"]
    none = minutes(prioritisations=(Prioritisation("", 5, 12, 5, True, (Ranked("a", 0),)),))
    assert top(none) == []


def test_in_short_names_the_prioritising_and_cuts_long_words_between_two() -> None:
    text = "Vi bygger tett ved banen " * 70
    shown = (
        Prioritisation("Først", 5, 12, 5, True, (Ranked("Vent", 3),)),
        Prioritisation("Siste runde", 5, 12, 5, True, (Ranked(text.strip(), 9),)),
    )
    page = words(render(minutes(prioritisations=shown), "en", ISSUE))
    short = page.split("What the councillors put first")[1].split("Contents")[0]
    assert "Siste runde" in short
    assert "Først" not in short
    assert re.search(r"(?:tett|ved|banen|Vi|bygger) … ", short)
    assert len(short) < 260
    assert text.strip() in page  # further down, whole
    assert brief("a" * 300) == "a" * 200 + " …"
    assert brief("Ved banen") == "Ved banen"


def test_a_draft_says_so_and_a_correction_says_what_it_corrects() -> None:
    assert "Draft, not published" in render(minutes(), "en")
    corrected = minutes(corrects=Correction(1, "x", "feil navn"))
    said = words(render(corrected, "en", ISSUE))
    assert "This version corrects version 1. feil navn" in said
    assert "Draft" not in said


def test_the_knowledge_base_and_what_the_hall_made_of_it() -> None:
    """B9: counts and words where they are shown; else that there are too few, and fingerprints."""
    mark, hidden, alone = (f"{n}" * 64 for n in (1, 2, 3))
    counts = {Reaction.SURPRISED: 0, Reaction.CURIOUS: 7, Reaction.MISSING: 2}
    whys = (
        Why(Reaction.CURIOUS, "a" * 32, HOSTILE, mark),
        Why(Reaction.MISSING, "", "", hidden, Reason.NAME),
    )
    met = (
        Met(HOSTILE, HOSTILE, HOSTILE, (11,), 5, True, counts, whys),
        Met("Få møtte dette.", "", "", (), 5, False, {}),
    )
    html = render(minutes(knowledge=met, reactions=(alone,)), "en", ISSUE)
    said = words(html)
    for part in (
        "0 Surprised",
        "7 Curious about it",
        "2 Something is missing",
        "Too few to be shown",
    ):
        assert part in said, part
    assert "Hidden: somebody can be recognised." in said
    assert said.index("Få møtte dette.") < said.index("Case 1")
    assert not re.search(r"<(script|img)", html)
    ids = re.findall(r'id="(n-\d+)"', html)
    assert [ids.count(f"n-{each[:12]}") for each in (mark, hidden, alone)] == [1, 1, 1]
    assert "1 reaction is shown without words" in said
    assert "The knowledge base" not in words(render(minutes(), "en", ISSUE))
    passed = Met("Ingen møtte dette.", "", "", (), 5, False, {}, unhandled=True)
    said = words(render(minutes(knowledge=(passed,)), "en", ISSUE))
    assert "but was not dealt with in the meeting. Ingen møtte dette." in said
    assert "The councillors saw these" not in said
    assert "Too few to be shown" not in said


def test_both_lists_are_told_with_who_has_nothing_on_them_and_what_stood_level() -> None:
    """X8."""
    rows = tuple(Ranked(name, dots) for name, dots in zip("abcd", (9, 7, 5, 5), strict=True))
    level = Level((3, 4), (3,))
    done = Prioritisation(
        *("", 5, 12, 5, True, rows, 3),
        most_dots=Chosen((1, 2, 3), (level,), None, ()),
        equal_shares=Chosen((1, 2, 4), (), 6, (3,)),
    )
    said = words(render(minutes(prioritisations=(done,)), "nb", ISSUE))
    assert "Hver liste har 3 plasser." in said
    assert (
        "Lik innflytelse Alle har like mye innflytelse å bruke. På lista: 1, 2, 4 "
        "6 har ingen av prikkene sine på lista. Prikkene deres står på nr. 3. "
    ) in said
    assert "Noen, men færre enn 5, har ingen av prikkene sine på lista." in said
    assert "Nr. 3 og 4 sto likt; nr. 3 kom først. Står forslag likt, går det med" in said


def test_minutes_from_before_there_were_lists_say_nothing_of_them() -> None:
    """X8."""
    said = words(render(minutes(), "nb", ISSUE))
    assert "I sentrum" in said
    assert "innflytelse" not in said


def test_points_are_called_points() -> None:
    """X8."""
    rows = tuple(Ranked(name, dots) for name, dots in zip("ab", (31, 1), strict=True))
    both = {"most_dots": Chosen((1,), (), 6, (2,)), "equal_shares": Chosen((1,), (), None, ())}
    done = Prioritisation("", 10, 12, 5, True, rows, 1, method="points", **both)
    said = words(render(minutes(prioritisations=(done,)), "en", ISSUE))
    assert "12 councillors prioritised, with 10 points each to spread." in said
    assert "Most points Only the number of points counts." in said
    assert "6 have none of their points on the list. Their points are on 2." in said
    assert "Some, but fewer than 5, have none of their points on the list." in said
    assert "31 points" in said
    assert "1 point " in said
    assert "dot" not in said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0, 4, 6), "All agree. In the middle: Agree completely."),
        ((2, 1, 0, 0, 0), "All disagree. In the middle: Disagree completely."),
        ((3, 0, 1, 4, 6), "Most agree. 3 disagree. In the middle: Agree somewhat."),
        (
            (6, 4, 1, 0, 1),
            "Most disagree. 1 agrees. In the middle: Disagree completely – Disagree somewhat.",
        ),
        (
            (5, 0, 0, 0, 5),
            "The hall is divided. In the middle: Disagree completely – Agree completely.",
        ),
    ],
)
def test_grades_in_words_and_as_a_table(counts: tuple[int, ...], said: str) -> None:
    """D11: in the same words as on the screens."""
    graded = Ranked("Tett rundt banen", 0, graded=counts, common=True)
    few = Ranked("Spredt", 0, "Bord 2")
    done = Prioritisation("", 5, 14, 5, True, (graded, few), method="scale")
    html = render(minutes(prioritisations=(done,)), "en", ISSUE)
    told = words(html)
    assert "14 councillors answered how far they agree." in told
    assert f"The wording in common Tett rundt banen {said}" in told
    assert f"Agree completely {counts[4]} Agree somewhat {counts[3]} Neither" in told
    assert "Bord 2 Spredt Too few to be shown" in told
    assert "What the councillors put first" not in told
    for language in ("nb", "nn"):
        assert said not in words(render(minutes(prioritisations=(done,)), language, ISSUE))


def test_where_some_words_are_hidden_the_rest_stands_with_a_mark_the_reason_and_the_provision() -> (
    None
):
    """V180: in a note, a table's statement, a dissent, and a wording in common; and they are
    counted."""
    cut = f"Vi hørte på {MASK} om skolen"
    basis = "offentleglova § 13"
    some = Contribution("", cut, fingerprint="1" * 64, hidden=Reason.NAME, basis=basis)
    table = TableStatement(
        "Bord 1", cut, "", (), Reason.NAME, basis, Reason.PERSONAL_DATA, "personopplysningsloven"
    )
    common = InCommon(("Først", cut), 3, cuts=(Cut(2, Reason.INSULT, ""),))
    html = render(minutes(cases=(Case("Hvor?", "", (table,), (some,), common),)), "nb", ISSUE)
    told = words(html)
    assert told.count("Vi hørte på sladdet om skolen") == 3
    assert MASK not in html
    assert told.count("Skjult: noen kan kjennes igjen. offentleglova § 13") == 2
    assert "Dissens Skjult: det inneholder personopplysninger. personopplysningsloven" in told
    counted = told.split("Hva som er skjult")[1]
    for row in (
        "noen kan kjennes igjen offentleglova § 13 2",
        "det inneholder personopplysninger personopplysningsloven 1",
        "det er en fornærmelse Ikke ført. 1",
    ):
        assert row in counted, row


def test_only_what_is_hidden_has_the_mark() -> None:
    """V180: whoever writes five blocks has not been hidden; and a dissent that is, is told of
    beside the dots as well."""
    cases = (Case("Hvor?", "", (), (note("a", f"{MASK} er viktig"),)),)
    row = Ranked("Sentrum", 9, "Bord 1", dissent_hidden=Reason.INSULT, dissent_basis="§ 13")
    done = Prioritisation("", 5, 12, 5, True, (row,))
    told = words(render(minutes(cases=cases, prioritisations=(done,)), "nb", ISSUE))
    assert f"{MASK} er viktig" in told
    assert "sladdet" not in told
    assert "9 prikker · med dissens" in told
    assert "Dissens Skjult: det er en fornærmelse. § 13" in told


def test_what_was_not_recorded_says_so() -> None:
    """V180: no line that the law asks for is silent where nothing was written."""
    empty = minutes(details=Details(), place="", cases=(), present=(), absent=())
    told = words(render(empty, "nb", ISSUE))
    assert re.search(r"kl\. 10\.00–12\.45 [^,]", told)
    for label in ("Møteleder", "Møtesekretær", "Godkjent", "Arkivreferanse", "Sted"):
        assert f"{label} Ikke ført." in told, label
    assert "Ingen saker sto på sakslista." in told
