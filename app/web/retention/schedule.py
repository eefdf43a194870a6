"""What is kept of each kind of data, what may go, and by which law.

It is what administrators read and what the assessment of privacy says (`docs/dpia.md`). A test sees
to it that every column of the database has a place here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.i18n import N_


class Fate(StrEnum):
    ARCHIVED = "archived"
    MAY = "may"
    MUST = "must"


FATES: Mapping[Fate, str] = {
    Fate.ARCHIVED: N_("Must be archived"),
    Fate.MAY: N_("May be deleted"),
    Fate.MUST: N_("Must be deleted"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data. `where`: its columns, `table.column`, or `table.*` for all that no other kind
    has; nothing where it is whole rows, or outside the database."""

    fate: Fate
    what: str
    basis: str
    when: str
    where: tuple[str, ...] = ()


_ARCHIVED = N_("arkivlova § 13, offentleglova §§ 3–4")
_MINIMAL = N_("GDPR article 5 no. 1 c and e, article 25")
_WORKING = N_("Working material, no document of the case")
_WHO_MET = tuple(
    f"member.{name}"
    for name in (
        "id", "workshop", "place", "name", "party", "role", "standing", "stands_in_for", "remark",
        "written_in",
    )
)  # fmt: skip

KINDS: tuple[Kind, ...] = (
    Kind(
        Fate.ARCHIVED,
        N_("Notes, the tables’ statements and dissent, after sealing"),
        _ARCHIVED,
        N_("Never by the program. In the minutes, which go to the archive"),
        ("note.*", "statement.*", "stand.*"),
    ),
    Kind(
        Fate.ARCHIVED,
        N_("Words that were hidden in published minutes"),
        N_("arkivlova § 13, offentleglova §§ 12–13"),
        N_("Hiding keeps them from the public, not from the archive, which may need the whole"),
    ),
    Kind(
        Fate.ARCHIVED,
        N_("Minutes, every version, also those that are withdrawn"),
        N_("kommuneloven § 11-4, arkivlova § 13"),
        N_("Never by the program. Fetched for the archive as PDF/A or arkivmelding"),
        ("minutes.*",),
    ),
    Kind(
        Fate.ARCHIVED,
        N_("The notice, the programme and the log of the workshop"),
        N_("kommuneloven § 11-3, arkivlova § 13"),
        N_("With the minutes"),
        ("workshop.*", "staff_act.*"),
    ),
    Kind(
        Fate.ARCHIVED,
        N_("Who met: name, party, office, attendance"),
        N_("kommuneloven § 11-4 second paragraph b"),
        N_("With the minutes"),
        _WHO_MET,
    ),
    Kind(
        Fate.ARCHIVED,
        N_("Plan process: purpose, knowledge base, what was done"),
        _ARCHIVED,
        N_("With the case of the plan"),
        ("plan_process.*",),
    ),
    Kind(
        Fate.ARCHIVED,
        N_("Documents laid with a notice or a plan"),
        N_("kommuneloven § 11-3, arkivlova § 13"),
        N_("With what they are laid with. A draft’s documents go when they are taken away"),
        ("stored_file.*",),
    ),
    Kind(
        Fate.ARCHIVED,
        N_("What the staff did beside the workshops"),
        N_("arkivlova § 13: who deleted, published and gave access, and when"),
        N_("Never by the program"),
        ("deed.*",),
    ),
    Kind(
        Fate.MAY,
        N_("Remarks to the draft that are not in the minutes"),
        N_("arkivlova § 13: only when they are journalled, or the documentation plan says so"),
        N_("By the button or the rule on this page, where that is chosen"),
        ("remark.*",),
    ),
    Kind(
        Fate.MAY,
        N_("Which choices stood together on a ballot, without owner"),
        _WORKING,
        N_("Kept as long as the workshop: the order in the minutes can be counted again"),
        ("profiles.*",),
    ),
    Kind(
        Fate.MAY,
        N_("Codes of the tables, ready and help"),
        _WORKING,
        N_("With the workshop. They open nothing when it is over"),
        ("join_code.*", "table_mark.*"),
    ),
    Kind(
        Fate.MAY,
        N_("A workshop or plan that was made by mistake"),
        _WORKING,
        N_("By the button on this page, while nothing official has come of it"),
    ),
    Kind(
        Fate.MAY,
        N_("Settings of the house, and the last rehearsal’s figures"),
        _WORKING,
        N_("Replaced when they are set anew"),
        ("setting.*",),
    ),
    Kind(
        Fate.MUST,
        N_("Needs, gender, e-mail and all else on the list of members"),
        N_("GDPR article 5 no. 1 e, article 9 (needs may tell of health)"),
        N_("When the minutes stand: by the button or the rule on this page"),
        ("member.*",),
    ),
    Kind(
        Fate.MUST,
        N_("Who was to sit at which table"),
        _MINIMAL,
        N_("When the minutes stand: by the button or the rule on this page"),
        ("seating.*",),
    ),
    Kind(
        Fate.MUST,
        N_("Table and keys of an open note; open ballots"),
        _MINIMAL,
        N_("By itself, when the round is sealed and the dots are counted"),
        ("sheet.*", "ballot_box.*"),
    ),
    Kind(
        Fate.MUST,
        N_("Staff accounts"),
        _MINIMAL,
        N_("Closed when somebody leaves. The name stands in the log"),
        ("staff_user.*",),
    ),
    Kind(
        Fate.MUST,
        N_("Who is logged in"),
        _MINIMAL,
        N_("By itself, at logging out or after twelve hours"),
        ("staff_session.*",),
    ),
    Kind(
        Fate.MUST,
        N_("Rehearsals and practice"),
        _WORKING,
        N_("When they are closed, after a day at the latest, or by the button on this page"),
    ),
    Kind(
        Fate.MUST,
        N_("Copies made to search in, and which server a workshop lives on"),
        _WORKING,
        N_("By themselves: made anew, and in no backup"),
        ("search_source.*", "search_passage.*", "search_word.*", "home.*"),
    ),
    Kind(
        Fate.MUST,
        N_("Backups and exported files"),
        _MINIMAL,
        N_("By IT: «tannhjul backup» with --keep or --days. They hold what is deleted here since"),
    ),
)


def kind_of(table: str, column: str) -> Kind | None:
    """Where this column has its place."""
    found = {place: kind for kind in KINDS for place in kind.where}
    return found.get(f"{table}.{column}") or found.get(f"{table}.*")
