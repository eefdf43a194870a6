// The arithmetic of the shared clock: times are named outright, and never lie in the past.
import { expect, test } from "vitest";

import { now } from "./sample";
import { addMinutes, pauseOrResume, startClock } from "./time";

const AT = 1_000_000;
const MINUTE = 60_000;

test("minutes are added to and taken from a running clock", () => {
  const running = now({ ends_at: AT + 2 * MINUTE });
  expect(addMinutes(running, 5, AT)).toEqual({ step: "s1", ends_at: AT + 7 * MINUTE });
  expect(addMinutes(running, -1, AT)).toEqual({ step: "s1", ends_at: AT + MINUTE });
});

test("asking twice from the same picture asks for the same time", () => {
  const running = now({ ends_at: AT + 2 * MINUTE });
  expect(addMinutes(running, 1, AT + 30)).toEqual(addMinutes(running, 1, AT));
});

test("a clock that has run out, or is not there, counts from this moment", () => {
  expect(addMinutes(now({ ends_at: AT - 4 * MINUTE }), 1, AT)).toMatchObject({ ends_at: AT + MINUTE });
  expect(addMinutes(now(), 5, AT)).toMatchObject({ ends_at: AT + 5 * MINUTE });
});

test("taking a minute from the last half one leaves nothing, not less", () => {
  expect(addMinutes(now({ ends_at: AT + MINUTE / 2 }), -1, AT)).toMatchObject({ ends_at: AT });
  expect(addMinutes(now({ left: MINUTE / 2 }), -1, AT)).toEqual({ step: "s1", left: 0 });
});

test("a paused clock stays paused when minutes are added", () => {
  expect(addMinutes(now({ left: MINUTE }), 5, AT)).toEqual({ step: "s1", left: 6 * MINUTE });
});

test("pausing keeps what is left, and going on gives it back", () => {
  const running = now({ ends_at: AT + 3 * MINUTE });
  expect(pauseOrResume(running, AT)).toEqual({ step: "s1", left: 3 * MINUTE });
  expect(pauseOrResume(now({ left: 3 * MINUTE }), AT + MINUTE)).toEqual({
    step: "s1",
    ends_at: AT + 4 * MINUTE,
  });
  expect(pauseOrResume(now({ ends_at: AT - 1 }), AT)).toEqual({ step: "s1", left: 0 });
  expect(pauseOrResume(now(), AT)).toBeNull();
});

test("a clock is started with the step's own minutes, or five", () => {
  expect(startClock(now({ minutes: 8 }), AT)).toEqual({ step: "s1", ends_at: AT + 8 * MINUTE });
  expect(startClock(now({ minutes: 0 }), AT)).toEqual({ step: "s1", ends_at: AT + 5 * MINUTE });
});
