"""Words that are hidden: in what state they may be, what is told of them, and nowhere else."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.checks import Check, checks
from app.core.composing import compose
from app.core.discussion import Cut
from app.core.edits import Bearing, Fate
from app.core.events import NoteHidden
from app.core.frozen import from_json, to_json
from app.core.minutes import Minutes
from app.core.receipts import fingerprint
from app.core.redaction import (
    _is_of,
    behind_as,
    contributed,
    hidden_behind,
    hidden_words,
    meant,
    shows,
)
from app.core.rules import Code
from app.core.state import Workshop
from app.core.synthesis import dispositions
from app.core.things import MASK, Reason, Span, Statement
from app.core.verification import reopening
from app.core.views import AtWorkbench, InControl, OnProjector, TabletAt, Viewer, view
from app.core.weighing import Sort, is_hidden, pieces, undecided
from tests.core import veiled
from tests.core.given import PLANNED, Given, given, note, planned, replay_on, said
from tests.core.screens import whole
from tests.core.veiled import BASIS, GONE, PLAIN, SECRET

NAME = ((4, 8),)
ENDED = e.WorkshopEnded(0)
VIEWERS: tuple[Viewer, ...] = (
    *map(TabletAt, (1, 2, 3)), OnProjector(), InControl(), AtWorkbench("Kari"),
)  # fmt: skip
HALL = VIEWERS[:-1]


def hide(id_: str, *spans: Span, basis: str = BASIS) -> c.HideNote:
    return c.HideNote(id_, Reason.NAME, basis, spans)


SPOKEN = (
    *PLANNED,
    e.NoteKept(note(1, "Her Kari bor")),
    said(1),
    e.StatementKept(Statement("vekst", 2, "Vi er enige", "Ikke Kari", 1)),
)


def first() -> Minutes:
    return compose(veiled.hidden(*veiled.first()), ())


# ---------------------------------------------------------------- hiding


def test_some_words_are_hidden_once_nobody_can_change_them() -> None:
    """V141: all of a note at any time."""
    there, some = given(*SPOKEN), hide(note(1).id, *NAME)
    there.when(some).refused(Code.NOT_ENDED)
    there.when(c.LeaveWords(note(1).id, NAME)).refused(Code.NOT_ENDED)
    there.when(hide("vekst.1")).refused(Code.NOT_ENDED)
    there.when(hide(note(1).id)).then(NoteHidden(note(1).id, Reason.NAME, BASIS))
    fact = NoteHidden(note(1).id, Reason.NAME, BASIS, NAME)
    given(*SPOKEN, ENDED).when(some).then(fact).when(some).nothing()


@pytest.mark.parametrize("span", [(4, 4), (8, 4), (-1, 3), (4, 99)])
def test_spans_are_in_the_text(span: Span) -> None:
    """V141."""
    over = given(*SPOKEN, ENDED)
    over.when(hide(note(1).id, span)).refused(Code.BAD_PLAN)
    over.when(c.LeaveWords(note(1).id, (span,))).refused(Code.BAD_PLAN)


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        (((9, 12), (4, 8)), ((4, 12),)),
        (((4, 6), (5, 8)), ((4, 8),)),
        (((0, 3), (4, 8), (9, 12)), ()),
        (((0, 1), (11, 12)), ((0, 1), (11, 12))),
    ],
)
def test_spans_are_joined_and_the_whole_text_has_none(
    spans: tuple[Span, ...], kept: tuple[Span, ...]
) -> None:
    """V141: two names side by side are one mark, which does not tell that they were two."""
    over = given(*SPOKEN, ENDED)
    over.when(hide(note(1).id, *spans)).then(NoteHidden(note(1).id, Reason.NAME, BASIS, kept))


def test_what_nobody_said_cannot_be_hidden() -> None:
    """V141."""
    over = given(*SPOKEN, ENDED)
    for id_ in ("f" * 32, "vekst.9", "vekst.wording.1", "", "vekst.x.dissent"):
        over.when(hide(id_)).refused(Code.UNKNOWN_NOTE)
        over.when(c.LeaveWords(id_, NAME)).refused(Code.UNKNOWN_NOTE)
        over.when(c.UnhideNote(id_)).refused(Code.UNKNOWN_NOTE)
    over.when(hide(note(1).id, basis="§" * 301)).refused(Code.TOO_LONG)


# ---------------------------------------------------------------- what is told


def test_the_rest_of_the_words_stand_and_the_mark_is_always_as_long() -> None:
    """V140: the fingerprint stands, the id does not, and the root is the same."""
    long = "Ole Kristoffer Alexander Haraldsønn"
    there = (note(1, "Her Kari bor"), note(2, f"Her {long} bor"))
    state = planned(*map(e.NoteKept, there), ENDED).state
    before = compose(state, ())
    after = replay_on(
        state,
        [
            NoteHidden(there[0].id, Reason.NAME, BASIS, NAME),
            NoteHidden(there[1].id, Reason.NAME, BASIS, ((4, 4 + len(long)),)),
        ],
    )
    minutes = compose(after, ())
    assert {each.text for each in minutes.cases[0].notes} == {f"Her {MASK} bor"}
    assert {(each.id, each.basis) for each in minutes.cases[0].notes} == {("", BASIS)}
    marks = {fingerprint(each.id, each.text) for each in there}
    assert {each.fingerprint for each in minutes.cases[0].notes} == marks
    assert minutes.notes_root == before.notes_root
    assert from_json(to_json(minutes)) == minutes


def test_minutes_of_before_have_the_digest_that_they_had() -> None:
    """V140: nothing of this is in a tree where nothing is hidden."""
    state = replay_on(planned().state, veiled.first())
    tree = to_json(compose(state, ()))
    assert '"basis"' not in tree
    assert '"dissent_hidden"' not in tree
    assert '"cuts"' not in tree
    statements = json.loads(tree)["cases"][0]["statements"]
    assert all(each.keys() <= {"table", "text", "dissent", "arguments"} for each in statements)


def test_what_tables_said_and_the_hall_worded_is_hidden_too() -> None:
    """V142: statement, dissent, proposal, why a table cannot answer, and the version it is in."""
    case = first().cases[0]
    one, two = case.statements
    assert (one.hidden, one.basis, one.dissent_hidden) == (Reason.NAME, BASIS, Reason.NAME)
    assert MASK in one.text
    assert MASK in one.dissent
    assert (two.text, two.dissent, two.hidden, two.dissent_basis) == ("", "", Reason.NAME, BASIS)
    assert case.common is not None
    assert case.common.cuts == (Cut(1, Reason.NAME, BASIS),)
    assert MASK in case.common.versions[0]
    assert [each.basis for each in case.common.answers] == [BASIS]
    assert [each.dissent_hidden for each in case.common.proposals] == [Reason.NAME]
    assert first().statements == 2


def test_no_minutes_and_no_screen_has_the_hidden_words() -> None:
    """V142, V143: in no step, at no table, before the workshop and after it; the rest is there."""
    before = veiled.hidden(*veiled.first())
    laid = veiled.second("KODE", before)
    after = veiled.hidden(*laid)
    seen = 0
    for state in (before, after):
        tree = to_json(compose(state, ()))
        assert SECRET not in tree
        assert GONE not in tree
        assert tree.count(MASK) > 8
        for step in (*state.steps, None):
            here = replace(state, step=step.id if step else None)
            for viewer in VIEWERS:
                shown = json.dumps(whole(view(here, viewer)))
                assert SECRET not in shown, f"{viewer} in {here.step}"
                assert GONE not in shown, f"{viewer} in {here.step}"
                seen += shown.count(PLAIN)
    assert seen > 100


def test_a_note_of_which_some_is_hidden_ends_as_any_other() -> None:
    """V143: linked, merged, and set aside; hidden whole it ends as hidden, and bears on nothing."""
    state = veiled.hidden(*veiled.first())
    fates = {id_: end.fate for id_, end in dispositions(state).items()}
    assert [fates[f"{number:032x}"] for number in (1, 2, 12, 13)] == [
        Fate.USED, Fate.MERGED, Fate.ASIDE, Fate.HIDDEN,
    ]  # fmt: skip
    assert (fates["vekst.1"], fates["vekst.2"]) == (Fate.USED, Fate.HIDDEN)
    made = first().synthesis
    assert made is not None
    links = next(one for one in made.statements if one.id == "s1").links
    assert sorted(each.bearing for each in links) == [
        Bearing.NUANCES, Bearing.SUPPORTS, Bearing.SUPPORTS,
    ]  # fmt: skip


# ---------------------------------------------------------------- the next workshop


def test_what_is_hidden_is_laid_before_the_next_workshop_as_hidden() -> None:
    """V144: in the same moment, by its fingerprint where a table said it, for the next workshop
    may ask the same question; and what is hidden whole is not laid."""
    before = veiled.hidden(*veiled.first())
    statements = reopening(before)
    (laid,) = (each for each in statements if each.id == "s1")
    assert len(laid.behind) == 3
    hidden = hidden_behind(before, (laid,))
    assert {each.note for each in hidden} == {*map(behind_as, laid.behind)}
    told = replay_on(planned().state, [e.TablesLaid(tuple(before.tables.values()))])
    command = c.ReopenStatements("KODE", 1, (laid,), hidden)
    came = Given(told).when(command)
    assert came.facts == (e.StatementsReopened("KODE", 1, (laid,)), *hidden)
    state = replay_on(told, came.facts)
    Given(state).when(command).nothing()
    left = c.LeaveWords(hidden[0].note, ((0, 2),))  # it was settled where it was written
    Given(state).when(left).then(e.WordsLeft(hidden[0].note, ((0, 2),)))
    own = replay_on(state, [said(1, "Vi sa noe annet"), ENDED])
    minutes = compose(own, ())
    assert minutes.cases[0].statements[0].text == "Vi sa noe annet"
    assert minutes.verification is not None
    behind = minutes.verification.statements[0].behind
    assert all(MASK in one.text and one.hidden and one.basis == BASIS for one in behind)


def _strings(tree: object) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        yield from (text for pair in tree.items() for each in pair for text in _strings(each))
    elif isinstance(tree, list):
        yield from (text for each in tree for text in _strings(each))


def test_no_screen_of_the_hall_has_by_what_a_guess_could_be_checked() -> None:
    """V143: no hidden contribution's id, and nothing that with the words gives a fingerprint or is
    one; what control has it by leads to it."""
    before = veiled.hidden(*veiled.first())
    after = veiled.hidden(*veiled.second("KODE", before))
    live = replay_on(Workshop(), veiled.second("KODE", before)[:-1])
    live = replay_on(live, [e.StepOpened("svar", 0, None)])
    live = replay_on(live, veiled.hidings(live))
    led = set[str]()
    for state in (before, live, after):
        there = contributed(state)
        own = {id_ for id_, each in state.hidden.items() if each.spans or state.ended is not None}
        notes = {id_ for id_ in own if "." not in id_}
        guessed = {there[id_].mark: there[id_].text for id_ in notes}
        for step in (*state.steps, None):
            here = replace(state, step=step.id if step else None)
            for viewer in HALL:
                seen = {*_strings(whole(view(here, viewer)))}
                for text in seen:
                    assert not any(id_ in text for id_ in notes), f"{viewer} in {here.step}"
                    assert not any(mark.startswith(text) for mark in guessed if len(text) > 7)
                led |= {meant(here, text) for text in seen} & notes
                names = [text for text in seen if re.fullmatch("[0-9a-f]{32,64}", text)]
                for mark, text in guessed.items():
                    assert not any(fingerprint(name, text) == mark for name in names)
    assert len(led) > 8
    assert {behind_as(one) for each in live.met.values() for one in each.behind} <= led


# ---------------------------------------------------------------- weighing


def test_what_was_found_is_to_be_decided_once() -> None:
    """V145: until it is hidden or left; and what is hidden by no provision."""
    state = given(*SPOKEN, ENDED).state
    found = {note(1).id: [NAME[0], (0, 3)], "vekst.1": []}
    assert undecided(state, found) == (note(1).id,)
    left = e.WordsLeft(note(1).id, ((0, 3),))
    state = replay_on(state, [left])
    Given(state).when(c.LeaveWords(note(1).id, ((0, 3),))).nothing()
    assert undecided(state, found) == (note(1).id,)
    assert undecided(replay_on(state, [e.WordsLeft(note(1).id, NAME)]), found) == ()
    for spans in (NAME, ((2, 9),), ()):
        hidden = NoteHidden(note(1).id, Reason.NAME, BASIS, spans)
        assert undecided(replay_on(state, [hidden]), found) == ()
    without = NoteHidden("vekst.1", Reason.INSULT)
    assert undecided(replay_on(state, [without]), found) == (note(1).id, "vekst.1")


def test_the_check_says_whether_all_is_decided() -> None:
    """V145."""
    over = planned(ENDED).state
    assert checks(over, ())[Check.NAMES]
    assert not checks(over, (), 1)[Check.NAMES]
    assert not checks(planned().state, ())[Check.NAMES]


def test_everything_that_the_staff_may_read_is_weighed() -> None:
    """V145: of each sort, in its own words; what too few gave is read by nobody."""
    before = veiled.hidden(*veiled.first())
    after = veiled.hidden(*veiled.second("KODE", before))
    there = (*pieces(before), *pieces(after))
    assert {each.sort for each in there} == {*Sort}
    assert all(SECRET in each.text or GONE in each.text for each in there)
    assert pieces(replace(before, ended=None)) == ()
    mine = {each.id for each in pieces(before)}
    assert mine == {*contributed(before)}
    few = replace(before, plan=replace(before.plan, threshold=5))  # type: ignore[type-var]
    unread = {Sort.LINE, Sort.REACTION}
    assert {each.sort for each in pieces(before)} - {each.sort for each in pieces(few)} == unread


# ---------------------------------------------------------------- published before


def test_published_minutes_that_tell_hidden_words_are_found() -> None:
    """V148: whole, or with other words hidden; not when they tell only what may be read."""
    facts = veiled.first()
    open_ = replay_on(planned().state, facts)
    state = replay_on(open_, veiled.all_accounted(open_))
    hidden = veiled.hidden(*facts)
    assert shows(to_json(compose(state, ())), hidden_words(hidden))
    assert not shows(to_json(compose(hidden, ())), hidden_words(hidden))
    id_ = f"{1:032x}"
    otherwise = replay_on(hidden, [NoteHidden(id_, Reason.NAME, BASIS, ((0, 3),))])
    assert shows(to_json(compose(otherwise, ())), hidden_words(hidden))
    whole = replay_on(hidden, [NoteHidden(id_, Reason.NAME, BASIS)])
    assert shows(to_json(compose(hidden, ())), hidden_words(whole))
    assert not shows(to_json(compose(whole, ())), hidden_words(hidden))


def told_as(text: str, *spans: Span) -> str:
    """Published minutes with a note of which these words are hidden, or none."""
    hidden = (NoteHidden(note(1).id, Reason.NAME, BASIS, spans),) if spans else ()
    over = planned(e.NoteKept(note(1, text)), ENDED, *hidden).state
    return to_json(compose(over, ()))


def test_who_writes_the_mark_again_and_again_makes_nobody_wait() -> None:
    """V148: it is read once from end to end, or this would not end; and nothing of it is hidden."""
    text = f"{MASK * 12}z Kari {MASK * 400}"
    at = text.index("Kari")
    there = e.NoteKept(note(2, text)), e.NoteKept(note(1, f"{'a' * 400}{text}"))
    over = planned(*there, ENDED).state
    assert not hidden_words(over)
    assert {each.hidden for each in compose(over, ()).cases[0].notes} == {None}
    name = NoteHidden(note(2).id, Reason.NAME, BASIS, ((at, at + 4),))
    after = replay_on(over, [name])
    assert shows(told_as(text), hidden_words(after)) is False  # another's, though in its words
    assert shows(to_json(compose(over, ())), hidden_words(after))
    assert not shows(to_json(compose(after, ())), hidden_words(after))


@pytest.mark.parametrize("text", ["", "a", "ab", "aab", "abab", "abba", f"a{MASK}b", MASK * 2])
def test_what_is_left_of_a_text_is_known_again(text: str) -> None:
    """V148: as a search for the parts with something between them would have it."""
    found = 0
    for parts in product(("", "a", "b", "ab"), repeat=3):
        for told in (MASK.join(parts), MASK.join(parts[:2])):
            there = re.fullmatch(".+".join(map(re.escape, told.split(MASK))), text, re.DOTALL)
            assert _is_of(told, text) == (there is not None), told
            found += there is not None
    assert found or len(text) < 1


def test_two_who_say_the_same_are_two() -> None:
    """V148: hidden each in its own way, and one that was left is no finding."""
    text = "Her bor Kari og Ola"
    both = planned(*(e.NoteKept(note(number, text)) for number in (1, 2)), ENDED).state
    whole = NoteHidden(note(1).id, Reason.NAME, BASIS)
    partly = NoteHidden(note(2).id, Reason.NAME, BASIS, ((8, 12),))
    for facts in ((whole, partly), (partly, whole)):
        after = replay_on(both, facts)
        assert len(hidden_words(after)) == 2
        for only in facts:
            assert shows(to_json(compose(replay_on(both, [only]), ())), hidden_words(after))
        assert not shows(to_json(compose(after, ())), hidden_words(after))
    left = replay_on(both, [whole])
    assert shows(to_json(compose(both, ())), hidden_words(left))
    assert not shows(to_json(compose(left, ())), hidden_words(left))


def test_what_is_withdrawn_is_nobodys_to_hide() -> None:
    """V141: it has no words any more."""
    gone = e.NoteKept(replace(note(1), withdrawn=True, text=""))
    given(*SPOKEN, gone, ENDED).when(hide(note(1).id)).refused(Code.UNKNOWN_NOTE)


@pytest.mark.parametrize(
    ("span", "hidden"),
    [((0, 3), True), ((1, 2), True), ((8, 12), True), ((2, 4), False), ((4, 8), False)],
)
def test_words_within_any_of_the_hidden_spans_are_hidden(span: Span, hidden: bool) -> None:
    """V145: and in a contribution that is hidden whole, all are; in another, none."""
    partly = e.NoteHidden(note(1).id, Reason.NAME, BASIS, ((0, 3), (8, 12)))
    whole_of_it = e.NoteHidden(note(1).id, Reason.NAME, BASIS)
    assert is_hidden(given(*SPOKEN, ENDED, partly).state, note(1).id, span) == hidden
    assert is_hidden(given(*SPOKEN, ENDED, whole_of_it).state, note(1).id, span)
    assert not is_hidden(given(*SPOKEN, ENDED, partly).state, "vekst.1", span)
