"""A held workshop as eInnsyn's API describes a meeting: facts of the published minutes, no more.

Names of kinds and fields are the API's own; `docs/decisions/0038-posted-elsewhere.md` says which
description they were read from, and why each is filled in as it is. `videoLink` never is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from app.core.minutes import Minutes
from app.i18n import translator
from app.publish.packages.arkivmelding import met
from app.publish.phrases import times

MEETING = "moetemappe"


@dataclass(frozen=True, slots=True)
class Piece:
    """An object of the API. `id` is our systemId for it, by which it is found again.

    It is added at the address `under`. The `parts` have no such address: they are sent along in it.
    """

    kind: str
    id: str
    under: str
    title: str
    fields: Mapping[str, str | int]
    parts: Mapping[str, "Piece"] = field(default_factory=lambda: MappingProxyType({}))

    def whole(self) -> dict[str, Any]:
        """As it is added: a JSON object."""
        parts = {name: [part.whole()] for name, part in self.parts.items()}
        return {"systemId": self.id, **self.fields, **parts}


@dataclass(frozen=True, slots=True)
class Source:
    """What a meeting is made of: the `version` of the minutes, and of the notice (0: none).

    `workshop` is the id that follows a workshop from server to server, `site` the address of the
    public pages, without a slash at its end.
    """

    workshop: str
    code: str
    minutes: Minutes
    version: int
    notice: int
    site: str


def identity(workshop: str, what: str) -> str:
    """The systemId of a piece: the same whenever it is posted, and from whichever server."""
    return str(uuid5(UUID(workshop), what))


def pieces(source: Source, arkivdel: str) -> Iterator[Piece]:
    """The meeting, its documents and its cases, each after what it is added under."""
    minutes, page = source.minutes, f"{source.site}/v/{source.code}"
    _ = translator(minutes.language)
    meeting = identity(source.workshop, MEETING)
    told = _(
        "Political workshop no. {number} of {of}. All that was said is in the minutes: {address}",
        number=minutes.number,
        of=minutes.of,
        address=page,
    )
    number, held = met(minutes, source.code)
    place = {"moetested": minutes.place} if minutes.place else {}
    yield Piece(
        MEETING,
        meeting,
        f"arkivdel/{arkivdel}",
        minutes.title,
        {
            **_titled(minutes.title),
            "beskrivelse": told,
            "moetenummer": number,
            "utvalg": minutes.body,
            "moetedato": times.zulu(held),
            **place,
        },
    )
    under = f"{MEETING}/{meeting}"
    if source.notice:
        address = f"{page}/kunngjoring.pdf?version={source.notice}"
        yield from _document(source, under, "innkalling", _("Notice"), address)
    address = f"{page}.pdf?version={source.version}"
    yield from _document(source, under, "protokoll", _("The minutes"), address)
    for n, case in enumerate(minutes.cases, start=1):
        if not case.unhandled:
            mark = identity(source.workshop, f"moetesak/{n}")
            fields = {**_titled(case.question), "moetesakstype": "annet", "utvalg": minutes.body}
            yield Piece("moetesak", mark, under, case.question, fields)


def _document(source: Source, under: str, kind: str, name: str, address: str) -> Iterator[Piece]:
    """A document of the meeting (moetedokument), what it is, and where its file lies."""
    title = f"{name}: {source.minutes.title}"
    record = identity(source.workshop, kind)
    yield Piece(
        "moetedokument", record, under, title, {**_titled(title), "moetedokumenttype": kind}
    )
    file = Piece(
        "dokumentobjekt",
        identity(source.workshop, f"{kind}/fil"),
        "",
        address,
        {"referanseDokumentfil": address, "format": "application/pdf"},
    )
    yield Piece(
        "dokumentbeskrivelse",
        identity(source.workshop, f"{kind}/dokument"),
        f"moetedokument/{record}",
        address,
        {
            "tittel": title,
            "tittelSensitiv": title,
            "dokumentnummer": 1,
            "tilknyttetRegistreringSom": "hoveddokument",
        },
        {"dokumentobjekt": file},
    )


def _titled(title: str) -> dict[str, str | int]:
    """The API asks for a title with what is exempt in it too; here there is no such title."""
    return {"offentligTittel": title, "offentligTittelSensitiv": title}
