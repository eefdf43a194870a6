// What the parts of a tablet's screen share: its connection, its memory, and the view in parts, so
// that only what reads a part is drawn anew when it changes.
import { computed, type ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Outbox } from "../outbox";
import type { TabletView } from "../protocol";
import type { Session } from "../socket";
import type { Memory } from "./memory";
import { Pen } from "./pen";

type Parts = { [Part in keyof TabletView]: ReadonlySignal<TabletView[Part] | null> };

export interface Tablet {
  session: Session<TabletView>;
  outbox: Outbox;
  memory: Memory;
  pen: Pen;
  parts: Parts;
}

export function makeTablet(session: Session<TabletView>, outbox: Outbox): Tablet {
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
  };
  const { memory } = outbox;
  return { session, outbox, memory, parts, pen: new Pen(session, memory) };
}

export const TabletContext = createContext<Tablet | null>(null);

export function useTablet(): Tablet {
  const tablet = useContext(TabletContext);
  if (tablet === null) throw new Error("A part of the screen outside the tablet");
  return tablet;
}
