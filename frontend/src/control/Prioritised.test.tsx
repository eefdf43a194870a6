// The prioritising on control: its numbers, and what the projector tells of how influence was spent.
import { act, cleanup, fireEvent, screen } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";

import type { Choice, Prioritising, Result } from "../protocol";
import { aView, NO_LISTS, now } from "./sample";
import { lead, press } from "./stage";

afterEach(cleanup);

const choices: Choice[] = [1, 2, 3].map((no) => ({
  ...{ id: `c${no}`, name: `Bord ${no}`, about: "", text: `Valg ${no}`, dissent: "", hidden: null, common: false },
}));
const LIST = {
  ...{ choices: ["c2", "c1"], ties: [], uncovered: 0, theirs: [], used: [40, 60], behind: [20, 14] },
};
const CAME: Result = {
  ...{ ballots: 31, shown: true, threshold: 5, places: 2, grades: [] },
  rows: [{ id: "c2", dots: 20 }, { id: "c1", dots: 14 }, { id: "c3", dots: 9 }],
  ...{ most_dots: LIST, equal_shares: LIST },
};

function counted(change: Partial<Prioritising> = {}) {
  return lead(
    aView({
      now: now({ kind: "prioritise", open: false }),
      prioritising: { step: "s1", dots: 5, method: "dots", choices, pointed: 0, result: CAME, ...change },
    }),
  );
}

const group = () => screen.getByRole("group", { name: "How influence was spent, place by place" });
const key = (name: string) => act(async () => void fireEvent.keyDown(group(), { key: name }));

test("from both lists to the first place, on and back, by buttons", async () => {
  const { send } = counted();
  expect(screen.getByText("The projector shows both lists.")).toBeTruthy();
  await press("← The place before");
  expect(send).not.toHaveBeenCalled();
  await press("Show place 1 →");
  expect(send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 1 });
  cleanup();
  const second = counted({ pointed: 2 });
  expect(screen.getByText("The projector shows place 2 of 2: 2. Bord 1")).toBeTruthy();
  await press("Who has nothing →");
  expect(second.send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 3 });
  await press("Show both lists");
  expect(second.send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 0 });
});

test("the arrow keys do the same, and stop at both ends", async () => {
  const { send } = counted();
  await key("ArrowLeft");
  expect(send).not.toHaveBeenCalled();
  await key("ArrowRight");
  expect(send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 1 });
  cleanup();
  const end = counted({ pointed: 3 });
  expect(screen.getByText("The projector shows who has nothing on the list.")).toBeTruthy();
  await key("ArrowRight");
  expect(end.send).not.toHaveBeenCalled();
  await key("ArrowLeft");
  expect(end.send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 2 });
});

test("of grades, of too few and of no choices nothing is pointed at", () => {
  const graded = { ...CAME, ...NO_LISTS, rows: [], grades: [{ id: "c1", grades: [0, 1, 2, 3, 4] }] };
  counted({ method: "scale", result: graded });
  expect(screen.queryByRole("group")).toBeNull();
  expect(screen.getByText(/^Most agree/)).toBeTruthy();
  cleanup();
  counted({ result: { ...CAME, ...NO_LISTS, shown: false, ballots: 3, rows: [] } });
  expect(screen.queryByRole("group")).toBeNull();
  expect(screen.getByText(/Only 3 prioritised/)).toBeTruthy();
  cleanup();
  counted({ choices: [], result: { ...CAME, rows: [], equal_shares: { ...LIST, choices: [] } } });
  expect(screen.queryByRole("group")).toBeNull();
});

test("a prioritising is put in with its method, and with places where there is a list", async () => {
  const { send } = lead(aView());
  const choose = (label: string, value: string) =>
    act(async () => void fireEvent.change(screen.getByLabelText(label), { target: { value } }));
  await choose("Kind of step", "prioritise");
  await choose("How it is done", "points");
  await act(async () => {
    fireEvent.input(screen.getByLabelText("Places on the list"), { target: { value: "3" } });
  });
  await press("Put it in");
  expect(send.mock.calls[0]?.[0]).toMatchObject({ kind: "prioritise", method: "points", places: 3, question: null });
  await choose("How it is done", "scale");
  expect(screen.queryByLabelText("Places on the list")).toBeNull();
  await choose("Kind of step", "talk");
  expect(screen.queryByLabelText("How it is done")).toBeNull();
});

test("points are called points", () => {
  counted({ method: "points" });
  expect(screen.getByText("20 points")).toBeTruthy();
  expect(screen.getByText("Most points")).toBeTruthy();
});

test("no barriers that a machine can find", async () => {
  counted({ pointed: 1 });
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});
