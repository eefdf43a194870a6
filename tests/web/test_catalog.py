"""The description of the open data, read back by a library that reads linked data."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from warnings import catch_warnings, simplefilter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node
from sqlalchemy import Engine

from app import secretary
from app.core.planning import PlanProcess, Section
from app.publish.opendata.catalog import PREFIXES, Dataset, File, Publisher, Series, catalog
from app.publish.opendata.rdf import json_ld, turtle
from app.settings import Settings
from app.store import processes
from app.web.formats import FORMATS
from tests.web.conftest import LEADER, Evening, House, Web, plan_evening

SITE = "https://verksted.prove.no/"
EU = "http://publications.europa.eu/resource/authority/"


def term(name: str) -> URIRef:
    prefix, _, rest = name.partition(":")
    return URIRef(PREFIXES[prefix] + rest)


# ---------------------------------------------------------------- the profile

IRI, TEXTS, WORDS, TIME = "iri", "texts", "words", "time"
"""An address; words in languages, one in each; plain words; a moment."""


@dataclass(frozen=True)
class Rule:
    """Of a property: how many at least and at most, and of what kind or class."""

    name: str
    kind: str
    least: int = 0
    most: int | None = None


_DESCRIBED = (
    Rule("dct:title", TEXTS, 1),
    Rule("dct:description", TEXTS, 1),
    Rule("dct:publisher", "foaf:Agent", 1, 1),
    Rule("dcat:contactPoint", "vcard:Organization", 1),
)
_RESOURCE = (
    Rule("dct:language", IRI),
    Rule("dct:license", IRI, 0, 1),
    Rule("dct:issued", TIME, 0, 1),
    Rule("dct:modified", TIME, 0, 1),
)

#: What DCAT-AP-NO 3 asks of each class: `shacl/dcatapno3-core-shapes.ttl`, as of 30 January 2025.
PROFILE: dict[str, tuple[Rule, ...]] = {
    "dcat:Catalog": (
        *_DESCRIBED,
        *_RESOURCE,
        Rule("dcat:dataset", IRI),
        Rule("dcat:themeTaxonomy", IRI),
        Rule("foaf:homepage", IRI, 0, 1),
    ),
    "dcat:Dataset": (
        *_DESCRIBED,
        *_RESOURCE,
        Rule("dcat:theme", IRI, 1),
        Rule("dcat:keyword", "keywords"),
        Rule("dct:identifier", WORDS),
        Rule("dct:accessRights", IRI, 0, 1),
        Rule("dcatap:applicableLegislation", IRI),
        Rule("dct:temporal", "dct:PeriodOfTime"),
        Rule("dcat:version", WORDS, 0, 1),
        Rule("dcat:landingPage", IRI),
        Rule("dcat:inSeries", "dcat:DatasetSeries"),
        Rule("dcat:distribution", "dcat:Distribution"),
    ),
    "dcat:DatasetSeries": (
        *_DESCRIBED,
        Rule("dcat:theme", IRI, 1),
        Rule("dcatap:applicableLegislation", IRI),
    ),
    "dcat:Distribution": (
        *_RESOURCE,
        Rule("dcat:accessURL", IRI, 1),
        Rule("dct:title", TEXTS),
        Rule("dcat:downloadURL", IRI),
        Rule("dct:format", IRI, 0, 1),
        Rule("dcat:mediaType", IRI, 0, 1),
        Rule("dct:conformsTo", IRI),
        Rule("dcat:byteSize", "size", 0, 1),
        Rule("spdx:checksum", "spdx:Checksum", 0, 1),
    ),
    "foaf:Agent": (
        Rule("foaf:name", WORDS, 1),
        Rule("dct:identifier", WORDS, 0, 1),
        Rule("dct:type", IRI, 0, 1),
    ),
    "vcard:Organization": (Rule("vcard:fn", WORDS, 1), Rule("vcard:hasURL", IRI, 1)),
    "dct:PeriodOfTime": (Rule("dcat:startDate", TIME, 0, 1), Rule("dcat:endDate", TIME, 0, 1)),
    "spdx:Checksum": (Rule("spdx:algorithm", IRI, 1, 1), Rule("spdx:checksumValue", "hex", 1, 1)),
}


def faults(graph: Graph) -> Iterator[str]:
    """What is not as the profile has it, and what it does not know."""
    for thing, kind in graph.subject_objects(RDF.type):
        rules = {
            term(rule.name): rule
            for name, each in PROFILE.items()
            if term(name) == kind
            for rule in each
        }
        if not rules:
            yield f"{kind} is no class"
        for name in {*graph.predicates(thing)} - {RDF.type} - rules.keys():
            yield f"{kind} {name} is not known"
        for name, rule in rules.items():
            values = list(graph.objects(thing, name))
            if not rule.least <= len(values) <= (rule.most or len(values)):
                yield f"{kind} {rule.name}: {len(values)}"
            yield from (f"{rule.name}: {each!r}" for each in values if not fits(graph, each, rule))
            tags = [each.language for each in values if isinstance(each, Literal)]
            if rule.kind == TEXTS and len(tags) != len(set(tags)):
                yield f"{rule.name}: {tags}"


TYPED = {TIME: XSD.dateTime, "size": XSD.nonNegativeInteger, "hex": XSD.hexBinary, WORDS: None}


def fits(graph: Graph, each: Node, rule: Rule) -> bool:
    if rule.kind == IRI:
        return isinstance(each, URIRef)
    if ":" in rule.kind:
        return (each, RDF.type, term(rule.kind)) in graph
    if not isinstance(each, Literal) or not str(each):
        return False
    if rule.kind in (TEXTS, "keywords"):
        return each.language in ("nb", "nn", "en")
    return each.datatype == TYPED[rule.kind] and not each.language and not each.ill_typed


def one(graph: Graph, kind: str) -> Node:
    (found,) = graph.subjects(RDF.type, term(kind))
    return found


def of(graph: Graph, thing: Node, *names: str) -> list[str]:
    return [str(each) for name in names for each in graph.objects(thing, term(name))]


# ---------------------------------------------------------------- the pages


@pytest.fixture
async def house(engine: Engine) -> House:
    return House(engine, Settings(_env_file=None, address=SITE, organisation="999999999"))


async def publish(house: House, evening: Evening) -> None:
    minutes = await secretary.draft(evening.room, house.engine)
    await secretary.publish(evening.room, house.engine, minutes, LEADER.name)


async def read(web: Web) -> Graph:
    """Both ways it is written, which say the same, and as the profile has it."""
    written = await web.get("/dcat.ttl")
    assert written.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = parsed(written.content, "turtle")
    again = await web.get("/dcat.jsonld")
    assert again.headers["content-type"] == "application/ld+json"
    assert isomorphic(graph, parsed(again.content, "json-ld"))
    assert list(faults(graph)) == []
    return graph


def parsed(content: bytes, form: str) -> Graph:
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)  # rdflib's own, on its way to its next version
        return Graph().parse(data=content, format=form)


async def test_what_is_published_is_described(house: House, web: Web) -> None:
    """V176: each workshop in every format that it can be fetched in, and its plan process."""
    kept = processes.create(house.engine, PlanProcess(title="Byplan"), "", 0)
    processes.save(house.engine, kept, kept.plan, Section.PLAN, "", 1, public=True)
    evening = await plan_evening(house, process=kept.id)
    assert one(await read(web), "dcat:Catalog") == URIRef(f"{SITE}#catalog")
    await evening.hold()
    await publish(house, evening)
    graph = await read(web)
    dataset = one(graph, "dcat:Dataset")
    assert dataset == URIRef(f"{SITE}v/{evening.code}#data")
    assert of(graph, dataset, "dcat:inSeries") == [f"{SITE}plan/{kept.code}#data"]
    assert of(graph, one(graph, "dcat:Catalog"), "dcat:dataset") != []
    assert of(graph, one(graph, "foaf:Agent"), "foaf:name", "dct:identifier") == [
        "Prøve",
        "999999999",
    ]
    files = {*graph.objects(dataset, term("dcat:distribution"))}
    fetched = {str(each) for file in files for each in of(graph, file, "dcat:downloadURL")}
    assert fetched == {f"{SITE}v/{evening.code}.{ending}" for ending in FORMATS}


async def test_what_it_says_of_a_file_is_true(house: House, web: Web) -> None:
    """V177: its type and, where they are told, its size and checksum."""
    evening = await plan_evening(house)
    await evening.hold()
    await publish(house, evening)
    graph = await read(web)
    told = 0
    for file in graph.subjects(RDF.type, term("dcat:Distribution")):
        (address,) = of(graph, file, "dcat:downloadURL")
        (media,) = of(graph, file, "dcat:mediaType")
        answer = await web.get(address.removeprefix(SITE[:-1]))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media.split("media-types/")[1])
        for size in of(graph, file, "dcat:byteSize"):
            told += 1
            assert int(size) == len(answer.content)
        for checksum in graph.objects(file, term("spdx:checksum")):
            (digest,) = of(graph, checksum, "spdx:checksumValue")
            assert digest.lower() == sha256(answer.content).hexdigest()
    assert told


async def test_what_is_not_public_is_not_described(house: House, web: Web) -> None:
    """V178: no draft, no rehearsal, no process of the staff's alone, nothing withdrawn."""
    kept = processes.create(house.engine, PlanProcess(title="Hemmelig"), "", 0)
    evening = await plan_evening(house, process=kept.id)
    await evening.hold()
    practice = await plan_evening(house, rehearsal=True)
    await practice.hold()
    await publish(house, practice)
    assert list((await read(web)).subjects(RDF.type, term("dcat:Dataset"))) == []
    await publish(house, evening)
    graph = await read(web)
    assert of(graph, one(graph, "dcat:Dataset"), "dcat:inSeries") == []
    assert list(graph.subjects(RDF.type, term("dcat:DatasetSeries"))) == []
    await secretary.withdraw(evening.room, house.engine, 1, "Feil", LEADER.name)
    assert list((await read(web)).subjects(RDF.type, term("dcat:Dataset"))) == []


# ---------------------------------------------------------------- hostile words

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    ['" . <x> a <y> . "', '"""', "\\", "{title}", "a\nb\r\t\0", "</script>", "@en", "ø%20å"]
)


@given(words, words)
@settings(max_examples=30)
def test_whatever_a_title_is_it_is_only_a_title(title: str, municipality: str) -> None:
    """V179: both ways it is written, and it is read back as it was."""
    dataset = Dataset(
        "ABC", title, municipality, "kommunestyret", "nb", 1, 2, 0, 1, 1, 0, 0, False,
        [File("json", "application/json", 7, "ab")], "DEF",
    )  # fmt: skip
    things = catalog(
        [dataset],
        [Series("DEF", title, municipality)],
        Publisher(municipality, "", "NLOD_2_0"),
        lambda path: SITE + path,
        "skjema.json",
    )
    graph = parsed(turtle(things, PREFIXES), "turtle")
    assert isomorphic(graph, parsed(json_ld(things, PREFIXES), "json-ld"))
    assert list(faults(graph)) == []
    told = of(graph, one(graph, "dcat:Dataset"), "dct:title")
    assert sum(title in each for each in told) == 3
    assert of(graph, one(graph, "foaf:Agent"), "foaf:name") == [municipality]
