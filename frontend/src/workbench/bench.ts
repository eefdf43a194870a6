// What all of the workbench shares: where the editor stands, and one act after another to the server.
import { computed, type ReadonlySignal, signal, type Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { _ } from "../i18n";
import type { Bearing, WorkbenchView } from "../protocol";
import type { Answer, Frame, Session } from "../socket";
import { pressedWords } from "../words";
import type { Drafts } from "./drafts";
import { chunks, type Edit, entryOf, type Make, standsAt } from "./edits";
import {
  EVERYTHING,
  type Filter,
  type Item,
  itemsOf,
  matches,
  nextAfter,
  ordered,
  reaches,
  type Stage,
} from "./list";
import type { Suggestions } from "./suggest";
import { standing, takenBack } from "./told";

/** The list of contributions: where the focus is at home. */
export const LIST = "contributions";

/** Where the other pages are; empty where there is none. */
export interface Links {
  staff: string;
  minutes: string;
  reopening: string;
  suggestions: string;
}

/** What the editor is choosing just now, for what is at hand. */
export type Choosing = "" | "theme" | "same" | "aside" | Bearing;

export interface Bench {
  session: Session<WorkbenchView>;
  links: Links;
  suggestions: ReadonlySignal<Suggestions>;
  /** Statements being worded, by id. */
  drafts: Drafts;
  /** Whose it is to write, in words, where it is not the reader's; else empty. */
  only: string;
  /** Connected, and theirs, so that buttons do something. */
  able: ReadonlySignal<boolean>;
  items: ReadonlySignal<Map<string, Item>>;
  filter: Signal<Filter>;
  /** The ids in the list, in order. */
  shown: ReadonlySignal<string[]>;
  /** The one that the keys are at; empty where the list is. */
  at: ReadonlySignal<string>;
  chosen: Signal<ReadonlySet<string>>;
  /** What an act is on: the chosen ones, or the one that the keys are at. Nothing hidden. */
  hand: ReadonlySignal<string[]>;
  choosing: Signal<Choosing>;
  /** What happened last, for those who listen. */
  said: ReadonlySignal<string>;
  /** What went wrong last. Stands until something goes right. */
  wrong: Signal<string>;
  goTo: (id: string) => void;
  show: (change: Partial<Filter>) => void;
  /** Carries the edits out and tells it; false where it was refused. */
  act: (make: Make, words: string) => Promise<boolean>;
  /** The same for what is at hand, and on to the next that is as `left`. */
  actOnHand: (make: Make, words: string, left: Stage) => Promise<boolean>;
  ask: (frame: Frame, words: string) => Promise<boolean>;
  takeBack: () => Promise<void>;
}

export function makeBench(
  session: Session<WorkbenchView>,
  links: Links,
  suggestions: ReadonlySignal<Suggestions>,
  drafts: Drafts,
  only = "",
): Bench {
  const { view } = session;
  const able = computed(() => session.status.value === "on" && !only);
  const items = computed(
    () => new Map(view.value ? itemsOf(view.value).map((item) => [item.id, item]) : []),
  );
  const filter = signal<Filter>({ ...EVERYTHING, stage: "left" });
  const order = signal<string[]>([]);
  const at = signal("");
  const chosen = signal<ReadonlySet<string>>(new Set());
  const said = signal("");
  const wrong = signal("");

  /** Told anew only when another list is asked for: nothing moves under the editor's eyes. */
  function sort(): void {
    order.value = ordered([...items.value.values()], suggestions.value.themes);
  }

  const shown = computed(() => {
    const known = new Set(order.value);
    const late = [...items.value.keys()].filter((id) => !known.has(id));
    return [...order.value, ...late].filter((id) => {
      const item = items.value.get(id);
      return item !== undefined && matches(item, filter.value);
    });
  });

  const here = computed(() =>
    shown.value.includes(at.value) ? at.value : (shown.value[0] ?? ""),
  );

  const hand = computed(() => {
    const there = shown.value.filter((id) => chosen.value.has(id));
    const all = there.length > 0 ? there : here.value ? [here.value] : [];
    return all.filter((id) => items.value.get(id)?.hidden === null);
  });

  function goTo(id: string): void {
    if (!shown.value.includes(id)) filter.value = { ...EVERYTHING };
    at.value = id;
  }

  function show(change: Partial<Filter>): void {
    filter.value = { ...filter.value, ...change };
    chosen.value = new Set();
    sort();
  }

  // ---------------------------------------------------------------- to the server

  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const mine = new Set<string>(); // entries that acts of ours touched while others of ours wait

  /** One after the other, so that each sees what the one before it left. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    waiting += 1;
    const done = last.then(task).finally(() => {
      waiting -= 1;
      if (waiting === 0) mine.clear();
    });
    last = done.catch(() => undefined);
    return done;
  }

  /** Whether somebody else changed any of it after the act was asked for: then it was not seen. */
  function unseen(edits: Edit[], seen: WorkbenchView, now: WorkbenchView): boolean {
    const stood = (edit: Edit, at: WorkbenchView) => JSON.stringify(standsAt(at, edit));
    return edits.some((edit) => !mine.has(entryOf(edit)) && stood(edit, seen) !== stood(edit, now));
  }

  function judge(answer: Answer, words: string, edits: Edit[]): boolean {
    if (answer.t === "stored") {
      said.value = words;
      wrong.value = "";
      return true;
    }
    if (answer.t === "refused" && answer.code === "stale") {
      wrong.value = [
        _("Another editor has changed this meanwhile. You see what stands now, and nothing was written over."),
        ...(view.value ? standing(view.value, edits) : []),
      ].join(" ");
    } else if (answer.t === "refused") {
      wrong.value = pressedWords(answer.code);
    } else {
      wrong.value = _("The connection broke before the answer came. See what holds when it is back.");
    }
    return false;
  }

  const ask = (frame: Frame, words: string) =>
    inTurn(async () => judge(await session.send(frame), words, []));

  function act(make: Make, words: string): Promise<boolean> {
    const seen = view.value;
    return inTurn(async () => {
      const now = view.value;
      if (!seen || !now) return false;
      const edits = make(now);
      if (edits.length === 0) said.value = words;
      if (unseen(edits, seen, now)) return judge({ t: "refused", n: null, code: "stale" }, words, edits);
      for (const part of chunks(edits)) {
        for (const edit of part) mine.add(entryOf(edit));
        if (!judge(await session.send({ t: "edit", edits: part }), words, part)) return false;
      }
      return true;
    });
  }

  async function actOnHand(make: Make, words: string, left: Stage): Promise<boolean> {
    const from = here.value;
    const acted = new Set(hand.value);
    at.value = nextAfter(shown.value, from, acted, (id) => {
      const item = items.value.get(id);
      return item !== undefined && reaches(item, left);
    });
    chosen.value = new Set();
    focusSoon(LIST);
    const done = await act(make, words);
    if (!done) goTo(from); // back to where something is otherwise than it was
    return done;
  }

  const takeBack = () =>
    inTurn(async () => {
      const undo = view.value?.undo;
      if (!undo?.count) {
        said.value = _("You have nothing more to take back. What another editor has gone on from stands.");
        return;
      }
      judge(await session.send({ t: "unedit", count: undo.count }), takenBack(undo), []);
    });

  let told = false;
  suggestions.subscribe(({ themes }) => {
    if (told || Object.keys(themes).length === 0) return;
    told = true;
    sort(); // the first hints: what is least sure comes first from now on
  });
  items.subscribe((all) => {
    if (order.peek().length > 0 || all.size === 0) return;
    if (view.peek()?.left === 0) filter.value = { ...EVERYTHING };
    sort();
  });

  return {
    session, links, suggestions, drafts, only, able, items, filter, shown, at: here, chosen, hand,
    choosing: signal<Choosing>(""), said, wrong, goTo, show, act, actOnHand, ask, takeBack,
  };
}

export const BenchContext = createContext<Bench | null>(null);

export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (!bench) throw new Error("A workbench without its bench");
  return bench;
}

/** The view, once there is one: nothing of the workbench is drawn before. */
export function useView(): WorkbenchView {
  const view = useBench().session.view.value;
  if (!view) throw new Error("A workbench without its view");
  return view;
}

/** Put the focus where the editor goes on: at once where it is there, else when it is drawn. */
export function focusSoon(id: string): void {
  const there = () => {
    document.getElementById(id)?.focus();
    return document.activeElement?.id === id;
  };
  if (!there()) requestAnimationFrame(there);
}
