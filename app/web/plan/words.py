"""What a plan process is called, what the law asks of it, and what follows from the problem.

The texts are the product's own. Of the provisions named, kommuneloven §§ 11-2 to 11-5 and 13-1 were
read as promulgated; plan- og bygningsloven §§ 4-1, 10-1 and 11-14 in the ministry's commentary and
on municipal pages; the others (§§ 5-1, 5-4, 6-1, 11-12, 11-13, 11-15, 11-16 there, and ch. 10 and
§§ 14-2 to 14-4 of kommuneloven) are from memory. None was compared with lovdata.no.
"""

from collections.abc import Mapping

from app.core import planning as p
from app.core.planning import Flaw, Phase, PlanKind
from app.i18n import N_
from app.store.intake import Unfit
from app.web.plan.forms import Wrong

KINDS: Mapping[PlanKind, str] = {
    PlanKind.NONE: N_("Not said yet"),
    PlanKind.SOCIAL: N_("Municipal plan, social element"),
    PlanKind.LAND: N_("Municipal plan, land-use element"),
    PlanKind.PLANNING: N_("Municipal planning strategy"),
    PlanKind.STRATEGY: N_("Strategy"),
    PlanKind.THEME: N_("Thematic plan"),
    PlanKind.ACTION: N_("Action plan or financial plan"),
    PlanKind.REPORT: N_("Report to the council"),
}

RELATIONS: Mapping[p.Relation, str] = {
    p.Relation.ABOVE: N_("Hangs under"),
    p.Relation.BELOW: N_("Stands above"),
    p.Relation.AFFECTS: N_("Affects"),
    p.Relation.REPLACES: N_("Replaces"),
}

#: What the box of the other plan says in the map, seen from that plan.
SEEN_FROM: Mapping[p.Relation, str] = {
    p.Relation.ABOVE: N_("Is above"),
    p.Relation.BELOW: N_("Is below"),
    p.Relation.AFFECTS: N_("Is affected"),
    p.Relation.REPLACES: N_("Is replaced"),
}

PHASES: Mapping[Phase, str] = {
    Phase.KNOWLEDGE: N_("Knowledge base"),
    Phase.COCREATION: N_("Co-creating phase"),
    Phase.FORMAL: N_("Formal phase"),
}

#: What happens in each phase, in one line.
MEANS: Mapping[Phase, str] = {
    Phase.KNOWLEDGE: N_("The administration gathers what we know, and what we do not."),
    Phase.COCREATION: N_(
        "The elected members set the direction in workshops, before it is written."
    ),
    Phase.FORMAL: N_("The draft is heard by everybody, and the council adopts the plan."),
}

GOVERNANCE: Mapping[p.Governance, str] = {
    p.Governance.NONE: N_("Not said yet"),
    p.Governance.FORMANNSKAP: N_("Formannskap model"),
    p.Governance.PARLIAMENTARY: N_("Parliamentary model"),
}

#: What the model changes in who takes part.
TAKES_PART: Mapping[p.Governance, str] = {
    p.Governance.FORMANNSKAP: N_(
        "The municipal director prepares the case and invites. All members of the council take "
        "part in the workshops as equals, across parties. The executive committee recommends, and "
        "the council adopts."
    ),
    p.Governance.PARLIAMENTARY: N_(
        "The city government leads the administration (Local Government Act ch. 10), and its "
        "platform is where the work begins. Say before each workshop who of the government takes "
        "part, and what is still open. The council adopts."
    ),
}

PROBLEMS: Mapping[p.Problem, str] = {
    p.Problem.NONE: N_("Not said yet"),
    p.Problem.TAME: N_("Tame: we agree what it is, and know what works"),
    p.Problem.COMPLEX: N_("Complex: many parts that pull at each other"),
    p.Problem.WICKED: N_("Wicked: we do not agree what the problem is"),
}

ADVICE: Mapping[p.Problem, str] = {
    p.Problem.TAME: N_(
        "One short workshop, or an hour in the committee, is enough. Save whole evenings "
        "for what is harder."
    ),
    p.Problem.COMPLEX: N_(
        "At least two workshops: one to set the direction, and one to answer whether it was "
        "understood. Leave weeks between them, so that the administration can work."
    ),
    p.Problem.WICKED: N_(
        "Three workshops or more, spread over the period. No answer is final: keep the "
        "disagreement visible, try something out, and come back to it every year."
    ),
}

#: How many workshops the advice comes to.
ENOUGH: Mapping[p.Problem, int] = {p.Problem.TAME: 1, p.Problem.COMPLEX: 2, p.Problem.WICKED: 3}

STANDINGS: Mapping[p.Standing, str] = {
    p.Standing.NONE: N_("Not said yet"),
    p.Standing.VALID: N_("In force"),
    p.Standing.REVISED: N_("Being revised"),
    p.Standing.COMING: N_("On its way"),
    p.Standing.LAPSED: N_("No longer in force"),
}

FOLLOWED: Mapping[p.Followed, str] = {
    p.Followed.NONE: N_("Not said yet"),
    p.Followed.YES: N_("Followed up"),
    p.Followed.PARTLY: N_("Partly followed up"),
    p.Followed.NO: N_("Not followed up"),
}

SECTIONS: Mapping[p.Section, str] = {
    p.Section.PLAN: N_("the plan"),
    p.Section.KNOWLEDGE: N_("the knowledge base"),
    p.Section.FILES: N_("charts and files"),
    p.Section.DRAFT: N_("places, money and results"),
    p.Section.PUBLIC: N_("who sees it"),
}

GOALS: Mapping[int, str] = dict(
    enumerate(
        (
            N_("No poverty"), N_("Zero hunger"), N_("Good health and well-being"),
            N_("Quality education"), N_("Gender equality"), N_("Clean water and sanitation"),
            N_("Affordable and clean energy"), N_("Decent work and economic growth"),
            N_("Industry, innovation and infrastructure"), N_("Reduced inequalities"),
            N_("Sustainable cities and communities"), N_("Responsible consumption and production"),
            N_("Climate action"), N_("Life below water"), N_("Life on land"),
            N_("Peace, justice and strong institutions"), N_("Partnerships for the goals"),
        ),
        start=1,
    )
)  # fmt: skip

#: Why a file is not taken.
UNFIT: Mapping[Unfit, str] = {
    Unfit.EMPTY: N_("The file is empty. Choose another one."),
    Unfit.LARGE: N_("The file is too large: at most {n} MB. Make it smaller, or link to it."),
    Unfit.FULL: N_("This plan process has no room for more: at most {n} MB in all."),
    Unfit.UNKNOWN: N_(
        "The file is not a PDF, a PNG picture, an Excel workbook (XLSX) or a table (CSV), whatever "
        "its name says."
    ),
    Unfit.BROKEN: N_("The file is damaged or not whole. Open it, save it anew and try again."),
    Unfit.LOCKED: N_(
        "The file is locked with a password or is in an old format. Save it without a password, as "
        "PDF or XLSX."
    ),
    Unfit.BOMB: N_("The file unpacks to far more than it should. It is not taken."),
    Unfit.ACTIVE: N_("The workbook holds macros. Save it as an ordinary XLSX without them."),
}

#: What lacks, as the staff read it. `{where}` is a phase or a number, `{said}` what was typed.
FLAWS: Mapping[Flaw, str] = {
    Flaw.UNREADABLE: N_(
        "{where}: «{said}» cannot be placed on the timeline. Write a date, a month, a season or a "
        "year: 14.03.2027, 03.2027, spring 2027, 2027."
    ),
    Flaw.BACKWARDS: N_("{where} ends before it begins."),
    Flaw.DISORDER: N_("{where} begins before the phase that comes ahead of it."),
    Flaw.SHORT_HEARING: N_(
        "{where} is shorter than six weeks, which is the shortest hearing (Planning and Building "
        "Act § 11-14)."
    ),
    Flaw.MANY: N_("More than {n} statements is more than a table takes in. Which are needed?"),
    Flaw.LONG: N_("Statement {where} is longer than {n} characters."),
    Flaw.UNSOURCED: N_("Statement {where} has no source."),
    Flaw.GOALLESS: N_(
        "No statement is marked with a goal yet. Then the goals are not shown to everybody."
    ),
    Flaw.UNCARRYING: N_("The place «{where}» carries out no political direction."),
    Flaw.UNFUNDED: N_(
        "Nothing is said of money for «{where}»: an amount, or that nothing is set aside."
    ),
    Flaw.UNSIGNED: N_("A result of «{where}» does not say who reported it, and when."),
}

# ---------------------------------------------------------------- the law


_OPENS: Mapping[Phase, str] = {
    Phase.KNOWLEDGE: N_(
        "What we know already counts: statistics, studies, and what people have said before."
    ),
    Phase.COCREATION: N_(
        "Elected members may take part while the case is prepared, when it happens in the open. "
        "They give direction; nothing is decided."
    ),
    Phase.FORMAL: N_("Everybody may speak: meetings, open debate and written statements."),
}

_WORKSHOP = N_(
    "A workshop is a meeting: called with reasonable notice, announced, open to all, with minutes "
    "(Local Government Act §§ 11-2 to 11-5)."
)
_FREE = N_(
    "The law has no rules of its own for such a plan: what binds is what was ordered. Where it is "
    "made as a part of the municipal plan, Planning and Building Act ch. 11 holds."
)
_PROGRAMME = N_(
    "The start is announced, and a planning programme is heard for at least six weeks (Planning "
    "and Building Act §§ 4-1, 11-12, 11-13). National expectations are built upon (§ 6-1)."
)
_HEARD = N_(
    "Hearing and public inspection for at least six weeks; the case paper says what the statements "
    "meant for the result; the council itself adopts (Planning and Building Act §§ 5-1, 11-14, "
    "11-15)."
)
_OBJECTED = N_(
    "Hearing and public inspection for at least six weeks; state, regional and neighbouring bodies "
    "may object; the council itself adopts (Planning and Building Act §§ 5-1, 5-4, 11-14 to 11-16)."
)

#: What the law requires before the workshops, and after them.
_REQUIRES: Mapping[PlanKind, tuple[str, str]] = {
    PlanKind.SOCIAL: (_PROGRAMME, _HEARD),
    PlanKind.LAND: (_PROGRAMME, _OBJECTED),
    PlanKind.PLANNING: (
        N_(
            "State and regional bodies and neighbouring municipalities are asked for their views "
            "(Planning and Building Act § 10-1)."
        ),
        N_(
            "The proposal is public at least 30 days before the council adopts it, which it does "
            "within a year after it was constituted (Planning and Building Act § 10-1)."
        ),
    ),
    PlanKind.ACTION: (
        N_(
            "The plan covers at least four years and is made anew every year (Local Government Act "
            "§§ 14-2, 14-4)."
        ),
        N_(
            "The recommendation is public at least 14 days before the council decides (Local "
            "Government Act § 14-3)."
        ),
    ),
}
_OTHERWISE = (
    _FREE,
    N_(
        "The case is prepared properly, and an elected body decides in an open meeting (Local "
        "Government Act §§ 11-2, 11-5, 13-1)."
    ),
)


def law(kind: PlanKind, phase: Phase) -> tuple[str, str]:
    """What the law opens for in this phase of such a plan, and what it requires."""
    before, after = _REQUIRES.get(kind, _OTHERWISE)
    required = {Phase.KNOWLEDGE: before, Phase.COCREATION: _WORKSHOP, Phase.FORMAL: after}
    return _OPENS[phase], required[phase]


# ---------------------------------------------------------------- the forms


FILL_IN = N_("Fill in this field.")
TOO_LONG = N_("Too long: at most {n} characters.")
TOO_MANY = N_("Too many rows: at most {n}.")
NOTHING_SET_ASIDE = N_("Nothing set aside")

#: What cannot be stored of the draft.
WRONG: Mapping[Wrong, str] = {
    Wrong.NAMELESS: FILL_IN,
    Wrong.YEAR: N_("Write a year with four digits, from {first} to {last}."),
    Wrong.AMOUNT: N_("Write whole thousands of kroner, such as 4500; less than 0 where it saves."),
    Wrong.SUM: N_("Where nothing is set aside, there is no amount."),
}

#: What the fields and lists are called.
LABELS: Mapping[str, str] = {
    "title": N_("What the plan is called"),
    "municipality": N_("Municipality"),
    "language": N_("Written in"),
    "kind": N_("What kind of plan it is"),
    "purpose": N_("What the plan is for"),
    "ordered_by": N_("Who ordered it"),
    "governance": N_("How the municipality is governed"),
    "problem": N_("What kind of problem it is about"),
    "problem_why": N_("Why we see it so"),
    "now": N_("Which phase we are in"),
    "here": N_("Where we are today"),
    "goal": N_("The goal of this period"),
    "long_goal": N_("The long goal"),
    "gap": N_("What lies between"),
    "stages": N_("The phases"),
    "related": N_("Other plans it hangs together with"),
    "timeline": N_("Timeline"),
    "others": N_("Plans the municipality has"),
    "national": N_("What the state expects"),
    "regional": N_("What the region expects"),
    "region": N_("Our place in the region"),
    "knowledge": N_("Statements in the knowledge base"),
    "places": N_("Places in the draft of the plan"),
    "money": N_("Money for the place"),
    "results": N_("What came of it"),
    "begins": N_("Begins"),
    "ends": N_("Ends"),
}
