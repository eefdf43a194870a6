// What the machine hints at: likely themes, and what is alike. The editor decides; nothing waits for
// a hint, and an answer that something newer has overtaken is dropped.
import { effect, type ReadonlySignal, signal } from "@preact/signals";

import type { WorkbenchView } from "../protocol";
import type { Item } from "./list";

/** A theme, or a contribution that is alike; and how sure, from 0 to 1. */
export type Suggested = [id: string, confidence: number];

export interface Suggestions {
  /** The most likely themes of each contribution, the likeliest first. */
  themes: Record<string, Suggested[]>;
  /** The confidence from which on the surer half begins: only that may be accepted in bulk. */
  sure: number;
  near: [string, string][];
  opposites: [string, string][];
  alike: Record<string, Suggested[]>;
}

export const NONE: Suggestions = { themes: {}, sure: 1, near: [], opposites: [], alike: {} };

const QUIET = 1_500; // milliseconds without an edit before new ones are asked for

/** Each open contribution in no theme that most likely belongs in one, where that is sure. */
export function surest(
  items: readonly Item[],
  { themes, sure }: Suggestions,
): { id: string; theme: string }[] {
  return items.flatMap(({ id, end }) => {
    const [first] = themes[id] ?? [];
    const open = end.fate === "open" && end.theme === null;
    return open && first && first[1] >= sure ? [{ id, theme: first[0] }] : [];
  });
}

/** The other ends of the pairs that one is in. */
export function paired(pairs: readonly [string, string][], id: string): string[] {
  return pairs.flatMap(([a, b]) => (a === id ? [b] : b === id ? [a] : []));
}

/** Asked for at once, and again when themes or placements have been otherwise for a moment. */
export function follow(
  view: ReadonlySignal<WorkbenchView | null>,
  address: string,
): ReadonlySignal<Suggestions> {
  const found = signal(NONE);
  let asking = false;
  let overtaken = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = "";

  /** One at a time: the server reckons on after a screen has stopped listening. */
  async function ask(): Promise<void> {
    overtaken = asking;
    if (asking) return;
    asking = true;
    try {
      const response = await fetch(address);
      const hints = response.ok ? ((await response.json()) as Suggestions) : NONE;
      if (!overtaken) found.value = { ...NONE, ...hints };
    } catch {
      // none for now: the next edit asks again
    }
    asking = false;
    if (overtaken) void ask();
  }

  effect(() => {
    const now = view.value;
    if (!now?.workshop.ended || !address) return;
    const placed = Object.entries(now.endings).map(([id, { theme }]) => `${id} ${theme ?? ""}`);
    const stands = JSON.stringify([now.themes, placed]);
    if (stands === seen) return;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), seen === "" ? 0 : QUIET);
    seen = stands;
  });
  return found;
}
