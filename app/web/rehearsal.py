"""The newest rehearsal (generalprøve) in plain words: does the hall hold, and what to do if not."""

import json
from collections.abc import Iterator
from shlex import quote

from fastapi import APIRouter
from pydantic import TypeAdapter
from starlette.responses import Response

from app.core.rehearsal import BACK_WITHIN, STORED_WITHIN, Quantiles, Report, Verdict, in_seconds
from app.i18n import Translator
from app.store import staff as store
from app.web.api import REPORT
from app.web.login import Staff
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)

_report = TypeAdapter(Report)


@router.get("/generalprove", name="rehearsal")
async def rehearsal(visit: Here, who: Staff) -> Response:
    kept = await visit.ask(store.setting, visit.site.engine, REPORT)
    if kept is None:
        return visit.page("staff/rehearsal.html", found=None, command=_command(visit, who.login))
    told = json.loads(kept)
    found = _report.validate_python(told["report"])
    return visit.page(
        "staff/rehearsal.html",
        found=found,
        at=told["at"],
        command=_command(visit, who.login, found.tablets, found.tables),
        tag=_tag(found, visit._),
        words=_words(found, visit),
        tried=_tried(found, visit),
        advice=_advice(found, visit._),
        good=visit._(
            "Good is: 99 of 100 notes stored within {stored}, everybody back within {back} after "
            "a break, and nothing lost or there twice.",
            stored=_seconds(STORED_WITHIN, visit),
            back=_seconds(BACK_WITHIN, visit),
        ),
        slowest=_seconds(found.slowest_ms, visit),
        times=list(_times(found, visit)),
    )


def _command(visit: Visit, login: str, tablets: int = 60, tables: int = 8) -> list[str]:
    """What to type, in the hall, to rehearse against this server; pieces that stay whole."""
    url = visit.full(visit.base).rstrip("/")
    asked = {"--url": url, "--user": login, "--tablets": tablets, "--tables": tables}
    return ["tannhjul rehearse", *(f"{name} {quote(str(each))}" for name, each in asked.items())]


def _seconds(millis: float, visit: Visit) -> str:
    text = in_seconds(millis, "." if visit.language == "en" else ",")
    return text.replace(" ", "\u00a0")  # the number and its unit stay on one line


def _tag(found: Report, _: Translator) -> tuple[str, str]:
    """The verdict in a word, and the colour that goes with it."""
    return {
        Verdict.GOOD: ("success", _("Ready")),
        Verdict.SLOW: ("warning", _("Slow")),
        Verdict.WRONG: ("danger", _("Not ready")),
    }[found.verdict]


def _words(found: Report, visit: Visit) -> str:
    """The verdict in one breath."""
    _, slowest = visit._, _seconds(found.slowest_ms, visit)
    if found.verdict is Verdict.GOOD:
        return _(
            "The hall can take {n} tablets. The slowest tablet waited {time}.",
            n=found.tablets,
            time=slowest,
        )
    if found.verdict is Verdict.SLOW:
        return _(
            "The hall can take {n} tablets, but it is slow. The slowest tablet waited {time}.",
            n=found.tablets,
            time=slowest,
        )
    if found.stopped:
        return _("The rehearsal with {n} tablets did not get to the end.", n=found.tablets)
    return _(
        "With {n} tablets not everything came through: {lost} lost, {twice} there twice.",
        n=found.tablets,
        lost=found.missing,
        twice=found.duplicated,
    )


def _tried(found: Report, visit: Visit) -> list[str]:
    """What the hall went through, as far as the rehearsal got."""
    _, reached = visit._, {step.kind for step in found.steps}
    all_of_it = (
        ("rules", _("All {n} tablets came in and accepted the ground rules.", n=found.tablets)),
        (
            "verify",
            _("Everybody said whether they were understood. Some corrected, and tables reworded."),
        ),
        (
            "write",
            _("Everybody wrote. Some lost the network in the middle of a sentence and wrote on."),
        ),
        ("talk", _("The tables read, wrote together and agreed on an answer.")),
        (
            "plenary",
            _("The tables' answers were shown, argued about, and made into one wording."),
        ),
        (
            "plenary",
            _(
                "All {n} lost the network at once. The last one was back after {time}.",
                n=found.tablets,
                time=_seconds(found.reconnect_ms.slowest, visit),
            ),
        ),
        ("prioritise", _("Everybody gave dots, points and grades, and changed their mind.")),
        ("round", _("Some took their tablets along to another table.")),
        ("evaluate", _("Everybody wrote a line at the end, and graded the workshop.")),
        ("end", _("The workshop was ended, and all of the rehearsal taken away.")),
    )
    return [words for kind, words in all_of_it if kind in reached]


def _advice(found: Report, _: Translator) -> list[str]:
    """What helps, the likeliest first."""
    again = _("Rehearse once more when something has been changed.")
    if found.verdict is Verdict.WRONG:
        return [
            _("Do not hold the workshop on this setup before the reason is found."),
            _("See whether the server still runs, and whether there is room on its disk."),
            _("Show this page to IT, with the figures below and the end of the server's log."),
            again,
        ]
    if found.verdict is Verdict.SLOW:
        return [
            _("Connect the server to the network with a cable, and to the mains."),
            _("Put up more Wi-Fi access points, spread over the hall: at most 30 tablets on each."),
            _("Give the tablets a network of their own, without everybody's telephones on it."),
            _("Let the server's machine do nothing else meanwhile."),
            again,
        ]
    return []


def _times(found: Report, visit: Visit) -> Iterator[tuple[str, list[str]]]:
    """The rows of the table: what was timed; half of them, 99 of 100, and the slowest."""
    _ = visit._
    timed: tuple[tuple[str, Quantiles], ...] = (
        (_("A note is stored"), found.stored_ms),
        (_("The whole table sees what was written openly"), found.seen_ms),
        (_("Back after a break"), found.reconnect_ms),
    )
    for name, took in timed:
        yield name, [_seconds(each, visit) for each in (took.p50, took.p99, took.slowest)]
