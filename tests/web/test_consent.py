"""What two consented to, and what was looked through, is what is published, and nothing else."""

import pytest

from app import secretary
from app.core import commands as c
from app.core.rules import Code, Refused
from app.core.things import Reason
from app.store import municipality, remarks, staff
from tests.web.conftest import LEADER, Evening, House, Web
from tests.web.test_minutes import publish
from tests.web.test_publishing import PER, colleague, send


async def test_a_consent_is_used_once(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V132: who withdraws what two published does not publish it again alone."""
    staff.set_setting(house.engine, municipality.CONSENTS, "2")
    await evening.hold()
    other = await colleague(house)
    assert (await send(other, evening, "samtykke"))[0] == 303
    assert await publish(staff_web, evening) == 303
    assert (await send(staff_web, evening, "trekk", version="1", why="Feil"))[0] == 303
    assert await publish(staff_web, evening, reason="Likevel riktig") == 409
    log = (await web.get(f"/v/{evening.code}/logg")).text
    assert "Publiserte møteboka, versjon 1, med samtykke fra Per Sekretær" in log
    await other.aclose()


async def test_what_was_asked_for_at_a_consent_is_asked_for_at_the_end(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V132: the setting that is lowered meanwhile holds for what nobody has consented to."""
    staff.set_setting(house.engine, municipality.CONSENTS, "2")
    await evening.hold()
    assert (await send(staff_web, evening, "samtykke"))[0] == 303
    staff.set_setting(house.engine, municipality.CONSENTS, "1")
    assert await publish(staff_web, evening) == 409
    other = await colleague(house)
    assert await publish(other, evening) == 303
    assert await publish(staff_web, evening, reason="En til") == 303
    log = (await web.get(f"/v/{evening.code}/logg")).text
    assert "versjon 1, med samtykke fra Kari Leder" in log
    assert "versjon 2, uten krav om samtykke" in log
    await other.aclose()


async def test_who_has_no_account_any_more_stands_behind_nothing(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """V132."""
    staff.set_setting(house.engine, municipality.CONSENTS, "2")
    await evening.hold()
    other = await colleague(house)
    assert (await send(other, evening, "samtykke"))[0] == 303
    staff.change(house.engine, PER, disabled=True, force=True)
    assert await publish(staff_web, evening) == 409
    await other.aclose()


async def test_what_is_hidden_while_it_is_published_is_not_published_openly(
    house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V133: whether it was hidden since the draft was made, or in the very last moment."""
    await evening.hold()
    room, engine = evening.room, house.engine
    earlier = await secretary.draft(room, engine)
    await evening.do(c.HideNote(f"{0:032x}", Reason.NAME, "offentleglova § 13"))
    with pytest.raises(Refused) as refused:
        await secretary.publish(room, engine, earlier, LEADER.name)
    assert refused.value.code is Code.STALE
    draft, do = await secretary.draft(room, engine), room.do

    async def later(asked: c.Command, who: c.Actor) -> None:
        await do(c.HideNote(f"{1:032x}", Reason.NAME, "offentleglova § 13"), LEADER)
        await do(asked, who)

    with monkeypatch.context() as patch:
        patch.setattr(room, "do", later)
        with pytest.raises(Refused) as refused:
            await secretary.publish(room, engine, draft, LEADER.name)
    assert refused.value.code is Code.STALE
    assert not room.state.published
    await secretary.publish(room, engine, await secretary.draft(room, engine), LEADER.name)
    assert room.state.published


async def test_no_address_is_made_for_a_draft_that_is_not_shared(
    house: House, evening: Evening
) -> None:
    """V130."""
    with pytest.raises(Refused):
        await secretary.share_draft(evening.room, house.engine, LEADER.name, on=True)
    assert remarks.address(house.engine, evening.room.id) is None
