// What every button on the control screen shares: asking the server once, and saying how it went.
import { computed, type ReadonlySignal, signal, type Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { _ } from "../i18n";
import type { ControlView } from "../protocol";
import type { Frame, Session } from "../socket";
import { pressedWords } from "../words";
import { PrivateNotes } from "./notes";
import type { Practising } from "./Practice";

/** Where the other pages are; empty where there is none. */
export interface Links {
  projector: string;
  join: string;
  public: string;
  staff: string;
  attendance: string;
  minutes: string;
  workbench: string;
  reopening: string;
  preview: string;
}

/** When the meeting is to begin, by the clock and in the reader's words. */
export interface Begins {
  at: number;
  when: string;
}

export interface Desk {
  session: Session<ControlView>;
  links: Links;
  /** The server's folder with the workshop in it; empty where a database server keeps it. */
  place: string;
  begins: Begins;
  /** Null where the workshop is not a practice of this leader's own. */
  practice: Practising | null;
  notes: PrivateNotes;
  /** Whose it is to lead, in words, where it is not the reader's; else empty. */
  only: string;
  /** Connected, and theirs, so that buttons do something. */
  able: ReadonlySignal<boolean>;
  /** The place of the button whose answer is awaited. */
  busy: Signal<string>;
  /** What went wrong last, and by which button it is told. */
  told: Signal<{ place: string; text: string } | null>;
  ask: (place: string, frame: Frame) => Promise<boolean>;
}

export function makeDesk(
  session: Session<ControlView>,
  links: Links,
  place: string,
  begins: Begins,
  practice: Practising | null = null,
  notes = new PrivateNotes(""),
  only = "",
): Desk {
  const busy = signal("");
  const told = signal<{ place: string; text: string } | null>(null);
  const able = computed(() => session.status.value === "on" && !only);

  let answered: Promise<unknown> = Promise.resolve();

  async function ask(place: string, frame: Frame): Promise<boolean> {
    if (!able.value || busy.value === place) return false; // the second half of a double press
    while (busy.value) await answered;
    busy.value = place;
    told.value = null;
    try {
      const sent = session.send(frame);
      answered = sent;
      const answer = await sent;
      if (answer.t === "refused") told.value = { place, text: pressedWords(answer.code) };
      if (answer.t === "away") {
        const text = _("The connection broke before the answer came. See what holds when it is back.");
        told.value = { place, text };
      }
      return answer.t === "stored";
    } finally {
      busy.value = "";
    }
  }

  return { session, links, place, begins, practice, notes, only, able, busy, told, ask };
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("A control without its desk");
  return desk;
}

/** Put the focus where the person continues, once the screen has been drawn. */
export function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
