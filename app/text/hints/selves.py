"""Where writers tell who they are: «som ordfører», «vi i Høyre», «mannen min»."""

import re
from collections.abc import Iterator

from app.text.hints.lexicon import PARTY, ROLE, ROLE_ONLY
from app.text.hints.signs import Hint, Kind, found, lowered, reads, whole


def selves(text: str) -> Iterator[Hint]:
    small = lowered(text)
    if not _ANY.search(small):
        return
    for start, end in found(text, _IN_A_PARTY):
        yield Hint(Kind.SELF, start, end)
    for pattern in _PLAIN:
        for start, end in found(small, pattern):
            yield Hint(Kind.SELF, start, end)
    for match in _AS.finditer(small):
        start, end = match.span()
        noun = match["noun"]
        rest = _SENTENCE.split(small[end:])[0]
        before = _SENTENCE.split(small[:start])[-1]
        mine = _ME.search(before) or _ME.search(rest)
        if _OPENING.search(small[:start]):
            told = _ROLE.fullmatch(noun) or (mine and not _NOT_ONE.fullmatch(noun))
        else:
            told = mine and _ROLE_ONLY.fullmatch(noun)
        if told:
            yield Hint(Kind.SELF, start, end)


_SENTENCE = re.compile(r"[.!?\n]")
_OPENING = reads(r"(?:^|[^\p{L}\p{N} ,])\s*\Z")
_ROLE = reads(ROLE)
_ROLE_ONLY = reads(ROLE_ONLY)
_ME = whole("jeg|eg|meg|min|mi|mitt|mine")

# After «som», what is no one person, or all in the hall.
_NOT_ONE = reads(
    r"\p{L}*(?:kommunen?|samfunn|by|bygd|region|fylke|land|råd|lag|ledd|del)|folkeval[gd]te?|"
    r"folkevalde?|"
    r"politi(?:ker|kar)\p{L}*|innbygg(?:er|jar)\p{L}*|kommunestyre|organisasjon|"
    r"arbeids?g\p{L}+|menneske|"
    "fellesskap|regel|hovedregel|hovudregel|oftest|sagt|kjent|kjend|nevnt|nemnt|følge|følgje|"
    "vanlig|vanleg|"
    "resultat|eksempel|døme|tillegg|utgangspunkt|alternativ|alle|dei?|den|det|du|vi|me|jeg|"
    "eg|man|alltid|før|"
    "nå|no|i|på|mange|andre|noen|nokon|mest|best|først|fyrst|er|var|har|kan|vil|må|bør|skal|"
    "ikke|ikkje|om"
)

_ARTICLE = "(?:(?:en|ein|ei|et|eit) )?"
_KIND_OF = (
    "(?:(?:tidligere|tidlegare|eneste|einaste|liten|stor|ny|ung|gammel|gamal|eldre|nyvalgt|nyvald|"
    "fersk|mangeårig|lokal|kvinnelig|kvinneleg|selvstendig|sjølvstendig|utdannet|utdanna) )*"
)
_OF = r"(?: (?:i|av|for|på|ved) \p{L}+)?"
_AS = whole(rf"som {_ARTICLE}{_KIND_OF}(?P<noun>\p{{L}}+){_OF}")

_A_ROLE = f"{_ARTICLE}{_KIND_OF}(?:{ROLE}){_OF}"
_I = "(?:jeg|eg)"
_WORK = "(?:jobber|jobbar|jobbet|jobba|arbeider|arbeidar|arbeidet|arbeidde)"
_AM = f"{_I} (?:er|var|har (?:selv |sjølv )?(?:vært|vore))|(?:er|var) {_I}"
_AT_WORK = f"{_I} {_WORK}|{_WORK} {_I}|(?:vi|oss|me) som {_WORK}"
_WITH = r"(?:som|i|på|ved|hos|med) \p{L}+"
_LIVE = "(?:bor|bur|bodde|budde)"
# Where all in the hall live tells nothing.
_SOMEWHERE = (
    r"(?:i|på|ved) (?!(?:kommunen|byen|bygda|distriktet|fylket|landet|regionen|norge|"
    r"noreg)(?!\p{L}))"
    r"\p{L}+"
)
_GROUP = (
    r"gruppa|gruppen|opposisjonen|posisjonen|formannskapet|\p{L}*(?:utvalget|utvalet|komiteen|"
    r"komitéen)"
)
_HALL = (
    "kommunestyret|bystyret|heradsstyret|formannskapet|salen|rådet|gruppa|gruppen|partiet|"
    "politikken"
)
_KIN = (
    "mann|kone|samboer|sambuar|kjæreste|sønn|son|datter|dotter|barn|born|unger|ungar|mor|far|"
    "mamma|pappa|"
    "foreldre|bror|søster|syster|bestemor|bestefar|gård|gard|bedrift|verksemd|firma|butikk|"
    "arbeidsplass|"
    "arbeidsgiver|arbeidsgjevar|hytte|sjef|elever|elevar"
)
_THE_KIN = (
    "mannen|kona|samboeren|sambuaren|kjæresten|sønnen|sonen|datteren|dattera|dottera|jenta|"
    "gutten|guten|"
    "barna|borna|barnet|barnebarna|ungene|ungane|mora|faren|broren|søsteren|søstera|systera|"
    "bestemora|"
    "bestefaren|gården|garden|gardsbruket|bedriften|bedrifta|verksemda|firmaet|butikken|hytta|"
    "arbeidsplassen|arbeidsgiveren|arbeidsgjevaren|sjefen|elevene|elevane|tomta"
)

# In the letters as they stand: «vi i Rødt» is not «vi i rødt».
_IN_A_PARTY = whole(
    f"(?:[Vv]i|[Oo]ss|[Mm]e|[Jj]eg|[Ee]g|[Mm]eg) (?:i|frå|fra|på vegner? av) (?:{PARTY})"
)

_PLAIN = [
    whole(body)
    for body in (
        f"(?:vi|oss|me|jeg|eg|meg) i (?:{_GROUP})",
        "(?:mitt|vårt) (?:eget |eige )?parti|partiet (?:mitt|vårt)|lista (?:mi|vår)|mi(?:n)? liste",
        r"(?:min|mi|vår) \p{L}*gruppe|\p{L}*gruppa (?:mi|vår)|(?:mine )?partifell\p{L}*(?: mine?)?",
        f"(?:min|mi|mitt|mine) (?:egen |eigen |eget |eige |eldste |yngste )?(?:{_KIN})",
        f"(?:{_THE_KIN}) (?:min|mi|mitt|mine)",
        f"(?:{_AM}) (?:selv |sjølv )?{_A_ROLE}",
        f"(?:jeg|eg|meg) som {_A_ROLE}",
        f"(?:{_AT_WORK}) (?:selv |sjølv )?{_WITH}",
        f"(?:{_I} {_LIVE}|{_LIVE} {_I}|(?:vi|oss|me) som {_LIVE}) {_SOMEWHERE}",
        rf"(?:{_I} (?:sitter|sit|satt|sat)|(?:sitter|sit) {_I}) (?:selv |sjølv )?i \p{{L}}+",
        f"{_I} (?:representerer|stiller for|stiller til)",
        rf"(?:eneste|einaste|yngste?|eldste?) (?:\p{{L}}+ ){{0,3}}(?:i|på) (?:{_HALL})",
        "i ei?genskap av",
    )
]

# One of these is in all of them; most notes have none, and are done.
_ANY = re.compile(
    r"\b(?:jeg|eg|meg|min|mi|mitt|mine|vi|oss|me|vår|vårt|som|eneste|einaste|yngste?|eldste?)\b"
    r"|partifell|ei?genskap"
)
