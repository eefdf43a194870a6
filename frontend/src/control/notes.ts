// A note to oneself on a step of the programme. It lies in this browser and nowhere else: it is
// never sent, and no part of the log, the minutes or the archive.
import { effect, signal } from "@preact/signals";

type Notes = Record<string, string>;

/** The notes on one workshop by step. A practice shares those of the workshop that it copies. */
export class PrivateNotes {
  readonly all = signal<Notes>({});
  readonly #key: string;

  constructor(workshop: string) {
    this.#key = `tannhjul notes ${workshop}`;
    this.#read();
    addEventListener("storage", (event) => {
      if (event.key === this.#key) this.#read(); // another window of the same leader
    });
    effect(() => this.#keep(this.all.value));
  }

  write(step: string, text: string): void {
    const { [step]: _before, ...others } = this.all.value;
    this.all.value = text ? { ...others, [step]: text } : others;
  }

  #read(): void {
    try {
      this.all.value = JSON.parse(localStorage.getItem(this.#key) ?? "{}") as Notes;
    } catch {
      this.all.value = {};
    }
  }

  #keep(notes: Notes): void {
    try {
      if (Object.keys(notes).length) localStorage.setItem(this.#key, JSON.stringify(notes));
      else localStorage.removeItem(this.#key);
    } catch {
      // No room, or not allowed: then they stand until the page is closed.
    }
  }
}
