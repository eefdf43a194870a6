// What the writer meets: a hint before anything is sent, and then exactly what they decide.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { TabletView } from "../../protocol";
import { fetchLater } from "../later";
import { aNow, aTablet, aView, type Hall } from "../sample";
import { Screen } from "../Screen";

const NAMED = "Jeg er enig med Kari Eksempelstad om skolen.";
const LATER = 1_000;

beforeAll(async () => {
  fetchLater();
  await vi.dynamicImportSettled();
});
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function show(view: TabletView = aView()): Promise<Hall> {
  const hall = await aTablet(view);
  render(<Screen tablet={hall.tablet} code="ABCD2345" />);
  return hall;
}

const box = (label: string) => screen.getByLabelText<HTMLTextAreaElement>(label);
const press = (name: string) =>
  act(async () => void fireEvent.click(screen.getByRole("button", { name })));
const type = (label: string, value: string) =>
  act(async () => void fireEvent.input(box(label), { target: { value } }));
const later = () => act(async () => void vi.advanceTimersByTime(LATER));
const sent = (hall: Hall) =>
  hall.send.mock.calls.flatMap(([frame]) => (frame.t === "note" ? [frame.text] : []));
const hint = () =>
  screen.getAllByRole("status").find((one) => one.textContent.includes("be recognised?")) ?? null;
const marked = () => [...(hint()?.querySelectorAll("mark") ?? [])].map((one) => one.textContent);

test("a name is pointed out first, and a second press sends the note as it is", async () => {
  const hall = await show();
  await type("Your note", NAMED);
  await press("Send the note");
  expect(sent(hall)).toEqual([]);
  expect(marked()).toEqual(["Kari Eksempelstad"]);
  expect(box("Your note").value).toBe(NAMED);
  await later();
  await press("Send anyway");
  expect(sent(hall)).toEqual([NAMED]);
  expect(hint()).toBeNull();
  expect(screen.queryByRole("button", { name: "Send the note" })).toBeTruthy();
});

test("an eager finger's second press decides nothing", async () => {
  const hall = await show();
  await type("Your note", NAMED);
  await press("Send the note");
  await press("Send anyway");
  expect(sent(hall)).toEqual([]);
  expect(marked()).toEqual(["Kari Eksempelstad"]);
});

test("where nothing is seen, one press sends", async () => {
  const hall = await show();
  await type("Your note", "Bygg en skole.");
  await press("Send the note");
  expect(sent(hall)).toEqual(["Bygg en skole."]);
  expect(hint()).toBeNull();
});

test("the place that is read out was there before, empty", async () => {
  await show();
  const before = document.querySelector('.seen[role="status"]');
  expect(before?.textContent).toBe("");
  await type("Your note", NAMED);
  await press("Send the note");
  expect(document.querySelector('.seen[role="status"]')).toBe(before);
  expect(before?.textContent).toContain("It is not sent yet.");
});

test("Change leads back into the box, at the word; what is changed goes without a further word", async () => {
  const hall = await show();
  await type("Your note", NAMED);
  await press("Send the note");
  await press("Change");
  const area = box("Your note");
  expect(document.activeElement).toBe(area);
  expect(NAMED.slice(area.selectionStart, area.selectionEnd)).toBe("Kari Eksempelstad");
  await type("Your note", "Jeg er enig i det om skolen.");
  expect(hint()).toBeNull();
  await press("Send the note");
  expect(sent(hall)).toEqual(["Jeg er enig i det om skolen."]);
});

test("what was pointed out is not said again; what came after is", async () => {
  const hall = await show();
  await type("Your note", NAMED);
  await press("Send the note");
  await type("Your note", `${NAMED} Ring meg på 412 34 567.`);
  await later();
  await press("Send the note");
  expect(sent(hall)).toEqual([]);
  expect(marked()).toEqual(["412 34 567"]);
  await type("Your note", `${NAMED} Ja!`);
  await later();
  await press("Send the note");
  expect(sent(hall)).toEqual([`${NAMED} Ja!`]);
});

test("each note is asked about anew, but the same words never twice", async () => {
  const hall = await show();
  const send = async (text: string) => {
    await type("Your note", text);
    await later();
    await press("Send the note");
  };
  await send(NAMED);
  await later();
  await press("Send anyway");
  await send("Kari Eksempelstad har rett.");
  expect(marked()).toEqual(["Kari Eksempelstad"]);
  await later();
  await press("Send anyway");
  await send(` ${NAMED} `);
  expect(sent(hall)).toEqual([NAMED, "Kari Eksempelstad har rett.", NAMED]);
});

test("Ctrl and Enter ask too, and keep the focus where it was", async () => {
  const hall = await show();
  await type("Your note", "Som ordfører vil jeg si nei.");
  box("Your note").focus();
  const enter = () =>
    act(async () => void fireEvent.keyDown(box("Your note"), { key: "Enter", ctrlKey: true }));
  await enter();
  expect(sent(hall)).toEqual([]);
  expect(marked()).toEqual(["Som ordfører"]);
  expect(hint()?.textContent).toContain("You say of yourself:");
  expect(document.activeElement).toBe(box("Your note"));
  await later();
  await enter();
  expect(sent(hall)).toEqual(["Som ordfører vil jeg si nei."]);
});

test("five seconds more: it is pointed out there as well, and nothing is lost", async () => {
  const hall = await show();
  await type("Your note", NAMED);
  await act(async () => {
    hall.view.value = aView({ now: aNow({ open: false, grace_until: Date.now() + 5_000 }) });
  });
  await press("Send now");
  expect(sent(hall)).toEqual([]);
  await later();
  await press("Send anyway");
  expect(sent(hall)).toEqual([NAMED]);
});

test("a note that is edited is asked about only for what is new in it", async () => {
  const hall = await show();
  await type("Your note", NAMED);
  await press("Send the note");
  await later();
  await press("Send anyway");
  await press("Edit");
  await type("Edit the note", `${NAMED} Ja!`);
  await press("Save");
  expect(sent(hall)).toEqual([NAMED, `${NAMED} Ja!`]);
  await press("Edit");
  await type("Edit the note", `${NAMED} Hilsen Ola Liksomsen`);
  await press("Save");
  expect(marked()).toEqual(["Ola Liksomsen"]);
  await later();
  await press("Send anyway");
  expect(sent(hall).at(-1)).toBe(`${NAMED} Hilsen Ola Liksomsen`);
});

test("a note that was kept here is asked about when it is sent after all", async () => {
  const hall = await show();
  await type("Your note", NAMED);
  await act(async () => {
    hall.view.value = aView({ now: aNow({ open: false }) });
  });
  await press("Keep as my own note");
  await act(async () => {
    hall.view.value = aView();
  });
  await press("Send now");
  expect(sent(hall)).toEqual([]);
  expect(marked()).toEqual(["Kari Eksempelstad"]);
  await later();
  await press("Send anyway");
  expect(sent(hall)).toEqual([NAMED]);
});

const TALK = aNow({ kind: "talk" });
const PEN = { ...aView().table, pen: "me" };
const EMPTY = { question: "q", text: "", dissent: "", rev: 0 };

test("what is shown at the table is asked about first", async () => {
  const hall = await show(aView({ now: TALK }));
  await type("Something new? Write it here", NAMED);
  await press("Show it at the table");
  expect(sent(hall)).toEqual([]);
  expect(marked()).toEqual(["Kari Eksempelstad"]);
  await later();
  await press("Send anyway");
  expect(sent(hall)).toEqual([NAMED]);
});

test("the table's answer is typed freely, and looked at when the pen is laid down", async () => {
  const hall = await show(aView({ now: TALK, table: PEN, statement: EMPTY }));
  const answer = { ...EMPTY, text: "Skolen består.", dissent: "Kari Eksempelstad er uenig." };
  const layDown = async () => {
    await type("What the table agrees on", answer.text);
    await type("Dissent – the minority's view", answer.dissent);
    await later();
    await press("Lay down the pen");
    await act(async () => {
      hall.view.value = aView({ now: TALK, statement: { ...answer, rev: 1 } });
    });
  };
  const told = () => screen.queryByText(/The answer mentions:/);
  await layDown();
  expect(hall.send.mock.calls.map(([frame]) => frame.t)).toEqual(["statement", "pen"]);
  expect(within(told() as HTMLElement).getByText("Kari Eksempelstad").tagName).toBe("MARK");
  await act(async () => {
    hall.view.value = aView({ now: TALK, table: PEN, statement: { ...answer, rev: 1 } });
  });
  expect(told()).toBeNull();
  await layDown();
  expect(told(), "once is enough").toBeNull();
});

test("no barriers that a machine can find", async () => {
  await show();
  await type("Your note", `${NAMED} Som lærer vet jeg det.`);
  await press("Send the note");
  vi.useRealTimers();
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});
