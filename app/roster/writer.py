"""People → CSV and XLSX, as `read` reads them again unchanged; and nothing that a spreadsheet
would run."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence

from app.roster.columns import HEADINGS, title
from app.roster.people import (
    ACCESS,
    CHAIR,
    DEPUTY,
    DEPUTY_CHAIR,
    OPPOSITION,
    POSITION,
    QUIET,
    Person,
)

FIELDS = tuple(field for field in HEADINGS if field not in ("first", "last"))
"""Our columns, in our order."""

_RUN = re.compile(r"^'*[=+\-@＝＋－＠\t\r]")  # see `sheets._ESCAPED`

_ROLES = {CHAIR: "leder", DEPUTY_CHAIR: "nestleder", DEPUTY: "vara"}
_BLOCS = {POSITION: "posisjon", OPPOSITION: "opposisjon"}
_NEEDS = {ACCESS: "trinnfritt", QUIET: "stille"}

EXAMPLES = (
    Person("Lyng Liksomsen", "Ap", CHAIR, POSITION, "K", True, False, "Formannskapet", True),
    Person("Bekk Eksempelstad", "Bygdelista", "member", OPPOSITION, "M", False, True, needs=ACCESS),
    Person("Gran Påfunn", "Ap", DEPUTY, POSITION, deputy_no=1),
)


def table(
    people: Sequence[Person], fields: Collection[str] = FIELDS, extra: Sequence[str] = ()
) -> list[list[str]]:
    """Headings and lines; `extra` are the columns of `more` that are wanted even where empty."""
    own = {title(field) for field in FIELDS}
    others = list(dict.fromkeys([*extra, *(key for one in people for key in one.more)]))
    others = [key for key in others if key not in own]
    shown = [field for field in FIELDS if field in fields]
    heads = [*(title(field) for field in shown), *others]
    return [
        heads,
        *([*_cells(one, shown), *(one.more.get(key, "") for key in others)] for one in people),
    ]


def _cells(one: Person, fields: Iterable[str]) -> list[str]:
    deputy = one.role == DEPUTY
    needs = [_NEEDS[need] for need in one.needs.split() if need in _NEEDS]
    cells = {
        "name": one.name,
        "party": one.party,
        "role": one.more.get(title("role")) or _ROLES.get(one.role, "medlem"),
        "deputy_no": str(one.deputy_no or ""),
        "deputy_for": one.more.get(title("deputy_for")) or ("ja" if deputy else ""),
        "bloc": _BLOCS.get(one.bloc or "", ""),
        "gender": one.gender or "",
        "full_time": {None: "", True: "heltid", False: "deltid"}[one.full_time],
        "first_term": _yes_no(one.first_term),
        "committee": one.committee,
        "host": _yes_no(one.host),
        "needs": ", ".join(filter(None, (*needs, one.more.get(title("needs"), "")))),
        "email": one.email,
    }
    return [cells[field] for field in fields]


def _yes_no(value: bool | None) -> str:
    return {None: "", True: "ja", False: "nei"}[value]


def to_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """As Excel in Norwegian opens it: UTF-8 with its mark, semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([f"'{cell}" if _RUN.match(cell) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Sequence[Sequence[str]], name: str) -> bytes:
    """Every cell a text, so that none is a formula."""
    # Here: they take a tenth of a second that no start should wait for.
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for column, heading in enumerate(rows[0]):
        widest = max(len(row[column]) for row in rows)
        letter = get_column_letter(column + 1)
        sheet.column_dimensions[letter].width = min(40, max(len(heading), widest) + 3)
    for i, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet) for _ in row]
        for cell, text in zip(cells, row, strict=True):
            if text:
                cell.value, cell.data_type = text, "s"
            if i == 0:
                cell.font = Font(bold=True)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
