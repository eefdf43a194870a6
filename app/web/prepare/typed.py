"""Dates, times and numbers as people type them."""

import re
from datetime import date, datetime, time

from app.core.things import Millis
from app.publish.phrases.times import HERE

_MONTHS = {
    month: no
    for months in (
        "januar februar mars april mai juni juli august september oktober november desember",
        "jan feb mar apr mai jun jul aug sep okt nov des",
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sept oct nov dec",
    )
    for no, month in enumerate(months.split(), start=1)
}


def day(text: str) -> date | None:
    """3.9.2026, 03.09.26, 3/9-2026, 3. september 2026, or 2026-09-03 as date fields send it."""
    text = text.strip().lower()
    if iso := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", text):
        year, month, number = map(int, iso.groups())
    elif dotted := re.fullmatch(r"(\d\d?)[./ -]+(\d\d?|[a-z]+)\.?[./ -]+(\d{4}|\d\d)", text):
        number, year = int(dotted[1]), int(dotted[3])
        month = int(dotted[2]) if dotted[2].isdigit() else _MONTHS.get(dotted[2], 0)
        year += 2000 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def hour(text: str) -> time | None:
    """9, 9.30, 09:30, 0930, kl. 9.30."""
    found = re.fullmatch(r"(?:kl\.?\s*)?(\d\d?)(?:[.:]?(\d\d))?", text.strip().lower())
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def moment(on: date, at: time) -> Millis:
    """By the clock on the wall in Norway."""
    return int(datetime.combine(on, at, HERE).timestamp() * 1000)


def number(text: str) -> int | None:
    """A whole number that is not negative, of at most four digits."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text.strip()) else None
