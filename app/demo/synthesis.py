"""What the administration understood of the first workshop: every contribution has an end.

Written by hand over the demonstration's notes, tables' statements and reactions. A contribution is
named by how it begins, since ids are new each time; what a small council never said is passed by.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.core import commands as c
from app.core.edits import (
    AsideEdit,
    Bearing,
    Edit,
    LinkEdit,
    MergeEdit,
    PlaceEdit,
    SetAside,
    StatementEdit,
    Theme,
    ThemeEdit,
    Understood,
    Unused,
)
from app.core.synthesis import material, unaccounted
from app.core.verification import reopening, words_of
from app.rooms import Room, Rooms
from app.store import workshops

THEMES = {
    "skole": Theme("Skole", ("skole", "elever", "lærer", "fagmiljø", "opplæring"), 1),
    "fritid": Theme("Fritid og trygghet", ("fritid", "ungdomsklubb", "ensomhet", "hjelp"), 2),
    "alder": Theme("Å bli gammel her", ("eldre", "sykehjem", "hjemmetjeneste", "møteplass"), 3),
    "folk": Theme("Folk til jobbene", ("stillinger", "rekruttering", "omsorgsyrke"), 4),
}


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement, and the beginnings of what bears on it."""

    said: Understood
    supports: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    nuances: tuple[str, ...] = ()

    def bearing(self) -> Iterator[tuple[str, Bearing]]:
        for bearing in Bearing:
            for beginning in getattr(self, bearing):
                yield beginning, bearing


WRITTEN = {
    "voksne": _Written(
        Understood(
            "Dere vil ha flere voksne tett på barna de første skoleårene: lærere, miljøterapeut "
            "og helsesykepleier, på skolen hver dag.",
            "skole",
            remark="Rådgiver for oppvekst (demo): Det er få helsesykepleiere å få tak i. Én på "
            "hver skole vil ta flere år.",
        ),
        supports=(
            "Flere voksne tett på", "Et lag rundt", "Flere voksne i", "Helsesykepleier må",
        ),
    ),
    "narskoler": _Written(
        Understood(
            "Nærskolene bør bestå, også de små, så barna slipper lang skoleskyss. Om dette er dere "
            "ikke enige.",
            "skole",
            conflict="Temaplan for oppvekst sier at de minste skolene skal vurderes slått sammen. "
            "Blir dette en politisk føring, må temaplanen endres.",
        ),
        supports=("Behold nærskolene", "Å leggje ned skular"),
        contradicts=("Vi bør slå sammen",),
    ),
    "fagmiljo": _Written(
        Understood(
            "Noen av dere vil slå sammen de minste skolene, så elevene får et sterkere fagmiljø.",
            "skole",
            minority=True,
        ),
        supports=("Vi bør slå sammen",),
        contradicts=("Å leggje ned skular",),
        nuances=("Behold nærskolene",),
    ),
    "praktisk": _Written(
        Understood(
            "Ungdomstrinnet skal bli mer praktisk, gjerne sammen med bedriftene her, så flere "
            "fullfører. Om nettbrett på barnetrinnet er dere ikke enige.",
            "skole",
        ),
        supports=("Mer praktisk opplæring", "Mer praktisk undervisning", "Samarbeid med lokale"),
        nuances=("Ut med nettbrettene", "Digitale ferdigheter"),
    ),
    "penger": _Written(
        Understood(
            "Ingen barn skal stå utenfor fritid og SFO på grunn av penger, og ungdom skal ha et "
            "trygt sted å være, også i helgene.",
            "fritid",
        ),
        supports=(
            "Fritid for alle", "Skolefritidsordningen", "Ungdomsklubben er", "Ensomhet blant",
        ),
    ),
    "hjelp": _Written(
        Understood(
            "Barn og unge som strever, skal få hjelp uten å vente, av tjenester som snakker "
            "sammen.",
            "fritid",
        ),
        supports=(
            "Tidlig hjelp", "Bedre samarbeid mellom", "Selvmordsforebygging", "Elever som ikke",
        ),
        nuances=("Foreldrekurs om", "Hva gjør de skolene"),
    ),
    "hjemme": _Written(
        Understood(
            "Eldre skal kunne bo hjemme så lenge de vil, med god hjemmetjeneste, møteplasser i "
            "nærheten og gater det er trygt å gå i.",
            "alder",
        ),
        supports=("Bo hjemme lenger", "Eldre skal få bo", "Møteplasser og", "Et byliv som"),
        nuances=("Hva de eldre selv", "Så mange bor"),
    ),
    "plasser": _Written(
        Understood(
            "Noen av dere vil bygge flere heldøgns omsorgsplasser før behovet er der, andre vil "
            "prøve velferdsteknologi først.",
            "alder",
            remark="Rådgiver for helse (demo): Flere plasser krever flere ansatte enn vi har.",
        ),
        supports=("Bygg flere plasser", "Bygg flere sykehjemsplasser", "Vi mangler heldøgns"),
        nuances=("Bo hjemme lenger", "La private drive", "Trodde vi hadde"),
    ),
    "stillinger": _Written(
        Understood(
            "Hele stillinger kommer først, for at folk skal bli i omsorgsyrkene.",
            "folk",
        ),
        supports=("Vi må klare", "Rekruttering av", "Fleire heile stillingar"),
    ),
}  # fmt: skip

#: The nynorsk twin says what the other says, and lies where that lies.
MERGED = {"Fleire helsesjukepleiarar": ("Helsesykepleier må", "skole")}

ASIDE = {
    "Skolebyggene forfaller": SetAside(
        Unused.ELSEWHERE, "Gjelder vedlikehold, og tas med til handlings- og økonomiplanen."
    ),
    "At det går så fort": SetAside(Unused.NOTHING_NEW),
    **dict.fromkeys(
        ("Tall for hver del", "Gjelder det alle", "Hva det koster", "Hvor mye er"),
        SetAside(Unused.ELSEWHERE, "Spør etter tall. De kommer i kunnskapsgrunnlaget."),
    ),
}


async def write_up(room: Room, editor: c.Staff) -> None:
    """In four goes, as an editor works: so there is something to take back."""
    words = {id_: words_of(room.state, id_) for id_ in material(room.state)}
    for edits in (_themes(), _statements(), _links(words), _others(words)):
        await room.do(c.EditSynthesis(tuple(edits)), editor)


async def reopen(rooms: Rooms, municipality: str, room: Room, leader: c.Staff) -> None:
    """Lay the statements of the first workshop before the next one.

    None where the first was held by an older version, and nobody has written it up.
    """
    for row in workshops.all_workshops(rooms.engine):
        if row.demo and row.municipality == municipality and row.number == 1:
            first = await rooms.room(row.id)
            if first is not None and not unaccounted(first.state):
                laid = reopening(first.state)
                await room.do(c.ReopenStatements(row.code, row.number, laid), leader)


def _themes() -> Iterator[Edit]:
    for key, theme in THEMES.items():
        yield ThemeEdit(key, None, theme)


def _statements() -> Iterator[Edit]:
    for place, (key, written) in enumerate(WRITTEN.items(), start=1):
        yield StatementEdit(key, None, replace(written.said, place=place))


def _links(words: Mapping[str, str]) -> Iterator[Edit]:
    """Each lies in the theme of the first statement that it bears on."""
    placed: set[str] = set()
    for key, written in WRITTEN.items():
        for beginning, bearing in written.bearing():
            for id_ in _said(words, beginning):
                yield LinkEdit((key, id_), None, bearing)
                if id_ not in placed:
                    placed.add(id_)
                    yield PlaceEdit(id_, None, written.said.theme)


def _others(words: Mapping[str, str]) -> Iterator[Edit]:
    for beginning, (into, theme) in MERGED.items():
        for id_, other in zip(_said(words, beginning), _said(words, into), strict=True):
            yield MergeEdit(id_, None, other)
            yield PlaceEdit(id_, None, theme)
    for beginning, aside in ASIDE.items():
        for id_ in _said(words, beginning):
            yield AsideEdit(id_, None, aside)


def _said(words: Mapping[str, str], beginning: str) -> Iterator[str]:
    """The id of what begins like that, where it was said."""
    return (id_ for id_, text in words.items() if text.startswith(beginning))
