"""The municipality's own page: its words in the minutes, and how they are made and published."""

import json
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.core.wording import LANGUAGES, LINES, LONGEST, Fault, fault
from app.core.words import clean
from app.i18n import N_, Translator, translator
from app.publish.phrases import wording
from app.store import municipality
from app.store.municipality import Municipality, Stale
from app.web.login import Governs, Sent, Staff
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)

LABELS: Mapping[str, str] = {
    "lead": N_("Under the title"),
    "opening": N_("An opening of your own"),
    "intro_knowledge": N_("Before the knowledge base"),
    "intro_verification": N_("Before the verification"),
    "intro_priorities": N_("Before the prioritising"),
    "intro_synthesis": N_("Before what you have understood"),
    "was_open": N_("That the meeting was open"),
    "no_decision": N_("That no decision was made"),
    "no_vote": N_("That there was no vote"),
    "nobody_disqualified": N_("That nobody was disqualified"),
    "recording_line": N_("About recording"),
    "intro_notes": N_("Before the notes"),
    "checking_notes": N_("How the notes can be checked"),
    "closing": N_("Who approved the minutes"),
}

FAULTS: Mapping[Fault, str] = {
    Fault.LONG: N_("Too long: at most {n} characters."),
    Fault.EMPTY: N_("This line is always there. It can be worded otherwise, but not left out."),
    Fault.MISSING: N_("{hole} must stand somewhere in the line."),
    Fault.UNKNOWN: N_("There is nothing to put in the place of {hole}."),
    Fault.FEW: N_("The line must say it in words: at least {about}, besides what is set in."),
    Fault.UNSAID: N_("One of these words must stand in the line: {about}."),
    Fault.REVERSED: N_("With «{about}» the line would say the opposite."),
}

NAMES = {"nb": "Bokmål", "nn": "Nynorsk"}
LANGUAGE: Mapping[str, str] = {"": N_("As the page is read"), **NAMES}
CONSENTS: Mapping[str, str] = {
    "1": N_("Whoever publishes"),
    "2": N_("Whoever publishes, and one more"),
}

EXAMPLE: Mapping[str, Mapping[str, object]] = {
    "lead": {"body": "kommunestyret", "number": 2, "of": 3},
    "intro_knowledge": {"n": 5},
    "intro_verification": {"number": 1},
    "checking_notes": {"command": "tannhjul verify"},
    "closing": {"approved": "kommunestyret 12. mai"},
}
"""What is set into the lines where they are looked at."""


@router.get("/kommune", name="municipality")
async def show(visit: Here, who: Staff, saved: str = "") -> Response:
    chosen = await visit.ask(municipality.load, visit.site.engine)
    return _page(visit, chosen, saved=saved)


def _page(visit: Visit, stands: Municipality, status: int = 200, **data: Any) -> Response:
    shown: dict[str, Any] = {
        "seen": _seen(stands),
        "typed": _fields(stands),
        "wording": stands.wording,
        "errors": {},
        "meanwhile": [],
        "saved": "",
        **data,
    }
    return visit.page(
        "staff/municipality.html",
        status,
        stands=stands,
        lines=LINES,
        labels=LABELS,
        names=NAMES,
        languages=LANGUAGE,
        consents=CONSENTS,
        opened=stands.language or (visit.language if visit.language in NAMES else "nb"),
        ours={of: {key: wording.ours(key, translator(of)) for key in LINES} for of in LANGUAGES},
        read={of: _read_aloud(shown["wording"].get(of, {}), of) for of in LANGUAGES},
        longest=LONGEST,
        **shown,
    )


def _fields(stands: Municipality) -> dict[str, str]:
    """The form as it stands."""
    fields = {"language": stands.language, "consents": str(stands.consents)}
    for of in LANGUAGES:
        own = stands.wording.get(of, {})
        for key in LINES:
            fields[f"{of}.{key}"] = own.get(key, "")
            fields[f"{of}.{key}.out"] = "yes" if own.get(key) == "" else ""
    return fields


def _read_aloud(own: Mapping[str, str], language: str) -> list[str]:
    """The lines as a reader of the minutes meets them, with an example set into them."""
    say = wording.worded(own, translator(language))
    read = (say(key, **EXAMPLE.get(key, {})) for key in LINES)
    return ["".join(run.text for run in runs) for runs in read if runs]


def _seen(stands: Municipality) -> str:
    """What the form began from: the mark has a form of its own."""
    return sha256(json.dumps(_fields(stands)).encode()).hexdigest()[:32]


# ---------------------------------------------------------------- the words


@router.post("/kommune", name="save_municipality")
async def save(visit: Here, form: Governs) -> Response:
    """Store the words and choices, or only look at them. Who comes second is told, and has what
    they wrote before them still."""
    words, errors = _typed(form, visit._)
    stands = await visit.ask(municipality.load, visit.site.engine)
    typed = defaultdict(str, form.fields)  # a browser does not send what is not ticked
    again: dict[str, Any] = {"typed": typed, "wording": words, "errors": errors}
    if errors:
        return _page(visit, stands, 422, seen=form.text("seen"), **again)
    if form.text("press") == "look":
        return _page(visit, stands, saved="look", seen=form.text("seen"), **again)
    chosen = replace(
        stands,
        at=int(time.time() * 1000),
        by=form.who.name,
        language=form.text("language") if form.text("language") in LANGUAGES else "",
        consents=2 if form.text("consents") == "2" else 1,
        wording=words,
    )
    now = stands
    try:
        if form.text("seen") == _seen(stands):
            now = await visit.ask(municipality.save, visit.site.engine, chosen)
    except Stale as stale:
        now = stale.now
    if told := _meanwhile(chosen, now, visit._):
        return _page(visit, now, 409, meanwhile=told, **again)
    visit.site.municipality.forget()
    return visit.turn_to(visit.url("municipality", query={"saved": "yes"}))


def _typed(form: Sent, _: Translator) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """The municipality's own lines by language, and what is wrong with them, by field.

    An empty field stands for our words; what is ticked away stands empty.
    """
    words: dict[str, dict[str, str]] = {of: {} for of in LANGUAGES}
    errors = {}
    for of in LANGUAGES:
        for key in LINES:
            name = f"{of}.{key}"
            text, out = clean(form.text(name)), bool(form.text(f"{name}.out"))
            if not text and not out:
                continue
            if text and out:
                errors[name] = _("Either words or nothing: empty the field, or take the tick away.")
            elif wrong := fault(key, text):
                what, about = wrong
                errors[name] = _(FAULTS[what], n=LONGEST, hole=f"{{{about}}}", about=about)
            words[of][key] = text
    return words, errors


def _meanwhile(typed: Municipality, now: Municipality, _: Translator) -> list[tuple[str, str]]:
    """Where what stands now is not what was typed: the name of the field, and what stands there."""
    mine, theirs = _fields(typed), _fields(now)
    told = []
    for of in LANGUAGES:
        for key in LINES:
            name = f"{of}.{key}"
            if any(mine[each] != theirs[each] for each in (name, f"{name}.out")):
                out = _("Left out") if theirs[f"{name}.out"] else _("Tannhjul’s words")
                told.append((f"{_(LABELS[key])} ({NAMES[of]})", theirs[name] or out))
    for name, label, choices in (
        ("language", N_("Language of new workshops"), LANGUAGE),
        ("consents", N_("Consent before publishing"), CONSENTS),
    ):
        if mine[name] != theirs[name]:
            told.append((_(label), _(choices[theirs[name]])))
    return told
