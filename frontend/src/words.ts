// What a person is told when something is refused: a message for every code there is.
import { _ } from "./i18n";
import type { Refusal } from "./socket";

const MESSAGES: Record<Refusal, () => string> = {
  not_allowed: () => _("This screen cannot do that."),
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
  stale: () => _("The table has a newer version."),
  too_many_dots: () => _("All your dots are placed. Take one back first."),
  too_many_lifted: () => _("The table has lifted two already. Take one down first."),
  no_ballot: () => _("This tablet has no dots to place in this round."),
  counted: () => _("The dots are counted."),
  bad_plan: () => _("The programme cannot be changed like that."),
  malformed: () => _("The server could not read it."),
  too_large: () => _("It is too large to send."),
  unknown_frame: () => _("The server is of another version than this page."),
  not_joined: () => _("Not connected yet."),
  unknown_code: () => _("There is no table with that code."),
  ended_code: () => _("The workshop this code belongs to is over."),
  not_allowed_here: () => _("This screen cannot do that."),
  not_stored: () => _("The server could not store it. It is sent again in a moment."),
  too_many_errors: () => _("Something is wrong on this screen. It connects again."),
  slow_down: () => _("That was a little fast. It is sent again in a moment."),
};

export function refusalWords(code: Refusal): string {
  return MESSAGES[code]();
}
