// A tablet as a thing: its browser's database outlives its pages, its clock can be stopped, and a
// page on it runs the real code in a world of its own.
import { createContext, Script } from "node:vm";

import * as fake from "fake-indexeddb";

import type { Tablet } from "../src/tablet/tablet";

export interface Page {
  start(code: string, workshop: string): Promise<Tablet>;
  box: typeof import("../src/tablet/memory").box;
}

/** How many times faster than ours time goes on a tablet. */
export const HASTE = 10;

/** Where a tablet sits, and the address of its page. */
export interface Place {
  base: string;
  code: string;
  workshop: string;
}

export class Device {
  page: Page | null = null;
  tablet: Tablet | null = null;
  readonly #place: Place;
  readonly #random: () => number;
  readonly #databases: IDBFactory = new fake.IDBFactory();
  readonly #opened = new Set<IDBDatabase>();
  #world: World | null = null;

  constructor(place: Place, random: () => number) {
    this.#place = place;
    this.#random = random;
  }

  get asleep(): boolean {
    return this.#world?.asleep ?? false;
  }

  /** Open the page in the browser. Returns when it has read what the device remembers. */
  async open(code: Script): Promise<void> {
    const world = new World(this.#place.base, this.#random);
    const databases = {
      ...fake,
      indexedDB: {
        open: (name: string, version?: number) => {
          const request = this.#databases.open(name, version);
          request.addEventListener("success", () => this.#opened.add(request.result));
          return request;
        },
      },
    };
    const globals = createContext({ ...databases, ...world.globals() });
    code.runInContext(globals);
    this.#world = world;
    this.page = (globals as { page: Page }).page;
    this.tablet = await this.page.start(this.#place.code, this.#place.workshop);
  }

  /** Close the page, or let it crash: then it has no last word. */
  close(crash: boolean): void {
    if (!crash) this.#world?.window.dispatchEvent(new Event("pagehide"));
    this.#world?.end();
    this.#world = this.tablet = this.page = null;
  }

  /** Nothing runs and nothing is heard. The page is told before, if `told`. */
  sleep(told: boolean): void {
    if (told) this.#world?.hide(true);
    this.#world?.freeze();
  }

  /** So much later it goes on. `tidied`: the browser has closed the page's database meanwhile. */
  wake(laterMs: number, tidied: boolean): void {
    if (tidied) for (const database of this.#opened) database.close();
    this.#world?.thaw(laterMs);
    this.#world?.hide(false);
  }
}

type Later = { act: () => void; at: number; every: number; real?: NodeJS.Timeout };

/** What a page takes for its browser: clock, windows, network. */
class World {
  readonly window = new EventTarget();
  readonly document: EventTarget & { hidden: boolean };
  asleep = false;
  readonly #random: () => number;
  readonly #timers = new Map<number, Later>();
  readonly #lines = new Set<WebSocket>();
  readonly #unheard: (() => void)[] = [];
  #count = 0;
  #over = false;
  #ahead = Date.now() * (1 - HASTE);

  constructor(baseURI: string, random: () => number) {
    this.#random = random;
    const empty = { querySelector: () => null, getElementById: () => null };
    this.document = Object.assign(new EventTarget(), { hidden: false, baseURI, ...empty });
  }

  globals(): object {
    const { window, document } = this;
    const set = (every: boolean) => (act: () => void, ms = 0) => this.#later(act, ms, every);
    const clear = (timer?: number) => this.#clear(timer);
    return {
      ...{ window, document, console, crypto, URL, Event, structuredClone, queueMicrotask },
      screen: { width: 768, height: 1024 },
      addEventListener: window.addEventListener.bind(window),
      Date: { now: () => this.#now() },
      Math: Object.assign(Object.create(Math) as Math, { random: this.#random }),
      ...{ setTimeout: set(false), setInterval: set(true) },
      ...{ clearTimeout: clear, clearInterval: clear },
      WebSocket: this.#socketClass(),
      BroadcastChannel: LonelyChannel,
    };
  }

  // ------------------------------------------------------------ time

  #now(): number {
    return Date.now() * HASTE + this.#ahead;
  }

  #later(act: () => void, ms: number, every: boolean): number {
    const timer: Later = { act, at: this.#now() + ms, every: every ? ms : 0 };
    this.#timers.set(++this.#count, timer);
    if (!this.asleep) this.#arm(this.#count, timer);
    return this.#count;
  }

  #arm(id: number, timer: Later): void {
    timer.real = setTimeout(
      () => {
        if (timer.every) this.#arm(id, Object.assign(timer, { at: this.#now() + timer.every }));
        else this.#timers.delete(id);
        timer.act();
      },
      Math.max(0, timer.at - this.#now()) / HASTE,
    );
  }

  #clear(id = 0): void {
    clearTimeout(this.#timers.get(id)?.real);
    this.#timers.delete(id);
  }

  freeze(): void {
    this.asleep = true;
    for (const { real } of this.#timers.values()) clearTimeout(real);
  }

  thaw(laterMs: number): void {
    this.asleep = false;
    this.#ahead += laterMs;
    for (const [id, timer] of this.#timers) this.#arm(id, timer);
    for (const hear of this.#unheard.splice(0)) hear();
  }

  hide(hidden: boolean): void {
    if (this.document.hidden === hidden) return;
    this.document.hidden = hidden;
    this.document.dispatchEvent(new Event("visibilitychange"));
  }

  end(): void {
    this.#over = true;
    this.freeze();
    for (const line of this.#lines) line.close();
  }

  // ------------------------------------------------------------ network

  /** A real websocket, heard only while somebody is there to hear it. */
  #socketClass(): unknown {
    const hear = (act: (() => void) | null) => {
      if (this.#over || act === null) return;
      if (this.asleep) this.#unheard.push(act);
      else act();
    };
    const [lines, isOver] = [this.#lines, () => this.#over];
    return class {
      onopen: (() => void) | null = null;
      onclose: (() => void) | null = null;
      onmessage: ((event: { data: unknown }) => void) | null = null;
      readonly #line: WebSocket;
      constructor(address: URL) {
        this.#line = new WebSocket(address);
        lines.add(this.#line);
        if (isOver()) this.#line.close();
        this.#line.onopen = () => hear(() => this.onopen?.());
        this.#line.onmessage = ({ data }) => hear(() => this.onmessage?.({ data }));
        this.#line.onclose = () => {
          lines.delete(this.#line);
          hear(() => this.onclose?.());
        };
      }
      send(text: string): void {
        this.#line.send(text);
      }
      close(): void {
        this.#line.close();
      }
    };
  }
}

/** One page at a time is open on a device: nobody else is listening. */
class LonelyChannel {
  onmessage: unknown = null;
  postMessage(): void {}
}
