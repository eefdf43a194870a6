// A small workshop for the tablet's tests, with a device and a line to a server of the test's own.
import { type Signal, signal } from "@preact/signals";
import { vi } from "vitest";

import { Outbox } from "../outbox";
import type { Card, Choice, Now, TabletView } from "../protocol";
import type { Answer, Frame, Refusal, Status } from "../socket";
import { memoryStore } from "./store";
import { makeTablet, type Tablet } from "./tablet";

export const QUESTION = { id: "q", text: "What shall we go for?", hint: "Think of direction", about: "" };

export function aNow(change: Partial<Now> = {}): Now {
  return {
    ...{ id: "s", kind: "write", title: "", question: QUESTION, open: true, minutes: 5 },
    ...{ no: 2, count: 7, ends_at: null, left: null, grace_until: 0, round: 0, cafe: false },
    ...change,
  };
}

export function aView(change: Partial<TabletView> = {}): TabletView {
  return {
    workshop: {
      ...{ title: "The plan", municipality: "Vik", body: "kommunestyret", language: "nb" },
      ...{ number: 1, of: 2, rehearsal: false, demo: false, ended: false, ends: 0 },
    },
    now: aNow(),
    hall: { tables: 4, ready: 0, tablets: 9, accepted: 7, cast: 0 },
    table: {
      ...{ no: 1, name: "Table 1", seats: 3, tablets: 3, accepted: 2 },
      ...{ ready: false, help: false, pen: null, stand: null, disbanded: false },
    },
    statement: null,
    shown: [],
    prioritising: null,
    trouble: "",
    own_notes: {},
    hall_notes: {},
    knowledge: {},
    whys: {},
    common: null,
    proposal: null,
    evaluation: null,
    statements: {},
    wordings: {},
    arguments: {},
    parked: {},
    verification: null,
    reopened: {},
    corrections: {},
    rewordings: {},
    own_rewordings: {},
    ...change,
  };
}

export function cards(count: number): Record<string, Card> {
  const ids = Array.from({ length: count }, (_, i) => `c${i}`);
  return Object.fromEntries(
    ids.map((id) => [id, { id, text: `Note ${id}`, lifted: false, shared: false, hidden: null }]),
  );
}

export function choices(count: number): Choice[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ id: `q.${i}`, name: `Table ${i}`, about: "", text: `Answer ${i}`, dissent: "", hidden: null, common: false },
  }));
}

export interface Hall {
  tablet: Tablet;
  view: Signal<TabletView | null>;
  status: Signal<Status>;
  refusal: Signal<Refusal | null>;
  send: ReturnType<typeof vi.fn<(frame: Frame) => Promise<Answer>>>;
  joinBy: ReturnType<typeof vi.fn<(code: string) => void>>;
  welcome: () => void;
}

export async function aTablet(first: TabletView | null, accepted = true): Promise<Hall> {
  const view = signal(first);
  const status = signal<Status>("on");
  const refusal = signal<Refusal | null>(null);
  const send = vi.fn((_frame: Frame) => Promise.resolve<Answer>({ t: "stored", n: 1 }));
  const welcomed: (() => void)[] = [];
  const joinBy = vi.fn<(code: string) => void>();
  const session: Tablet["session"] = {
    ...{ view, status, refusal, send, joinBy, you: signal("me"), close: () => undefined },
    onWelcome: (callback) => void welcomed.push(callback),
  };
  const outbox = await Outbox.open(memoryStore());
  outbox.memory.setDevice({ accepted });
  outbox.attach(session);
  const page = { workshop: "ABC234", mine: "https://v.example/mine", names: ["Kari Eksempelstad"] };
  const tablet = makeTablet(session, outbox, page);
  const welcome = () => welcomed.forEach((callback) => callback());
  return { tablet, view, status, refusal, send, joinBy, welcome };
}
