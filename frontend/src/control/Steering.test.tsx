// What steadies a nervous hand: the way back, quiet alarms, a proposal how to cut, the word, keys.
import { act, cleanup, fireEvent, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { ControlView, Kind } from "../protocol";
import { aFullHall, aView, HEAD, now, QUESTION, step, table } from "./sample";
import { lead, press } from "./stage";

const NOON = 1_900_000_000_000;
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.useRealTimers();
});

const long = (id: string, kind: Kind, minutes: number, state = "coming") => ({ ...step(id, kind, state), minutes });

/** Writing for ten minutes more, with half an hour after that. */
const evening = (ends: number, parts: Partial<ControlView> = {}) =>
  aView({
    workshop: { ...HEAD, ends: NOON + ends * MINUTE },
    now: now({ ends_at: NOON + 10 * MINUTE }),
    programme: [
      long("s1", "write", 10, "now"),
      long("s2", "talk", 12, "next"),
      long("s3", "plenary", 15),
      long("s4", "end", 3),
    ],
    questions: [QUESTION],
    tables: { 1: table(1), 2: table(2) },
    ...parts,
  });

const region = () => screen.getByRole("region", { name: "Worth a look" });

/** A little at a time, so that the page looks at the hall meanwhile. */
async function pass(ms: number) {
  for (let left = ms; left > 0; left -= 10_000) await act(async () => void (await vi.advanceTimersByTimeAsync(Math.min(left, 10_000))));
}

// ---------------------------------------------------------------- the way back

test("a step closed too early is opened again, with one press", async () => {
  const { send } = lead(evening(90, { now: now({ open: false }), undo: { step: "s1" } }));
  await press(/Undo: open it again/);
  expect(send).toHaveBeenCalledWith({ t: "undo", step: "s1" });
});

test("going far ahead says how many steps are passed by", async () => {
  lead(evening(90));
  await press(/^Closing/);
  await press("Go to this step");
  expect(screen.getByText(/2 steps are passed by/)).toBeTruthy();
});

test("the programme tells what to say now and next, and of the others when they are opened", async () => {
  const programme = ["now", "next", "coming"].map((state) => ({ ...step(state, "talk", state), detail: `Say ${state}` }));
  lead(evening(90, { programme }));
  const list = screen.getByRole("region", { name: "Programme" });
  expect(within(list).queryAllByText(/^Say/).map((one) => one.textContent)).toEqual(["Say now", "Say next"]);
  fireEvent.click(within(list).getAllByRole("button", { name: /coming/ })[0] as HTMLElement);
  expect(within(list).getByText("Say coming")).toBeTruthy();
});

test("back to the step before, by its name", async () => {
  const view = evening(90, { now: now({ id: "s2", kind: "talk" }), undo: { step: "s1" } });
  const { send, shown } = lead(view);
  await press(/Undo: back to Individual writing/);
  expect(send).toHaveBeenCalledWith({ t: "undo", step: "s1" });
  await act(() => void (shown.value = { ...view, undo: null }));
  expect(screen.queryByRole("button", { name: /Undo/ })).toBeNull();
});

test.each([
  ["an accidental start", "rules" as const, null, "the meeting has not begun"],
  ["a round of new neighbours", "round" as const, "s1", "stays sealed"],
])("%s: it says what does not come back, and asks", async (_name, kind, back, words) => {
  const { send } = lead(evening(90, { now: now({ id: "s2", kind }), undo: { step: back } }));
  await press(/Undo/);
  expect(send).not.toHaveBeenCalled();
  expect(screen.getByRole("group").getAttribute("aria-label")).toContain(words);
  await press("No, stay here");
  expect(screen.queryByRole("group")).toBeNull();
  await press(/Undo/);
  await press("Yes, go back");
  expect(send).toHaveBeenCalledWith({ t: "undo", step: back });
});

test("the question goes when another hand has moved the hall", async () => {
  const view = evening(90, { now: now({ id: "s2", kind: "round" }), undo: { step: "s1" } });
  const { shown } = lead(view);
  await press(/Undo/);
  await act(() => void (shown.value = { ...view, now: now({ id: "s3", kind: "round" }), undo: { step: "s2" } }));
  expect(screen.queryByRole("group")).toBeNull();
});

// ---------------------------------------------------------------- alarms

test("a table that has written nothing for three minutes is named, once, and put to rest", async () => {
  const { shown } = lead(evening(90));
  expect(region().textContent).toBe("");
  await pass(2 * MINUTE);
  await act(() => void (shown.value = evening(90, { tables: { 1: table(1), 2: table(2, { notes: 9 }) } })));
  await pass(MINUTE + 1_000);
  expect(region().textContent).toContain("Bord 1 has written nothing for three minutes.");
  await press("I know");
  expect(region().textContent).toBe("");
  await pass(2 * MINUTE);
  expect(region().textContent).toContain("Bord 2 has written nothing");
  expect(region().textContent).not.toContain("Bord 1");
});

test("several quiet tables are one alarm", async () => {
  lead(evening(90, { tables: Object.fromEntries([1, 2, 3].map((no) => [no, table(no)])) }));
  await pass(3 * MINUTE + 1_000);
  expect(screen.getAllByText("Bord 1, Bord 2, and Bord 3 have written nothing for three minutes.")).toHaveLength(2);
  expect(screen.getAllByRole("button", { name: "I know" })).toHaveLength(1);
});

test("notes from few tablets", async () => {
  const hall = { tables: 2, ready: 0, tablets: 10, accepted: 10, cast: 0 };
  const { counts } = aView();
  lead(evening(90, { hall, counts: { ...counts, wrote: 4 }, tables: {} }));
  await pass(3 * MINUTE + 1_000);
  expect(region().textContent).toContain("Fewer than half of the tablets");
});

test("after the last step it reminds of ending the workshop", () => {
  lead(evening(90, { now: now({ id: "s4", kind: "end" }), programme: [long("s4", "end", 3, "now")] }));
  expect(region().textContent).toContain("Remember to end the workshop.");
});

// ---------------------------------------------------------------- the time does not hold

test("how late it gets, how to cut, and the cut in one press", async () => {
  const { send, shown } = lead(evening(35));
  expect(region().textContent).toContain("As it stands you are done at 19:26, 5 minutes late.");
  const cuts = within(region()).getAllByRole("listitem").map((item) => item.textContent);
  expect(cuts).toEqual(["1 min of “Table talk”", "4 min of “Plenary”"]);
  expect(region().textContent).toContain("Then you are done at 19:21.");
  await press("Cut it like this");
  await pass(1);
  expect(send.mock.calls).toEqual([
    [{ t: "set_minutes", step: "s2", minutes: 11 }],
    [{ t: "set_minutes", step: "s3", minutes: 11 }],
  ]);
  const shorter = [long("s1", "write", 10, "now"), long("s2", "talk", 11, "next"), long("s3", "plenary", 11)];
  await act(() => void (shown.value = evening(35, { programme: [...shorter, long("s4", "end", 3)] })));
  expect(region().textContent).not.toContain("late");
  await press("Take the cut back");
  await pass(1);
  expect(send.mock.calls.slice(2)).toEqual([
    [{ t: "set_minutes", step: "s2", minutes: 12 }],
    [{ t: "set_minutes", step: "s3", minutes: 15 }],
  ]);
  expect(screen.queryByText(/^Cut:/)).toBeNull();
});

test("a step left out is left out, and taken in again", async () => {
  const { send } = lead(evening(20));
  expect(region().textContent).toContain("all of “Plenary”");
  await press("Cut it like this");
  await pass(1);
  expect(send).toHaveBeenLastCalledWith({ t: "skip_step", step: "s3" });
  await press("Take the cut back");
  await pass(1);
  expect(send).toHaveBeenLastCalledWith({ t: "skip_step", step: "s3", on: false });
});

test("what the server does not take is said, and the rest is not asked for", async () => {
  const { send } = lead(evening(35), { t: "refused", n: 1, code: "closed" });
  await press("Cut it like this");
  await pass(1);
  expect(send).toHaveBeenCalledTimes(1);
  expect(region().textContent).toContain("It is closed now.");
  expect(screen.queryByText("Take the cut back")).toBeNull();
});

test("put to rest, it comes back when it is five minutes later still", async () => {
  lead(evening(35, { now: now({ left: 10 * MINUTE }), tables: {} }));
  await press("I know");
  expect(region().textContent).toBe("");
  await pass(6 * MINUTE);
  expect(region().textContent).toContain("The time does not hold");
});

test.each([
  ["it holds", evening(40)],
  ["a minute nobody notices", evening(39)],
  ["not begun", { ...evening(5), now: null }],
  ["another evening than the planned one", evening(-4 * 60)],
  ["over", { ...evening(5), workshop: { ...HEAD, ended: true, ends: NOON } }],
])("no alarm about the time: %s", (_name, view) => {
  lead(view);
  expect(region().textContent).not.toContain("The time does not hold");
});

// ---------------------------------------------------------------- the word

test("the word is given with a tap, and shown by tables with minutes in words", async () => {
  const floor = { table: 2, since: NOON - 2 * MINUTE, spoken: [[2, MINUTE], [3, 20_000]] as [number, number][] };
  const tables = { 1: table(1), 2: table(2), 3: table(3), 4: table(4, { disbanded: true }) };
  const { send } = lead(evening(90, { now: now({ kind: "plenary" }), floor, tables }));
  const all = screen.getByRole("region", { name: "Who has the word" });
  expect([...all.querySelectorAll(".time")].map(({ textContent }) => textContent)).toEqual(["not yet", "3 min", "under a minute"]);
  await press("Bord 1");
  expect(send).toHaveBeenLastCalledWith({ t: "floor", table: 1 });
  await press("Bord 2");
  expect(send).toHaveBeenLastCalledWith({ t: "floor", table: null });
});

// ---------------------------------------------------------------- keys

const key = (name: string, more: Partial<KeyboardEventInit> = {}, at: Element = document.body) =>
  act(async () => void fireEvent.keyDown(at, { key: name, ...more }));

test("single keys press the buttons that carry them", async () => {
  const { send } = lead(evening(90, { now: now({ id: "s2", kind: "talk", ends_at: NOON + MINUTE }), undo: { step: "s1" } }));
  await key("+");
  expect(send).toHaveBeenLastCalledWith({ t: "clock", step: "s2", ends_at: NOON + 2 * MINUTE });
  await key("p");
  expect(send).toHaveBeenLastCalledWith({ t: "clock", step: "s2", left: MINUTE });
  await key("u");
  expect(send).toHaveBeenLastCalledWith({ t: "undo", step: "s1" });
  await key("b");
  expect(document.activeElement?.id).toBe("big");
  expect(send).toHaveBeenCalledTimes(3);
});

test("n shows the next statement, h leads to the notes", async () => {
  const { send } = lead(aFullHall());
  await key("n");
  expect(send).toHaveBeenLastCalledWith({ t: "show", question: "q1", table: 2 });
  await key("h");
  expect(document.activeElement?.tagName).toBe("SUMMARY");
});

test("a note is found by its words among three hundred, and hidden", async () => {
  const { send } = lead(aFullHall());
  const field = screen.getByLabelText("Find a note by its words");
  await act(async () => void fireEvent.input(field, { target: { value: "INNSPILL 29" } }));
  expect(screen.getAllByText(/^Innspill 29/)).toHaveLength(11);
  expect(screen.getByText("11 notes found")).toBeTruthy();
  await act(async () => void fireEvent.input(field, { target: { value: "innspill 299" } }));
  await press("Hide …");
  await press("A name");
  expect(send).toHaveBeenLastCalledWith({ t: "hide", id: "n299", reason: "name" });
});

test("no keys with others held, held down, while somebody types, behind a dialog, or turned off", async () => {
  const { send } = lead(aView({ ...evening(90), programme: [], now: now({ ends_at: NOON + MINUTE }) }));
  const field = document.body.appendChild(document.createElement("input"));
  await key("p", { ctrlKey: true });
  await key("p", { repeat: true });
  await key("p", {}, field);
  field.remove();
  await key("?");
  expect(screen.getByRole("dialog").hasAttribute("open")).toBe(true);
  await key("p");
  await act(async () => void fireEvent.click(screen.getByLabelText("Use shortcuts on this computer")));
  await press("Close");
  await key("p");
  expect(send).not.toHaveBeenCalled();
});

// ---------------------------------------------------------------- all of it

test("no barriers that a machine can find, with all of it on the screen", async () => {
  vi.useRealTimers();
  const late = { ...HEAD, ends: Date.now() - MINUTE };
  lead({ ...aFullHall(), workshop: late, now: now({ kind: "plenary", left: 0 }), undo: { step: "s1" } });
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
}, 20_000);
