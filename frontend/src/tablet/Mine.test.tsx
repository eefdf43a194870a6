// "My notes": what is taken along, what is left behind, and that it is said first.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import axe from "axe-core";
import decodeQR from "qr/decode.js";
import { afterEach, beforeAll, expect, test, vi } from "vitest";

import { carried, ownReceipts } from "../receipts";
import { countHours, HOURS } from "./borrowed";
import { fetchLater } from "./later";
import { box, type OwnNote } from "./memory";
import { aNow, aTablet, aView, cards, type Hall } from "./sample";
import { Screen } from "./Screen";

beforeAll(async () => {
  fetchLater();
  await vi.dynamicImportSettled();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function show(view = aView()): Promise<Hall> {
  const hall = await aTablet(view);
  render(<Screen tablet={hall.tablet} code="ABCD2345" />);
  return hall;
}

const press = (name: string | RegExp) =>
  act(async () => void fireEvent.click(screen.getByRole("button", { name })));

function keep(hall: Hall, no: number, change: Partial<OwnNote> = {}): void {
  const id = no.toString(16).padStart(32, "0");
  const text = `Note ${no}`;
  hall.tablet.memory.setNote({
    ...{ id, secret: id, question: "q", text, rev: 0, shared: false, state: "stored", code: null },
    ...{ stored: text, sent: null, place: no },
    ...change,
  });
}

/** What a camera would read: the picture's dark squares, four dots wide. */
function scan(): string {
  const picture = screen.getByRole("img", { name: /QR/ });
  const size = Number(picture.getAttribute("viewBox")?.split(" ")[2]) * 4;
  const data = new Uint8Array(size * size * 4).fill(255);
  const path = picture.querySelector("path")?.getAttribute("d") ?? "";
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let i = 0; i < 16; i++) {
      const at = (Number(y) * 4 + (i >> 2)) * size + Number(x) * 4 + (i & 3);
      data.set([0, 0, 0, 255], at * 4);
    }
  }
  return decodeQR({ width: size, height: size, data });
}

test("it opens from the top, and goes when the hall moves on", async () => {
  const hall = await show();
  await press("My notes");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("My notes");
  await act(async () => {
    hall.view.value = aView({ now: aNow({ ends_at: 1 }) });
  });
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("My notes");
  await act(async () => {
    hall.view.value = aView({ now: aNow({ id: "t", kind: "talk" }) });
  });
  expect(screen.queryByRole("heading", { name: "My notes" })).toBeNull();
});

test("the codes carry a receipt for each stored note, and can all be scanned", async () => {
  const hall = await show();
  for (let no = 0; no < 30; no++) keep(hall, no);
  keep(hall, 30, { state: "withdrawn", stored: null });
  keep(hall, 31, { state: "waiting", stored: null });
  await press("My notes");
  await press("Show the code");
  await screen.findByRole("img", { name: /QR/ });
  const read: string[] = [];
  for (let i = 0; i < 3; i++) {
    const link = scan();
    expect(link.startsWith("https://v.example/mine#ABC234.")).toBe(true);
    read.push(...(carried(new URL(link).hash)?.receipts ?? []));
    await press("Next code");
  }
  const { memory } = hall.tablet;
  expect(read).toEqual(ownReceipts(memory.inOrder.value));
  expect(new Set(read).size).toBe(30);
});

test("a receipt is of the words that the server has, not of those it refused", async () => {
  const hall = await aTablet(aView());
  keep(hall, 1);
  const before = ownReceipts(hall.tablet.memory.inOrder.value);
  keep(hall, 1, { text: "Changed", state: "refused" });
  expect(ownReceipts(hall.tablet.memory.inOrder.value)).toEqual(before);
  keep(hall, 1, { text: "Changed", stored: "  Changed\r\n" });
  const after = ownReceipts(hall.tablet.memory.inOrder.value);
  keep(hall, 1, { text: "Changed", stored: "Changed" });
  expect(ownReceipts(hall.tablet.memory.inOrder.value)).toEqual(after);
  expect(after).not.toEqual(before);
});

test("leaving says how much is not sent", async () => {
  const hall = await show();
  const { memory } = hall.tablet;
  keep(hall, 1);
  keep(hall, 2, { state: "waiting" });
  keep(hall, 3, { state: "withdrawing" });
  memory.type(box.alone("q"), "Half a thought");
  memory.type(box.edit("1".padStart(32, "0")), "Note 1"); // opened, but not changed
  await press("My notes");
  await press("Finish and wipe from this tablet");
  expect(screen.getByRole("alert").textContent).toContain("3 notes or changes are not sent");
  await press("No, keep it");
  expect(memory.forgotten.value).toBe(false);
  expect(memory.inOrder.value).toHaveLength(3);
});

test("a borrowed tablet is wiped some hours after the end, one's own is not", async () => {
  for (const own of [false, true]) {
    vi.useFakeTimers();
    const hall = await aTablet(aView());
    const { memory, session } = hall.tablet;
    memory.setDevice({ own });
    keep(hall, 1);
    countHours(session, memory);
    await vi.advanceTimersByTimeAsync(5 * 3_600_000);
    expect(memory.forgotten.value).toBe(false);
    const { workshop } = aView();
    hall.view.value = aView({ workshop: { ...workshop, ended: true } });
    await vi.advanceTimersByTimeAsync((HOURS - 0.1) * 3_600_000);
    expect(memory.forgotten.value).toBe(false);
    await vi.advanceTimersByTimeAsync(0.2 * 3_600_000);
    expect(memory.forgotten.value).toBe(!own);
  }
});

test("of a hidden note the reason is read, and it is not lifted", async () => {
  const [card] = Object.values(cards(1));
  const hidden = { c0: { ...card!, text: "", hidden: "insult" as const } };
  await show(aView({ now: aNow({ kind: "talk" }), own_notes: hidden }));
  expect(screen.getByText("Hidden by the process leader: it is an insult.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Lift/ })).toBeNull();
});

test("no barriers that a machine can find", async () => {
  const hall = await show();
  keep(hall, 1);
  await press("My notes");
  await press("Finish and wipe from this tablet");
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});
