// What is said of the ways to prioritise: dots, points, and grades from 1 to 5.
import { _, ngettext } from "./i18n";
import type { Method } from "./protocol";

export function amount(method: Method, n: number): string {
  return method === "points" ? ngettext("{n} point", "{n} points", n) : ngettext("{n} dot", "{n} dots", n);
}

/** How many took part. */
export function took(method: Method, n: number): string {
  return method === "scale"
    ? ngettext("{n} has answered", "{n} have answered", n)
    : ngettext("{n} has prioritised", "{n} have prioritised", n);
}

/** How many while it is open: of the tablets, where no tablet was passed on for another ballot. */
export function tookSoFar(method: Method, { cast, tablets }: { cast: number; tablets: number }): string {
  if (cast > tablets) return `${took(method, cast)} · ${ngettext("{n} tablet", "{n} tablets", tablets)}`;
  return method === "scale"
    ? _("{n} of {tablets} have answered", { n: cast, tablets })
    : _("{n} of {tablets} tablets have prioritised", { n: cast, tablets });
}

export function methodName(method: Method): string {
  if (method === "scale") return _("Grades: how far do we agree?");
  return method === "points" ? _("Points: ten to spread") : _("Dots: up to five");
}

const GRADES = [
  () => _("Disagree completely"),
  () => _("Disagree somewhat"),
  () => _("Neither agree nor disagree"),
  () => _("Agree somewhat"),
  () => _("Agree completely"),
];

/** `grade` from 1. */
export function gradeName(grade: number): string {
  return GRADES[grade - 1]?.() ?? "";
}

/** Where most are, how many are not, and the grade in the middle. `counts` from grade 1 up. */
export function gradesInWords(counts: readonly number[]): string {
  const [no = 0, ratherNo = 0, , ratherYes = 0, yes = 0] = counts;
  const all = counts.reduce((sum, n) => sum + n, 0);
  const [against, inFavour] = [no + ratherNo, ratherYes + yes];
  return [...where(inFavour, against, all), _("In the middle: {grade}.", { grade: middleOf(counts) })].join(" ");
}

function where(inFavour: number, against: number, all: number): string[] {
  if (inFavour === all) return [_("All agree.")];
  if (against === all) return [_("All disagree.")];
  if (2 * inFavour > all) return [_("Most agree."), ngettext("{n} disagrees.", "{n} disagree.", against)];
  if (2 * against > all) return [_("Most disagree."), ngettext("{n} agrees.", "{n} agree.", inFavour)];
  return [_("The hall is divided.")];
}

/** The grade in the middle; where the middle falls between two, both. */
function middleOf(counts: readonly number[]): string {
  const all = counts.flatMap((n, i) => Array<number>(n).fill(i + 1));
  const low = all[Math.ceil(all.length / 2) - 1] ?? 0;
  const high = all[Math.floor(all.length / 2)] ?? 0;
  return low === high ? gradeName(low) : `${gradeName(low)} – ${gradeName(high)}`;
}
