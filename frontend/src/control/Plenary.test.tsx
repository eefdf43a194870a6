// Leading the plenary: side by side, notes pointed at, a wording that two may write, what is parked.
import { signal } from "@preact/signals";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Argument, Common, ControlView } from "../protocol";
import type { Answer, Frame, Session, Status } from "../socket";
import { type Desk, DeskContext, makeDesk } from "./desk";
import { Parked } from "./Parked";
import { Statements } from "./Plenary";
import { aView, now, said, table } from "./sample";
import { Wording } from "./Wording";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  sessionStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const LINKS = { projector: "", join: "", public: "", staff: "", attendance: "", minutes: "" };
const COMMON: Common = { question: "q1", version: 0, text: "", stances: [], tables: 3 };
const ANSWERS = Object.fromEntries([1, 2, 3, 4, 5].map((no) => [no, said(no, `Svar ${no}`)]));
const CARD = { lifted: false, shared: false, hidden: null };

function plenary(parts: Partial<ControlView> = {}): ControlView {
  return aView({
    ...{ now: now({ kind: "plenary" }), statements: ANSWERS, opened: [1, 2], shown: [said(2)] },
    ...{ common: COMMON, tables: { 1: table(1), 2: table(2), 3: table(3) } },
    notes: { n1: { id: "n1", text: "Flere busser", ...CARD }, n2: { id: "n2", text: "Mer sykkel", ...CARD } },
    ...parts,
  });
}

function argument(id: string, parts: Partial<Argument> = {}): Argument {
  return { id, about: "q1.2", side: "for", text: `Fordi ${id}`, laid: false, hidden: null, ...parts };
}

function lead(first: ControlView, answer: Answer = { t: "stored", n: 1 }) {
  const view = signal<ControlView | null>(first);
  const status = signal<Status>("on");
  const send = vi.fn((_frame: Frame) => Promise.resolve(answer));
  const session: Session<ControlView> = {
    ...{ view, you: signal(""), status, refusal: signal(null), send },
    ...{ onWelcome: () => undefined, close: () => undefined },
  };
  const desk = makeDesk(session, LINKS as Desk["links"], "", { at: 0, when: "" });
  function All() {
    return (
      <main>
        <Statements view={view.value as ControlView} />
        <Wording view={view.value as ControlView} />
        <Parked view={view.value as ControlView} />
      </main>
    );
  }
  render(
    <DeskContext.Provider value={desk}>
      <All />
    </DeskContext.Provider>,
  );
  document.querySelector<HTMLDetailsElement>("details.wording")?.setAttribute("open", "");
  const turn = (parts: Partial<ControlView>) => act(async () => void (view.value = plenary(parts)));
  return { send, status, turn, sent: () => send.mock.calls.map(([frame]) => frame) };
}

const press = (name: string | RegExp) =>
  act(async () => {
    fireEvent.click(screen.getByRole("button", { name }));
    for (let i = 0; i < 9; i++) await Promise.resolve(); // the answer, and what is done with it
  });
const tick = (no: number) =>
  act(async () => void fireEvent.click(screen.getByLabelText(`Lay Bord ${no} beside others`)));
const box = () => document.getElementById("wording") as HTMLTextAreaElement;
const type = (value: string) => act(async () => void fireEvent.input(box(), { target: { value } }));
const rest = (ms = 1_000) => act(async () => void vi.advanceTimersByTime(ms));

test("up to four are ticked and laid side by side, in the order of the tables", async () => {
  const { sent } = lead(plenary());
  for (const no of [4, 1, 3, 2]) await tick(no);
  expect((screen.getByLabelText("Lay Bord 5 beside others") as HTMLInputElement).disabled).toBe(true);
  expect(screen.getByText("Four at once is what can be read.")).toBeTruthy();
  await press("Show the 4 ticked side by side");
  expect(sent()).toEqual([{ t: "show", question: "q1", table: 1, beside: [2, 3, 4] }]);
  expect(screen.queryByRole("button", { name: /side by side/ })).toBeNull();
});

test("a note is laid under what is on the projector, moved to the other side, and taken away", async () => {
  const { sent, turn } = lead(plenary());
  const row = () => within(screen.getByRole("group", { name: "Flere busser" }));
  const click = (name: string) => act(async () => void fireEvent.click(row().getByRole("button", { name })));
  await click("For");
  await turn({ arguments: { x: argument("n1", { laid: true }) } });
  expect(row().getByRole("button", { name: "For" }).getAttribute("aria-pressed")).toBe("true");
  await click("Against");
  await press("Take it away");
  const about = "q1.2";
  expect(sent()).toEqual([
    { t: "argument", about, side: "for", id: "n1", on: true },
    { t: "argument", about, side: "against", id: "n1", on: true },
    { t: "argument", about, side: "for", id: "n1", on: false },
  ]);
});

test("an argument on what is not on the projector can be hidden before it stands there", async () => {
  const { sent } = lead(plenary({ arguments: { x: argument("x", { about: "q1.1" }) } }));
  const under = screen.getByText("1 argument on Bord 1").closest("details") as HTMLElement;
  await act(async () => void fireEvent.click(within(under).getByRole("button", { name: "Hide …", hidden: true })));
  await act(async () => void fireEvent.click(within(under).getByRole("button", { name: "An insult", hidden: true })));
  expect(sent()).toEqual([{ t: "hide", id: "x", reason: "insult" }]);
});

test("what is typed goes to the projector, but no more than four times a second", async () => {
  const { sent } = lead(plenary());
  for (const letter of [..."Vi bygger ved banen"].map((_l, i, all) => all.slice(0, i + 1).join(""))) {
    await type(letter);
    await rest(50);
  }
  await rest();
  expect(sent().length).toBeLessThanOrEqual(5);
  expect(sent().at(-1)).toEqual({ t: "typing", question: "q1", text: "Vi bygger ved banen" });
  await press("Fix the wording");
  expect(sent().at(-1)).toEqual({ t: "wording", question: "q1", version: 1, text: "Vi bygger ved banen" });
  expect(box().value).toBe("");
});

test("nothing typed comes to the projector after the version that it became", async () => {
  const { send, sent } = lead(plenary());
  await type("Vi bygger");
  send.mockReturnValue(new Promise(() => undefined)); // the answer takes its time
  await press("Fix the wording");
  await rest();
  expect(sent().map((frame) => frame.t)).toEqual(["wording"]);
});

test("what is typed while the server is away reaches the projector when it is back", async () => {
  const { send, status, sent } = lead(plenary({ proposals: { 3: said(3, "Ved banen først") } }));
  send.mockResolvedValueOnce({ t: "away" });
  await press("Begin from what Bord 3 proposes");
  await rest();
  await act(async () => void (status.value = "away"));
  await act(async () => void (status.value = "on"));
  await rest();
  const frame = { t: "typing", question: "q1", text: "Ved banen først" };
  expect(sent()).toEqual([frame, frame]);
});

test("what could not be taken just then is sent until it is", async () => {
  const { send, sent } = lead(plenary());
  send.mockResolvedValueOnce({ t: "refused", n: 1, code: "not_stored" });
  await type("Vi bygger");
  for (let second = 0; second < 3; second++) await rest();
  expect(sent().map((frame) => frame.t)).toEqual(["typing", "typing"]);
});

test.each(["fixed here", "fixed by another", "taken off"])("what was %s does not come back", async (how) => {
  const { status, turn, sent } = lead(plenary({ typed: "" }));
  await type("Mine ord");
  await rest();
  if (how === "fixed here") await press("Fix the wording");
  if (how === "fixed by another") await turn({ common: { ...COMMON, version: 1, text: "De andres" } });
  if (how === "taken off") await press("Take it off the projector");
  const before = sent().length;
  await act(async () => void (status.value = "away"));
  await act(async () => void (status.value = "on"));
  await rest();
  expect(sent()).toHaveLength(before);
});

test("what another fixed meanwhile is told, and one's own words stand until one decides", async () => {
  const { sent, turn } = lead(plenary());
  await type("Mine ord");
  await turn({ common: { ...COMMON, version: 1, text: "De andres" } });
  expect(screen.getByText("Version 1 was fixed while you were writing. Your words are still here.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Fix the wording" })).toBeNull();
  expect(box().value).toBe("Mine ord");
  await press("Go on from mine");
  await press("Fix the wording");
  expect(sent().at(-1)).toEqual({ t: "wording", question: "q1", version: 2, text: "Mine ord" });
});

test("a refusal and a reload leave the words where they are", async () => {
  lead(plenary(), { t: "refused", n: 1, code: "stale" });
  await type("Mine ord");
  await press("Fix the wording");
  expect(box().value).toBe("Mine ord");
  cleanup();
  lead(plenary());
  expect(box().value).toBe("Mine ord");
});

test("a proposal is begun from by one press, and what stood there can be put back", async () => {
  lead(plenary({ proposals: { 3: said(3, "Ved banen først") } }));
  await type("Mine ord");
  await press("Begin from what Bord 3 proposes");
  expect(box().value).toBe("Ved banen først");
  await press("Put back what stood here");
  expect(box().value).toBe("Mine ord");
});

test("who stands behind it, who does not, and who has not said", async () => {
  const stances = [
    { table: 1, name: "Bord 1", stands: true, dissent: "" },
    { table: 2, name: "Bord 2", stands: false, dissent: "Fjorden" },
  ];
  const wordings = { 1: { version: 1, text: "Vi bygger tett ved fjorden" }, 2: { version: 2, text: "Vi bygger tett ved banen" } };
  lead(plenary({ common: { ...COMMON, version: 2, text: "Vi bygger tett ved banen", stances }, wordings }));
  expect(screen.getByText("1 of 3 tables can answer for this · 1 has not answered")).toBeTruthy();
  expect(screen.getByText("Not answered: Bord 3")).toBeTruthy();
  expect(document.querySelector(".dissent")?.textContent).toBe("Bord 2: cannot answer for it Fjorden");
  expect(document.querySelector("ins")?.textContent).toBe("banen");
});

test("what is parked: a number, then the words, and what is said of them", async () => {
  const counts = { ...plenary().counts, parked: 1 };
  const { sent, turn } = lead(plenary({ counts }));
  expect(screen.getByText(/You see it when/)).toBeTruthy();
  await turn({ counts, parked: { p: { id: "p", kind: "chair", text: "Hvem betaler?", settled: "", hidden: null } } });
  const field = screen.getByLabelText("Who answers, or where it goes");
  await act(async () => void fireEvent.input(field, { target: { value: "Ordføreren svarer i juni" } }));
  await press("Store");
  expect(sent().at(-1)).toEqual({ t: "settle", id: "p", words: "Ordføreren svarer i juni" });
});

test("axe has nothing to say", async () => {
  vi.useRealTimers();
  lead(plenary({ arguments: { x: argument("x"), y: argument("n1", { laid: true, side: "against" }) } }));
  const found = await axe.run(document.body, { rules: { "page-has-heading-one": { enabled: false } } });
  expect(found.violations).toEqual([]);
});
