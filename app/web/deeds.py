"""What the staff did beside a workshop's own log, in plain words: by the form's address, or by the
command. A form that is not here cannot be sent: `tests/web/test_log.py` sees to it."""

from collections.abc import Mapping

from app.i18n import N_, Translator
from app.store.tables import DeedRow
from app.web.acts import Entry

TOLD_BY_ITS_ACT = ""
"""What such a form does stands in the workshop's own log, in words of its own."""

WORDS: Mapping[str, str] = {
    # preparing
    "/stab/plan/ny": N_("Made a plan process"),
    "/stab/plan/{code}/rediger": N_("Changed the plan process"),
    "/stab/plan/{code}/kunnskap": N_("Changed the knowledge base"),
    "/stab/plan/{code}/kunnskap/{statement}/fil": N_("Laid a file in the knowledge base"),
    "/stab/plan/{code}/trad": N_("Changed what the red thread says of the plan"),
    "/stab/plan/{code}/offentlig": N_("Decided whether the public sees the plan process"),
    "/stab/v/nytt": N_("Made the workshop"),
    "/stab/v/{code}/ramme": N_("Changed the frame of the workshop"),
    "/stab/v/{code}/program": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/program/se": TOLD_BY_ITS_ACT,  # looked at, and nothing stored
    "/stab/v/{code}/gjenapning": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/kunngjoring": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/kunngjoring/publiser": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/kunngjoring/dokumenter/fil": N_("Laid a document with the notice"),
    "/stab/v/{code}/kunngjoring/dokumenter/bort": N_("Took a document away from the notice"),
    "/stab/v/{code}/medlemmer/les": N_("Read a list of members, to look at it"),
    "/stab/v/{code}/medlemmer": N_("Took in a list of members"),
    "/stab/v/{code}/medlem/{member}": N_("Changed a line of the list of members"),
    "/stab/v/{code}/plassering": N_("Changed who sits where"),
    # in the hall
    "/stab/v/{code}/frammote": N_("Changed the attendance"),
    "/stab/v/{code}/ov": N_("Made a copy to practise on"),
    "/stab/v/{code}/ov/svar": N_("Let imagined councillors answer in the practice"),
    "/stab/v/{code}/ov/lukk": N_("Closed the practice"),
    "/api/generalprove": N_("Held a rehearsal"),
    # writing up and publishing
    "/stab/v/{code}/motebok/opplysninger": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/motebok/utkast": N_("Shared the draft of the minutes, or ended the sharing"),
    "/stab/v/{code}/motebok/merknad": N_("Answered a remark to the draft"),
    "/stab/v/{code}/motebok/samtykke": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/motebok/publiser": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/motebok/trekk": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/sladding": TOLD_BY_ITS_ACT,
    "/stab/v/{code}/einnsyn": N_("Posted the meeting to eInnsyn"),
    # the house
    "/stab/oppstart": N_("Made the first account"),
    "/stab/logg-inn": N_("Logged in"),
    "/stab/logg-ut": N_("Logged out"),
    "/stab/passord": N_("Chose a password by a link"),
    "/stab/konto/passord": N_("Chose a new password"),
    "/stab/konto/logg-ut": N_("Logged out everywhere"),
    "/stab/kontoer": N_("Made an account"),
    "/stab/kontoer/konto": N_("Changed the name or the roles of an account"),
    "/stab/kontoer/lenke": N_("Gave an account a link for a new password"),
    "/stab/kontoer/steng": N_("Closed an account"),
    "/stab/kontoer/apne": N_("Opened an account again"),
    "/stab/kontoer/logg-ut": N_("Logged an account out everywhere"),
    "/stab/sso/svar": N_("Got or renewed an account through the municipality's login"),
    "/stab/sso/nei": N_("Was turned away after the municipality's login"),
    "/stab/sso/koble": N_("Joined an account with the municipality's login"),
    "/stab/kommune": N_("Changed the municipality's own words and choices"),
    "/stab/kommune/merke": N_("Changed the municipality's mark"),
    "/stab/kommune/oppbevaring": N_("Changed what is deleted by itself, and when"),
    "/stab/kommune/oppbevaring/fei": N_("Wrote the files of the database anew"),
    "/stab/kommune/oppbevaring/{what}/{code}": N_("Deleted for good what is not needed"),
    "/stab/kommune/innsyn": N_("Looked up what is held about somebody, for them"),
    # at the machine
    "tannhjul user add": N_("Made an account, or changed one"),
    "tannhjul user password": N_("Gave an account a new password"),
    "tannhjul user disable": N_("Closed an account"),
    "tannhjul user enable": N_("Opened an account again"),
    "tannhjul user roles": N_("Changed the roles of an account"),
    "tannhjul user link": N_("Gave an account a link for a new password"),
    "tannhjul import": N_("Took in workshops from a file"),
    "tannhjul restore": N_("Restored everything from a backup"),
    "tannhjul einnsyn": N_("Posted a meeting to eInnsyn"),
    "tannhjul innsyn": N_("Looked up what is held about somebody, for them"),
    # by itself
    "retention": N_("Deleted what is not needed of people, by the municipality's rule"),
}


def entry(deed: DeedRow, _: Translator, *, whole: bool = False) -> Entry | None:
    """A line of the log; None where the workshop's own log has it. `whole`: with its detail, which
    is for the staff: a file's name may tell more than anybody meant to publish."""
    words = WORDS.get(deed.what, deed.what)
    if words == TOLD_BY_ITS_ACT:
        return None
    told = _(words)
    return Entry(deed.at, deed.actor, f"{told}: {deed.detail}" if whole and deed.detail else told)


def without_echoes(entries: list[Entry]) -> list[tuple[Entry, int]]:
    """Lines that say the same of the same person right after each other, as one, and how many."""
    told: list[tuple[Entry, int]] = []
    for each in entries:
        last = told[-1] if told else None
        if last and (last[0].actor, last[0].words) == (each.actor, each.words):
            told[-1] = last[0], last[1] + 1
        else:
            told.append((each, 1))
    return told
