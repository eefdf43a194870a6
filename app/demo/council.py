"""The demonstration council: the seats of a real one, filled with people who cannot exist."""

import json
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.store.tables import Member

#: Names that nobody bears, so that no councillor can find themselves in the demonstration.
FIRST = (
    "Lyng", "Bekk", "Gran", "Stein", "Fjær", "Måne", "Torsk", "Tyttebær", "Vaffel", "Brunost",
    "Kvikk", "Nisse", "Snø", "Regn", "Votter", "Lefse", "Multe", "Rype", "Tåke", "Sokk",
)  # fmt: skip
LAST = ("Liksomsen", "Eksempelstad", "Påfunn", "Demodal", "Oppdikt", "Prøvesund", "Tenktvik")


@dataclass(frozen=True, slots=True)
class Council:
    municipality: str
    body: str
    seats: dict[str, int]

    @property
    def size(self) -> int:
        return sum(self.seats.values())


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(
        (Path(__file__).parent / "councils.json").read_text(encoding="utf-8")
    )
    return facts


def names() -> list[str]:
    """The councils there are to choose from."""
    return sorted(_facts()["councils"])


def council(name: str) -> Council:
    """Raises `KeyError` where there is no council of that name; `names` lists them."""
    plain = name.strip().lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    found = _facts()["councils"][plain]
    return Council(found["municipality"], found["body"], found["seats"])


def roster(workshop: str, of: Council) -> list[Member]:
    """One made-up member a seat, in the order of the lists' size."""
    lists = sorted(of.seats.items(), key=lambda item: -item[1])
    short = _facts()["parties"]
    seats = [short[code] for code, count in lists for _ in range(count)]
    return [
        Member(
            id=secrets.token_hex(16),
            workshop=workshop,
            place=place,
            name=_name(place),
            party=party,
            role={0: "chair", len(seats) // 2: "deputy_chair"}.get(place, "member"),
        )
        for place, party in enumerate(seats)
    ]


def _name(place: int) -> str:
    """A different one for each place in a council of up to 140."""
    last = (place // len(FIRST) * 3 + place) % len(LAST)
    return f"{FIRST[place % len(FIRST)]} {LAST[last]}"
