"""`tannhjul seat`: what it prints, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Answer, tannhjul
from tests.seating.problems import INSTANCES, SHARED, data

ROSTER = "Navn;Parti;Posisjon/opposisjon;Bordvert\n" + "".join(
    f"Prøve Person{n};{('H', 'Ap', 'Sp')[n % 3]};{'posisjon' if n % 2 else 'opposisjon'};ja\n"
    for n in range(17)
)


def seat(*options: object) -> Answer:
    return tannhjul("seat", *options)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER)
    return file


def test_a_problem_is_seated_as_the_judge_reads_it(tmp_path: Path) -> None:
    """Q9: by the program as anybody runs it."""
    problem, solution = INSTANCES / "oslo59_r3.json", tmp_path / "solution.json"
    answer = seat(problem, "--seconds", 0.2, "--json")
    assert (answer.status, answer.err) == (0, "")
    assert set(answer.json) == {"instance", "rounds", "figures", "meta", "conflicts"}
    assert set(answer.json["meta"]) == {"t_first", "t_final"}
    solution.write_text(answer.out)
    judge = [sys.executable, *map(str, (SHARED / "score.py", problem, solution)), "--json"]
    judged = json.loads(subprocess.run(judge, check=True, capture_output=True).stdout)
    assert judged["hard"] == 0
    figures = answer.json["figures"]
    assert figures["party"] == {"value": judged["party_L1"], "best": judged["party_L1_lb"]}
    assert figures["repeats"] == {"value": judged["repeats"], "best": judged["repeats_lb"]}


def test_a_conflict_is_printed_and_ends_with_1() -> None:
    """Q3, Q9."""
    answer = seat(INSTANCES / "inf01_triangle.json", "--json")
    assert (answer.status, answer.err) == (1, "")
    assert answer.json["rounds"] == []
    (conflict,) = answer.json["conflicts"]
    assert (conflict["round"], conflict["rules"]) == (0, ["k1", "k2", "k3"])
    assert "p0021" in conflict["words"]


def test_rules_are_given_up_when_they_may() -> None:
    """Q4, Q9."""
    answer = seat(INSTANCES / "inf01_triangle.json", "--relax", "--seconds", 0, "--json")
    assert answer.status == 1
    (given_up,) = answer.json["given_up"]
    assert given_up in {"k1", "k2", "k3"}
    assert sum(map(len, answer.json["rounds"][0].values())) == 59


def test_a_seating_is_kept_and_mended(tmp_path: Path) -> None:
    """Q6, Q9."""
    found = data("oslo59_r3")
    before, fewer = tmp_path / "before.json", tmp_path / "fewer.json"
    before.write_text(seat(INSTANCES / "oslo59_r3.json", "--seconds", 0, "--json").out)
    gone = found["rounds"][0]["present"][0]
    for each in found["rounds"]:
        each["present"].remove(gone)
    fewer.write_text(json.dumps(found))
    answer = seat(fewer, "--keep", before, "--json")
    assert answer.status == 0
    old, new = json.loads(before.read_text())["rounds"], answer.json["rounds"]
    was = [{one: t for t, those in each.items() for one in those} for each in old]
    now = [{one: t for t, those in each.items() for one in those} for each in new]
    assert set(answer.json["moved"]) == {
        one for a, b in zip(was, now, strict=True) for one in b if a[one] != b[one]
    }
    assert gone not in now[0]


def test_a_roster_is_seated_with_its_rules(roster: Path, tmp_path: Path) -> None:
    """Q9: without a word of a problem file."""
    rules = tmp_path / "rules.yaml"
    rules.write_text("fixed: {Prøve Person3: T2}\ntogether: [[Prøve Person0, Prøve Person16]]")
    answer = seat(
        roster, "--tables", 3, "--rounds", 2, "--rules", rules, "--seconds", 0.1, "--json"
    )
    assert answer.status == 0
    assert [sorted(map(len, each.values())) for each in answer.json["rounds"]] == [[5, 6, 6]] * 2
    for each in answer.json["rounds"]:
        assert "Prøve Person3" in each["T2"]
        assert any({"Prøve Person0", "Prøve Person16"} <= set(those) for those in each.values())
    said = seat(roster, "--size", 6, "--seconds", 0).out
    assert "Runde 1" in said
    assert "Prøve Person15 (H)" in said


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("nowhere.json",), "No such file"),
        (("{roster}", "--tables", 40), "17 people cannot sit at 40 tables"),
        (("{roster}", "--rules", "{roster}"), "rules file"),
        (("{roster}", "--keep", "{roster}"), "not JSON"),
        (("{roster}", "--seconds", "-1"), "seconds"),
        ((INSTANCES / "small19_r1.json", "--tables", 3), "its own tables and rounds"),
        ((SHARED / "score.py",), ""),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    roster: Path, options: tuple[object, ...], why: str
) -> None:
    """Q8, Q9."""
    answer = seat(*(str(each).format(roster=roster) for each in options), "--json")
    assert answer.status == 1
    assert answer.out == ""
    assert why in answer.err
    assert answer.err.startswith("tannhjul: ")
    assert answer.err.count("\n") == 1
