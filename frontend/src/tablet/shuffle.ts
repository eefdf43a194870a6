// An order that is this tablet's own, so that no place in the list means anything, and that stays
// while somebody reads.
import { useRef } from "preact/hooks";

/** FNV-1a: cheap, and mixed enough for an order. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  }
  return sum >>> 0;
}

/** The ids that were there keep their order; new ones come after, shuffled by this tablet's seat. */
export function shuffled(before: readonly string[], ids: readonly string[], seat: string): string[] {
  const now = new Set(ids);
  const kept = before.filter((id) => now.delete(id));
  return [...kept, ...[...now].sort((a, b) => hash(seat + a) - hash(seat + b))];
}

export function useShuffled<T>(items: Record<string, T> | null, seat: string): T[] {
  const order = useRef<string[]>([]);
  const all = items ?? {};
  order.current = shuffled(order.current, Object.keys(all), seat);
  return order.current.flatMap((id) => all[id] ?? []);
}
