"""Days and hours as Norwegians write them, in Norwegian time, summer and winter."""

from datetime import UTC, datetime

import pytest

from app.publish.phrases.times import date, moment, span


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("start", "end", "language", "said"),
    [
        ("2026-09-03T07:30", "2026-09-03T10:45", "nb", "torsdag 3. september 2026 kl. 09.30–12.45"),
        ("2026-01-15T08:00", "2026-01-15T11:00", "nn", "torsdag 15. januar 2026 kl. 09.00–12.00"),
        ("2026-09-03T07:30", "2026-09-03T10:45", "en", "Thursday 3 September 2026 at 09.30–12.45"),
        (
            "2026-09-03T19:00",
            "2026-09-03T23:10",
            "nb",
            "torsdag 3. september 2026 kl. 21.00 – fredag 4. september 2026 kl. 01.10",
        ),
    ],
)
def test_a_meeting_from_to(start: str, end: str, language: str, said: str) -> None:
    assert span(at(start), at(end), language) == said


def test_a_moment_and_a_date_in_a_list() -> None:
    assert moment(at("2026-11-01T04:22"), "nb") == "1. nov. 2026 05.22"
    assert date(at("2026-11-01T04:22"), "nb") == ("1", "nov. 2026", "05.22")
