// What is not in the first load is fetched until it is here, and never twice at once.
import { afterEach, expect, test, vi } from "vitest";

import { fetchLater } from "./later";

const tries = vi.fn();
vi.mock("./Talk", () => ({
  get Talk() {
    tries();
    throw new Error("away");
  },
}));

afterEach(() => vi.useRealTimers());

test("however often a step is asked for, one try is under way", async () => {
  vi.useFakeTimers();
  for (let i = 0; i < 5; i++) fetchLater(["Talk"]);
  await vi.dynamicImportSettled();
  expect(tries).toHaveBeenCalledTimes(1);
  fetchLater(["Talk"]); // the line is back before the next try
  await vi.advanceTimersByTimeAsync(2_000);
  await vi.dynamicImportSettled();
  expect(tries).toHaveBeenCalledTimes(2);
});
