// Who has written nothing for a while. Known while this page is open and nowhere else: when notes
// came is never kept (`threat-model.md`, rule 2), so a page that is loaded anew starts counting again.
import type { ControlView, Kind, TableSeen } from "../protocol";

export const QUIET_AFTER = 3 * 60_000;
const GAP = 30_000; // the laptop slept: what it shows may be old
const COMES_BACK = 10_000;
const LISTENS: readonly Kind[] = ["write", "talk"];

export interface Memory {
  step: string;
  /** When the step was first seen running; a pause starts it anew. */
  since: number;
  /** When it was last looked at, and since when it can be trusted after the laptop slept. */
  seen: number;
  awake: number;
  /** By number: how many notes, and when they last grew. */
  tables: Record<string, { notes: number; grew: number }>;
}

/** What is known after a look at the hall. Null where nobody writes just now. */
export function remember(old: Memory | null, { now, tables }: ControlView, at: number): Memory | null {
  if (!now?.open || now.left !== null || !LISTENS.includes(now.kind)) return null;
  const same = old?.step === now.id ? old : null;
  const known = (table: TableSeen) => {
    const before = same?.tables[table.no];
    const grew = !before || table.notes > before.notes || table.pen ? at : before.grew;
    return [table.no, { notes: table.notes, grew }];
  };
  return {
    step: now.id,
    since: same?.since ?? at,
    seen: at,
    awake: same && at - same.seen > GAP ? at + COMES_BACK : (same?.awake ?? at),
    tables: Object.fromEntries(Object.values(tables).map(known)) as Memory["tables"],
  };
}

/** The tables that could write, and have not for `QUIET_AFTER`. */
export function quiet(memory: Memory | null, { tables }: ControlView, at: number): TableSeen[] {
  if (!memory || at < memory.awake) return [];
  return Object.values(tables)
    .filter((table) => table.tablets > 0 && !table.disbanded && !table.ready && !table.statement)
    .filter(({ no }) => at - (memory.tables[no]?.grew ?? at) >= QUIET_AFTER)
    .sort((a, b) => a.no - b.no);
}

/** Whether the notes come from fewer than half of the tablets, so long into the writing. */
export function comesFromFew(memory: Memory | null, { now, counts, hall }: ControlView, at: number): boolean {
  if (!memory || at < memory.awake || now?.kind !== "write") return false;
  return at - memory.since >= QUIET_AFTER && hall.tablets >= 4 && counts.wrote * 2 < hall.tablets;
}
