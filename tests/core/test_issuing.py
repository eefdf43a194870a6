"""From a draft to minutes that stand, as the rules have it."""

import json
import random
from collections import Counter
from dataclasses import asdict, replace

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.composing import compose
from app.core.decide import decide
from app.core.evolve import evolve
from app.core.frozen import digest, from_json, to_json
from app.core.issuing import newest
from app.core.minutes import DraftRemark
from app.core.rules import Code, Refused
from app.core.state import Workshop
from tests.core.given import NOON, planned

KARI, PER = c.Staff("Kari"), c.Staff("Per")
ENDED = planned(e.WorkshopEnded(NOON))
OUT = planned(e.WorkshopEnded(NOON), e.MinutesPublished(1, "first", NOON))


def test_a_draft_is_shared_once_and_not_before_the_end() -> None:
    """V130: and publishing ends it."""
    planned().when(c.ShareDraft(), KARI).refused(Code.NOT_ENDED)
    ENDED.when(c.ShareDraft(), KARI).then(e.DraftShared())
    ENDED.when(c.ShareDraft(on=False), KARI).then()
    shared = planned(e.WorkshopEnded(NOON), e.DraftShared())
    shared.when(c.ShareDraft(), PER).then()
    shared.when(c.ShareDraft(on=False), PER).then(e.DraftShared(on=False))
    assert not evolve(shared.state, e.MinutesPublished(1, "first", NOON)).draft_shared


def test_another_than_the_publisher_has_consented_to_that_very_draft() -> None:
    """V132."""
    publishing = c.PublishMinutes(1, "first", "draft", consents=2, others=("Per",))
    ENDED.when(publishing, KARI).refused(Code.NEEDS_CONSENT)
    for who, draft, enough in ((KARI, "draft", False), (PER, "other", False), (PER, "draft", True)):
        there = planned(e.WorkshopEnded(NOON), e.MinutesConsented(who.name, draft))
        came = there.when(publishing, KARI)
        if enough:
            came.then(e.MinutesPublished(1, "first", NOON, ("Per",), 2))
        else:
            came.refused(Code.NEEDS_CONSENT)
    alone = replace(publishing, consents=1, others=())
    ENDED.when(alone, KARI).then(e.MinutesPublished(1, "first", NOON))
    ENDED.when(replace(publishing, others=("Kari",)), KARI).refused(Code.NEEDS_CONSENT)


def test_a_consent_is_to_one_publication_and_no_fewer_are_asked_for_later() -> None:
    """V132."""
    first, again = e.MinutesConsented("Per", "draft", 2), e.MinutesConsented("Per", "draft", 1)
    out, gone = e.MinutesPublished(1, "a", NOON), e.MinutesWithdrawn("Kari", 1, "Feil", NOON)
    alone = c.PublishMinutes(1, "a", "other", consents=1)
    planned(e.WorkshopEnded(NOON), first).when(alone, KARI).refused(Code.NEEDS_CONSENT)
    ENDED.when(c.ConsentToMinutes("draft", 2), PER).then(first)
    both = c.PublishMinutes(2, "b", "draft", consents=2, others=("Per",))
    used = planned(e.WorkshopEnded(NOON), first, out)
    used.when(both, KARI).refused(Code.NEEDS_CONSENT)
    used.when(c.PublishMinutes(2, "b", "draft"), KARI).then(e.MinutesPublished(2, "b", NOON))
    used.when(c.ConsentToMinutes("draft"), PER).then(again)
    void = planned(e.WorkshopEnded(NOON), out, first, gone)
    void.when(both, KARI).refused(Code.NEEDS_CONSENT)


def test_a_version_is_withdrawn_once_and_with_a_reason() -> None:
    """V134, V135."""
    OUT.when(c.WithdrawMinutes(1, " "), KARI).refused(Code.EMPTY)
    for version in (0, 2):
        OUT.when(c.WithdrawMinutes(version, "Feil"), KARI).refused(Code.UNKNOWN_VERSION)
    gone = e.MinutesWithdrawn("Kari", 1, "Feil", NOON)
    OUT.when(c.WithdrawMinutes(1, "Feil"), KARI).then(gone)
    after = planned(e.WorkshopEnded(NOON), e.MinutesPublished(1, "first", NOON), gone)
    after.when(c.WithdrawMinutes(1, "En annen grunn"), PER).then()
    after.when(c.PublishMinutes(2, "second"), PER).then(e.MinutesPublished(2, "second", NOON))
    after.when(c.PublishMinutes(1, "second"), PER).refused(Code.STALE)


def test_remarks_and_consents_are_frozen_and_read_back() -> None:
    """V131, V132: and minutes without them have the digest that they had."""
    said = DraftRemark("Anne Nord", "Bordet sa mer.", "Rettet.", True, "Saker og svar")
    whole = replace(compose(ENDED.state, (), remarks=[said]), consents=("Kari", "Per"))
    assert from_json(to_json(whole)) == whole
    assert compose(planned().state, (), remarks=[said]).draft_remarks == ()
    plain = compose(ENDED.state, ())
    assert "draft_remarks" not in to_json(plain)
    assert "consents" not in to_json(plain)
    assert json.loads(to_json(plain))["details"]["remarks"] == "", "another field, of before"
    assert digest(plain) != digest(whole)
    assert asdict(plain)["draft_remarks"] == ()


reached: Counter[str] = Counter()


@pytest.mark.parametrize("seed", range(20))
def test_whatever_two_secretaries_ask(seed: int) -> None:
    """V132, V133, V134, V135: numbers follow each other, what is withdrawn stays so, and nothing
    is out that fewer stood behind than were asked for."""
    some, state = random.Random(seed), ENDED.state
    for _ in range(60):
        who, draft = some.choice((KARI, PER)), some.choice(("a", "b"))
        version = len(state.published) + some.choice((0, 1, 1))
        asked: c.Command = some.choice(
            [
                c.ShareDraft(on=some.random() < 0.5),
                c.ConsentToMinutes(draft),
                c.PublishMinutes(
                    version,
                    f"{draft}{version}",
                    draft,
                    some.choice((1, 2)),
                    some.choice(((), ("Kari",), ("Per",))),
                ),
                c.WithdrawMinutes(some.randint(0, version), some.choice(("Feil", ""))),
            ]
        )
        state = after(state, asked, who)
        assert [one.version for one in state.published] == [*range(1, len(state.published) + 1)]
        standing = {one.version for one in state.published} - state.withdrawn.keys()
        assert newest(state) == max(standing, default=0)
        reached["none stands"] += bool(state.published) and not standing


def after(state: Workshop, asked: c.Command, who: c.Staff) -> Workshop:
    try:
        facts = decide(state, asked, who, NOON)
    except Refused as refused:
        reached[refused.code.value] += 1
        return state
    for fact in facts:
        if isinstance(fact, e.MinutesPublished) and isinstance(asked, c.PublishMinutes):
            of_this = {one.by for one in state.consents if one.digest == asked.draft}
            assert len({who.name, *of_this}) >= asked.consents
            assert {*fact.consents} <= of_this
        if isinstance(fact, e.MinutesWithdrawn):
            assert fact.version not in state.withdrawn
        state = evolve(state, fact)
        reached[type(fact).__name__] += 1
    assert decide(state, asked, who, NOON) == []
    return state


def test_all_of_it_came_up() -> None:
    """V133."""
    kinds = ("DraftShared", "MinutesConsented", "MinutesPublished", "MinutesWithdrawn")
    codes = ("stale", "needs_consent", "unknown_version", "empty")
    assert not [kind for kind in (*kinds, *codes, "none stands") if reached[kind] < 3]
