// A screen's connection: joins, is told what is new, and comes back from whatever happens.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { TabletView } from "./protocol";
import { connect, type Movable, type Session } from "./socket";

class FakeSocket {
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    return FakeSocket.all.at(-1) as FakeSocket;
  }
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;
  sent: Record<string, unknown>[] = [];
  constructor(readonly url: URL) {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.closed = true;
  }
  hear(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }
  welcome(epoch = "e"): void {
    this.onopen?.();
    this.hear({ t: "welcome", n: this.sent.at(-1)?.n, epoch, you: "me", now: Date.now() });
  }
}

const view = (change: object) => ({
  ...{ t: "view", epoch: "e", v: 1, since: 0, parts: {}, lists: {} },
  ...change,
});

const DEVICE = { seat: "0".repeat(32), accepted: false };

let session: Session<TabletView> & Movable;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  document.head.innerHTML = '<meta name="base" content="https://radhuset.no/verksted/">';
  session = connect<TabletView>({ role: "tablet", code: "ABCD2345", device: () => DEVICE });
});

afterEach(() => {
  session.close();
  vi.useRealTimers();
});

test("it joins under the base, and safely where the page is safe", () => {
  expect(FakeSocket.last.url.href).toBe("wss://radhuset.no/verksted/live");
  expect(session.status.value).toBe("connecting");
  FakeSocket.last.welcome();
  expect(FakeSocket.last.sent[0]).toMatchObject({ t: "join", code: "ABCD2345", have: null });
  expect(session.status.value).toBe("on");
  expect(session.you.value).toBe("me");
});

test("the line is opened while the device looks up who it is, and joins when it knows", async () => {
  session.close();
  let found: (device: typeof DEVICE) => void = () => undefined;
  const device = new Promise<typeof DEVICE>((resolve) => {
    found = resolve;
  });
  session = connect<TabletView>({ role: "tablet", code: "ABCD2345", device: () => device });
  FakeSocket.last.onopen?.();
  expect(FakeSocket.last.sent).toEqual([]);
  found({ ...DEVICE, accepted: true });
  await vi.waitFor(() => expect(FakeSocket.last.sent).toMatchObject([{ t: "join", ...DEVICE, accepted: true }]));
});

test("a device that cannot say who it is the first time joins the next", async () => {
  session.close();
  const device = vi.fn(() => Promise.resolve(DEVICE)).mockRejectedValueOnce(new Error("broken"));
  session = connect<TabletView>({ role: "tablet", code: "ABCD2345", device });
  FakeSocket.last.onopen?.();
  await vi.advanceTimersByTimeAsync(8_000);
  FakeSocket.last.onopen?.();
  await vi.waitFor(() => expect(FakeSocket.last.sent).toMatchObject([{ t: "join", ...DEVICE }]));
});

test("a frame gets its own answer, whatever the order", async () => {
  FakeSocket.last.welcome();
  const first = session.send({ t: "lift", id: "a", on: true });
  const second = session.send({ t: "lift", id: "b", on: true });
  const [, a, b] = FakeSocket.last.sent;
  FakeSocket.last.hear({ t: "refused", n: b?.n, code: "closed" });
  FakeSocket.last.hear({ t: "stored", n: a?.n });
  expect((await first).t).toBe("stored");
  expect(await second).toMatchObject({ t: "refused", code: "closed" });
});

test("a refusal without a number is for the oldest frame", async () => {
  FakeSocket.last.welcome();
  const first = session.send({ t: "lift", id: "a", on: true });
  FakeSocket.last.hear({ t: "refused", n: null, code: "too_large" });
  expect(await first).toMatchObject({ code: "too_large" });
});

test("what was unanswered when the line broke is away, and so is what comes after", async () => {
  FakeSocket.last.welcome();
  const first = session.send({ t: "lift", id: "a", on: true });
  FakeSocket.last.onclose?.();
  expect((await first).t).toBe("away");
  expect(session.status.value).toBe("away");
  expect((await session.send({ t: "ping" })).t).toBe("away");
});

test("it comes back and asks only for what is new", () => {
  FakeSocket.last.welcome();
  FakeSocket.last.hear(view({ v: 7, parts: { now: null } }));
  vi.advanceTimersByTime(2_500);
  FakeSocket.last.onclose?.();
  vi.advanceTimersByTime(1);
  FakeSocket.last.welcome();
  expect(FakeSocket.all).toHaveLength(2);
  expect(FakeSocket.last.sent[0]).toMatchObject({ have: { epoch: "e", v: 7 } });
  FakeSocket.last.hear(view({ v: 8, since: 7, parts: { hall: { tablets: 3 } } }));
  expect(session.view.value).toMatchObject({ now: null, hall: { tablets: 3 }, own_notes: {} });
});

test("it never waits long between tries, and is back at once when the tablet wakes", () => {
  for (let i = 0; i < 14; i++) {
    const before = FakeSocket.all.length;
    FakeSocket.last.onclose?.();
    vi.advanceTimersByTime(2_500);
    expect(FakeSocket.all.length).toBe(before + 1);
  }
  FakeSocket.last.onclose?.();
  const before = FakeSocket.all.length;
  window.dispatchEvent(new Event("online"));
  expect(FakeSocket.all.length).toBe(before + 1);
});

test("a line that went silent is given up after eight seconds", () => {
  FakeSocket.last.welcome();
  vi.advanceTimersByTime(5_000);
  expect(FakeSocket.last.sent.at(-1)?.t).toBe("ping");
  expect(session.status.value).toBe("on");
  vi.advanceTimersByTime(3_000);
  expect(session.status.value).toBe("away");
  expect(FakeSocket.all[0]?.closed).toBe(true);
});

test("answers keep it alive", () => {
  FakeSocket.last.welcome();
  for (let i = 0; i < 6; i++) {
    vi.advanceTimersByTime(5_000);
    FakeSocket.last.hear({ t: "pong", n: FakeSocket.last.sent.at(-1)?.n, now: Date.now() });
  }
  expect(session.status.value).toBe("on");
  expect(FakeSocket.all).toHaveLength(1);
});

test("a server that is slow to store is not taken for gone", async () => {
  FakeSocket.last.welcome();
  const note = session.send({ t: "lift", id: "a", on: true });
  const asked = FakeSocket.last.sent.at(-1)?.n;
  for (let i = 0; i < 2; i++) {
    vi.advanceTimersByTime(5_000);
    expect(FakeSocket.last.sent.at(-1)?.t).toBe("ping");
    FakeSocket.last.hear({ t: "pong", n: FakeSocket.last.sent.at(-1)?.n, now: Date.now() });
  }
  vi.advanceTimersByTime(1_900);
  expect(session.status.value).toBe("on");
  FakeSocket.last.hear({ t: "stored", n: asked });
  expect((await note).t).toBe("stored");
});

test("a change that builds on something unseen makes it ask for the whole", () => {
  FakeSocket.last.welcome();
  FakeSocket.last.hear(view({ v: 3 }));
  FakeSocket.last.hear(view({ v: 9, since: 6 }));
  vi.advanceTimersByTime(200);
  FakeSocket.last.welcome();
  expect(FakeSocket.last.sent[0]).toMatchObject({ have: null });
});

test("a view that comes late, or once more, takes nothing back", () => {
  FakeSocket.last.welcome();
  FakeSocket.last.hear(view({ v: 3, parts: { hall: { tablets: 3 } } }));
  FakeSocket.last.hear(view({ v: 4, since: 3, parts: { hall: { tablets: 4 } } }));
  FakeSocket.last.hear(view({ v: 3, parts: { hall: { tablets: 3 } } }));
  FakeSocket.last.hear(view({ v: 4, since: 2, parts: { hall: { tablets: 2 } } }));
  expect(session.view.value).toMatchObject({ hall: { tablets: 4 } });
  expect(session.status.value).toBe("on");
});

test("a view that got lost is asked for when the next ping tells", () => {
  FakeSocket.last.welcome();
  FakeSocket.last.hear(view({ v: 3 }));
  vi.advanceTimersByTime(5_000);
  FakeSocket.last.hear({ t: "pong", n: FakeSocket.last.sent.at(-1)?.n, now: Date.now(), v: 4 });
  vi.advanceTimersByTime(200);
  FakeSocket.last.welcome();
  expect(FakeSocket.last.sent[0]).toMatchObject({ have: { epoch: "e", v: 3 } });
});

test("an answer that got lost is not waited for", async () => {
  FakeSocket.last.welcome();
  const asked = session.send({ t: "lift", id: "a", on: true });
  for (let i = 0; i < 14; i++) {
    FakeSocket.last.hear(view({ v: i + 1 })); // the line lives
    vi.advanceTimersByTime(1_000);
  }
  expect((await asked).t).toBe("away");
});

test("an unknown code ends it, with the reason", () => {
  FakeSocket.last.onopen?.();
  FakeSocket.last.hear({ t: "refused", n: FakeSocket.last.sent[0]?.n, code: "unknown_code" });
  expect(session.status.value).toBe("refused");
  expect(session.refusal.value).toBe("unknown_code");
  vi.advanceTimersByTime(20_000);
  expect(FakeSocket.all).toHaveLength(1);
});

test("a restart is no end, a removed workshop is", () => {
  FakeSocket.last.welcome();
  FakeSocket.last.hear({ t: "bye", code: "restart" });
  vi.advanceTimersByTime(200);
  FakeSocket.last.welcome();
  expect(session.status.value).toBe("on");
  FakeSocket.last.hear({ t: "bye", code: "removed" });
  expect(session.status.value).toBe("refused");
});

test("nonsense from the server is passed over", () => {
  FakeSocket.last.welcome();
  for (const frame of ["", "null", "[1]", { t: "view" }, { t: "view", parts: 1 }, { t: "what" }]) {
    FakeSocket.last.hear(frame);
  }
  expect(session.status.value).toBe("on");
  expect(session.view.value).toBeNull();
});

test("each welcome is told", () => {
  const told = vi.fn();
  session.onWelcome(told);
  FakeSocket.last.welcome();
  FakeSocket.last.onclose?.();
  vi.advanceTimersByTime(200);
  FakeSocket.last.welcome();
  expect(told).toHaveBeenCalledTimes(2);
});

test("a tablet that changes table joins there at once, and takes the whole view anew", async () => {
  FakeSocket.last.welcome();
  FakeSocket.last.hear(view({ v: 7, parts: { now: null } }));
  const asked = session.send({ t: "move", table: 5 });
  FakeSocket.last.hear({ t: "moved", n: FakeSocket.last.sent.at(-1)?.n, table: 5, code: "EFGH6789" });
  expect(await asked).toMatchObject({ t: "moved", code: "EFGH6789" });
  session.joinBy("EFGH6789");
  vi.advanceTimersByTime(1);
  expect(FakeSocket.all[0]?.closed).toBe(true);
  FakeSocket.last.welcome();
  expect(FakeSocket.last.sent[0]).toMatchObject({ t: "join", code: "EFGH6789", have: null });
  FakeSocket.last.onclose?.();
  vi.advanceTimersByTime(2_500);
  FakeSocket.last.welcome();
  expect(FakeSocket.last.sent[0]).toMatchObject({ code: "EFGH6789" });
});
