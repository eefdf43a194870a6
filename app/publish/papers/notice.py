"""The notice in words: its fields in order, its agenda with documents, and what changed since.

HTML, PDF and the calendar file say the same because they say it from here. Standing lines are the
product's and in the reader's language; the rest stands as the municipality wrote it.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.core.events import NoticePublished
from app.core.notice import changes
from app.core.things import AgendaItem, Announcement, Document, Translation
from app.i18n import N_, Translator
from app.publish.forms import pdf
from app.publish.phrases import times

#: What each field is called where it is told that it changed. All fields are here.
LABELS: Mapping[str, str] = {
    "municipality": N_("Municipality"),
    "body": N_("Body"),
    "title": N_("Title"),
    "number": N_("Number in the series"),
    "of": N_("Workshops in the series"),
    "language": N_("Language"),
    "demo": N_("Demonstration"),
    "starts": N_("Begins"),
    "ends": N_("Ends"),
    "place": N_("Place"),
    "step_free": N_("Step-free access"),
    "hearing_loop": N_("Hearing loop"),
    "access": N_("How to get in"),
    "public_seats": N_("Where the public sits"),
    "chair": N_("Chair of the meeting"),
    "contact": N_("Contact"),
    "agenda": N_("Agenda"),
    "documents": N_("Document"),
    "closing": N_("Expected to be closed"),
    "closing_basis": N_("Provision for closing"),
    "remote": N_("Remote meeting"),
    "remote_basis": N_("The council’s decision on remote meetings"),
    "absence": N_("Absence"),
    "absence_by": N_("Absence is told by"),
    "impartiality": N_("Impartiality"),
    "sent": N_("Notice sent to the members"),
    "channel": N_("Announced where"),
    "translations": N_("In other languages"),
    "cancelled": N_("Called off"),
}
REVIEW = N_("Review of the summary of the last workshop: have we understood you?")
LANGUAGE_NAMES = {
    "nb": "Bokmål",
    "nn": "Nynorsk",
    "en": "English",
    "se": "Davvisámegiella",
    "smj": "Julevsámegiella",
    "sma": "Åarjelsaemien gïele",
}

_templates = Environment(
    loader=PackageLoader("app.publish.forms"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Line:
    """`own`: written by the municipality, in the notice's language and not in the reader's."""

    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the agenda with its documents; `own` as in `Line`."""

    text: str
    own: bool
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change in words; empty `before` where it came, empty `after` where it went."""

    label: str
    before: str
    after: str


# ---------------------------------------------------------------- the fields


def facts(told: Announcement, _: Translator, out: NoticePublished | None = None) -> list[Fact]:
    """The fields N3 to N15 that the public reads, in order; a draft has not been published."""
    found = [
        Fact(_("Time"), (Line(times.span(told.starts, told.ends, _.language)),)),
        Fact(_("Place"), tuple(_place(told, _))),
        Fact(_("Chair of the meeting"), _own(told.chair)),
        Fact(_("Contact"), _own(told.contact)),
        Fact(_("Open or closed"), tuple(_openness(told, _))),
        Fact(_("Where the public sits"), _own(told.public_seats)),
        Fact(_("Recording"), tuple(map(Line, _recording(_)))),
        Fact(_("Decisions"), (Line(_(
            "No decision is made in a workshop. What the councillors write is anonymous, and is"
            " published with the minutes."
        )),)),
        Fact(_("For members: absence"), tuple(_absence(told, _))),
        Fact(_("For members: impartiality"), (Line(_(
            "If there may be doubt about your impartiality in a case, tell beforehand (Local"
            " Government Act § 11-10)."
        )), *_own(told.impartiality))),
        Fact(_("Notice sent to the members"), _dated(told.sent, _)),
        Fact(_("Announced to the public"), tuple(_announced(told, _, out))),
    ]  # fmt: skip
    return [fact for fact in found if fact.lines]


def _own(text: str) -> tuple[Line, ...]:
    return (Line(text, own=True),) if text else ()


def _dated(iso: str, _: Translator) -> tuple[Line, ...]:
    return (Line(times.date_in_words(datetime.fromisoformat(iso), _.language)),) if iso else ()


def _place(told: Announcement, _: Translator) -> Iterator[Line]:
    yield from _own(told.place)
    if told.remote:
        yield Line(_("The meeting is held remotely (Local Government Act § 11-7)."))
        yield from _own(told.remote_basis)
    else:
        yield Line(_("The members meet in the room."))
    if told.step_free:
        yield Line(_("Step-free access."))
    if told.hearing_loop:
        yield Line(_("The room has a hearing loop."))
    yield from _own(told.access)


def _openness(told: Announcement, _: Translator) -> Iterator[Line]:
    if told.closing:
        yield Line(_("The meeting is open, but is expected to be closed for this:"))
        yield Line(f"{told.closing} ({told.closing_basis})", own=True)
    else:
        yield Line(_("The meeting is open. Everyone may come and listen."))


def _recording(_: Translator) -> Iterator[str]:
    yield _("The municipality does not broadcast the meeting, and we do not record it.")
    yield _("If you want to record, ask the chair (Local Government Act § 11-6).")


def _absence(told: Announcement, _: Translator) -> Iterator[Line]:
    yield Line(
        _("Members who cannot come tell as soon as they can; deputies are called in their order.")
    )
    yield from _own(told.absence)
    for line in _dated(told.absence_by, _):
        yield Line(_("At the latest {day}.", day=line.text))


def _announced(told: Announcement, _: Translator, out: NoticePublished | None) -> Iterator[Line]:
    if out is not None:
        when = times.moment(out.at, _.language)
        yield Line(_("Version {version}, {when}.", version=out.version, when=when))
    yield from _own(told.channel)


def for_minutes(announced: Sequence[NoticePublished], _: Translator) -> dict[str, str]:
    """What the notice tells of the fields of the minutes (`law.md`, M5 and M6), by their names."""
    if not announced:
        return {}
    told = announced[-1].announcement
    days = [times.moment(out.at, _.language) for out in announced]
    published = [days[0], *(_("changed {when}", when=day) for day in days[1:]), told.channel]
    return {
        "chair": told.chair,
        "notice_sent": "".join(line.text for line in _dated(told.sent, _)),
        "notice_published": "; ".join(filter(None, published)),
    }


# ---------------------------------------------------------------- the agenda


def agenda(told: Announcement, _: Translator) -> list[Case]:
    """The cases in order, each with its documents."""
    return [
        Case(
            item.text or _(REVIEW),
            bool(item.text),
            tuple(d for d in told.documents if item.question and d.question == item.question),
        )
        for item in told.agenda
    ]


def general(told: Announcement) -> list[Document]:
    """The documents of the whole meeting; also those of a case that is no longer on the agenda."""
    cases = {item.question for item in told.agenda if item.question}
    return [document for document in told.documents if document.question not in cases]


# ---------------------------------------------------------------- what changed


def differences(before: Announcement, after: Announcement, _: Translator) -> list[Difference]:
    """What changed from one to the other, field by field, in words."""
    return [
        Difference(
            _(LABELS[change.field]),
            _in_words(change.field, change.before, _),
            _in_words(change.field, change.after, _),
        )
        for change in changes(before, after)
    ]


def _in_words(field: str, value: Any, _: Translator) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_in_words(field, each, _) for each in value)
    if isinstance(value, Document):
        return _document(value)
    if isinstance(value, AgendaItem):
        return value.text or _(REVIEW)
    if isinstance(value, Translation):
        return f"{LANGUAGE_NAMES.get(value.language, value.language)}: {value.text}"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field in ("starts", "ends"):
        return times.moment(value, _.language)
    if field in ("sent", "absence_by") and value:
        return times.date_in_words(datetime.fromisoformat(value), _.language)
    if field == "language":
        return LANGUAGE_NAMES.get(value, str(value))
    return str(value)


def _document(paper: Document) -> str:
    """Its title, and enough of the rest to tell two editions of it apart."""
    parts = (paper.link, paper.name, paper.digest[:8], paper.exempt)
    known = ", ".join(filter(None, parts))
    return f"{paper.title} ({known})" if known else paper.title


# ---------------------------------------------------------------- as HTML and as PDF

Address = Callable[[Document], str]
"""Where a document is fetched; empty where it is not."""


def html(told: Announcement, _: Translator, address: Address, out: NoticePublished | None) -> str:
    """The notice as a piece of HTML to be set into a page."""
    return _templates.get_template("notice.html").render(
        told=told,
        when=times.span(told.starts, told.ends, _.language),
        facts=facts(told, _, out),
        agenda=agenda(told, _),
        general=general(told),
        address=address,
        foreign=told.language if told.language != _.language else "",
        names=LANGUAGE_NAMES,
        size=size,
        _=_,
    )


def as_pdf(told: Announcement, _: Translator, address: Address, out: NoticePublished) -> bytes:
    """The same for print and archive, with the frozen tree attached as JSON."""

    def papers(documents: Iterator[Document] | tuple[Document, ...]) -> list[dict[str, str]]:
        return [
            {
                "title": paper.title,
                "address": address(paper),
                "size": size(paper.size) if paper.file else "",
                "exempt": _("Not public: {why}", why=paper.exempt) if paper.exempt else "",
            }
            for paper in documents
        ]

    data = {
        "language": _.language,
        "written": told.language,
        "title": told.title,
        "kicker": told.municipality,
        "lead": _(
            "Meeting of {body}, held as political workshop no. {number} of {of}",
            body=told.body, number=told.number, of=told.of,
        ),
        "when": times.span(told.starts, told.ends, _.language),
        "place": told.place,
        "cancelled": told.cancelled,
        "facts": [asdict(fact) for fact in facts(told, _, out)],
        "agenda": [
            {"text": case.text, "own": case.own, "documents": papers(case.documents)}
            for case in agenda(told, _)
        ],
        "general": papers(tuple(general(told))),
        "translations": [
            {**asdict(each), "name": LANGUAGE_NAMES[each.language]} for each in told.translations
        ],
        "words": {
            "notice": _("Notice of meeting"),
            "cancelled": _("The meeting is called off"),
            "agenda": _("Agenda"),
            "documents": _("Documents for the whole meeting"),
            "tree": _("The notice as data"),
        },
    }  # fmt: skip
    tree = json.dumps(asdict(told), ensure_ascii=False, sort_keys=True)
    return pdf.render("notice", data, at=out.at, archive=True, attached=tree)


def size(count: int) -> str:
    """Bytes as people say it: 340 kB, 1,2 MB."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
