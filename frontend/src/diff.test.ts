// The pieces always make both texts again; and what a reader would call changed is what is marked.
import { expect, test } from "vitest";

import { helps, type Piece, wordDiff } from "./diff";

const without = (pieces: Piece[], kind: Piece["kind"]) =>
  pieces.flatMap((piece) => (piece.kind === kind ? [] : [piece.text])).join("");
const marked = (pieces: Piece[], kind: Piece["kind"]) =>
  pieces.filter((piece) => piece.kind === kind).map((piece) => piece.text.trim());

test("one word in, one word out", () => {
  const pieces = wordDiff("Vi vil bygge tett ved banen.", "Vi vil bygge høyt ved banen.");
  expect(marked(pieces, "new")).toEqual(["høyt"]);
  expect(marked(pieces, "gone")).toEqual(["tett"]);
  expect(helps(pieces)).toBe(true);
});

test("the first version is all new, an emptied text all gone, and neither is helped by marks", () => {
  expect(wordDiff("", "Vi vil")).toEqual([{ kind: "new", text: "Vi vil" }]);
  expect(wordDiff("Vi vil", "")).toEqual([{ kind: "gone", text: "Vi vil" }]);
  expect(wordDiff("", "")).toEqual([]);
  expect(helps(wordDiff("", "Vi vil"))).toBe(false);
});

test("whatever the two texts are, both can be read from the pieces", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const words = ["vi", "vil", "bygge", " ", "\n", "  ", "nå", "🚌"];
  const text = () => Array.from({ length: random(30) }, () => words[random(words.length)]).join("");
  let changed = 0;
  for (let i = 0; i < 300; i++) {
    const [before, after] = [text(), text()];
    const pieces = wordDiff(before, after);
    expect(without(pieces, "new")).toBe(before);
    expect(without(pieces, "gone")).toBe(after);
    changed += Number(pieces.length > 2);
  }
  expect(changed).toBeGreaterThan(100);
});

test("four thousand characters are nothing", () => {
  const long = "ord ".repeat(1_000);
  expect(wordDiff(long, `${long}til`).at(-1)).toEqual({ kind: "new", text: "til" });
});
