"""docs/universell-utforming.md, made of the table of criteria and of what a long run found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.accessibility.checks import CHECKS
from tests.accessibility.evidence import Found, kept, with_what

DOCUMENT = Path(__file__).parents[2] / "docs/universell-utforming.md"
MET, NOT_MET, IRRELEVANT = "oppfylt", "ikke oppfylt", "ikke relevant"

HEAD = """\
# Universell utforming

Tannhjul mot WCAG 2.2, nivå A og AA, krav for krav. Forskriften krever 2.1 AA av kommunen; 2.2 AA
rommer det og mer. Bruk siden når kommunen skal skrive tilgjengelighetserklæringen sin. Den er
laget av `make accessibility`, som åpner hver side og hver skjerm i en ekte nettleser og måler dem.
Tallene er fra den siste kjøringen: Tannhjul {product} i Chromium {browser}.

## Kort

{short}

## Dette er ikke prøvd

- Ingen som bruker skjermleser til daglig, har prøvd programmet ennå. Det skjermlesere får å lese
  opp, er målt i nettleserens tilgjengelighetstre; hvordan det oppleves, er ikke det samme.
- Ingen med nedsatt syn, hørsel, motorikk eller kognisjon har prøvd det i et verksted.
- Målingene er gjort i Chromium. I WebKit, som er motoren i iPad, er en hel kveld i salen og en
  ettermiddag ved pulten prøvd, men ikke målt mot kravene. Forstørring er prøvd som mindre vindu.
- Det som er gått gjennom, er skjermbilder og kode under utviklingen, ikke en brukertest.
- PDF-er av møtebøker følger PDF/UA og prøves av et eget program; Word-dokumenter er ikke målt.
- Nordsamisk er oversatt av maskin, og det står på sidene.

Kommunen bør la noen som bruker hjelpemidler, prøve et nettbrett før det første verkstedet.

## Slik er det målt

{how}

## Krav for krav
"""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of WCAG's. The fields are told of in `criteria.yaml`."""

    number: str
    level: str
    name: str
    here: str = ""
    irrelevant: str = ""
    seen: str = ""
    lacking: str = ""
    checks: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)


def criteria() -> list[Criterion]:
    read = (Path(__file__).parent / "criteria.yaml").read_text(encoding="utf-8")
    return [Criterion(**each) for each in yaml.safe_load(read)]


def made() -> str:
    """The whole document."""
    found = kept()
    told = [(each, _status(each, found)) for each in criteria()]
    count = {
        status: sum(each == status for _, each in told) for status in (MET, NOT_MET, IRRELEVANT)
    }
    short = (
        f"Av {len(told)} krav er {count[MET]} oppfylt, {count[NOT_MET]} ikke oppfylt og "
        f"{count[IRRELEVANT]} ikke relevante."
    )
    lacking = [each.number for each in criteria() if each.lacking]
    short += f" {len(lacking)} er oppfylt med en merknad: {', '.join(lacking)}."
    product, browser = with_what()
    how = "\n".join(
        f"- `{name}`: {check.words}. {_places(found[name])}" for name, check in CHECKS.items()
    )
    body = "\n".join("\n".join(_told(each, status, found)) for each, status in told)
    return HEAD.format(short=short, how=how, product=product, browser=browser) + "\n" + body


def _status(criterion: Criterion, found: Found) -> str:
    if criterion.irrelevant:
        return IRRELEVANT
    wrong = any(_wrong(found[name]) for name in criterion.checks)
    return NOT_MET if wrong else MET


def _told(criterion: Criterion, status: str, found: Found) -> Iterator[str]:
    yield f"### {criterion.number} {criterion.name} ({criterion.level}): {status}\n"
    yield f"{criterion.irrelevant or criterion.here}\n"
    for name in criterion.checks:
        yield f"- Målt: {CHECKS[name].words}. {_places(found[name])} (`{name}`)"
        yield from _faults(found[name])
    for test in criterion.tests:
        yield f"- Prøvd: `{test}`"
    if criterion.seen:
        yield f"- Gått gjennom: {criterion.seen}"
    if criterion.lacking:
        yield f"- Mangler: {criterion.lacking}"
    yield ""


def _faults(found: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    for kind, places in sorted(found.items()):
        for place, lines in sorted(places.items()):
            yield from (f"  - Avvik, {kind}, `{place}`: {line}" for line in lines)


def _places(found: dict[str, dict[str, list[str]]]) -> str:
    told = {kind: f"{len(places)} {kind}" for kind, places in sorted(found.items())}
    pages = [words for kind, words in told.items() if kind.startswith("sider")]
    screens = [words for kind, words in told.items() if not kind.startswith("sider")]
    where = ", ".join(pages) + (f"; skjermbilder: {', '.join(screens)}" if screens else "")
    wrong = _wrong(found)
    return f"{where}: {f'{wrong} avvik' if wrong else 'ingen avvik'}."


def _wrong(found: dict[str, dict[str, list[str]]]) -> int:
    return sum(len(lines) for places in found.values() for lines in places.values())
