"""All that is held about one person as a paper for them (innsyn, GDPR article 15)."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.core.things import Millis
from app.i18n import N_, Translator
from app.publish.forms import html, word
from app.publish.paper import Block, Facts, Item, Items, Paper, Paragraph, Run, Section, own, plain
from app.publish.phrases import times

FORM = "tannhjul/innsyn/1"

LABELS: Mapping[str, str] = {
    "name": N_("Name"),
    "party": N_("Party"),
    "role": N_("Office"),
    "standing": N_("Attendance"),
    "stands_in_for": N_("Stands in for"),
    "deputy": N_("Deputy"),
    "remark": N_("Remark to the attendance"),
    "late": N_("Comes late"),
    "written_in": N_("Written in at the door"),
    "bloc": N_("Position or opposition"),
    "gender": N_("Gender"),
    "full_time": N_("Full-time politician"),
    "first_term": N_("First term"),
    "committee": N_("Committee"),
    "host": N_("Table host"),
    "needs": N_("Arrangements"),
    "deputy_no": N_("Order among the deputies"),
    "email": N_("E-mail"),
}

VALUES: Mapping[str, str] = {
    "present": N_("present"),
    "absent": N_("absent"),
    "member": N_("member"),
    "chair": N_("leader of the body"),
    "deputy_chair": N_("deputy leader"),
    "deputy": N_("deputy member"),
    "position": N_("position"),
    "opposition": N_("opposition"),
    "access": N_("step-free"),
    "quiet": N_("quiet"),
}

WHERE: Mapping[str, str] = {
    "note": N_("Notes from the tables"),
    "statement": N_("The tables’ statements"),
    "stand": N_("Dissent to the common wording"),
    "remark": N_("Remarks to the draft of the minutes"),
    "log": N_("The log: plan, notice, synthesis"),
    "minutes": N_("Published minutes"),
    "plan": N_("The plan process"),
}


def as_json(told: Mapping[str, Any], at: Millis, _: Translator) -> bytes:
    """All of it, with the keys that the database has."""
    whole = {"format": FORM, "made": times.iso(at), **told, "not_here": _nobody_knows(_)}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def as_html(told: Mapping[str, Any], at: Millis, _: Translator) -> bytes:
    return html.page(paper(told, at, _)).encode()


def as_docx(told: Mapping[str, Any], at: Millis, _: Translator) -> bytes:
    return word.document(paper(told, at, _), at=at, author="")


FORMS: Mapping[str, Callable[[Mapping[str, Any], Millis, Translator], bytes]] = {
    "html": as_html,
    "docx": as_docx,
    "json": as_json,
}


def paper(told: Mapping[str, Any], at: Millis, _: Translator) -> Paper:
    """What `store.access.collect` found, as of `at`."""
    return Paper(
        title=Run(_("What Tannhjul holds about {name}", name=told["name"])),
        language=_.language,
        written="nb",
        kicker=_("Access to your own data (GDPR article 15)"),
        foot=str(told["name"]),
        head=(
            Paragraph(plain(_("As of {when}.", when=times.moment(at, _.language))), "quiet"),
            Paragraph(plain(_nobody_knows(_)), "lead"),
        ),
        blocks=tuple(_sections(told, _)),
    )


def _nobody_knows(_: Translator) -> str:
    return _(
        "Notes and dots are not among it. Nobody can know whose they are: the link to a person was "
        "never stored, so there is nothing to look it up in. Whoever kept their receipts finds "
        "their own notes under My notes."
    )


def _sections(told: Mapping[str, Any], _: Translator) -> Iterator[Section]:
    yield _section("roster", _("On the lists of members"), map(_member(_), told["roster"]), _)
    remarks = map(_remark(_), told["remarks"])
    yield _section("remarks", _("Remarks to drafts of minutes"), remarks, _)
    accounts = (Facts(tuple(_plain_rows(each, _))) for each in told["accounts"])
    yield _section("accounts", _("Staff account"), accounts, _)
    acts = [_act(each, _) for each in told["acts"]]
    yield _section("acts", _("In the logs"), [Items(tuple(acts))] if acts else [], _)
    places = ((WHERE[each["where"]], each["code"]) for each in told["mentioned"])
    named = [Item((Paragraph((*plain(_(name) + " · "), *own(code))),)) for name, code in places]
    about = Paragraph(
        plain(
            _(
                "The name stands in these too. Whether it is about the same person, and may be "
                "handed out, somebody must read and judge. A round that is open is not looked in."
            )
        ),
        "quiet",
    )
    found = [about, Items(tuple(named))] if named else []
    yield _section("mentioned", _("Where others name the person"), found, _)


def _section(anchor: str, title: str, blocks: Any, _: Translator) -> Section:
    some = tuple(blocks)
    return Section(plain(title), some or (Paragraph(plain(_("Nothing.")), "quiet"),), anchor)


def _member(_: Translator) -> Callable[[Mapping[str, Any]], Block]:
    def facts(line: Mapping[str, Any]) -> Block:
        day = times.day(line["starts"], _.language)
        rows = [(_("Workshop"), (*own(line["title"]), *plain(f" · {day} · {line['code']}")))]
        rows += [
            (_(LABELS[name]), own(_value(line[name], _)))
            for name in LABELS
            if line.get(name) not in (None, "", False)
        ]
        rows += [(name, own(str(value))) for name, value in line["more"].items()]
        rows += [
            (_("Seat, round {n}", n=each["round"]), own(each["table"])) for each in line["seated"]
        ]
        return Facts(tuple(rows))

    return facts


def _value(value: object, _: Translator) -> str:
    if value is True:
        return _("yes")
    words = str(value).split()
    if words and set(words) <= VALUES.keys():
        return ", ".join(_(VALUES[word]) for word in words)
    return str(value)


def _remark(_: Translator) -> Callable[[Mapping[str, Any]], Block]:
    def facts(each: Mapping[str, Any]) -> Block:
        rows = [
            (_("Workshop"), (*own(each["title"]), *plain(f" · {each['code']}"))),
            (_("When"), plain(times.moment(each["at"], _.language))),
            (_("Name"), own(each["name"])),
            (_("Remark"), own(each["text"])),
        ]
        rows += [(_("Answer"), own(each["answer"]))] if each["answer"] else []
        return Facts(tuple(rows))

    return facts


def _plain_rows(each: Mapping[str, Any], _: Translator) -> Iterator[tuple[str, Any]]:
    labels = {"login": _("Login name"), "name": _("Name"), "roles": _("Roles")}
    yield from ((label, own(str(each[name]))) for name, label in labels.items() if each[name])
    yield _("Closed"), plain(_("yes") if each["disabled"] else _("no"))


def _act(each: Mapping[str, Any], _: Translator) -> Item:
    what = " · ".join(filter(None, (each["what"], each["code"], each["detail"])))
    return Item((Paragraph((*plain(times.moment(each["at"], _.language) + " · "), *own(what))),))
