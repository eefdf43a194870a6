"""What gives itself away by its form: numbers, addresses, plates."""

import re
from collections.abc import Callable, Iterator

from app.text.hints.signs import Hint, Kind, reads, whole

AROUND = 30

Holds = Callable[[str, str, str], bool]
"""Whether what was found is it, by what stands before and after in small letters."""


def patterns(text: str) -> Iterator[Hint]:
    if not _ANY.search(text):
        return
    for kind, pattern, holds in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            before = text[max(0, start - AROUND) : start].lower()
            if holds(match[0], before, text[end : end + AROUND].lower()):
                yield Hint(kind, start, end)


# All of them have a digit or an at; most notes have neither.
_ANY = re.compile(r"[\d@]|[(\[] ?(?:at|AT|kr|al)")


def _always(_told: str, _before: str, _after: str) -> bool:
    return True


def _called(cue: str) -> re.Pattern[str]:
    """At most two short words stand between «ring» and the number: «ring meg på»."""
    return reads(rf"(?:^|\P{{L}})(?:{cue})\P{{L}}*(?:\p{{L}}{{1,4}}\P{{L}}+){{0,2}}\Z")


# ---------------------------------------------------------------- telephone

_PHONE = whole(r"\d{8}|\d{3} \d{2} \d{3}|\d{2}(?:[ .-]\d{2}){3}|\d{4} \d{4}")
_ABROAD = re.compile(r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[ -]?\d{2,4}){3,5}(?!\d)")
_CALL = _called(r"tlf|tel|telefon\p{L}*|mob|mobil\p{L}*|ring|sms|nummer\p{L}*|nr")
_CASE = reads(
    r"(?:^|\P{L})(?:\p{Sc}|(?:kr|nok|sak|plan|tiltak|konto|org|gnr|bnr|id|ref|art)[\p{L}.]*)"
    r"[\s:#-]*\Z"
)
_AMOUNT = reads(
    r"\s*(?:\p{Sc}|%|,-|(?:kr|nok|kroner|mill|mrd|prosent|innbygg)(?:\P{N}|\Z)|m[2²3³])"
)
_WITHIN = re.compile(r"(?:\d[ .,-]?|/)\Z")
_GOES_ON = re.compile(r"/|[ .,-]\d")


def _phone(told: str, before: str, after: str) -> bool:
    """Eight digits as people group them, and no part of a number, amount, or number of a case."""
    if _WITHIN.search(before) or _GOES_ON.match(after):
        return False
    if _AMOUNT.match(after) or _CASE.search(before):
        return False
    return told[0] in "49" or _CALL.search(before) is not None


# ---------------------------------------------------------------- national identity number

_CALLED_ID = _called(r"(?:fødsels|person|d-?)(?:nummer\p{L}*|nr)|fnr")
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def _national_id(told: str, before: str, _after: str) -> bool:
    """Eleven digits of which the last two check the rest, modulo 11. A D-number has 4 added to the
    first, a made-up one 40 or 80 to the month. What is called one is one, mistyped or not."""
    digits = [int(sign) for sign in told if sign.isdigit()]
    day = int(told[:2]) % 40
    checks = all(
        sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
        for weights in _WEIGHTS
    )
    return bool(_CALLED_ID.search(before)) or (checks and digits[0] < 8 and 0 < day < 32)


# ---------------------------------------------------------------- address

_STREET = (
    r"(?:gat[ae]n?|vei(?:en)?|veg(?:en)?|all[eé](?:en)?|svingen|stien|bakken|kroken|tunet|torg(?:et)?|"
    r"plass(?:en)?|brygg[ea]|lia|terrasse|ringen|grenda?|toppen|åsen|haugen|jordet|løkka)"
)
_HOUSE = r"[1-9]\d{0,2}(?: ?[A-Ha-h](?![\p{L}\p{N}]))?"
_ROAD = re.compile("fylkes|riks|europa|gang|sykkel|skole|skule|hoved|hovud")
_LIVES = reads(r"(?:^|\P{L})(?:bor|bur|bo|bu|hus\p{L}*) (?:i|på|ved) \Z")
_MEASURE = reads(
    r"\s*(?:%|[-–/]\s?\d|(?:km|m|meter|kilometer|gang|gong|time|minutt|år|prosent|stk|plass|bil|døgn"
    r"|dag|mill)\p{L}*)"
)


def _address(told: str, before: str, after: str) -> bool:
    """The street begins large, as names do, and the number is a house's."""
    large = told[0].isupper() or _LIVES.search(before)
    return bool(large) and not _ROAD.match(told.lower()) and not _MEASURE.match(after)


# ---------------------------------------------------------------- all of them

_AT = r"(?:@|[(\[] ?(?:at|AT|krøllalfa|alfakrøll) ?[)\]])"
_CAR = _called(r"(?:bil|skilt|mc|moped|henger|hengar|registrering)\p{L}*")


def _car(_told: str, before: str, _after: str) -> bool:
    return _CAR.search(before) is not None


_RULES: tuple[tuple[Kind, re.Pattern[str], Holds], ...] = (
    (
        Kind.EMAIL,
        whole(rf"[\p{{L}}\p{{N}}._%+-]+ ?{_AT} ?[\p{{L}}\p{{N}}-]+(?:\.[\p{{L}}\p{{N}}-]+)+"),
        _always,
    ),
    (Kind.ID_NUMBER, whole(r"\d{6}[ -]?\d{5}"), _national_id),
    (Kind.PHONE, _PHONE, _phone),
    (Kind.PHONE, _ABROAD, _always),
    (Kind.PLATE, whole(r"[A-HJ-LNPR-VX-Z]{2} ?\d{5}"), _always),
    (Kind.PLATE, whole(r"[A-Za-z]{2} ?\d{4,5}"), _car),
    (Kind.ADDRESS, whole(rf"\p{{L}}+{_STREET} {_HOUSE}"), _address),
    (
        Kind.ADDRESS,
        whole(rf"(?:\p{{Lu}}[\p{{L}}\p{{M}}.-]* ){{1,3}}{_STREET} {_HOUSE}"),
        _address,
    ),
    (Kind.ADDRESS, whole(r"[Gg]nr\.? ?\d+[ ,/og]*[Bb]nr\.? ?\d+"), _always),
)
