// The minute at the end: any of five statements, a line, and what came of it.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";

import type { Evaluation, Measure, TabletView } from "../protocol";
import type { Answer } from "../socket";
import { Evaluate } from "./Evaluate";
import { aNow, aTablet, aView, type Hall } from "./sample";
import { TabletContext } from "./tablet";

afterEach(cleanup);

const NOW = aNow({ kind: "evaluate", question: null });
const MEASURES: Measure[] = ["role", "trust", "heard", "ownership", "useful"];

function open(change: Partial<Evaluation> = {}): TabletView {
  const evaluation = { step: "s", measures: MEASURES, ballots: 0, threshold: 5, shown: false, result: null };
  return aView({ now: NOW, evaluation: { ...evaluation, ...change } });
}

function closed(change: Partial<Evaluation> = {}): TabletView {
  const grades = (id: Measure) => (id === "trust" ? [] : [0, 1, 0, 2, 3]);
  const result = MEASURES.map((id) => ({ id, grades: grades(id) }));
  return { ...open({ ballots: 6, shown: true, result, ...change }), now: { ...NOW, open: false } };
}

async function show(view: TabletView): Promise<Hall> {
  const hall = await aTablet(view);
  render(
    <TabletContext.Provider value={hall.tablet}>
      <Evaluate now={view.now ?? NOW} />
    </TabletContext.Provider>,
  );
  return hall;
}

const asked = (name: string) => within(screen.getByRole("group", { name }));
const grade = (name: string, to: string | RegExp) =>
  act(async () => void fireEvent.click(asked(name).getByRole("radio", { name: to })));
const press = (name: string) =>
  act(async () => void fireEvent.click(screen.getByRole("button", { name })));
const type = (value: string) =>
  act(async () => void fireEvent.input(screen.getByRole("textbox"), { target: { value } }));
const marks = (hall: Hall) => hall.tablet.memory.ballots.value.s?.marks;

const HEARD = "I was listened to.";

test("any of them are graded, changed and left out; nothing is chosen beforehand", async () => {
  const hall = await show(open());
  expect(screen.getAllByRole("radio")).toHaveLength(25);
  expect(screen.queryByRole("radio", { checked: true })).toBeNull();
  await grade(HEARD, "4");
  await grade("The workshop was worth the time.", /^5.*very large degree$/);
  expect(marks(hall)).toEqual({ heard: 4, useful: 5 });
  expect(screen.getByText("2 of 5 answered")).toBeTruthy();
  await grade(HEARD, /^1.*very small degree$/);
  expect(marks(hall)).toEqual({ heard: 1, useful: 5 });
  await act(async () => void fireEvent.click(asked(HEARD).getByRole("button", { name: "Leave it out" })));
  expect(marks(hall)).toEqual({ useful: 5 });
  expect(asked(HEARD).queryByRole("radio", { checked: true })).toBeNull();
  expect(document.activeElement).toBe(asked(HEARD).getAllByRole("radio")[0]);
});

test("refused, it says why in words that fit, and can be sent again", async () => {
  const hall = await show(open());
  hall.send.mockImplementation((frame) =>
    Promise.resolve(
      frame.t === "ticket" ? { t: "refused", n: 1, code: "no_more_ballots" } : { t: "stored", n: 1 },
    ),
  );
  await grade(HEARD, "4");
  expect(await screen.findByText(/has seats have answered/)).toBeTruthy();
  await press("Send again");
  expect(marks(hall)).toEqual({ heard: 4 });
});

test("one line is sent, and can be changed or withdrawn; then the box is there again", async () => {
  const hall = await show(open());
  await type("Shorter introductions");
  await press("Send the line");
  expect(hall.send.mock.calls.at(-1)?.[0]).toMatchObject({
    ...{ t: "note", question: "evaluation.line", text: "Shorter introductions", shared: false },
  });
  expect(screen.queryByRole("textbox")).toBeNull();
  await press("Edit");
  await type("Much shorter introductions");
  await press("Save");
  expect(hall.send.mock.calls.at(-1)?.[0]).toMatchObject({ text: "Much shorter introductions", rev: 1 });
  await press("Withdraw");
  expect(screen.getByRole("textbox")).toBeTruthy();
});

test("a name is pointed out before it is sent", async () => {
  const hall = await show(open());
  await type("Kari Eksempelstad talks too long");
  await press("Send the line");
  expect(screen.getByText("Could somebody be recognised?")).toBeTruthy();
  expect(hall.send).not.toHaveBeenCalled();
});

test("a tablet that is shared begins afresh for the next, who may write a line too", async () => {
  const view = open();
  const hall = await show({ ...view, table: { ...view.table, seats: 3, tablets: 1 } });
  const ticket: Answer = { t: "ticket", n: 1, step: "s", key: "k" };
  hall.send.mockImplementation(({ t }) =>
    Promise.resolve<Answer>(t === "ticket" ? ticket : { t: "stored", n: 1 }),
  );
  await grade(HEARD, "4");
  await type("Shorter introductions");
  await press("Send the line");
  await screen.findByRole("button", { name: "Pass the tablet on" });
  await press("Pass the tablet on");
  expect(marks(hall)).toBeUndefined();
  expect(screen.queryByText("Shorter introductions")).toBeNull();
  expect(screen.getByRole("textbox")).toBeTruthy();
});

test("closed: numbers and means, but of a measure that too few graded", async () => {
  await show(closed());
  expect(screen.getByText("6 answered. Thank you!")).toBeTruthy();
  const heard = screen.getByText(HEARD).closest("li") as HTMLElement;
  expect(within(heard).getByText("4.2")).toBeTruthy();
  expect(within(heard).getByRole("img").getAttribute("aria-label")).toContain("1: 0, 2: 1, 3: 0, 4: 2, 5: 3");
  expect(screen.getByText("Too few to be shown")).toBeTruthy();
  expect(screen.queryByRole("radio")).toBeNull();
  expect(screen.queryByRole("textbox")).toBeNull();
});

test("closed with too few: no numbers at all", async () => {
  await show(closed({ shown: false, ballots: 2, result: [] }));
  expect(screen.getByText(/Too few answered/)).toBeTruthy();
  expect(screen.queryByRole("img")).toBeNull();
});

test.each([
  ["open", open()],
  ["closed", closed()],
  ["closed before anybody answered", { ...open(), now: { ...NOW, open: false } }],
])("no barriers that a machine can find: %s", async (_name, view) => {
  await show(view);
  const found = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(found.violations.map((each) => each.id)).toEqual([]);
});
