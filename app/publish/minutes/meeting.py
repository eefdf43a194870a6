"""What the law asks of the minutes of any meeting: kommuneloven § 11-4; `law.md`, M1 to M17."""

from collections.abc import Iterable, Iterator

from app.core.minutes import Attendee
from app.core.things import Parking
from app.i18n import N_
from app.publish.minutes import redacted
from app.publish.minutes.first import when
from app.publish.minutes.teller import Teller
from app.publish.paper import (
    Block,
    Facts,
    Items,
    Paragraph,
    People,
    Run,
    Runs,
    Section,
    own,
    plain,
)
from app.publish.phrases import times, wording

ROLES = {
    "chair": N_("leader of the body"),
    "deputy_chair": N_("deputy leader"),
    "deputy": N_("deputy member"),
}

PARKINGS = {
    Parking.CHAIR: (
        N_("Questions to the chair, from the hall"),
        N_("Written unsigned in the meeting (Local Government Act § 11-2, fourth paragraph)."),
    ),
    Parking.ELSEWHERE: (
        N_("Laid aside, because it belongs elsewhere"),
        N_("Written unsigned in the meeting."),
    ),
}
"""What is parked: a heading, and what it is."""


def meeting(tell: Teller) -> Iterator[Section]:
    """Time and place, who led it and wrote it down, and how it was called (M1, M2, M5, M6)."""
    _, minutes, details = tell._, tell.minutes, tell.minutes.details
    yield Section(
        plain(_("The meeting")),
        (
            Facts(
                (
                    (_("Body"), own(minutes.body)),
                    (_("Time"), plain(when(minutes, tell.language))),
                    (_("Place"), _fact(tell, minutes.place)),
                    (_("Chair of the meeting"), _fact(tell, details.chair)),
                    (_("Minute-taker"), _fact(tell, details.minute_taker)),
                    (_("From the administration"), _fact(tell, details.administration)),
                    (_("Notice sent to the members"), _fact(tell, details.notice_sent)),
                    (_("Announced to the public"), _fact(tell, details.notice_published)),
                    (
                        _("Remarks to notice and agenda"),
                        _fact(tell, details.remarks, plain(_("No remarks."))),
                    ),
                )
            ),
        ),
        "meeting",
    )


def _fact(tell: Teller, text: str, nothing: Runs = ()) -> Runs:
    return own(text) if text else nothing or plain(tell._("Not recorded."))


# ---------------------------------------------------------------- who was there


def attendance(tell: Teller) -> Iterator[Section]:
    """Who met and who was absent (M3, M4), by party, in the order of the roster."""
    _, minutes = tell._, tell.minutes
    present = _("Present ({n})", n=len(minutes.present))
    absent = _("Absent ({n})", n=len(minutes.absent))
    yield Section(
        plain(_("Attendance")),
        (
            Section(plain(present), (_people(tell, minutes.present),)),
            Section(plain(absent), (_people(tell, minutes.absent),)),
        ),
        "attendance",
    )


def _people(tell: Teller, some: Iterable[Attendee]) -> Block:
    by_party: dict[str, list[Attendee]] = {}
    for person in some:
        by_party.setdefault(person.party, []).append(person)
    if not by_party:
        return Paragraph(plain(tell._("Nobody.")))
    return People(
        tuple(
            (
                (
                    Run(party, own=True) if party else Run(tell._("Without a party")),
                    Run(f" {len(members)}", look="quiet"),
                ),
                tuple(tuple(_person(tell, each)) for each in members),
            )
            for party, members in by_party.items()
        )
    )


def _person(tell: Teller, person: Attendee) -> Iterator[Run]:
    yield Run(person.name, own=True)
    if person.role in ROLES:
        yield Run(f", {tell._(ROLES[person.role])}")
    if person.stands_in_for:
        yield Run(" " + tell._("for {name}", name=person.stands_in_for))
    if person.remark:
        yield from (Run(" – "), Run(person.remark, own=True))


# ---------------------------------------------------------------- how it was held


def conduct(tell: Teller) -> Iterator[Section]:
    """Open or closed, decisions and votes, disqualification, recording, questions to the chair
    (M8 to M13), and what the hall parked."""
    _, minutes, details = tell._, tell.minutes, tell.minutes.details
    floor = minutes.floor
    facts: list[tuple[str, Runs]] = [
        (_("Open or closed"), _closed(tell)),
        (_("Decisions"), tell.line("no_decision")),
        (_("Votes"), tell.line("no_vote")),
    ]
    if floor:
        told = _(
            "The word was with {heard} of {tables} tables. The table that had it the longest, had "
            "it for {longest} of {minutes} minutes.",
            heard=floor.heard,
            tables=floor.tables,
            longest=floor.longest,
            minutes=floor.minutes,
        )
        facts.append((_("The word in the plenary"), plain(told)))
    disqualified = _based(details.disqualified, details.disqualified_basis)
    asked = any(one.kind is Parking.CHAIR for one in minutes.parked)
    below = _("Those below.") if asked else _("None.")
    facts += [
        (_("Disqualification and exemption"), disqualified or tell.line("nobody_disqualified")),
        (_("Requests to record or broadcast"), _recording(tell)),
        (_("Questions to the chair"), _fact(tell, details.questions_to_chair, plain(below))),
    ]
    blocks: list[Block] = [Facts(tuple(facts))]
    for kind, (name, why) in PARKINGS.items():
        some = tuple(
            tell.note(one, *_settled(tell, one.settled))
            for one in minutes.parked
            if one.kind is kind
        )
        if some:
            intro = Paragraph(plain(_(why)), "quiet")
            blocks.append(Section(plain(_(name)), (intro, Items(some, "notes"))))
    blocks.append(Paragraph(tell.line("recording_line"), "quiet"))
    yield Section(plain(_("How the meeting was held")), tuple(blocks), "conduct")


def _closed(tell: Teller) -> Runs:
    """What was closed, and by which provision (§ 11-4, third paragraph), or that it was open."""
    details = tell.minutes.details
    return _based(details.closed, details.closed_basis) or tell.line("was_open")


def _based(text: str, basis: str) -> Runs:
    """What was decided, and by which provision."""
    if not text:
        return ()
    return own(_ended(f"{text.rstrip(' .')} ({basis})")) if basis else own(_ended(text))


def _recording(tell: Teller) -> Runs:
    """Who asked, what the chair answered, and what would have been disturbed (§ 11-6)."""
    details = tell.minutes.details
    if not details.recording:
        return plain(tell._("None."))
    answer = wording.ANSWERED.get(details.recording_answer)
    told = (Run(" "), Run(tell._(answer))) if answer else ()
    why = (Run(" "), Run(details.recording_disturbance, own=True))
    asked = own(_ended(details.recording)) if told else own(details.recording)
    return (*asked, *told, *(why if details.recording_disturbance else ()))


def _ended(text: str) -> str:
    """With a full stop, where it has no end of its own: more is said after it."""
    return text if text.rstrip()[-1:] in (".", "!", "?", "") else f"{text.rstrip()}."


def _settled(tell: Teller, words: str) -> Iterator[Block]:
    if words:
        yield Paragraph(plain(tell._("Answer")), "label")
        yield Paragraph(own(words), "words")


# ---------------------------------------------------------------- the edition


def edition(tell: Teller) -> Iterator[Section]:
    """What is hidden and why (M16); remarks, approval, version, archive (M17)."""
    _, minutes, issue, details = tell._, tell.minutes, tell.issue, tell.minutes.details
    facts: list[tuple[str, Runs]] = []
    if issue:
        facts += [
            (_("Version"), plain(str(issue.version))),
            (_("Published"), plain(times.moment(issue.at, tell.language))),
        ]
    if minutes.consents:
        facts.append((_("Looked through before publishing by"), own(", ".join(minutes.consents))))
    approved = details.approved and tell.line("closing", approved=details.approved)
    facts.append((_("Approved"), approved or plain(_("Not recorded."))))
    facts.append((_("Archive reference"), _fact(tell, details.archive_reference)))
    if issue:
        facts.append((_("Fingerprint (SHA-256)"), (Run(issue.digest, look="code"),)))
    if minutes.log:
        count = minutes.log.acts + minutes.log.deeds
        told = _.ngettext("{n} line, with the sum", "{n} lines, with the sum", count)
        sum_of_it = Run(minutes.log.head, look="code")
        facts.append((_("The staff log until then"), (*plain(f"{told} "), sum_of_it)))
    blocks = (
        *redacted.section(tell),
        *_remarks(tell),
        Facts(tuple(facts)),
    )
    yield Section(plain(_("Version and archive")), blocks, "edition")


def _remarks(tell: Teller) -> Iterator[Block]:
    """Remarks to the draft that the minutes tell of, each with what came of it."""
    _ = tell._
    if tell.minutes.draft_remarks:
        yield Section(
            plain(_("Remarks to the draft")),
            tuple(
                Section(
                    own(each.name),
                    (
                        Paragraph(own(each.text), "words"),
                        Paragraph(
                            plain(_("Followed") if each.taken else _("Not followed")), "label"
                        ),
                        *([Paragraph(own(each.answer), "words")] if each.answer else []),
                    ),
                )
                for each in tell.minutes.draft_remarks
            ),
            "remarks",
        )
