"""What all parts of the minutes share: the tree, the reader's language, and how words are told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from app.core.discussion import LaidAside, Reasoned, TableStatement
from app.core.edits import Fate
from app.core.evaluation import Line
from app.core.minutes import Contribution, Minutes, Ranked, Why
from app.core.things import MASK, Reason, Side
from app.core.understood import Backing, Corrected
from app.i18n import N_, Translator, translator
from app.publish.issue import Issue
from app.publish.paper import Block, Box, Item, Items, Paragraph, Run, Runs, own, plain
from app.publish.phrases import wording
from app.publish.phrases.understood import SHORT, Place, Register, anchor, point_anchor

REASONS = {
    Reason.NAME: N_("somebody can be recognised"),
    Reason.INSULT: N_("it is an insult"),
    Reason.PERSONAL_DATA: N_("it holds personal data"),
}
"""Why a note is hidden, as it ends a sentence."""

SIDES = {Side.FOR: N_("For"), Side.AGAINST: N_("Against")}

BRIEF = 200
"""How many characters of a long text are told on the first page; further down it stands whole."""


Told: TypeAlias = Contribution | Why | Reasoned | LaidAside | Line | Corrected | Backing | Ranked
"""What councillors wrote, each for themselves."""


class Teller:
    """Tells the minutes in one language; `issue`, `earlier` and `thread` as `paper` is given them.

    `line`: the standing lines, in the municipality's own words where it has some.
    """

    def __init__(
        self,
        minutes: Minutes,
        language: str,
        issue: Issue | None = None,
        earlier: str = "",
        thread: Callable[[str], str] | None = None,
    ) -> None:
        self.minutes = minutes
        self.language = language
        self.issue = issue
        self.earlier = earlier
        self.thread = thread
        self._ = translator(language)
        self.register = Register(minutes, self._)
        self.line = wording.words(minutes, self._)

    def standing(self, key: str, **holes: object) -> Iterator[Paragraph]:
        """A standing line as a paragraph; none where the municipality leaves it out."""
        runs = self.line(key, **holes)
        if runs:
            yield Paragraph(runs)

    # ------------------------------------------------------------ what people wrote

    def said(self, text: str) -> Iterator[Block]:
        """Words that stand as they were written."""
        yield Paragraph(own(text), "words")

    def words(self, one: Told) -> Iterator[Block]:
        """The words of a contribution; where they are hidden, what is left of them, and why."""
        yield from self.told(one.text, one.hidden, one.basis)

    def told(self, text: str, hidden: Reason | None, basis: str) -> Iterator[Block]:
        """The same of any words that may be hidden."""
        if text or not hidden:
            yield Paragraph(masked(text, hidden, self._), "words")
        if hidden:
            since = (Run(" "), Run(basis, own=True)) if basis else ()
            yield Paragraph((self.concealed(hidden), *since))

    def stated(self, one: TableStatement) -> Iterator[Block]:
        """What a table said, with its dissent; or that it took it back."""
        if one.text or one.hidden:
            yield from self.told(one.text, one.hidden, one.basis)
        elif not (one.dissent or one.dissent_hidden):
            yield Paragraph(plain(self._("The table took back what it had written.")), "quiet")
        yield from self.dissent(one.dissent, one.dissent_hidden, one.dissent_basis)

    def dissent(self, text: str, hidden: Reason | None, basis: str) -> Iterator[Block]:
        """None where there is none."""
        if text or hidden:
            label = Paragraph(plain(self._("Dissent")), "label")
            yield Box((label, *self.told(text, hidden, basis)), "dissent")

    def concealed(self, hidden: Reason) -> Run:
        """That words are hidden, and why."""
        reason = self._(REASONS[hidden])
        return Run(self._("Hidden: {reason}.", reason=reason), look="hidden")

    def in_short(self, one: Ranked | Place, most: int = BRIEF) -> Runs:
        """Its beginning, or that it is hidden, in one line."""
        if one.hidden and not one.text:
            return (self.concealed(one.hidden),)
        return masked(brief(one.text, most), one.hidden, self._)

    def note(
        self,
        one: Contribution | Why | Reasoned | LaidAside | Line | Corrected,
        *more: Block,
        label: str = "",
    ) -> Item:
        """A contribution of its own: its words, `more`, what became of it, and its fingerprint."""
        return Item(
            (
                *([Paragraph(plain(label), "label")] if label else []),
                *self.words(one),
                *more,
                *self.became(one.fingerprint, named=True),
                Paragraph((self.mark(one.fingerprint),)),
            ),
            anchor(one.fingerprint),
            source=one.fingerprint,
            hidden=bool(one.hidden),
        )

    def marks(self, fingerprints: Iterable[str]) -> Iterator[Paragraph]:
        """Contributions that stand by their fingerprints alone."""
        codes = (replace(self.mark(each), anchor=anchor(each)) for each in fingerprints)
        yield Paragraph(tuple(between(codes, Run(" · "))))

    def mark(self, fingerprint: str) -> Run:
        """As much of a fingerprint as people can compare."""
        return Run(short(fingerprint), look="code", full=fingerprint)

    def argued(self, arguments: Iterable[Reasoned]) -> Iterator[Block]:
        """Arguments, for and against."""
        every = list(arguments)
        for side, name in SIDES.items():
            some = tuple(self._argument(one) for one in every if one.side is side)
            if some:
                yield Paragraph(plain(self._(name)), "label")
                yield Items(some, "notes")

    def _argument(self, one: Reasoned) -> Item:
        if not one.laid:
            return self.note(one)
        tag = Run(self._("one of the notes"), look="tag")
        words = tuple(self.words(one))
        return Item((*words, Paragraph((tag,)), Paragraph((self.mark(one.fingerprint),))))

    # ------------------------------------------------------------ what became of it

    def to(self, ref: str) -> Run:
        """A link to where a contribution stands."""
        place = self.register.places[ref]
        return Run(place.name, to=f"#{place.anchor}")

    def point(self, statement: str) -> Run:
        """A link to a statement, by its number."""
        return Run(str(self.register.number[statement]), to=f"#{point_anchor(statement)}")

    def became(self, ref: str, named: bool = False) -> Iterator[Paragraph]:
        """What became of a contribution; nothing where nothing is written up."""
        end = self.register.ends.get(ref)
        if end and end.fate is not Fate.HIDDEN:
            name = (Run(self.register.places[ref].name, look="strong"), Run(" ")) if named else ()
            yield Paragraph((*name, *self._end(ref)), "end")

    def _end(self, ref: str) -> Iterator[Run]:
        end = self.register.ends[ref]
        for words, points in self.register.bears(ref):
            yield Run(f"{words} ")
            yield from between(map(self.point, points))
            yield Run(". ")
        if end.fate is Fate.MERGED:
            yield from (Run(self._("Merged with") + " "), self.to(end.into), Run(". "))
            yield from self._end(end.into)
        elif end.fate is Fate.ASIDE:
            yield Run(self._("Not used: {why}.", why=self.register.why(end)) + " ")
            yield Run(end.words, own=True)
        elif end.fate is Fate.OPEN:
            yield Run(self._("It has no end yet."))

    def threaded(self, statement: str) -> Iterator[Paragraph]:
        """A link to the statement's red thread, where it is public."""
        if self.thread:
            yield Paragraph(
                (Run(self._("Follow the red thread"), to=self.thread(statement)),), "link"
            )


def masked(text: str, hidden: object, _: Translator) -> Runs:
    """Own words, and the mark for each place where some are `hidden`."""
    if not hidden:
        return own(text)
    cut = Run(_("blacked out"), look="cut")
    parts = between((Run(part, own=True) for part in text.split(MASK)), cut)
    return tuple(run for run in parts if run.text)


def between(runs: Iterable[Run], sign: Run = Run(", ")) -> Iterator[Run]:  # noqa: B008  # frozen
    """The runs, with a sign between each two."""
    for at, run in enumerate(runs):
        if at:
            yield sign
        yield run


def short(fingerprint: str) -> str:
    """As much of a fingerprint as people can compare, in groups of four."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, SHORT, 4))


def brief(text: str, most: int = BRIEF) -> str:
    """Its beginning, cut between two words where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    start = text[:most]
    return f"{start.rpartition(' ')[0] or start} …"
