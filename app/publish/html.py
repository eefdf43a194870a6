"""Minutes as HTML that anyone can read: first what matters, then what the law asks, then all."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined

from app.core.discussion import LaidAside, Reasoned
from app.core.edits import Bearing
from app.core.evaluation import Evaluated, Line
from app.core.events import Measure, Parking, Reaction, Reason, Side
from app.core.minutes import Attendee, Contribution, Minutes, Prioritisation, Ranked, Why
from app.core.understood import Corrected
from app.i18n import N_, Translator, translator
from app.publish import prioritised, times
from app.publish.issue import Issue
from app.publish.understood import SHORT, Register, anchor, changed, point_anchor

#: Makes the markup that is set beside a note, for those who write up.
Beside: TypeAlias = Callable[[Contribution | Why | Reasoned | LaidAside | Line | Corrected], str]

ROLES = {
    "chair": N_("leader of the body"),
    "deputy_chair": N_("deputy leader"),
    "deputy": N_("deputy member"),
}
REASONS = {
    Reason.NAME: N_("somebody can be recognised"),
    Reason.INSULT: N_("it is an insult"),
    Reason.PERSONAL_DATA: N_("it holds personal data"),
}
"""Why a note is hidden, as it ends a sentence."""

REACTIONS = {
    Reaction.SURPRISED: N_("Surprised"),
    Reaction.CURIOUS: N_("Curious about it"),
    Reaction.MISSING: N_("Something is missing"),
}

SIDES = {Side.FOR: N_("For"), Side.AGAINST: N_("Against")}

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

BEARINGS = {
    Bearing.SUPPORTS: N_("supports"),
    Bearing.CONTRADICTS: N_("contradicts"),
    Bearing.NUANCES: N_("nuances"),
}

MEASURES = {
    Measure.ROLE: N_("I knew what was expected of me."),
    Measure.TRUST: N_("It was safe to say what I mean."),
    Measure.HEARD: N_("I was listened to."),
    Measure.OWNERSHIP: N_("What we came to is mine as well."),
    Measure.USEFUL: N_("The workshop was worth the time."),
}

FIRST = 3
"""How many of the prioritised are told on the first page."""

BRIEF = 200
"""How many characters of each, at most; further down they stand whole."""

_templates = Environment(
    loader=PackageLoader("app.publish"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(
    minutes: Minutes,
    language: str,
    issue: Issue | None = None,
    beside: Beside | None = None,
    earlier: str = "",
    thread: Callable[[str], str] | None = None,
) -> str:
    """The minutes as a piece of HTML to be set into a page; a draft where there is no `issue`.

    `earlier`: the address of the minutes that reopened statements come from; else without links.
    `thread`: the address of a statement's red thread, by its id; None where it is not public.
    Labels are in `language`; what people wrote stands as they wrote it. No scripts, no inline
    styles.
    """
    _ = translator(language)
    return _templates.get_template("minutes.html").render(
        minutes=minutes,
        issue=issue,
        _=_,
        ngettext=_.ngettext,
        language=language,
        foreign=minutes.language if minutes.language != language else "",
        when=when(minutes, language),
        published=times.moment(issue.at, language) if issue else "",
        parties=by_party,
        roles={role: _(words) for role, words in ROLES.items()},
        reasons={reason: _(words) for reason, words in REASONS.items()},
        reactions={reaction: _(words) for reaction, words in REACTIONS.items()},
        measures=_measures(_),
        decimal=lambda mean: decimal(mean, language),
        sides={side: _(words) for side, words in SIDES.items()},
        parkings={kind: (_(name), _(why)) for kind, (name, why) in PARKINGS.items()},
        short=short,
        anchor=anchor,
        point_anchor=point_anchor,
        changed=changed,
        register=Register(minutes, _),
        bearings={bearing: _(words) for bearing, words in BEARINGS.items()},
        earlier=earlier,
        thread=thread,
        beside=beside,
        last=last(minutes),
        top=top(minutes),
        brief=brief,
        **prioritised.words(_),
    )


def evaluation(came: Evaluated, language: str, written_in: str, beside: Beside) -> str:
    """What came of an evaluation by itself, for those who write up: `render` has it too, where it
    is in the minutes. `written_in`: the language of the lines."""
    _ = translator(language)
    return _templates.get_template("evaluation.html").render(
        came=came,
        _=_,
        ngettext=_.ngettext,
        foreign=written_in if written_in != language else "",
        reasons={reason: _(words) for reason, words in REASONS.items()},
        measures=_measures(_),
        decimal=lambda mean: decimal(mean, language),
        short=short,
        anchor=anchor,
        beside=beside,
    )


def _measures(_: Translator) -> dict[Measure, str]:
    return {measure: _(words) for measure, words in MEASURES.items()}


def decimal(mean: float, language: str) -> str:
    """With one decimal: 4,2."""
    return format_decimal(mean, "0.0", "en_GB" if language == "en" else language)


def page(minutes: Minutes, language: str, issue: Issue | None = None) -> str:
    """The same as a whole HTML document that needs no other file."""
    return _templates.get_template("page.html").render(
        language=language, title=minutes.title, body=render(minutes, language, issue)
    )


def short(fingerprint: str) -> str:
    """As much of a fingerprint as people can compare, in groups of four."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, SHORT, 4))


def when(minutes: Minutes, language: str) -> str:
    """The day and hours as they went, or as they were planned (§ 11-4 a)."""
    return times.span(minutes.began or minutes.starts, minutes.ended or minutes.ends, language)


def by_party(people: Iterable[Attendee]) -> dict[str, list[Attendee]]:
    """Those who met or did not, by party, in the order of the roster."""
    found: dict[str, list[Attendee]] = {}
    for person in people:
        found.setdefault(person.party, []).append(person)
    return found


def last(minutes: Minutes) -> Prioritisation | None:
    """The last that chose something before something else: grades do not."""
    shown = [done for done in minutes.prioritisations if done.shown and done.method != "scale"]
    return shown[-1] if shown else None


def top(minutes: Minutes) -> list[Ranked]:
    """The first few of the last prioritising; those that share the last place all come along."""
    done = last(minutes)
    rows = [row for row in done.rows if row.dots] if done else []
    least = rows[min(FIRST, len(rows)) - 1].dots if rows else 0
    return [row for row in rows if row.dots >= least]


def brief(text: str) -> str:
    """Its beginning, cut between two words where it is long."""
    if len(text) <= BRIEF:
        return text
    start = text[:BRIEF]
    return f"{start.rpartition(' ')[0] or start} …"
