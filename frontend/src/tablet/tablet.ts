// What the parts of a tablet's screen share: its connection, its memory, and the view in parts, so
// that only what reads a part is drawn anew when it changes.
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Outbox } from "../outbox";
import type { TabletView } from "../protocol";
import type { Movable, Session } from "../socket";
import { findHints } from "./hints/find";
import { Roster } from "./hints/names";
import type { Hint } from "./hints/text";
import type { Memory } from "./memory";
import { Pen } from "./pen";

type Parts = { [Part in keyof TabletView]: ReadonlySignal<TabletView[Part] | null> };

/** What the page knows from the start: the workshop's public code, where notes are followed, and
 *  who is elected, so that names can be hinted at. */
export interface Page {
  workshop: string;
  mine: string;
  names: string[];
  /** It is only looked at, by the staff: `preview/`. */
  preview?: boolean;
}

export interface Tablet {
  session: Session<TabletView> & Movable;
  outbox: Outbox;
  memory: Memory;
  pen: Pen;
  parts: Parts;
  page: Page;
  /** "My notes" is open, until it is closed or the hall moves on. */
  looking: Signal<boolean>;
  /** So is the place to lay something aside. */
  parking: Signal<boolean>;
  /** What in a text may give somebody away. */
  hints: (text: string) => Hint[];
}

export function makeTablet(session: Tablet["session"], outbox: Outbox, page: Page): Tablet {
  const { view } = session;
  const part = <P extends keyof TabletView>(name: P) => computed(() => view.value?.[name] ?? null);
  const parts: Parts = {
    workshop: part("workshop"),
    now: part("now"),
    hall: part("hall"),
    table: part("table"),
    statement: part("statement"),
    shown: part("shown"),
    prioritising: part("prioritising"),
    trouble: part("trouble"),
    own_notes: part("own_notes"),
    hall_notes: part("hall_notes"),
    knowledge: part("knowledge"),
    whys: part("whys"),
    common: part("common"),
    proposal: part("proposal"),
    evaluation: part("evaluation"),
    statements: part("statements"),
    wordings: part("wordings"),
    arguments: part("arguments"),
    parked: part("parked"),
    verification: part("verification"),
    reopened: part("reopened"),
    corrections: part("corrections"),
    rewordings: part("rewordings"),
    own_rewordings: part("own_rewordings"),
  };
  const { memory } = outbox;
  const [looking, parking] = [signal(false), signal(false)];
  computed(() => parts.now.value?.id).subscribe(() => {
    looking.value = parking.value = false;
  });
  const roster = new Roster(page.names);
  const hints = (text: string) => findHints(text, roster);
  return { session, outbox, memory, parts, page, looking, parking, hints, pen: new Pen(session, memory) };
}

export const TabletContext = createContext<Tablet | null>(null);

export function useTablet(): Tablet {
  const tablet = useContext(TabletContext);
  if (tablet === null) throw new Error("A part of the screen outside the tablet");
  return tablet;
}
