// What a councillor wrote, kept on this device until the server has it on disk – and after.
// It sends what waits, in order, and the same again after a break: ids and revs make that safe.
// What the hall sees never touches it.
import { computed } from "@preact/signals";

import type { TabletView } from "./protocol";
import type { Refusal, Session } from "./socket";
import { nextJob, writeAnew } from "./tablet/jobs";
import { type Marks, Memory, type OwnNote, randomHex } from "./tablet/memory";
import type { Store } from "./tablet/store";

type Line = Pick<Session<TabletView>, "send" | "onWelcome" | "view">;

/** Refusals that time mends: what waits goes on waiting. */
const LATER: readonly Refusal[] = ["not_stored", "slow_down", "not_joined", "too_many_errors"];
const AGAIN_AFTER = 2_000;
const LONGEST_PAUSE = 10_000;
const CAST_AFTER = 400;

export class Outbox {
  readonly memory: Memory;
  #line: Line | null = null;
  #sending = false;
  #pause = AGAIN_AFTER;
  #later: ReturnType<typeof setTimeout> | undefined;

  private constructor(memory: Memory) {
    this.memory = memory;
  }

  static async open(store: Store): Promise<Outbox> {
    return new Outbox(await Memory.open(store));
  }

  /** Sends what waits now, each time the line is open again, and when a trouble is over. */
  attach(line: Line): void {
    this.#line = line;
    line.onWelcome(() => void this.#send());
    const trouble = computed(() => line.view.value?.trouble ?? "");
    trouble.subscribe((now) => {
      if (now === "") void this.#send();
    });
    const grace = computed(() => line.view.value?.now?.grace_until ?? 0);
    grace.subscribe((until) => {
      if (until > 0) this.#onceMore(line.view.peek()?.now?.question?.id ?? "");
    });
  }

  // ------------------------------------------------------------ notes

  /** Take the words out of the box and make them a note. A second press finds the box empty. */
  write(box: string, question: string, way: "alone" | "shared" | "here" | "paper"): void {
    const text = this.memory.draft(box).trim();
    if (!text) return;
    const passed = way === "paper" || undefined;
    this.#add(question, text, way === "shared", way === "here" ? "here" : "waiting", { passed });
    this.memory.type(box, "");
    this.memory.saveDrafts();
  }

  /** React to a statement whose words are `about`, or take a withdrawn reaction up again: its id. */
  react(question: string, about: string): string {
    const before = this.memory.own.value.find((note) => note.question === question);
    if (before === undefined) return this.#add(question, "", false, "waiting", { about });
    this.restore(before.id);
    return this.memory.own.value.find((note) => note.question === question)?.id ?? "";
  }

  edit(id: string, text: string): void {
    this.#change(id, ({ rev }) => ({ text: text.trim(), rev: rev + 1, state: "waiting" }));
  }

  /** Send what was refused, or was kept here, once more. */
  again(id: string): void {
    this.#change(id, ({ rev }) => ({ rev: rev + 1, state: "waiting" }));
  }

  /** "Fem sekunder til": what came a moment too late goes again by itself. */
  #onceMore(question: string): void {
    for (const note of this.memory.inOrder.value) {
      const late = note.state === "refused" && note.code === "closed";
      if (late && note.question === question) this.again(note.id);
    }
  }

  /** Keep to the words that the server has. A note it has none of goes off the screen. */
  settle(id: string): void {
    const stored = this.memory.notes.value[id]?.stored ?? null;
    if (stored === null) this.memory.dropNote(id);
    else this.#change(id, () => ({ text: stored, state: "stored" }));
  }

  withdraw(id: string): void {
    this.#change(id, ({ sent, stored }) => ({
      state: sent === null && stored === null ? "withdrawn" : "withdrawing",
    }));
  }

  /** Undo a withdrawal. Where it is under way, what comes of it decides how. */
  restore(id: string): void {
    const note = this.memory.notes.value[id];
    if (note?.state === "withdrawing") this.#change(id, ({ code }) => ({ state: "restoring", code }));
    if (note?.state !== "withdrawn") return;
    writeAnew(this.memory, note);
    void this.#send();
  }

  #add(
    question: string,
    text: string,
    shared: boolean,
    state: OwnNote["state"],
    more: Pick<OwnNote, "about" | "passed">,
  ): string {
    const [id, secret] = [randomHex(), randomHex()];
    const place = Math.max(0, ...this.memory.inOrder.value.map((note) => note.place)) + 1;
    const fresh = { rev: 0, code: null, stored: null, sent: null };
    this.memory.setNote({ id, secret, question, text, shared, state, place, ...more, ...fresh });
    void this.#send();
    return id;
  }

  #change(id: string, change: (note: OwnNote) => Partial<OwnNote>): void {
    const note = this.memory.notes.value[id];
    if (note === undefined) return;
    this.memory.setNote({ ...note, code: null, ...change(note) });
    void this.#send();
  }

  // ------------------------------------------------------------ ballots

  /** Fill the ballot in like this. Goes when the hand has rested a little. */
  cast(step: string, marks: Marks): void {
    const old = this.memory.ballots.value[step];
    const { key = null, stored = null, rev = -1 } = old ?? {};
    this.memory.setBallot({
      ...{ step, key, stored, marks },
      ...{ rev: rev + 1, state: "waiting", code: null },
    });
    setTimeout(() => void this.#send(), CAST_AFTER);
  }

  // ------------------------------------------------------------ from hand to hand

  /** These are of a hand that is not here any more. */
  letGo(notes: OwnNote[]): void {
    for (const note of notes) if (note.state !== "here") this.memory.setNote({ ...note, passed: true });
  }

  /** The next hand begins with a blank ballot. What the one before stored is out of sight. */
  passOn(step: string, notes: OwnNote[]): void {
    const { device } = this.memory;
    if ((this.memory.ballots.value[step]?.state ?? "stored") !== "stored") return;
    const hands = { ...device.value.hands, [step]: this.memory.hand(step) + 1 };
    this.memory.setDevice({ hands }); // first: the next ballot is never taken for the one before
    this.memory.dropBallot(step);
    this.letGo(notes);
  }

  // ------------------------------------------------------------ sending

  /** One thing at a time, in the order it was written, until nothing waits or nobody answers. */
  async #send(): Promise<void> {
    if (this.#sending || this.#line === null) return;
    this.#sending = true;
    try {
      while (!this.memory.forgotten.peek()) {
        const job = nextJob(this.memory);
        if (job === null) return;
        const answer = await this.#line.send(job.frame);
        if (answer.t === "away") return; // the next welcome begins anew
        if (this.memory.forgotten.peek()) return;
        if (answer.t === "refused" && LATER.includes(answer.code)) return this.#rest();
        this.#pause = AGAIN_AFTER;
        job.done(answer);
      }
    } finally {
      this.#sending = false;
    }
  }

  /** Each time for longer, and no two devices in step. */
  #rest(): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => void this.#send(), this.#pause * (0.5 + Math.random() / 2));
    this.#pause = Math.min(LONGEST_PAUSE, 2 * this.#pause);
  }
}
