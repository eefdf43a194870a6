// Made from app/live/frames.py and app/core/seen.py by `make protocol`. Do not edit.

/**
 * Why a note is hidden. There is no other reason: an opinion is not one.
 */
export type Reason = "name" | "insult" | "personal_data";
/**
 * On which side of a statement an argument stands.
 */
export type Side = "for" | "against";
/**
 * What is graded at the end, from 1 to 5.
 */
export type Measure = "role" | "trust" | "heard" | "ownership" | "useful";
/**
 * The kinds of steps a programme (kjøreplan) is made of.
 */
export type Kind =
  | "rules"
  | "intro"
  | "knowledge"
  | "write"
  | "talk"
  | "plenary"
  | "verify"
  | "prioritise"
  | "round"
  | "evaluate"
  | "pause"
  | "end";
/**
 * What is laid aside: for the chair (kommuneloven § 11-2, fourth paragraph), or elsewhere.
 */
export type Parking = "chair" | "elsewhere";
/**
 * How a hall prioritises, each alone.
 */
export type Method = "dots" | "points" | "scale";
/**
 * How a contribution bears on a statement.
 */
export type Bearing = "supports" | "contradicts" | "nuances";
/**
 * Why nothing can be stored just now.
 */
export type Trouble = "" | "full" | "read_only" | "busy" | "away";
/**
 * How a councillor may meet a statement of the knowledge base.
 */
export type Reaction = "surprised" | "curious" | "missing";
/**
 * How a hall prioritises, each alone.
 */
export type Method1 = "dots" | "points" | "scale";
/**
 * Why a contribution is not used. The minutes print it.
 */
export type Unused = "unclear" | "elsewhere" | "nothing_new";
/**
 * Why something was refused. Stable: other programs and every language rely on them.
 */
export type Code =
  | "not_allowed"
  | "not_your_role"
  | "not_planned"
  | "ended"
  | "not_ended"
  | "closed"
  | "other_step"
  | "unknown_step"
  | "unknown_table"
  | "unknown_question"
  | "unknown_note"
  | "unknown_statement"
  | "unknown_option"
  | "empty"
  | "too_long"
  | "other_text"
  | "not_yours"
  | "pen_taken"
  | "no_pen"
  | "stale"
  | "too_many_dots"
  | "bad_mark"
  | "no_more_ballots"
  | "nothing_to_undo"
  | "in_use"
  | "unaccounted"
  | "needs_consent"
  | "unknown_version"
  | "not_held"
  | "too_many_lifted"
  | "too_many_reactions"
  | "no_ballot"
  | "counted"
  | "bad_plan";
/**
 * How a contribution ends.
 */
export type Fate = "open" | "used" | "merged" | "aside" | "hidden";

/**
 * All that travels, for the generators.
 */
export interface Protocol {
  control: ControlView;
  from_screen:
    | Join
    | Ping
    | NoteFrame
    | WithdrawFrame
    | LiftFrame
    | PenFrame
    | StatementFrame
    | MarkFrame
    | TicketFrame
    | MoveFrame
    | BallotFrame
    | StandFrame
    | TellFrame
    | OpenStepFrame
    | CloseStepFrame
    | GraceFrame
    | ClockFrame
    | SkipStepFrame
    | InsertStepFrame
    | SetMinutesFrame
    | UndoFrame
    | ShowFrame
    | ArgumentFrame
    | TypingFrame
    | WordingFrame
    | FloorFrame
    | SettleFrame
    | DisbandFrame
    | PointFrame
    | HelpGivenFrame
    | HideFrame
    | UnhideFrame
    | EditFrame
    | UneditFrame
    | DirectionFrame
    | EndFrame;
  projector: ProjectorView;
  tablet: TabletView;
  to_screen: Welcome | Stored | RefusedFrame | Ticket | Moved | Pong | ViewFrame | Bye;
  workbench: WorkbenchView;
}
export interface ControlView {
  arguments: {
    [k: string]: Argument;
  };
  common: Common | null;
  corrections: {
    [k: string]: Corrected;
  };
  counts: Counts;
  evaluation: Evaluation | null;
  floor: Floor;
  hall: Hall;
  knowledge: {
    [k: string]: Known;
  };
  notes: {
    [k: string]: Card;
  };
  now: Now | null;
  opened: number[];
  parked: {
    [k: string]: Parked;
  };
  prioritising: Prioritising | null;
  programme: Planned[];
  proposals: {
    [k: string]: Said;
  };
  questions: Question[];
  reopened: {
    [k: string]: Reread;
  };
  rewordings: {
    [k: string]: Said;
  };
  shown: Said[];
  statements: {
    [k: string]: Said;
  };
  tables: {
    [k: string]: TableSeen;
  };
  trouble: Trouble;
  typed: string | null;
  undo: Back | null;
  verification: Verification | null;
  whys: {
    [k: string]: Why;
  };
  wordings: {
    [k: string]: Wording;
  };
  workshop: Head;
}
/**
 * For or against what it is `about`: `question.table`, or the common wording.
 *
 * Given at some table, or a note of the hall that was `laid` there.
 */
export interface Argument {
  about: string;
  hidden: Reason | null;
  id: string;
  laid: boolean;
  side: Side;
  text: string;
}
/**
 * The common wording of the question in the plenary. `version` 0: there is none yet.
 *
 * `tables`: how many are asked whether they can answer for it.
 */
export interface Common {
  question: string;
  stances: Stance[];
  tables: number;
  text: string;
  version: number;
}
/**
 * A table's answer to the latest common wording.
 */
export interface Stance {
  dissent: string;
  name: string;
  stands: boolean;
  table: number;
}
/**
 * A correction of a reopened statement, or of the `whole`.
 */
export interface Corrected {
  about: string;
  hidden: Reason | null;
  id: string;
  text: string;
}
/**
 * `drafting`: how many tablets have unsent words in the box, over the whole hall.
 *
 * `wrote`: how many have written something in this step, of them that are on. `reacted`: at how
 * many tables somebody has, while reactions are given. Asides are no notes here.
 */
export interface Counts {
  controls: number;
  drafting: number;
  notes: number;
  notes_in_all: number;
  parked: number;
  reacted: number;
  wrote: number;
}
/**
 * The minute at the end. `result` is None while it is given; `shown` False: too few gave it.
 */
export interface Evaluation {
  ballots: number;
  measures: Measure[];
  result: Graded[] | null;
  shown: boolean;
  step: string;
  threshold: number;
}
/**
 * How many gave each grade, from 1 up; none of them where too few did.
 */
export interface Graded {
  grades: number[];
  id: string;
}
/**
 * Who has the word since when; and how long each table has had it, in milliseconds.
 */
export interface Floor {
  since: number;
  spoken: [unknown, unknown][];
  table: number | null;
}
/**
 * The hall in numbers. `cast` is how many ballots are in, never what is on them.
 */
export interface Hall {
  accepted: number;
  cast: number;
  ready: number;
  tables: number;
  tablets: number;
}
/**
 * A statement of the knowledge base, `no` from 1. `reactions` is None while they are given.
 *
 * A reaction is a note on the question `id.surprised`, `id.curious` or `id.missing`; its text is
 * the word why, or empty.
 */
export interface Known {
  figure: string;
  id: string;
  no: number;
  reactions: Reactions | null;
  source: string;
  text: string;
}
/**
 * How many reacted how to a statement; `shown` is False, and all are 0, where too few did.
 */
export interface Reactions {
  curious: number;
  missing: number;
  shown: boolean;
  surprised: number;
  threshold: number;
}
/**
 * What anybody may see of a note: its words, or why they are hidden. The id is random.
 */
export interface Card {
  hidden: Reason | null;
  id: string;
  lifted: boolean;
  shared: boolean;
  text: string;
}
/**
 * The step of the moment. Times are UTC milliseconds; `left` is set while the clock is paused.
 *
 * `no` counts from 1 among the steps that are not skipped, `round` how many times the hall has
 * changed tables, this step counted. `cafe`: the host of each table stays.
 */
export interface Now {
  cafe: boolean;
  count: number;
  ends_at: number | null;
  grace_until: number;
  id: string;
  kind: Kind;
  left: number | null;
  minutes: number;
  no: number;
  open: boolean;
  question: Question | null;
  round: number;
  title: string;
}
/**
 * What is asked. `about`: what an aside is about, such as the statement reacted to.
 */
export interface Question {
  about: string;
  hint: string;
  id: string;
  text: string;
}
/**
 * Laid aside, for the chair or elsewhere. `settled`: what the staff say about it.
 */
export interface Parked {
  hidden: Reason | null;
  id: string;
  kind: Parking;
  settled: string;
  text: string;
}
/**
 * `dots` is how many dots or points each has, and the highest grade where they are grades.
 *
 * `pointed`: how far down the list by equal shares the projector has told how influence was spent;
 * 0: it shows both lists; one past the last place: who has nothing on the list.
 */
export interface Prioritising {
  choices: Choice[];
  dots: number;
  method: Method;
  pointed: number;
  result: Result | null;
  step: string;
}
/**
 * An option to prioritise. `name` is the table's, empty for a note that a table lifted and for
 * the common wording, whose `common` is true.
 *
 * `about` is the question, where the hall prioritises across several.
 */
export interface Choice {
  about: string;
  common: boolean;
  dissent: string;
  hidden: Reason | null;
  id: string;
  name: string;
  text: string;
}
/**
 * `shown` is False where fewer ballots than the threshold were in; then there is no more.
 *
 * `rows` are all choices, most dots first. The lists have at most `places` of them. Where choices
 * were graded there are `grades` in their place, in the order of the choices, and no lists.
 */
export interface Result {
  ballots: number;
  equal_shares: Listed | null;
  grades: Graded[];
  most_dots: Listed | null;
  places: number;
  rows: Dots[];
  shown: boolean;
  threshold: number;
}
/**
 * A list that came of the dots, first in first, and how choices that stood level were parted.
 *
 * `uncovered`: how many have none of their dots on it, and `theirs` where those dots are, most
 * dots first. Where they are some, but fewer than the threshold, it is None, and nothing is told
 * of them. `used` is, by equal shares, how many percent of their influence those behind each
 * choice used on it at most; 0 where it was the rest of what they had, when nobody could pay any
 * more. `behind` is how many those are. Both are None where they are fewer than the threshold.
 */
export interface Listed {
  behind: (number | null)[];
  choices: string[];
  theirs: string[];
  ties: Tie[];
  uncovered: number | null;
  used: (number | null)[];
}
/**
 * These stood `level`, and getting in cost the others their turn or found the list full.
 */
export interface Tie {
  chosen: string[];
  level: string[];
}
/**
 * Dots, or points.
 */
export interface Dots {
  dots: number;
  id: string;
}
/**
 * A step in the programme as control sees it.
 */
export interface Planned {
  detail: string;
  id: string;
  kind: Kind;
  minutes: number;
  question: string;
  state: string;
  title: string;
}
/**
 * A table's statement, opened to the hall.
 */
export interface Said {
  dissent: string;
  name: string;
  question: string;
  table: number;
  text: string;
}
/**
 * A statement of the workshop before, reopened; `no` from 1, versions too.
 *
 * `before`: how it was worded when the hall last met it, where it was worded otherwise.
 */
export interface Reread {
  before: string;
  behind: BehindSeen[];
  conflict: string;
  id: string;
  minority: boolean;
  no: number;
  remark: string;
  text: string;
  theme: string;
  version: number;
}
/**
 * A contribution behind a reopened statement; without words where it is `hidden`. `id`: by
 * which it can be hidden.
 */
export interface BehindSeen {
  bearing: Bearing;
  hidden: Reason | null;
  id: string;
  text: string;
}
/**
 * What a table is doing. `notes` counts the notes on the question, not whose they are.
 */
export interface TableSeen {
  accepted: number;
  disbanded: boolean;
  help: boolean;
  name: string;
  no: number;
  notes: number;
  pen: boolean;
  ready: boolean;
  seats: number;
  statement: boolean;
  tablets: number;
}
/**
 * Where taking back the last move leads to; None: to before the start.
 */
export interface Back {
  step: string | null;
}
/**
 * Asking the hall whether it was understood in what it said in workshop `number`.
 *
 * `result` is None while answers are given; then, by statement, how many gave each answer, in the
 * order of `edits.Answer`, and none where too few did. `pointed`: the `no` of the statement on the
 * projector; 0: all of them.
 */
export interface Verification {
  ballots: number;
  number: number;
  pointed: number;
  result: Graded[] | null;
  shown: boolean;
  step: string;
  threshold: number;
}
/**
 * The words of a reaction to a statement, of which enough were given.
 */
export interface Why {
  hidden: Reason | null;
  id: string;
  reaction: Reaction;
  statement: string;
  text: string;
}
/**
 * A version of the common wording, counted from 1.
 */
export interface Wording {
  text: string;
  version: number;
}
export interface Head {
  body: string;
  demo: boolean;
  ended: boolean;
  ends: number;
  language: string;
  municipality: string;
  number: number;
  of: number;
  rehearsal: boolean;
  title: string;
}
/**
 * The first frame. `code`: a table's, a projector's, or for control the workshop's.
 *
 * A `preview` is for staff: what a tablet sees that is at no table, and only looks.
 */
export interface Join {
  /**
   * the ground rules were accepted on this device
   */
  accepted?: boolean;
  code: string;
  have?: Have | null;
  /**
   * repeated in the answer
   */
  n: number;
  role: "tablet" | "projector" | "control" | "preview" | "workbench";
  /**
   * the device's random mark; tablets only
   */
  seat?: string | null;
  t: "join";
}
/**
 * What the screen has seen already: the epoch and version of its last view frame.
 */
export interface Have {
  epoch: string;
  v: number;
}
export interface Ping {
  /**
   * repeated in the answer
   */
  n: number;
  t: "ping";
}
/**
 * Write a note (rev 0) or edit one's own (a higher rev). The same frame may be sent again.
 */
export interface NoteFrame {
  id: string;
  /**
   * repeated in the answer
   */
  n: number;
  question: string;
  rev?: number;
  secret: string;
  /**
   * written openly at the table, in table talk
   */
  shared?: boolean;
  t: "note";
  text: string;
}
/**
 * Take a note back. With its `question`, also one that has not arrived: then it never will.
 */
export interface WithdrawFrame {
  id: string;
  /**
   * repeated in the answer
   */
  n: number;
  question?: string | null;
  secret: string;
  shared?: boolean;
  t: "withdraw";
}
export interface LiftFrame {
  id: string;
  /**
   * repeated in the answer
   */
  n: number;
  on: boolean;
  t: "lift";
}
/**
 * Take the table's pen, take it over from another tablet, or lay it down.
 */
export interface PenFrame {
  do: "take" | "take_over" | "lay";
  /**
   * repeated in the answer
   */
  n: number;
  t: "pen";
}
export interface StatementFrame {
  dissent: string;
  /**
   * repeated in the answer
   */
  n: number;
  question: string;
  rev: number;
  t: "statement";
  text: string;
}
/**
 * "We are ready", "we need help". What is left out stays as it is.
 */
export interface MarkFrame {
  help?: boolean | null;
  /**
   * repeated in the answer
   */
  n: number;
  ready?: boolean | null;
  step: string;
  t: "mark";
}
/**
 * Ask for the blank ballot that this device may fill in. Asking again gives the same one.
 *
 * `hand`: the tablet is passed on, and this is the next person's, counted from 0.
 */
export interface TicketFrame {
  hand?: number;
  /**
   * repeated in the answer
   */
  n: number;
  step: string;
  t: "ticket";
}
/**
 * The people change tables: ask for the code of the table that this tablet moves to.
 */
export interface MoveFrame {
  /**
   * repeated in the answer
   */
  n: number;
  t: "move";
  table: number;
}
/**
 * `key` is the ticket. A higher `rev` replaces the marks until the step closes.
 *
 * `marks`: 1 for a dot, so many points, or a grade from 1 to 5; in an evaluation by measure.
 */
export interface BallotFrame {
  key: string;
  marks: {
    [k: string]: number;
  };
  /**
   * repeated in the answer
   */
  n: number;
  rev: number;
  step: string;
  t: "ballot";
}
/**
 * Whether the table can answer for this version of the common wording; the pen's holder.
 */
export interface StandFrame {
  dissent: string;
  /**
   * repeated in the answer
   */
  n: number;
  question: string;
  rev: number;
  stands: boolean;
  t: "stand";
  version: number;
}
/**
 * The ground rules are accepted; there are unsent words in the box (never the words).
 */
export interface TellFrame {
  accepted: boolean;
  drafting: boolean;
  /**
   * repeated in the answer
   */
  n: number;
  t: "tell";
}
/**
 * `leaving`: the step that the screen shows, empty before the first. Where the hall is in
 * another by now, it is `other_step`, and nothing moves. Left out: from wherever it is.
 */
export interface OpenStepFrame {
  leaving?: string | null;
  /**
   * repeated in the answer
   */
  n: number;
  step: string;
  t: "open_step";
}
export interface CloseStepFrame {
  /**
   * repeated in the answer
   */
  n: number;
  step: string;
  t: "close_step";
}
/**
 * "Fem sekunder til": a closed step takes what is unsent.
 */
export interface GraceFrame {
  /**
   * repeated in the answer
   */
  n: number;
  step: string;
  t: "grace";
}
/**
 * Exactly one of the two: a running clock's end, or the milliseconds left of a paused one.
 */
export interface ClockFrame {
  ends_at?: number | null;
  left?: number | null;
  /**
   * repeated in the answer
   */
  n: number;
  step: string;
  t: "clock";
}
/**
 * Leave a step out that was not opened, or (`on` false) take it in again.
 */
export interface SkipStepFrame {
  /**
   * repeated in the answer
   */
  n: number;
  on?: boolean;
  step: string;
  t: "skip_step";
}
/**
 * `step` is a new id of the screen's choosing, so that a double press inserts once.
 */
export interface InsertStepFrame {
  after: string | null;
  cafe?: boolean;
  kind: Kind;
  method?: Method1;
  minutes: number;
  /**
   * repeated in the answer
   */
  n: number;
  places?: number;
  question?: string | null;
  step: string;
  t: "insert_step";
  title?: string;
}
/**
 * Make a step that was not opened shorter or longer.
 */
export interface SetMinutesFrame {
  minutes: number;
  /**
   * repeated in the answer
   */
  n: number;
  step: string;
  t: "set_minutes";
}
/**
 * Take back the last opening or closing: back to `step`, or (null) to before the start.
 */
export interface UndoFrame {
  /**
   * repeated in the answer
   */
  n: number;
  step: string | null;
  t: "undo";
}
/**
 * Open a table's statement on the projector, with others `beside` it; no table clears it.
 */
export interface ShowFrame {
  /**
   * @maxItems 10
   */
  beside?:
    | []
    | [number]
    | [number, number]
    | [number, number, number]
    | [number, number, number, number]
    | [number, number, number, number, number]
    | [number, number, number, number, number, number]
    | [number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number, number, number];
  /**
   * repeated in the answer
   */
  n: number;
  question: string;
  t: "show";
  table: number | null;
}
/**
 * Lay a note of the hall under a statement as an argument, or take it away again.
 *
 * `about`: the question, a dot, and the number of the table or `common`.
 */
export interface ArgumentFrame {
  about: string;
  id: string;
  /**
   * repeated in the answer
   */
  n: number;
  on: boolean;
  side: Side;
  t: "argument";
}
/**
 * The common wording as it is being typed, for the hall to follow; null: no more.
 */
export interface TypingFrame {
  /**
   * repeated in the answer
   */
  n: number;
  question: string;
  t: "typing";
  text: string | null;
}
/**
 * Make it the next version of the common wording.
 */
export interface WordingFrame {
  /**
   * repeated in the answer
   */
  n: number;
  question: string;
  t: "wording";
  text: string;
  version: number;
}
/**
 * A table has the word; null: nobody has.
 */
export interface FloorFrame {
  /**
   * repeated in the answer
   */
  n: number;
  t: "floor";
  table: number | null;
}
/**
 * What the staff say about something that was parked.
 */
export interface SettleFrame {
  id: string;
  /**
   * repeated in the answer
   */
  n: number;
  t: "settle";
  words: string;
}
/**
 * Nobody sits at the table any more, or somebody does again.
 */
export interface DisbandFrame {
  /**
   * repeated in the answer
   */
  n: number;
  on: boolean;
  t: "disband";
  table: number;
}
/**
 * How far down the list the projector is to tell how influence was spent.
 */
export interface PointFrame {
  /**
   * repeated in the answer
   */
  n: number;
  place: number;
  step: string;
  t: "point";
}
export interface HelpGivenFrame {
  /**
   * repeated in the answer
   */
  n: number;
  t: "help_given";
  table: number;
}
/**
 * Hide a note's words from everybody. The reason is shown in their place.
 */
export interface HideFrame {
  id: string;
  /**
   * repeated in the answer
   */
  n: number;
  reason: Reason;
  t: "hide";
}
export interface UnhideFrame {
  id: string;
  /**
   * repeated in the answer
   */
  n: number;
  t: "unhide";
}
/**
 * Edits of the synthesis, all or none. `old` is what the editor saw stand there.
 */
export interface EditFrame {
  /**
   * @maxItems 2000
   */
  edits: (ThemeEdit | StatementEdit | PlaceEdit | LinkEdit | AsideEdit | MergeEdit)[];
  /**
   * repeated in the answer
   */
  n: number;
  t: "edit";
}
export interface ThemeEdit {
  key: string;
  new: Theme | null;
  old: Theme | null;
  register: "themes";
}
/**
 * Made by the editor. `place` is where it stands among the others.
 */
export interface Theme {
  keywords: string[];
  name: string;
  place: number;
}
export interface StatementEdit {
  key: string;
  new: Understood | null;
  old: Understood | null;
  register: "statements";
}
/**
 * A statement «slik har vi forstått dere».
 *
 * `minority`: it holds the view of the few. A professional `remark` and a `conflict` with a plan
 * that stands are beside the statement, not in it. One that the hall was asked about is never
 * dropped: where it was not what the hall meant, it is `withdrawn`, and the words say why.
 */
export interface Understood {
  conflict: string;
  minority: boolean;
  place: number;
  remark: string;
  text: string;
  theme: string | null;
  withdrawn: string;
}
/**
 * In which theme a contribution lies.
 */
export interface PlaceEdit {
  key: string;
  new: string | null;
  old: string | null;
  register: "placed";
}
/**
 * The key is a statement and a contribution.
 */
export interface LinkEdit {
  /**
   * @minItems 2
   * @maxItems 2
   */
  key: [unknown, unknown];
  new: Bearing | null;
  old: Bearing | null;
  register: "links";
}
export interface AsideEdit {
  key: string;
  new: SetAside | null;
  old: SetAside | null;
  register: "aside";
}
export interface SetAside {
  why: Unused;
  words: string;
}
/**
 * A contribution says what another one says, and goes where that goes.
 */
export interface MergeEdit {
  key: string;
  new: string | null;
  old: string | null;
  register: "merged";
}
/**
 * Take back the last thing that one has done. `count`: how many there are, as seen.
 */
export interface UneditFrame {
  count: number;
  /**
   * repeated in the answer
   */
  n: number;
  t: "unedit";
}
/**
 * Take a statement that held as a political direction, or take that back.
 */
export interface DirectionFrame {
  /**
   * repeated in the answer
   */
  n: number;
  on: boolean;
  statement: string;
  t: "direction";
}
export interface EndFrame {
  /**
   * repeated in the answer
   */
  n: number;
  t: "end";
}
export interface ProjectorView {
  arguments: {
    [k: string]: Argument;
  };
  common: Common | null;
  corrections: {
    [k: string]: Corrected;
  };
  evaluation: Evaluation | null;
  hall: Hall;
  knowledge: {
    [k: string]: Known;
  };
  next: string;
  now: Now | null;
  parked: {
    [k: string]: Parked;
  };
  prioritising: Prioritising | null;
  reopened: {
    [k: string]: Reread;
  };
  rewordings: {
    [k: string]: Said;
  };
  shown: Said[];
  trouble: Trouble;
  typed: string | null;
  verification: Verification | null;
  wordings: {
    [k: string]: Wording;
  };
  workshop: Head;
}
export interface TabletView {
  arguments: {
    [k: string]: Argument;
  };
  common: Common | null;
  corrections: {
    [k: string]: Corrected;
  };
  evaluation: Evaluation | null;
  hall: Hall;
  hall_notes: {
    [k: string]: Card;
  };
  knowledge: {
    [k: string]: Known;
  };
  now: Now | null;
  own_notes: {
    [k: string]: Card;
  };
  own_rewordings: {
    [k: string]: OwnStatement;
  };
  parked: {
    [k: string]: Parked;
  };
  prioritising: Prioritising | null;
  proposal: OwnStatement | null;
  reopened: {
    [k: string]: Reread;
  };
  rewordings: {
    [k: string]: Said;
  };
  shown: Said[];
  statement: OwnStatement | null;
  statements: {
    [k: string]: Said;
  };
  table: OwnTable;
  trouble: Trouble;
  verification: Verification | null;
  whys: {
    [k: string]: Why;
  };
  wordings: {
    [k: string]: Wording;
  };
  workshop: Head;
}
export interface OwnStatement {
  dissent: string;
  question: string;
  rev: number;
  text: string;
}
/**
 * The reader's table, at which so many may sit as there are `seats`. `pen` is the tag of the
 * tablet that holds the pen (see `tag`).
 *
 * `stand`: whether it can answer for the latest common wording; None: it has not said.
 */
export interface OwnTable {
  accepted: number;
  disbanded: boolean;
  help: boolean;
  name: string;
  no: number;
  pen: string | null;
  ready: boolean;
  seats: number;
  stand: OwnStand | null;
  tablets: number;
}
export interface OwnStand {
  dissent: string;
  rev: number;
  stands: boolean;
  version: number;
}
/**
 * `you` marks this tablet where it holds the pen. `now` sets the screen's clock.
 */
export interface Welcome {
  n: number;
  now: number;
  t: "welcome";
  you: string;
}
/**
 * It is on disk.
 */
export interface Stored {
  n: number;
  t: "stored";
}
/**
 * It was not done, and nothing was lost: `code` says why, and is stable.
 */
export interface RefusedFrame {
  code:
    | Code
    | (
        | "malformed"
        | "too_large"
        | "unknown_frame"
        | "not_joined"
        | "unknown_code"
        | "ended_code"
        | "not_allowed_here"
        | "not_stored"
        | "too_many_errors"
        | "slow_down"
      );
  n: number | null;
  t: "refused";
}
export interface Ticket {
  key: string;
  n: number;
  step: string;
  t: "ticket";
}
/**
 * Where the tablet may join as one of that table's.
 */
export interface Moved {
  code: string;
  n: number;
  t: "moved";
  table: number;
}
/**
 * `v` is the version of the last view frame before it: with an older one, join again.
 */
export interface Pong {
  n: number;
  now: number;
  t: "pong";
  v: number;
}
/**
 * The parts of the view that changed since the screen's last one.
 *
 * `since` 0: a whole view, forget the old one. `parts` replace; `lists` change item by item.
 */
export interface ViewFrame {
  epoch: string;
  lists: {
    [k: string]: ListChange;
  };
  parts: {
    [k: string]: unknown;
  };
  since: number;
  t: "view";
  v: number;
}
/**
 * `clear` empties the list before `set` and `gone`, item by item, are applied.
 */
export interface ListChange {
  clear?: boolean;
  gone?: string[];
  set: {
    [k: string]: unknown;
  };
}
/**
 * The server closes: `restart` (come back), `removed` (the workshop is gone).
 */
export interface Bye {
  code: "restart" | "removed";
  t: "bye";
}
/**
 * What an editor has before them, when the workshop is over. `left`: how many contributions
 * have no end yet.
 */
export interface WorkbenchView {
  contributions: {
    [k: string]: Contributed;
  };
  endings: {
    [k: string]: Ending;
  };
  left: number;
  questions: Question[];
  themes: {
    [k: string]: ThemeSeen;
  };
  trouble: Trouble;
  understood: {
    [k: string]: UnderstoodSeen;
  };
  undo: Undoable;
  workshop: Head;
}
/**
 * Something that was said, and is to be accounted for.
 *
 * `sort`: note, argument, reaction, correction, or statement – then it is a table's, and has a
 * table and a dissent. `about`: the words of the question, or of what it is on; `way`: which side
 * of it, or which reaction.
 */
export interface Contributed {
  about: string;
  dissent: string;
  hidden: Reason | null;
  id: string;
  question: string;
  sort: string;
  table: string;
  text: string;
  way: string;
}
/**
 * What the editors have made of a contribution. `links`: how it bears on each statement.
 */
export interface Ending {
  fate: Fate;
  into: string | null;
  links: {
    [k: string]: Bearing;
  };
  theme: string | null;
  why: Unused | null;
  words: string;
}
export interface ThemeSeen {
  id: string;
  keywords: string[];
  name: string;
  place: number;
}
/**
 * A statement as the editors have it. `met`: how the hall met it here, None where it did not;
 * `behind`: what came along with it; `answers` as in `Verification`, of so many `ballots`;
 * `holds`: it may be taken as a direction.
 */
export interface UnderstoodSeen {
  answers: number[];
  ballots: number;
  behind: BehindSeen[];
  conflict: string;
  direction: boolean;
  holds: boolean;
  id: string;
  met: string | null;
  minority: boolean;
  place: number;
  remark: string;
  text: string;
  theme: string | null;
  version: number;
  withdrawn: string;
}
/**
 * How many things the editor can take back; which registers the last touched, in how many
 * entries.
 */
export interface Undoable {
  count: number;
  entries: number;
  registers: string[];
}
