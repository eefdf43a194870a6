"""What must not be public: what was found in the draft, and whatever else the staff choose, word by
word, each with its reason and provision (sladding)."""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app import secretary
from app.core import commands as c
from app.core.redaction import BASIS_LIMIT, joined
from app.core.rules import Refused
from app.core.state import Workshop
from app.core.things import Reason, Span
from app.core.weighing import Piece, pieces
from app.core.words import clean
from app.i18n import N_, translator
from app.publish.minutes.teller import REASONS
from app.publish.phrases.understood import anchor
from app.text.hints import Hint
from app.web.login import Sent, Staff, Writes
from app.web.visit import Here, Visit
from app.web.weighed import Shown, field_of, found_in, seen, shown, waiting

router = APIRouter(prefix="/stab/v", include_in_schema=False)

AT_ONCE = 40
"""So many contributions are shown in one list."""

#: Offered, with what they are for; stored as they are read, in the language of the minutes. Others
#: are typed.
BASES = {
    N_("Freedom of Information Act § 13, cf. Public Administration Act § 13"): N_(
        "what is told in confidence of somebody"
    ),
    N_("Freedom of Information Act § 26, fifth paragraph"): N_("national identity numbers"),
    N_("Freedom of Information Regulations § 7"): N_("what must not be on the internet"),
    N_("General Data Protection Regulation, article 5 no. 1 c"): N_(
        "personal data that the minutes have no need of"
    ),
}


# ---------------------------------------------------------------- the page


@router.get("/{code}/sladding", name="redaction")
async def redaction(visit: Here, who: Staff, code: str, ref: str = "", saved: str = "") -> Response:
    return await _page(visit, code, ref=ref, saved=saved)


async def _page(
    visit: Visit,
    code: str,
    status: int = 200,
    *,
    ref: str = "",
    q: str = "",
    saved: str = "",
    sent: Sent | None = None,
    error: str = "",
) -> Response:
    """`ref`: the contribution that the draft led here from; `q`: words to look for. `sent`: the
    form that has the `error`."""
    row, room = await visit.workshop(code)
    plan, state = room.state.plan, room.state
    assert plan is not None
    there = pieces(state)
    found = await found_in(visit, row, there)
    to_decide = waiting(state, found)

    mine = sent.text("piece") if sent else ""

    def all_shown(some: Iterable[Piece]) -> list[Shown]:
        return [
            shown(
                state,
                each,
                found[each.id],
                visit._,
                sent.fields if sent and each.id == mine else None,
            )
            for each in some
        ]

    first = [each for each in there if each.id == mine]
    chosen = [each for each in there if each.id != mine and _is_chosen(each, ref, q)]
    listed = [each for each in there if each not in first and each not in chosen]
    open_ = [each for each in listed if each.id in to_decide]
    done = [each for each in listed if each.id not in to_decide]
    hidden = [each for each in done if each.id in state.hidden]
    left = [each for each in done if each.id not in state.hidden and found[each.id]]
    told = translator(plan.language)
    return visit.page(
        "staff/redaction.html",
        status,
        row=row,
        plan=plan,
        ended=state.ended is not None,
        error=error,
        saved=saved,
        ref=ref,
        q=q,
        first=all_shown(first),
        chosen=all_shown(chosen[:AT_ONCE]),
        chosen_in_all=len(chosen),
        open=all_shown(open_[:AT_ONCE]),
        open_in_all=len(open_),
        hidden=all_shown(hidden[:AT_ONCE]),
        hidden_in_all=len(hidden),
        left=all_shown(left[:AT_ONCE]),
        left_in_all=len(left),
        still_published=await secretary.still_published(visit.site.engine, row, room),
        reasons={reason.value: visit._(words) for reason, words in REASONS.items()},
        anchor=anchor,
        bases={told(words): visit._(why) for words, why in BASES.items()},
        longest=BASIS_LIMIT,
    )


def _is_chosen(piece: Piece, ref: str, q: str) -> bool:
    if ref:
        return ref in (piece.ref, piece.id)
    return bool(q) and q.casefold() in piece.text.casefold()


# ---------------------------------------------------------------- deciding


class Unclear(Exception):
    """The form does not say what to hide, or why; in words for whoever sent it."""


@router.post("/{code}/sladding", name="redact")
async def redact(visit: Here, form: Writes, code: str) -> Response:
    """Leave a contribution as it is, or hide some of its words, or all, here and in its series.

    To look for words is such a form too: they may be just those that must not be public, and are
    in no address.
    """
    if form.text("do") == "find":
        return await _page(visit, code, q=form.text("q"))
    row, room = await visit.workshop(code)
    piece = next((each for each in pieces(room.state) if each.id == form.text("piece")), None)
    if piece is None:
        raise HTTPException(404)
    asked = {"ref": form.text("ref"), "q": form.text("q")}
    found = (await found_in(visit, row, [piece]))[piece.id]
    try:
        _require_fresh(visit, form, room.state, piece)
        acts = [*_decided(visit, form, piece, found, piece.id in room.state.hidden)]
    except Unclear as unclear:
        return await _page(visit, code, 422, **asked, sent=form, error=str(unclear))
    try:
        for act in acts:
            await secretary.hide(visit.site.rooms, row.id, act, c.Staff(form.who.name))
    except Refused:
        error = visit._("Not all of it was hidden, in this workshop and its series. Try once more.")
        return await _page(visit, code, 409, **asked, sent=form, error=error)
    if asked["q"]:
        # Not turned to: no words in addresses.
        return await _page(visit, code, ref=asked["ref"], q=asked["q"], saved="yes")
    given = {"ref": asked["ref"]} if asked["ref"] else {}
    path = visit.url("redaction", query={**given, "saved": "yes"}, code=row.code)
    return visit.turn_to(path)


def _require_fresh(visit: Visit, form: Sent, state: Workshop, piece: Piece) -> None:
    if form.text("seen") != seen(state, piece):
        raise Unclear(
            visit._("Somebody else decided on this meanwhile. Look at it as it stands now.")
        )


def _decided(
    visit: Visit, form: Sent, piece: Piece, found: tuple[Hint, ...], hidden: bool
) -> Iterator[c.HideNote | c.UnhideNote | c.LeaveWords]:
    """What the form asks for. Raises `Unclear`."""
    match form.text("do"):
        case "leave":
            spans: tuple[Span, ...] = ()
        case "words":
            spans = _chosen(visit, form, piece, found)
        case "whole":
            spans = ((0, len(piece.text)),)
        case _:
            raise HTTPException(404)
    given = [(hint.start, hint.end) for hint in found]
    left = [
        span for span in given if not any(at <= span[0] and span[1] <= end for at, end in spans)
    ]
    if hidden and not spans:
        yield c.UnhideNote(piece.id)
    if left:
        yield c.LeaveWords(piece.id, tuple(left))
    if spans:
        yield c.HideNote(piece.id, *_grounds(visit, form), joined(piece.text, spans))


def _chosen(visit: Visit, form: Sent, piece: Piece, found: tuple[Hint, ...]) -> tuple[Span, ...]:
    """What is marked, and every place where the typed words stand."""
    spans = [(hint.start, hint.end) for hint in found if field_of(hint) in form.fields]
    for words in filter(None, map(clean, form.text("exact").splitlines())):
        there = [*_places(piece.text, words)]
        if not there:
            raise Unclear(visit._("«{words}» is not in it, as you wrote it.", words=words))
        spans += there
    if not spans:
        raise Unclear(visit._("Mark the words to hide, or write them as they stand."))
    return tuple(spans)


def _places(text: str, words: str) -> Iterator[Span]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))


def _grounds(visit: Visit, form: Sent) -> tuple[Reason, str]:
    reason, basis = form.text("reason"), clean(form.text("other")) or clean(form.text("basis"))
    if reason not in {*Reason}:
        raise Unclear(visit._("Say why the words are hidden."))
    if not basis:
        raise Unclear(visit._("Say by which provision the words are hidden."))
    if len(basis) > BASIS_LIMIT:
        raise Unclear(visit._("Too long: at most {n} characters.", n=BASIS_LIMIT))
    return Reason(reason), basis
