"""Annex A: all that the councillors wrote on the questions, each with its fingerprint (M14)."""

from collections.abc import Iterator

from app.core.minutes import Case, Contribution
from app.publish.minutes.teller import Teller
from app.publish.paper import Block, Fold, Item, Items, Paragraph, Run, Section, own, plain


def sections(tell: Teller) -> Iterator[Section]:
    """By question; then what stands by its fingerprint alone, and the root of all."""
    _, minutes = tell._, tell.minutes
    intro = [*tell.line("intro_notes")]
    if minutes.open_notes:
        opened = _("Those that are marked were written openly in the table talk.")
        intro += [Run(" "), Run(opened)]
    blocks: list[Block] = [Paragraph(tuple(intro))] if intro else []
    blocks += (_case(tell, no, case) for no, case in enumerate(minutes.cases, start=1))
    blocks += (*_reactions(tell), *_lines(tell))
    blocks += _root(tell)
    yield Section(plain(_("Annex A: the councillors’ notes")), tuple(blocks), "notes", "part")


def _case(tell: Teller, no: int, case: Case) -> Section:
    _ = tell._
    blocks: tuple[Block, ...]
    if case.notes:
        blocks = (Items(tuple(_note(tell, each) for each in case.notes), "notes"),)
    else:
        none = (
            _("No notes.")
            if tell.minutes.ended
            else _("The notes come here when the workshop has ended.")
        )
        blocks = (Paragraph(plain(none), "quiet"),)
    return Section(own(case.question), blocks, f"notes-{no}")


def _note(tell: Teller, note: Contribution) -> Item:
    _ = tell._
    tags = [Run(_("lifted to the prioritising"), look="tag", tone="accent")] * note.lifted
    tags += [Run(_("written openly at the table"), look="tag")] * note.shared
    return tell.note(note, *([Paragraph(tuple(tags))] if tags else []))


def _reactions(tell: Teller) -> Iterator[Block]:
    _, marks = tell._, tell.minutes.reactions
    if not marks:
        return
    summary = _.ngettext(
        "{n} reaction is shown without words",
        "{n} reactions are shown without words",
        len(marks),
    )
    why = _(
        "They have no words, or too few reacted like them to be shown. Those who gave them can "
        "see that they are there."
    )
    yield Fold(summary, (Paragraph(plain(why)), *tell.marks(marks)))


def _lines(tell: Teller) -> Iterator[Block]:
    _, marks = tell._, tell.minutes.lines
    if marks:
        summary = _.ngettext(
            "{n} line from the evaluation, by its fingerprint alone",
            "{n} lines from the evaluation, by their fingerprints alone",
            len(marks),
        )
        why = _(
            "The words are not in the minutes. Those who wrote them can see that they are there."
        )
        yield Fold(summary, (Paragraph(plain(why)), *tell.marks(marks)))


def _root(tell: Teller) -> Iterator[Block]:
    _, minutes = tell._, tell.minutes
    if not (
        minutes.notes
        or minutes.reactions
        or minutes.knowledge
        or minutes.parked
        or minutes.lines
        or minutes.evaluation
    ):
        return
    root = _(
        "With each note stands the beginning of its fingerprint, which is computed from its words. "
        "All of them together give this root:"
    )
    yield Paragraph((Run(f"{root} "), Run(minutes.notes_root, look="code")))
    yield from tell.standing("checking_notes", command="tannhjul verify")
