"""Whatever is typed into the forms of a plan process comes back, through the page and the disk."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.core.planning import Followed, Phase, PlanKind, PlanProcess, Relation, Section, Standing
from app.core.words import clean
from app.web.plan import forms

TEXT = st.text(max_size=40)
STORED = TypeAdapter(PlanProcess)

#: What may be chosen where it is a choice.
CHOICES: dict[str, list[Any]] = {
    "relation": list(Relation), "kind": list(PlanKind), "status": list(Standing),
    "followed": list(Followed),
}  # fmt: skip


@st.composite
def sent(draw: st.DrawFn, section: Section) -> dict[str, str]:
    """A form as a browser may send it."""
    fields = {name: draw(TEXT) for name in forms.FIELDS[section]}
    if section is Section.PLAN:
        fields |= {"kind": draw(st.sampled_from(PlanKind)), "language": "nn",
                   "governance": "formannskap", "problem": "",
                   "now": draw(st.sampled_from(["", *Phase]))}  # fmt: skip
    for name, parts in forms.LISTS[section].items():
        count = 3 if name in forms.FIXED else draw(st.integers(0, 3))
        for number in range(count):
            for part in parts:
                at = f"{name}.{number * 2}.{part}"
                if part == "phase":
                    fields[at] = list(Phase)[number]
                elif part == "goals":
                    fields |= {f"{at}.{no}": "on" for no in draw(st.sets(st.integers(1, 17)))}
                elif part == "id":
                    fields[at] = draw(st.sampled_from(["", "k1", "k2"]))
                else:
                    choices = CHOICES.get(part)
                    fields[at] = draw(st.sampled_from(choices) if choices else TEXT)
    return fields


def there_and_back(typed: dict[str, str], section: Section) -> forms.Typed:
    form = forms.typed(typed, section)
    assert forms.too_long(form) == {}
    plan = forms.filled(PlanProcess(), form)
    assert STORED.validate_json(STORED.dump_json(plan)) == plan
    shown = forms.shown(plan, section)
    assert shown.fields == form.fields
    again = {name: clean(text) for name, text in shown.fields.items()}
    assert again == shown.fields, "a second save would change nothing"
    return shown


ENOUGH = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_the_plan_comes_back_as_it_was_typed() -> None:
    """C2."""
    reached: Counter[str] = Counter()

    @ENOUGH
    @given(sent(Section.PLAN))
    def holds(typed: dict[str, str]) -> None:
        shown = there_and_back(typed, Section.PLAN)
        assert shown == forms.typed(typed, Section.PLAN)
        reached.update({name: len(rows) for name, rows in shown.rows.items()})

    holds()
    assert min(reached.values()) > 100


def test_the_knowledge_base_comes_back_as_it_was_typed() -> None:
    """C2: and every statement has an id that is its own."""
    reached: Counter[str] = Counter()

    @ENOUGH
    @given(sent(Section.KNOWLEDGE))
    def holds(typed: dict[str, str]) -> None:
        form = forms.typed(typed, Section.KNOWLEDGE)
        shown = there_and_back(typed, Section.KNOWLEDGE)
        told = [{**row, "id": ""} for row in shown.rows["knowledge"]]
        assert told == [{**row, "id": ""} for row in form.rows["knowledge"]]
        ids = [row["id"] for row in shown.rows["knowledge"]]
        assert len(set(ids)) == len(ids)
        assert all(ids)
        reached.update(goals=sum(bool(row["goals"]) for row in told), twice=len(ids) > len(
            {row["id"] for row in form.rows["knowledge"] if row["id"]}))  # fmt: skip

    holds()
    assert min(reached.values()) > 30


@st.composite
def draft(draw: st.DrawFn) -> dict[str, str]:
    """The draft's form, as it may be stored."""
    sent: dict[str, str] = {}
    places = draw(st.lists(st.sampled_from(["p1", "p2", "p3"]), unique=True))
    for at, place in enumerate(places):
        sent |= {f"places.{at}.id": place, f"places.{at}.heading": "Sted"}
        sent |= {f"places.{at}.{part}": draw(TEXT) for part in ("number", "words")}
        for ref in draw(st.sets(st.sampled_from(["ABC123/s1", "ABC123/s.2", "DEF456/a/b"]))):
            sent[f"places.{at}.carries.{ref}"] = "on"
    of = st.sampled_from([*places, "gone"])
    for at in range(draw(st.integers(0, 3))):
        nothing = draw(st.booleans())
        sent |= {f"money.{at}.place": draw(of), f"money.{at}.year": " 2028 ",
                 f"money.{at}.funding": "nothing" if nothing else "",
                 f"money.{at}.amount": "" if nothing else draw(st.sampled_from(["4 500", "−3"])),
                 f"money.{at}.account": draw(TEXT)}  # fmt: skip
        sent |= {f"results.{at}.place": draw(of), f"results.{at}.words": "Ferdig",
                 f"results.{at}.by": draw(TEXT), f"results.{at}.when": draw(TEXT)}  # fmt: skip
    return sent


def test_the_draft_comes_back_as_it_was_typed() -> None:
    """C2, V65: but for what hangs on a place that is taken away."""
    reached: Counter[str] = Counter()

    @ENOUGH
    @given(draft())
    def holds(typed: dict[str, str]) -> None:
        assert forms.wrong(forms.typed(typed, Section.DRAFT)) == {}
        shown = there_and_back(typed, Section.DRAFT)
        assert shown == forms.typed(typed, Section.DRAFT)
        ticked = sum(key.startswith("places.") and ".carries." in key for key in typed)
        assert sum(len(row["carries"].split()) for row in shown.rows["places"]) == ticked
        ids = {row["id"] for row in shown.rows["places"]}
        kept = [typed[key] in ids for key in typed if key.endswith(".place")]
        assert sum(kept) == len(shown.rows["money"]) + len(shown.rows["results"])
        reached.update(ticked=ticked, kept=sum(kept), gone=len(kept) - sum(kept))

    holds()
    assert min(reached.values()) > 100


def test_a_row_has_a_number_that_can_be_counted_to() -> None:
    """C2: what no form of ours has sent is passed over."""
    sent = {f"timeline.{no}.what": no for no in ("7", "9" * 5_000, "x", "")}
    assert [row["what"] for row in forms.typed(sent, Section.PLAN).rows["timeline"]] == ["7"]


def test_every_place_has_room_for_its_years() -> None:
    """C3: too many are told in the draft, each list with its own limit."""

    def many(places: int, rows: int) -> dict[str, int]:
        sent = {f"places.{no}.id": f"p{no}" for no in range(places)}
        for no in range(rows):
            of = f"p{no % places}"
            sent |= {f"money.{no}.place": of, f"money.{no}.year": "2027"}
            sent |= {f"results.{no}.place": of, f"results.{no}.words": "Ferdig"}
        return forms.too_long(forms.typed(sent, Section.DRAFT))

    assert many(26, 26 * 4) == {}
    assert many(100, 1_000) == {}
    assert many(101, 1_001) == {"places": 100, "money": 1_000, "results": 1_000}
