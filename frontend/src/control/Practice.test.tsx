// Beside the leading: the practice, the preview, and the note to oneself.
import { signal } from "@preact/signals";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { ControlView } from "../protocol";
import type { Session } from "../socket";
import { Control } from "./Control";
import { makeDesk } from "./desk";
import { PrivateNotes } from "./notes";
import { aView, HEAD, now, step } from "./sample";

const LINKS = {
  ...{ projector: "", join: "", public: "", staff: "/stab/v/X", attendance: "", minutes: "", workbench: "" },
  ...{ reopening: "", preview: "about:blank" },
};
const PRACTICE = { of: "X", answers: "/svar", close: "/lukk", tablet: "/b/A", csrf: "token" };
const STEPS = [{ ...step("s1", "write", "now"), detail: "Del ut penner" }, step("s2", "talk")];

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function lead(practice: typeof PRACTICE | null = null, parts: Partial<ControlView> = {}) {
  const rehearsal = practice !== null;
  const send = vi.fn();
  const view = aView({ now: now(), programme: STEPS, workshop: { ...HEAD, rehearsal }, ...parts });
  const shown = signal<ControlView | null>(view);
  const session: Session<ControlView> = {
    view: shown,
    ...{ you: signal(""), status: signal("on" as const), refusal: signal(null), send },
    ...{ onWelcome: () => undefined, close: () => undefined },
  };
  const desk = makeDesk(session, LINKS, "", { at: 0, when: "" }, practice, new PrivateNotes("X"));
  render(<Control desk={desk} />);
  return { send, shown };
}

const press = (name: string | RegExp) =>
  act(async () => void fireEvent.click(screen.getByRole("button", { name })));

test("a practice says what it is, and its tablets answer when they are asked", async () => {
  const asked = vi.fn(() => Promise.resolve({ status: 202 }));
  vi.stubGlobal("fetch", asked);
  lead(PRACTICE);
  const bar = within(screen.getByRole("region", { name: "Practice" }));
  expect(bar.getByText("Practice – nothing here gets into the minutes")).toBeTruthy();
  await press("Let 20 imagined tablets answer");
  expect(asked).toHaveBeenCalledWith("/svar", expect.objectContaining({ method: "POST" }));
  expect(await bar.findByText(/^They answer/)).toBeTruthy();
  const form = bar.getByRole("button", { name: "Close the practice" }).closest("form");
  expect(form?.getAttribute("action")).toBe("/lukk");
  expect(new FormData(form ?? undefined).get("csrf")).toBe("token");
});

test.each([
  ["they are logged out", () => Promise.resolve({ status: 403 })],
  ["the server is away", () => Promise.reject(new TypeError("away"))],
])("it is told when %s", async (_what, answer) => {
  vi.stubGlobal("fetch", vi.fn(answer));
  lead(PRACTICE);
  await press("Let 20 imagined tablets answer");
  expect(await screen.findByText(/^They could not be asked/)).toBeTruthy();
});

test("a workshop that is none has no such buttons", () => {
  lead();
  expect(screen.queryByText(/^Practice/)).toBeNull();
  expect(screen.queryByRole("button", { name: /imagined/ })).toBeNull();
});

test("a closed step has nothing to answer, and it is said; the next step forgets it", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve({ status: 202 }));
  const view = aView({ now: now({ open: false }), workshop: { ...HEAD, rehearsal: true } });
  const { shown } = lead(PRACTICE, view);
  await press("Let 20 imagined tablets answer");
  expect(await screen.findByText(/^The step is closed/)).toBeTruthy();
  await act(() => void (shown.value = { ...view, now: now({ id: "s2" }) }));
  expect(screen.queryByText(/^The step is closed/)).toBeNull();
});

test("a practice that has ended leads to no minutes", () => {
  lead(PRACTICE, { workshop: { ...HEAD, rehearsal: true, ended: true } });
  expect(screen.getByText(/^The practice is over/)).toBeTruthy();
  expect(screen.queryByRole("link", { name: /Minutes/ })).toBeNull();
});

test("the preview is fetched only while it is open", async () => {
  lead();
  expect(document.querySelector("iframe")).toBeNull();
  await press("What the tablets show");
  expect(document.querySelector("iframe")?.getAttribute("src")).toBe(LINKS.preview);
  await press("What the tablets show");
  expect(document.querySelector("iframe")).toBeNull();
});

test("a note to oneself stands beside its step, outlives the page, and goes when it shall", async () => {
  const { send } = lead();
  expect(screen.getAllByText("Del ut penner")).toHaveLength(2); // now, and in the programme
  await press(/Table talk/);
  const box = () => screen.getByLabelText("Note to myself") as HTMLTextAreaElement;
  await act(async () => void fireEvent.input(box(), { target: { value: "Hør bord 4 først" } }));
  expect(screen.getByText("Hør bord 4 først", { exact: false, selector: "p" })).toBeTruthy();
  cleanup();

  lead(PRACTICE); // and the practice of the workshop has them too
  expect(screen.getByText("Hør bord 4 først", { exact: false })).toBeTruthy();
  await press("Delete my notes");
  expect(screen.queryByText("Hør bord 4 først", { exact: false })).toBeNull();
  expect(localStorage.length).toBe(0);
  expect(send).not.toHaveBeenCalled();
});

test("where nothing may be kept the note stands while the page is open", async () => {
  lead();
  vi.stubGlobal("localStorage", undefined);
  await press(/Table talk/);
  const box = screen.getByLabelText("Note to myself") as HTMLTextAreaElement;
  await act(async () => void fireEvent.input(box, { target: { value: "Husk kaffe" } }));
  expect(screen.getByText("Husk kaffe", { exact: false, selector: "p" })).toBeTruthy();
});
