// How a councillor meets the knowledge base: one of a kind to a statement, and a word why.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, test, vi } from "vitest";

import type { Known, Reactions, TabletView, Why } from "../protocol";
import { Knowledge } from "./Knowledge";
import { aNow, aTablet, aView, type Hall } from "./sample";
import { TabletContext } from "./tablet";

afterEach(cleanup);

const NOW = aNow({ kind: "knowledge", question: null });

function known(id: string, no: number, reactions: Reactions | null = null): Known {
  return { id, no, text: `Statement ${id}`, figure: "25 %", source: "Statistics", reactions };
}

function why(id: string, change: Partial<Why> = {}): Why {
  return { id, statement: "b", reaction: "missing", text: `Because ${id}`, hidden: null, ...change };
}

function meeting(change: Partial<TabletView> = {}): TabletView {
  return aView({ now: NOW, knowledge: { a: known("a", 2), b: known("b", 1) }, ...change });
}

async function show(view: TabletView): Promise<Hall> {
  const hall = await aTablet(view);
  render(
    <TabletContext.Provider value={hall.tablet}>
      <Knowledge now={view.now ?? NOW} />
    </TabletContext.Provider>,
  );
  return hall;
}

const card = (id: string) => within(screen.getByText(`Statement ${id}`).closest("li") as HTMLElement);
const press = (id: string, name: string | RegExp) =>
  act(async () => void fireEvent.click(card(id).getByRole("button", { name })));
const words = (id: string) => card(id).getByRole("textbox") as HTMLTextAreaElement;
const type = (id: string, value: string) =>
  act(async () => void fireEvent.input(words(id), { target: { value } }));
const sent = (hall: Hall) => hall.send.mock.calls.map(([frame]) => frame);

test("the statements come in their order, and one press is one reaction without words", async () => {
  const hall = await show(meeting());
  const order = screen.getAllByText(/^Statement/).map((one) => one.textContent);
  expect(order).toEqual(["Statement b", "Statement a"]);
  await press("b", "Surprised");
  expect(sent(hall)).toMatchObject([{ t: "note", question: "b.surprised", text: "", rev: 0 }]);
  expect(card("b").getByRole("button", { name: "Surprised" }).getAttribute("aria-pressed")).toBe("true");
  expect(card("a").getByRole("button", { name: "Surprised" }).getAttribute("aria-pressed")).toBe("false");
  expect(card("b").getByText("Stored", { exact: false })).toBeTruthy();
});

test("a second press takes it back, a third gives it anew with its words: never two at once", async () => {
  const hall = await show(meeting());
  await press("b", "Curious about it");
  await type("b", "How come?");
  await press("b", "Save");
  await press("b", "Curious about it");
  await press("b", "Curious about it");
  const frames = sent(hall);
  expect(frames.map((frame) => frame.t)).toEqual(["note", "note", "withdraw", "note"]);
  expect(frames[1]).toMatchObject({ text: "How come?", rev: 1 });
  expect(frames[3]).toMatchObject({ question: "b.curious", text: "How come?", rev: 0 });
  expect(Object.values(hall.tablet.memory.notes.value)).toHaveLength(1);
});

test("a word why may be taken away, and the reaction stays", async () => {
  const hall = await show(meeting());
  await press("b", "Surprised");
  await type("b", "Hm");
  await press("b", "Save");
  await press("b", "Change the word why");
  await type("b", "");
  await press("b", "Save");
  expect(sent(hall).at(-1)).toMatchObject({ t: "note", text: "", rev: 2 });
  expect(card("b").getByRole("button", { name: "Surprised" }).getAttribute("aria-pressed")).toBe("true");
});

test("one word why is written at a time; what is typed and not saved stays open", async () => {
  await show(meeting());
  await press("b", "Surprised");
  await press("a", "Something is missing");
  expect(card("b").queryByRole("textbox")).toBeNull();
  await type("a", "Children");
  await press("b", "Say why");
  expect(words("a").value).toBe("Children");
});

test("a name is pointed out before it is sent", async () => {
  const hall = await show(meeting());
  await press("b", "Surprised");
  await type("b", "Ask Kari Eksempelstad");
  await press("b", "Save");
  expect(card("b").getByText("Could somebody be recognised?")).toBeTruthy();
  expect(sent(hall)).toHaveLength(1);
});

test("refused, it says why, and can be taken back", async () => {
  const hall = await show(meeting());
  hall.send.mockResolvedValueOnce({ t: "refused", n: 1, code: "too_many_reactions" });
  await press("b", "Surprised");
  expect(card("b").getByText(/^Not stored/)).toBeTruthy();
  expect(card("b").getByText(/has seats/)).toBeTruthy();
  await press("b", "Surprised");
  expect(card("b").getByRole("button", { name: "Surprised" }).getAttribute("aria-pressed")).toBe("false");
  expect(sent(hall)).toHaveLength(1);
});

const SHOWN: Reactions = { shown: true, threshold: 5, surprised: 0, curious: 2, missing: 9 };
const FEW: Reactions = { shown: false, threshold: 5, surprised: 0, curious: 0, missing: 0 };

function closed(): TabletView {
  return meeting({
    now: { ...NOW, open: false },
    knowledge: { a: known("a", 2, FEW), b: known("b", 1, SHOWN) },
    whys: { x: why("x"), y: why("y", { reaction: "curious" }), z: why("z", { hidden: "name", text: "" }) },
  });
}

test("closed: numbers and words where enough reacted, else that there are too few", async () => {
  await show(closed());
  expect(card("b").getByText("9")).toBeTruthy();
  expect(card("b").getByText("3 said why")).toBeTruthy();
  expect(card("b").getByText("Because y")).toBeTruthy();
  expect(card("b").getByText(/^Hidden by the process leader/)).toBeTruthy();
  expect(card("a").getByText("Too few to be shown")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Surprised" })).toBeNull();
});

test.each([
  ["open", meeting()],
  ["closed", closed()],
  ["without statements", meeting({ knowledge: {} })],
])("no barriers that a machine can find: %s", async (_name, view) => {
  await show(view);
  const found = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(found.violations.map((each) => each.id)).toEqual([]);
});

test("passed on, the next hand reacts for itself, and sees nothing of the one before", async () => {
  vi.stubGlobal("scrollTo", () => undefined);
  const table = { ...aView().table, seats: 2, tablets: 1 };
  const hall = await show(meeting({ table }));
  await press("b", "Surprised");
  await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Pass the tablet on" })));
  expect(card("b").getByRole("button", { name: "Surprised" }).getAttribute("aria-pressed")).toBe("false");
  expect(hall.tablet.memory.notes.value).toEqual({});
  await press("b", "Surprised");
  const notes = sent(hall).filter((frame) => frame.t === "note");
  expect(notes.map((note) => note.question)).toEqual(["b.surprised", "b.surprised"]);
  expect(new Set(notes.map((note) => note.id)).size).toBe(2);
  expect(screen.queryByRole("button", { name: "Pass the tablet on" })).toBeNull();
});
