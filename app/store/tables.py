"""The tables. What privacy asks of them is said beside each.

The councillors' sets (`note`, `sheet`, `statement`, `stand`, `table_mark`, `ballot_box`,
`profiles`) have no time, no sequence, no device, no rowid and no foreign key: their keys are random
or are the table's number. The roster (`member`) shares no key with them. What several people write
while a round is open is one row: a row of one's own would have a place, and a place tells when it
was taken.
"""

from sqlalchemy import BigInteger, LargeBinary, MetaData, Text
from sqlmodel import Field, SQLModel

from app.core.roles import Right, Role, rights

metadata = SQLModel.metadata
metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

ORDERLESS = {"sqlite_with_rowid": False}
"""A rowid would tell who was first (`threat-model.md`, rule 3)."""

PASSING = {"info": {"passing": True}}
"""True only while servers run, or made anew from the rest: in no backup, and in no workshop that
moves."""


class PlanProcessRow(SQLModel, table=True):
    """A plan process, whole as JSON (`core/planning.py`). Its workshops are a series.

    `rev` counts the times it was saved: whoever saves names the one they began from.
    """

    __tablename__ = "plan_process"
    id: str = Field(primary_key=True)
    code: str = Field(unique=True)
    rev: int = 0
    at: int = Field(default=0, sa_type=BigInteger)
    saved_by: str = ""
    public: bool = False
    demo: bool = False
    body: str = Field(sa_type=Text)


class StoredFile(SQLModel, table=True):
    """A document that the staff laid before the public: beside a statement of the knowledge base,
    or with a notice. It belongs to one plan process or to one workshop."""

    __tablename__ = "stored_file"
    id: str = Field(primary_key=True)
    workshop: str | None = Field(default=None, index=True)
    process: str | None = Field(default=None, index=True)
    name: str
    media: str
    digest: str
    content: bytes = Field(sa_type=LargeBinary)


class WorkshopRow(SQLModel, table=True):
    """One line per workshop for lists and addresses; all but id and code repeats the log.

    `published`: the newest version of the minutes that stands, 0 where none does.
    """

    __tablename__ = "workshop"
    id: str = Field(primary_key=True)
    code: str = Field(unique=True)
    title: str = ""
    municipality: str = ""
    body: str = ""
    place: str = ""
    number: int = 1
    of: int = 1
    starts: int = Field(default=0, sa_type=BigInteger)
    ended: int | None = Field(default=None, sa_type=BigInteger)
    announced: int = 0
    cancelled: bool = False
    published: int = 0
    rehearsal: bool = False
    demo: bool = False
    process: str | None = Field(default=None, index=True)

    @property
    def told(self) -> bool:
        """Whether everybody is told of it: it is announced, or over."""
        return bool(self.title and (self.announced or self.ended))


class StaffAct(SQLModel, table=True):
    """The log. The unique pair decides when two processes write at once."""

    __tablename__ = "staff_act"
    workshop: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    actor: str
    kind: str
    body: str = Field(sa_type=Text)


class NoteRow(SQLModel, table=True):
    """A sealed note: words and a random id. There is no column that could say more."""

    __tablename__ = "note"
    __table_args__ = ORDERLESS
    workshop: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    question: str
    text: str = Field(sa_type=Text)
    shared: bool
    lifted: bool


class SheetRow(SQLModel, table=True):
    """All notes of one table on one question while the round is open: a list sorted by random id,
    written anew whole each time (`sets.py`). Gone when the round is sealed."""

    __tablename__ = "sheet"
    __table_args__ = ORDERLESS
    workshop: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    table_no: int = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class StatementRow(SQLModel, table=True):
    __tablename__ = "statement"
    __table_args__ = ORDERLESS
    workshop: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    table_no: int = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    dissent: str = Field(sa_type=Text)
    rev: int


class StandRow(SQLModel, table=True):
    """Whether a table can answer for a version of the hall's common wording."""

    __tablename__ = "stand"
    __table_args__ = ORDERLESS
    workshop: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    table_no: int = Field(primary_key=True)
    version: int
    stands: bool
    dissent: str = Field(sa_type=Text)
    rev: int


class TableMarkRow(SQLModel, table=True):
    __tablename__ = "table_mark"
    __table_args__ = ORDERLESS
    workshop: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    table_no: int = Field(primary_key=True)
    ready: bool
    help: bool


class BallotBoxRow(SQLModel, table=True):
    """All ballots of a step while it is open, blank ones too, sorted by random key and written anew
    whole each time. Gone when the step is counted."""

    __tablename__ = "ballot_box"
    __table_args__ = ORDERLESS
    workshop: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class ProfilesRow(SQLModel, table=True):
    """What stood on the counted ballots, as one sorted list: there is no order to read."""

    __tablename__ = "profiles"
    __table_args__ = ORDERLESS
    workshop: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class JoinCode(SQLModel, table=True):
    """What a QR holds: a table's code, or the projector's; or, long, the address of the draft of
    the minutes. Not in the log, which is public."""

    __tablename__ = "join_code"
    code: str = Field(primary_key=True)
    workshop: str = Field(index=True)
    role: str
    table_no: int | None


class Member(SQLModel, table=True):
    """The roster: who is elected, who met. `standing` is "", "present" or "absent".

    Who was `written_in` at the door is on no list: their name alone tells that they met.
    """

    __tablename__ = "member"
    id: str = Field(primary_key=True)
    workshop: str = Field(foreign_key="workshop.id", index=True)
    place: int
    name: str
    party: str
    role: str = "member"
    standing: str = ""
    stands_in_for: str | None = None
    remark: str = ""
    written_in: bool = False
    late: bool = False
    # What mixed tables are made from (`app/seating`), and whom to write to. None: not said.
    bloc: str | None = None  # "position" | "opposition"
    gender: str | None = None  # as the municipality's list has it
    full_time: bool | None = None
    first_term: bool | None = None
    committee: str = ""
    host: bool = False
    needs: str = ""  # "access", "quiet", separated by spaces
    deputy_no: int | None = None  # a deputy's place in the order of their list
    email: str = ""
    more: str = Field(default="{}", sa_type=Text)  # columns of the spreadsheet we do not know


class SeatingRow(SQLModel, table=True):
    """Who sits at which table in each round, with locks and rules, as JSON: the plan, by the ids of
    the roster. No key of it is a tablet's, and it is not in the log, which has no names."""

    __tablename__ = "seating"
    workshop: str = Field(primary_key=True, foreign_key="workshop.id")
    rev: int = 0
    body: str = Field(sa_type=Text)


class RemarkRow(SQLModel, table=True):
    """What somebody present said of the draft of the minutes, under the name they gave, and what
    the staff answered. No key of it is a note's or a tablet's, and it is not in the log.

    `about`: a section of the draft, or empty for the whole. `taken`: None until it is answered.
    """

    __tablename__ = "remark"
    id: str = Field(primary_key=True)
    workshop: str = Field(foreign_key="workshop.id", index=True)
    at: int = Field(sa_type=BigInteger)
    name: str
    about: str
    text: str = Field(sa_type=Text)
    answer: str = Field(default="", sa_type=Text)
    taken: bool | None = None
    in_minutes: bool = False


class MinutesRow(SQLModel, table=True):
    """Published minutes, frozen: `body` is the document tree that every format renders from.

    A version that was withdrawn is kept, and shown to nobody.
    """

    __tablename__ = "minutes"
    workshop: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    published_by: str
    digest: str
    body: str = Field(sa_type=Text)
    withdrawn_at: int | None = Field(default=None, sa_type=BigInteger)
    withdrawn_by: str = ""
    withdrawn_why: str = Field(default="", sa_type=Text)


class HomeRow(SQLModel, table=True):
    """The process that is the workshop's home, on PostgreSQL: see `homes.py`."""

    __tablename__ = "home"
    __table_args__ = PASSING
    workshop: str = Field(primary_key=True, foreign_key="workshop.id")
    address: str
    epoch: str


class SearchSource(SQLModel, table=True):
    """What the public may search in: one line for each workshop and plan process.

    It repeats what is published, and is made anew whenever `mark` is not that of what is published
    now (`search.py`). `kinds` has one letter for each passage, in their order.
    """

    __tablename__ = "search_source"
    __table_args__ = PASSING
    owner: str = Field(primary_key=True)
    mark: str
    kinds: str = Field(sa_type=Text)


class SearchPassage(SQLModel, table=True):
    """A text and where it stands; `about`: the question it answers."""

    __tablename__ = "search_passage"
    __table_args__ = ORDERLESS | PASSING
    owner: str = Field(primary_key=True)
    no: int = Field(primary_key=True)
    place: str
    about: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)


class SearchWord(SQLModel, table=True):
    """A word, and as JSON the numbers of the passages it stands in."""

    __tablename__ = "search_word"
    __table_args__ = ORDERLESS | PASSING
    owner: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
    stem: str = Field(index=True)
    places: str = Field(sa_type=Text)


class DeedRow(SQLModel, table=True):
    """What the staff did beside the workshops' own logs (`deeds.py`). `owner`: the workshop or plan
    process, or nothing where it is about the house."""

    __tablename__ = "deed"
    owner: str = Field(primary_key=True)
    no: int = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    actor: str
    what: str
    detail: str = ""


class StaffUser(SQLModel, table=True):
    """An account. `subject`: who it is to the municipality's single sign-on, if it came from there.

    `must_change`: the password is an administrator's, and good for choosing one of one's own.
    """

    __tablename__ = "staff_user"
    login: str = Field(primary_key=True)
    name: str
    password: str
    disabled: bool = False
    roles: str = ""  # separated by spaces
    subject: str | None = Field(default=None, unique=True)
    must_change: bool = False

    @property
    def held(self) -> tuple[Role, ...]:
        """The roles, in their order; one that we do not know gives nothing."""
        return tuple(role for role in Role if role in self.roles.split())

    def may(self, *any_of: Right) -> bool:
        """Whether the account has one of these rights."""
        return not rights(self.held).isdisjoint(any_of)


class StaffSession(SQLModel, table=True):
    """Somebody is logged in, until then (in ms). `id`: the hash of what their browser has."""

    __tablename__ = "staff_session"
    __table_args__ = PASSING
    id: str = Field(primary_key=True)
    login: str = Field(index=True)
    until: int = Field(sa_type=BigInteger)


class Setting(SQLModel, table=True):
    """A few values of the installation itself, such as the key that signs staff sessions."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)
