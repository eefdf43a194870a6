// The tablet's page from its first moment: also where the device's memory fails, or is wiped elsewhere.
import { screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Kept, memoryStore, openStore } from "./store";

vi.mock("./store", async (actual) => ({
  ...(await actual<typeof import("./store")>()),
  openStore: vi.fn(),
}));

class FakeSocket {
  static all: FakeSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  sent: { t: string; n: number }[] = [];
  closed = false;
  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { t: string; n: number });
  }
  close(): void {
    this.closed = true;
  }
}

async function open(): Promise<FakeSocket> {
  await import("./main");
  const [socket] = FakeSocket.all as [FakeSocket];
  socket.onopen?.();
  await vi.waitFor(() => expect(socket.sent).toMatchObject([{ t: "join" }]));
  const n = socket.sent[0]?.n;
  socket.onmessage?.({ data: JSON.stringify({ t: "welcome", n, epoch: "e", you: "me", now: 0 }) });
  return socket;
}

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  document.head.innerHTML = '<meta name="base" content="http://localhost/">';
  document.body.innerHTML = `<div id="screen"></div><script type="application/json" id="page">{"workshop":"W","mine":"","names":[]}</script>`;
  document.body.dataset.code = "ABCD2345";
});

afterEach(() => vi.unstubAllGlobals());

test("a device that cannot read what it remembers joins all the same", async () => {
  const broken = { ...memoryStore(), lasting: true, all: () => Promise.reject(new Error("broken")) };
  vi.mocked(openStore).mockResolvedValue(broken);
  await open();
  expect(await screen.findByText("Connected")).toBeTruthy();
  expect(await screen.findByText(/cannot keep your words/)).toBeTruthy();
});

test("a tablet that is wiped in another window leaves, and does not come back as one more", async () => {
  let tell: (...kept: Kept) => void = () => undefined;
  const store = { ...memoryStore(), onOther: (callback: typeof tell) => void (tell = callback) };
  vi.mocked(openStore).mockResolvedValue(store);
  const socket = await open();
  tell("device", "", undefined);
  expect(await screen.findByText("The tablet is wiped")).toBeTruthy();
  expect(socket.closed).toBe(true);
  window.dispatchEvent(new Event("online"));
  expect(FakeSocket.all).toHaveLength(1);
});
