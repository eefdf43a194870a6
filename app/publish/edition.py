"""The minutes in each of their forms. Addresses and commands fetch them here, so the same version
is the same bytes wherever it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core.events import NoticePublished
from app.core.minutes import Minutes
from app.core.things import Millis
from app.i18n import Translator, translator
from app.publish.forms import html, pdf, word
from app.publish.issue import Issue
from app.publish.minutes import paper
from app.publish.opendata import data, tables
from app.publish.opendata.spreadsheet import as_csv
from app.publish.paper import Paper


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the minutes of the workshop by this `code`; a draft, where there is no `issue`.

    `asked`: the language of our words, where it is another than the minutes'. `announced`:
    every notice of the meeting, the oldest first. `crest`: the municipality's mark, as PNG.
    """

    minutes: Minutes
    code: str
    issue: Issue | None
    asked: str = ""
    announced: Sequence[NoticePublished] = ()
    crest: bytes | None = None

    @property
    def at(self) -> Millis:
        """When it was published; of a draft, when there was something to write up."""
        return self.issue.at if self.issue else self.minutes.ended or self.minutes.starts

    @property
    def version(self) -> int:
        """0 for a draft."""
        return self.issue.version if self.issue else 0

    @property
    def notice(self) -> NoticePublished | None:
        """The one that stood when the minutes were published: a later one changes no edition."""
        before = [out for out in self.announced if out.at <= self.at]
        return before[-1] if before else None

    @property
    def _(self) -> Translator:
        """In the minutes' own language."""
        return translator(self.minutes.language)

    @property
    def paper(self) -> Paper:
        return paper(self.minutes, self.asked or self.minutes.language, self.issue)


def as_html(edition: Edition) -> bytes:
    return html.page(edition.paper).encode()


def as_pdf(edition: Edition) -> bytes:
    """Raises `NotSet`."""
    attached = as_json(edition).decode()
    return pdf.document(edition.paper, at=edition.at, attached=attached, crest=edition.crest)


def as_docx(edition: Edition) -> bytes:
    author = edition.minutes.municipality
    return word.document(edition.paper, at=edition.at, author=author, crest=edition.crest)


def as_json(edition: Edition) -> bytes:
    return data.document(edition.minutes, edition.issue)


def as_contributions(edition: Edition) -> bytes:
    """All that councillors wrote as one table."""
    return as_csv(tables.contributions(edition.minutes, edition._), edition._)


FORMS: Mapping[str, Callable[[Edition], bytes]] = {
    "html": as_html,
    "pdf": as_pdf,
    "docx": as_docx,
    "json": as_json,
    "csv": as_contributions,
}
"""Each a file by itself, by its ending."""
