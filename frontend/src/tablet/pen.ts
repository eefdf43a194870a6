// The words under this tablet's pen: sent when the hand rests, never lost when the pen is.
import { computed, effect, signal } from "@preact/signals";

import type { PenFrame, TabletView } from "../protocol";
import type { Answer, Refusal, Session } from "../socket";
import { box, type Memory } from "./memory";

export interface Words {
  question: string;
  text: string;
  dissent: string;
}

const SEND_AFTER = 600;
const AGAIN_AFTER = 2_000;

/** Refusals that time mends. `stale`: the next try counts from the newer version. */
const LATER: readonly Refusal[] = ["stale", "not_stored", "slow_down", "not_joined"];

/** What the pen is put to. In the plenary a table writes what all could say; in a verification,
 * what was meant. */
function beneath({ statement, proposal, now, own_rewordings }: TabletView, at: string | null) {
  if (now?.kind !== "verify") return proposal ?? statement;
  const blank = { question: `${at}.rewording`, text: "", dissent: "", rev: 0 };
  return at === null ? null : (own_rewordings[at] ?? blank);
}

export class Pen {
  /** Whether this tablet holds its table's pen. */
  readonly mine = computed(() => {
    const pen = this.#session.view.value?.table.pen ?? null;
    return pen !== null && pen === this.#session.you.value;
  });
  /** What is under the pen. Without the pen, unsent words stand in their boxes. */
  readonly words = signal<Words | null>(null);
  /** Which of the reopened statements the table words anew with it: many are asked about at once. */
  readonly at = signal<string | null>(null);
  readonly state = signal<"stored" | "waiting" | "refused">("stored");
  readonly code = signal<Refusal | null>(null);
  readonly #session: Session<TabletView>;
  readonly #memory: Memory;
  /** The newest version that this tablet wrote, or saw while it held the pen. */
  #rev = 0;
  /** The pen was here when the page was left or the line broke: go on with the words. */
  #goOn = true;
  /** It is being laid down: what the hall tells meanwhile does not put words under it again. */
  #laying = false;
  /** What the server has, as far as this tablet knows. */
  #stored: Words | null = null;
  /** What it may have besides: sent, and not answered. */
  #tried: Words[] = [];
  #underWay: Promise<Answer> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session<TabletView>, memory: Memory) {
    this.#session = session;
    this.#memory = memory;
    effect(() => {
      const { at, mine } = this;
      if (session.view.value !== null) this.#follow(session.view.value, mine.value, at.value);
    });
    session.onWelcome(() => void this.#send());
  }

  /** Before the pen is laid down the last words go; where they are not stored, the pen stays. */
  async move(way: PenFrame["do"]): Promise<Answer> {
    if (way === "lay") {
      const stopped = await this.#finish();
      if (stopped !== null) return stopped;
      this.words.value = null;
    }
    this.#laying = way === "lay";
    const answer = await this.#session.send({ t: "pen", do: way });
    this.#laying = false;
    return answer;
  }

  /** Put the pen to a reopened statement, whether it is in hand already or has to be taken. */
  async turnTo(statement: string, way: "take" | "take_over"): Promise<Answer> {
    const stopped = await this.#finish();
    if (stopped !== null) return stopped;
    this.at.value = statement;
    return this.move(way);
  }

  /** Send what waits; the answer where it was not stored. */
  async #finish(): Promise<Answer | null> {
    while (this.words.peek() !== null && this.state.peek() === "waiting") {
      const answer = await this.#send();
      if (answer !== null && answer.t !== "stored") return answer;
    }
    return null;
  }

  type(change: Partial<Words>): void {
    const old = this.words.peek();
    if (old === null) return;
    const words = { ...old, ...change };
    this.#write(words);
    // Only what the server does not have is unsent.
    const { text, dissent } = words;
    this.#memory.type(box.statement(words.question), text === this.#stored?.text ? "" : text);
    this.#memory.type(box.dissent(words.question), dissent === this.#stored?.dissent ? "" : dissent);
  }

  #write(words: Words): void {
    this.words.value = words;
    this.state.value = "waiting";
    this.code.value = null;
    this.#soon(SEND_AFTER);
  }

  #follow(view: TabletView, mine: boolean, at: string | null): void {
    const { now, table } = view;
    const statement = beneath(view, at);
    const before = this.words.peek();
    if (mine && statement !== null) {
      if (this.#laying) return;
      if (before?.question !== statement.question) this.#begin(statement);
      this.#rev = Math.max(this.#rev, statement.rev);
      if (now !== null && now.grace_until > 0) {
        if (this.code.peek() === "closed") this.state.value = "waiting";
        void this.#send();
      }
      return;
    }
    this.words.value = null;
    // A pen that was laid down because the line broke is picked up again, unless somebody wrote
    // meanwhile.
    const same = before !== null && before.question === statement?.question;
    const free = table.pen === null && statement !== null && this.#left(statement);
    this.#goOn = same && free && now?.open === true;
    if (this.#goOn) void this.move("take");
  }

  /** Whether the answer stands as this tablet left it. The server trims what it stores. */
  #left({ text, dissent }: Words): boolean {
    const ours = this.#stored === null ? this.#tried : [this.#stored, ...this.#tried];
    return ours.some((w) => w.text.trim() === text && w.dissent.trim() === dissent);
  }

  #begin({ question, text, dissent }: Words): void {
    const drafts = this.#memory.drafts.peek();
    const unsent = drafts[box.statement(question)] ?? "";
    const unsentDissent = drafts[box.dissent(question)] ?? "";
    const goOn = this.#goOn && (this.#stored === null || this.#left({ question, text, dissent }));
    this.#stored = { question, text, dissent };
    this.#tried = [];
    if (goOn && (unsent || unsentDissent)) {
      this.#write({ question, text: unsent || text, dissent: unsentDissent || dissent });
    } else {
      this.#move(box.statement(question), box.lost(question));
      this.#move(box.dissent(question), box.lostDissent(question));
      this.words.value = { question, text, dissent };
      this.state.value = "stored";
      this.code.value = null;
    }
    this.#goOn = false;
  }

  #move(from: string, to: string): void {
    const { [from]: words = "", [to]: before = "" } = this.#memory.drafts.peek();
    if (!words) return;
    this.#memory.type(to, before ? `${before}\n${words}` : words);
    this.#memory.type(from, "");
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  /** The answer to what is under way, or to what is sent now; null where nothing waits. */
  async #send(): Promise<Answer | null> {
    const words = this.words.peek();
    if (this.#underWay !== null) return this.#underWay;
    if (words === null || this.state.peek() !== "waiting") return null;
    clearTimeout(this.#timer);
    this.#rev += 1;
    this.#tried.push(words);
    this.#underWay = this.#session.send({ t: "statement", ...words, rev: this.#rev });
    const answer = await this.#underWay;
    this.#underWay = null;
    this.#hear(answer, words);
    return answer;
  }

  #hear(answer: Answer, words: Words): void {
    const current = this.words.peek();
    if (answer.t === "away" || current?.question !== words.question) return;
    if (answer.t === "refused") {
      if (LATER.includes(answer.code)) return this.#soon(AGAIN_AFTER);
      this.state.value = "refused";
      this.code.value = answer.code;
      return;
    }
    this.#stored = words;
    this.#tried = [];
    if (current === words) {
      this.state.value = "stored";
      this.#memory.type(box.statement(words.question), "");
      this.#memory.type(box.dissent(words.question), "");
    } else {
      this.#soon(SEND_AFTER);
    }
  }
}
