// The order of the notes is each tablet's own, and does not move under a reader's eyes.
import { expect, test } from "vitest";

import { shuffled } from "./shuffle";

const ids = Array.from({ length: 12 }, (_, i) => `note${i}`);

test("two tablets see different orders of the same notes", () => {
  const [one, other] = [shuffled([], ids, "a1"), shuffled([], ids, "b2")];
  expect(one).not.toEqual(other);
  expect([...one].sort()).toEqual([...other].sort());
});

test("the same tablet sees the same order, however they came", () => {
  expect(shuffled([], [...ids].reverse(), "a1")).toEqual(shuffled([], ids, "a1"));
});

test("what is being read stays in place; new notes come after", () => {
  const before = shuffled([], ids, "a1");
  const after = shuffled(before, [...ids.slice(1), "new"], "a1");
  expect(after).toEqual([...before.filter((id) => id !== ids[0]), "new"]);
});
