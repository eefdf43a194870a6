// What in a text may give its writer away, or names somebody. It is a hint: it errs on the side of
// asking, knows nothing of the hall but a list of names, and changes nothing.
import { names, type Roster } from "./names";
import { patterns } from "./patterns";
import { selves } from "./self";
import type { Hint } from "./text";

/** The hints in the order of the text; no two overlap. */
export function findHints(text: string, roster: Roster): Hint[] {
  const hints: Hint[] = [];
  for (const hint of [...patterns(text), ...names(text, roster), ...selves(text)]) {
    if (hints.every((kept) => hint.end <= kept.start || kept.end <= hint.start)) hints.push(hint);
  }
  return hints.sort((a, b) => a.start - b.start);
}
