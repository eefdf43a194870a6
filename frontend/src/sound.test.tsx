// The sound: off at first, once at the end of a step's time, and not for what was over before.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { now } from "./control/sample";
import type { Now } from "./protocol";

const rung = vi.fn();

/** A browser's audio, as far as it is used; `state` as after a page was opened anew. */
function audio(state: AudioContextState) {
  class Context extends EventTarget {
    state = state;
    currentTime = 0;
    destination = {};
    resume() {
      this.state = "running";
      return Promise.resolve();
    }
    createOscillator() {
      const node = { frequency: { value: 0 }, connect: <T,>(to: T) => to, start: rung, stop: () => undefined };
      return node;
    }
    createGain() {
      const ramp = () => undefined;
      const gain = { setValueAtTime: ramp, exponentialRampToValueAtTime: ramp };
      return { gain, connect: <T,>(to: T) => to };
    }
  }
  vi.stubGlobal("AudioContext", Context);
}

async function show(at: Now | null) {
  const { Sound } = await import("./sound");
  return render(<Sound now={at} />);
}

const press = (name: RegExp) => act(async () => void fireEvent.click(screen.getByRole("button", { name })));
const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const ending = (ms: number) => now({ ends_at: Date.now() + ms });

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  vi.resetModules();
  localStorage.clear();
  rung.mockClear();
  audio("running");
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("it is off until somebody wants it", async () => {
  await show(ending(2_000));
  await pass(5_000);
  expect(rung).not.toHaveBeenCalled();
  await press(/^Try the sound/);
  expect(rung).toHaveBeenCalledTimes(2); // two tones
});

test("it comes once, when the time is up, and follows the clock", async () => {
  const { rerender } = await show(ending(2_000));
  await press(/off$/);
  const { Sound } = await import("./sound");
  rerender(<Sound now={ending(60_000)} />); // more time
  await pass(59_900);
  expect(rung).not.toHaveBeenCalled();
  await pass(200);
  expect(rung).toHaveBeenCalledTimes(2);
  await pass(600_000);
  expect(rung).toHaveBeenCalledTimes(2);
});

test.each([
  ["is over", () => now({ ends_at: Date.now() - 1_000 })],
  ["is paused", () => now({ ends_at: Date.now() + 1_000, left: 1_000 })],
  ["is closed", () => now({ ends_at: Date.now() + 1_000, open: false })],
  ["has no clock", () => now()],
])("not where the step %s", async (_what, step) => {
  localStorage.setItem("tannhjul sound", "on");
  await show(step());
  await pass(5_000);
  expect(rung).not.toHaveBeenCalled();
});

test("a laptop that slept past the end does not ring in the next step", async () => {
  localStorage.setItem("tannhjul sound", "on");
  await show(ending(2_000));
  vi.setSystemTime(Date.now() + 600_000);
  await pass(2_500);
  expect(rung).not.toHaveBeenCalled();
});

test("it is remembered on this screen, and asks for a touch where the browser wants one", async () => {
  await show(null);
  await press(/off$/);
  cleanup();
  vi.resetModules();
  audio("suspended");
  await show(null);
  expect(screen.getByRole("button", { name: /: on$/ }).getAttribute("aria-pressed")).toBe("true");
  expect(screen.getByRole("status").textContent).toMatch(/^The sound waits/);
  await act(async () => void fireEvent.keyDown(document.body, { key: "a" }));
  expect(screen.getByRole("status").textContent).toBe("");
});
