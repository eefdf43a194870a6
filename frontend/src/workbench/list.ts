// What the list of contributions shows, in which order, and where the editor goes next.
import type { Contributed, Ending, WorkbenchView } from "../protocol";
import type { Suggested } from "./suggest";
import { sortWords } from "./told";

/** A contribution, and what the editors have made of it. */
export interface Item extends Contributed {
  end: Ending;
}

/** How far a contribution has come. `untold`: it has no end, and lies in no theme. */
export type Stage = "left" | "untold" | "ended" | "aside" | "all";
export const STAGES: readonly Stage[] = ["left", "untold", "ended", "aside", "all"];

/** Empty where it does not matter. */
export interface Filter {
  stage: Stage;
  theme: string;
  question: string;
  sort: string;
  words: string;
}

export const EVERYTHING: Filter = { stage: "all", theme: "", question: "", sort: "", words: "" };

export type Facet = Exclude<keyof Filter, "words">;

export function itemsOf({ contributions, endings }: WorkbenchView): Item[] {
  const items: Item[] = [];
  for (const said of Object.values(contributions)) {
    const end = endings[said.id];
    if (end) items.push({ ...said, end });
  }
  return items;
}

export function reaches({ end }: Item, stage: Stage): boolean {
  switch (stage) {
    case "all":
      return true;
    case "left":
      return end.fate === "open";
    case "untold":
      return end.fate === "open" && end.theme === null;
    case "aside":
      return end.fate === "aside";
    case "ended":
      return end.fate !== "open";
  }
}

export function matches(item: Item, filter: Filter): boolean {
  return (
    reaches(item, filter.stage) &&
    (!filter.theme || item.end.theme === filter.theme) &&
    (!filter.question || item.question === filter.question) &&
    (!filter.sort || item.sort === filter.sort) &&
    holds(item, filter.words)
  );
}

/** Every word asked for is somewhere in it. */
function holds({ text, dissent, table }: Item, words: string): boolean {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (asked.length === 0) return true;
  const said = `${text} ${dissent} ${table}`.toLowerCase();
  return asked.every((word) => said.includes(word));
}

/** How many there would be to see for each choice of one facet, the other ones as they are. */
export function counted(items: readonly Item[], filter: Filter, facet: Facet): Map<string, number> {
  const counts = new Map<string, number>();
  const rest = { ...filter, [facet]: EVERYTHING[facet] };
  for (const item of items) {
    if (!matches(item, rest)) continue;
    for (const value of valuesOf(item, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function valuesOf(item: Item, facet: Facet): string[] {
  if (facet === "stage") return STAGES.filter((stage) => reaches(item, stage));
  return [facet === "theme" ? (item.end.theme ?? "") : item[facet]];
}

/** The ids by what comes first: no end and no theme, then no end, then the rest.
 *
 * Among those without a theme the least sure come first: what is hard to place is what is easily
 * left, and that is where the few are. Those that lie in a theme stand together.
 */
export function ordered(items: readonly Item[], likely: Record<string, Suggested[]>): string[] {
  const step = ({ end }: Item) => (end.fate !== "open" ? 2 : end.theme === null ? 0 : 1);
  const sure = ({ id }: Item) => likely[id]?.[0]?.[1] ?? 0;
  return [...items]
    .sort(
      (a, b) =>
        step(a) - step(b) ||
        (step(a) === 0 ? sure(a) - sure(b) : compare(a.end.theme ?? "", b.end.theme ?? "")) ||
        compare(a.question, b.question) ||
        compare(a.id, b.id),
    )
    .map(({ id }) => id);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The next one after `from`, around the end of the list, of which `wanted` holds; else what stands
 * beside it. Empty where there is nothing. What is `acted` on is not chosen while there is another.
 */
export function nextAfter(
  ids: readonly string[],
  from: string,
  acted: ReadonlySet<string>,
  wanted: (id: string) => boolean,
): string {
  const at = Math.max(0, ids.indexOf(from));
  const round = [...ids.slice(at + 1), ...ids.slice(0, at)].filter((id) => !acted.has(id));
  return round.find(wanted) ?? round[0] ?? ids[at] ?? "";
}

/** All from one to the other, both included, whichever stands first. */
export function between(ids: readonly string[], from: string, to: string): string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return b < 0 ? [] : [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Which rows to draw: those in sight, and `spare` on either side. Heights in pixels. */
export function inSight(
  count: number,
  { top, height, row, spare = 6 }: { top: number; height: number; row: number; spare?: number },
): { first: number; last: number } {
  const first = Math.max(0, Math.floor(top / row) - spare);
  const last = Math.min(count, Math.ceil((top + height) / row) + spare);
  return { first: Math.min(first, last), last };
}

/** The questions that something was said on, in the order of the view; then what else was spoken of,
 * with how: a statement may have been both corrected and worded anew. */
export function questionsOf(items: readonly Item[], view: WorkbenchView): [string, string][] {
  const found = new Map(view.questions.map(({ id, text }) => [id, text]));
  const said = new Map<string, string>();
  for (const { question, about, sort } of items) {
    said.set(question, found.get(question) ?? `${sortWords(sort)}: ${about}`);
  }
  const place = [...found.keys()];
  const at = (id: string) => (place.includes(id) ? place.indexOf(id) : place.length);
  return [...said].sort(([a], [b]) => at(a) - at(b));
}
