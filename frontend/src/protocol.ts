// Made from app/live/frames.py and app/core/seen.py by `make protocol`. Do not edit.

/**
 * Why a note is hidden. There is no other reason: an opinion is not one.
 */
export type Reason = "name" | "insult" | "personal_data";
/**
 * The kinds of steps a programme (kjøreplan) is made of.
 */
export type Kind = "rules" | "intro" | "knowledge" | "write" | "talk" | "plenary" | "prioritise" | "pause" | "end";
/**
 * Why nothing can be stored just now.
 */
export type Trouble = "" | "full" | "read_only" | "busy" | "away";
/**
 * How a councillor may meet a statement of the knowledge base.
 */
export type Reaction = "surprised" | "curious" | "missing";
/**
 * Why something was refused. Stable: other programs and every language rely on them.
 */
export type Code =
  | "not_allowed"
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
  | "too_many_lifted"
  | "too_many_reactions"
  | "no_ballot"
  | "counted"
  | "bad_plan";

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
    | BallotFrame
    | TellFrame
    | OpenStepFrame
    | CloseStepFrame
    | GraceFrame
    | ClockFrame
    | SkipStepFrame
    | InsertStepFrame
    | ShowFrame
    | HelpGivenFrame
    | HideFrame
    | UnhideFrame
    | EndFrame;
  projector: ProjectorView;
  tablet: TabletView;
  to_screen: Welcome | Stored | RefusedFrame | Ticket | Pong | ViewFrame | Bye;
}
export interface ControlView {
  counts: Counts;
  hall: Hall;
  knowledge: {
    [k: string]: Known;
  };
  notes: {
    [k: string]: Card;
  };
  now: Now | null;
  opened: number[];
  prioritising: Prioritising | null;
  programme: Planned[];
  questions: Question[];
  shown: Said | null;
  statements: {
    [k: string]: Said;
  };
  tables: {
    [k: string]: TableSeen;
  };
  trouble: Trouble;
  whys: {
    [k: string]: Why;
  };
  workshop: Head;
}
/**
 * `drafting`: how many tablets have unsent words in the box, over the whole hall.
 *
 * `reacted`: at how many tables somebody has, while reactions are given. They are no notes here.
 */
export interface Counts {
  controls: number;
  drafting: number;
  notes: number;
  notes_in_all: number;
  reacted: number;
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
 * `no` counts from 1 among the steps that are not skipped.
 */
export interface Now {
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
  title: string;
}
/**
 * What is asked. `about`: the knowledge statement that this is one reaction to.
 */
export interface Question {
  about: string;
  hint: string;
  id: string;
  text: string;
}
export interface Prioritising {
  choices: Choice[];
  dots: number;
  result: Result | null;
  step: string;
}
/**
 * An option to prioritise. `name` is the table's, empty for a note that a table lifted.
 *
 * `about` is the question, where the hall prioritises across several.
 */
export interface Choice {
  about: string;
  dissent: string;
  hidden: Reason | null;
  id: string;
  name: string;
  text: string;
}
/**
 * `shown` is False where fewer ballots than the threshold were in; then there is no more.
 *
 * `rows` are all choices, most dots first. The lists have at most `places` of them.
 */
export interface Result {
  ballots: number;
  equal_shares: Listed | null;
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
 * more; None where they are fewer than the threshold.
 */
export interface Listed {
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
export interface Dots {
  dots: number;
  id: string;
}
/**
 * A step in the programme as control sees it.
 */
export interface Planned {
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
 * What a table is doing. `notes` counts the notes on the question, not whose they are.
 */
export interface TableSeen {
  accepted: number;
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
 * The words of a reaction to a statement, of which enough were given.
 */
export interface Why {
  hidden: Reason | null;
  id: string;
  reaction: Reaction;
  statement: string;
  text: string;
}
export interface Head {
  body: string;
  demo: boolean;
  ended: boolean;
  language: string;
  municipality: string;
  number: number;
  of: number;
  rehearsal: boolean;
  title: string;
}
/**
 * The first frame. `code`: a table's, a projector's, or for control the workshop's.
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
  role: "tablet" | "projector" | "control";
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
 */
export interface TicketFrame {
  /**
   * repeated in the answer
   */
  n: number;
  step: string;
  t: "ticket";
}
/**
 * `key` is the ticket. A higher `rev` replaces the choices until the step closes.
 */
export interface BallotFrame {
  /**
   * @maxItems 200
   */
  choices: string[];
  key: string;
  /**
   * repeated in the answer
   */
  n: number;
  rev: number;
  step: string;
  t: "ballot";
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
export interface OpenStepFrame {
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
export interface SkipStepFrame {
  /**
   * repeated in the answer
   */
  n: number;
  step: string;
  t: "skip_step";
}
/**
 * `step` is a new id of the screen's choosing, so that a double press inserts once.
 */
export interface InsertStepFrame {
  after: string | null;
  kind: Kind;
  minutes: number;
  /**
   * repeated in the answer
   */
  n: number;
  question?: string | null;
  step: string;
  t: "insert_step";
  title?: string;
}
/**
 * Open a table's statement on the projector; no table clears it.
 */
export interface ShowFrame {
  /**
   * repeated in the answer
   */
  n: number;
  question: string;
  t: "show";
  table: number | null;
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
export interface EndFrame {
  /**
   * repeated in the answer
   */
  n: number;
  t: "end";
}
export interface ProjectorView {
  hall: Hall;
  knowledge: {
    [k: string]: Known;
  };
  next: string;
  now: Now | null;
  prioritising: Prioritising | null;
  shown: Said | null;
  trouble: Trouble;
  workshop: Head;
}
export interface TabletView {
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
  prioritising: Prioritising | null;
  shown: Said | null;
  statement: OwnStatement | null;
  table: OwnTable;
  trouble: Trouble;
  whys: {
    [k: string]: Why;
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
 * The reader's table. `pen` is the tag of the tablet that holds the pen (see `tag`).
 */
export interface OwnTable {
  accepted: number;
  help: boolean;
  name: string;
  no: number;
  pen: string | null;
  ready: boolean;
  tablets: number;
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
