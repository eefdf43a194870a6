// All that the screen remembers of one workshop on this device: as signals to draw from, and in the store.
import { computed, type Signal, signal } from "@preact/signals";

import type { Refusal } from "../socket";
import type { Sort, Store } from "./store";

export interface Sent {
  rev: number;
  text: string;
}

export interface OwnNote {
  id: string;
  secret: string;
  question: string;
  text: string;
  rev: number;
  /** Written openly at the table. */
  shared: boolean;
  /** `restoring`: wanted back before the withdrawal was answered. `here`: it stays on this device
   * until its writer wants otherwise. */
  state: "waiting" | "stored" | "refused" | "withdrawing" | "restoring" | "withdrawn" | "here";
  code: Refusal | null;
  /** The words that the server has on disk. */
  stored: string | null;
  /** What was sent and not answered: the server may have it. It is settled before anything else. */
  sent: Sent | null;
  /** A reaction: the words of the statement that it is to. */
  about?: string | undefined;
  /** Its writer has passed the tablet on, or wrote on paper: forgotten here as soon as it is stored. */
  passed?: boolean | undefined;
  /** Its place in the list on this screen. No time is kept. */
  place: number;
}

export type Marks = Readonly<Record<string, number>>;

export interface OwnBallot {
  step: string;
  key: string | null;
  rev: number;
  /** 1 for a dot, so many points, or a grade, by choice. */
  marks: Marks;
  state: "waiting" | "stored" | "refused";
  code: Refusal | null;
  /** What the server has on disk. */
  stored: Marks | null;
}

export interface Device {
  seat: string;
  /** The code of the table it was last at. */
  table: string;
  accepted: boolean;
  /** How often it was passed on, by step. */
  hands?: Readonly<Record<string, number>>;
  /** The round of new neighbours in which it came to its table. */
  came?: string;
  language: string | null;
  /** It belongs to whoever writes on it, so it forgets nothing by itself. Phones are not lent. */
  own: boolean;
  /** The workshop is over, as far as this device has heard. */
  ended: boolean;
  /** From when on it may forget (`borrowed.ts`). */
  until: number;
}

const SAVE_AFTER = 200;

const SMALLEST_TABLET = 600; // the shorter side, in CSS pixels

const newDevice = (): Device => ({
  ...{ seat: randomHex(), table: "", accepted: false, language: null },
  own: Math.min(screen.width, screen.height) < SMALLEST_TABLET,
  ...{ ended: false, until: Infinity },
});

/** Boxes that words are typed in. What stands in one is remembered under its name. */
export const box = {
  alone: (question: string) => `write:${question}`,
  shared: (question: string) => `talk:${question}`,
  statement: (question: string) => `statement:${question}`,
  dissent: (question: string) => `dissent:${question}`,
  /** Of the wording in common. */
  stand: (question: string) => `stand:${question}`,
  /** Words that lost their pen: they wait until somebody has decided what to do with them. */
  lost: (question: string) => `lost:${question}`,
  lostDissent: (question: string) => `lost-dissent:${question}`,
  edit: (note: string) => `note:${note}`,
};

/** The question that the line at the end of an evaluation is on. */
export const LINE = "evaluation.line";

/** The question that corrections of a reopened statement are on, or of `whole`: of what fits none. */
export const correctionOf = (statement: string) => `${statement}.correction`;

/** 128 random bits. (`randomUUID` is not there on plain http.) */
export function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const SETTLED: OwnNote["state"][] = ["stored", "withdrawn"];
const UNSENT: OwnNote["state"][] = ["waiting", "refused", "withdrawing", "restoring", "here"];

export class Memory {
  /** Whether it outlives the page. */
  readonly lasting: Signal<boolean>;
  readonly device = signal(newDevice());
  readonly notes = signal<Record<string, OwnNote>>({});
  readonly ballots = signal<Record<string, OwnBallot>>({});
  /** What stands unsent, by box. A box without words is not there. */
  readonly drafts = signal<Record<string, string>>({});
  /** In the order they were written. */
  readonly inOrder = computed(() =>
    Object.values(this.notes.value).sort((a, b) => a.place - b.place),
  );
  /** The same without those of hands before: only what could not be stored calls for somebody. */
  readonly own = computed(() =>
    this.inOrder.value.filter((note) => !note.passed || note.state === "refused"),
  );
  /** How many notes, changes and dots the server does not have. */
  readonly unsent = computed(
    () =>
      this.inOrder.value.filter((note) => UNSENT.includes(note.state)).length +
      Object.values(this.ballots.value).filter((ballot) => ballot.state === "waiting").length +
      Object.entries(this.drafts.value).filter(([name, text]) => {
        const edited = Object.values(this.notes.value).find((note) => name === box.edit(note.id));
        return text.trim() !== "" && text.trim() !== edited?.text;
      }).length,
  );
  readonly forgotten = signal(false);
  readonly #unsaved = new Set<string>();
  readonly #store: Store;
  /** Nothing is kept any more. */
  #shut = false;
  #saving: ReturnType<typeof setTimeout> | undefined;

  private constructor(store: Store) {
    this.#store = store;
    this.lasting = signal(store.lasting);
  }

  /** As whom it joins, and whether the rules are accepted there. */
  get joins(): Pick<Device, "seat" | "accepted"> {
    const { seat, accepted } = this.device.value;
    return { seat, accepted };
  }

  /** The memory with all that the store kept from before. */
  static async open(store: Store): Promise<Memory> {
    const memory = new Memory(store);
    const kept = await store.all();
    for (const [sort, id, value] of kept) memory.#take(sort, id, value);
    if (!kept.some(([sort]) => sort === "device")) memory.setDevice({});
    store.onOther((sort, id, value) => {
      // Nobody types in a page that is not seen: then the other page's words are the newer.
      if (sort !== "draft" || document.hidden) memory.#take(sort, id, value);
    });
    addEventListener("pagehide", () => memory.saveDrafts());
    document.addEventListener("visibilitychange", () => memory.saveDrafts());
    return memory;
  }

  setDevice(change: Partial<Device>): void {
    const device = { ...this.device.value, ...change };
    this.device.value = device;
    this.#save("device", "", device);
  }

  /** The words of another table's answer are not this table's: they wait for their writer. */
  sitDownAt(table: string): void {
    if (this.device.value.table === table) return;
    if (this.device.value.table) {
      for (const [name, text] of Object.entries(this.drafts.value)) {
        const [sort, question = ""] = name.split(":");
        if (sort === "statement") this.type(box.lost(question), text);
        if (sort === "dissent") this.type(box.lostDissent(question), text);
        if (sort === "statement" || sort === "dissent") this.type(name, "");
      }
    }
    this.setDevice({ table });
  }

  setNote(note: OwnNote): void {
    if (note.passed && SETTLED.includes(note.state)) return this.dropNote(note.id);
    this.notes.value = { ...this.notes.value, [note.id]: note };
    this.#save("note", note.id, note);
  }

  dropNote(id: string): void {
    this.notes.value = without(this.notes.value, id);
    this.#remove("note", id);
  }

  setBallot(ballot: OwnBallot): void {
    this.ballots.value = { ...this.ballots.value, [ballot.step]: ballot };
    this.#save("ballot", ballot.step, ballot);
  }

  dropBallot(step: string): void {
    this.ballots.value = without(this.ballots.value, step);
    this.#remove("ballot", step);
  }

  /** Which hand the tablet is in, counted from 0. */
  hand(step: string): number {
    return this.device.value.hands?.[step] ?? 0;
  }

  // ------------------------------------------------------------ drafts

  draft(box: string): string {
    return this.drafts.value[box] ?? "";
  }

  type(box: string, text: string): void {
    this.drafts.value = placed(this.drafts.value, box, text || undefined);
    this.#unsaved.add(box);
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.saveDrafts(), SAVE_AFTER);
  }

  saveDrafts(): void {
    for (const box of this.#unsaved) {
      const text = this.draft(box);
      if (text) this.#save("draft", box, text);
      else this.#remove("draft", box);
    }
    this.#unsaved.clear();
  }

  // ------------------------------------------------------------ the store

  /** Forget everything, for good: in the store and on the screen. */
  async forget(): Promise<void> {
    this.#shut = true;
    try {
      await this.#store.wipe();
      this.#empty();
    } finally {
      this.#shut = this.forgotten.value;
    }
  }

  #empty(): void {
    this.#shut = true;
    this.forgotten.value = true;
    clearTimeout(this.#saving);
    this.#unsaved.clear();
    this.device.value = newDevice();
    this.notes.value = {};
    this.ballots.value = {};
    this.drafts.value = {};
  }

  #save(sort: Sort, id: string, value: unknown): void {
    if (this.#shut) return;
    this.#store.put(sort, id, value).catch(() => {
      this.lasting.value = false;
    });
  }

  #remove(sort: Sort, id: string): void {
    this.#store.remove(sort, id).catch(() => {
      this.lasting.value = false;
    });
  }

  #take(sort: Sort, id: string, value: unknown): void {
    switch (sort) {
      case "device":
        if (value === undefined) this.#empty();
        else this.device.value = value as Device;
        break;
      case "draft":
        this.drafts.value = placed(this.drafts.value, id, value as string | undefined);
        break;
      case "note":
        this.notes.value = placed(this.notes.value, id, value as OwnNote | undefined);
        break;
      case "ballot":
        this.ballots.value = placed(this.ballots.value, id, value as OwnBallot | undefined);
        break;
    }
  }
}

function placed<T>(all: Record<string, T>, id: string, value: T | undefined): Record<string, T> {
  return value === undefined ? without(all, id) : { ...all, [id]: value };
}

function without<T>(all: Record<string, T>, id: string): Record<string, T> {
  const { [id]: _gone, ...rest } = all;
  return rest;
}
