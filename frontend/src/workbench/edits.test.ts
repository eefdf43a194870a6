// Acts as edits: no more than what they change, in an order that the server can carry out.
import { expect, test } from "vitest";

import { chunks, freed, linked, merged, placed, setAside, statementDropped, themeDropped } from "./edits";
import { after, aView } from "./sample";

const view = aView({
  a: {},
  b: { theme: "A", fate: "used", links: { S: "supports" } },
  c: { fate: "aside", why: "unclear", words: "?" },
  d: { fate: "merged", into: "b" },
});

test("what lies there already is left out", () => {
  expect(placed(view, ["a", "b"], "A")).toEqual([{ register: "placed", key: "a", old: null, new: "A" }]);
});

test("what is linked has no other kind of end, and what is set aside neither", () => {
  const linking = after(view, linked(view, ["a", "c", "d"], "S", "nuances"));
  for (const id of ["a", "c", "d"]) {
    expect(linking.endings[id]).toMatchObject({ links: { S: "nuances" }, why: null, into: null });
  }
  const aside = after(view, setAside(view, ["b", "c", "d"], { why: "elsewhere", words: "" }));
  for (const id of ["b", "c", "d"]) {
    expect(aside.endings[id]).toMatchObject({ links: {}, why: "elsewhere", into: null });
  }
});

test("what was one with another follows it, before it becomes one with a third", () => {
  const edits = merged(view, ["b"], "a");
  expect(edits.filter(({ register }) => register === "merged")).toEqual([
    { register: "merged", key: "d", old: "b", new: "a" },
    { register: "merged", key: "b", old: null, new: "a" },
  ]);
  expect(after(view, edits).endings.b?.links).toEqual({});
});

test("to be one with what is itself one with a third is to be one with that; never with itself", () => {
  expect(merged(view, ["a"], "d")).toEqual([{ register: "merged", key: "a", old: null, new: "b" }]);
  expect(merged(view, ["b"], "d")).toEqual([]);
});

test("freed of its end it has none", () => {
  const free = after(view, freed(view, ["b", "c", "d"]));
  expect(Object.values(free.endings).every(({ fate }) => fate === "open")).toBe(true);
});

test("what others refer to goes with what refers to it, the references first", () => {
  expect(themeDropped(view, "A").map(({ register }) => register)).toEqual(["placed", "themes"]);
  expect(statementDropped(view, "S").map(({ register }) => register)).toEqual(["links", "statements"]);
});

test("many go in parts, and none is lost", () => {
  const all = Array.from({ length: 1001 }, (_, i) => i);
  const parts = chunks(all);
  expect(parts.map(({ length }) => length)).toEqual([400, 400, 201]);
  expect(parts.flat()).toEqual(all);
  expect(chunks([])).toEqual([]);
});
