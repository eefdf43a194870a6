// Notes for the tests, as councillors might write them, about people who cannot exist. What is to
// be hinted at stands in braces with its kind: "Enig med {name:Kari}." They are in a file of their
// own because `app/text/hints` is held to them as well.
import type { Hint, Kind } from "./text";
import notes from "./notes.json?raw";

interface Notes {
  roster: string[];
  marked: string[];
  /** Nothing here names anybody, however much it looks so. */
  plain: string[];
}

export const { roster: ROSTER, marked: MARKED, plain: PLAIN } = JSON.parse(notes) as Notes;

/** A marked note as it would be typed, and the hints it is to give. */
export function unmarked(marked: string): { text: string; hints: Hint[] } {
  const hints: Hint[] = [];
  let text = "";
  for (const part of marked.split(/(\{\w+:[^}]+\})/)) {
    const [, kind, told] = /^\{(\w+):(.+)\}$/.exec(part) ?? [];
    if (kind && told) hints.push({ kind: kind as Kind, start: text.length, end: text.length + told.length });
    text += told ?? part;
  }
  return { text, hints };
}
