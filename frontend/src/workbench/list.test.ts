// What the list shows, in which order, and where the editor goes next.
import { expect, test } from "vitest";

import { between, counted, EVERYTHING, inSight, itemsOf, matches, nextAfter, ordered, questionsOf } from "./list";
import { aView } from "./sample";

const items = itemsOf(
  aView({
    a: {},
    b: { theme: "A" },
    c: { theme: "A", fate: "used", links: { S: "supports" } },
    d: { fate: "aside", why: "unclear" },
  }),
);
const shown = (filter: Partial<typeof EVERYTHING>) =>
  items.filter((item) => matches(item, { ...EVERYTHING, ...filter })).map(({ id }) => id);

test("a filter shows how far it has come, in a theme, with words", () => {
  expect(shown({})).toEqual(["a", "b", "c", "d"]);
  expect(shown({ stage: "left" })).toEqual(["a", "b"]);
  expect(shown({ stage: "untold" })).toEqual(["a"]);
  expect(shown({ stage: "ended" })).toEqual(["c", "d"]);
  expect(shown({ stage: "aside" })).toEqual(["d"]);
  expect(shown({ theme: "A", stage: "left" })).toEqual(["b"]);
  expect(shown({ words: "  A " })).toEqual(["a"]);
  expect(shown({ sort: "argument" })).toEqual([]);
});

test("each choice has beside it how many there are with the other choices as they are", () => {
  const filter = { ...EVERYTHING, stage: "left" as const };
  expect(Object.fromEntries(counted(items, filter, "theme"))).toEqual({ "": 1, A: 1 });
  const stages = counted(items, { ...filter, theme: "A" }, "stage");
  expect(stages.get("all")).toBe(2);
  expect(stages.get("left")).toBe(1);
});

test("what has no theme comes first, the least sure before all", () => {
  const many = itemsOf(aView({ a: { fate: "used" }, b: { theme: "A" }, c: {}, d: {}, e: {} }));
  const likely = { c: [["A", 0.9]], d: [["A", 0.2]] } as Record<string, [string, number][]>;
  expect(ordered(many, likely)).toEqual(["e", "d", "c", "b", "a"]);
});

test("the next one is the first wanted after it, around the end, and never what was acted on", () => {
  const ids = ["a", "b", "c", "d"];
  const open = (id: string) => id === "a" || id === "c";
  expect(nextAfter(ids, "b", new Set(["b"]), open)).toBe("c");
  expect(nextAfter(ids, "c", new Set(["c"]), open)).toBe("a");
  expect(nextAfter(ids, "b", new Set(["b", "c", "a"]), open)).toBe("d");
  expect(nextAfter(["a"], "a", new Set(["a"]), open)).toBe("a");
  expect(nextAfter([], "", new Set(), open)).toBe("");
});

test("what was corrected and what was worded anew of the same statement are told apart", () => {
  const view = aView({ a: {}, b: {}, c: {} });
  Object.assign(view.contributions.b ?? {}, { question: "S.corrections", sort: "correction", about: "So it is" });
  Object.assign(view.contributions.c ?? {}, { question: "S.rewording", sort: "statement", about: "So it is" });
  view.questions = [{ id: "q", text: "Why?" }] as typeof view.questions;
  expect(questionsOf(itemsOf(view), view)).toEqual([
    ["q", "Why?"],
    ["S.corrections", "Correction: So it is"],
    ["S.rewording", "What a table says: So it is"],
  ]);
});

test("many are chosen from one to the other, whichever is first", () => {
  const ids = ["a", "b", "c", "d"];
  expect(between(ids, "b", "d")).toEqual(["b", "c", "d"]);
  expect(between(ids, "d", "b")).toEqual(["b", "c", "d"]);
  expect(between(ids, "gone", "b")).toEqual(["b"]);
});

test("only the rows in sight are drawn, also at the ends and when the list gets short", () => {
  expect(inSight(1500, { top: 0, height: 700, row: 70, spare: 2 })).toEqual({ first: 0, last: 12 });
  expect(inSight(1500, { top: 7000, height: 700, row: 70, spare: 2 })).toEqual({ first: 98, last: 112 });
  expect(inSight(5, { top: 7000, height: 700, row: 70, spare: 2 })).toEqual({ first: 5, last: 5 });
});
