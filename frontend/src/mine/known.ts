// Which notes this device knows as its owner's: those that were written on it, and those that a QR
// code or a file brought. Nobody else is told.
import { carried, isReceipt, ownReceipts } from "../receipts";
import type { Device, OwnNote } from "../tablet/memory";
import { everything, openStore } from "../tablet/store";

/** By workshop and receipt: the note's words where this device has them, else nothing. */
export type Known = Map<string, Map<string, string>>;

export interface Receipts {
  workshop: string;
  receipts: string[];
}

export async function known(): Promise<Known> {
  const all: Known = new Map();
  for (const [workshop, kept] of await everything()) {
    const own = new Map<string, string>();
    for (const [sort, id, value] of kept) {
      if (sort === "receipt") own.set(id, own.get(id) ?? "");
      if (sort !== "note") continue;
      const note = value as OwnNote;
      for (const receipt of ownReceipts([note])) own.set(receipt, note.stored ?? "");
    }
    if (own.size > 0) all.set(workshop, own);
  }
  return all;
}

/** Remember receipts here. Whoever brings them to a device has it for their own. */
export async function remember({ workshop, receipts }: Receipts): Promise<void> {
  const store = await openStore(workshop);
  for (const receipt of receipts) await store.put("receipt", receipt, true);
  const device = (await store.all()).find(([sort]) => sort === "device")?.[2];
  if (device) await store.put("device", "", { ...(device as Device), own: true });
}

export async function forgetAll(): Promise<void> {
  for (const workshop of (await everything()).keys()) await (await openStore(workshop)).wipe();
}

/** What the address brought. It goes from the address bar and the history once it is kept. */
export async function takeFromAddress(): Promise<void> {
  const brought = carried(location.hash);
  if (brought) await remember(brought);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}

// ---------------------------------------------------------------- as a file

/** The file that `tannhjul verify` reads. */
export function asFile({ workshop, receipts }: Receipts): Blob {
  const content = JSON.stringify({ workshop, receipts }, null, 1);
  return new Blob([content], { type: "application/json" });
}

/** Null where the text is no such file. */
export function fromFile(text: string): Receipts | null {
  try {
    const { workshop, receipts } = JSON.parse(text) as Partial<Receipts>;
    if (typeof workshop !== "string" || !Array.isArray(receipts)) return null;
    if (!/^[A-Z0-9]{1,20}$/.test(workshop) || !receipts.every(isReceipt)) return null;
    return { workshop, receipts };
  } catch {
    return null;
  }
}
