"""Dates and times of day as they are written in each language, in Norwegian time."""

from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from app.core.things import Millis

HERE = ZoneInfo("Europe/Oslo")
_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB", "se": "se_NO"}
_AT = {"nb": "kl.", "nn": "kl.", "en": "at", "se": "dii."}


def local(at: Millis) -> datetime:
    return datetime.fromtimestamp(at / 1000, HERE)


def iso(at: Millis) -> str:
    """For programs: ISO 8601, in UTC, to the second."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")


def zulu(at: Millis) -> str:
    """The same as others ask for it: with Z for UTC (RFC 3339)."""
    return iso(at).replace("+00:00", "Z")


class Date(NamedTuple):
    """A date in the pieces a list shows it in: 3, sep. 2026, 09.30."""

    day: str
    month: str
    hour: str


def date(at: Millis, language: str) -> Date:
    there = local(at)
    return Date(str(there.day), format_date(there, "MMM y", _LOCALES[language]), hour(at))


def day(at: Millis, language: str) -> str:
    """torsdag 3. september 2026"""
    return date_in_words(local(at), language)


def date_in_words(there: datetime, language: str) -> str:
    """torsdag 3. september 2026"""
    pattern = "EEEE d MMMM y" if language == "en" else "EEEE d. MMMM y"
    return format_date(there, pattern, _LOCALES[language])


def hour(at: Millis) -> str:
    """09.30, as Norwegian clocks are written"""
    return local(at).strftime("%H.%M")


def moment(at: Millis, language: str) -> str:
    """3. sep. 2026 09.30"""
    pattern = "d MMM y" if language == "en" else "d. MMM y"
    return f"{format_datetime(local(at), pattern, locale=_LOCALES[language])} {hour(at)}"


def opening(at: Millis, language: str) -> str:
    """torsdag 3. september 2026 kl. 09.30"""
    return f"{day(at, language)} {_AT[language]} {hour(at)}"


def span(start: Millis, end: Millis, language: str) -> str:
    """torsdag 3. september 2026 kl. 09.30–12.45; with both days where there are two"""
    same = day(start, language) == day(end, language)
    until = f"–{hour(end)}" if same else f" – {opening(end, language)}"
    return f"{opening(start, language)}{until}"
