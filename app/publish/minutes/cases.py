"""The questions, what the tables said, and the wording in common (`law.md`, M7 to M9)."""

from collections.abc import Iterator

from app.core.discussion import Answer, InCommon
from app.core.minutes import Case
from app.publish.minutes.teller import Teller
from app.publish.paper import Block, Fold, Item, Items, Paragraph, Run, Section, own, plain


def sections(tell: Teller) -> Iterator[Section]:
    """All cases, in their order."""
    none = Paragraph(plain(tell._("No case was on the agenda.")))
    yield Section(
        plain(tell._("Cases and the tables’ statements")),
        tuple(_case(tell, no, case) for no, case in enumerate(tell.minutes.cases, start=1))
        or (none,),
        "cases",
        "part",
    )


def _case(tell: Teller, no: int, case: Case) -> Section:
    _ = tell._
    title = (
        Run(_("Case {n}", n=no), look="quiet"),
        Run(" "),
        Run(case.question, own=True),
    )
    blocks: list[Block] = []
    if case.hint:
        blocks.append(Paragraph(own(case.hint), "quiet"))
    if case.unhandled:
        blocks.append(Paragraph(plain(_("The case was not handled in the meeting.")), "quiet"))
    else:
        blocks += _statements(tell, no, case)
        if case.common:
            blocks.append(_common(tell, case.common))
        blocks.append(_outcome(tell, no, case))
    return Section(title, tuple(blocks), f"case-{no}", "case")


def _statements(tell: Teller, no: int, case: Case) -> Iterator[Block]:
    _ = tell._
    for at, one in enumerate(case.statements, start=1):
        yield Section(
            own(one.table),
            (
                *tell.stated(one),
                *tell.became(f"{no}/{one.table}"),
                *tell.argued(one.arguments),
            ),
            f"t-{no}-{at}",
            "statement",
            source=f"{no}/{one.table}",
            hidden=bool(one.hidden or one.dissent_hidden),
        )
    if not case.statements:
        nothing = (
            _("No table wrote a statement.")
            if tell.minutes.ended
            else _("The statements come here when the workshop has ended.")
        )
        yield Paragraph(plain(nothing), "quiet")


def _outcome(tell: Teller, no: int, case: Case) -> Paragraph:
    """§ 11-4 d and e of the case, and where its notes are."""
    runs = [*tell.line("no_decision"), Run(" "), *tell.line("no_vote")]
    if case.notes:
        n = len(case.notes)
        words = tell._.ngettext("{n} note on the question", "{n} notes on the question", n)
        runs += [Run(" "), Run(words, to=f"#notes-{no}")]
    return Paragraph(tuple(runs), "outcome")


# ---------------------------------------------------------------- in common


def _common(tell: Teller, common: InCommon) -> Section:
    _ = tell._
    blocks: list[Block] = []
    versions = [[*_version(tell, common, at)] for at in range(len(common.versions))]
    if versions:
        blocks += versions[-1]
        stand = _.ngettext(
            "{stand} of {n} table can answer for it.",
            "{stand} of {n} tables can answer for it.",
            common.tables,
            stand=common.stand,
        )
        blocks.append(Paragraph(plain(stand)))
    else:
        blocks.append(Paragraph(plain(_("The hall did not settle on one.")), "quiet"))
    for answer in common.answers:
        dissents = answer.dissent or answer.hidden
        if dissents or not answer.stands or answer.version != len(versions):
            blocks += _answer(tell, answer, len(versions))
    blocks += tell.argued(common.arguments)
    if len(versions) > 1:
        earlier = tuple(Item(tuple(each)) for each in versions[:-1])
        blocks.append(Fold(_("Earlier versions"), (Items(earlier, "numbers"),)))
    if common.proposals:
        proposed = (
            block
            for one in common.proposals
            for block in (Paragraph(own(one.table), "label"), *tell.stated(one))
        )
        blocks.append(Fold(_("What tables proposed"), tuple(proposed)))
    return Section(plain(_("A wording in common")), tuple(blocks), look="statement")


def _version(tell: Teller, common: InCommon, at: int) -> Iterator[Block]:
    """The wording at this place among the versions; what is hidden of it is marked."""
    cuts = [(cut.hidden, cut.basis) for cut in common.cuts if cut.version == at + 1]
    yield from tell.told(common.versions[at], *(cuts[0] if cuts else (None, "")))


def _answer(tell: Teller, answer: Answer, latest: int) -> Iterator[Block]:
    _ = tell._
    if not answer.stands:
        how = _("cannot answer for it")
    elif answer.dissent or answer.hidden:
        how = _("can answer for it, with dissent")
    else:
        how = _("can answer for it")
    if answer.version != latest:
        how += " (" + _("version {n}", n=answer.version) + ")"
    yield Paragraph((Run(answer.table, own=True), Run(f": {how}")), "label")
    if answer.dissent or answer.hidden:
        yield from tell.told(answer.dissent, answer.hidden, answer.basis)
