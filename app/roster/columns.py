"""Headings and what stands below them, in Bokmål, Nynorsk and English, as people write them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.core.words import whole
from app.roster.people import (
    ACCESS,
    CHAIR,
    DEPUTY,
    DEPUTY_CHAIR,
    MEMBER,
    OPPOSITION,
    POSITION,
    QUIET,
)  # fmt: skip

# What a heading may be called, by the field it stands for. The first is how we write it.
HEADINGS: Mapping[str, str] = {
    "name": "navn, namn, name, fullt navn, fullt namn, full name, representant, medlem, member, "
    "navn på representant, folkevalgt, folkevald, kandidat, kandidatnavn, "
    "etternavn fornavn, etternamn fornamn, fornavn etternavn, fornavn og etternavn",
    "first": "fornavn, fornamn, first name, given name, for- og mellomnavn, førenamn",
    "last": "etternavn, etternamn, last name, surname, family name",
    "party": "parti, party, liste, list, partinavn, partinamn, partikode, parti liste, "
    "parti gruppe, partigruppe, gruppe, valgliste, valliste, party list",
    "role": "verv, role, rolle, funksjon, office, medlem vara, medlem varamedlem, verv rolle",
    "deputy_no": "vararekkefølge, vararekkjefølgje, varanummer, vara nr, nr vara, deputy order, "
    "varaplass, varanr, rekkefølge vara",
    "deputy_for": "vara for, varamedlem for, møter for, deputy for",
    "bloc": "posisjon/opposisjon, posisjon, opposisjon, posisjon eller opposisjon, position, "
    "opposition, position opposition, blokk, bloc",
    "gender": "kjønn, kjønn k m, k m, m k, gender, sex",
    "full_time": "heltid/deltid, heltid, deltid, full time, full time part time, fulltime, "
    "frikjøp, frikjøpt, stillingsprosent, prosent, heiltid, heiltid deltid",
    "first_term": "første periode, fyrste periode, first term, first period, ny, "
    "ny i kommunestyret, førstegangsvalgt, fyrstegongsvald, ny representant, antall perioder, "
    "tal på periodar, terms",
    "committee": "utvalg, utval, committee, komité, komite, hovedutvalg, hovudutval, fast utvalg",
    "host": "bordvert, bordleder, bordleiar, table host, host",
    "needs": "tilrettelegging, tilrettelegging behov, behov, accessibility, access, needs, "
    "universell utforming",
    "email": "e-post, epost, e-mail, email, mail, e-postadresse, epostadresse",
}

FORBIDDEN = "fødselsnummer, personnummer, fnr, fødselsnr, personnr, fødsels- og personnummer, ssn"
"""No national identity number is stored, whoever sends it."""


def folded(text: str) -> str:
    """A heading or word as it is compared: small letters, single spaces, no signs."""
    return " ".join(re.sub(r"[^\w%]+", " ", text.casefold().replace("_", " ")).split())


_FIELD = {
    folded(called): field
    for field, names in {**HEADINGS, "forbidden": FORBIDDEN}.items()
    for called in names.split(",")
}


def heading(text: str) -> str | None:
    """The field that a heading stands for; None for one we do not know."""
    plain = folded(text)
    found = _FIELD.get(plain)
    if found is None and "(" in text:  # Kjønn (K/M)
        found = _FIELD.get(folded(text.split("(")[0]))
    return found


def title(field: str) -> str:
    """How we write the heading of a field ourselves."""
    first = HEADINGS[field].split(",")[0]
    return first[0].upper() + first[1:]


class NotUnderstood(ValueError):
    """A word that we cannot make anything of in this column."""


_MARKS = {"x", "✓", "✔", "√", "•", "*"}
_YES = _MARKS | {"ja", "j", "yes", "y", "1", "true", "sant", "sann"}
_NO = {"nei", "n", "no", "0", "false", "usant", "usann", "ikke", "ikkje"}
_UNSAID = {
    "", "-", "–", "—", "?", "ikke oppgitt", "ikkje oppgitt", "ønsker ikke å oppgi", "not stated",
    "vil ikke oppgi", "vil ikkje oppgi", "ukjent", "ukjend", "unknown", "uoppgitt", "n/a",
}  # fmt: skip

_BLOCS = {
    POSITION: {"posisjon", "pos", "p", "position", "i posisjon", "flertall", "fleirtal"},
    OPPOSITION: {
        "opposisjon", "opp", "o", "op", "opposition", "i opposisjon", "mindretall", "mindretal",
    },
}  # fmt: skip
_GENDERS = {
    "K": {"k", "kvinne", "female", "f", "woman", "kv", "w"},
    "M": {"m", "mann", "male", "man"},
}
_FULL = {"heltid", "heiltid", "full", "fulltid", "full time", "fulltime", "frikjøpt"}
_PART = {"deltid", "part time", "parttime", "del", "fritid", "fritidspolitiker", "fritidspolitikar"}
_CHAIRS = {"leder", "leiar", "ordfører", "ordførar", "chair", "mayor", "byrådsleder", "møteleder"}
_DEPUTY_CHAIRS = {
    "nestleder", "nestleiar", "varaordfører", "varaordførar", "deputy chair", "deputy mayor",
}  # fmt: skip
_MEMBERS = {
    "", "medlem", "member", "representant", "fast medlem", "fast", "kommunestyremedlem",
    "kommunestyrerepresentant", "bystyremedlem", "bystyrerepresentant", "folkevalgt", "folkevald",
}  # fmt: skip
_NEEDS = {
    ACCESS: ("rullestol", "trinnfri", "trapp", "heis", "gange", "gåe", "rullator", "access",
             "wheelchair", "tilgjengelig", "tilgjengeleg", "krykke"),
    QUIET: ("stille", "roleg", "rolig", "hørsel", "høyrsel", "teleslynge", "høreapparat", "lyd",
            "høyreapparat", "støy", "quiet", "hearing"),
}  # fmt: skip
_DEPUTY = re.compile(
    r"(?:(\d+)\W*)?vara(?:medlem(?:mer|mar|er|ar)?|representant(?:er|ar)?)?\W*(\d+)?"
)


def is_mark(text: str) -> bool:
    """Somebody ticked: where others are not ticked, that means no."""
    return text.casefold() in _MARKS


def is_deputies(text: str) -> bool:
    """A heading line or the name of a sheet that says: here begin the deputies."""
    plain = folded(text)
    return plain.startswith(("vara", "deput")) and "ordfør" not in plain


def is_members(text: str) -> bool:
    return folded(text) in {
        "medlemmer", "medlemer", "medlemmar", "members", "faste medlemmer", "faste medlemer",
        "faste medlemmar", "representanter", "representantar", "faste representanter",
    }  # fmt: skip


def is_total(text: str) -> bool:
    """The first word of a line that counts the others."""
    return bool(re.match(r"(sum|totalt?|i alt|antall|tal på|til saman|til sammen)\b", folded(text)))


def yes_no(text: str) -> bool | None:
    plain = text.casefold()
    if plain in _UNSAID:
        return None
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise NotUnderstood


def bloc(text: str, heading: str) -> str | None:
    plain = folded(text)
    for side, words in _BLOCS.items():
        if plain in words:
            return side
    answer = yes_no(text)  # a column that is called one of them, with yes and no
    if answer is None:
        return None
    asked = {"posisjon": True, "position": True, "opposisjon": False, "opposition": False}
    if folded(heading) not in asked:
        raise NotUnderstood
    return POSITION if answer is asked[folded(heading)] else OPPOSITION


def gender(text: str) -> str | None:
    plain = folded(text)
    if plain in {folded(word) for word in _UNSAID}:
        return None
    return next((short for short, words in _GENDERS.items() if plain in words), text[:40])


def full_time(text: str, heading: str) -> bool | None:
    plain = folded(text)
    if plain in _FULL:
        return True
    if plain in _PART:
        return False
    number = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*%?", text)
    if number:  # 100, 40 %, or 0.4 as Excel keeps 40 %
        share = float(number[1].replace(",", "."))
        return share >= 100 or (share == 1 and "%" not in text)
    answer = yes_no(text)
    return not answer if folded(heading) == "deltid" and answer is not None else answer


def first_term(text: str, heading: str) -> bool | None:
    if folded(heading) in {"antall perioder", "tal på periodar", "terms"}:
        terms = whole(text)
        if terms is None:
            raise NotUnderstood
        return terms <= 1
    return yes_no(text)


def role(text: str) -> tuple[str, int | None, str]:
    """The role, a deputy's number in the order, and words that say more than that."""
    plain = folded(text)
    if plain in _CHAIRS:
        return CHAIR, None, ""
    if plain in _DEPUTY_CHAIRS:
        return DEPUTY_CHAIR, None, ""
    if plain in _MEMBERS:
        return MEMBER, None, ""
    deputy = _DEPUTY.fullmatch(plain)
    if deputy:
        number = deputy[1] or deputy[2]
        return DEPUTY, int(number) if number and len(number) < 4 else None, ""
    return MEMBER, None, text


def needs(text: str) -> tuple[str, str]:
    """What is needed, as our own words, and the words that we do not know."""
    known: set[str] = set()
    unknown: list[str] = []
    for part in re.split(r"\s*[,;]\s*|\s+og\s+", text):
        plain = part.casefold()
        found = {need for need, words in _NEEDS.items() if any(word in plain for word in words)}
        known |= found
        if not found and plain not in _UNSAID | _NO:
            unknown.append(part)
    return " ".join(sorted(known)), ", ".join(unknown)


def identity_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{6}[ -]?\d{5}", text))


#: What is said in yes or no, or in a few words, read by a function of the text and its heading.
WORDS: Mapping[str, Callable[[str, str], Any]] = {
    "bloc": bloc,
    "gender": lambda text, _: gender(text),
    "full_time": full_time,
    "first_term": first_term,
    "host": lambda text, _: bool(yes_no(text)),
}


def known(cells: Sequence[str]) -> dict[int, str]:
    """The columns whose headings we know, each field once: the first that has it."""
    found: dict[int, str] = {}
    for column, cell in enumerate(cells):
        field = heading(cell) if cell else None
        if field and (field not in found.values() or field == "forbidden"):
            found[column] = field
    return found
