// What the screens share of a verification: the answers, what lies behind a statement, and how many
// gave each answer.
import { _, ngettext } from "./i18n";
import type { Bearing, BehindSeen, Corrected, Reread, Said } from "./protocol";

/** As they are numbered on a ballot, from 1. */
const ANSWERS = [
  () => _("Understood"),
  () => _("Partly understood"),
  () => _("Wrongly understood"),
  () => _("Something is lacking"),
];

export const answerNames = () => ANSWERS.map((name) => name());

export const inOrder = (all: Record<string, Reread>) => Object.values(all).sort((a, b) => a.no - b.no);

/** What a correction is about that fits no statement. */
export const WHOLE = "whole";

/** In an order that is the same on all screens, and tells nothing. */
export function correctionsOn(all: Record<string, Corrected>, about: string): Corrected[] {
  return Object.values(all)
    .filter((one) => one.about === about)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The wordings that tables propose for a statement, by table. */
export function rewordingsOn(all: Record<string, Said>, statement: string): Said[] {
  return Object.values(all)
    .filter((said) => said.question === `${statement}.rewording`)
    .sort((a, b) => a.table - b.table);
}

export const BEARINGS: readonly Bearing[] = ["supports", "contradicts", "nuances"];

export function bearingName(bearing: Bearing): string {
  if (bearing === "supports") return _("Supports");
  return bearing === "contradicts" ? _("Contradicts") : _("Nuances");
}

/** "15 contributions behind it: 12 support · 2 contradict · 1 nuances". */
export function behindWords(behind: readonly BehindSeen[]): string {
  const counts = BEARINGS.map((bearing) => behind.filter((one) => one.bearing === bearing).length);
  const [supports = 0, contradicts = 0, nuances = 0] = counts;
  const parts = [
    supports && ngettext("{n} supports", "{n} support", supports),
    contradicts && ngettext("{n} contradicts", "{n} contradict", contradicts),
    nuances && ngettext("{n} nuances", "{n} nuance", nuances),
  ];
  const all = ngettext("{n} contribution behind it", "{n} contributions behind it", behind.length);
  return behind.length === 0 ? all : `${all}: ${parts.filter(Boolean).join(" · ")}`;
}

/** "Statement 3 of 12 · version 2 · Housing". */
export function statementName({ no, theme, version }: Reread, of: number): string {
  const words = [_("Statement {no} of {of}", { no, of }), _("version {n}", { n: version }), theme];
  return words.filter(Boolean).join(" · ");
}

/** How many gave each answer, as bars with words and numbers. */
export function Answers({ given }: { given: readonly number[] }) {
  const most = Math.max(1, ...given);
  return (
    <ul class="meant">
      {answerNames().map((name, i) => (
        <li key={name}>
          <span>{name}</span>
          <b>{given[i]}</b>
          <span class="bar" style={{ width: `${(100 * (given[i] ?? 0)) / most}%` }} />
        </li>
      ))}
    </ul>
  );
}
