"""What the administration understood of the first workshop: every contribution has an end."""

from app.core import commands as c
from app.core.edits import Bearing, Edit, LinkEdit, StatementEdit, Understood
from app.core.synthesis import material
from app.rooms import Room

UNDERSTOOD = {
    "barn": "Flere voksne tett på barna, og fritid som ingen står utenfor på grunn av penger.",
    "eldre": "Folk skal kunne bo hjemme lenger, med trygghet for plass når det trengs.",
}


async def write_up(room: Room, editor: c.Staff) -> None:
    edits: list[Edit] = [
        StatementEdit(id_, None, Understood(text, place=place))
        for place, (id_, text) in enumerate(UNDERSTOOD.items())
    ]
    edits += [
        LinkEdit((question if question in UNDERSTOOD else "barn", each), None, Bearing.NUANCES)
        for each, question in material(room.state).items()
    ]
    await room.do(c.EditSynthesis(tuple(edits)), editor)
