"""What each of the staff may do: as tables. Every page and every screen asks here.

Small municipalities have one person for all of it, so an account may hold several roles. None of
them may write a note, vote, or change a councillor's words: there is no right to
(`threat-model.md`, rule 12).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core import commands as c


class Role(StrEnum):
    """What somebody of the staff is asked to do. Stored, and given by single sign-on."""

    LEADER = "leader"  # prosessleder
    EDITOR = "editor"  # redaktør
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"  # reads everything, and changes nothing


class Right(StrEnum):
    """What a page or a command needs."""

    SEE = "see"  # the staff's pages
    PREPARE = "prepare"  # plan, programme, questions, roster, seating, the notice's words
    LEAD = "lead"  # the hall
    WRITE = "write"  # the synthesis, the minutes' words, what must not be public
    PUBLISH = "publish"  # notice and minutes
    GOVERN = "govern"  # accounts, the municipality's own words, what is deleted


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.LEADER: frozenset({Right.SEE, Right.PREPARE, Right.LEAD}),
    Role.EDITOR: frozenset({Right.SEE, Right.PREPARE, Right.WRITE}),
    Role.PUBLISHER: frozenset({Right.SEE, Right.PUBLISH}),
    Role.ADMINISTRATOR: frozenset({Right.SEE, Right.GOVERN}),
    Role.AUDITOR: frozenset({Right.SEE}),
}

ALL_ROUND = (Role.LEADER, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)
"""Of the first account, and of one that nobody gave any other."""

_PREPARE = frozenset({Right.PREPARE})
_LEAD = frozenset({Right.LEAD})
_WRITE = frozenset({Right.WRITE})
_PUBLISH = frozenset({Right.PUBLISH})

#: Which right a command of the staff's needs: any of those named here is enough.
NEEDED: Mapping[type[c.Command], frozenset[Right]] = {
    c.PlanWorkshop: _PREPARE,
    c.LayTables: _PREPARE,
    c.AskQuestion: _PREPARE,
    c.LayKnowledge: _PREPARE,
    c.PlanStep: _PREPARE | _LEAD,  # also while the hall waits for it
    c.LayProgramme: _PREPARE,
    c.ReopenStatements: _PREPARE,
    c.WriteNotice: _PREPARE,
    c.TakeAttendance: _PREPARE,
    c.SkipStep: _LEAD,
    c.OpenStep: _LEAD,
    c.CloseStep: _LEAD,
    c.GiveGrace: _LEAD,
    c.SetClock: _LEAD,
    c.ShowStatement: _LEAD,
    c.UndoMove: _LEAD,
    c.SetMinutes: _LEAD,
    c.TypeWording: _LEAD,
    c.WriteWording: _LEAD,
    c.LayArgument: _LEAD,
    c.GiveFloor: _LEAD,
    c.SettleParked: _LEAD | _WRITE,
    c.DisbandTable: _LEAD,
    c.PointAtPlace: _LEAD,
    c.GiveHelp: _LEAD,
    c.EndWorkshop: _LEAD,
    c.HideNote: _LEAD | _WRITE,
    c.UnhideNote: _LEAD | _WRITE,
    c.LeaveWords: _WRITE,
    c.RecordDetails: _LEAD | _WRITE,  # a door is closed, or somebody asks to record, in the hall
    c.EditSynthesis: _WRITE,
    c.TakeBackEdit: _WRITE,
    c.TakeDirection: _WRITE,
    c.ShareDraft: _WRITE | _PUBLISH,
    c.ConsentToMinutes: _WRITE | _PUBLISH,
    c.PublishNotice: _PUBLISH,
    c.PublishMinutes: _PUBLISH,
    c.WithdrawMinutes: _PUBLISH,
}


def rights(roles: Iterable[Role]) -> frozenset[Right]:
    """What somebody with these roles may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of the staff at a screen: the name that stands in the log, and what they may do."""

    name: str
    rights: frozenset[Right]

    def may(self, command: type[c.Command]) -> bool:
        """Whether it is theirs to ask, if it is the staff's at all: that the rules know."""
        return command not in NEEDED or not self.rights.isdisjoint(NEEDED[command])
