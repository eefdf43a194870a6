// A table disbands in the middle: asked about, taken back, and not waited for.
import { act, cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import { aView, HEAD, now, table } from "./sample";
import { lead, press } from "./stage";

afterEach(cleanup);

const HALL = (change = {}) =>
  aView({ now: now(), tables: { 1: table(1, change), 2: table(2), 3: table(3, { disbanded: true }) } });

test("a table is disbanded in two presses, and nothing happens in one", async () => {
  const { send } = lead(HALL());
  await press("A table disbands …");
  expect(send).not.toHaveBeenCalled();
  const choice = screen.getByLabelText("Table");
  expect(within(choice).getAllByRole("option").map((one) => one.textContent)).toEqual([
    "Bord 1",
    "Bord 2",
  ]);
  fireEvent.change(choice, { target: { value: "2" } });
  await press("Disband Bord 2");
  expect(send).toHaveBeenCalledWith({ t: "disband", table: 2, on: true });
  expect(await screen.findByRole("button", { name: "A table disbands …" })).toBeTruthy();
});

test("it can be taken back, and is said in words", async () => {
  const { send } = lead(HALL());
  const card = screen.getByRole("heading", { name: "Bord 3" }).closest("li") as HTMLElement;
  expect(within(card).getByText("Disbanded")).toBeTruthy();
  await press("Take Bord 3 into use again");
  expect(send).toHaveBeenCalledWith({ t: "disband", table: 3, on: false });
});

test("the table that has lost its tablets is proposed, not the first", async () => {
  lead(aView({ now: now(), tables: { 1: table(1), 2: table(2, { tablets: 0 }), 3: table(3) } }));
  await press("A table disbands …");
  expect((screen.getByLabelText("Table") as HTMLSelectElement).value).toBe("2");
  expect(screen.getByRole("button", { name: "Disband Bord 2" })).toBeTruthy();
});

test("what is proposed stays, whichever table is the emptiest meanwhile", async () => {
  const { shown } = lead(HALL());
  await press("A table disbands …");
  await act(() => {
    shown.value = HALL({ tablets: 9 });
  });
  expect(screen.getByRole("button", { name: "Disband Bord 1" })).toBeTruthy();
});

test("after the end no table disbands, and none is taken into use", () => {
  lead({ ...HALL(), workshop: { ...HEAD, ended: true } });
  expect(screen.getByText("Disbanded")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /disbands|into use/ })).toBeNull();
});

test("the last table stays, and a disbanded one calls for no help", () => {
  const gone = { disbanded: true, help: true };
  lead(aView({ now: now(), tables: { 1: table(1), 2: table(2, gone) } }));
  expect(screen.queryByRole("button", { name: "A table disbands …" })).toBeNull();
  expect(screen.queryByText(/needs help/)).toBeNull();
});
