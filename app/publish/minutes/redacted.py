"""What is hidden in the minutes, counted by reason and provision: never which words (M16)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from app.core.minutes import Minutes
from app.core.things import Reason
from app.core.understood import Backing
from app.publish.minutes.teller import REASONS, Teller
from app.publish.paper import Paragraph, Run, Section, Table, own, plain


def section(tell: Teller) -> Iterator[Section]:
    """None where nothing is hidden."""
    _ = tell._
    counted = Counter(_hidden(tell.minutes))
    if not counted:
        return
    rows = (
        (
            plain(_(REASONS[reason])),
            own(basis) if basis else plain(_("Not recorded.")),
            (Run(str(n)),),
        )
        for (reason, basis), n in sorted(counted.items())
    )
    head = (_("Why"), _("Provision"), _("How many"))
    yield Section(
        plain(_("What is hidden")),
        (
            Paragraph(plain(_("Nothing is hidden for what it means, but for these reasons:"))),
            Table(_("What is hidden"), head, tuple(rows)),
        ),
        "hidden",
    )


def _hidden(tree: Any) -> Iterator[tuple[Reason, str]]:
    """The reason and the provision of everything hidden that stands in its own place."""
    match tree:
        case Minutes():
            yield from _of_all(tree.cases, tree.knowledge, tree.parked, tree.verification)
            yield from _of_all(tree.evaluation)
        case tuple():
            yield from _of_all(*tree)
        case Backing():
            pass  # it is told of in the minutes of the workshop where it was said
        case _ if is_dataclass(tree) and not isinstance(tree, type):
            for of in ("", "dissent_"):
                hidden = getattr(tree, f"{of}hidden", None)
                if hidden and not getattr(tree, "laid", False):
                    yield hidden, getattr(tree, f"{of}basis")
            yield from _of_all(*(getattr(tree, each.name) for each in fields(tree)))


def _of_all(*trees: Any) -> Iterator[tuple[Reason, str]]:
    for each in trees:
        yield from _hidden(each)
