// The tablet's screen, step by step: what a councillor meets, and what is sent for them.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeAll, expect, test, vi } from "vitest";

import { setLanguage } from "../i18n";
import type { TabletView } from "../protocol";
import { fetchLater } from "./later";
import { box } from "./memory";
import { aNow, aTablet, aView, cards, type Hall } from "./sample";
import { Screen } from "./Screen";

beforeAll(async () => {
  fetchLater();
  await vi.dynamicImportSettled();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function show(view: TabletView | null, accepted = true): Promise<Hall> {
  const hall = await aTablet(view, accepted);
  render(<Screen tablet={hall.tablet} code="ABCD2345" />);
  return hall;
}

const press = (name: string | RegExp) =>
  act(async () => void fireEvent.click(screen.getByRole("button", { name })));
const type = (label: string | RegExp, value: string) =>
  act(async () => void fireEvent.input(screen.getByLabelText(label), { target: { value } }));
const frames = (hall: Hall, t: string) =>
  hall.send.mock.calls.map(([frame]) => frame).filter((frame) => frame.t === t);

test("before the beginning, be it minutes or weeks, it says that it has not begun", async () => {
  await show(aView({ now: null }));
  expect(screen.getByText(/^The workshop has not begun yet\./)).toBeTruthy();
});

test("V383: in Northern Sámi every step says that nobody has read the words over", async () => {
  const fetched = { language: "se", messages: {} };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(fetched)));
  await show(aView());
  expect(screen.queryByText(/translated by machine/)).toBeNull();
  await act(() => setLanguage("se"));
  expect(within(screen.getByRole("main")).getByText(/translated by machine/)).toBeTruthy();
  await act(() => {
    fetched.language = "en";
    return setLanguage("en");
  });
  vi.unstubAllGlobals();
});

test("a table that is disbanded before the beginning sends its people to another", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new Error("away")));
  await show(aView({ now: null, table: { ...aView().table, disbanded: true } }), false);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toMatch(/^The table is disbanded\./);
  vi.unstubAllGlobals();
});

test("who comes late meets the rules first, and writes after one press", async () => {
  const hall = await show(aView(), false);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Ground rules");
  expect(screen.queryByLabelText("Your note")).toBeNull();
  await press("I am in");
  expect(screen.getByLabelText("Your note")).toBeTruthy();
  expect(hall.tablet.memory.device.value.accepted).toBe(true);
});

test("a note is sent once, however often the button is pressed", async () => {
  const hall = await show(aView());
  await type("Your note", "A school");
  await press("Send the note");
  await press("Send the note");
  expect(frames(hall, "note")).toHaveLength(1);
  expect(screen.getByText("A school")).toBeTruthy();
  expect((screen.getByLabelText("Your note") as HTMLTextAreaElement).value).toBe("");
});

test("Ctrl and Enter send", async () => {
  const hall = await show(aView());
  await type("Your note", "A school");
  await act(async () => {
    fireEvent.keyDown(screen.getByLabelText("Your note"), { key: "Enter", ctrlKey: true });
  });
  expect(frames(hall, "note")).toHaveLength(1);
});

test("a note that is too long says so, and nothing of it is cut or sent", async () => {
  const hall = await show(aView());
  const long = "x".repeat(2_003);
  await type("Your note", long);
  await press("Send the note");
  expect(frames(hall, "note")).toEqual([]);
  expect(screen.getByText(/^3 characters too many/)).toBeTruthy();
  const send = screen.getByRole("button", { name: "Send the note" });
  expect(send.getAttribute("aria-disabled")).toBe("true");
  expect((screen.getByLabelText("Your note") as HTMLTextAreaElement).value).toBe(long);
});

test("a closed step leaves the words, and offers to keep them", async () => {
  const hall = await show(aView());
  await type("Your note", "Half a thou");
  await act(async () => {
    hall.view.value = aView({ now: aNow({ open: false }) });
  });
  expect((screen.getByLabelText("Your note") as HTMLTextAreaElement).value).toBe("Half a thou");
  await press("Keep as my own note");
  expect(frames(hall, "note")).toEqual([]);
  expect(screen.getByText("Only on this tablet")).toBeTruthy();
});

test("five seconds more: the words can still be sent", async () => {
  const hall = await show(aView());
  await type("Your note", "Half a thought");
  await act(async () => {
    hall.view.value = aView({ now: aNow({ open: false, grace_until: Date.now() + 5_000 }) });
  });
  await press("Send now");
  expect(frames(hall, "note")).toMatchObject([{ text: "Half a thought" }]);
});

test("words left behind by the hall are still there in the next step", async () => {
  const hall = await show(aView());
  await type("Your note", "Half a thought");
  await act(async () => {
    hall.view.value = aView({ now: aNow({ id: "t", kind: "talk" }) });
  });
  const left = screen.getByRole("region", { name: /Not sent/ });
  expect(within(left).getByText("Half a thought")).toBeTruthy();
  await press("Say it openly at the table");
  expect(hall.tablet.memory.draft(box.shared("q"))).toBe("Half a thought");
  expect(screen.queryByRole("region", { name: /Not sent/ })).toBeNull();
});

test("the heading takes the focus at a new step, but not from somebody typing", async () => {
  const hall = await show(aView());
  expect(document.activeElement?.tagName).toBe("H1");
  screen.getByLabelText("Your note").focus();
  await act(async () => {
    hall.view.value = aView({ now: aNow({ id: "again" }) });
  });
  expect(document.activeElement?.tagName).toBe("TEXTAREA");
});

test("many notes are drawn a few at a time", async () => {
  const now = aNow({ kind: "talk" });
  await show(aView({ now, own_notes: cards(95), statement: null }));
  expect(screen.getAllByText(/^Note c/)).toHaveLength(40);
  await press("Show more (55 left)");
  expect(screen.getAllByText(/^Note c/)).toHaveLength(80);
});

test("a lift that is refused says why, at the note", async () => {
  const now = aNow({ kind: "talk" });
  const hall = await show(aView({ now, own_notes: cards(2) }));
  hall.send.mockResolvedValueOnce({ t: "refused", n: 1, code: "too_many_lifted" });
  const note = screen.getByText("Note c0").closest("li") as HTMLElement;
  await act(async () => void fireEvent.click(within(note).getByRole("button")));
  expect(frames(hall, "lift")).toEqual([{ t: "lift", id: "c0", on: true }]);
  expect(within(note).getByText(/lifted two already/)).toBeTruthy();
});

test("when the server cannot store it is said calmly, and what is written waits", async () => {
  const hall = await show(aView());
  hall.send.mockResolvedValue({ t: "refused", n: 1, code: "not_stored" });
  await type("Your note", "A school");
  await press("Send the note");
  await act(async () => {
    hall.view.value = aView({ trouble: "full" });
  });
  expect(screen.getByText(/^The server cannot store just now/)).toBeTruthy();
  expect(screen.getByText(/^Not stored yet/)).toBeTruthy();
  expect(screen.queryByText("Stored")).toBeNull();
  hall.send.mockResolvedValue({ t: "stored", n: 1 });
  await act(async () => {
    hall.view.value = aView();
  });
  expect(screen.queryByText(/cannot store/)).toBeNull();
  expect(screen.getByText("Stored")).toBeTruthy();
});

test("what was pressed and not stored is not said to go by itself", async () => {
  const hall = await show(aView({ trouble: "busy" }));
  hall.send.mockResolvedValueOnce({ t: "refused", n: 1, code: "not_stored" });
  await press("We are ready");
  expect(screen.getByText("It was not stored. Press once more.")).toBeTruthy();
});

test.each([
  [1, true],
  [2, false],
])("after workshop %i of 2 a next one is promised: %s", async (number, promised) => {
  const view = aView({ now: aNow({ kind: "end", question: null }) });
  await show({ ...view, workshop: { ...view.workshop, number } });
  expect(screen.getByText(/^The administration now goes through/)).toBeTruthy();
  expect(screen.queryByText(/At the next workshop/) !== null).toBe(promised);
});

test("the end wipes the tablet, after asking", async () => {
  const hall = await show(aView({ now: aNow({ kind: "end", question: null }) }));
  await press("Finish and wipe from this tablet");
  expect(hall.tablet.memory.forgotten.value).toBe(false);
  await press("Yes, wipe it");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("The tablet is wiped");
});

test("an unknown code leads to a field for the right one", async () => {
  const went = vi.fn();
  vi.spyOn(location, "assign").mockImplementation(went);
  const hall = await aTablet(null);
  hall.status.value = "refused";
  hall.refusal.value = "unknown_code";
  render(<Screen tablet={hall.tablet} code="ABCD2345" />);
  expect(screen.getByRole("alert").textContent).toContain("no table with that code");
  await type(/code on the table/, " wxyz-6 789 ");
  await press("Go to the table");
  expect(String(went.mock.calls[0]?.[0])).toMatch(/\/b\/WXYZ6789$/);
});

const SHOWN = { question: "q", table: 2, name: "Table 2", text: "Theirs", dissent: "Not so" };
const STATEMENT = { question: "q", text: "Ours", dissent: "But", rev: 2 };

test.each<[string, TabletView]>([
  ["before", aView({ now: null })],
  ["rules", aView({ now: aNow({ kind: "rules", question: null }) })],
  ["writing", aView()],
  ["talk", aView({ now: aNow({ kind: "talk" }), own_notes: cards(3), hall_notes: cards(9) })],
  [
    "the pen",
    aView({
      now: aNow({ kind: "talk" }),
      table: { ...aView().table, pen: "me" },
      statement: STATEMENT,
    }),
  ],
  ["plenary", aView({ now: aNow({ kind: "plenary" }), shown: [SHOWN], statement: STATEMENT })],
  ["pause", aView({ now: aNow({ kind: "pause", left: 60_000 }) })],
  ["end", aView({ now: aNow({ kind: "end", question: null }) })],
])("no barriers that a machine can find: %s", async (_step, view) => {
  await show(view);
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});

test("a code from another day says so, and shows the way", async () => {
  const view = aView();
  await show({ ...view, workshop: { ...view.workshop, ended: true } }, false);
  expect(screen.getByRole("heading", { name: "This workshop is over" })).toBeTruthy();
  expect(screen.getByText("The plan")).toBeTruthy();
  expect(screen.getByRole("link").getAttribute("href")).toMatch(/\/b$/);
});
