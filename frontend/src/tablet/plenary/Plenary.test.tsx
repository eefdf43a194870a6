// The plenary on the tablet: one argues, the pen answers for the table, and nothing typed is lost.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";

import type { Argument, Common, Said, TabletView } from "../../protocol";
import { Leftovers } from "../Leftovers";
import { aNow, aTablet, aView, type Hall } from "../sample";
import { TabletContext } from "../tablet";
import { Parking } from "./Parking";
import { Plenary } from "./Plenary";

afterEach(cleanup);

const NOW = aNow({ kind: "plenary" });

function said(table: number, change: Partial<Said> = {}): Said {
  return { question: "q", table, name: `Table ${table}`, text: `Answer ${table}`, dissent: "", ...change };
}

function argument(id: string, change: Partial<Argument> = {}): Argument {
  return { id, about: "q.2", side: "for", text: `Because ${id}`, laid: false, hidden: null, ...change };
}

const COMMON: Common = { question: "q", version: 2, text: "We build by the railway", stances: [], tables: 4 };
const PROPOSAL = { question: "q.common", text: "", dissent: "", rev: 0 };
const PEN = { ...aView().table, pen: "me" };

function meeting(change: Partial<TabletView> = {}): TabletView {
  return aView({ now: NOW, shown: [said(2)], statements: { 2: said(2), 3: said(3) }, ...change });
}

function worded(change: Partial<TabletView> = {}): TabletView {
  const wordings = { 1: { version: 1, text: "We build by the fjord" }, 2: { version: 2, text: COMMON.text } };
  return meeting({ shown: [], common: COMMON, wordings, proposal: PROPOSAL, table: PEN, ...change });
}

async function show(view: TabletView): Promise<Hall> {
  const hall = await aTablet(view);
  render(
    <TabletContext.Provider value={hall.tablet}>
      <Plenary now={view.now ?? NOW} />
      <Leftovers now={view.now} />
    </TabletContext.Provider>,
  );
  return hall;
}

const heard = (no: number) =>
  within(screen.getByRole("heading", { name: `Table ${no}`, hidden: true }).closest("section") as HTMLElement);
const press = (button: HTMLElement) => act(async () => void fireEvent.click(button));
const type = (label: string, value: string) =>
  act(async () => void fireEvent.input(screen.getByLabelText(label), { target: { value } }));
const sent = (hall: Hall) => hall.send.mock.calls.map(([frame]) => frame);

test("an argument against goes as a note on that side of that statement", async () => {
  const hall = await show(meeting());
  await press(heard(2).getByRole("button", { name: "Argue against" }));
  await type("Your argument against", "Too dear");
  await press(heard(2).getByRole("button", { name: "Send the argument" }));
  expect(sent(hall)).toMatchObject([{ t: "note", question: "q.2.against", text: "Too dear", shared: false }]);
  expect(heard(2).getByRole("heading", { name: /Against \(1\)/ })).toBeTruthy();
});

test("a name in it is pointed out before it goes", async () => {
  const hall = await show(meeting());
  await press(heard(2).getByRole("button", { name: "Argue for" }));
  await type("Your argument for", "As Kari Eksempelstad said");
  await press(heard(2).getByRole("button", { name: "Send the argument" }));
  expect(sent(hall)).toEqual([]);
  expect(heard(2).getByRole("button", { name: "Send anyway" })).toBeTruthy();
});

test("one's own argument stands once, also when the hall has it; another's by its reason where hidden", async () => {
  const hall = await show(meeting());
  await press(heard(2).getByRole("button", { name: "Argue for" }));
  await type("Your argument for", "It is near");
  await press(heard(2).getByRole("button", { name: "Send the argument" }));
  const [frame] = sent(hall);
  const id = frame?.t === "note" ? frame.id : "";
  const all = { [id]: argument(id, { text: "It is near" }), x: argument("x", { text: "", hidden: "insult" }) };
  await act(async () => void (hall.view.value = meeting({ arguments: all })));
  expect(heard(2).getAllByText("It is near")).toHaveLength(1);
  expect(heard(2).getByText("Hidden by the process leader: it is an insult.")).toBeTruthy();
  expect(heard(2).getByRole("heading", { name: /For \(2\)/ })).toBeTruthy();
});

test("when the plenary closes the words in the box are left over, and nothing can be argued", async () => {
  const hall = await show(meeting());
  await act(async () => hall.tablet.memory.type("write:q.2.for", "Half a thought"));
  expect(screen.queryByText("Not sent – still here")).toBeNull();
  cleanup();
  const closed = meeting({ now: { ...NOW, open: false } });
  hall.view.value = closed;
  render(
    <TabletContext.Provider value={hall.tablet}>
      <Plenary now={{ ...NOW, open: false }} />
      <Leftovers now={closed.now} />
    </TabletContext.Provider>,
  );
  expect(screen.getByText("Not sent – still here")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Argue for" })).toBeNull();
});

test("arguments outlive the words they were about", async () => {
  const gone = said(3, { text: "" });
  await show(meeting({ statements: { 3: gone }, arguments: { x: argument("x", { about: "q.3" }) } }));
  expect(heard(3).getByText("Because x")).toBeTruthy();
  expect(heard(3).queryByRole("button", { name: "Argue for", hidden: true })).toBeNull();
});

test("the pen answers for the table, and the newest version only", async () => {
  const hall = await show(worded());
  await type("Dissent – what the table, or somebody at it, cannot answer for", "One of us: the fjord");
  await press(screen.getByRole("button", { name: "No, we cannot" }));
  const dissent = "One of us: the fjord";
  expect(sent(hall)).toMatchObject([{ t: "stand", question: "q", version: 2, stands: false, dissent, rev: 1 }]);
  expect(hall.tablet.memory.draft("stand:q")).toBe("");
});

test("a new version asks again, and the dissent is still in its box", async () => {
  const stand = { version: 1, stands: false, dissent: "The fjord", rev: 4 };
  const hall = await show(worded({ table: { ...PEN, stand } }));
  expect(screen.getByText(/The wording has changed since you answered/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "No, we cannot" }).getAttribute("aria-pressed")).toBe("false");
  expect(screen.getByDisplayValue("The fjord")).toBeTruthy();
  await press(screen.getByRole("button", { name: "Yes, we can" }));
  expect(sent(hall)).toMatchObject([{ t: "stand", version: 2, stands: true, dissent: "The fjord", rev: 5 }]);
});

test("a stand that was refused keeps the words", async () => {
  const hall = await show(worded());
  hall.send.mockResolvedValue({ t: "refused", n: 1, code: "stale" });
  await type("Dissent – what the table, or somebody at it, cannot answer for", "The fjord");
  await press(screen.getByRole("button", { name: "Yes, we can" }));
  expect(screen.getByDisplayValue("The fjord")).toBeTruthy();
  expect(screen.getByText("There is a newer version. Read it first.")).toBeTruthy();
});

test("without the pen there is nothing to answer with, and a dissent typed before is left over", async () => {
  const hall = await show(worded({ table: { ...PEN, pen: "other" } }));
  await act(async () => hall.tablet.memory.type("stand:q", "The fjord"));
  expect(screen.queryByRole("button", { name: "Yes, we can" })).toBeNull();
  expect(screen.getByText("Not sent – still here")).toBeTruthy();
});

test("what changed in the wording is marked, and not by colour alone", async () => {
  await show(worded());
  expect(document.querySelector("ins")?.textContent).toBe("railway");
  expect(document.querySelector("del")?.textContent).toBe("fjord");
});

test("with the pen the table proposes what all could say, not its own answer", async () => {
  const statement = { question: "q", text: "Our answer", dissent: "", rev: 3 };
  const hall = await show(worded({ statement }));
  await type("Your table's proposal for a wording in common", "By the railway, first");
  await act(async () => hall.tablet.pen.move("lay").then(() => undefined));
  expect(sent(hall)[0]).toMatchObject({ t: "statement", question: "q.common", text: "By the railway, first" });
});

test("laying aside: the words follow the choice, and go once", async () => {
  const hall = await aTablet(aView());
  render(
    <TabletContext.Provider value={hall.tablet}>
      <Parking now={NOW} />
    </TabletContext.Provider>,
  );
  await type("Your words", "Who pays?");
  await press(screen.getByLabelText("It belongs elsewhere"));
  expect(screen.getByDisplayValue("Who pays?")).toBeTruthy();
  await press(screen.getByRole("button", { name: "Lay it aside" }));
  expect(sent(hall)).toMatchObject([{ t: "note", question: "parking.elsewhere", text: "Who pays?" }]);
  expect(hall.tablet.memory.unsent.value).toBe(0);
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});

test("axe has nothing to say", async () => {
  await show(worded({ shown: [said(2)], arguments: { x: argument("x", { laid: true }) } }));
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});

test("where nobody has the pen it can be taken where the table is asked", async () => {
  const hall = await show(worded({ proposal: null, table: aView().table }));
  await press(screen.getByRole("button", { name: "Take the pen" }));
  expect(sent(hall)).toEqual([{ t: "pen", do: "take" }]);
});

test("answers are said to come up until the first has been", async () => {
  await show(meeting({ shown: [], statements: {} }));
  expect(screen.getByText(/come up one at a time/)).toBeTruthy();
  cleanup();
  await show(meeting({ shown: [] }));
  expect(screen.queryByText(/come up one at a time/)).toBeNull();
});
