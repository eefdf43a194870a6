// Whether the hall was understood: answered, corrected and worded anew; and what came of it.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Reread, TabletView, Verification } from "../../protocol";
import { fetchLater } from "../later";
import { box } from "../memory";
import { aNow, aTablet, aView, type Hall } from "../sample";
import { Screen } from "../Screen";

beforeEach(async () => {
  fetchLater();
  await vi.dynamicImportSettled();
});
afterEach(cleanup);

const NOW = aNow({ kind: "verify", question: null });

function statement(no: number, change: Partial<Reread> = {}): Reread {
  const said = { text: `You want ${no} more buses.`, before: "", theme: "Transport", version: 1 };
  return { id: `s${no}`, no, ...said, minority: false, remark: "", conflict: "", behind: [], ...change };
}

const BEHIND: Reread["behind"] = [
  { id: "a", bearing: "nuances", text: "Only where people live", hidden: null },
  { id: "b", bearing: "supports", text: "", hidden: "name" },
  { id: "c", bearing: "supports", text: "Buses every ten minutes", hidden: null },
];
const SECOND = statement(2, {
  ...{ before: "You want 2 old buses.", text: "You want 2 more buses.", version: 2, behind: BEHIND },
  ...{ minority: true, remark: "The depot is full.", conflict: "The parking plan" },
});

function verifying(change: Partial<TabletView> = {}, verification: Partial<Verification> = {}): TabletView {
  const asked = { step: "s", number: 1, ballots: 0, threshold: 5, shown: false, result: null, pointed: 0 };
  return aView({
    now: NOW,
    verification: { ...asked, ...verification },
    reopened: { s2: SECOND, s1: statement(1), s3: statement(3) },
    ...change,
  });
}

const CLOSED: Partial<TabletView> = {
  now: { ...NOW, open: false },
  corrections: {
    k: { id: "k", about: "s1", text: "And trams", hidden: null },
    w: { id: "w", about: "whole", text: "Nothing about boats", hidden: null },
  },
  rewordings: { "s2.4": { question: "s2.rewording", table: 4, name: "Table 4", text: "Two new buses.", dissent: "" } },
};
const RESULT = [{ id: "s1", grades: [4, 1, 0, 1] }, { id: "s2", grades: [] }, { id: "s3", grades: [0, 0, 5, 0] }];

async function show(view: TabletView): Promise<Hall> {
  const hall = await aTablet(view);
  hall.send.mockImplementation((frame) =>
    Promise.resolve(
      frame.t === "ticket"
        ? { t: "ticket" as const, n: 1, step: "s", key: "k".repeat(32) }
        : { t: "stored" as const, n: 1 },
    ),
  );
  await act(async () => void render(<Screen tablet={hall.tablet} code="ABC" />));
  return hall;
}

const click = (one: Element) => act(async () => void fireEvent.click(one));
const press = (name: string | RegExp) => click(screen.getByRole("button", { name }));
const answer = (name: string) => click(screen.getByRole("radio", { name }));
const type = (name: RegExp, value: string) =>
  act(async () => void fireEvent.input(screen.getByRole("textbox", { name }), { target: { value } }));
const marks = (hall: Hall) => hall.tablet.memory.ballots.value.s?.marks;
const here = () => screen.getByRole("article").querySelector("h2")?.textContent;
const frames = (hall: Hall, t: string) => hall.send.mock.calls.map(([frame]) => frame).filter((f) => f.t === t);

// ---------------------------------------------------------------- answers

test("each statement is answered by itself, changed, taken back, or skipped", async () => {
  const hall = await show(verifying());
  expect(here()).toBe("Statement 1 of 3 · version 1 · Transport");
  expect(screen.getAllByRole("radio")).toHaveLength(4);
  expect(screen.queryByRole("radio", { checked: true })).toBeNull();
  await answer("Understood");
  await press("Number 3: not answered");
  await answer("Wrongly understood");
  expect(marks(hall)).toEqual({ s1: 1, s3: 3 });
  expect(screen.getByText("2 of 3 answered")).toBeTruthy();
  await answer("Partly understood");
  await press("Number 1: Understood");
  await press("Take the answer back");
  expect(marks(hall)).toEqual({ s3: 2 });
  expect(document.activeElement).toBe(screen.getByRole("radio", { name: "Understood" }));
});

test("whoever goes on is read the next statement, and may follow the wall", async () => {
  await show(verifying({}, { pointed: 3 }));
  await press("Next statement");
  expect(document.activeElement?.textContent).toBe("Statement 2 of 3 · version 2 · Transport");
  await press("Go to it");
  expect(here()).toContain("Statement 3");
  expect(screen.queryByText(/on the wall/)).toBeNull();
  expect(screen.queryByRole("button", { name: "Next statement" })).toBeNull();
  await press("The one before");
  expect(here()).toContain("Statement 2");
});

test("what changed is marked, and what is said to it and lies behind it stands beside", async () => {
  await show(verifying());
  await press(/^Number 2/);
  const article = screen.getByRole("article");
  expect(article.querySelector("ins")?.textContent).toBe("more");
  expect(article.querySelector("del")?.textContent).toBe("old");
  for (const words of ["The minority's view", "The depot is full.", "The parking plan"]) {
    expect(within(article).getByText(words)).toBeTruthy();
  }
  const behind = [...article.querySelectorAll(".behind li")].map((one) => one.textContent);
  expect(behind).toEqual([
    "Hidden by the process leader: somebody can be recognised.",
    "Buses every ten minutes",
    "Only where people live",
  ]);
});

// ---------------------------------------------------------------- corrections

test("who was not understood is asked at once what it should have said", async () => {
  const hall = await show(verifying());
  expect(screen.queryByRole("textbox")).toBeNull();
  await answer("Understood");
  expect(screen.queryByRole("textbox")).toBeNull();
  await answer("Something is lacking");
  await type(/should it have said/, "And a tram");
  await press("Send the correction");
  expect(frames(hall, "note")).toMatchObject([{ question: "s1.correction", text: "And a tram", shared: false }]);
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.getByText("And a tram")).toBeTruthy();
  await press("Write one more");
  expect(screen.getByRole("textbox")).toBe(document.activeElement);
  await press("Withdraw");
  expect(frames(hall, "withdraw")).toHaveLength(1);
});

test("a name in a correction is pointed out before it is sent", async () => {
  const hall = await show(verifying());
  await answer("Wrongly understood");
  await type(/should it have said/, "Kari Eksempelstad said so");
  await press("Send the correction");
  expect(frames(hall, "note")).toHaveLength(0);
  expect(screen.getByRole("button", { name: "Send anyway" })).toBeTruthy();
});

test("what was said and is in none of them has a place of its own", async () => {
  const hall = await show(verifying());
  await press("Something we said is not here");
  await type(/What did you say/, "Boats");
  await press("Send the correction");
  expect(frames(hall, "note")).toMatchObject([{ question: "whole.correction", text: "Boats" }]);
});

test("words that are not sent are found again, and outlive the step", async () => {
  const hall = await show(verifying());
  await press("Number 3: not answered");
  await answer("Wrongly understood");
  await type(/should it have said/, "Half a thought");
  await press(/^Number 1/);
  expect(screen.getByRole("button", { name: "Number 3: words not sent" })).toBeTruthy();
  expect(screen.queryByText("Not sent – still here")).toBeNull();
  await act(async () => void (hall.view.value = verifying(CLOSED)));
  expect(screen.getByText("Not sent – still here")).toBeTruthy();
  expect(screen.getByText("Half a thought")).toBeTruthy();
});

// ---------------------------------------------------------------- from hand to hand

test("a shared tablet is passed on when all is sent, and the next begins afresh", async () => {
  const table = { ...aView().table, tablets: 1, seats: 2 };
  const hall = await show(verifying({ table }));
  await press(/^Number 2/);
  await answer("Partly understood");
  await type(/should it have said/, "My own words");
  await vi.waitFor(() => expect(screen.getByText(/Some words are not sent yet/)).toBeTruthy());
  await press("Send the correction");
  await vi.waitFor(() => expect(screen.getByRole("button", { name: "Pass the tablet on" })).toBeTruthy());
  await press("Pass the tablet on");
  expect(here()).toContain("Statement 1");
  expect(marks(hall)).toBeUndefined();
  await press(/^Number 2/);
  expect(screen.queryByText("My own words")).toBeNull();
});

// ---------------------------------------------------------------- the table's pen

const holding = (change: Partial<TabletView> = {}) =>
  verifying({ table: { ...aView().table, pen: "me" }, ...change });
const proposal = (text: string) => ({ s1: { question: "s1.rewording", text, dissent: "", rev: 1 } });

test("the pen goes from statement to statement, and takes its words along first", async () => {
  const hall = await show(verifying());
  await press("Take the pen");
  expect(frames(hall, "pen")).toMatchObject([{ do: "take" }]);
  await act(async () => void (hall.view.value = holding()));
  await type(/rather have it say/, "Many buses");
  await press("Next statement");
  expect(screen.queryByRole("textbox")).toBeNull();
  await press("Write here instead");
  await vi.waitFor(() => expect(screen.getByRole("textbox")).toBeTruthy());
  const first = { question: "s1.rewording", text: "Many buses", rev: 1 };
  expect(frames(hall, "statement")).toMatchObject([first]);
  await type(/rather have it say/, "Other buses");
  const second = { question: "s2.rewording", text: "Other buses" };
  await vi.waitFor(() => expect(frames(hall, "statement")).toMatchObject([first, second]), 5_000);
  await act(async () => void (hall.view.value = holding({ own_rewordings: proposal("Many buses") })));
  await press(/^Number 1/);
  expect(within(screen.getByRole("article")).getByText("Many buses")).toBeTruthy();
});

test("without a connection the pen stays where its words are", async () => {
  const hall = await show(verifying());
  await press("Take the pen");
  await act(async () => void (hall.view.value = holding()));
  await type(/rather have it say/, "Many buses");
  hall.send.mockResolvedValue({ t: "away" });
  await press("Next statement");
  await press("Write here instead");
  await vi.waitFor(() => expect(screen.getByText(/No connection just now/)).toBeTruthy());
  expect(hall.tablet.pen.at.value).toBe("s1");
  expect(hall.tablet.memory.draft(box.statement("s1.rewording"))).toBe("Many buses");
});

test("what the table writes is read along on its other tablets", async () => {
  const table = { ...aView().table, pen: "another" };
  await show(verifying({ table, own_rewordings: proposal("Many buses") }));
  expect(screen.getByText("Many buses")).toBeTruthy();
  expect(screen.getByText("Another tablet has the pen. You see what is written.")).toBeTruthy();
});

// ---------------------------------------------------------------- when it is closed

test("how many gave each answer, with the corrections and what tables propose", async () => {
  await show(verifying(CLOSED, { ballots: 6, shown: true, result: RESULT }));
  const [first, second] = screen.getAllByRole("article").map((one) => within(one));
  expect(screen.queryByRole("radio")).toBeNull();
  expect(first?.getByText("And trams")).toBeTruthy();
  expect(first?.getAllByRole("listitem").map((one) => one.textContent).slice(0, 4)).toEqual([
    ...["Understood4", "Partly understood1", "Wrongly understood0", "Something is lacking1"],
  ]);
  expect(second?.getByText("Too few to be shown")).toBeTruthy();
  expect(second?.getByText("Two new buses.")).toBeTruthy();
  expect(screen.getByText("Nothing about boats")).toBeTruthy();
});

test("of too few there are no figures, and the words stand", async () => {
  const few = RESULT.map(({ id }) => ({ id, grades: [] }));
  await show(verifying(CLOSED, { ballots: 2, result: few }));
  expect(screen.getByText(/Too few answered for a result/)).toBeTruthy();
  expect(screen.queryByText("Too few to be shown")).toBeNull();
  expect(screen.getByText("And trams")).toBeTruthy();
});

test("at the end it can be read once more", async () => {
  const end = { ...CLOSED, now: aNow({ kind: "end", question: null }) };
  await show(verifying(end, { ballots: 6, shown: true, result: RESULT }));
  expect(screen.getByText("What you were asked: have we understood you?")).toBeTruthy();
  expect(screen.getByText("And trams")).toBeTruthy();
});

test("with nothing reopened nobody is asked to do anything", async () => {
  await show(verifying({ reopened: {}, verification: null }));
  expect(screen.getByText(/there is nothing for you to do/)).toBeTruthy();
  expect(screen.queryByRole("radio")).toBeNull();
});

test.each<[string, TabletView]>([
  ["asked", verifying({}, { pointed: 2 })],
  ["the pen in hand", holding()],
  ["closed", verifying(CLOSED, { ballots: 6, shown: true, result: RESULT })],
  ["nothing reopened", verifying({ reopened: {}, verification: null })],
])("no barriers that a machine can find: %s", async (_name, view) => {
  const hall = await show(view);
  hall.tablet.pen.at.value = "s1";
  if (view.now?.open && view.verification) await answer("Wrongly understood");
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});
