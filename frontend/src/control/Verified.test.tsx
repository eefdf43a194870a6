// The verification on control: pointing, what lies behind, counts, corrections that can be hidden.
import { act, cleanup, fireEvent, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";

import type { ControlView } from "../protocol";
import { aView, now, verified } from "./sample";
import { lead, press } from "./stage";

afterEach(cleanup);

const HALL = { tables: 9, ready: 0, tablets: 40, accepted: 40, cast: 23 };

function asked(open: boolean, pointed = 0, parts: Partial<ControlView> = {}) {
  const meeting = now({ kind: "verify", question: null, open });
  return lead(aView({ now: meeting, hall: HALL, ...verified({ pointed, result: !open }), ...parts }));
}

const item = (no: number) => screen.getAllByRole("listitem").find((one) =>
  within(one).queryByRole("heading", { name: new RegExp(`^Statement ${no} of 3`) }),
) as HTMLElement;

test("forward, back and all of them, by buttons, by arrows and from the list", async () => {
  const { send } = asked(true);
  expect(screen.getByText("23 of 40 have answered")).toBeTruthy();
  expect(screen.getByText("The projector shows all the statements.")).toBeTruthy();
  await press("Show statement 1 →");
  expect(send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 1 });
  await act(async () => void fireEvent.click(within(item(3)).getByRole("button", { name: "Show on the projector" })));
  expect(send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 3 });
  cleanup();
  const last = asked(true, 3);
  expect(screen.getByText("The projector shows statement 3 of 3.")).toBeTruthy();
  const group = screen.getByRole("group", { name: "On the projector" });
  await act(async () => void fireEvent.keyDown(group, { key: "ArrowRight" }));
  expect(last.send).not.toHaveBeenCalled();
  await act(async () => void fireEvent.keyDown(group, { key: "ArrowLeft" }));
  expect(last.send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 2 });
  await press("Show all");
  expect(last.send).toHaveBeenLastCalledWith({ t: "point", step: "s1", place: 0 });
});

test("while answers are given no count of them is on the screen", () => {
  asked(true);
  expect(item(1).textContent).not.toContain("Understood");
});

test("closing says what it does, and asks first", async () => {
  const { send } = asked(true);
  await press("Close the answers");
  const question = /^The answers are counted and the corrections shown to the hall.*23 of 40 have answered\.$/;
  expect(screen.getByRole("group", { name: question })).toBeTruthy();
  expect(send).not.toHaveBeenCalled();
  await press("Yes, count them");
  expect(send).toHaveBeenCalledWith({ t: "close_step", step: "s1" });
});

test("closed: counts, corrections to hide, proposals with their dissent, and what is about the whole", async () => {
  const { send } = asked(false);
  expect(item(1).textContent).toContain("Understood 20");
  expect(item(2).textContent).toContain("Too few to be shown");
  expect(item(1).textContent).toContain("Bord 3: Bygg i sentrum først.Dissent: Ikke først.");
  expect(screen.getByText("Kulturen er borte.")).toBeTruthy();
  const correction = within(item(1)).getByText("Vi mente hele byen.").closest("li") as HTMLElement;
  await act(async () => void fireEvent.click(within(correction).getByRole("button", { name: "Hide …" })));
  await press("An insult");
  expect(send).toHaveBeenLastCalledWith({ t: "hide", id: "c1", reason: "insult" });
});

test("what lies behind is told by how it bears on it, and can be hidden too", async () => {
  const { send } = asked(true);
  const behind = within(item(2)).getByText("Innspill 2").closest("li") as HTMLElement;
  expect(behind.textContent).toContain("Contradicts: Innspill 2");
  await act(async () => void fireEvent.click(within(behind).getByRole("button", { name: "Hide …" })));
  await press("A name");
  expect(send).toHaveBeenLastCalledWith({ t: "hide", id: "b2", reason: "name" });
});

test("with nothing reopened it says so, and leads to where it is done", () => {
  asked(true, 0, { verification: null, reopened: {} });
  expect(screen.getByRole("link", { name: /^Reopen statements/ }).getAttribute("href")).toBe("/stab/v/X/gjenapning");
});

test("at the end the result stands, and nothing is pointed at", () => {
  lead(aView({ now: now({ kind: "end", question: null }), ...verified({ result: true }) }));
  expect(item(1).textContent).toContain("Understood 20");
  expect(screen.queryByRole("button", { name: "Show on the projector" })).toBeNull();
});

test("no barriers that a machine can find", async () => {
  asked(false, 2);
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});
