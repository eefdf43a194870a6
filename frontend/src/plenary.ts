// What the screens share of the plenary: arguments by side, and how the tables stand.
import { _, ngettext } from "./i18n";
import type { Argument, Common, Parking, Side } from "./protocol";

export const SIDES: readonly Side[] = ["for", "against"];

export function sideName(side: Side): string {
  return side === "for" ? _("For") : _("Against");
}

/** What arguments are about: a table's statement on a question, or the wording in common. */
export const statementOf = ({ question, table }: { question: string; table: number }) =>
  `${question}.${table}`;
export const commonOf = (question: string) => `${question}.common`;

/** In an order that is the same on all screens, and tells nothing. */
export function argumentsOn(all: Record<string, Argument>, about: string, side: Side): Argument[] {
  return Object.values(all)
    .filter((one) => one.about === about && one.side === side)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** "7 of 9 tables can answer for this", and how many have not said. */
export function standWords({ stances, tables }: Common): string {
  const stand = stances.filter((one) => one.stands).length;
  const silent = tables - stances.length;
  const words = ngettext("{stand} of {n} table can answer for this", "{stand} of {n} tables can answer for this", tables, { stand });
  const rest = ngettext("{n} has not answered", "{n} have not answered", silent);
  return silent === 0 ? words : `${words} · ${rest}`;
}

export const PARKINGS: readonly Parking[] = ["chair", "elsewhere"];

/** What is laid aside, under its heading. */
export function parkingName(kind: Parking): string {
  return kind === "chair" ? _("Questions to the chair") : _("Belongs elsewhere");
}
