// Nothing typed is lost, nothing is said to be stored that is not, and nothing is sent twice.
import { signal } from "@preact/signals";
import { beforeEach, expect, test, vi } from "vitest";

import { Outbox } from "./outbox";
import type { TabletView } from "./protocol";
import type { Answer, Frame } from "./socket";
import { box, type OwnNote } from "./tablet/memory";
import { aNow, aView } from "./tablet/sample";
import type { Kept, Sort, Store } from "./tablet/store";

/** A device's database: it outlives the page. */
class Disk implements Store {
  lasting = true;
  kept = new Map<string, Kept>();
  all = () => Promise.resolve([...this.kept.values()]);
  put = (...kept: Kept) => {
    this.kept.set(`${kept[0]} ${kept[1]}`, structuredClone(kept));
    return Promise.resolve();
  };
  remove = (sort: Sort, id: string) => {
    this.kept.delete(`${sort} ${id}`);
    return Promise.resolve();
  };
  wipe = () => {
    this.kept.clear();
    return Promise.resolve();
  };
  onOther = () => undefined;
}

/** A line to a server that answers when the test says so. */
class FakeLine {
  view = signal<TabletView | null>(null);
  sent: Frame[] = [];
  #answers: ((answer: Answer) => void)[] = [];
  #welcomed: (() => void)[] = [];
  send = (frame: Frame) => {
    this.sent.push(structuredClone(frame));
    return new Promise<Answer>((answer) => this.#answers.push(answer));
  };
  onWelcome = (callback: () => void) => void this.#welcomed.push(callback);
  async answer(answer: object): Promise<void> {
    this.#answers.shift()?.({ n: 0, ...answer } as Answer);
    await settle();
  }
  async welcome(): Promise<void> {
    for (const callback of this.#welcomed) callback();
    await settle();
  }
}

const settle = () => new Promise((done) => queueMicrotask(() => queueMicrotask(() => done(0))));
const STORED = { t: "stored" };
const AWAY = { t: "away" };
const refused = (code: string) => ({ t: "refused", code });

let disk: Disk;
let outbox: Outbox;
let line: FakeLine;

async function open(): Promise<void> {
  outbox = await Outbox.open(disk);
  line = new FakeLine();
  outbox.attach(line);
}

function write(text: string): OwnNote {
  outbox.memory.type(box.alone("q"), text);
  outbox.write(box.alone("q"), "q", "alone");
  return mine(-1);
}

const mine = (at: number) => outbox.memory.inOrder.value.at(at) as OwnNote;

beforeEach(async () => {
  vi.useRealTimers();
  disk = new Disk();
  await open();
});

test("a note is stored only when the server says so", async () => {
  write("Skole");
  expect(line.sent).toMatchObject([{ t: "note", text: "Skole", rev: 0, shared: false }]);
  expect(mine(0).state).toBe("waiting");
  await line.answer(STORED);
  expect(mine(0)).toMatchObject({ state: "stored", stored: "Skole" });
});

test("ids and secrets are 128 random bits, and never the same", () => {
  const [a, b] = [write("a"), write("b")];
  const marks = [a.id, a.secret, b.id, b.secret, outbox.memory.device.value.seat];
  for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(marks).size).toBe(5);
});

test("a double press sends once", () => {
  write("Skole");
  outbox.write(box.alone("q"), "q", "alone");
  expect(outbox.memory.inOrder.value).toHaveLength(1);
});

test("without an answer the same note goes again after the break", async () => {
  write("Skole");
  await line.answer(AWAY);
  expect(mine(0).state).toBe("waiting");
  await line.welcome();
  expect(line.sent).toHaveLength(2);
  expect(line.sent[1]).toEqual(line.sent[0]);
  await line.answer(STORED);
  expect(mine(0).state).toBe("stored");
});

test("a closed page sends what waited, as the same note, when it is opened again", async () => {
  const { id, secret } = write("Skole");
  await open();
  expect(line.sent).toMatchObject([{ t: "note", id, secret, text: "Skole" }]);
});

test("what waits goes in order, one at a time", async () => {
  write("en");
  write("to");
  expect(line.sent).toHaveLength(1);
  await line.answer(STORED);
  await line.answer(STORED);
  expect(line.sent.map((frame) => "text" in frame && frame.text)).toEqual(["en", "to"]);
});

test("edits of a note that waits become one", async () => {
  const { id } = write("en");
  outbox.edit(id, "en to");
  outbox.edit(id, "en to tre");
  await line.answer(STORED);
  expect(mine(0)).toMatchObject({ state: "waiting", stored: "en" });
  await line.answer(STORED);
  expect(line.sent.slice(1)).toMatchObject([{ id, rev: 2, text: "en to tre" }]);
  expect(mine(0)).toMatchObject({ state: "stored", stored: "en to tre" });
});

test("a refusal keeps the words, with the reason, and they can be sent again", async () => {
  const { id } = write("Skole");
  await line.answer(refused("closed"));
  expect(mine(0)).toMatchObject({ state: "refused", code: "closed", text: "Skole" });
  await line.welcome();
  expect(line.sent).toHaveLength(1);
  outbox.again(id);
  expect(line.sent[1]).toMatchObject({ id, text: "Skole", rev: 1 });
});

test("a refused edit still knows the version that is stored", async () => {
  const { id } = write("en");
  await line.answer(STORED);
  outbox.edit(id, "to");
  await line.answer(refused("closed"));
  expect(mine(0)).toMatchObject({ state: "refused", text: "to", stored: "en" });
  outbox.settle(id);
  expect(mine(0)).toMatchObject({ state: "stored", text: "en" });
});

test("trouble on the server's disk is waited out", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  write("Skole");
  await line.answer(refused("not_stored"));
  expect(mine(0).state).toBe("waiting");
  vi.advanceTimersByTime(2_000);
  expect(line.sent).toHaveLength(2);
  await line.answer(STORED);
  expect(mine(0).state).toBe("stored");
});

test("the longer the trouble lasts, the longer the pauses, up to ten seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(Math, "random").mockReturnValue(1);
  write("Skole");
  for (const pause of [2_000, 4_000, 8_000, 10_000, 10_000]) {
    const before = line.sent.length;
    await line.answer(refused("not_stored"));
    vi.advanceTimersByTime(pause - 1);
    expect(line.sent).toHaveLength(before);
    vi.advanceTimersByTime(1);
    expect(line.sent).toHaveLength(before + 1);
  }
  await line.answer(STORED);
  write("Kino");
  await line.answer(refused("not_stored"));
  vi.advanceTimersByTime(2_000);
  expect(line.sent.slice(-2)).toMatchObject([{ text: "Kino" }, { text: "Kino" }]);
  vi.restoreAllMocks();
});

test("when the trouble is over, what waits goes at once", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  write("Skole");
  line.view.value = aView({ trouble: "full" });
  await line.answer(refused("not_stored"));
  expect(line.sent).toHaveLength(1);
  line.view.value = aView({ trouble: "full", hall: { ...aView().hall, tablets: 3 } });
  expect(line.sent).toHaveLength(1);
  line.view.value = aView();
  expect(line.sent).toHaveLength(2);
  await line.answer(STORED);
  expect(mine(0).state).toBe("stored");
});

test("a withdrawn note goes away, and comes back as a new one", async () => {
  const { id, secret } = write("Skole");
  await line.answer(STORED);
  outbox.withdraw(id);
  expect(line.sent[1]).toMatchObject({ t: "withdraw", id, secret, question: "q" });
  await line.answer(STORED);
  expect(mine(0).state).toBe("withdrawn");
  outbox.restore(id);
  expect(outbox.memory.inOrder.value).toHaveLength(1);
  expect(mine(0)).toMatchObject({ text: "Skole", state: "waiting" });
  expect(mine(0).id).not.toBe(id);
});

test("a note that never left is withdrawn without a word to anybody", async () => {
  write("en");
  const { id } = write("to");
  outbox.withdraw(id);
  await line.answer(STORED);
  expect(line.sent).toHaveLength(1);
  expect(mine(1).state).toBe("withdrawn");
});

test("what was sent and not answered goes again first, so that it is known what is stored", async () => {
  const { id } = write("en");
  await line.answer(AWAY);
  outbox.edit(id, "en to");
  await line.welcome();
  expect(line.sent[1]).toEqual(line.sent[0]);
  await line.answer(STORED);
  await line.answer(refused("closed"));
  expect(line.sent[2]).toMatchObject({ id, rev: 1, text: "en to" });
  expect(mine(0)).toMatchObject({ state: "refused", text: "en to", stored: "en" });
});

test("a withdrawal that comes too late tells what stands", async () => {
  const { id } = write("en");
  await line.answer(STORED);
  outbox.edit(id, "en to");
  await line.answer(AWAY);
  outbox.withdraw(id);
  await line.welcome();
  await line.answer(refused("closed"));
  expect(line.sent.at(-1)).toMatchObject({ t: "note", rev: 1, text: "en to" });
  await line.answer(refused("closed"));
  expect(mine(0)).toMatchObject({ state: "refused", code: "closed", text: "en to", stored: "en" });
});

test("what is wanted back before the withdrawal is answered is one note, whatever comes", async () => {
  const { id } = write("en");
  await line.answer(STORED);
  outbox.withdraw(id);
  outbox.restore(id);
  await line.answer(refused("closed"));
  await line.answer(STORED); // it was there all along
  expect(outbox.memory.inOrder.value).toMatchObject([{ id, state: "stored", code: null }]);
  outbox.withdraw(id);
  outbox.restore(id);
  await line.answer(STORED);
  expect(outbox.memory.inOrder.value).toMatchObject([{ text: "en", state: "waiting" }]);
  expect(mine(0).id).not.toBe(id);
});

test("five seconds more: what came too late goes again by itself", async () => {
  write("Skole");
  await line.answer(refused("closed"));
  line.view.value = aView({ now: aNow({ open: false, grace_until: 5_000 }) });
  expect(line.sent).toHaveLength(2);
  await line.answer(STORED);
  expect(mine(0).state).toBe("stored");
});

test("a note kept here is not sent until its writer wants it", async () => {
  outbox.memory.type(box.alone("q"), "min egen");
  outbox.write(box.alone("q"), "q", "here");
  await line.welcome();
  expect(line.sent).toHaveLength(0);
  expect(mine(0)).toMatchObject({ state: "here", text: "min egen" });
});

test("what stands in a box is there when the page is opened again", async () => {
  outbox.memory.type(box.alone("q"), "halvferd");
  window.dispatchEvent(new Event("pagehide"));
  await open();
  expect(outbox.memory.draft(box.alone("q"))).toBe("halvferd");
});

test("the seat and the yes to the rules are remembered", async () => {
  const { seat } = outbox.memory.device.value;
  outbox.memory.setDevice({ accepted: true, language: "nn" });
  await open();
  expect(outbox.memory.device.value).toMatchObject({ seat, accepted: true, language: "nn" });
});

test("dots go with a ticket, and the last hand counts", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  outbox.cast("p", { a: 1 });
  outbox.cast("p", { a: 1, b: 1 });
  vi.advanceTimersByTime(400);
  expect(line.sent).toEqual([{ t: "ticket", step: "p", hand: 0 }]);
  await line.answer({ t: "ticket", step: "p", key: "k" });
  expect(line.sent[1]).toEqual({ t: "ballot", step: "p", key: "k", rev: 1, marks: { a: 1, b: 1 } });
  outbox.cast("p", { b: 1 });
  await line.answer(STORED);
  expect(outbox.memory.ballots.value.p).toMatchObject({ state: "waiting", stored: { a: 1, b: 1 } });
  expect(line.sent[2]).toMatchObject({ key: "k", rev: 2, marks: { b: 1 } });
  await line.answer(refused("counted"));
  expect(outbox.memory.ballots.value.p).toMatchObject({
    ...{ state: "refused", code: "counted", marks: { b: 1 }, stored: { a: 1, b: 1 } },
  });
});

test("wiping leaves nothing, and what is on its way does not come back", async () => {
  write("Skole");
  await outbox.memory.forget();
  await line.answer(STORED);
  await line.welcome();
  expect(disk.kept.size).toBe(0);
  expect(outbox.memory.inOrder.value).toEqual([]);
  expect(line.sent).toHaveLength(1);
});

test("a database that fails is said so, and the note is sent all the same", async () => {
  disk.put = () => Promise.reject(new Error("full"));
  write("Skole");
  await line.answer(STORED);
  expect(outbox.memory.lasting.value).toBe(false);
  expect(mine(0).state).toBe("stored");
});
