// The editor's acts as edits: what stands there as seen, and what is to stand there. What stands so
// already is left out, so that an act on many is no more than what it changes.
import type {
  Bearing,
  EditFrame,
  SetAside,
  Theme,
  ThemeSeen,
  Understood,
  UnderstoodSeen,
  WorkbenchView,
} from "../protocol";

export type Edit = EditFrame["edits"][number];

/** Edits of what stands when their turn comes: what one did just before is in it by then. */
export type Make = (view: WorkbenchView) => Edit[];

/** As many as fit in a frame with room to spare. */
export const AT_ONCE = 400;

export function chunks<T>(all: readonly T[], size = AT_ONCE): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size));
  return parts;
}

/** What stands where the edit would set something. */
export function standsAt(view: WorkbenchView, { register, key }: Edit): unknown {
  switch (register) {
    case "themes":
      return view.themes[key] ? themeOf(view.themes[key]) : null;
    case "statements":
      return view.understood[key] ? wordsOf(view.understood[key]) : null;
    case "placed":
      return view.endings[key]?.theme ?? null;
    case "links":
      return view.endings[key[1] as string]?.links[key[0] as string] ?? null;
    case "aside":
      return asideOf(view, key);
    case "merged":
      return view.endings[key]?.into ?? null;
  }
}

export const entryOf = ({ register, key }: Edit) => `${register} ${String(key)}`;

// ---------------------------------------------------------------- contributions

export function placed(view: WorkbenchView, ids: readonly string[], theme: string | null): Edit[] {
  return ids.flatMap((key) => {
    const old = view.endings[key]?.theme ?? null;
    return old === theme ? [] : [{ register: "placed", key, old, new: theme }];
  });
}

/** Without the end it has: no links, not set aside, not one with another. */
export function freed(view: WorkbenchView, ids: readonly string[]): Edit[] {
  return ids.flatMap((id) => [
    ...Object.keys(view.endings[id]?.links ?? {}).flatMap((key) => bearing(view, key, id, null)),
    ...unended(view, id),
  ]);
}

/** Neither set aside nor one with another; its links stand. */
function unended(view: WorkbenchView, key: string): Edit[] {
  const end = view.endings[key];
  const edits: Edit[] = [];
  if (end?.into) edits.push({ register: "merged", key, old: end.into, new: null });
  const aside = asideOf(view, key);
  if (aside) edits.push({ register: "aside", key, old: aside, new: null });
  return edits;
}

function asideOf(view: WorkbenchView, id: string): SetAside | null {
  const end = view.endings[id];
  return end?.why ? { why: end.why, words: end.words } : null;
}

/** They bear on the statement, and have no other kind of end. `null`: they bear on it no more. */
export function linked(
  view: WorkbenchView,
  ids: readonly string[],
  statement: string,
  how: Bearing | null,
): Edit[] {
  return ids.flatMap((id) => [
    ...(how ? unended(view, id) : []),
    ...bearing(view, statement, id, how),
  ]);
}

function bearing(view: WorkbenchView, statement: string, id: string, how: Bearing | null): Edit[] {
  const old = view.endings[id]?.links[statement] ?? null;
  return old === how ? [] : [{ register: "links", key: [statement, id], old, new: how }];
}

/** Set aside with a reason, and nothing else. */
export function setAside(view: WorkbenchView, ids: readonly string[], why: SetAside): Edit[] {
  return ids.flatMap((key) => {
    const old = asideOf(view, key);
    if (old?.why === why.why && old.words === why.words) return [];
    const others = freed(view, [key]).filter(({ register }) => register !== "aside");
    return [...others, { register: "aside", key, old, new: why }];
  });
}

/** They say what `into` says, as does whatever was one with them. */
export function merged(view: WorkbenchView, ids: readonly string[], into: string): Edit[] {
  const end = view.endings[into]?.into ?? into;
  const moving = new Set(ids.filter((id) => id !== end));
  for (const [id, { into: there }] of Object.entries(view.endings)) {
    if (there && moving.has(there) && id !== end) moving.add(id);
  }
  // What was one with them goes first: nothing may be left pointing at what is one with another.
  return [...moving].reverse().flatMap((key) => {
    const old = view.endings[key]?.into ?? null;
    if (old === end) return [];
    const others = freed(view, [key]).filter(({ register }) => register !== "merged");
    return [...others, { register: "merged", key, old, new: end }];
  });
}

// ---------------------------------------------------------------- themes and statements

export const themeOf = ({ name, keywords, place }: ThemeSeen): Theme => ({ name, keywords, place });

export const wordsOf = (seen: UnderstoodSeen): Understood => ({
  text: seen.text,
  theme: seen.theme,
  minority: seen.minority,
  remark: seen.remark,
  conflict: seen.conflict,
  place: seen.place,
  withdrawn: seen.withdrawn,
});

export function themed(key: string, old: Theme | null, next: Theme | null): Edit {
  return { register: "themes", key, old, new: next };
}

export function worded(key: string, old: Understood | null, next: Understood | null): Edit {
  return { register: "statements", key, old, new: next };
}

/** No theme any more, and nothing left in it. */
export function themeDropped(view: WorkbenchView, id: string): Edit[] {
  const theme = view.themes[id];
  if (!theme) return [];
  const inIt = Object.keys(view.endings).filter((key) => view.endings[key]?.theme === id);
  const under = Object.values(view.understood).filter((one) => one.theme === id);
  return [
    ...placed(view, inIt, null),
    ...under.map((one) => worded(one.id, wordsOf(one), { ...wordsOf(one), theme: null })),
    themed(id, themeOf(theme), null),
  ];
}

/** No statement any more, and nothing linked to it. One that the hall has met cannot be dropped. */
export function statementDropped(view: WorkbenchView, id: string): Edit[] {
  const said = view.understood[id];
  if (!said) return [];
  const edits = behind(view, id).map(
    ([key, old]): Edit => ({ register: "links", key: [id, key], old, new: null }),
  );
  return [...edits, worded(id, wordsOf(said), null)];
}

/** What bears on a statement, and how: supports, nuances, contradicts. */
export function behind(view: WorkbenchView, statement: string): [string, Bearing][] {
  return Object.entries(view.endings).flatMap(([id, { links }]) => {
    const how = links[statement];
    return how ? [[id, how] as [string, Bearing]] : [];
  });
}

export function inOrder<T extends { id: string; place: number }>(all: Record<string, T>): T[] {
  return Object.values(all).sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
}

/** The place after the last one. */
export const lastPlace = (all: Record<string, { place: number }>) =>
  Math.max(0, ...Object.values(all).map(({ place }) => place)) + 1;

/** One of them moved up (-1) or down (1): places are counted anew where they have to be. */
export function reordered(view: WorkbenchView, register: "themes" | "statements", id: string, by: -1 | 1): Edit[] {
  const moved = <T extends { id: string; place: number }>(all: T[]): [T, number][] => {
    const at = all.findIndex((one) => one.id === id);
    const other = all[at + by];
    const one = all[at];
    if (!one || !other) return [];
    const next = [...all];
    next[at] = other;
    next[at + by] = one;
    return next.flatMap((each, i) => (each.place === i + 1 ? [] : [[each, i + 1] as [T, number]]));
  };
  if (register === "themes") {
    return moved(inOrder(view.themes)).map(([one, place]) =>
      themed(one.id, themeOf(one), { ...themeOf(one), place }),
    );
  }
  return moved(inOrder(view.understood)).map(([one, place]) =>
    worded(one.id, wordsOf(one), { ...wordsOf(one), place }),
  );
}

/** An id for what is new. No dots: questions are made of it. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
}
