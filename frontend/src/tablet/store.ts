// What this device keeps of each workshop, in the browser's own database. Nothing of it is
// ever sent anywhere from here. Where there is no database, it is kept while the page is open.
import { type IDBPDatabase, openDB } from "idb";

export type Sort = "device" | "note" | "draft" | "ballot" | "receipt";
export type Kept = [sort: Sort, id: string, value: unknown];

export interface Store {
  /** Whether what is kept outlives the page. */
  lasting: boolean;
  all(): Promise<Kept[]>;
  put(...kept: Kept): Promise<void>;
  remove(sort: Sort, id: string): Promise<void>;
  wipe(): Promise<void>;
  /** Hear what another page of the same workshop keeps on this device. */
  onOther(callback: (...kept: Kept) => void): void;
}

const NAME = "tannhjul";
const SHELF = "kept";

function open(): Promise<IDBPDatabase> {
  return openDB(NAME, 1, { upgrade: (db) => void db.createObjectStore(SHELF) });
}

/** All that this device keeps, by workshop. */
export async function everything(): Promise<Map<string, Kept[]>> {
  const found = new Map<string, Kept[]>();
  try {
    const db = await open();
    const [keys, values] = await Promise.all([db.getAllKeys(SHELF), db.getAll(SHELF)]);
    db.close();
    keys.forEach((key, i) => {
      const [workshop, sort, id] = key as [string, Sort, string];
      found.set(workshop, [...(found.get(workshop) ?? []), [sort, id, values[i]]]);
    });
  } catch {
    // Where there is no database, nothing was kept.
  }
  return found;
}

/** The store of one workshop, by its public code. Its keys are `[workshop, sort, id]`. */
export async function openStore(workshop: string): Promise<Store> {
  try {
    return databaseStore(workshop, await open());
  } catch {
    return memoryStore();
  }
}

function databaseStore(workshop: string, opened: IDBPDatabase): Store {
  const everything = IDBKeyRange.bound([workshop], [workshop, []]);
  const channel = new BroadcastChannel(`${NAME} ${workshop}`);
  let db = opened;

  // Safari closes the database of a page that slept: one new try with a fresh connection.
  async function inDb<T>(act: (db: IDBPDatabase) => Promise<T>): Promise<T> {
    try {
      return await act(db);
    } catch {
      db = await open();
      return act(db);
    }
  }

  return {
    lasting: true,
    async all() {
      const [keys, values] = await inDb((db) =>
        Promise.all([db.getAllKeys(SHELF, everything), db.getAll(SHELF, everything)]),
      );
      return keys.map((key, i) => {
        const [, sort, id] = key as [string, Sort, string];
        return [sort, id, values[i]];
      });
    },
    async put(sort, id, value) {
      await inDb((db) => db.put(SHELF, value, [workshop, sort, id]));
      channel.postMessage([sort, id, value]);
    },
    async remove(sort, id) {
      await inDb((db) => db.delete(SHELF, [workshop, sort, id]));
      channel.postMessage([sort, id, undefined]);
    },
    async wipe() {
      await inDb((db) => db.delete(SHELF, everything));
      channel.postMessage(["device", "", undefined]);
    },
    onOther(callback) {
      channel.onmessage = (event: MessageEvent<Kept>) => callback(...event.data);
    },
  };
}

export function memoryStore(): Store {
  return {
    lasting: false,
    all: () => Promise.resolve([]),
    put: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    wipe: () => Promise.resolve(),
    onOther: () => undefined,
  };
}
