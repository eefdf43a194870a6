"""Random afternoons: six tablets at three tables and two laptops ask for anything at any time.

Each afternoon is made from its seed alone, so one that fails can be run again.
"""

import json
import random
from collections import Counter
from typing import Any

import orjson
import pytest

from app.core import commands as c
from app.core import events as e
from app.core import views
from app.core.asides import LINE, PARKING, WHOLE, aside, common, correction, rewording
from app.core.decide import decide
from app.core.edits import AsideEdit, Bearing, Behind, Reopened, SetAside, Unused
from app.core.evolve import evolve
from app.core.outcome import result
from app.core.redaction import contributed, why_gone
from app.core.rules import Code, Refused
from app.core.seen import View
from app.core.state import Workshop
from app.core.synthesis import unaccounted
from app.core.tally import DOTS, options
from app.core.things import (
    Kind,
    Knowledge,
    Measure,
    Parking,
    Question,
    Reaction,
    Reason,
    Side,
    Step,
)
from app.core.views import Audience, InControl, OnProjector, TabletAt, Views, view
from app.live.feed import Feed
from tests.core.given import NOON, PLANNED, ROOM, STEPS, kinds, replay_on
from tests.core.screens import Merged, whole
from tests.core.shelf import Shelf, without_screens

TABLETS = [c.Tablet(f"{0xABCDEF00 + i:032x}", 1 + i // 2) for i in range(6)]
LAPTOPS = [c.Staff("Kari"), c.Staff("Per")]
AUDIENCES: list[Audience] = [TabletAt(1), TabletAt(2), TabletAt(3), OnProjector(), InControl()]
DOTTER = STEPS[8]
REACTIONS = [aside(each, kind) for each in ("boliger", "buss") for kind in Reaction]
KNOWLEDGE = (Knowledge("boliger", "Én av fire bor alene."), Knowledge("buss", "Få."))
REOPENED = (
    Reopened("s1", 1, "Flere busser", behind=(Behind(f"{70:032x}", Bearing.SUPPORTS, "ord-70"),)),
    Reopened("s2", 2, "Bane til havna", "Bane"),
)
KNOWN: list[e.Fact] = [
    e.KnowledgeLaid(KNOWLEDGE),
    e.StatementsReopened("6AX83E", 1, REOPENED[1:]),
    e.StepPlanned(Step("kunnskap", Kind.KNOWLEDGE, 5), "regler"),
    e.StepPlanned(Step("svar", Kind.VERIFY, 5), "regler"),
    e.StepPlanned(Step("runde", Kind.ROUND, 5), "pause"),
    e.StepPlanned(Step("kveld", Kind.EVALUATE, 2), "dotter"),
]
BEHIND = {"id", "bearing", "text", "hidden"}
CORRECTION = {"id", "about", "text", "hidden"}
CARD = {"id", "text", "lifted", "shared", "hidden"}
WHY = {"id", "statement", "reaction", "text", "hidden"}
CHOICE = {"id", "name", "about", "text", "dissent", "hidden", "common"}
ARGUMENT = {"id", "about", "side", "text", "laid", "hidden"}
PARKED = {"id", "kind", "text", "settled", "hidden"}
ABOUT = ("vekst.1", "vekst.2", "vekst.common", "kutt.3")
ASIDES = [
    *(aside(about, side) for about in ABOUT for side in Side),
    *(aside(PARKING, kind) for kind in Parking),
    *map(correction, ("s1", "s2", WHOLE)),
    LINE,
]
LENGTH = 260


class Afternoon:
    """The rules, a store, and screens that follow along and miss frames now and then."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = NOON
        self.state = replay_on(Workshop(), [*PLANNED, *KNOWN])
        self.shelf = Shelf()
        self.issued = 0
        self.views = Views()
        self.feeds = {audience: Feed() for audience in AUDIENCES}
        self.screens = {audience: [Merged(), Merged()] for audience in AUDIENCES}
        self.reached: Counter[str] = Counter()
        for fact in (*PLANNED, *KNOWN):
            self.shelf.put(fact)

    def run(self) -> None:
        for _ in range(LENGTH):
            self.command(self.random.choice(TABLETS), self.random.choice(LAPTOPS))
            self.check()

    # ------------------------------------------------------------ what is asked

    def ask(self, command: c.Command, actor: c.Actor) -> None:
        """W4: anything may be asked; it is carried out or `Refused`. W5: twice is once. V322: of
        what the staff do and is kept, something stands in the log."""
        self.now += self.random.choice((0, 40, 3_000))
        try:
            facts = decide(self.state, command, actor, self.now)
        except Refused as refused:
            self.reached[refused.code.value] += 1
            return
        kept = [fact for fact in facts if not isinstance(fact, e.Passing)]
        if isinstance(actor, c.Staff) and kept:
            assert any(isinstance(fact, e.Act) for fact in kept)
            self.reached["staff act"] += 1
        for fact in facts:
            self.state = evolve(self.state, fact)
            self.shelf.put(fact)
            self.reached[type(fact).__name__] += 1
            if isinstance(fact, e.BallotsIssued):
                self.issued += len(fact.keys)
        assert decide(self.state, command, actor, self.now) == []

    def command(self, tablet: c.Tablet, laptop: c.Staff) -> None:
        """Mostly what fits the step of the moment, sometimes anything."""
        some = self.random
        fits: dict[Kind | None, list[Any]] = {
            Kind.KNOWLEDGE: [self.react, self.react, self.react, self.withdraw],
            Kind.WRITE: [self.write, self.write, self.write, self.withdraw, self.tell],
            Kind.TALK: [
                self.agree,
                self.agree,
                self.write,
                self.lift,
                self.lift,
                self.withdraw,
                self.mark,
            ],
            Kind.PLENARY: [
                self.show,
                self.argue,
                self.argue,
                self.agree,
                self.stand,
                self.stand,
                self.word,
                self.word,
                self.lay_argument,
                self.floor,
            ],
            Kind.PRIORITISE: [self.cast, self.cast, self.cast],
            Kind.RULES: [self.reopen],
            Kind.VERIFY: [self.verify, self.verify, self.argue],
            Kind.END: [self.finish],
            Kind.EVALUATE: [self.evaluate, self.evaluate, self.argue],
        }
        here = fits.get(self.state.current.kind if self.state.current else None, [])
        match some.choices(
            ["fitting", "on", "lead", "any"], [14 if here else 0, 1 if here else 6, 2, 2]
        )[0]:
            case "fitting":
                some.choice(here)(tablet, laptop)
            case "on":
                steps = self.state.steps
                at = steps.index(self.state.current) if self.state.current else -1
                self.ask(c.OpenStep(steps[min(at + 1, len(steps) - 1)].id), laptop)
            case "lead":
                self.lead(laptop)
            case "any":
                anything = [
                    *(how for some in fits.values() for how in some),
                    *[self.come_and_go] * 4,
                    *[self.argue] * 2,
                ]
                some.choice(anything)(tablet, laptop)

    def lead(self, laptop: c.Staff) -> None:
        some = self.random
        step = some.choice([*self.state.steps, Step("nowhere", Kind.PAUSE, 1)]).id
        here = self.state.step or step
        anew = Step("ekstra", Kind.WRITE, some.randint(1, 9), some.choice(["vekst", "kutt"]))
        later = self.now + some.randint(1, 9) * 60_000
        asked: list[c.Command] = [
            c.OpenStep(step),
            c.CloseStep(here),
            c.CloseStep(here),
            *[c.GiveGrace(here)] * (1 if self.state.open else 60),
            c.SetClock(here, ends_at=later),
            c.SetClock(here, left=60_000),
            *[c.SkipStep(step)] * 2,
            c.PlanStep(anew, step),
            *[c.LayKnowledge(tuple(some.sample(KNOWLEDGE, some.choice((1, 2)))))] * 3,
            *[c.LayKnowledge(KNOWLEDGE)] * 6,
            *[self.lay()] * 2,
            *[c.GiveHelp(some.randint(1, 3))] * 3,
            *[c.HideNote(f"{some.randrange(40):032x}", some.choice(list(Reason)))] * 3,
            *[c.UnhideNote(some.choice([*self.state.hidden] or [f"{99:032x}"]))] * 4,
            c.TakeAttendance(40, 3),
            *[c.UndoMove(self.state.before.step if self.state.before else step)] * 3,
            c.UndoMove(step),
            c.SetMinutes(step, some.randint(1, 9)),
            *[c.DisbandTable(some.randint(1, 3), some.random() < 0.4)] * 2,
            *[c.SettleParked(f"{some.randrange(40, 60):032x}", "Ordføreren svarer")] * 6,
            *[c.PointAtPlace("dotter", some.randrange(4))] * 3,
            c.HideNote(f"{70:032x}", Reason.NAME),
        ]
        self.ask(some.choice(asked), laptop)

    def hide_words(self) -> c.Command:
        """Of a note or of what a table said, or leave them; some of them in no text."""
        some = self.random
        note = some.choice([*contributed(self.state), "bord"])
        start = some.randrange(6)
        spans = ((start, start + some.randrange(1, 4)),)
        if some.random() < 0.3:
            return c.LeaveWords(note, spans)
        return c.HideNote(note, some.choice(list(Reason)), "§ 13", some.choice((spans, ())))

    def finish(self, _: c.Tablet, laptop: c.Staff) -> None:
        """What comes when the workshop is over, and sometimes before."""
        some = self.random
        left = (AsideEdit(id_, None, SetAside(Unused.UNCLEAR)) for id_ in unaccounted(self.state))
        asked: list[c.Command] = [
            c.EndWorkshop(),
            c.EditSynthesis(tuple(left)),
            *[self.hide_words()] * 4,
            c.ShareDraft(on=some.random() < 0.6),
            c.ConsentToMinutes(some.choice(("draft", "another"))),
            c.PublishMinutes(1, "digest", "draft", consents=some.choice((1, 2))),
            c.WithdrawMinutes(some.choice((1, 2)), "En feil"),
            *[c.TakeDirection(some.choice(("s1", "s2")), on=some.random() < 0.7)] * 2,
        ]
        self.ask(some.choice(asked), laptop)

    def lay(self) -> c.LayProgramme:
        """The programme with one more question and step, or again without them."""
        more, asked = Step("ny", Kind.WRITE, 3, "ny"), Question("ny", "Og hva ellers?")
        steps = tuple(step for step in self.state.steps if step.question != "ny")
        questions = tuple(self.state.questions[id_] for id_ in ("vekst", "kutt"))
        if "ny" in self.state.questions:
            return c.LayProgramme(questions, steps)
        return c.LayProgramme((*questions, asked), (*steps, more))

    def about(self) -> tuple[str, bool]:
        """The question of the moment, and whether notes are written openly; sometimes not."""
        step = self.state.current
        if step is None or step.question is None or self.random.random() < 0.1:
            return self.random.choice(["vekst", "kutt"]), self.random.random() < 0.5
        return step.question, step.kind is Kind.TALK

    def write(self, tablet: c.Tablet, _: c.Staff) -> None:
        question, shared = self.about()
        number, rev = self.random.randrange(20), self.random.choice((0, 0, 1, 2))
        key = f"key-{number}" if self.random.random() < 0.9 else "key-of-another"
        text = f"ord-{number}-{rev if self.random.random() < 0.9 else 'x'}"
        self.ask(c.KeepNote(f"{number:032x}", question, text, key, rev, shared), tablet)

    def react(self, tablet: c.Tablet, _: c.Staff) -> None:
        for _time in range(4):
            number, asked = self.random.randrange(20, 40), self.random.choice(REACTIONS)
            if self.random.random() < 0.05:
                asked = "vekst"
            text = self.random.choice(["", f"ord-{number}"])
            rev = self.random.choice((0, 0, 1))
            self.ask(c.KeepNote(f"{number:032x}", asked, text, f"key-{number}", rev), tablet)

    def argue(self, tablet: c.Tablet, _: c.Staff) -> None:
        """An argument, something parked, or the line of an evaluation."""
        number, asked = self.random.randrange(40, 60), self.random.choice(ASIDES)
        text, rev = f"ord-{number}", self.random.choice((0, 0, 1))
        self.ask(c.KeepNote(f"{number:032x}", asked, text, f"key-{number}", rev), tablet)

    def stand(self, tablet: c.Tablet, _: c.Staff) -> None:
        self.ask(c.TakePen(over=True), tablet)
        question, _shared = self.about()
        old = self.state.stands.get((question, tablet.table))
        rev, version = old.rev + 1 if old else 1, len(self.state.wordings.get(question, ()))
        stands = self.random.random() < 0.7
        self.ask(c.TakeStand(question, version, stands, "mindretall", rev), tablet)
        text = self.random.choice(["felles", "felles igjen"])
        self.ask(c.WriteStatement(common(question), text, "", rev), tablet)

    def word(self, _: c.Tablet, laptop: c.Staff) -> None:
        question, _shared = self.about()
        version = len(self.state.wordings.get(question, ())) + self.random.choice((0, 1, 1))
        text = f"Vi vil {self.random.randrange(9)}"
        self.ask(c.TypeWording(question, self.random.choice([None, text])), laptop)
        self.ask(c.WriteWording(question, version, text), laptop)

    def lay_argument(self, _: c.Tablet, laptop: c.Staff) -> None:
        question, _shared = self.about()
        there = [*self.state.notes_on(question), f"{99:032x}"]
        about = self.random.choice(ABOUT)
        side, on = self.random.choice(list(Side)), self.random.random() < 0.7
        self.ask(c.LayArgument(about, side, self.random.choice(there), on), laptop)

    def floor(self, _: c.Tablet, laptop: c.Staff) -> None:
        self.ask(c.GiveFloor(self.random.choice([None, 1, 2, 3])), laptop)

    def reopen(self, _: c.Tablet, laptop: c.Staff) -> None:
        some = self.random
        self.ask(c.ReopenStatements("6AX83E", 1, some.choice((REOPENED, REOPENED[:1]))), laptop)
        self.ask(c.LayKnowledge(some.choice((KNOWLEDGE, KNOWLEDGE[:1]))), laptop)

    def verify(self, tablet: c.Tablet, _: c.Staff) -> None:
        assert self.state.reopened is not None
        keys = frozenset(f"key-v{n}" for n in range(6))
        self.ask(c.IssueBallots("svar", keys), ROOM)
        for key in self.random.sample(sorted(keys), 5):
            there = REOPENED if self.random.random() < 0.1 else self.state.reopened.statements
            marks = {each.id: self.random.choice((1, 1, 1, 1, 2, 3, 4)) for each in there}
            self.ask(c.CastBallot("svar", key, self.random.randrange(3), marks), tablet)
        self.ask(c.TakePen(over=True), tablet)
        self.ask(c.WriteStatement(rewording("s1"), "sagt annerledes", "", 1), tablet)

    def evaluate(self, tablet: c.Tablet, _: c.Staff) -> None:
        keys = frozenset(f"key-e{n}" for n in range(6))
        self.ask(c.IssueBallots("kveld", keys), ROOM)
        for key in self.random.sample(sorted(keys), 3):
            marks = {each.value: self.random.randint(1, 5) for each in Measure}
            self.ask(c.CastBallot("kveld", key, self.random.randrange(3), marks), tablet)

    def withdraw(self, tablet: c.Tablet, _: c.Staff) -> None:
        number = self.random.randrange(60)
        key = f"key-{number}" if self.random.random() < 0.9 else "key-of-another"
        self.ask(c.WithdrawNote(f"{number:032x}", key), tablet)

    def lift(self, tablet: c.Tablet, _: c.Staff) -> None:
        for _time in range(3):
            self.lift_one(tablet)

    def lift_one(self, tablet: c.Tablet) -> None:
        notes = [note for notes in self.state.notes.values() for note in notes.values()]
        own = [note.id for note in notes if note.table == tablet.table] or [f"{99:032x}"]
        some = self.random.choice(
            own if self.random.random() < 0.9 else [n.id for n in notes] or own
        )
        self.ask(c.LiftNote(some, self.random.random() < 0.8), tablet)

    def agree(self, tablet: c.Tablet, _: c.Staff) -> None:
        if self.random.random() < 0.7:
            self.ask(c.TakePen(self.random.random() < 0.3), tablet)
        question, _shared = self.about()
        old = self.state.statements.get((question, tablet.table))
        rev = old.rev + self.random.choice((0, 1)) if old else 1
        text = self.random.choice(["sagt", "sagt igjen", "og igjen", ""])
        self.ask(c.WriteStatement(question, text, "mindretall", rev), tablet)
        if self.random.random() < 0.3:
            self.ask(c.LayPen(), tablet)

    def mark(self, tablet: c.Tablet, _: c.Staff) -> None:
        step = self.state.step if self.random.random() < 0.9 else "regler"
        ready, needs = (self.random.choice([None, True, False]) for _ in range(2))
        self.ask(c.MarkTable(step or "regler", ready, needs), tablet)

    def tell(self, tablet: c.Tablet, _: c.Staff) -> None:
        self.ask(c.Tell(self.random.random() < 0.5, self.random.random() < 0.5), tablet)

    def come_and_go(self, tablet: c.Tablet, _: c.Staff) -> None:
        on = self.random.random() < 0.7
        came: c.Command = c.SeatTablet(tablet.seat, tablet.table)
        self.ask(came if on else c.UnseatTablet(tablet.seat), ROOM)
        self.ask(c.CountControls(1 + on), ROOM)

    def show(self, _: c.Tablet, laptop: c.Staff) -> None:
        question, _shared = self.about()
        table, beside = self.random.choice([None, 1, 2, 3]), self.random.choice([(), (), (3,)])
        self.ask(c.ShowStatement(question, table, beside), laptop)

    def cast(self, tablet: c.Tablet, _: c.Staff) -> None:
        for _time in range(self.random.choice((1, 3))):
            self.cast_one(tablet)

    def cast_one(self, tablet: c.Tablet) -> None:
        keys = [f"key-b{self.random.randrange(6)}" for _ in range(3)]
        if self.random.random() < 0.4:
            self.ask(c.IssueBallots("dotter", frozenset(keys)), ROOM)
        there = [*options(self.state, DOTTER), "vekst.9"]
        chosen = self.random.sample(there, min(self.random.choice((0, 1, 3, 5, 5, 6)), len(there)))
        marks = dict.fromkeys(chosen, 1 if self.random.random() < 0.95 else 2)
        ballot = c.CastBallot("dotter", keys[0], self.random.randrange(3), marks)
        self.ask(ballot, tablet)

    # ------------------------------------------------------------ what always holds

    def check(self) -> None:
        latest = {audience: self.views.of(self.state, audience) for audience in AUDIENCES}
        seen = {audience: whole(latest[audience]) for audience in AUDIENCES}
        self.kept_parts_are_as_good_as_new(latest)
        if self.random.random() < 0.4:
            self.a_replay_is_the_same()
        self.merged_frames_are_the_view(latest, seen)
        self.nothing_shows_whose_a_note_is(seen)
        self.notes_are_hidden_in_writing(seen)
        self.results_are_hidden_until_counted()
        self.reactions_are_hidden_until_closed(seen)
        self.an_evaluation_is_hidden_until_closed(seen)
        self.answers_are_hidden_until_closed(seen)

    def a_replay_is_the_same(self) -> None:
        """P15: from the log in order and the sets in any."""
        again = self.shelf.replay(self.random)
        assert without_screens(again) == without_screens(self.state)

    def kept_parts_are_as_good_as_new(self, latest: dict[Audience, View]) -> None:
        """V6: each part is told of all that it is made from."""
        if self.random.random() < 0.2:
            with pytest.MonkeyPatch.context() as patch:
                every = tuple(Workshop.__dataclass_fields__)
                patch.setattr(views, "MADE_FROM", dict.fromkeys(views.MADE_FROM, every))
                for audience, seen in latest.items():
                    assert view(self.state, audience) == seen

    def merged_frames_are_the_view(
        self, latest: dict[Audience, View], seen: dict[Audience, dict[str, Any]]
    ) -> None:
        """V6: whatever a screen missed."""
        for audience, feed in self.feeds.items():
            if not feed.show(latest[audience]):
                continue
            for i, screen in enumerate(self.screens[audience]):
                if self.random.random() < 0.4:
                    continue
                if self.random.random() < 0.05:
                    screen = self.screens[audience][i] = Merged()
                    self.reached["new page"] += 1
                self.reached["skipped"] += 0 < screen.version < feed.version - 1
                screen.take(orjson.loads(feed.since(screen.version)))
                assert screen.shows(seen[audience])

    def nothing_shows_whose_a_note_is(self, seen: dict[Audience, dict[str, Any]]) -> None:
        """V4: no table, key or party with a note; no seat anywhere. N15: no hidden words."""
        text = json.dumps([*seen.values()])
        assert "key-" not in text
        assert "party" not in text
        assert not any(tablet.seat in text for tablet in TABLETS)
        for found in cards([*seen.values()]):
            self.reached["cards seen"] += 1
            assert set(found) in (CARD, CHOICE, WHY, ARGUMENT, PARKED, CORRECTION, BEHIND)
            self.reached["argument seen"] += set(found) == ARGUMENT
            self.reached["parked seen"] += set(found) == PARKED
            self.reached["correction seen"] += set(found) == CORRECTION
            assert set(found) != CHOICE or found["name"] == ""
            assert found["hidden"] == why_gone(self.state, found["id"])
            assert (found["text"] == "") == (found["hidden"] is not None)
            self.reached["hidden note seen"] += found["hidden"] is not None

    def notes_are_hidden_in_writing(self, seen: dict[Audience, dict[str, Any]]) -> None:
        """V1, V3, V5."""
        step = self.state.current
        for audience in AUDIENCES:
            elsewhere = ("prioritising", "whys", "arguments", "parked", "corrections", "reopened")
            said = {found["id"] for found in cards(seen[audience] | dict.fromkeys(elsewhere))}
            shown = step is not None and step.kind in (Kind.TALK, Kind.PLENARY)
            if step is None or not shown or isinstance(audience, OnProjector):
                assert not said
            elif isinstance(audience, TabletAt) and step.kind is Kind.TALK:
                for note in self.state.notes_on(step.question).values():
                    if note.shared and note.table not in (None, audience.table):
                        assert note.id not in said
                        self.reached["shared note hidden"] += 1

    def results_are_hidden_until_counted(self) -> None:
        """D8, and no more dots or ballots than there can be: D2, D6."""
        box = self.state.boxes.get("dotter")
        shown = result(self.state, DOTTER)
        if box is None or box.counted is None:
            assert shown is None
            return
        assert shown is not None
        assert not box.ballots
        assert box.counted.ballots <= self.issued
        assert sum(box.counted.dots.values()) <= DOTS * box.counted.ballots
        assert all(0 < len(profile) <= DOTS for profile in box.profiles)
        assert bool(shown.rows) == (box.counted.ballots >= 3)
        self.reached["result shown" if shown.rows else "below the threshold"] += 1

    def reactions_are_hidden_until_closed(self, seen: dict[Audience, dict[str, Any]]) -> None:
        """B5, B6."""
        step = self.state.current
        meeting = step is not None and step.kind is Kind.KNOWLEDGE
        for audience in AUDIENCES:
            known, whys = seen[audience]["knowledge"], seen[audience].get("whys", {})
            assert bool(known) == meeting
            came = {each["id"]: each["reactions"] for each in known.values()}
            assert all((found is None) == self.state.open for found in came.values())
            assert all(came[why["statement"]]["shown"] for why in whys.values())
            for found in came.values():
                if found:
                    most = max(found[kind] for kind in Reaction)
                    assert found["shown"] == (most >= 3)
                    self.reached["reactions shown" if most else "too few reactions"] += 1

    def an_evaluation_is_hidden_until_closed(self, seen: dict[Audience, dict[str, Any]]) -> None:
        """No line of it to any screen, and no grade before it is counted."""
        step, box = self.state.current, self.state.boxes.get("kveld")
        text = json.dumps([*seen.values()])
        lines = [note.text for note in self.state.notes_on(LINE).values() if not note.withdrawn]
        others = {n.text for q, ns in self.state.notes.items() if q != LINE for n in ns.values()}
        assert not any(f'"{line}"' in text for line in lines if line not in others)
        for audience in AUDIENCES:
            shown = seen[audience]["evaluation"]
            if shown is None:
                continue
            assert step is not None
            assert step.kind in (Kind.EVALUATE, Kind.END)
            assert (shown["result"] is None) == (box is None or box.counted is None)
            self.reached["evaluation shown"] += shown["shown"]

    def answers_are_hidden_until_closed(self, seen: dict[Audience, dict[str, Any]]) -> None:
        """V30, V34: no answer and no correction while the hall is asked; a table has its own."""
        step, box = self.state.current, self.state.boxes.get("svar")
        counted = box is not None and box.counted is not None
        asking = step is not None and step.kind is Kind.VERIFY and self.state.open
        for audience in AUDIENCES:
            shown = seen[audience]["verification"]
            if asking or shown is None:
                assert not seen[audience]["corrections"]
                assert not seen[audience]["rewordings"]
            if shown is not None:
                assert (shown["result"] is not None) == counted
                self.reached["answers shown"] += shown["shown"]


def cards(seen: Any) -> list[dict[str, Any]]:
    """Everything in a view that is a councillor's note, however deep."""
    if isinstance(seen, list):
        return [found for each in seen for found in cards(each)]
    if not isinstance(seen, dict):
        return []
    below = [found for each in seen.values() for found in cards(each)]
    is_note = str(seen.get("id", "")).startswith("0" * 20)
    return [seen, *below] if is_note and "text" in seen else below


#: What came of the afternoons so far, over all seeds.
reached: Counter[str] = Counter()


@pytest.mark.parametrize("part", range(4))
def test_random_afternoons(part: int) -> None:
    """W4, W5, P15, V1, V3, V4, V5, V6, D2, D6, D8."""
    for seed in range(13 * part, 13 * part + 13):
        afternoon = Afternoon(seed)
        try:
            afternoon.run()
        except Exception as failed:
            failed.add_note(f"in afternoon {seed}")
            raise
        reached.update(afternoon.reached)


#: Codes that a random afternoon does not come to: one asks for what cannot be asked at all.
ELSEWHERE = {
    "bad_plan", "not_planned", "not_allowed", "not_your_role", "unknown_question", "unknown_table",
    "empty", "too_long", "stale", "unknown_step", "not_ended", "no_more_ballots", "in_use",
}  # fmt: skip


def test_the_afternoons_were_not_empty() -> None:
    """W4: every fact and nearly every refusal came up."""
    facts = {fact.__name__ for kind in (e.Act, e.Saying, e.Passing) for fact in kinds(kind)}
    facts -= {
        "StorageTroubled",
        "WorkshopPlanned",
        "TablesLaid",
        "DetailsRecorded",
        "NoticeWritten",
        "NoticePublished",
        "SynthesisEdited",
    }
    codes = {code.value for code in Code} - ELSEWHERE
    screens = {
        "new page", "skipped", "cards seen", "shared note hidden", "result shown",
        "below the threshold", "hidden note seen", "reactions shown", "too few reactions",
        "argument seen", "parked seen", "evaluation shown", "correction seen", "answers shown",
        "staff act",
    }  # fmt: skip
    seldom = {what: reached[what] for what in facts | codes | screens if reached[what] < 3}
    assert not seldom, str(seldom)
