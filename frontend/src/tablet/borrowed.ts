// A tablet that is lent goes from hand to hand. What one has written on it is not for the next, also
// where nobody pressed "finish": it is wiped some hours after the workshop's end, and at once when
// the tablet goes on to another workshop.
import { effect } from "@preact/signals";

import type { TabletView } from "../protocol";
import type { Session } from "../socket";
import type { Device, Memory } from "./memory";
import { everything, openStore } from "./store";

export const HOURS = 3;
const HOUR = 3_600_000;
/** A workshop that was never seen to end: nobody comes back to it after a day. */
const UNUSED = 24 * HOUR;

/** Before a page is drawn: what has had its time goes. `opening` is the workshop it is about. */
export async function sweep(opening: string, now = Date.now()): Promise<void> {
  for (const [workshop, kept] of await everything()) {
    const device = kept.find(([sort]) => sort === "device")?.[2] as Device | undefined;
    if (device === undefined || device.own) continue;
    const over = now > device.until;
    const left = workshop !== opening && (over || (device.ended && opening !== ""));
    if (left || (over && device.ended)) await (await openStore(workshop)).wipe();
  }
}

/** While the page is open: count the hours from the end, and wipe when they are over. */
export function countHours(session: Session<TabletView>, memory: Memory): void {
  if (!memory.device.peek().ended) memory.setDevice({ until: Date.now() + UNUSED });
  effect(() => {
    if (!session.view.value?.workshop.ended || memory.device.peek().ended) return;
    memory.setDevice({ ended: true, until: Date.now() + HOURS * HOUR });
  });
  setInterval(() => {
    const { own, ended, until } = memory.device.peek();
    if (own || !ended || Date.now() < until || memory.forgotten.peek()) return;
    memory.forget().catch(() => undefined); // else the next minute tries again
  }, 60_000);
}
