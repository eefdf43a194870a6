"""Where a question misses: it can be answered with a word, asks two things, has its answer in it,
or asks for what experts and the administration are there for – instead of direction, and why.

Rules, not a model: whoever is told can see what gave it away. It hints, and never stops anybody.
How well it does is measured in `tests/text`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Miss(StrEnum):
    CLOSED = "closed"  # yes, no, or a number answers it
    DOUBLE = "double"  # two questions, and one will be forgotten
    LEADING = "leading"  # it tells what to think
    TECHNICAL = "technical"  # the words of experts
    MEASURES = "measures"  # how and how many, before what and why


@dataclass(frozen=True, slots=True)
class Hint:
    """`phrase`: the words that gave it away, as they stand."""

    miss: Miss
    phrase: str


@dataclass(frozen=True, slots=True)
class _Tongue:
    """What a language asks with. `asks` begins an open question, `why` gives reasons, `when` may
    as well begin a condition, and `verbs` begin a question that is answered with yes or no."""

    asks: str
    why: str
    when: str
    verbs: str
    telltale: Mapping[Miss, str]


_NORWEGIAN = _Tongue(
    asks=r"(?:hva|hvem|hvor|hvorfor|hvordan|hvilke[nt]?|når|kva|kven|kvar|kvifor|korleis|kor)\b",
    why=r"(?:hvorfor|kvifor)\b",
    when=r"(?:når|hvis|dersom|om)\b",
    verbs=r"(?:er|har|skal|bør|vil|kan|må|mener|meiner|ønsker|ønskjer|synes|synest|støtter|støttar"
    r"|får|blir|burde|kunne|skulle|ville|trenger|treng|finnes|finst|går|tror|trur|gjør|gjer)\b",
    telltale={
        Miss.CLOSED: r"\bi (?:hvilken|kva) grad\b|\bja eller nei\b"
        r"|\b(?:hvor|kor) (?:enig|einig|samd|fornøyd|nøgd)\w*|\bpå en skala\b|\bpå ein skala\b",
        Miss.LEADING: r"\b(?:hvorfor|kvifor) er det (?:så )?(?:viktig|riktig|rett|nødvendig|galt)"
        r"|(?:^|[.:,;?] )(?:er|bør|skal|vil|må|kan|burde|har) (?:det|vi|dere|de) ikkj?e\b"
        r"|\bvel (?:enig|einig|samd)\w*|\b(?:altfor|alt for|dessverre|diverre|endeleg få)\b"
        r"|\bendelig (?:få|bygge|ta)\b|\bpå tide\b"
        r"|\b(?:selvsagt|sjølvsagt|selvfølgelig|åpenbart|openbert|opplagt)\b"
        r"|\b(?:vellyk|velluk|mislyk|misluk)k\w+|\b(?:elendig|katastrof|skandal|fantastisk)\w*"
        r"|\b(?:den|det) (?:gode|flotte|viktige) (?:satsing|arbeid|innsats)\w*"
        r"|\bbukt med\b|\bslutt på\b|\b(?:kvel|sløs|ødelegg|øydelegg|rot)(?:er|ar|a|ing\w*)\b"
        r"|\balle \w* ?er (?:enige|samde|einige)\b",
        Miss.TECHNICAL: r"%-?BYA|\bBYA\b|\bBRA\b|utnytt(?:else|ing)s?grad\w*|\bKPI\w*|\bLNF\w*"
        r"|\bindikator\w*|\bnøkkeltal\w*|\brekk(?:e|je)føl(?:ge|gje)krav\w*|\w*bestemmelse\w*"
        r"|\bføresegn\w*|\bparkeringsnorm\w*|\b(?:hensyn|omsyn)ss?one\w*|\bbygg(?:e|je)grense\w*"
        r"|\bkostra\b|§|\bturnus\w*|\bverksemdsstyring\w*|\bvirksomhetsstyring\w*"
        r"|\binternkontroll\w*|\bdelege?r\w*|\bdelegasjon\w*|\bkonsekvensutred\w*"
        r"|\bstykkpris\w*|\w*høg?yde\b|\bt[ej]+nestenivå\w*|\w+norm(?:er|en|a|ar)?\b|\w+rente[nr]?\b"
        r"|\w+standard(?:en|er|ar)?\b|\w*terskelverdi\w*|\w*regulering(?:a|en|er|ar)?\b"
        r"|\banskaffels\w*|\binnkjøpsavtale\w*|\bros-analys\w*|\bkvadratmeter\b|\bm²",
        Miss.MEASURES: r"\btiltak\w*|\bprosjekt(?:er|a|ene|et)?\b|\biverksett\w*"
        r"|\bset(?:te|je|jast|tes) i verk\b|\bgjennomfør\w*|\b(?:hvor|kor) mange\b"
        r"|\bansvaret? for å\b|\bskal (?:kommunedirektør|rådmann|administrasjon)\w*"
        r"|\bpå budsjettet\b|\bfølge opp\b|\bfølgje opp\b|\bbeman\w*|\bvirkemid\w*|\bverkemid\w*"
        r"|\borganiser\w*|\bkonkret\w*|\bhandlingsprogram\w*|\bårsverk\w*|\bbudsjettpost\w*",
    },
)

_ENGLISH = _Tongue(
    asks=r"(?:what|who|whom|whose|where|why|how|which|when)\b",
    why=r"why\b",
    when=r"(?:when|if|once|unless)\b",
    verbs=r"(?:is|are|was|were|do|does|did|has|have|had|should|shall|would|will|can|could|may|might"
    r"|must|isn't|aren't|don't|doesn't|shouldn't|won't|can't)\b",
    telltale={
        Miss.CLOSED: r"\bto what extent\b|\byes or no\b|\bhow (?:satisfied|happy|strongly)\b",
        Miss.LEADING: r"\bwhy is it (?:so )?(?:important|right|necessary|wrong)"
        r"|\b(?:is|are|do|does|should|would|can|wo)n[’']t (?:you|we|it|they|this)\b"
        r"|\b(?:surely|obviously|of course|clearly|unfortunately|far too|at last)\b"
        r"|\b(?:failed|disastrous|terrible|wonderful|fantastic|successful)\b"
        r"|\bgreat (?:work|success|effort)|\bwast(?:e|es|ing)\b|\bruin\w*|\bneglect\w*|\bstop the\b"
        r"|\b(?:everybody|everyone|all \w+) agrees?\b",
        Miss.TECHNICAL: r"\bfloor area\b|\bKPIs?\b|\bindicators?\b|\bzoning\b|\bsetbacks?\b"
        r"|\bprovisions\b|\bprocurement\b|\bsquare met(?:re|er)s?\b|\bFTEs?\b|\bby-?laws?\b"
        r"|\bfull-time equivalents?\b|\bcost-benefit\b|\bdiscount rate\b|\bthresholds?\b|§",
        Miss.MEASURES: r"\b(?:which|what) measures\b|\bactions?\b|\bimplement\w*|\bprojects?\b"
        r"|\bresponsible for\b|\bfollow\w* up\b|\bstaff(?:ed|ing)?\b|\bnext year's budget\b"
        r"|\borgani[sz]\w*|\bhow many\b|\bconcrete\b|\bspecific measures\b",
    },
)

SHORT = 4
"""A second question of so few words goes with the first: «… og når ikke?»"""

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_CLAUSE = r"\s*[,:;–—]\s*|\s+-\s+"
_AND = re.compile(r"(?:og|men|så|and|but|so)\s+", re.IGNORECASE)


def hints(text: str, language: str) -> tuple[Hint, ...]:
    """What could be asked better, at most one hint of each kind; empty where nothing is found.

    `language` is that of the question: "nb", "nn" or "en".
    """
    tongue = _ENGLISH if language == "en" else _NORWEGIAN
    found = {hint.miss: hint for hint in reversed([*_found(text.strip(), tongue)])}
    return tuple(found[miss] for miss in Miss if miss in found)


def _found(text: str, tongue: _Tongue) -> Iterator[Hint]:
    for miss, pattern in tongue.telltale.items():
        told = re.search(pattern, text, re.IGNORECASE)
        if told:
            yield Hint(miss, told[0])
    asked = [sentence.strip() for sentence in _SENTENCE.findall(text)]
    asked = [s for s in asked if s.endswith("?") or _begins(tongue.verbs, s)]
    for sentence in asked:
        if not any(_opens(clause, tongue) for clause in _clauses(sentence, tongue)):
            yield Hint(Miss.CLOSED, sentence)
    yield from _double(asked, tongue)


def _double(asked: Sequence[str], tongue: _Tongue) -> Iterator[Hint]:
    open_ones = [
        clause.strip()
        for sentence in asked
        for clause in _clauses(sentence, tongue)
        if _opens(clause, tongue)
    ]
    # «Er dere enige om …, og hvordan …?»: the first takes a word for an answer, the second is lost.
    also = any(_begins(tongue.verbs, s) for s in asked[:1]) and any(map(_AND.match, open_ones[:1]))
    for clause in open_ones if also else open_ones[1:]:
        bare = _AND.sub("", clause, count=1)
        contrast = re.search(r"\b(?:ikkj?e|not)\b", bare) and _same_start(bare, open_ones[0])
        if not _begins(tongue.why, bare) and (also or len(bare.split()) > SHORT) and not contrast:
            yield Hint(Miss.DOUBLE, clause)


def _same_start(one: str, other: str) -> bool:
    """«Hvor skal vi vokse, hvor skal vi ikke vokse»: one question and its other side."""
    return one.lower().split()[0] == other.lower().split()[0]


def _clauses(sentence: str, tongue: _Tongue) -> list[str]:
    """The clauses that may ask something: a condition that comes first does not."""
    first, *rest = re.split(rf"{_CLAUSE}|\s+(?=(?:og|and)\s+{tongue.asks})", sentence)
    conditional = rest and _begins(tongue.when, first) and not _opens(rest[0], tongue)
    return rest if conditional and not _asks_itself(first, tongue) else [first, *rest]


def _asks_itself(clause: str, tongue: _Tongue) -> bool:
    """«Når skal …» asks, «når skolen …» sets a condition: the verb comes right after, or later."""
    return _begins(tongue.asks + r"\s+" + tongue.verbs, clause)


def _opens(clause: str, tongue: _Tongue) -> bool:
    """It begins with a word that asks, perhaps after a preposition: «for hvem …»."""
    bare = _AND.sub("", clause.strip(), count=1)
    return _begins(tongue.asks, bare) or _begins(r"(?:\w+\s+)" + tongue.asks, bare)


def _begins(pattern: str, text: str) -> bool:
    return re.match(pattern, text.strip(), re.IGNORECASE) is not None
