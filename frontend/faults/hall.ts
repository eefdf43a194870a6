// Halls full of tablets, for the network test (`tests/faults/network.py`): it is told on standard
// input to open one, to let its hands write or rest, and what its tablets show. Answers in JSON, line by line.
import { createInterface } from "node:readline";
import { Script } from "node:vm";

import { build, type Rollup } from "vite";

import { Device, HASTE } from "./device.ts";
import { Dice } from "./dice.ts";
import { Hand } from "./hand.ts";

interface Opening {
  seed: number;
  base: string;
  workshop: string;
  /** The code of each tablet's table. */
  codes: string[];
}

type Asked = { n: number; hall: number } & (
  | ({ do: "open" } & Opening)
  | { do: "stir" | "calm" | "look" | "close" }
);

const SLEEP = 600_000; // ten minutes
const GIVE_UP = 30_000;
const WAITING = ["waiting", "withdrawing", "restoring"];

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One tablet and who sits at it. */
class Place {
  readonly mishaps: Record<string, number> = {};
  readonly #device: Device;
  readonly #dice: Dice;
  readonly #hand: Hand;
  #resting: Promise<void> = Promise.resolve();

  constructor(opening: Opening, code: string, no: number) {
    this.#dice = new Dice(opening.seed * 1_000 + no);
    this.#device = new Device({ ...opening, code }, new Dice(opening.seed * 1_000 + 500 + no).roll);
    this.#hand = new Hand(this.#device, this.#dice, `${opening.seed}.${no}`);
  }

  open(): Promise<void> {
    return this.#device.open(page);
  }

  /** Write and stumble, until it is `over`. Times are the tablet's own. */
  stir(over: AbortSignal): void {
    this.#resting = this.#stir(over);
  }

  async #stir(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await pause(this.#dice.between(400, 2_500) / HASTE);
      if (this.#dice.chance(0.02)) await this.#nap();
      else if (this.#dice.chance(0.03)) await this.#reopen();
      else this.#hand.act();
    }
  }

  async #nap(): Promise<void> {
    this.#count("asleep");
    this.#device.sleep(this.#dice.chance(0.7));
    await pause(this.#dice.between(100, 1_200));
    this.#device.wake(SLEEP, this.#dice.chance(0.3));
  }

  async #reopen(): Promise<void> {
    const crash = this.#dice.chance(0.5);
    this.#count(crash ? "crashed" : "closed");
    this.#device.close(crash);
    await pause(this.#dice.between(50, 800));
    await this.open();
  }

  #count(mishap: string): void {
    for (const name of this.#waits() ? [mishap, `${mishap} with words unsent`] : [mishap]) {
      this.mishaps[name] = (this.mishaps[name] ?? 0) + 1;
    }
  }

  #waits(): boolean {
    const { tablet } = this.#device;
    if (!tablet) return false;
    const { memory, pen } = tablet;
    const said = [...memory.inOrder.value, ...Object.values(memory.ballots.value)];
    return (
      said.some(({ state }) => WAITING.includes(state)) ||
      (pen.words.peek() !== null && pen.state.peek() === "waiting")
    );
  }

  /** Returns when the hand rests, and nothing waits to be sent. */
  async calm(): Promise<void> {
    await this.#resting;
    const start = Date.now();
    while (this.#device.tablet?.session.status.value !== "on" || this.#waits()) {
      if (Date.now() - start > GIVE_UP) return;
      await pause(10);
    }
  }

  look(): object {
    const { tablet } = this.#device;
    if (!tablet) return {};
    const { memory, pen, session } = tablet;
    return {
      view: session.view.value,
      status: session.status.value,
      unsent: this.#waits(),
      seat: memory.device.value.seat,
      notes: memory.notes.value,
      ballots: memory.ballots.value,
      boxes: memory.drafts.value,
      pen: { words: pen.words.value, state: pen.state.value, code: pen.code.value },
      book: this.#hand.book,
      mishaps: this.mishaps,
    };
  }

  close(): void {
    this.#device.close(true);
  }
}

class Hall {
  readonly #places: Place[];
  #over: AbortController | null = null;

  constructor(opening: Opening) {
    this.#places = opening.codes.map((code, no) => new Place(opening, code, no));
  }

  async do(what: Asked["do"]): Promise<object[]> {
    switch (what) {
      case "open":
        await Promise.all(this.#places.map((place) => place.open()));
        break;
      case "stir":
        if (this.#over !== null) break;
        this.#over = new AbortController();
        for (const place of this.#places) place.stir(this.#over.signal);
        break;
      case "calm":
        this.#over?.abort();
        this.#over = null;
        await Promise.all(this.#places.map((place) => place.calm()));
        break;
      case "close":
        for (const place of this.#places) place.close();
    }
    return this.#places.map((place) => place.look());
  }
}

async function bundled(): Promise<Script> {
  const entry = new URL("page.ts", import.meta.url).pathname;
  const built = (await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, target: "esnext", lib: { entry, formats: ["iife"], name: "page" } },
  })) as Rollup.RollupOutput[];
  const code = built[0]?.output[0].code ?? "";
  return new Script(code, { filename: "page.js" });
}

const page = await bundled();
const halls = new Map<number, Hall>();

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked;
  if (asked.do === "open") halls.set(asked.hall, new Hall(asked));
  void halls
    .get(asked.hall)
    ?.do(asked.do)
    .then((tablets) => console.log(JSON.stringify({ n: asked.n, tablets })));
  if (asked.do === "close") halls.delete(asked.hall);
}
