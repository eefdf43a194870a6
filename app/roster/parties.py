"""Parties by the many names they go under: official code, what people say, the full name.

Codes and names: valgresultat.no, after the municipal elections of 2023.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    code: str
    short: str
    name: str


# Code, what people say, name in bokmål, and what else it is called.
_TABLE = """
A       | Ap  | Arbeiderpartiet | Arbeidarpartiet, Arb, Arb.partiet, Arbeiderparti, DNA
H       | H   | Høyre | Høgre
SP      | Sp  | Senterpartiet | Senterparti
FRP     | FrP | Fremskrittspartiet | Framstegspartiet, Framskrittspartiet
SV      | SV  | Sosialistisk Venstreparti | SV - Sosialistisk Venstreparti
V       | V   | Venstre |
KRF     | KrF | Kristelig Folkeparti | Kristeleg Folkeparti
MDG     | MDG | Miljøpartiet De Grønne | Miljøpartiet Dei Grøne, De Grønne, Dei Grøne
RØDT    | R   | Rødt | Raudt
INP     | INP | Industri- og Næringspartiet | Industripartiet
PP      | PP  | Pensjonistpartiet |
DEMN    | ND  | Norgesdemokratene | Demokratene
KRISTNE | K   | Konservativt | Partiet De Kristne
PS      | PS  | Partiet Sentrum | Sentrum
GENP    | GP  | Generasjonspartiet |
DNI     | DNI | Partiet DNI |
FRED    | FOR | Fred og Rettferdighet | Fred og Rettferdighet (FOR)
HELSE   | VIP | Velferd og Innovasjonspartiet | Velferd og innovasjon
LIBS    | LIB | Liberalistene |
FNB     | FP  | Folkets Parti |
"""


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _known() -> Mapping[str, Party]:
    found: dict[str, Party] = {}
    for line in _TABLE.strip().splitlines():
        code, short, name, others = (cell.strip() for cell in line.split("|"))
        party = Party(code, short, name)
        for called in (code, short, name, *others.split(",")):
            found[_folded(called)] = party
    found.pop("", None)
    return found


_KNOWN = _known()


def national(text: str) -> Party | None:
    """The registered party that goes under this name, code or short form, in any letters."""
    party = _KNOWN.get(_folded(text))
    if party is None and text.endswith(")"):  # Arbeiderpartiet (Ap)
        party = _KNOWN.get(_folded(text.rpartition("(")[0]))
    return party


def short(text: str) -> str:
    """What the party is called at the tables; a local list is called what it calls itself."""
    party = national(text)
    return party.short if party else text


def key(text: str) -> str:
    """The same for all names of the same party or list."""
    party = national(text)
    return party.code if party else _folded(text) or text
