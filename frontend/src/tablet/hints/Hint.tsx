// Before words are sent, a calm word about who may be recognised in them. Their writer decides: a
// second press sends them as they stand.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { _ } from "../../i18n";
import { useTablet } from "../tablet";
import type { Hint } from "./text";

interface Held {
  text: string;
  hints: Hint[];
  at: number;
}

export interface Hinting {
  /** What keeps these very words from being sent, if anything does. */
  held: Held | null;
  /** Whether the words may go: nothing is seen in them, or their writer has been asked. */
  passes: () => boolean;
}

/** Milliseconds in which a second press is still the first: an eager finger has decided nothing. */
const ONE_PRESS = 600;

/** `text` is about to be sent in the place of `old`, about which its writer has decided. */
export function useHint(text: string, old = ""): Hinting {
  const { hints, memory } = useTablet();
  const held = useSignal<Held | null>(null);
  const asked = useRef(new Set<string>());

  function passes(): boolean {
    const before = held.peek();
    if (before?.text === text && performance.now() - before.at < ONE_PRESS) return false;
    const decided = new Set([...asked.current, ...wordsOf(old, hints(old))]);
    const fresh = hints(text).filter((hint) => !decided.has(wordsAt(text, hint)));
    const sent = memory.inOrder.peek().some((n) => n.text === text.trim() && n.state !== "here");
    if (fresh.length === 0 || sent) {
      asked.current.clear();
      held.value = null;
      return true;
    }
    for (const words of wordsOf(text, fresh)) asked.current.add(words);
    held.value = { text, hints: fresh, at: performance.now() };
    return false;
  }

  return { held: held.value?.text === text ? held.value : null, passes };
}

const wordsAt = (text: string, { start, end }: Hint) => text.slice(start, end);

/** The words that the hints are about, each once. */
export function wordsOf(text: string, hints: readonly Hint[]): Set<string> {
  return new Set(hints.map((hint) => wordsAt(text, hint)));
}

/** What was seen, said once. The place for it is always there, so that it is read out. */
export function Seen({ held }: Hinting) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (held) place.current?.scrollIntoView({ block: "nearest" });
  }, [held]);
  const { text, hints } = held ?? { text: "", hints: [] };
  const mentioned = wordsOf(text, hints.filter(({ kind }) => kind !== "self"));
  const self = wordsOf(text, hints.filter(({ kind }) => kind === "self"));
  return (
    <div role="status" class="seen" ref={place}>
      {held && (
        <div class="ds-alert" data-color="info">
          <p>
            <strong>{_("Could somebody be recognised?")}</strong>
          </p>
          <Marked lead={_("You mention:")} words={mentioned} />
          <Marked lead={_("You say of yourself:")} words={self} />
          <p>{_("It is not sent yet. You decide.")}</p>
        </div>
      )}
    </div>
  );
}

/** The words, marked, after what leads to them. */
export function Marked({ lead, words }: { lead: string; words: ReadonlySet<string> }) {
  if (words.size === 0) return null;
  return (
    <p>
      {lead}{" "}
      {[...words].map((one, i) => (
        <>
          {i > 0 && ", "}
          <mark>{one}</mark>
        </>
      ))}
    </p>
  );
}

/** Back into the box, at the first of the words. */
export function Change({ held, box }: Hinting & { box: string }) {
  const [hint] = held?.hints ?? [];
  if (hint === undefined) return null;
  return (
    <button
      type="button"
      class="ds-button"
      data-variant="secondary"
      onClick={() => {
        const area = document.getElementById(box) as HTMLTextAreaElement;
        area.focus();
        area.setSelectionRange(hint.start, hint.end);
      }}
    >
      {_("Change")}
    </button>
  );
}
