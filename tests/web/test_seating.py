"""The seating page, on a hall of sixty-seven from eleven lists."""

import html
import re
from collections import Counter
from itertools import combinations

import pytest
from httpx2 import Response

from app.core import commands as c
from app.demo.council import council
from app.demo.council import roster as made_up
from app.store import roster, seatings, workshops
from app.store.seatings import Seating
from app.store.tables import Member
from app.web import usher
from tests.web.conftest import Evening, House, Web

ROUNDS = 2


class Hall:
    """The page and what stands behind it."""

    def __init__(self, web: Web, house: House, evening: Evening) -> None:
        self.web, self.house, self.evening = web, house, evening
        self.path = f"/stab/v/{evening.code}/plassering"

    async def page(self, **query: str) -> str:
        answer = await self.web.get(self.path, params={"lang": "en", **query})
        assert answer.status_code == 200
        return answer.text

    async def send(self, do: str, **fields: str) -> Response:
        page = await self.page()
        hidden = dict(re.findall(r'name="(csrf|rev)" value="([^"]*)"', page))
        sent = {**hidden, "r": "1", "do": do, **fields}
        return await self.web.send_form(f"{self.path}?lang=en", sent)

    async def seat(self, **fields: str) -> Response:
        usual = {"tables": "10", "rounds": str(ROUNDS), "no_party_majority": "1", "both_blocs": "1"}
        return await self.send("seat", **{**usual, **fields})

    @property
    def kept(self) -> Seating:
        return seatings.load(self.house.engine, self.evening.room.id)[0]

    @property
    def members(self) -> list[Member]:
        return roster.members(self.house.engine, self.evening.room.id)

    def let_host(self, hosts: list[Member]) -> None:
        ids = {host.id for host in hosts}
        changed = [m.model_copy(update={"host": m.id in ids}) for m in self.members]
        roster.replace_members(self.house.engine, self.evening.room.id, changed)

    def mark(self, *members: Member) -> None:
        roster.mark(self.house.engine, self.evening.room.id, members)


@pytest.fixture
def hall(staff_web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Stavanger's seats, with four deputies who are not to be seated."""
    monkeypatch.setattr(usher, "SECONDS", 0.3)
    room = evening.room.id
    members = made_up(room, council("stavanger"))
    for i, member in enumerate(members):
        member.bloc = "opposition" if member.party in ("Ap", "SV", "R", "MDG", "Sp") else "position"
        member.gender, member.first_term = "KM"[i % 2], i % 3 == 0
    members += [
        Member(id=f"vara{i}", workshop=room, place=67 + i, name=f"Vara {i}", party=party,
               role="deputy", deputy_no=1 + i // 2,
               bloc="position" if party == "H" else "opposition")
        for i, party in enumerate(["Ap", "H", "Ap", "H"])
    ]  # fmt: skip
    roster.replace_members(house.engine, room, members)
    return Hall(staff_web, house, evening)


def said(answer: Response) -> str:
    return html.unescape(answer.text)


async def test_one_button_seats_the_elected_and_lays_the_tables(hall: Hall) -> None:
    """L8, L10: each once a round, no deputy, no list with more than half; and each table a code."""
    assert (await hall.seat()).status_code == 303
    kept, parties = hall.kept, {m.id: m.party for m in hall.members}
    elected = {m.id for m in hall.members if m.role != "deputy"}
    assert len(kept.rounds) == ROUNDS
    for each in kept.rounds:
        assert sorted(one for sitting in each.values() for one in sitting) == sorted(elected)
        for sitting in each.values():
            assert 6 <= len(sitting) <= 7
            assert 2 * max(Counter(parties[one] for one in sitting).values()) <= len(sitting)
    tables = hall.evening.room.state.tables
    assert [(t.name, t.seats) for t in tables.values()][:3] == [
        ("Bord 1", 7), ("Bord 2", 7), ("Table 3", 7),
    ]  # fmt: skip
    assert len(tables) == 10
    codes = workshops.codes(hall.house.engine, hall.evening.room.id)
    assert codes.keys() == {None, *range(1, 11)}
    assert codes[1] == hall.evening.codes[1]
    page = await hall.page()
    for words in ("The stage", "No party has more than 3 of 7", "Lyng", "INP", "Round 2"):
        assert words in page, words
    assert page.count('class="seat ') == 67


async def test_a_workshop_that_has_started_keeps_its_tables(hall: Hall) -> None:
    """L10."""
    await hall.seat(tables="10")
    await hall.evening.do(c.OpenStep("skriv"))
    before = hall.evening.room.state.tables
    answer = await hall.seat(tables="9")
    assert answer.status_code == 422
    assert "has started with 10 tables" in answer.text
    assert (await hall.seat(tables="10")).status_code == 303
    assert hall.evening.room.state.tables == before


async def test_rules_are_kept_and_typed_by_name(hall: Hall) -> None:
    """L12: together, apart, a fixed table, a locked seat."""
    one, two, three, four = (m for m in hall.members[:4])
    fields = {
        "together": f"{one.name}, {two.name}", "apart": f"{one.name}, {three.name} (Ap)",
        "fixed": f"{four.name}: 5", "max_same_party": "3",
    }  # fmt: skip
    await hall.seat(**fields)

    def at(number: int) -> dict[str, int]:
        each = hall.kept.rounds[number]
        return {person: no for no, sitting in each.items() for person in sitting}

    for number in range(ROUNDS):
        table = at(number)
        assert table[one.id] == table[two.id] != table[three.id]
        assert table[four.id] == 5
    before = at(0)[three.id]
    await hall.send("lock", p=three.id)
    await hall.seat(**fields)
    assert at(0)[three.id] == before
    assert hall.kept.locks[0] == {three.id: before}
    await hall.send("unlock", p=three.id)
    assert hall.kept.locks[0] == {}


async def test_rules_that_conflict_are_named_and_can_be_given_up(hall: Hall) -> None:
    """L9: what was typed stays, nothing is stored, and the page says which rules it is."""
    one, two, three = hall.members[:3]
    clash = {"together": f"{one.name}, {two.name}\n{two.name}, {three.name}",
             "apart": f"{one.name}, {three.name}"}  # fmt: skip
    answer = await hall.seat(**clash)
    assert answer.status_code == 422
    assert "These rules cannot all hold" in answer.text
    for member in (one, two, three):
        assert member.name in said(answer)
    assert f"{one.name}, {two.name}\n{two.name}, {three.name}</textarea>" in said(answer)
    assert hall.kept == Seating()
    cheapest = re.search(r'name="cheapest" value="([^"]+)"', answer.text)
    assert cheapest
    again = await hall.seat(**clash, relax="1", cheapest=cheapest[1])
    assert again.status_code == 303
    assert hall.kept.rules.waived == tuple(cheapest[1].split())


async def test_what_cannot_be_read_is_said_at_its_field(hall: Hall) -> None:
    """L9."""
    answer = await hall.seat(tables="0", rounds="mange", fixed="Ingen Her: 3", apart="A B, C D")
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 4
    assert 'value="mange"' in answer.text
    assert "Ingen Her: 3</textarea>" in answer.text


async def test_by_hand_and_back(hall: Hall) -> None:
    """L12."""
    await hall.seat()
    first = hall.kept.rounds
    one, other = first[0][1][0], first[0][2][0]
    page = await hall.page(r="1", p=one)
    assert "Move to" in page
    assert "Swap with" in page
    await hall.send("move", p=one, to="2")
    assert one in hall.kept.rounds[0][2]
    assert hall.kept.rounds[1] == first[1]
    page = await hall.page()
    assert "moves from Bord 1 to Bord 2" in page
    await hall.send("swap", p=one, **{"with": hall.kept.rounds[0][3][0]})
    await hall.send("undo")
    await hall.send("undo")
    assert hall.kept.rounds == first
    for nonsense in ({"p": one, "to": "99"}, {"p": "x", "to": "1"}, {"p": one}):
        await hall.send("move", **nonsense)
    await hall.send("swap", p=one, **{"with": "x"})
    await hall.send("move", p=one, to="2", r="77")
    assert hall.kept.rounds == first
    await hall.send("swap", p=one, **{"with": other})
    assert (one in hall.kept.rounds[0][2], other in hall.kept.rounds[0][1]) == (True, True)


async def test_two_at_once(hall: Hall) -> None:
    """L9: the second sees how it stands, and has done nothing."""
    await hall.seat()
    page = await hall.page()
    hidden = dict(re.findall(r'name="(csrf|rev)" value="([^"]*)"', page))
    one = hall.kept.rounds[0][1][0]
    await hall.send("move", p=one, to="2")
    there = hall.kept
    late = {**hidden, "r": "1", "do": "move", "p": one, "to": "3"}
    answer = await hall.web.send_form(f"{hall.path}?lang=en", late)
    assert answer.status_code == 409
    assert "Somebody else changed the seating" in answer.text
    late = {**hidden, "r": "1", "do": "seat", "tables": "9", "rounds": "1", "apart": "A, B"}
    answer = await hall.web.send_form(f"{hall.path}?lang=en", late)
    assert answer.status_code == 409
    assert "A, B</textarea>" in answer.text
    assert hall.kept == there


async def test_three_do_not_come_and_one_steps_in(hall: Hall) -> None:
    """L8, L11: few must move, it is said who, and rounds that are held stay."""
    await hall.seat()
    first = hall.kept.rounds
    away = [hall.members[i] for i in (0, 25, 40)]
    for member in away:
        member.standing = "absent"
    deputy = next(m for m in hall.members if m.id == "vara0")
    deputy.standing, deputy.stands_in_for = "present", away[0].id
    hall.mark(*away, deputy)
    page = await hall.page(r="2")
    assert "Attendance has changed since" in page
    assert all(member.name in page for member in away)
    answer = await hall.send("mend", r="2")
    assert answer.status_code == 303
    assert hall.kept.rounds[0] == first[0]
    seated = [one for sitting in hall.kept.rounds[1].values() for one in sitting]
    assert len(seated) == 65
    assert deputy.id in seated
    before = {one: no for no, sitting in first[1].items() for one in sitting}
    after = {one: no for no, sitting in hall.kept.rounds[1].items() for one in sitting}
    assert sum(before.get(one, after[one]) != after[one] for one in after) <= 2
    page = await hall.page(r="2")
    assert "Attendance has changed since" not in page
    assert "Vara 0" in page
    assert "sits down at" in page


async def test_a_deputy_sits_where_a_chair_is_free(hall: Hall) -> None:
    """L11: no table gets more than its chairs, nobody moves, and nobody meets twice for it."""
    await hall.seat(rounds="3")
    first, everybody = hall.kept.rounds, {m.id: m for m in hall.members}
    deputies = [everybody[f"vara{i}"] for i in range(3)]
    away = []
    for deputy, no in zip(deputies, (1, 2, 5), strict=True):
        left = next(everybody[one] for one in first[0][no] if everybody[one].party == deputy.party)
        left.standing, deputy.stands_in_for = "absent", left.id
        away.append(left)
    hall.mark(*away, *deputies)
    page = await hall.page()
    assert "Expected, but without a seat:" in page
    assert (await hall.send("mend")).status_code == 303
    for was, each in zip(first, hall.kept.rounds, strict=True):
        assert max(len(sitting) for sitting in each.values()) <= 7
        for no, sitting in was.items():
            stayed = {one for one in sitting if everybody[one].standing != "absent"}
            assert stayed <= set(each[no])
    for one, other in combinations([deputy.id for deputy in deputies], 2):
        together = [no for each in hall.kept.rounds for no, those in each.items()
                    if {one, other} <= set(those)]  # fmt: skip
        assert len(together) <= 1


async def test_who_must_sit_at_a_full_table_gets_the_chair_of_one_who_moves(hall: Hall) -> None:
    """L11: and not a chair too many there."""
    members = hall.members
    deputy = next(m for m in members if m.id == "vara0")
    deputy.needs = "access"
    roster.replace_members(hall.house.engine, hall.evening.room.id, members)
    await hall.seat()
    await hall.seat(**{"access.1": "1"})
    first = hall.kept.rounds
    assert all(len(each[1]) == 7 for each in first)
    free = first[0][1] + first[1][1]
    left = next(m for m in hall.members if m.party == "Ap" and m.id not in free)
    left.standing, deputy.stands_in_for = "absent", left.id
    hall.mark(left, deputy)
    assert (await hall.send("mend")).status_code == 303
    for was, each in zip(first, hall.kept.rounds, strict=True):
        assert deputy.id in each[1]
        assert max(len(sitting) for sitting in each.values()) <= 7
        assert len(set(was[1]) - set(each[1])) == 1


async def test_a_hall_that_empties_breaks_nothing(hall: Hall) -> None:
    """L11: more tables than people left, and people who are on the roster no more."""
    await hall.seat()
    room = hall.evening.room.id
    roster.replace_members(hall.house.engine, room, hall.members[:4])
    page = await hall.page()
    assert "somebody who left the roster" in page
    answer = await hall.send("mend")
    assert answer.status_code == 422
    assert "more tables than people" in answer.text
    assert (await hall.seat(tables="1", no_party_majority="0", both_blocs="0")).status_code == 303
    assert sorted(hall.kept.rounds[0][1]) == sorted(m.id for m in hall.members)


async def test_without_blocs_nothing_is_said_of_them(hall: Hall) -> None:
    members = [m.model_copy(update={"bloc": None}) for m in hall.members]
    roster.replace_members(hall.house.engine, hall.evening.room.id, members)
    assert (await hall.seat()).status_code == 303
    page = await hall.page()
    assert "No party has more than" in page
    assert "only position" not in page
    assert "single person" not in page


async def test_an_empty_roster_says_what_to_do(hall: Hall) -> None:
    roster.replace_members(hall.house.engine, hall.evening.room.id, [])
    page = await hall.page()
    assert "There is nobody to seat yet" in page
    assert "/medlemmer" in page


async def test_a_world_cafe_keeps_its_hosts(hall: Hall) -> None:
    """Z10: the host of each table stays through all rounds, everybody else moves on, and it holds
    when somebody does not come."""
    hosts = hall.members[:44:4]
    hall.let_host(hosts)
    assert (await hall.seat(cafe="1", rounds="3")).status_code == 303
    first, *later = hall.kept.rounds
    staying = {
        one for no, sitting in first.items() for one in sitting
        if all(usher.table_of(each, one) == no for each in later)
    }  # fmt: skip
    ids = {member.id for member in hosts}
    assert sorted(usher.table_of(first, one) or 0 for one in staying & ids) == list(range(1, 11))
    assert len(staying - ids) < len(usher.seated(hall.members)) / 4
    assert "What does not hold" not in await hall.page()
    assert 'name="cafe" value="1" checked' in await hall.page()
    gone = next(member for member in hall.members if member.id in staying & ids)
    hall.mark(gone.model_copy(update={"standing": "absent"}))
    await hall.send("mend")
    rounds = hall.kept.rounds
    for one in staying & ids - {gone.id}:
        assert len({usher.table_of(each, one) for each in rounds}) == 1


async def test_too_few_hosts_for_a_world_cafe(hall: Hall) -> None:
    """Z10, L9: it is said, and can be given up: then a table that has one keeps it."""
    hall.let_host(hall.members[:3])
    answer = await hall.seat(cafe="1")
    assert answer.status_code == 422
    assert "a host at each table" in html.unescape(answer.text)
    relaxed = await hall.seat(cafe="1", relax="1", cheapest="rule:host")
    assert relaxed.status_code == 303
    assert len(hall.kept.rounds) == ROUNDS
    one, other = hall.kept.rounds
    hosts = [member.id for member in hall.members if member.host]
    assert any(usher.table_of(one, host) == usher.table_of(other, host) for host in hosts)
