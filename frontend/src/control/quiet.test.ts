// Who is told of as quiet, and when: not too early, not after a pause, not while the laptop slept.
import { expect, test } from "vitest";

import type { ControlView } from "../protocol";
import { comesFromFew, type Memory, quiet, QUIET_AFTER, remember } from "./quiet";
import { aView, now, table } from "./sample";

const SECOND = 1_000;
const hall = (one: number, other = 3, parts: Partial<ControlView> = {}) =>
  aView({ now: now(), tables: { 1: table(1, { notes: one }), 2: table(2, { notes: other }) }, ...parts });

/** Looked at every second, as the page does. */
function watch(view: ControlView, from: number, to: number, memory: Memory | null = null) {
  for (let at = from; at <= to; at += SECOND) memory = remember(memory, view, at);
  return memory;
}
const numbers = (memory: Memory | null, view: ControlView, at: number) => quiet(memory, view, at).map(({ no }) => no);

test("three minutes without a note more, and not before", () => {
  const first = watch(hall(0), 0, 60 * SECOND);
  const more = watch(hall(0, 4), 61 * SECOND, QUIET_AFTER, first);
  expect(numbers(more, hall(0, 4), QUIET_AFTER - 1)).toEqual([]);
  expect(numbers(more, hall(0, 4), QUIET_AFTER)).toEqual([1]);
  const all = watch(hall(0, 4), QUIET_AFTER, QUIET_AFTER + 61 * SECOND, more);
  expect(numbers(all, hall(0, 4), QUIET_AFTER + 61 * SECOND)).toEqual([1, 2]);
  const wrote = watch(hall(1, 4), QUIET_AFTER, QUIET_AFTER + SECOND, more);
  expect(numbers(wrote, hall(1, 4), QUIET_AFTER + SECOND)).toEqual([]);
});

test("a note taken back is not a note written", () => {
  const memory = watch(hall(2, 3), 0, 100 * SECOND);
  const fewer = watch(hall(1, 3), 101 * SECOND, QUIET_AFTER, memory);
  expect(numbers(fewer, hall(1, 3), QUIET_AFTER)).toEqual([1, 2]);
});

test.each([
  ["ready", { ready: true }],
  ["without tablets", { tablets: 0 }],
  ["disbanded", { disbanded: true }],
  ["done with its statement", { statement: true }],
  ["writing with the pen", { pen: true }],
])("not a table that is %s", (_name, parts) => {
  const view = aView({ now: now({ kind: "talk" }), tables: { 1: table(1, parts), 2: table(2) } });
  expect(numbers(watch(view, 0, QUIET_AFTER), view, QUIET_AFTER)).toEqual([2]);
});

test.each([
  ["a pause", { left: 9 }],
  ["a closed step", { open: false }],
  ["the plenary", { kind: "plenary" as const }],
])("%s is not counted, and counting starts anew after it", (_name, parts) => {
  const memory = watch(hall(0), 0, QUIET_AFTER - SECOND);
  expect(remember(memory, hall(0, 3, { now: now(parts) }), QUIET_AFTER)).toBeNull();
  const after = watch(hall(0), QUIET_AFTER, QUIET_AFTER + SECOND, null);
  expect(numbers(after, hall(0), QUIET_AFTER + SECOND)).toEqual([]);
});

test("another step starts anew", () => {
  const memory = watch(hall(0), 0, QUIET_AFTER);
  const next = hall(0, 3, { now: now({ id: "s2", kind: "talk" }) });
  expect(numbers(remember(memory, next, QUIET_AFTER), next, QUIET_AFTER)).toEqual([]);
});

test("a laptop that wakes looks at the hall before it says anything", () => {
  const memory = watch(hall(0), 0, SECOND);
  const woken = 10 * 60 * SECOND;
  const stale = remember(memory, hall(0), woken);
  expect(numbers(stale, hall(0), woken)).toEqual([]);
  const fresh = watch(hall(5), woken + 2 * SECOND, woken + 11 * SECOND, stale);
  expect(numbers(fresh, hall(5), woken + 11 * SECOND)).toEqual([2]);
});

test("few tablets: less than half, after three minutes of writing", () => {
  const from = (wrote: number, tablets = 10) => {
    const { hall: all, counts } = aView();
    return hall(0, 3, { hall: { ...all, tablets }, counts: { ...counts, wrote } });
  };
  const memory = watch(from(4), 0, QUIET_AFTER);
  expect(comesFromFew(memory, from(4), QUIET_AFTER)).toBe(true);
  expect(comesFromFew(memory, from(4), QUIET_AFTER - 1)).toBe(false);
  expect(comesFromFew(memory, from(5), QUIET_AFTER)).toBe(false);
  expect(comesFromFew(memory, from(1, 3), QUIET_AFTER)).toBe(false);
});
