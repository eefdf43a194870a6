"""The roles of the staff in words: what they are called, and what each is for."""

from collections.abc import Mapping

from app.core.roles import RIGHTS, Right, Role
from app.i18n import N_, Translator

ROLES: Mapping[Role, str] = {
    Role.LEADER: N_("process leader"),
    Role.EDITOR: N_("editor"),
    Role.PUBLISHER: N_("publisher"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.AUDITOR: N_("auditor"),
}

MAY: Mapping[Role, str] = {
    Role.LEADER: N_("Prepares workshops, and leads the hall."),
    Role.EDITOR: N_("Prepares workshops, and writes the summary and the minutes."),
    Role.PUBLISHER: N_("Publishes notices and minutes, and withdraws them."),
    Role.ADMINISTRATOR: N_(
        "Looks after accounts, the municipality’s own words, and what is deleted."
    ),
    Role.AUDITOR: N_("Reads everything, and changes nothing."),
}


def having(rights: tuple[Right, ...], _: Translator) -> list[str]:
    """The roles that have one of the rights."""
    return [_(ROLES[role]) for role in Role if not RIGHTS[role].isdisjoint(rights)]
