// How a councillor prioritises: dots, points or grades, changed until it closes; and what came of it.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";

import { NO_LISTS } from "../control/sample";
import { gradesInWords } from "../methods";
import type { Prioritising, Result, TabletView } from "../protocol";
import { Prioritise } from "./Prioritise";
import { aNow, aTablet, aView, choices, type Hall } from "./sample";
import { TabletContext } from "./tablet";

afterEach(cleanup);

const NOW = aNow({ kind: "prioritise", question: null });

function prioritising(change: Partial<Prioritising> = {}, open = true): TabletView {
  return aView({
    now: { ...NOW, open },
    prioritising: { step: "s", dots: 5, method: "dots", pointed: 0, choices: choices(7), result: null, ...change },
  });
}

const POINTS = { method: "points", dots: 10 } as const;
const SCALE = { method: "scale", dots: 5, choices: choices(2) } as const;

async function show(view: TabletView): Promise<Hall> {
  const hall = await aTablet(view);
  render(
    <TabletContext.Provider value={hall.tablet}>
      <Prioritise now={view.now ?? NOW} />
    </TabletContext.Provider>,
  );
  return hall;
}

const click = (one: Element) => act(async () => void fireEvent.click(one));
const marks = (hall: Hall) => hall.tablet.memory.ballots.value.s?.marks;
const ballots = (hall: Hall) =>
  hall.send.mock.calls.map(([frame]) => frame).filter((frame) => frame.t === "ballot");

test("a sixth dot is kindly refused, and nothing changes", async () => {
  const hall = await show(prioritising());
  const boxes = screen.getAllByRole("checkbox") as HTMLInputElement[];
  for (const one of boxes.slice(0, 6)) await click(one);
  expect(boxes.map((one) => one.checked)).toEqual([true, true, true, true, true, false, false]);
  expect(screen.getByText(/Take one back first/)).toBeTruthy();
  expect(Object.keys(marks(hall) ?? {})).toHaveLength(5);
  await click(boxes[0] as HTMLInputElement);
  expect(screen.getByText("1 dot left")).toBeTruthy();
});

// ---------------------------------------------------------------- points

const card = (n: number) => within(screen.getByRole("group", { name: `Answer ${n}` }));
const more = (n: number) => click(card(n).getByRole("button", { name: "One point more" }));
const less = (n: number) => click(card(n).getByRole("button", { name: "One point less" }));

test("ten points are spread and taken back, and an eleventh changes nothing", async () => {
  const hall = await show(prioritising(POINTS));
  expect(screen.getByText("10 points left")).toBeTruthy();
  for (let i = 0; i < 7; i += 1) await more(0);
  for (let i = 0; i < 4; i += 1) await more(3);
  expect(marks(hall)).toEqual({ "q.0": 7, "q.3": 3 });
  expect(screen.getByText(/All your points are given/)).toBeTruthy();
  const button = card(3).getByRole("button", { name: "One point more" });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  await less(0);
  expect(screen.getByText("1 point left")).toBeTruthy();
  expect(card(0).getByRole("status").textContent).toBe("6");
  for (let i = 0; i < 5; i += 1) await less(3);
  expect(marks(hall)).toEqual({ "q.0": 6 });
});

test("presses faster than the screen each count", async () => {
  const hall = await show(prioritising(POINTS));
  const button = card(1).getByRole("button", { name: "One point more" });
  await act(async () => {
    for (let i = 0; i < 30; i += 1) fireEvent.click(button);
  });
  expect(marks(hall)).toEqual({ "q.1": 10 });
  expect(ballots(hall).length).toBeLessThanOrEqual(10);
});

test("closed, no point moves", async () => {
  const hall = await show(prioritising(POINTS, false));
  await more(0);
  expect(marks(hall)).toBeUndefined();
  expect(screen.getByText(/It is closed now/)).toBeTruthy();
});

test("points that were not stored: what is stored is told, with how many", async () => {
  const hall = await show(prioritising(POINTS));
  hall.send.mockResolvedValueOnce({ t: "ticket", n: 1, step: "s", key: "k" });
  hall.send.mockResolvedValueOnce({ t: "stored", n: 2 });
  await more(0);
  await screen.findByText("Stored");
  hall.send.mockResolvedValueOnce({ t: "refused", n: 3, code: "unknown_option" });
  await more(1);
  expect(await screen.findByText("Answer 0 – 1 point")).toBeTruthy();
});

// ---------------------------------------------------------------- grades

test("each is graded by itself, changed, taken back, or left out", async () => {
  const hall = await show(prioritising(SCALE));
  const first = card(0);
  await click(first.getByLabelText("Agree completely"));
  expect(marks(hall)).toEqual({ "q.0": 5 });
  expect(screen.getByText("1 of 2 answered")).toBeTruthy();
  await click(card(1).getByLabelText("Disagree completely"));
  await click(first.getByLabelText("Agree somewhat"));
  expect(marks(hall)).toEqual({ "q.0": 4, "q.1": 1 });
  await click(first.getByRole("button", { name: "Take the answer back" }));
  expect(marks(hall)).toEqual({ "q.1": 1 });
  expect(document.activeElement).toBe(first.getByLabelText("Disagree completely"));
});

test.each([
  [[0, 0, 0, 4, 6], "All agree. In the middle: Agree completely."],
  [[2, 1, 0, 0, 0], "All disagree. In the middle: Disagree completely."],
  [[3, 0, 1, 4, 6], "Most agree. 3 disagree. In the middle: Agree somewhat."],
  [[6, 4, 1, 0, 1], "Most disagree. 1 agrees. In the middle: Disagree completely – Disagree somewhat."],
  [[5, 0, 0, 0, 5], "The hall is divided. In the middle: Disagree completely – Agree completely."],
  [[0, 0, 5, 0, 0], "The hall is divided. In the middle: Neither agree nor disagree."],
])("grades in words: %s", (counts, words) => {
  expect(gradesInWords(counts)).toBe(words);
});

// ---------------------------------------------------------------- what came of it

const LISTED = { choices: ["q.1"], ties: [], uncovered: 5, theirs: ["q.0"], used: [], behind: [] };
const ROWS = [{ id: "q.1", dots: 4 }, { id: "q.0", dots: 1 }];
const CAME: Result = {
  ...{ ballots: 6, shown: true, threshold: 5, rows: ROWS, places: 1, grades: [] },
  ...{ most_dots: LISTED, equal_shares: LISTED },
};
const GRADED: Result = {
  ...{ ballots: 9, shown: true, threshold: 5, rows: [], ...NO_LISTS },
  grades: [{ id: "q.0", grades: [1, 0, 2, 2, 4] }, { id: "q.1", grades: [] }],
};

test("below the threshold the result is words, above it numbers", async () => {
  const few = { ballots: 3, shown: false, threshold: 5, rows: [], ...NO_LISTS };
  const hall = await show(prioritising({ result: few }));
  expect(screen.getByText(/only when at least 5/)).toBeTruthy();
  await act(async () => {
    hall.view.value = prioritising({ result: CAME });
  });
  const items = screen.getAllByRole("listitem").map((item) => item.textContent);
  expect(items.filter((item) => item?.includes("Answer 1"))).toHaveLength(3);
  expect(items[2]).toContain("4 dots");
  expect(screen.getByText("Everybody has the same influence to use.")).toBeTruthy();
  expect(screen.getAllByText("5 have none of their dots on the list. Their dots are on 2.")).toHaveLength(2);
});

test("the same of points, in points", async () => {
  await show(prioritising({ ...POINTS, result: CAME }));
  expect(screen.getAllByText("5 have none of their points on the list. Their points are on 2.")).toHaveLength(2);
  expect(screen.getByText("4 points")).toBeTruthy();
  expect(screen.queryByText(/dot/)).toBeNull();
});

test("grades: words, and every number in a table; of too few nothing", async () => {
  await show(prioritising({ ...SCALE, result: GRADED }));
  const table = screen.getByRole("table", { name: /Answer 0/ });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([
    ...["Agree completely4", "Agree somewhat2", "Neither agree nor disagree2"],
    ...["Disagree somewhat0", "Disagree completely1"],
  ]);
  expect(screen.getByText(/^Most agree\. 1 disagrees\./)).toBeTruthy();
  expect(screen.getByText("Too few to be shown")).toBeTruthy();
});

test.each<[string, TabletView]>([
  ["dots", prioritising()],
  ["points", prioritising(POINTS)],
  ["grades", prioritising(SCALE)],
  ["what came of dots", prioritising({ result: CAME })],
  ["what came of grades", prioritising({ ...SCALE, result: GRADED })],
  ["nothing to choose between", prioritising({ choices: [] })],
])("no barriers that a machine can find: %s", async (_name, view) => {
  await show(view);
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});
