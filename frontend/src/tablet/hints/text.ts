// What every rule about a text stands on: where something is, and where words begin and end.

export type Kind = "name" | "phone" | "email" | "address" | "id_number" | "plate" | "self";

/** Something in a text that may tell who wrote it, or who is meant: `[start, end)` in UTF-16. */
export interface Hint {
  kind: Kind;
  start: number;
  end: number;
}

/** A regular expression for `body` as whole words, for a text in small letters where not told. */
export function words(body: string): RegExp {
  // No lookbehind: Safari learned it in 16.4. So the sign before is matched, and skipped below.
  return new RegExp(`(^|[^\\p{L}\\p{M}\\p{N}])(?:${body})(?![\\p{L}\\p{M}\\p{N}])`, "gu");
}

type Span = Pick<Hint, "start" | "end">;

/** Where `pattern`, made by `words`, is found. */
export function* found(text: string, pattern: RegExp): Generator<RegExpExecArray & Span> {
  for (const match of text.matchAll(pattern)) {
    const start = match.index + (match[1]?.length ?? 0);
    yield Object.assign(match, { start, end: match.index + match[0].length });
  }
}

/** In small letters, each sign where it was. (To ignore case in Unicode costs a tenth of a second.) */
export function lowered(text: string): string {
  return text.replace(/\p{Lu}/gu, (sign) => {
    const small = sign.toLowerCase();
    return small.length === sign.length ? small : sign;
  });
}
