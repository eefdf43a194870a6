"""The preview on the wire: staff look at what a tablet would see, and count as nobody."""

from collections.abc import Callable

from tests.core.given import opened, said
from tests.live.server import Hall
from tests.live.test_socket import at_table, written


async def test_a_preview_is_for_staff(planned: Hall) -> None:
    """J6: a stranger, or a code that is not the workshop's own, is refused."""
    async with planned.screen() as stranger:
        answer = await stranger.join("preview", planned.public)
        assert answer["code"] == "not_allowed"
    async with planned.staff() as staff:
        answer = await staff.join("preview", planned.codes[1])
        assert answer["code"] == "unknown_code"
        assert (await staff.join("preview", planned.public))["t"] == "welcome"


async def test_it_counts_as_no_tablet(writing: Hall) -> None:
    """J6: nor as a control; and it follows what all see."""
    async with writing.staff() as preview, writing.screen() as tablet:
        await preview.join("preview", writing.public)
        assert preview.view["now"]["id"] == "vekst-skriv"
        assert preview.view["hall"]["tablets"] == 0
        await at_table(writing, tablet, 1)
        await preview.until(lambda view: view["hall"]["tablets"] == 1)
        async with writing.staff() as control:
            await control.join("control", writing.public)
            await control.until(lambda view: view["counts"]["controls"] == 1)


async def test_it_shows_no_table_s_own(hall: Callable[..., Hall]) -> None:
    """J6: in the table talk it has neither a table's notes as its own, nor its statement."""
    talking = hall(opened("vekst-skriv"), opened("vekst-bord"), said(1))
    async with talking.screen() as tablet, talking.staff() as preview:
        await at_table(talking, tablet, 1)
        assert (await tablet.ask("note", **written(1), shared=True))["t"] == "stored"
        await tablet.until(lambda view: len(view.notes("own_notes")) == 1)
        await preview.join("preview", talking.public)
        assert preview.view["table"]["no"] == 0
        assert preview.view.notes("own_notes") == set()
        assert preview.view.notes("hall_notes") == set()
        assert preview.view["statement"]["text"] == ""


async def test_it_asks_for_nothing(writing: Hall) -> None:
    """J6: whatever a tablet or control may ask for is refused, and nothing is stored."""
    async with writing.staff() as preview, writing.screen() as tablet:
        await preview.join("preview", writing.public)
        asked = [
            await preview.ask("note", **written(1)),
            await preview.ask("pen", do="take"),
            await preview.ask("mark", step="vekst-skriv", ready=True),
            await preview.ask("ticket", step="dotter"),
            await preview.ask("move", table=2),
            await preview.ask("close_step", step="vekst-skriv"),
            await preview.ask("end"),
        ]
        assert {answer["code"] for answer in asked} == {"not_allowed_here"}
        await at_table(writing, tablet, 1)
        assert tablet.view["now"]["open"]
