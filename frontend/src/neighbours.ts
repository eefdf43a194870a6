// Who sits where in the new round: names, so they are fetched for the screen that is on and kept by
// nobody. Fetched again now and then, for somebody may be moved meanwhile.
import { useEffect, useState } from "preact/hooks";

import { fromBase } from "./i18n";

export interface Place {
  no: number;
  name: string;
  people: string[];
}

export interface Places {
  /** There is a seating for the round. */
  laid: boolean;
  /** The tables that are in use. */
  tables: Place[];
  /** Who has no seat in it. */
  standing: string[];
}

const ANEW_AFTER = 20_000;
const AGAIN_AFTER = 2_000;

/** `screen`: the address of the table's or the projector's screen; empty: there is nobody to ask
 * for. Null until it is known. */
export function usePlaces(screen: string): Places | null {
  const [places, setPlaces] = useState<Places | null>(null);
  useEffect(() => {
    if (!screen) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    async function ask(): Promise<void> {
      let wait = AGAIN_AFTER;
      try {
        const answer = await fetch(fromBase(`${screen}/bord`), { cache: "no-store" });
        if (answer.ok) {
          const found = (await answer.json()) as Places;
          if (!left) setPlaces(found);
          wait = ANEW_AFTER;
        }
      } catch {
        // The server is away: what is on the screen stays.
      }
      if (!left) timer = setTimeout(() => void ask(), wait);
    }
    setPlaces(null);
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [screen]);
  return places;
}
