"""The open data described for data catalogues: DCAT-AP-NO, version 3.

The published minutes of a workshop are a dataset, in as many distributions as there are formats,
and the workshops of a plan process are a series of datasets. What is mandatory, and where words are
to be taken from, is read from the profile's own shapes (decision 38).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from app.core.things import Millis
from app.i18n import LANGUAGES, N_, Translator, translator
from app.publish.opendata.rdf import Address, Term, Text, Thing, Value
from app.publish.phrases import times

PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_ORGANISATIONS = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/"
_LOCAL_AUTHORITY = "http://purl.org/adms/publishertype/LocalAuthority"
_THEME = f"{_EU}data-theme/GOVE"
_PUBLIC = f"{_EU}access-right/PUBLIC"
_LOCAL_GOVERNMENT_ACT = "https://lovdata.no/eli/lov/2018/06/22/83"
_SPOKEN = {"nb": "NOB", "nn": "NNO", "en": "ENG", "se": "SME"}

#: The EU's name for a format, and what it is for, by the ending of the address.
FILES: Mapping[str, tuple[str, str]] = {
    "json": ("JSON", N_("The minutes as data")),
    "csv": ("CSV", N_("Every contribution as a table")),
    "pdf": ("PDF", N_("The minutes to print and keep")),
    "docx": ("DOCX", N_("The minutes for a word processor")),
    "zip": ("ZIP", N_("The minutes in all formats")),
}

KEYWORDS = (N_("political workshop"), N_("local democracy"), N_("minutes of a meeting"))


@dataclass(frozen=True, slots=True)
class File:
    """A format of the minutes; `size` in bytes and `digest` (SHA-256) where they are known."""

    ending: str
    media: str
    size: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The minutes of a workshop as they stand. `series`: code of its plan process, if public."""

    code: str
    title: str
    municipality: str
    body: str
    language: str
    number: int
    of: int
    starts: Millis
    ends: Millis
    version: int
    issued: Millis
    modified: Millis
    demo: bool
    files: Sequence[File]
    series: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A plan process that has datasets; it may not say which municipality's it is."""

    code: str
    title: str
    municipality: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: `organisation` is the number in the register of legal entities, or empty."""

    name: str
    organisation: str
    licence: str


Addressed: TypeAlias = Callable[[str], str]
"""From a path without a slash at its beginning to the whole address."""


def catalog(
    datasets: Sequence[Dataset],
    series: Sequence[Series],
    publisher: Publisher,
    address: Addressed,
    schema: str,
) -> list[Thing]:
    """The catalogue and all that is in it, for `rdf.turtle` and `rdf.json_ld`.

    `schema` is the path of the JSON's schema. What is in it has the publisher of its own minutes,
    where the installation serves several.
    """
    front = address("")
    site = _Site(publisher, address, schema)
    listed = [Address(site.dataset(one.code)) for one in datasets]
    listed += [Address(site.series(one.code)) for one in series]
    whole = Thing(
        "dcat:Catalog",
        {
            "dct:title": _in_all(N_("Open data from political workshops in {name}"), site.named()),
            "dct:description": _in_all(
                N_(
                    "What councillors said in political workshops, what became of it, and the "
                    "minutes of each workshop, as they were published."
                )
            ),
            **site.published(publisher.name),
            "dct:language": _spoken([*LANGUAGES]),
            "dct:license": site.licence(),
            "dcat:themeTaxonomy": [Address(f"{_EU}data-theme")],
            "foaf:homepage": [Address(front)],
            "dct:issued": _times(min((one.issued for one in datasets), default=None)),
            "dct:modified": _times(max((one.modified for one in datasets), default=None)),
            "dcat:dataset": listed,
        },
        f"{front}#catalog",
    )
    names = [publisher.name, *(one.municipality for one in series)]
    names += [one.municipality for one in datasets]
    agents = {agent.iri: agent for agent in map(site.agent, filter(None, names))}
    found = [*map(site.of_series, series)]
    for one in datasets:
        found += site.of_dataset(one)
    return [whole, *agents.values(), *found]


class _Site:
    """Where things are, and who publishes them."""

    def __init__(self, publisher: Publisher, address: Addressed, schema: str) -> None:
        self._publisher, self._address, self._schema = publisher, address, schema

    def dataset(self, code: str) -> str:
        return self._address(f"v/{code}#data")

    def series(self, code: str) -> str:
        return self._address(f"plan/{code}#data")

    def named(self) -> dict[str, str]:
        return {"name": self._publisher.name}

    def licence(self) -> list[Term]:
        return [Address(f"{_EU}licence/{self._publisher.licence}")]

    def _who(self, name: str) -> str:
        number = self._publisher.organisation
        return f"{_ORGANISATIONS}{number}" if number else self._address(f"#{quote(name, safe='')}")

    def published(self, name: str) -> dict[str, Sequence[Term]]:
        """Who publishes it, and where to ask; where nobody is named, whose server this is."""
        name = name or self._publisher.name
        contact: dict[str, Sequence[Term]] = {
            "vcard:fn": [Value(name)],
            "vcard:hasURL": [Address(self._address(""))],
        }
        return {
            "dct:publisher": [Address(self._who(name))],
            "dcat:contactPoint": [Thing("vcard:Organization", contact)],
        }

    def agent(self, name: str) -> Thing:
        number = self._publisher.organisation
        # With a number there is one publisher, and so one name.
        told: dict[str, Sequence[Term]] = {
            "foaf:name": [Value(self._publisher.name if number else name)],
            "dct:identifier": [Value(number)] if number else [],
            "dct:type": [Address(_LOCAL_AUTHORITY)],
        }
        return Thing("foaf:Agent", told, self._who(name))

    def of_series(self, one: Series) -> Thing:
        title = N_("Demonstration: {title}") if one.demo else N_("Political workshops: {title}")
        told: dict[str, Sequence[Term]] = {
            "dct:title": _in_all(title, {"title": one.title}),
            "dct:description": _in_all(
                N_("The workshops of a plan process, from the first notes to what came of them.")
            ),
            **self.published(one.municipality),
            "dcat:theme": [Address(_THEME)],
            "dcatap:applicableLegislation": [Address(_LOCAL_GOVERNMENT_ACT)],
        }
        return Thing("dcat:DatasetSeries", told, self.series(one.code))

    def of_dataset(self, one: Dataset) -> Iterator[Thing]:
        page = self._address(f"v/{one.code}")
        files = [(file, f"{page}#{file.ending}") for file in one.files]
        title = N_("Demonstration: {title}") if one.demo else N_("Political workshop: {title}")
        about = {"body": one.body, "number": one.number, "of": one.of, "name": one.municipality}
        period: dict[str, Sequence[Term]] = {
            "dcat:startDate": [_time(one.starts)],
            "dcat:endDate": [_time(one.ends)],
        }
        told: dict[str, Sequence[Term]] = {
            "dct:title": _in_all(title, {"title": one.title}),
            "dct:description": _in_all(
                N_(
                    "Minutes of workshop no. {number} of {of}, held by {body} in {name}: the "
                    "questions, the notes, what the tables said, what was put first, what the "
                    "administration understood, and what became of each note."
                ),
                about,
            ),
            **self.published(one.municipality),
            "dcat:theme": [Address(_THEME)],
            "dcat:keyword": [term for each in KEYWORDS for term in _in_all(each)],
            "dct:identifier": [Value(self.dataset(one.code))],
            "dct:accessRights": [Address(_PUBLIC)],
            "dcatap:applicableLegislation": [Address(_LOCAL_GOVERNMENT_ACT)],
            "dct:language": _spoken([one.language]),
            "dct:temporal": [Thing("dct:PeriodOfTime", period)],
            "dct:issued": [_time(one.issued)],
            "dct:modified": [_time(one.modified)],
            "dcat:version": [Value(str(one.version))],
            "dcat:landingPage": [Address(page)],
            "dcat:inSeries": [Address(self.series(one.series))] if one.series else [],
            "dcat:distribution": [Address(iri) for _file, iri in files],
        }
        yield Thing("dcat:Dataset", told, self.dataset(one.code))
        for file, iri in files:
            yield self._distribution(one, file, iri, page)

    def _distribution(self, one: Dataset, file: File, iri: str, page: str) -> Thing:
        kind, name = FILES.get(file.ending, ("", ""))
        schema = [Address(self._address(self._schema))] if file.ending == "json" else []
        checksum: dict[str, Sequence[Term]] = {
            "spdx:algorithm": [Address(f"{PREFIXES['spdx']}checksumAlgorithm_sha256")],
            "spdx:checksumValue": [Value(file.digest, "xsd:hexBinary")],
        }
        told: dict[str, Sequence[Term]] = {
            "dct:title": _in_all(name) if name else [],
            "dcat:accessURL": [Address(page)],
            "dcat:downloadURL": [Address(f"{page}.{file.ending}")],
            "dct:format": [Address(f"{_EU}file-type/{kind}")] if kind else [],
            "dcat:mediaType": [Address(f"{_MEDIA}{file.media.partition(';')[0]}")],
            "dct:license": self.licence(),
            "dct:conformsTo": schema,
            "dct:language": _spoken([one.language]),
            "dct:modified": [_time(one.modified)],
            "dcat:byteSize": [Value(str(file.size), "xsd:nonNegativeInteger")] if file.size else [],
            "spdx:checksum": [Thing("spdx:Checksum", checksum)] if file.digest else [],
        }
        return Thing("dcat:Distribution", told, iri)


def _in_all(message: str, holes: Mapping[str, object] | None = None) -> list[Term]:
    """The message in each of our languages: one text in each, as the profile wants."""
    said: list[tuple[str, Translator]] = [(each, translator(each)) for each in LANGUAGES]
    return [Text(_(message, **(holes or {})), language) for language, _ in said]


def _spoken(languages: Sequence[str]) -> list[Term]:
    return [Address(f"{_EU}language/{_SPOKEN[each]}") for each in languages]


def _times(at: Millis | None) -> list[Term]:
    return [] if at is None else [_time(at)]


def _time(at: Millis) -> Value:
    return Value(times.zulu(at), "xsd:dateTime")
