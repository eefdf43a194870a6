"""The red thread for a case paper (saksframlegg): a Word document that a secretary goes on with.

It says what the pages say, and links to them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from app.core.draft import Place
from app.core.planning import PlanProcess
from app.core.things import MASK, Millis
from app.core.thread import Thread, Threads, Voice
from app.i18n import Translator
from app.publish.forms import word
from app.publish.minutes.teller import REASONS, masked
from app.publish.paper import (
    Block,
    Contents,
    Item,
    Items,
    Paper,
    Paragraph,
    Run,
    Runs,
    Section,
    Table,
    own,
    plain,
)
from app.publish.phrases import thread as words
from app.publish.phrases.understood import ANSWERS


def document(
    whole: Threads,
    shown: Sequence[Thread],
    process: PlanProcess,
    at: Millis,
    address: Callable[[Thread], str],
    _: Translator,
) -> bytes:
    """The threads in `shown`, as of `at`; with what hangs loose in the series, if they are all.

    `address`: where the page of a thread is.
    """
    introduction = _(
        "What the councillors said in political workshops, how it was understood, what they "
        "answered to that, and what came of it. Read from published minutes and the page of "
        "the plan process."
    )
    all_ = len(shown) == len(whole.threads)
    threads = (
        _thread(number, thread, address(thread), _)
        for number, thread in enumerate(whole.threads, start=1)
        if thread in shown
    )
    paper = Paper(
        title=Run(_("The red thread: {title}", title=process.title)),
        language=_.language,
        written=whole.held[0].minutes.language if whole.held else process.language,
        kicker="",
        foot=f"{process.municipality} · {process.title}",
        head=(Paragraph(plain(introduction)),),
        blocks=(*(_overview(whole, process, _) if all_ else ()), *threads),
    )
    return word.document(paper, at=at, author=process.municipality)


def _overview(whole: Threads, process: PlanProcess, _: Translator) -> Iterator[Block]:
    yield Contents(_("Contents"))
    rows = (
        ((Run(str(number), to=f"#{number}"),), own(thread.text), plain(words.stands(thread, _)))
        for number, thread in enumerate(whole.threads, start=1)
    )
    stands = Table("", (_("No."), _("Statement"), _("Stands")), tuple(rows))
    yield Section(plain(_("Where each thread stands")), (stands,), "stands")
    waiting = _listed((thread.text for thread in whole.waiting), _)
    yield Section(plain(_("Directions without a place in the plan")), (waiting,), "waiting")
    adrift = _listed(map(_named, whole.adrift), _)
    yield Section(plain(_("Places in the plan without a direction")), (adrift,), "adrift")
    if process.places:
        head = (_("Place in the plan"), _("Carries out"), _("Money"), _("Result"))
        placed = tuple(tuple(_placed(place, whole, process, _)) for place in process.places)
        drafted = Table("", head, placed)
        yield Section(plain(_("Places in the draft of the plan")), (drafted,), "places")


def _placed(place: Place, whole: Threads, process: PlanProcess, _: Translator) -> Iterator[Runs]:
    carried = (thread.text for thread in whole.threads if place in thread.places)
    lines = sorted(process.money, key=lambda line: line.year)
    money = (words.funded(line, _) for line in lines if line.place == place.id)
    results = (each.words for each in process.results if each.place == place.id)
    yield own(_named(place))
    yield _some("\n".join(carried))
    yield plain("\n".join(money))
    yield _some("\n".join(results))


def _listed(lines: Iterable[str], _: Translator) -> Block:
    some = tuple(Item((Paragraph(own(line)),)) for line in lines)
    return Items(some) if some else Paragraph(plain(_("None.")))


def _thread(number: int, thread: Thread, address: str, _: Translator) -> Section:
    minority = (" · " + _("The minority’s view")) * thread.minority
    told = _("The thread with its links: {address}", address=address)
    blocks = (
        Paragraph(own(thread.text), "words"),
        Paragraph(plain(words.stands(thread, _) + minority)),
        *((Paragraph(own(thread.withdrawn)),) if thread.withdrawn else ()),
        *_beside(thread, _),
        Table(
            _("From the contributions to the result"),
            (_("Station"), _("What is there")),
            tuple((plain(node.name), plain(node.words)) for node in words.nodes(thread, _)),
        ),
        *_wordings(thread, _),
        *_trials(thread, _),
        *_voices(thread, _),
        *_fulfilled(thread, _),
        Paragraph((Run(told, to=address),), "link"),
    )
    return Section(plain(_("Thread {n}", n=number)), blocks, str(number))


def _beside(thread: Thread, _: Translator) -> Iterator[Table]:
    if thread.remark or thread.conflict:
        head = (
            _("Political statement"),
            _("Professional remark"),
            _("In conflict with a plan that stands"),
        )
        row = (own(thread.text), _some(thread.remark), _some(thread.conflict))
        yield Table(_("Professional advice beside it"), head, (row,))


def _wordings(thread: Thread, _: Translator) -> Iterator[Section]:
    if len(thread.wordings) > 1:
        rows = tuple(
            (plain(str(each.version)), plain(str(each.number)), own(each.text))
            for each in thread.wordings
        )
        table = Table("", (_("Version"), _("Workshop"), _("Wording")), rows)
        yield Section(plain(_("Versions")), (table,))


def _trials(thread: Thread, _: Translator) -> Iterator[Section]:
    for trial in thread.trials:
        if trial.answers:
            rows = ((plain(name), plain(str(n))) for name, n in words.answered(trial, ANSWERS, _))
            yield Section(
                plain(_("What workshop {n} answered", n=trial.number)),
                (
                    Paragraph(plain(words.understood(trial, _))),
                    Table("", (_("Answer"), _("How many")), tuple(rows)),
                ),
            )


def _voices(thread: Thread, _: Translator) -> Iterator[Section]:
    if thread.voices:
        sides = (
            (name, tuple(_voice(each, _) for each in thread.voices if each.bearing is bearing))
            for bearing, name in words.SIDES.items()
        )
        blocks = (Section(plain(_(name)), (Items(some),)) for name, some in sides if some)
        yield Section(plain(_("What the councillors said")), tuple(blocks))


def _voice(voice: Voice, _: Translator) -> Item:
    runs = [*_told(voice, _)]
    if voice.table:
        runs = [Run(voice.table, own=True), Run(" "), *runs]
    if voice.alike:
        more = _.ngettext("{n} more says the same", "{n} more say the same", voice.alike)
        runs.append(Run(f" ({more})"))
    dissent = Paragraph(
        (
            Run(_("Dissent") + ": "),
            *masked(voice.dissent, MASK in voice.dissent, _),
        )
    )
    return Item((Paragraph(tuple(runs)), *([dissent] if voice.dissent else [])))


def _told(voice: Voice, _: Translator) -> Iterator[Run]:
    """Its words; where they are hidden, what is left of them, and why."""
    yield from masked(voice.text, voice.hidden, _)
    if voice.hidden:
        reason = _("Hidden: {reason}.", reason=_(REASONS[voice.hidden]))
        yield from ([Run(" ")] if voice.text else [])
        yield Run(reason, look="hidden")
        yield from ([Run(" "), Run(voice.basis, own=True)] if voice.basis else [])


def _fulfilled(thread: Thread, _: Translator) -> Iterator[Section]:
    if thread.money:
        money = (
            (plain(words.funded(line, _)), _some(line.account), _some(line.words))
            for line in sorted(thread.money, key=lambda line: line.year)
        )
        head = (_("Set aside in the budget"), _("Chapter or account"), _("In a few words"))
        table = Table("", head, tuple(money))
        yield Section(plain(_("In the action and financial plan")), (table,))
    if thread.results:
        results = ((own(each.words), _some(each.by), _some(each.when)) for each in thread.results)
        table = Table("", (_("The result"), _("Reported by"), _("When")), tuple(results))
        yield Section(plain(_("What came of it")), (table,))


def _named(place: Place) -> str:
    return f"{place.number} {place.heading}".strip()


def _some(text: str) -> Runs:
    """Words that may be missing."""
    return own(text) if text else ()
