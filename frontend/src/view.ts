// What a screen sees, put together from view frames. Parts that did not change keep their identity,
// so that only what changed is drawn again.
import type { ListChange, ViewFrame } from "./protocol";

type List = Record<string, unknown>;

/** The view after `frame`. `null` where the frame builds on a view that this screen does not have.
 *
 * A whole view leaves out lists that hold nothing, so the names of the lists are asked for.
 */
export function merge<V>(view: V | null, frame: ViewFrame, lists: readonly string[]): V | null {
  if (frame.since !== 0 && view === null) return null;
  const old = (frame.since === 0 ? {} : view) as Record<string, unknown>;
  const changed: Record<string, unknown> = { ...frame.parts };
  for (const name of lists) {
    const change = frame.lists[name];
    if (change || !old[name]) changed[name] = mergeList((old[name] ?? {}) as List, change ?? {});
  }
  return { ...old, ...changed } as V;
}

function mergeList(old: List, { clear = false, set = {}, gone = [] }: Partial<ListChange>): List {
  const list: List = clear ? { ...set } : { ...old, ...set };
  for (const id of gone) delete list[id];
  return list;
}
