// What a person is told when something is refused or hidden: a message for every code there is.
import { _ } from "./i18n";
import type { Reaction, Reason, Trouble } from "./protocol";
import type { Refusal } from "./socket";

const MESSAGES: Record<Refusal, () => string> = {
  not_allowed: () => _("This screen cannot do that."),
  not_your_role: () => _("Your role does not have this."),
  not_planned: () => _("The workshop is not set up yet."),
  ended: () => _("The workshop is over."),
  not_ended: () => _("The workshop is not over yet."),
  closed: () => _("It is closed now."),
  other_step: () => _("The workshop has moved on to another step."),
  unknown_step: () => _("That step is not in the programme."),
  unknown_table: () => _("There is no such table."),
  unknown_question: () => _("The question is no longer there."),
  unknown_note: () => _("The note is no longer there."),
  unknown_statement: () => _("The table has no statement on this yet."),
  unknown_option: () => _("One of the choices is no longer there. Look through them once more."),
  empty: () => _("There are no words in it yet."),
  too_long: () => _("It is too long. Nothing is lost: shorten it and send again."),
  other_text: () => _("A later version is already stored."),
  not_yours: () => _("Only the tablet that wrote it can change it."),
  pen_taken: () => _("Another tablet has the pen."),
  no_pen: () => _("This tablet does not have the pen."),
  stale: () => _("There is a newer version. Read it first."),
  too_many_dots: () => _("You have used all you have. Take something back first."),
  bad_mark: () => _("That mark cannot be given here."),
  no_more_ballots: () => _("As many at your table as it has seats have prioritised."),
  in_use: () => _("Something else refers to it."),
  unaccounted: () => _("Something that was said has no end yet."),
  needs_consent: () => _("Somebody else must consent first."),
  unknown_version: () => _("There is no such version."),
  not_held: () => _("The hall has not said that it was understood in this wording."),
  nothing_to_undo: () => _("There is nothing to take back any more."),
  too_many_lifted: () => _("The table has lifted two already. Take one down first."),
  too_many_reactions: () => _("As many at your table as it has seats have reacted like this."),
  no_ballot: () => _("This tablet has no dots to place in this round."),
  counted: () => _("It has been counted already."),
  bad_plan: () => _("The programme cannot be changed like that."),
  malformed: () => _("The server could not read it."),
  too_large: () => _("It is too large to send."),
  unknown_frame: () => _("The server is of another version than this page."),
  not_joined: () => _("Not connected yet."),
  unknown_code: () => _("There is no table with that code."),
  ended_code: () => _("The table is taken away, or the workshop is. Type the code that stands on your table's card today."),
  not_allowed_here: () => _("This screen cannot do that."),
  not_stored: () => _("The server could not store it. It is sent again in a moment."),
  too_many_errors: () => _("Something is wrong on this screen. It connects again."),
  slow_down: () => _("That was a little fast. It is sent again in a moment."),
};

export function refusalWords(code: Refusal): string {
  return MESSAGES[code]();
}

/** The same of a button: what was typed goes again by itself, a person presses once more. */
export function pressedWords(code: Refusal): string {
  return code === "not_stored" || code === "slow_down"
    ? _("It was not stored. Press once more.")
    : refusalWords(code);
}

/** What is wrong with the server's storage, and what helps. */
const TROUBLES: Record<Exclude<Trouble, "">, (place: string) => string> = {
  full: (place) =>
    _("The server cannot store: its disk is full. Make room on it, where {place} lies.", { place: place || _("the database") }),
  read_only: (place) =>
    _("The server cannot store: it may only read. Give it leave to write in {place}; if it had that before, the disk may be failing.", { place: place || _("the database") }),
  busy: () =>
    _("The server cannot store: another program keeps the database locked. Close what else has it open, such as a backup or a database viewer."),
  away: (place) =>
    place
      ? _("The server cannot store: the disk with {place} answers with errors. Let IT look at it.", { place })
      : _("The server cannot store: it does not reach the database. See whether that runs, and the network to it."),
};

/** `place`: the folder with the data; empty where a database server keeps it. */
export function troubleWords(trouble: Exclude<Trouble, "">, place: string): string {
  return TROUBLES[trouble](place);
}

/** Why a note is hidden, as it ends a sentence. */
const REASONS: Record<Reason, () => string> = {
  name: () => _("somebody can be recognised"),
  insult: () => _("it is an insult"),
  personal_data: () => _("it holds personal data"),
};

export function reasonWords(reason: Reason): string {
  return REASONS[reason]();
}

export const REACTIONS: readonly Reaction[] = ["surprised", "curious", "missing"];

/** The question that is one reaction to a statement of the knowledge base. */
export const reactionTo = (statement: string, kind: Reaction) => `${statement}.${kind}`;

const REACTION_NAMES: Record<Reaction, () => string> = {
  surprised: () => _("Surprised"),
  curious: () => _("Curious about it"),
  missing: () => _("Something is missing"),
};

export function reactionName(kind: Reaction): string {
  return REACTION_NAMES[kind]();
}

/** What stands in the place of a count that might give somebody away. */
export function tooFewWords(): string {
  return _("Too few to be shown");
}

/** The words of a note or a choice, or what stands in their place where they are hidden. */
export function wordsOf({ text, hidden }: { text: string; hidden: Reason | null }): string {
  return hidden ? _("Hidden by the process leader: {reason}.", { reason: reasonWords(hidden) }) : text;
}
