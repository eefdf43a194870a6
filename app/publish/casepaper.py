"""The red thread for a case paper (saksframlegg): a Word document that a secretary goes on with.

Real styles, headings and tables with heading rows, so that contents and screen readers find their
way. It says what the pages say, and links to them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from app.core.draft import Place
from app.core.events import Millis
from app.core.planning import PlanProcess
from app.core.thread import Thread, Threads
from app.i18n import Translator
from app.publish import thread as words
from app.publish.fit import fit
from app.publish.minutes.teller import REASONS
from app.publish.understood import ANSWERS

_SPOKEN = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO"}
_STYLES = {
    "List Bullet": "ListBullet",
    "List Bullet 2": "ListBullet2",
    "Intense Quote": "IntenseQuote",
}
_WIDTH = 16.0  # cm of text on A4


class Paper:
    """A document that is being written, in one language."""

    def __init__(self, title: str, written_by: str, at: Millis, _: Translator) -> None:
        self._ = _
        self.word: Word = Document()
        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        self.word.styles["Normal"].font.size = Pt(11)
        spoken = self.word.styles.element.find(".//" + qn("w:lang"))
        spoken.set(qn("w:val"), _SPOKEN[_.language])
        about = self.word.core_properties
        about.title, about.author, about.language = title, written_by, _SPOKEN[_.language]
        about.comments = ""
        about.created = about.modified = datetime.fromtimestamp(at / 1000, UTC)
        self.word.add_heading(fit(title), 0)

    def heading(self, text: str, level: int) -> None:
        self.word.add_heading(fit(text), level)

    def text(self, text: str, style: str = "") -> Paragraph:
        """A paragraph, in a named style or plain."""
        paragraph = self.word.add_paragraph(fit(text))
        if style:  # by its id: python-docx looks through all styles for each name it is given
            paragraph._p.style = _STYLES[style]  # noqa: SLF001
        return paragraph

    def link(self, words: str, address: str) -> None:
        """A paragraph that leads to a page."""
        paragraph = self.word.add_paragraph()
        link = OxmlElement("w:hyperlink")
        at = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), at)
        run = paragraph.add_run(fit(words))
        run.underline = True
        link.append(run._r)  # noqa: SLF001  # there is no other way to move a run
        paragraph._p.append(link)  # noqa: SLF001

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """With a heading row that comes again on each page. `widths` are shares of the line."""
        table = self.word.add_table(1, len(head), "Table Grid")
        for cell, name in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].add_run(fit(name)).bold = True
        _repeated(table)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = fit(text)
        for column, share in zip(table.columns, widths, strict=True):
            for cell in column.cells:
                cell.width = Cm(_WIDTH * share / sum(widths))
        self.word.add_paragraph()

    def bytes(self) -> bytes:
        made = BytesIO()
        self.word.save(made)
        return made.getvalue()


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
    paper = Paper(_("The red thread: {title}", title=process.title), process.municipality, at, _)
    paper.text(
        _(
            "What the councillors said in political workshops, how it was understood, what they "
            "answered to that, and what came of it. Read from published minutes and the page of "
            "the plan process."
        )
    )
    if len(shown) == len(whole.threads):
        _overview(paper, whole, process)
    for number, thread in enumerate(whole.threads, start=1):
        if thread in shown:
            _thread(paper, number, thread, address(thread))
    return paper.bytes()


def _overview(paper: Paper, whole: Threads, process: PlanProcess) -> None:
    _ = paper._
    paper.heading(_("Where each thread stands"), 1)
    paper.table(
        (_("No."), _("Statement"), _("Stands")),
        (
            (str(number), thread.text, words.stands(thread, _))
            for number, thread in enumerate(whole.threads, start=1)
        ),
        (1, 10, 5),
    )
    paper.heading(_("Directions without a place in the plan"), 1)
    _listed(paper, (thread.text for thread in whole.waiting))
    paper.heading(_("Places in the plan without a direction"), 1)
    _listed(paper, map(_named, whole.adrift))
    if process.places:
        paper.heading(_("Places in the draft of the plan"), 1)
        paper.table(
            (_("Place in the plan"), _("Carries out"), _("Money"), _("Result")),
            (_placed(place, whole, process, _) for place in process.places),
            (4, 5, 4, 3),
        )


def _placed(place: Place, whole: Threads, process: PlanProcess, _: Translator) -> tuple[str, ...]:
    carried = (thread.text for thread in whole.threads if place in thread.places)
    money = (words.funded(line, _) for line in process.money if line.place == place.id)
    results = (each.words for each in process.results if each.place == place.id)
    return _named(place), *("\n".join(some) or "–" for some in (carried, money, results))


def _listed(paper: Paper, lines: Iterable[str]) -> None:
    some = list(lines)
    for line in some:
        paper.text(line, "List Bullet")
    if not some:
        paper.text(paper._("None."))


def _thread(paper: Paper, number: int, thread: Thread, address: str) -> None:
    _ = paper._
    paper.heading(_("Thread {n}", n=number), 1)
    paper.text(thread.text, "Intense Quote").alignment = WD_ALIGN_PARAGRAPH.LEFT
    paper.text(words.stands(thread, _) + (f" · {_('The minority’s view')}" * thread.minority))
    if thread.withdrawn:
        paper.text(thread.withdrawn)
    if thread.remark or thread.conflict:
        paper.table(
            (
                _("Political statement"),
                _("Professional remark"),
                _("In conflict with a plan that stands"),
            ),
            [(thread.text, thread.remark or "–", thread.conflict or "–")],
            (1, 1, 1),
        )
    paper.table(
        (_("Station"), _("What is there")),
        ((node.name, node.words) for node in words.nodes(thread, _)),
        (5, 11),
    )
    _wordings(paper, thread)
    _trials(paper, thread)
    _voices(paper, thread)
    _fulfilled(paper, thread)
    paper.link(_("The thread with its links: {address}", address=address), address)


def _wordings(paper: Paper, thread: Thread) -> None:
    _ = paper._
    if len(thread.wordings) > 1:
        paper.heading(_("Versions"), 2)
        paper.table(
            (_("Version"), _("Workshop"), _("Wording")),
            ((str(each.version), str(each.number), each.text) for each in thread.wordings),
            (2, 2, 12),
        )


def _trials(paper: Paper, thread: Thread) -> None:
    _ = paper._
    for trial in thread.trials:
        if trial.answers:
            paper.heading(_("What workshop {n} answered", n=trial.number), 2)
            paper.text(words.understood(trial, _))
            rows = [(name, str(n)) for name, n in words.answered(trial, ANSWERS, _)]
            paper.table((_("Answer"), _("How many")), rows, (12, 4))


def _voices(paper: Paper, thread: Thread) -> None:
    _ = paper._
    if thread.voices:
        paper.heading(_("What the councillors said"), 2)
    for bearing, name in words.SIDES.items():
        some = [voice for voice in thread.voices if voice.bearing is bearing]
        if some:
            paper.heading(_(name), 3)
        for voice in some:
            hidden = voice.hidden and _("Hidden: {reason}.", reason=_(REASONS[voice.hidden]))
            more = _.ngettext("{n} more says the same", "{n} more say the same", voice.alike)
            told = [voice.table, hidden or voice.text, f"({more})" if voice.alike else ""]
            paper.text(" ".join(filter(None, told)), "List Bullet")
            if voice.dissent:
                paper.text(f"{_('Dissent')}: {voice.dissent}", "List Bullet 2")


def _fulfilled(paper: Paper, thread: Thread) -> None:
    _ = paper._
    if thread.money:
        paper.heading(_("In the action and financial plan"), 2)
        lines = sorted(thread.money, key=lambda line: line.year)
        paper.table(
            (_("Set aside in the budget"), _("Chapter or account"), _("In a few words")),
            ((words.funded(line, _), line.account or "–", line.words or "–") for line in lines),
            (6, 4, 6),
        )
    if thread.results:
        paper.heading(_("What came of it"), 2)
        paper.table(
            (_("The result"), _("Reported by"), _("When")),
            ((each.words, each.by or "–", each.when or "–") for each in thread.results),
            (9, 4, 3),
        )


def _named(place: Place) -> str:
    return f"{place.number} {place.heading}".strip()


def _repeated(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no word for it
    properties.append(OxmlElement("w:tblHeader"))
