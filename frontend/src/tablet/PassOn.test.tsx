// One tablet for several people: each gives their own, and sees nothing of what another gave.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { box } from "./memory";
import { PassOn } from "./PassOn";
import { aNow, aTablet, aView, type Hall } from "./sample";
import { TabletContext } from "./tablet";
import { Write } from "./Write";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("scrollTo", () => undefined);
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const shared = (tablets = 1) => ({ ...aView().table, seats: 2, tablets });
const PASS = "Pass the tablet on";

async function show(tablets = 1): Promise<Hall> {
  const hall = await aTablet(aView({ now: aNow({ kind: "prioritise" }), table: shared(tablets) }));
  let keys = 0;
  hall.send.mockImplementation((frame) =>
    Promise.resolve(
      frame.t === "ticket"
        ? { t: "ticket" as const, n: 1, step: "s", key: `${keys++}`.repeat(32) }
        : { t: "stored" as const, n: 1 },
    ),
  );
  render(
    <TabletContext.Provider value={hall.tablet}>
      <h1 tabIndex={-1}>Prioritising</h1>
      <PassOn step="s" />
    </TabletContext.Provider>,
  );
  return hall;
}

const cast = (hall: Hall, marks: Record<string, number>) =>
  act(async () => {
    hall.tablet.outbox.cast("s", marks);
    await vi.advanceTimersByTimeAsync(500);
  });
const press = () => act(async () => void fireEvent.click(screen.getByRole("button", { name: PASS })));

test("each hand has a ballot of its own, as many as the table has seats", async () => {
  const hall = await show();
  const { memory } = hall.tablet;
  expect(screen.queryByRole("button")).toBeNull();
  await cast(hall, { a: 1 });
  await press();
  expect(memory.ballots.value).toEqual({});
  expect(document.activeElement?.tagName).toBe("H1");
  expect(screen.getByRole("status").textContent).toContain("Now it is you");
  await cast(hall, { b: 1 });
  expect(screen.queryByRole("button", { name: PASS })).toBeNull();
  expect(screen.getByText(/As many have had the tablet/)).toBeTruthy();
  const sent = hall.send.mock.calls.map(([frame]) => frame);
  expect(sent).toMatchObject([
    { t: "ticket", hand: 0 },
    { t: "ballot", key: "0".repeat(32), rev: 0, marks: { a: 1 } },
    { t: "ticket", hand: 1 },
    { t: "ballot", key: "1".repeat(32), rev: 0, marks: { b: 1 } },
  ]);
});

test("what is not stored is not passed on", async () => {
  const hall = await show();
  hall.send.mockResolvedValue({ t: "away" });
  await cast(hall, { a: 1 });
  expect(screen.queryByRole("button", { name: PASS })).toBeNull();
  hall.tablet.outbox.passOn("s", []);
  expect(hall.tablet.memory.ballots.value.s?.marks).toEqual({ a: 1 });
  expect(hall.tablet.memory.hand("s")).toBe(0);
});

test("where everybody has a tablet nobody is asked", async () => {
  const hall = await show(2);
  await cast(hall, { a: 1 });
  expect(screen.queryByRole("button", { name: PASS })).toBeNull();
});

test("what was written in other steps can be forgotten before the next one comes", async () => {
  const hall = await show();
  const { memory, outbox } = hall.tablet;
  await cast(hall, { a: 1 });
  expect(screen.queryByText(/The next one can open/)).toBeNull();
  await act(async () => {
    memory.type(box.alone("q"), "My own");
    outbox.write(box.alone("q"), "q", "alone");
  });
  expect(screen.getByText(/The next one can open/)).toBeTruthy();
  const forget = screen.getByRole("button", { name: "Forget what I have written on this tablet" });
  await act(async () => void fireEvent.click(forget));
  expect(memory.own.value).toEqual([]);
  expect(screen.queryByText(/The next one can open/)).toBeNull();
  expect(screen.getByRole("button", { name: PASS })).toBeTruthy();
});

// ---------------------------------------------------------------- paper

async function writing(): Promise<Hall> {
  const hall = await aTablet(aView({ table: shared() }));
  const now = aNow();
  render(
    <TabletContext.Provider value={hall.tablet}>
      {now.question && <Write now={now} question={now.question} />}
    </TabletContext.Provider>,
  );
  return hall;
}

async function send(hall: Hall, text: string): Promise<void> {
  await act(async () => hall.tablet.memory.type(box.alone("q"), text));
  await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Send the note" })));
}

test("a slip of paper is stored and forgotten; one's own notes stay", async () => {
  const hall = await writing();
  await send(hall, "My own");
  fireEvent.click(screen.getByRole("checkbox", { name: /from paper/ }));
  await send(hall, "From a slip");
  expect(hall.send.mock.calls.map(([frame]) => frame)).toMatchObject([
    { t: "note", text: "My own" },
    { t: "note", text: "From a slip" },
  ]);
  expect(hall.tablet.memory.inOrder.value.map(({ text }) => text)).toEqual(["My own"]);
  expect(screen.queryByText("From a slip")).toBeNull();
  expect(screen.getByText(/forgotten here/)).toBeTruthy();
});

test("a slip that waits is not seen, and one that is refused is not lost", async () => {
  const hall = await writing();
  fireEvent.click(screen.getByRole("checkbox", { name: /from paper/ }));
  hall.send.mockResolvedValueOnce({ t: "away" });
  await send(hall, "From a slip");
  expect(screen.queryByText("From a slip")).toBeNull();
  expect(screen.getByText("1 waits to be sent")).toBeTruthy();
  hall.send.mockResolvedValueOnce({ t: "refused", n: 1, code: "closed" });
  await act(async () => hall.welcome());
  expect(screen.getByText("From a slip")).toBeTruthy();
  expect(hall.tablet.memory.unsent.value).toBe(1);
});
