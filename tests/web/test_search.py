"""The search: what is public is found where it stands, and nothing else is."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import text, update

from app import secretary
from app.core import commands as c
from app.core.edits import StatementEdit, Understood
from app.core.notice import compose, digest
from app.core.planning import PlanProcess, Section
from app.core.things import Reason
from app.core.verification import reopening
from app.store import processes, workshops
from app.web.search import index
from tests.core.given import accounted
from tests.web.conftest import LEADER, NOTES, Evening, House, Web, plan_evening

SECRET = "Hemmelige utkast om kirkegården"


async def publish(house: House, evening: Evening) -> None:
    minutes = await secretary.draft(evening.room, house.engine)
    await secretary.publish(evening.room, house.engine, minutes, LEADER.name, "Rettet")


async def announce(evening: Evening) -> None:
    told = compose(evening.room.state)
    version = len(evening.room.state.announced) + 1
    await evening.do(c.PublishNotice(version, digest(told)))


async def hits(web: Web, q: str, **sieve: str) -> list[str]:
    """The addresses that were found."""
    answer = await web.get("/sok", params={"q": q, **sieve})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    return re.findall(r'<a href="([^"]+)" class="words"', answer.text)


def kept(house: House) -> str:
    """All that is kept for searching."""
    with house.engine.connect() as connection:
        tables = ("search_source", "search_passage", "search_word")
        rows = [
            row for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    return repr(rows)


async def test_a_word_is_found_in_its_forms_and_leads_to_where_it_stands(
    web: Web, house: House, evening: Evening
) -> None:
    """V80."""
    await evening.hold()
    await publish(house, evening)
    page = (await web.get(f"/v/{evening.code}")).text
    for word, many in (("bane", 2), ("BANENE", 2), ("bane tett", 1), ("vokse", 2), ("سلام", 1)):
        found = await hits(web, word)
        assert len(found) == many, word
        for address in found:
            path, _, anchor = address.partition("#")
            assert path == f"/v/{evening.code}"
            assert f'id="{anchor}"' in page
    shown = unescape((await web.get("/sok", params={"q": "script alert"})).text)
    assert "<mark>script</mark>" in shown
    assert NOTES[1] not in shown  # in pieces, and as words


async def test_of_a_workshop_what_was_understood_comes_first(
    web: Web, house: House, evening: Evening
) -> None:
    """V80: and a compound finds its parts."""
    await evening.hold()
    more = StatementEdit("bolig", None, Understood("Studentboliger nær sentrum."))
    await evening.do(c.EditSynthesis((more,)))
    await publish(house, evening)
    assert await hits(web, "bolig") == [f"/v/{evening.code}#s-bolig"]
    assert await hits(web, "boligens sentrum") == [f"/v/{evening.code}#s-bolig"]
    assert await hits(web, "bol") == []
    assert (await hits(web, "banen"))[0] == f"/v/{evening.code}#s-alt"


async def statements(evening: Evening, *several: str) -> list[str]:
    """Those of the workshop, written in this order; the addresses where they will stand."""
    await evening.do(
        c.EditSynthesis(
            tuple(
                StatementEdit(f"w{n}", None, Understood(words, place=n))
                for n, words in enumerate(several)
            )
        )
    )
    return [f"/v/{evening.code}#s-w{n}" for n in range(len(several))]


async def test_of_one_kind_the_very_word_comes_first_then_its_twin_then_compounds(
    web: Web, house: House, evening: Evening
) -> None:
    """V80: whatever they were written in."""
    await evening.hold()
    compound, twin, itself = await statements(
        evening, "Nærskulane fyrst.", "Ei god skule.", "Flere voksne i skolen."
    )
    await publish(house, evening)
    assert await hits(web, "skole") == [itself, twin, compound]
    assert await hits(web, "skule") == [twin, itself, compound]


async def test_a_word_is_found_in_the_other_norwegian_too(
    web: Web, house: House, evening: Evening
) -> None:
    """V80: marked as it stands there; what is only written nearly like that is not found."""
    await evening.hold()
    said = await statements(
        evening,
        "Skolene skal bestå.",
        "Nærskulane fyrst.",
        "Skogen skal bestå.",
        "De vil hjem til mor.",
        "Dei vil heim.",
        "Trondheim er en by.",
        "Ein ny sjukeheim.",
        "Hvorfor nettopp det?",
        "Billige boliger.",
        "Bustene er for dyre.",
    )
    await publish(house, evening)
    for word, found in {
        "skule": [0, 1],
        "skulane": [0, 1],
        "skular": [0, 1],
        "nærskole": [1],
        "skog": [2],
        "heim": [4, 3, 5, 6],
        "hjem": [3, 4],
        "sykehjem": [6],
        "kvifor": [7],
        "bustader": [8],
    }.items():
        assert await hits(web, word) == [said[n] for n in found], word
    assert "<mark>Skolene</mark>" in (await web.get("/sok", params={"q": "skule"})).text


async def test_only_what_is_public_is_kept(web: Web, house: House, evening: Evening) -> None:
    """V81: not a draft, not what is written before it is published, not a plan of the staff's."""
    kept_plan = processes.create(house.engine, PlanProcess(title=SECRET), "Kari", 0)
    practice = await plan_evening(house, rehearsal=True)
    for one in (evening, practice):
        await one.hold()
    for word in ("bane", "kirkegård", "vokse"):
        assert await hits(web, word) == []
    assert kept(house) == "[]"
    await publish(house, evening)
    processes.save(
        house.engine, kept_plan, kept_plan.plan, Section.PUBLIC, "Kari", 1, public=True
    )  # fmt: skip
    assert await hits(web, "bane")
    assert await hits(web, "kirkegård") == [f"/plan/{kept_plan.code}#main"]
    kept_plan = processes.load(house.engine, kept_plan.id) or kept_plan
    processes.save(
        house.engine, kept_plan, kept_plan.plan, Section.PUBLIC, "Kari", 2, public=False
    )  # fmt: skip
    assert await hits(web, "kirkegård") == []
    assert "kirkegård" not in kept(house)
    assert practice.room.id not in kept(house)


async def test_what_a_newer_version_hides_is_not_found_any_more(
    web: Web, house: House, evening: Evening
) -> None:
    """V81: nor what it changed."""
    await evening.hold()
    await publish(house, evening)
    assert len(await hits(web, "bane")) == 2
    await evening.do(c.HideNote(f"{0:032x}", Reason.NAME))
    before = evening.room.state.synthesis.statements["alt"]
    other = StatementEdit("alt", before, Understood("Vokse langs fjorden."))
    await evening.do(c.EditSynthesis((other,)))
    assert len(await hits(web, "bane")) == 2, "as long as the public page has it"
    await publish(house, evening)
    assert await hits(web, "bane") == []
    assert "bane" not in kept(house)
    assert await hits(web, "fjord") == [f"/v/{evening.code}#s-alt"]


async def test_a_notice_is_found_until_the_minutes_have_the_questions(
    web: Web, house: House, evening: Evening
) -> None:
    """V81: the newest one."""
    plan = evening.room.state.plan
    assert plan is not None
    await announce(evening)
    assert await hits(web, "vei") == [f"/v/{evening.code}/kunngjoring#main"]
    assert await hits(web, "vokse") == [f"/v/{evening.code}/kunngjoring#agenda"]
    await evening.do(c.PlanWorkshop(replace(plan, title="Hvor går båten?")))
    await announce(evening)
    assert await hits(web, "vei") == []
    assert len(await hits(web, "båt")) == 1
    await evening.hold()
    await publish(house, evening)
    assert f"/v/{evening.code}#case-1" in await hits(web, "vokse")
    assert f"/v/{evening.code}/kunngjoring#agenda" not in await hits(web, "vokse")


async def test_what_is_searched_is_made_anew_when_it_is_gone_or_older(
    web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V82."""
    await evening.hold()
    await publish(house, evening)
    found = await hits(web, "bane")
    with house.engine.begin() as connection:
        for table in ("search_source", "search_passage", "search_word"):
            connection.execute(text(f"DELETE FROM {table}"))
    assert await hits(web, "bane") == found
    with house.engine.begin() as connection:
        connection.execute(text("DELETE FROM search_word"))
    assert await hits(web, "bane") == []
    monkeypatch.setattr(index, "MADE_BY", "next")  # an upgrade
    assert await hits(web, "bane") == found
    with house.engine.begin() as connection:
        connection.execute(update(workshops.WORKSHOP).values(rehearsal=True))
    assert await hits(web, "bane") == []
    assert kept(house) == "[]"


@pytest.mark.parametrize(
    "odd",
    ['"', "🚌", " ", "\0", "%", "_", "a" * 10_000, "9" * 5_000, "å" * 1_000, "' OR 1=1 --", "<b>"],
)  # fmt: skip
async def test_whatever_is_asked_is_answered(web: Web, odd: str) -> None:
    """V83."""
    assert await hits(web, odd, kind=odd, year=odd, series=odd, workshop=odd, page=odd) == []


async def test_where_there_is_nothing_shorter_words_are_suggested(
    web: Web, house: House, evening: Evening
) -> None:
    """V83."""
    await evening.hold()
    await publish(house, evening)
    page = (await web.get("/sok", params={"q": "langsmedbanen"})).text
    assert re.findall(r"q=(\w+)\">\w+</a></li>", page) == ["banen", "langs"]
    page = (await web.get("/sok", params={"q": "banen flyplass"})).text
    assert re.findall(r"q=(\w+)\">\w+</a></li>", page) == ["banen"]


async def test_hits_are_sieved_and_leafed_through(web: Web, house: House) -> None:
    """V84."""
    process = processes.create(house.engine, PlanProcess(title="Planen"), "Kari", 0)
    processes.save(house.engine, process, process.plan, Section.PUBLIC, "K", 1, public=True)
    first, second = await plan_evening(house), await plan_evening(house, process=process.id)
    plan = second.room.state.plan
    assert plan is not None
    year = 366 * 86_400_000
    later = replace(plan, title="Neste", starts=plan.starts + year, ends=plan.ends + year)
    await second.do(c.PlanWorkshop(later))
    for one in (first, second):
        await one.hold()
        some = (
            StatementEdit(f"s{n}", None, Understood(f"Bane nummer {n}"))
            for n in range(15)
        )  # fmt: skip
        await one.do(c.EditSynthesis(tuple(some)))
        await publish(house, one)
    pages = [await hits(web, "bane", page=str(n)) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 14, 14]
    assert pages[1] == pages[2]  # there is no third
    assert len({*pages[0], *pages[1]}) == 34
    assert {address.partition("#")[0] for address in pages[0][:17]} == {f"/v/{second.code}"}
    assert len(await hits(web, "bane", kind="u", year="2027")) == 16
    assert len(await hits(web, "bane", kind="c")) == 2
    assert len(await hits(web, "bane", series=process.code)) == 17
    assert len(await hits(web, "bane", workshop=first.code)) == 17
    assert await hits(web, "bane", year="1999") == []
    shown = (await web.get("/sok", params={"q": "bane"})).text
    assert [shown.index(f"workshop={one.code}") for one in (first, second)] == sorted(
        shown.index(f"workshop={one.code}") for one in (first, second)
    )


async def test_statements_that_return_stand_on_the_page_of_the_plan(web: Web, house: House) -> None:
    """V85: those of other workshops of the same council, not of another's, and not the same one
    where it was carried on."""
    process = processes.create(house.engine, PlanProcess(title="Planen"), "Kari", 0)
    processes.save(house.engine, process, process.plan, Section.PUBLIC, "K", 1, public=True)
    said = {
        "Dere vil ha flere busser om kvelden.": "Prøve",
        "Bussene må gå oftere om kvelden.": "Prøve",
        "Flere busser om kvelden til alle.": "Annen",
    }
    evenings = []
    for place, (words, municipality) in enumerate(said.items()):
        evening = await plan_evening(house, process=process.id if place == 0 else None)
        plan = evening.room.state.plan
        assert plan is not None
        await evening.do(c.PlanWorkshop(replace(plan, municipality=municipality)))
        await evening.hold()
        alt = evening.room.state.synthesis.statements["alt"]
        other = StatementEdit("skole", None, Understood("Skolene skal bestå."))
        about = StatementEdit("alt", alt, Understood(words))
        await evening.do(c.EditSynthesis((about, *([other] if place == 0 else []))))
        await publish(house, evening)
        evenings.append(evening)
    page = (await web.get(f"/plan/{process.code}")).text
    part = page.partition('id="returning"')[2].partition("</section>")[0]
    links = re.findall(r'href="/v/(\w+)#s-(\w+)"', part)
    assert links == [(evenings[0].code, "alt"), (evenings[1].code, "alt")]


async def test_what_a_later_workshop_worded_anew_or_withdrew_does_not_stand(
    web: Web, house: House
) -> None:
    """V88: also where that is published afterwards; what it does not mention stands."""
    process = processes.create(house.engine, PlanProcess(title="Planen"), "Kari", 0)
    processes.save(house.engine, process, process.plan, Section.PUBLIC, "K", 1, public=True)
    other = await plan_evening(house)  # of the same council, in no series
    first, second = [await plan_evening(house, process=process.id) for _ in range(2)]
    plan = second.room.state.plan
    assert plan is not None
    await second.do(c.PlanWorkshop(replace(plan, number=2, of=2)))
    said = {
        "a": Understood("Flere busser om kvelden.", remark="Bussene er dyre."),
        "b": Understood("Skolene i bygda skal bestå."),
        "d": Understood("Svømmehallen skal stå."),
    }
    for one in (other, first):
        await one.hold()
        made = tuple(StatementEdit(id_, None, each) for id_, each in said.items())
        await one.do(c.EditSynthesis(made))
        await publish(house, one)

    async def told(q: str) -> list[tuple[str, int]]:
        """The kinds that are found in the first workshop."""
        found = [(kind, len(await hits(web, q, kind=kind, workshop=first.code))) for kind in "uewb"]
        return [each for each in found if each[1]]

    async def returning() -> set[str]:
        page = (await web.get(f"/plan/{process.code}")).text
        part = page.partition('id="returning"')[2].partition("</section>")[0]
        return set(re.findall(rf'href="/v/{first.code}#s-(\w)"', part))

    assert [await told(q) for q in ("kveld", "bygd", "svømme")] == [[("u", 1)]] * 3
    assert await returning() == {"a", "b", "d"}
    state = first.room.state
    laid = tuple(each for each in reopening(state) if each.id in said)
    await second.do(c.ReopenStatements(first.code, 1, laid))
    await second.hold()
    stands = second.room.state.synthesis.statements
    anew = replace(stands["a"], text="Taxi på bestilling.")
    gone = replace(stands["b"], withdrawn="Salen sa nei.")
    changes = {"a": anew, "b": gone}
    await second.do(
        c.EditSynthesis(tuple(StatementEdit(id_, stands[id_], to) for id_, to in changes.items()))
    )
    assert await told("bygd") == [("u", 1)], "as long as it is not published"
    await publish(house, second)
    assert await told("kveld") == [("e", 1)]
    assert await told("bygd") == [("w", 1)]
    assert await told("svømme") == [("u", 1)]
    assert await told("dyre") == [("b", 1)]
    shown = (await web.get("/sok", params={"q": "kveld", "workshop": first.code})).text
    assert "Tidligere ordlyd" in shown
    assert not await returning() & {"a", "b"}


async def test_whoever_follows_notes_is_told_of_all_documents_alike(
    web: Web, house: House, evening: Evening
) -> None:
    """V86: by workshop those that are published after it in its series; the plan where it is
    public."""
    process = processes.create(house.engine, PlanProcess(title="Planen"), "Kari", 0)
    first, second, third = [await plan_evening(house, process=process.id) for _ in range(3)]
    for number, one in enumerate((first, second, third), start=1):
        plan = one.room.state.plan
        assert plan is not None
        await one.do(c.PlanWorkshop(replace(plan, number=number, of=3)))
    for one in (evening, third, first):
        await one.hold()
        await publish(house, one)

    async def told() -> object:
        page = (await web.get("/mine")).text
        return json.loads(re.findall(r'id="series">(.*?)</script>', page)[0])

    assert await told() == {
        evening.code: {"plan": "", "later": []},
        first.code: {"plan": "", "later": [third.code]},
        third.code: {"plan": "", "later": []},
    }
    processes.save(house.engine, process, process.plan, Section.PUBLIC, "K", 1, public=True)
    shown = await told()
    assert isinstance(shown, dict)
    assert shown[first.code] == {"plan": process.code, "later": [third.code]}
    titles = re.findall(r'id="titles">(.*?)</script>', (await web.get("/mine")).text)[0]
    assert evening.code in json.loads(titles)
    assert second.code not in json.loads(titles)  # neither announced nor held


async def test_before_the_minutes_everybody_sees_how_much_is_left(
    web: Web, house: House, evening: Evening
) -> None:
    """V87: on the workshop's page, with a notice or without."""
    assert "gjenstår" not in (await web.get(f"/v/{evening.code}")).text
    await announce(evening)
    await evening.hold(account=False)
    for code in (evening.code, f"{evening.code}/kunngjoring"):
        page = (await web.get(f"/v/{code}")).text
        assert f"Kommunen gjør rede for {len(NOTES)} innspill; {len(NOTES)} gjenstår." in page
    await evening.do(c.EditSynthesis(accounted(evening.room.state)))
    page = (await web.get(f"/v/{evening.code}")).text
    assert f"Kommunen har gjort rede for alle {len(NOTES)} innspill." in page
    await publish(house, evening)
    page = (await web.get(f"/v/{evening.code}/kunngjoring")).text
    assert "gjort rede for" not in page
