"""The meeting as a calendar file (RFC 5545): a later version of the notice moves it where it is."""

from datetime import UTC, datetime
from hashlib import sha256

from icalendar import Calendar, Event

from app.core.events import NoticePublished
from app.i18n import Translator
from app.publish import notice, times


def calendar(workshop: str, out: NoticePublished, address: str, _: Translator) -> bytes:
    """One event. `workshop` is the id, which follows it from server to server; `address` is where
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
    whole = Calendar()
    whole.add("prodid", "-//Tannhjul//Tannhjul//NO")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add_component(meeting)
    whole.add_missing_timezones()
    return bytes(whole.to_ical())


def _description(out: NoticePublished, _: Translator) -> list[str]:
    told = out.announcement
    if told.cancelled:
        return [_("The meeting is called off"), told.cancelled]
    cases = [f"{n}. {case.text}" for n, case in enumerate(notice.agenda(told, _), start=1)]
    opened = next(fact for fact in notice.facts(told, _) if fact.label == _("Open or closed"))
    return [*cases, *(line.text for line in opened.lines)]
