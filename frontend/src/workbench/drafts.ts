// What an editor has typed of a statement, kept in this window until it is stored: through another
// choice, a refusal, a lost connection and a reload.
import { signal, type Signal } from "@preact/signals";

import type { Understood } from "../protocol";

export interface Draft {
  /** What stood there when it was begun; null for a new one. */
  seen: Understood | null;
  next: Understood;
}

export type Drafts = Signal<Record<string, Draft>>;

export function makeDrafts(code: string): Drafts {
  const name = `tannhjul.workbench.${code}`;
  const drafts: Drafts = signal(read(name));
  drafts.subscribe((all) => {
    try {
      sessionStorage.setItem(name, JSON.stringify(all));
    } catch {
      // kept until the page is loaded anew
    }
  });
  return drafts;
}

function read(name: string): Record<string, Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "{}") as Record<string, Draft>;
  } catch {
    return {};
  }
}

export function keep(drafts: Drafts, id: string, draft: Draft): void {
  drafts.value = { ...drafts.value, [id]: draft };
}

export function drop(drafts: Drafts, id: string): void {
  const { [id]: _, ...rest } = drafts.value;
  drafts.value = rest;
}

/** Somebody else has worded it otherwise since the draft was begun. Its place does not count. */
export function overtaken({ seen }: Draft, now: Understood | null): boolean {
  if (seen === null || now === null) return seen !== now;
  const keys = Object.keys(seen) as (keyof Understood)[];
  return keys.some((key) => key !== "place" && seen[key] !== now[key]);
}
