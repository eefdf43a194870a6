"""The notice of a demonstration workshop: published a fortnight before, with nothing missing."""

from app.core import commands as c
from app.core.notice import compose, digest
from app.core.things import Ground, Millis, Notice
from app.publish.phrases import times
from app.rooms import Room

FORTNIGHT: Millis = 14 * 24 * 3_600_000


async def announce(room: Room, who: c.Staff, chair: str) -> None:
    """The room's clock is set back for it, and then goes on as before."""
    plan, clock = room.state.plan, room.now
    assert plan is not None
    sent = plan.starts - FORTNIGHT
    notice = Notice(
        ground=Ground.LEADER,
        step_free=True,
        hearing_loop=True,
        access="Heis fra hovedinngangen. Parkering for forflytningshemmede rett utenfor.",
        public_seats="Stolene langs veggen, med utsikt til storskjermen.",
        chair=chair,
        contact="Politisk sekretariat (demo)",
        absence="Si fra til politisk sekretariat (demo).",
        absence_by=times.local(plan.starts - FORTNIGHT // 7).date().isoformat(),
        impartiality="Snakk med politisk sekretariat (demo).",
        sent=times.local(sent).date().isoformat(),
        channel="Kommunens nettsider og oppslagstavlen i rådhuset",
    )
    room.now = lambda: sent
    await room.do(c.WriteNotice(notice, room.state.notice), who)
    await room.do(c.PublishNotice(1, digest(compose(room.state))), who)
    room.now = clock
