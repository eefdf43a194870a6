// The control screen, empty, usual and full: what it shows, what it asks for, and how it is refused.
import { act, cleanup, fireEvent, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, test, vi } from "vitest";

import { aFullHall, aView, HEAD, NO_LISTS, now, QUESTION, statements, step, table } from "./sample";
import { lead, LINKS, press } from "./stage";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const MEETING = () =>
  aView({
    now: now({ id: "k", kind: "knowledge", question: null }),
    hall: { tables: 8, ready: 0, tablets: 40, accepted: 40, cast: 0 },
    counts: { notes: 0, notes_in_all: 0, drafting: 0, controls: 1, reacted: 5, wrote: 0, parked: 0 },
    knowledge: statements(),
  });

const MET = () =>
  aView({
    now: now({ id: "k", kind: "knowledge", question: null, open: false }),
    knowledge: statements(true),
    whys: {
      w: { id: "w", statement: "k1", reaction: "missing", text: "Hva med hyblene?", hidden: null },
    },
  });

const WRITING = () =>
  aView({
    now: now({ ends_at: Date.now() + 60_000 }),
    programme: [step("s1", "write", "now"), step("s2", "talk", "next"), step("s3", "end")],
    questions: [QUESTION],
    hall: { tables: 2, ready: 1, tablets: 10, accepted: 9, cast: 0 },
    counts: { notes: 6, notes_in_all: 6, drafting: 3, controls: 2, reacted: 0, wrote: 0, parked: 0 },
    tables: { 1: table(1, { ready: true }), 2: table(2) },
  });

test("an empty workshop says what is missing and offers a first step", () => {
  lead(aView());
  expect(screen.getByRole("heading", { name: "The workshop has not begun" })).toBeTruthy();
  expect(screen.getByText("The programme is empty. Put in a step first.")).toBeTruthy();
  expect(screen.getByLabelText("Kind of step")).toBeTruthy();
});

test("the large button asks for the step it names", async () => {
  const { send } = lead(WRITING());
  await press("Close the writing");
  expect(send).toHaveBeenCalledWith({ t: "close_step", step: "s1" });
});

const BIG = (name: string) => screen.getByRole("button", { name }).getAttribute("aria-disabled");

test("a double press does one thing, and the button shows that it is not ready", async () => {
  vi.useFakeTimers();
  const { send, shown } = lead(WRITING());
  expect(BIG("Close the writing")).toBe("false");
  await press("Close the writing");
  await act(() => void (shown.value = { ...WRITING(), now: now({ open: false }) }));
  expect(BIG("Go to: Table talk")).toBe("true");
  await press("Go to: Table talk");
  expect(send).toHaveBeenCalledTimes(1);
  await act(() => void vi.advanceTimersByTime(900));
  expect(BIG("Go to: Table talk")).toBe("false");
  await press("Go to: Table talk");
  expect(send).toHaveBeenLastCalledWith({ t: "open_step", step: "s2", leaving: "s1" });
});

const PLANNED = () =>
  aView({ programme: [step("s1", "rules", "next"), step("s2", "write"), step("s3", "end")] });
const HOURS = 3_600_000;
const begin = (at: number) =>
  lead(PLANNED(), undefined, undefined, { at, when: "14. januar 2027 kl. 16.00" });
const EARLY =
  "The meeting is on 14. januar 2027 kl. 16.00. Start now? If you only want to try, practise on the workshop’s page.";

test("starting long before the meeting is asked about", async () => {
  const { send } = begin(Date.now() + 3 * HOURS + 60_000);
  await press("Start: Ground rules");
  expect(screen.getByRole("group", { name: EARLY })).toBeTruthy();
  await press("No");
  expect(screen.queryByRole("group")).toBeNull();
  expect(send).not.toHaveBeenCalled();
  await press("Start: Ground rules");
  await press("Yes, start now");
  expect(send).toHaveBeenCalledWith({ t: "open_step", step: "s1", leaving: "" });
});

test("so is starting it from the programme", async () => {
  const { send } = begin(Date.now() + 53 * 24 * HOURS);
  await press(/Individual writing/);
  await press("Go to this step");
  expect(screen.getByRole("group", { name: EARLY })).toBeTruthy();
  expect(send).not.toHaveBeenCalled();
  await press("Yes, start now");
  expect(send).toHaveBeenCalledWith({ t: "open_step", step: "s2", leaving: "" });
});

test.each([
  ["three hours before", 3 * HOURS],
  ["an hour before", HOURS],
  ["the day after", -24 * HOURS],
])("starting %s is not asked about", async (_name, until) => {
  const { send } = begin(Date.now() + until);
  await press("Start: Ground rules");
  expect(send).toHaveBeenCalledWith({ t: "open_step", step: "s1", leaving: "" });
});

test("of a workshop that has begun, nothing more is asked", async () => {
  const begun = { ...PLANNED(), now: now({ id: "s0", kind: "rules" }) };
  const { send } = lead(begun, undefined, undefined, { at: Date.now() + 24 * HOURS, when: "" });
  await press("Go to: Ground rules");
  expect(send).toHaveBeenCalledWith({ t: "open_step", step: "s1", leaving: "s0" });
});

test("a step whose title is the name of its kind is named once", () => {
  const titled = { ...step("k", "knowledge", "now"), title: "The knowledge base" };
  lead({ ...MEETING(), now: now({ ...MEETING().now, title: titled.title }), programme: [titled] });
  const beside = screen.getByRole("button", { name: /The knowledge base/ });
  expect(beside.textContent).toMatch(/^The knowledge base▶/);
  expect(screen.getAllByRole("heading", { name: /The knowledge base/ })).toHaveLength(1);
  expect(screen.getByText(/^Step 1 of 4/).textContent).toBe("Step 1 of 4");
});

test.each([
  ["full", "its disk is full. Make room on it, where /srv/tannhjul lies"],
  ["read_only", "Give it leave to write in /srv/tannhjul"],
  ["busy", "another program keeps the database locked"],
  ["away", "the disk with /srv/tannhjul answers with errors"],
] as const)("it says what is wrong with storing, and what to do: %s", async (trouble, words) => {
  const { shown, status } = lead(WRITING());
  expect(screen.getByRole("alert").textContent).toBe("");
  await act(() => void (shown.value = { ...WRITING(), trouble }));
  expect(screen.getByRole("alert").textContent).toContain(words);
  expect(screen.getByRole("alert").textContent).toContain("The hall can go on writing");
  await act(() => void (status.value = "away"));
  expect(screen.getByRole("alert").textContent).not.toContain(words);
  await act(() => {
    status.value = "on";
    shown.value = WRITING();
  });
  expect(screen.getByRole("alert").textContent).toBe("");
});

test("where a database server keeps the data, it says so", () => {
  lead({ ...WRITING(), trouble: "away" }, undefined, "");
  expect(screen.getByRole("alert").textContent).toContain("does not reach the database");
});

test("ending asks first, and Escape keeps the workshop", async () => {
  const { send } = lead(
    aView({ now: now({ kind: "end" }), programme: [step("s1", "end", "now")] }),
  );
  await press("End the workshop");
  expect(send).not.toHaveBeenCalled();
  await act(() => void fireEvent.keyDown(screen.getByRole("group"), { key: "Escape" }));
  expect(screen.queryByRole("group")).toBeNull();
  await press("End the workshop");
  await press("Yes, end it");
  expect(send).toHaveBeenCalledWith({ t: "end" });
});

test("the clock is moved by naming its end", async () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const { send } = lead(WRITING());
  await press("+5 min");
  expect(send).toHaveBeenCalledWith({ t: "clock", step: "s1", ends_at: 1_360_000 });
});

test("when time is up it is said in words, and nothing is asked for", () => {
  const { send } = lead({ ...WRITING(), now: now({ ends_at: Date.now() - 1_000 }) });
  expect(screen.getByText("Time is up. Nothing closes by itself.")).toBeTruthy();
  expect(send).not.toHaveBeenCalled();
});

test("after closing it says how many are not done, and gives them five seconds", async () => {
  const { send } = lead({ ...WRITING(), now: now({ open: false }) });
  expect(screen.getByText("3 tablets have something unsent.")).toBeTruthy();
  await press("Five seconds more");
  expect(send).toHaveBeenCalledWith({ t: "grace", step: "s1" });
});

test("leaving an open step for another one is asked about", async () => {
  const { send } = lead(WRITING());
  await press(/Closing/);
  await press("Go to this step");
  expect(send).not.toHaveBeenCalled();
  await press("Yes, go there");
  expect(send).toHaveBeenCalledWith({ t: "open_step", step: "s3", leaving: "s1" });
});

const PRIORITISING = (cast: number) =>
  aView({
    now: now({ kind: "prioritise", question: null }),
    programme: [step("s1", "prioritise", "now"), step("s2", "end", "next")],
    questions: [QUESTION],
    hall: { tables: 2, ready: 0, tablets: 6, accepted: 6, cast },
  });
const COUNTED = "It is counted, and cannot be opened again. 4 of 6 tablets have prioritised.";

test("closing the prioritising is final, and asked about", async () => {
  const { send } = lead(PRIORITISING(4));
  await press("Close the prioritising");
  expect(screen.getByRole("group", { name: COUNTED })).toBeTruthy();
  expect(send).not.toHaveBeenCalled();
  await press("Yes, count them");
  expect(send).toHaveBeenCalledWith({ t: "close_step", step: "s1" });
});

test("where nobody has prioritised yet, closing it is not asked about", async () => {
  const { send } = lead(PRIORITISING(0));
  await press("Close the prioritising");
  expect(send).toHaveBeenCalledWith({ t: "close_step", step: "s1" });
});

test("leaving an open prioritising says that it is final", async () => {
  const { send } = lead(PRIORITISING(4));
  await press(/Closing/);
  await press("Go to this step");
  expect(screen.getByRole("group", { name: COUNTED })).toBeTruthy();
  await press("Yes, count them");
  expect(send).toHaveBeenCalledWith({ t: "open_step", step: "s2", leaving: "s1" });
});

test("a prioritising put in is across all the questions, where nothing else is chosen", async () => {
  const { send } = lead(WRITING());
  await press(/Individual writing/);
  await press("Put in a step after it");
  const kind = screen.getByLabelText("Kind of step");
  await act(() => void fireEvent.change(kind, { target: { value: "prioritise" } }));
  await press("Put it in");
  expect(send).toHaveBeenLastCalledWith(expect.objectContaining({ kind: "prioritise", question: null }));
});

test("in plenary each statement has a button that says what it does", async () => {
  const { send } = lead(aFullHall());
  expect(screen.getByText("Nothing is shown now").tagName).toBe("P");
  const button = screen.getByRole("button", { name: "Show Bord 3 on the projector" });
  await act(async () => void fireEvent.click(button));
  expect(send).toHaveBeenCalledWith({ t: "show", question: "q1", table: 3 });
});

test("a step is skipped, and a new one put in with an id of its own", async () => {
  const { send } = lead(WRITING());
  await press(/Closing/);
  await press("Skip it");
  expect(send).toHaveBeenCalledWith({ t: "skip_step", step: "s3" });
  await press(/Individual writing/);
  await press("Put in a step after it");
  await press("Put it in");
  expect(send).toHaveBeenLastCalledWith({
    t: "insert_step",
    step: expect.stringMatching(/^s[0-9a-f]{16}$/),
    kind: "talk",
    minutes: 10,
    question: "q1",
    title: "",
    after: "s1",
  });
});

test("a table that needs help comes first, and in the page's title", async () => {
  const { send } = lead({ ...WRITING(), tables: { 1: table(1), 2: table(2, { help: true }) } });
  expect(screen.getByText("Bord 2 needs help")).toBeTruthy();
  expect(document.title).toBe("Help: Bord 2 – Tannhjul");
  await press("Help given to Bord 2");
  expect(send).toHaveBeenCalledWith({ t: "help_given", table: 2 });
});

test("a refusal is told beside the button", async () => {
  lead(WRITING(), { t: "refused", n: 1, code: "other_step" });
  await press("Stop it");
  expect(screen.getByText("The workshop has moved on to another step.")).toBeTruthy();
});

test("without a connection the picture stays, and buttons say why they do nothing", async () => {
  const { send, status } = lead(WRITING());
  await act(() => void (status.value = "away"));
  const button = screen.getByRole("button", { name: "Close the writing" });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(document.getElementById(button.getAttribute("aria-describedby") ?? "")).toBeTruthy();
  await press("Close the writing");
  expect(send).not.toHaveBeenCalled();
  expect(screen.getByText("2 are leading")).toBeTruthy();
});

test("whoever was logged out meanwhile is told so, with the way back", async () => {
  const { status, refusal } = lead(WRITING());
  await act(() => {
    refusal.value = "not_allowed";
    status.value = "refused";
  });
  expect(screen.getByRole("alert").textContent).toContain("You are logged out.");
  const again = screen.getByRole("link", { name: "Open the page again" });
  expect(again.getAttribute("href")).toBe(location.href);
});

test("too few for a result is said in words", () => {
  const result = { ballots: 3, shown: false, threshold: 5, rows: [], ...NO_LISTS };
  const prioritising = { step: "s1", dots: 5, method: "dots" as const, pointed: 0, choices: [], result };
  lead(aView({ now: now({ kind: "prioritise", open: false }), prioritising }));
  expect(screen.getByText(/Only 3 prioritised/)).toBeTruthy();
});

test("a full hall: all tables, all statements, and the notes a few at a time", async () => {
  const { send } = lead(aFullHall());
  expect(within(screen.getByRole("region", { name: "Tables" })).getAllByRole("heading", { level: 3 })).toHaveLength(12);
  expect(screen.getAllByText(/^Innspill/)).toHaveLength(30);
  await press("Show more (270 left)");
  expect(screen.getAllByText(/^Innspill/)).toHaveLength(60);
  await press("Show next: Bord 2");
  expect(send).toHaveBeenCalledWith({ t: "show", question: "q1", table: 2 });
});

test("nothing on the screen writes or changes a note or a statement", () => {
  lead(aFullHall());
  expect(document.querySelector("textarea, [contenteditable]")).toBeNull();
});

test("when it is over, what remains is attendance, the workbench and the minutes", () => {
  lead(aView({ workshop: { ...HEAD, ended: true }, now: now({ kind: "end", open: false }) }));
  const href = (name: string) => screen.getByRole("link", { name }).getAttribute("href");
  expect(href("Attendance")).toBe(LINKS.attendance);
  expect(href("Workbench")).toBe(LINKS.workbench);
  expect(href("Minutes of the meeting")).toBe(LINKS.minutes);
});

test.each([
  ["empty", () => aView()],
  ["usual", WRITING],
  ["full", aFullHall],
  ["meeting the knowledge base", () => MEETING()],
  ["what came of it", () => MET()],
])("no barriers that a machine can find: %s", async (_name, view) => {
  lead(view());
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});

test("reactions: at how many tables; closing asks first, for it is for good", async () => {
  const { send } = lead(MEETING());
  expect(screen.getByText("5 of 8 tables have reacted")).toBeTruthy();
  expect(screen.getByText(/the result comes when the reactions are closed/)).toBeTruthy();
  await press("Close the reactions");
  expect(send).not.toHaveBeenCalled();
  await press("Yes, close and show");
  expect(send).toHaveBeenCalledWith({ t: "close_step", step: "k" });
});

test("closed: numbers where enough reacted, and words that can be hidden", async () => {
  const { send } = lead(MET());
  expect(screen.getAllByText("Too few to be shown")).toHaveLength(1);
  screen.getByText("1 said why").closest("details")?.setAttribute("open", "");
  await press("Hide …");
  await press("A name");
  expect(send).toHaveBeenCalledWith({ t: "hide", id: "w", reason: "name" });
});
