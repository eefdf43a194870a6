"""What the law asks of the minutes and the hall does not tell: the secretary's fields, and a form.

kommuneloven §§ 11-2 to 11-6, 11-10 and 11-11; `law.md` numbers them M1 to M17.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

from app.core.things import Details
from app.core.words import clean
from app.i18n import N_, Translator
from app.publish.phrases.wording import ANSWERED
from app.web.login import Sent

LONGEST = 4_000


@dataclass(frozen=True)
class Field:
    """`rows`: of a larger box. `choices`: what can be chosen, and what is kept of it. `after`:
    the field that this one belongs to; where that is filled in, this one must be."""

    label: str
    hint: str = ""
    rows: int = 0
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    after: str = ""


#: In the order of the minutes.
FIELDS: Mapping[str, Field] = {
    "chair": Field(
        N_("Chair of the meeting"),
        N_("Who chaired, and when, if it changed. Not the process leader."),
    ),
    "minute_taker": Field(N_("Minute-taker")),
    "administration": Field(
        N_("From the administration"), N_("Name and role of each who took part."), 2
    ),
    "notice_sent": Field(N_("Notice sent to the members"), N_("The date.")),
    "notice_published": Field(N_("Announced to the public"), N_("The date, and where.")),
    "remarks": Field(N_("Remarks to notice and agenda"), N_("And what came of them."), 2),
    "closed": Field(
        N_("Closed doors"),
        N_("Which part was closed, from when to when, and who decided. Empty: it was open."),
        2,
    ),
    "closed_basis": Field(
        N_("The provision for closing"),
        N_("Such as: the Local Government Act § 11-5, third paragraph, letter a."),
        after="closed",
    ),
    "disqualified": Field(
        N_("Disqualification and exemption"), N_("Who, in which case, and what was decided."), 2
    ),
    "disqualified_basis": Field(
        N_("The provision for disqualification or exemption"),
        N_("Such as: the Local Government Act § 11-10, or § 11-11."),
        after="disqualified",
    ),
    "recording": Field(
        N_("Requests to record or broadcast"), N_("Who asked, and for what (§ 11-6)."), 2
    ),
    "recording_answer": Field(
        N_("What the chair answered"), choices={"": N_("Nobody asked"), **ANSWERED},
        after="recording",
    ),
    "recording_disturbance": Field(
        N_("If it was refused: how it would disturb the meeting"),
        N_("That is the only ground there is (§ 11-6)."),
    ),
    "questions_to_chair": Field(
        N_("Questions to the chair"), N_("Questions outside the agenda, and the answers."), 2
    ),
    "approved": Field(
        N_("The minutes are approved by"),
        N_("Who approved them, and when. It ends a sentence in the minutes."),
    ),
    "archive_reference": Field(N_("Archive reference"), N_("Case and journal number.")),
}  # fmt: skip

EVALUATION = N_("Take what came of the evaluation into the minutes")
YES, NO = N_("Yes"), N_("No")


def typed(form: Sent) -> Details:
    """As it came: what is wrong with it is shown as it was typed."""
    texts = {name: form.text(name) for name in FIELDS}
    return Details(**texts, evaluation=form.text("evaluation") == "yes")


def cleaned(details: Details) -> Details:
    texts = {name: clean(getattr(details, name)) for name in FIELDS}
    return Details(**texts, evaluation=details.evaluation)


def errors(details: Details, _: Translator) -> dict[str, str]:
    """What is wrong, by field. A ground without what it is for would be dropped in silence."""
    found = {}
    for name, one in FIELDS.items():
        text = clean(getattr(details, name))
        above = clean(getattr(details, one.after)) if one.after else ""
        if len(text) > LONGEST:
            found[name] = _("Too long: at most {n} characters.", n=LONGEST)
        elif one.choices and text not in one.choices:
            found[name] = _("Choose one of these.")
        elif above and not text:
            found[name] = _("Fill this in too, since the field above is filled in.")
        elif text and one.after and not above:
            found[one.after] = _("Fill this in, or empty what belongs to it.")
    refused, why = details.recording_answer == "refused", clean(details.recording_disturbance)
    if refused and not why:
        found["recording_disturbance"] = _("Say how it would disturb the meeting.")
    elif why and not refused:
        found.setdefault("recording_answer", _("A disturbance is a ground for refusing only."))
    return found


def overwritten(before: Details, now: Details, _: Translator) -> list[tuple[str, str]]:
    """What stood before and stands no more: the name of the field, and its words."""
    lost = []
    for name, one in FIELDS.items():
        stood = getattr(before, name)
        if stood not in ("", getattr(now, name)):
            lost.append((_(one.label), _(one.choices.get(stood, stood))))
    if before.evaluation != now.evaluation:
        lost.append((_(EVALUATION), _(YES if before.evaluation else NO)))
    return lost


def begun(details: Details, told: Mapping[str, str]) -> dict[str, str]:
    """The fields as they were stored; what is empty begins with what the notice has `told`."""
    return {name: text or told.get(name, "") for name, text in asdict(details).items()}
