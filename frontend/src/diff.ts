// Which words are new in a text, and which are gone from it: for wordings that change by versions.

export interface Piece {
  text: string;
  kind: "same" | "new" | "gone";
}

/** The later text in pieces, with what is gone where it stood. Spaces count with words. */
export function wordDiff(before: string, after: string): Piece[] {
  const [old, now] = [tokens(before), tokens(after)];
  const longest = table(old, now);
  const width = now.length + 1;
  const length = (i: number, j: number) => longest[i * width + j] ?? 0;
  const pieces: Piece[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      add(pieces, "same", now[j++]);
      i += 1;
    } else if (i < old.length && (j === now.length || length(i + 1, j) >= length(i, j + 1))) {
      add(pieces, "gone", old[i++]);
    } else {
      add(pieces, "new", now[j++]);
    }
  }
  return pieces;
}

/** Whether enough stands that the marks help: a text that is all new is easier read plain. */
export function helps(pieces: readonly Piece[]): boolean {
  const letters = (kind: Piece["kind"]) =>
    pieces.reduce((sum, piece) => sum + (piece.kind === kind ? piece.text.trim().length : 0), 0);
  return letters("same") >= letters("new") + letters("gone");
}

const tokens = (text: string) => text.match(/\s+|\S+/g) ?? [];

/** For each pair of places: how many tokens the rests have in common, in order. */
function table(old: string[], now: string[]): Uint16Array {
  const width = now.length + 1;
  const longest = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const at = i * width + j;
      longest[at] =
        old[i] === now[j]
          ? (longest[at + width + 1] ?? 0) + 1
          : Math.max(longest[at + width] ?? 0, longest[at + 1] ?? 0);
    }
  }
  return longest;
}

function add(pieces: Piece[], kind: Piece["kind"], text = ""): void {
  const last = pieces.at(-1);
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}
