"""From a draft to minutes that stand: remarks to it, consent, publication, and what comes after."""

from collections.abc import Iterator

from app.core import commands as c
from app.core import events as e
from app.core.composing import compose
from app.core.events import Fact
from app.core.frozen import digest
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.synthesis import unaccounted
from app.core.things import Millis


def share_draft(state: Workshop, cmd: c.ShareDraft, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.on == state.draft_shared:
        return
    if state.ended is None:
        raise Refused(Code.NOT_ENDED)  # a draft must not show what the hall cannot see yet
    yield e.DraftShared(cmd.on)


def consent(state: Workshop, cmd: c.ConsentToMinutes, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if state.ended is None:
        raise Refused(Code.NOT_ENDED)
    if who.name not in consenting(state, cmd.digest):
        yield e.MinutesConsented(who.name, cmd.digest, cmd.needed)


def consenting(state: Workshop, draft: str) -> tuple[str, ...]:
    """Who of the staff has consented to exactly this draft, the first one first.

    A consent is used up by what is published next, and void when a version is withdrawn.
    """
    return tuple(one.by for one in state.consents if one.digest == draft)


def needed(state: Workshop, wanted: int) -> int:
    """How many of the staff must stand behind the minutes where the municipality wants `wanted`:
    no fewer than it wanted when somebody consented."""
    return max([wanted, *(one.needed for one in state.consents)])


def seen(state: Workshop) -> str:
    """What the log says for the draft, as a mark: with another one, the draft is another."""
    return digest(compose(state, ()))


def publish(state: Workshop, cmd: c.PublishMinutes, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if state.ended is None:
        raise Refused(Code.NOT_ENDED)
    if state.published and state.published[-1].digest == cmd.digest:
        return
    if unaccounted(state):
        raise Refused(Code.UNACCOUNTED)
    if cmd.version != len(state.published) + 1 or (cmd.seen and cmd.seen != seen(state)):
        raise Refused(Code.STALE)
    others, wanted = set(cmd.others), needed(state, cmd.consents)
    if not others <= {*consenting(state, cmd.draft)} or len({who.name, *others}) < wanted:
        raise Refused(Code.NEEDS_CONSENT)
    yield e.MinutesPublished(cmd.version, cmd.digest, now, cmd.others, wanted, cmd.log)


def withdraw(state: Workshop, cmd: c.WithdrawMinutes, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.version in state.withdrawn:
        return
    if not 1 <= cmd.version <= len(state.published):
        raise Refused(Code.UNKNOWN_VERSION)
    if not cmd.why.strip():
        raise Refused(Code.EMPTY)
    yield e.MinutesWithdrawn(who.name, cmd.version, cmd.why, now)


def newest(state: Workshop) -> int:
    """The newest version of the minutes that stands; 0 where none does."""
    return max(
        (one.version for one in state.published if one.version not in state.withdrawn), default=0
    )
