"""The minutes as a paper: first what matters, then what the law asks, then all of it.

From the frozen tree alone. Labels are in the reader's language; what people wrote stands as they
wrote it. Each part of the minutes has a file here.
"""

from collections.abc import Callable

from app.core.minutes import Minutes
from app.publish.issue import Issue
from app.publish.minutes import (
    cases,
    evaluation,
    first,
    knowledge,
    meeting,
    notes,
    priorities,
    understood,
    verification,
)
from app.publish.minutes.teller import Teller
from app.publish.paper import Paper, Run


def paper(
    minutes: Minutes,
    language: str,
    issue: Issue | None = None,
    *,
    earlier: str = "",
    thread: Callable[[str], str] | None = None,
) -> Paper:
    """The whole document; a draft where there is no `issue`.

    `earlier`: the address of the minutes that reopened statements come from; empty: no links.
    `thread`: the address of a statement's red thread, by its id; None where it is not public.
    """
    tell = Teller(minutes, language, issue, earlier, thread)
    parts = (
        *first.summary(tell),
        *meeting.meeting(tell),
        *meeting.attendance(tell),
        *meeting.conduct(tell),
        *knowledge.sections(tell),
        *verification.sections(tell),
        *cases.sections(tell),
        *priorities.sections(tell),
        *understood.sections(tell),
        *evaluation.sections(tell),
        *notes.sections(tell),
        *meeting.edition(tell),
    )
    return Paper(
        title=Run(minutes.title, own=True),
        language=language,
        written=minutes.language,
        kicker=tell._("The minutes") + f" · {minutes.municipality}",
        foot=f"{minutes.municipality} · {minutes.title}",
        head=tuple(first.head(tell)),
        blocks=parts,
    )
