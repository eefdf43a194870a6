"""Meetings as a calendar file (RFC 5545): a later version of a notice moves one where it is."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from app.core.events import NoticePublished
from app.i18n import Translator
from app.publish.papers import notice
from app.publish.phrases import times

OFTEN = timedelta(hours=6)
"""How often a calendar that follows ours is asked to look again."""


def calendar(meetings: Iterable[Event], name: str = "") -> bytes:
    """A file of one meeting to put in a calendar; or, by `name`, of many, to be followed."""
    whole = Calendar()
    whole.add("prodid", "-//Tannhjul//Tannhjul//NO")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    if name:
        whole.add("name", name)  # RFC 7986; and what many calendars read instead
        whole.add("x-wr-calname", name)
        whole.add("refresh-interval", OFTEN, parameters={"value": "DURATION"})
    for meeting in meetings:
        whole.add_component(meeting)
    whole.add_missing_timezones()
    return bytes(whole.to_ical())


def event(workshop: str, out: NoticePublished, address: str, _: Translator) -> Event:
    """The meeting. `workshop` is the id, which follows it from server to server; `address` is where
    the notice is read. A meeting that is called off stays, marked as cancelled.
    """
    told = out.announcement
    published = datetime.fromtimestamp(out.at / 1000, UTC)
    meeting = Event()
    meeting.add("uid", f"{sha256(workshop.encode()).hexdigest()[:32]}@tannhjul")
    meeting.add("sequence", out.version)
    meeting.add("dtstamp", published)
    meeting.add("last-modified", published)
    meeting.add("dtstart", times.local(told.starts))
    meeting.add("dtend", times.local(told.ends))
    meeting.add("summary", f"{told.title} ({told.body})")
    meeting.add("location", told.place)
    meeting.add("url", address)
    meeting.add("status", "CANCELLED" if told.cancelled else "CONFIRMED")
    meeting.add("description", "\n".join(_description(out, _)))
    return meeting


def _description(out: NoticePublished, _: Translator) -> list[str]:
    told = out.announcement
    if told.cancelled:
        return [_("The meeting is called off"), told.cancelled]
    cases = [f"{n}. {case.text}" for n, case in enumerate(notice.agenda(told, _), start=1)]
    opened = next(fact for fact in notice.facts(told, _) if fact.label == _("Open or closed"))
    return [*cases, *(line.text for line in opened.lines)]
