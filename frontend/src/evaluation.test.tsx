// The evaluation on projector and control: how many have answered, then figures, and never a line.
import { cleanup, render, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import { Evaluation as InControl } from "./control/Evaluation";
import { aPicture, aView, now } from "./control/sample";
import { meanOf } from "./evaluation";
import { Ended } from "./projector/Around";
import { Evaluation as OnProjector } from "./projector/Evaluation";
import type { Evaluation, Measure } from "./protocol";

afterEach(cleanup);

const MEASURES: Measure[] = ["role", "trust", "heard", "ownership", "useful"];
const HALL = { tables: 10, ready: 0, tablets: 48, accepted: 45, cast: 31 };
const OPEN: Evaluation = {
  ...{ step: "v", measures: MEASURES, ballots: 0, threshold: 5, shown: false, result: null },
};
const RESULT = MEASURES.map((id) => ({ id, grades: id === "role" ? [] : [1, 2, 3, 10, 15] }));
const CLOSED: Evaluation = { ...OPEN, ballots: 31, shown: true, result: RESULT };
const NOW = now({ kind: "evaluate", question: null });

function onBoth(evaluation: Evaluation): void {
  const shown = { now: { ...NOW, open: evaluation.result === null }, hall: HALL, evaluation };
  render(<OnProjector view={aPicture(shown)} />);
  render(<InControl view={aView(shown)} />);
}

test("open: what is asked, and how many have answered", () => {
  onBoth(OPEN);
  expect(screen.getAllByText("31 of 48 have answered")).toHaveLength(2);
  expect(screen.getByText("It was safe to say what I mean.")).toBeTruthy();
  expect(screen.queryByRole("img")).toBeNull();
});

test("a tablet that was passed on gives more ballots than tablets", () => {
  const hall = { ...HALL, tablets: 6, cast: 8 };
  render(<OnProjector view={aPicture({ now: NOW, hall, evaluation: OPEN })} />);
  expect(screen.getByText("8 have answered · 6 tablets")).toBeTruthy();
});

test("closed: every measure with its figures; of one that too few graded, none", () => {
  onBoth(CLOSED);
  expect(screen.getAllByRole("img")).toHaveLength(4);
  expect(screen.getAllByText("Too few to be shown")).toHaveLength(2);
  const row = within(screen.getByRole("row", { name: /I was listened to/ }));
  expect(row.getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["1", "2", "3", "10", "15", "4.2"]);
  expect(screen.getAllByText("31 have answered", { exact: false })).toHaveLength(2);
});

test("at the end the means stand on the last picture, and of one that too few graded, none", () => {
  const page = render(<Ended view={aPicture({ now: now({ kind: "end" }), evaluation: CLOSED })} />).container;
  expect(page.textContent).toContain("The evaluation, on average from 1 to 5:");
  expect(page.textContent?.match(/4\.2/g)).toHaveLength(4);
  cleanup();
  const few = { ...CLOSED, shown: false, result: [] };
  render(<Ended view={aPicture({ now: now({ kind: "end" }), evaluation: few })} />);
  expect(screen.queryByText(/on average/)).toBeNull();
});

test("closed with too few: no figure, and why", () => {
  onBoth({ ...CLOSED, ballots: 3, shown: false, result: [] });
  expect(screen.getByText(/Only 3 answered/)).toBeTruthy();
  expect(screen.getByText(/Too few answered/)).toBeTruthy();
  expect(screen.queryByRole("img")).toBeNull();
});

test("the mean has one decimal, halves upwards", () => {
  expect(meanOf([0, 0, 3, 1, 0])).toBe("3.3");
  expect(meanOf([0, 0, 0, 0, 5])).toBe("5.0");
});
