// One live connection for a screen: it joins, keeps the view, and comes back by itself.
// Nothing here prompts for a reload: without the server a reload loses the page.
import { type ReadonlySignal, signal } from "@preact/signals";

import { setServerTime } from "./clock";
import { fromBase } from "./i18n";
import type {
  ControlView,
  Have,
  Join,
  Moved,
  Pong,
  ProjectorView,
  Protocol,
  RefusedFrame,
  Stored,
  TabletView,
  WorkbenchView,
  Ticket,
  ViewFrame,
  Welcome,
} from "./protocol";
import { merge } from "./view";

type WithoutN<F> = F extends unknown ? Omit<F, "n"> : never;

/** What a screen may send once it has joined. */
export type Frame = WithoutN<Exclude<Protocol["from_screen"], Join>>;

/** `away`: the connection was lost before an answer came. It may be stored or not: send it again. */
export type Answer = Welcome | Stored | RefusedFrame | Ticket | Moved | Pong | { t: "away" };

export type Status = "connecting" | "on" | "away" | "refused";

/** Every code that something can be refused with, from the rules or from the wire. */
export type Refusal = RefusedFrame["code"];

/** What this device remembers of itself. Asked for at every join: it changes between two of them. */
type Remembered = Pick<Join, "seat" | "accepted">;

export interface Who {
  role: Join["role"];
  code: string;
  /** A promise while it is being looked up: the line is opened meanwhile. */
  device?: () => Remembered | Promise<Remembered>;
}

export interface Session<V> {
  view: ReadonlySignal<V | null>;
  /** This tablet's mark, as in `table.pen`. */
  you: ReadonlySignal<string>;
  status: ReadonlySignal<Status>;
  /** Why the screen may not join. */
  refusal: ReadonlySignal<Refusal | null>;
  send(frame: Frame): Promise<Answer>;
  /** `callback` is called each time the screen has joined, the first time and after a break. */
  onWelcome(callback: () => void): void;
  close(): void;
}

export interface Movable {
  /** Join by another code, with the same seat: the tablet changes table. */
  joinBy(code: string): void;
}

const PING_AFTER = 5_000;
const PATIENCE = 3_000; // after a ping: eight seconds of silence in all
const JOIN_WITHIN = 5_000;
const ANSWER_WITHIN = 12_000; // more than a locked database takes: twice five seconds
const STEADY_AFTER = 2_000;
const LONGEST_WAIT = 2_500; // so that a hall is back within three seconds of the server

/** Refusals of a join that no waiting mends. */
const FINAL: readonly Refusal[] = ["unknown_code", "ended_code", "not_allowed", "malformed"];

const TABLET_LISTS = [
  "own_notes",
  "hall_notes",
  "knowledge",
  "whys",
  "statements",
  "wordings",
  "arguments",
  "parked",
  "reopened",
  "corrections",
  "rewordings",
  "own_rewordings",
] satisfies (keyof TabletView)[];

const LISTS: Record<Join["role"], readonly string[]> = {
  tablet: TABLET_LISTS,
  preview: TABLET_LISTS,
  control: [
    "tables",
    "statements",
    "notes",
    "knowledge",
    "whys",
    "wordings",
    "arguments",
    "parked",
    "reopened",
    "corrections",
    "rewordings",
    "proposals",
  ] satisfies (keyof ControlView)[],
  projector: [
    "knowledge",
    "wordings",
    "arguments",
    "parked",
    "reopened",
    "corrections",
    "rewordings",
  ] satisfies (keyof ProjectorView)[],
  workbench: ["contributions", "endings", "themes", "understood"] satisfies (keyof WorkbenchView)[],
};

interface Waiting {
  since: number;
  answered: (answer: Answer) => void;
}

export function connect<V>(who: Who): Session<V> & Movable {
  const view = signal<V | null>(null);
  const you = signal("");
  const status = signal<Status>("connecting");
  const refusal = signal<Refusal | null>(null);
  const welcomed: (() => void)[] = [];
  const waiting = new Map<number, Waiting>();
  let code = who.code;

  let socket: WebSocket | null = null;
  let have: Have | null = null;
  let counter = 0;
  let attempts = 0;
  let heard = 0; // when the server last said anything
  let asked: number | null = null; // when it was asked for a sign of life after that
  let joinedAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    clearTimeout(retry);
    const address = fromBase("live");
    address.protocol = address.protocol.replace("http", "ws");
    const mine = new WebSocket(address);
    socket = mine;
    heard = asked = Date.now();
    mine.onopen = () => {
      const device = who.device?.() ?? { seat: null, accepted: false };
      // Without an answer it does not join, and `watch` tries again.
      if (device instanceof Promise) device.then((found) => join(mine, found), () => undefined);
      else join(mine, device);
    };
    mine.onmessage = (event) => {
      if (mine === socket) hear(event.data);
    };
    mine.onclose = () => {
      if (mine === socket) lost();
    };
  }

  function join(mine: WebSocket, device: Remembered): void {
    if (mine === socket) put({ t: "join", role: who.role, code, have, ...device }, () => undefined);
  }

  function put(frame: Frame | WithoutN<Join>, answered: Waiting["answered"]): void {
    const n = ++counter;
    waiting.set(n, { since: Date.now(), answered });
    socket?.send(JSON.stringify({ ...frame, n }));
  }

  function hear(data: unknown): void {
    const frame = parsed(data);
    if (frame === null) return;
    heard = Date.now();
    asked = null;
    switch (frame.t) {
      case "view":
        return see(frame);
      case "bye":
        if (frame.code === "removed") return refuse("ended_code");
        lost();
        return;
      default:
        return answer(frame);
    }
  }

  function answer(frame: Exclude<Answer, { t: "away" }>): void {
    // A frame too broken for its number to be read is the oldest one: the server takes them in turn.
    const n = frame.n ?? waiting.keys().next().value;
    const one = n === undefined ? undefined : waiting.get(n);
    if (n === undefined || one === undefined) return;
    waiting.delete(n);
    if (frame.t === "welcome" || frame.t === "pong") setServerTime(frame.now, heard - one.since);
    one.answered(frame);
    if (frame.t === "pong" && frame.v > (have?.v ?? 0)) return lost(); // a view got lost on the way
    if (frame.t === "welcome") {
      joinedAt = heard;
      you.value = frame.you;
      refusal.value = null;
      status.value = "on";
      for (const callback of welcomed) callback();
    } else if (frame.t === "refused" && status.value !== "on") {
      if (FINAL.includes(frame.code)) refuse(frame.code);
      else lost();
    }
  }

  function see(frame: ViewFrame): void {
    if (frame.epoch === have?.epoch && frame.v <= have.v) return; // late, or once more
    const next =
      frame.since === 0 || (frame.epoch === have?.epoch && frame.since <= have.v)
        ? merge(view.value, frame, LISTS[who.role])
        : null;
    if (next === null) {
      have = null; // something was missed: ask for the whole
      return lost();
    }
    have = { epoch: frame.epoch, v: frame.v };
    view.value = next;
  }

  function letGo(): void {
    clearTimeout(retry);
    const old = socket;
    socket = null;
    old?.close();
    const unanswered = [...waiting.values()];
    waiting.clear();
    for (const { answered } of unanswered) answered({ t: "away" });
  }

  function lost(): void {
    if (status.value === "on" && Date.now() - joinedAt > STEADY_AFTER) attempts = 0;
    if (status.value === "on") status.value = "away";
    letGo();
    const wait = attempts === 0 ? 0 : Math.min(LONGEST_WAIT, 100 * 2 ** attempts);
    attempts += 1;
    retry = setTimeout(open, wait * (0.5 + Math.random() / 2));
  }

  function joinBy(other: string): void {
    code = other;
    have = null;
    attempts = 0;
    lost();
  }

  function refuse(why: Refusal): void {
    refusal.value = why;
    close("refused");
  }

  function close(last: Status): void {
    status.value = last;
    letGo();
    clearInterval(watch);
    for (const [target, name] of WAKERS) target.removeEventListener(name, wake);
  }

  /** What is to be stored may take its time; this is answered at once. */
  function ping(): void {
    asked ??= Date.now();
    put({ t: "ping" }, () => undefined);
  }

  const watch = setInterval(() => {
    if (socket === null) return;
    const now = Date.now();
    const [oldest] = waiting.values();
    if (oldest !== undefined && now - oldest.since > ANSWER_WITHIN) {
      lost(); // it has got lost on the way: what is sent again gets another
    } else if (status.value !== "on") {
      if (now - heard > JOIN_WITHIN) lost();
    } else if (asked === null) {
      if (now - heard >= PING_AFTER) ping();
    } else if (now - asked >= PATIENCE && now - heard >= PING_AFTER + PATIENCE) {
      lost();
    }
  }, 1_000);

  // A tablet that was asleep, or changed networks, does not know yet whether it is connected.
  function wake(): void {
    if (document.hidden) return;
    if (socket === null) open();
    else if (status.value === "on") ping();
  }

  for (const [target, name] of WAKERS) target.addEventListener(name, wake);
  open();

  return {
    view,
    you,
    status,
    refusal,
    send: (frame) =>
      new Promise((answered) => {
        if (status.value === "on") put(frame, answered);
        else answered({ t: "away" });
      }),
    onWelcome: (callback) => void welcomed.push(callback),
    joinBy,
    close: () => close("away"),
  };
}

const WAKERS: readonly (readonly [EventTarget, string])[] = [
  [document, "visibilitychange"],
  [window, "online"],
  [window, "offline"],
  [window, "pageshow"],
  [window, "focus"],
];

type Heard = Protocol["to_screen"];

function parsed(data: unknown): Heard | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    return typeof frame === "object" && frame !== null && "t" in frame && isKnown(frame)
      ? frame
      : null;
  } catch {
    return null;
  }
}

const KNOWN: readonly unknown[] = [
  "welcome",
  "stored",
  "refused",
  "ticket",
  "moved",
  "pong",
  "bye",
];

function isKnown(frame: { t: unknown }): frame is Heard {
  if (frame.t !== "view") return KNOWN.includes(frame.t);
  return ["parts", "lists"].every((key) => {
    const part: unknown = (frame as Record<string, unknown>)[key];
    return typeof part === "object" && part !== null;
  });
}
