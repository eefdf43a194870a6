// A councillor's hand on a tablet, by dice: it writes, thinks better of it, places dots. It keeps a
// book of its own of what it meant, for the tablet's memory is what is tested.
import type { OwnNote } from "../src/tablet/memory";
import type { Tablet } from "../src/tablet/tablet";
import type { Dice } from "./dice";
import type { Device, Page } from "./device";

/** What a hand wants to stand in the end. */
interface Meant {
  place: number;
  text: string;
  /** All that it ever said: one of them may be stored where the last came too late. */
  versions: string[];
  withdrawn: boolean;
}

export interface Book {
  /** By their place on the screen, which a note that was undone comes back to. */
  notes: Record<number, Meant>;
  /** Words put into a table's answer: each must be found somewhere. */
  words: string[];
  /** The choices of the last ballot, by step. */
  dots: Record<string, string[]>;
  /** What was typed last in each box and not sent. */
  boxes: Record<string, string>;
}

const WITHDRAW: Partial<Record<OwnNote["state"], number>> = { stored: 0.25, waiting: 0.5 };
const WORDS = ["skole", "buss hver halvtime", "bygda må leve", "gå\nog sykle", "☕ møteplass", "šuohki"];

export class Hand {
  readonly book: Book = { notes: {}, words: [], dots: {}, boxes: {} };
  readonly #device: Device;
  readonly #dice: Dice;
  readonly #name: string;
  #count = 0;

  constructor(device: Device, dice: Dice, name: string) {
    this.#device = device;
    this.#dice = dice;
    this.#name = name;
  }

  /** Do one thing that the screen of the moment offers. */
  act(): void {
    const { tablet, page } = this.#device;
    const now = tablet?.parts.now.value;
    if (!tablet || !page || !now || this.#device.asleep) return;
    const open = now.open || now.grace_until > 0;
    const question = now.question?.id ?? "";
    if (!tablet.memory.device.value.accepted) tablet.memory.setDevice({ accepted: true });
    else if (now.kind === "write") this.#write(tablet, page.box.alone(question), question, false, open);
    else if (now.kind === "talk" && this.#dice.chance(0.65)) this.#agree(tablet, now.open);
    else if (now.kind === "talk") {
      this.#write(tablet, page.box.shared(question), question, true, now.open);
    } else if (now.kind === "plenary") this.#argue(tablet, page, now.open);
    else if (now.kind === "prioritise" && now.open) this.#prioritise(tablet);
    else if (now.kind === "evaluate" && now.open) this.#evaluate(tablet);
  }

  // ------------------------------------------------------------ notes

  #write(tablet: Tablet, box: string, question: string, shared: boolean, open: boolean): void {
    const mine = tablet.memory.inOrder.value.filter(
      (note) => note.question === question && note.shared === shared && note.text,
    );
    const typed = tablet.memory.draft(box);
    if (!open) {
      if (typed && !shared && this.#dice.chance(0.3)) this.#send(tablet, box, question, "here");
    } else if (!typed || this.#dice.chance(0.2)) this.#type(tablet, box);
    else if (mine.length === 0 || this.#dice.chance(0.5)) {
      this.#send(tablet, box, question, shared ? "shared" : "alone");
    } else this.#thinkBetter(tablet, this.#dice.one(mine));
  }

  #type(tablet: Tablet, box: string): void {
    const text = `${tablet.memory.draft(box)} ${this.#words()}`.trim();
    tablet.memory.type(box, text);
    this.book.boxes[box] = text;
  }

  #send(tablet: Tablet, box: string, question: string, way: "alone" | "shared" | "here"): void {
    const text = tablet.memory.draft(box).trim();
    tablet.outbox.write(box, question, way);
    if (this.#dice.chance(0.1)) tablet.outbox.write(box, question, way); // a double press
    delete this.book.boxes[box];
    this.#mean(tablet, text);
  }

  /** A note that was not on the screen before is the one that was meant just now. */
  #mean(tablet: Tablet, text: string): void {
    const { notes } = this.book;
    const fresh = tablet.memory.inOrder.value.find(({ place }) => !(place in notes));
    if (fresh === undefined) throw new Error(`«${text}» is not on the screen`);
    const { place } = fresh;
    notes[place] = { place, text, versions: [text], withdrawn: false };
  }

  #thinkBetter(tablet: Tablet, note: OwnNote): void {
    const { outbox } = tablet;
    const meant = this.book.notes[note.place];
    if (meant === undefined) throw new Error(`Nobody wrote «${note.text}»`);
    const { state } = note;
    if (state === "restoring") return;
    if (state === "withdrawn" || state === "withdrawing") {
      if (this.#dice.chance(0.6)) return;
      outbox.restore(note.id);
      meant.withdrawn = false;
    } else if (state === "refused" && note.stored !== null && this.#dice.chance(0.2)) {
      outbox.settle(note.id);
      Object.assign(meant, { text: note.stored, withdrawn: false });
    } else if ((state === "refused" || state === "here") && this.#dice.chance(0.5)) {
      outbox.again(note.id);
      meant.withdrawn = false;
    } else if (this.#dice.chance(WITHDRAW[state] ?? 0)) {
      outbox.withdraw(note.id);
      meant.withdrawn = true;
    } else {
      const text = `${note.text} – ${this.#words()}`;
      outbox.edit(note.id, text);
      Object.assign(meant, { text, withdrawn: false, versions: [...meant.versions, text] });
    }
  }

  /** Words that nobody else writes, so that each can be found again. */
  #words(): string {
    return `${this.#name}.${++this.#count} ${this.#dice.one(WORDS)}`;
  }

  #argue(tablet: Tablet, page: Page, open: boolean): void {
    const heard = Object.values(tablet.parts.statements.value ?? {});
    if (heard.length === 0) return;
    const { question, table } = this.#dice.one(heard);
    const asked = `${question}.${table}.${this.#dice.chance(0.5) ? "for" : "against"}`;
    this.#write(tablet, page.box.alone(asked), asked, false, open);
  }

  // ------------------------------------------------------------ the table's answer

  #agree({ pen }: Tablet, open: boolean): void {
    const words = pen.words.peek();
    if (!open) return;
    if (!pen.mine.value) {
      if (this.#dice.chance(0.4)) void pen.move(this.#dice.chance(0.5) ? "take" : "take_over");
    } else if (words !== null && this.#dice.chance(0.8)) {
      const fresh = this.#words();
      if (this.#dice.chance(0.7)) pen.type({ text: `${words.text} ${fresh}` });
      else pen.type({ dissent: `${words.dissent} ${fresh}` });
      this.book.words.push(fresh);
    } else void pen.move("lay");
  }

  // ------------------------------------------------------------ dots

  #prioritise({ parts, outbox }: Tablet): void {
    const prioritising = parts.prioritising.value;
    if (!prioritising?.choices.length || prioritising.result) return;
    const choices = prioritising.choices.map(({ id }) => id).filter(() => this.#dice.chance(0.4));
    const dots = choices.slice(0, prioritising.dots);
    outbox.cast(prioritising.step, Object.fromEntries(dots.map((id) => [id, 1])));
    this.book.dots[prioritising.step] = dots;
  }

  #evaluate({ parts, outbox }: Tablet): void {
    const evaluation = parts.evaluation.value;
    if (!evaluation || evaluation.result) return;
    const graded = evaluation.measures.filter(() => this.#dice.chance(0.7));
    outbox.cast(evaluation.step, Object.fromEntries(graded.map((id) => [id, 1 + Math.floor(this.#dice.roll() * 5)])));
    this.book.dots[evaluation.step] = graded;
  }
}
