// The device and the server come to the same characters and the same sums.
import { expect, test } from "vitest";

import text from "./vectors.json?raw";
import { clean } from "./clean";
import { carried, fingerprint, isReceipt, links, receipt, root } from "./receipts";

interface Vectors {
  clean: [typed: string, kept: string][];
  fingerprints: [id: string, text: string, mark: string][];
  roots: [marks: string[], root: string][];
}

const vectors = JSON.parse(text) as Vectors;

test.each(vectors.clean)("%j is stored as %j", (typed, kept) => {
  expect(clean(typed)).toBe(kept);
  expect(clean(kept)).toBe(kept);
});

test.each(vectors.fingerprints)("%s %j", (id, text, mark) => {
  expect(fingerprint(id, text)).toBe(mark);
});

test.each(vectors.roots)("the root of %j", (marks, expected) => {
  expect(root(marks)).toBe(expected);
});

test("a receipt is the first half of a fingerprint", () => {
  const mark = `${"fb".repeat(16)}${"00".repeat(16)}`;
  expect(receipt(mark)).toBe("-_v7-_v7-_v7-_v7-_v7-w");
  expect(isReceipt(receipt(mark))).toBe(true);
});

test("a link carries its receipts behind the fragment's sign, few enough to be scanned", () => {
  const all = Array.from({ length: 30 }, (_none, i) => receipt(fingerprint(`${i}`, "")));
  const made = links("https://v.no/mine", "ABC234", all);
  expect(made).toHaveLength(3);
  const read = made.map((link) => carried(new URL(link).hash));
  expect(read.flatMap((each) => each?.receipts)).toEqual(all);
  expect(new Set(read.map((each) => each?.workshop))).toEqual(new Set(["ABC234"]));
  for (const link of made) expect(link.split("#")[0]).toBe("https://v.no/mine");
});

test.each(["", "#", "#ABC234", "#ABC234.", "#ABC234.kort", "#../x.AAAAAAAAAAAAAAAAAAAAAA"])(
  "%j carries nothing",
  (fragment) => {
    expect(carried(fragment)).toBeNull();
  },
);
