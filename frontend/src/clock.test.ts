// The hall's clock is right on a tablet whose own clock is not, and rests when nobody looks.
import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clockText, clockWords, remaining, serverNow, setServerTime, shareLeft } from "./clock";
import type { Now } from "./protocol";

const SERVER = 1_800_000_000_000;
const HOUR = 3_600_000;

const step: Now = {
  ...{ id: "a", kind: "write", title: "", question: null, open: true, minutes: 5 },
  ...{ no: 1, count: 3, ends_at: null, left: null, grace_until: 0, round: 0, cafe: false },
};

beforeEach(() => {
  vi.useFakeTimers({ now: SERVER - HOUR });
});

afterEach(() => {
  vi.useRealTimers();
});

test("the server's time holds, however wrong the tablet's own clock is", () => {
  setServerTime(SERVER, 0);
  expect(serverNow()).toBe(SERVER);
  expect(remaining({ ...step, ends_at: SERVER + 60_000 })).toBe(60_000);
  vi.advanceTimersByTime(90_000);
  expect(remaining({ ...step, ends_at: SERVER + 60_000 })).toBe(-30_000);
});

test("half of the way there and back is taken off", () => {
  setServerTime(SERVER, 400);
  expect(serverNow()).toBe(SERVER + 200);
});

test("it is whole milliseconds: the server takes no others", () => {
  setServerTime(SERVER, 7);
  expect(Number.isInteger(serverNow())).toBe(true);
});

test("a paused clock stands, and a step may have none", () => {
  expect(remaining({ ...step, left: 5_000 })).toBe(5_000);
  expect(remaining(step)).toBeNull();
  expect(remaining(null)).toBeNull();
});

test("it beats once a second, only while somebody reads it", () => {
  setServerTime(SERVER, 0);
  const seen: string[] = [];
  const ends_at = SERVER + 3_000;
  const stop = effect(() => {
    seen.push(clockText(remaining({ ...step, ends_at }) ?? 0));
  });
  vi.advanceTimersByTime(2_100);
  expect(seen).toEqual(["0:03", "0:02", "0:01"]);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});

test("minutes and seconds", () => {
  expect([0, 1, 1_000, 61_000, 245_000, 4_500_000, -9_000].map(clockText)).toEqual([
    ...["0:00", "0:01", "0:01", "1:01", "4:05", "75:00", "0:00"],
  ]);
});

test.each([
  [4 * 60_000 + 5_000, "4 min left", 0.816],
  [60_000, "1 min left", 0.2],
  [299_300, "5 min left", 0.998], // beside 5:00
  [59_000, "Less than 1 min left", 0.197],
  [0, "Time is up", 0],
  [-HOUR, "Time is up", 0],
  [HOUR, "60 min left", 1], // more time than was planned
])("with %i ms left it says so in words and as a share", (left, words, share) => {
  setServerTime(SERVER, 0);
  const running = { ...step, ends_at: SERVER + left };
  expect(clockWords(running)).toBe(words);
  expect(shareLeft(running)).toBeCloseTo(share, 2);
});

test("a paused clock says so, and one that is not there says nothing", () => {
  expect(clockWords({ ...step, left: 5_000 })).toBe("The clock is paused");
  expect([clockWords(step), shareLeft(step)]).toEqual(["", null]);
});
