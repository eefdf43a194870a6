// The seating list on the projector: whole, a few tables at a time, and calm.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { aPicture, now } from "../control/sample";
import type { Places } from "../neighbours";
import { Round } from "./Round";

const CHANGING = now({ kind: "round", question: null, round: 1 });
let still = false;

beforeEach(() => {
  vi.useFakeTimers();
  still = false;
  document.body.dataset.code = "SKJERM22";
  vi.stubGlobal("matchMedia", () => ({ matches: still }));
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Twelve tables with long names, and so many at each. */
function places(people: number): Places {
  const table = (_none: unknown, i: number) => ({
    no: i + 1,
    name: `Bordet ved vinduet mot fjorden ${i + 1}`,
    people: Array.from({ length: people }, (_no, j) => `Navn ${i + 1}.${j}`),
  });
  return { laid: true, tables: Array.from({ length: 12 }, table), standing: ["Sent Kommen"] };
}

const after = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

async function show(answer: Places | Error, cafe = false): Promise<void> {
  vi.stubGlobal(
    "fetch",
    vi.fn(() =>
      answer instanceof Error ? Promise.reject(answer) : Promise.resolve(new Response(JSON.stringify(answer))),
    ),
  );
  render(<Round view={aPicture({ now: { ...CHANGING, cafe } })} />);
  await after(10);
}

const tables = () => screen.getAllByRole("heading", { level: 2 }).map((one) => one.textContent);

test("everybody is on some page, and it turns by itself", async () => {
  await show(places(6));
  const seen = new Set<string | null>();
  for (let page = 1; page <= 4; page++) {
    expect(screen.getByText(`Page ${page} of 4`)).toBeTruthy();
    expect(tables().length).toBeLessThanOrEqual(4);
    for (const name of tables()) seen.add(name);
    if (page < 4) await after(12_000);
  }
  expect(seen.size).toBe(13);
  expect(screen.getByText("Sent Kommen")).toBeTruthy();
  await after(12_000);
  expect(screen.getByText("Page 1 of 4")).toBeTruthy();
});

test("a hand that turns it stops the turning, and so does a wish for calm", async () => {
  await show(places(6));
  fireEvent.click(screen.getByRole("button", { name: "Next page" }));
  await after(60_000);
  expect(screen.getByText("Page 2 of 4")).toBeTruthy();
  cleanup();
  still = true;
  await show(places(6));
  await after(60_000);
  expect(screen.getByText("Page 1 of 4")).toBeTruthy();
});

test("without a seating, or a server, it says what to do", async () => {
  await show({ laid: false, tables: places(1).tables, standing: [] }, true);
  expect(screen.getByText(/Find a new table/)).toBeTruthy();
  expect(screen.getByText(/host stays/)).toBeTruthy();
  cleanup();
  await show(new Error("away"));
  expect(screen.getByText("We change tables")).toBeTruthy();
});
