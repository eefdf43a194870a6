// Views are put together without losing or redrawing anything.
import { expect, test } from "vitest";

import type { ViewFrame } from "./protocol";
import { merge } from "./view";

interface View {
  now: { id: string } | null;
  hall: { tablets: number };
  notes: Record<string, { text: string }>;
}

function frame(change: Partial<ViewFrame>): ViewFrame {
  return { t: "view", epoch: "e", v: 2, since: 1, parts: {}, lists: {}, ...change };
}

const LISTS = ["notes"];
const whole = frame({
  since: 0,
  parts: { now: { id: "a" }, hall: { tablets: 1 } },
  lists: { notes: { clear: false, set: { x: { text: "x" }, y: { text: "y" } }, gone: [] } },
});

test("a whole view forgets the old one", () => {
  const first = merge<View>(null, whole, LISTS);
  const second = merge<View>(first, frame({ since: 0, parts: { now: null } }), LISTS);
  expect(second).toEqual({ now: null, notes: {} });
});

test("a change without a view to build on is no view", () => {
  expect(merge<View>(null, frame({}), LISTS)).toBeNull();
});

test("only what changed gets a new identity", () => {
  const first = merge<View>(null, whole, LISTS) as View;
  const second = merge<View>(first, frame({ parts: { hall: { tablets: 2 } } }), LISTS) as View;
  expect(second.hall.tablets).toBe(2);
  expect(second.now).toBe(first.now);
  expect(second.notes).toBe(first.notes);
  expect(first.hall.tablets).toBe(1);
});

test("items come, change and go; the others stay the same objects", () => {
  const first = merge<View>(null, whole, LISTS) as View;
  const lists = { notes: { clear: false, set: { z: { text: "z" } }, gone: ["x"] } };
  const second = merge<View>(first, frame({ lists }), LISTS) as View;
  expect(Object.keys(second.notes)).toEqual(["y", "z"]);
  expect(second.notes.y).toBe(first.notes.y);
});

test("a list is cleared before anything is set", () => {
  const first = merge<View>(null, whole, LISTS) as View;
  const lists = { notes: { clear: true, set: { z: { text: "z" } }, gone: [] } };
  expect(Object.keys((merge<View>(first, frame({ lists }), LISTS) as View).notes)).toEqual(["z"]);
});

test("a list change may leave out what does not apply", () => {
  const first = merge<View>(null, whole, LISTS) as View;
  const lists = { notes: { set: {}, clear: true } };
  expect((merge<View>(first, frame({ lists }), LISTS) as View).notes).toEqual({});
});
