"""The form that asks for a seating: as it stands, and as somebody filled it in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.core.words import whole
from app.store.seatings import Place, Rules, Seating
from app.store.tables import Member
from app.web import usher
from app.web.hall import Hall
from app.web.login import Sent

MOST_TABLES, MOST_ROUNDS = 100, 12

_COMMAS = re.compile(r",(?![^(]*\))")  # not within the name of a list

# ---------------------------------------------------------------- what is asked for


def settings(hall: Hall) -> dict[str, Any]:
    """The form as it stands: what was chosen before, or what is usual."""
    kept, people = hall.kept, len(usher.seated(hall.members))
    rules = kept.rules
    tables = len(kept.tables) or len(hall.room.state.tables) or -(-people // usher.SIZE)
    return {
        "tables": str(tables or ""),
        "size": "",
        "rounds": str(len(kept.rounds) or 1),
        "max_same_party": str(rules.max_same_party or ""),
        "host": rules.host,
        "cafe": rules.cafe,
        "both_blocs": rules.both_blocs,
        "no_party_majority": rules.no_party_majority,
        "waived": _waived(hall, kept),
        "places": kept.tables,
        **in_lines(rules, hall.by_id),
    }


def asked_for(hall: Hall, form: Sent) -> tuple[dict[str, Any], dict[str, str], Seating]:
    """The form as it was typed, what is wrong with it by field, and what is asked for."""
    _, members = hall.visit._, usher.seated(hall.members)
    names = ("tables", "size", "rounds", "max_same_party", "together", "apart", "fixed")
    typed: dict[str, Any] = {name: form.text(name) for name in names}
    ticked = {
        name: form.text(name) == "1" for name in ("host", "cafe", "both_blocs", "no_party_majority")
    }
    errors: dict[str, str] = {}

    def counted(name: str, most: int) -> int:
        number = whole(typed[name])
        if number and number <= most:
            return number
        errors[name] = _("Write a whole number from 1 to {most}.", most=most)
        return 1

    most = min(MOST_TABLES, max(len(members), 1))
    by_size = bool(typed["size"])
    count = -(-len(members) // counted("size", 100)) if by_size else counted("tables", most)
    if hall.started and count != len(hall.room.state.tables):
        errors["tables"] = _(
            "The workshop has started with {n} tables, and they stay.",
            n=len(hall.room.state.tables),
        )
    rounds = counted("rounds", MOST_ROUNDS)
    most_same = counted("max_same_party", 100) if typed["max_same_party"] else None
    together, unknown = named_groups(typed["together"], members)
    apart, unknown_apart = named_groups(typed["apart"], members)
    fixed, unread = named_places(typed["fixed"], members, count)
    for name, missing in (("together", unknown), ("apart", unknown_apart), ("fixed", unread)):
        if missing:
            errors[name] = _("This we do not find among those who are there: {names}.",
                             names=", ".join(missing))  # fmt: skip
    waived = [name[7:] for name in form.fields if name.startswith("waived.")]
    if form.text("relax"):
        waived += form.text("cheapest").split()
    rules = Rules(together, apart, fixed, max_same_party=most_same, waived=tuple(waived), **ticked)
    laid = tuple(_laid(hall, form, usher.places(len(members), count, _now(hall), _call(hall))))
    locks = hall.kept.locks if same_tables(laid, hall.kept.tables) else ()
    asked = Seating(laid, ({},) * rounds, locks[:rounds], rules)
    return {**typed, **ticked, "waived": _waived(hall, asked), "places": laid}, errors, asked


def _waived(hall: Hall, seating: Seating) -> list[tuple[str, str]]:
    """What was given up, by id and in words."""
    ids = list(seating.rules.waived)
    if not ids:
        return []
    wishes = {wish.id for wish in usher.asked(hall.members, seating).wishes}
    ids = [rule for rule in ids if not rule.startswith("stay:") or rule in wishes]
    words = usher.rules_in_words(hall.visit._, hall.members, seating, ids)
    return list(zip(ids, words, strict=True))


def _call(hall: Hall) -> Any:
    return lambda no: hall.visit._("Table {no}", no=no)


def _now(hall: Hall) -> Sequence[Place]:
    """The tables that are there: as they were seated last, under the names of the workshop."""
    tables, kept = hall.room.state.tables, {place.no: place for place in hall.kept.tables}
    named = [
        replace(kept.get(no, Place(no, "", 1)), name=table.name) for no, table in tables.items()
    ]
    return [*named, *(place for no, place in kept.items() if no not in tables)]


def _laid(hall: Hall, form: Sent, places: Sequence[Place]) -> Sequence[Place]:
    """What was ticked about the tables, where the form asked."""
    shown = {place.no for place in hall.kept.tables}
    return [
        replace(
            place,
            access=form.text(f"access.{place.no}") == "1",
            quiet=form.text(f"quiet.{place.no}") == "1",
        )
        if place.no in shown
        else replace(place, quiet=place.no == len(places))
        for place in places
    ]


def same_tables(one: Sequence[Place], other: Sequence[Place]) -> bool:
    return {place.no for place in one} == {place.no for place in other}


# ---------------------------------------------------------------- people by name


def named_groups(
    text: str, members: Sequence[Member]
) -> tuple[tuple[tuple[str, ...], ...], list[str]]:
    """Groups of ids from lines of names between commas; and the names that nobody has."""
    groups, unknown = [], []
    for line in text.splitlines():
        names = list(filter(None, map(str.strip, _COMMAS.split(line))))
        found = [find(name, members) for name in names]
        unknown += [name for name, one in zip(names, found, strict=True) if one is None]
        ids = tuple(dict.fromkeys(one for one in found if one))
        if len(ids) > 1:
            groups.append(ids)
    return tuple(groups), unknown


def named_places(
    text: str, members: Sequence[Member], count: int
) -> tuple[dict[str, int], list[str]]:
    """Person → table from lines «name: table»; and the lines that say nothing."""
    fixed: dict[str, int] = {}
    unknown = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, table = line.rpartition(":")
        one, digits = find(name.strip(), members), "".join(c for c in table if c.isdecimal())
        number = whole(digits)
        if one and number and number <= count:
            fixed[one] = number
        else:
            unknown.append(line)
    return fixed, unknown


def find(name: str, members: Sequence[Member]) -> str | None:
    """The id of the only one of that name; «Name (Party)» where there are more."""
    plain = name.casefold()
    exact = [m.id for m in members if plain in (m.name.casefold(), called(m).casefold())]
    return exact[0] if len(exact) == 1 else None


def called(member: Member) -> str:
    return f"{member.name} ({member.party})"


def in_lines(rules: Rules, members: Mapping[str, Member]) -> dict[str, str]:
    """The rules about people as they are typed: those who left the roster are passed over."""

    def lines(groups: Iterable[Iterable[str]]) -> str:
        known = ([called(members[one]) for one in group if one in members] for group in groups)
        return "\n".join(", ".join(names) for names in known if len(names) > 1)

    fixed = [f"{called(members[one])}: {no}" for one, no in rules.fixed.items() if one in members]
    return {
        "together": lines(rules.together),
        "apart": lines(rules.apart),
        "fixed": "\n".join(fixed),
    }
