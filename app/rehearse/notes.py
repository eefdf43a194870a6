"""What the simulated councillors write: a few notes of our own, or a file of real ones."""

import csv
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

OURS = (
    "Hold på bygdeskolene, men del lærerne mellom dem.",
    "Gang- og sykkelvei langs fylkesveien, før noen blir drept der.",
    "Vi bør si nei til hytter over tregrensa.",
    "Fleire heile stillingar i heimetenesta, så dei eldre møter dei same folka.",
    "La ungdommen få nøkkel til gymsalen om kvelden.",
    "Ikke bygg ned matjord for et kjøpesenter til.",
    "Egenandelen på SFO må ned for familier med lav inntekt.",
    "Bruk bibliotekene mer: Nav-time, språkkafé, lekselesing.",
    "Sel ikkje kommuneskogen. Leig han heller ut.",
    "Hva koster det å la være? Vedlikeholdsetterslepet vokser hvert år.",
    "Turstier med benker og lys, så flere våger seg ut om vinteren.",
    "Slå sammen driftsavdelingene før vi kutter i skolen.",
    "Vi treng bustader folk har råd til – også i sentrum.",
    "Behold legevakta her. Én time til sykehus er for langt.",
    "Mindre asfalt, flere trær: overvannet må ta veien et sted.",
    "Kulturskoleplass til alle som vil, uten venteliste.",
    "Si tydelig hva vi IKKE skal gjøre de neste fire årene.",
    "Buss hver halvtime virker; buss hver annen time virker ikke.",
    "Ta vare på frivilligheten: gratis lån av lokaler.",
    "Ungdomsrådet skal få sakene før vi har bestemt oss.",
    "Straumstøtta bør gå til tiltak som varer: etterisolering, varmepumper.",
    "Samle eldreomsorgen, ja – men aldri mer enn tjue minutter fra familien.",
    "Barnehageopptak hele året.",
    "Kortere saksbehandling: seks uker på en byggesak, ikke seks måneder.",
)

CHANGED = "Jeg mener egentlig: "
"""What an edited note begins with."""


class Unreadable(Exception):
    """The file has no column `text`, or nothing in it."""


def texts(file: Path | None) -> Iterator[str]:
    """Notes without end: from the column `text` of a CSV file, or our own. Raises `Unreadable`."""
    if file is None:
        return cycle(OURS)
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            found = [row["text"] for row in csv.DictReader(opened) if row["text"].strip()]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error):
        found = []
    if not found:
        raise Unreadable(f"{file} cannot be read, or has no column «text»")
    return cycle(found)
