// One calm sound when a step's time is out. Off until somebody at this very screen wants it, and
// remembered there. No tablet has it.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { serverNow } from "./clock";
import { _ } from "./i18n";
import type { Now } from "./protocol";

const KEY = "tannhjul sound";
const LATE = 5_000; // a laptop that was asleep does not ring for what is long over

const on = signal(remembered());
/** A browser that was opened anew is silent until somebody has touched the page. */
const waits = signal(false);
let context: AudioContext | undefined;

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

function turn(): void {
  on.value = !on.value;
  try {
    localStorage.setItem(KEY, on.value ? "on" : "off");
  } catch {
    // Then it is remembered until the page is closed.
  }
}

/** Two soft tones, a second in all. */
function chime(): void {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  for (const [pitch, after] of [[523.25, 0], [659.25, 0.12]] as const) {
    const tone = context.createOscillator();
    const loud = context.createGain();
    const start = currentTime + after;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.0001, start);
    loud.gain.exponentialRampToValueAtTime(0.2, start + 0.06);
    loud.gain.exponentialRampToValueAtTime(0.0001, start + 0.85);
    tone.connect(loud).connect(destination);
    tone.start(start);
    tone.stop(start + 0.88);
  }
}

/** Rings at the end of the step's time. Whoever moves the clock moves the sound. */
function useSound(now: Now | null): void {
  const at = now?.open && now.left === null ? now.ends_at : null;
  useEffect(() => {
    if (!on.value || at === null || at <= serverNow()) return undefined;
    const timer = setTimeout(() => {
      if (serverNow() - at < LATE) chime();
    }, at - serverNow());
    return () => clearTimeout(timer);
  }, [at, on.value]);
}

/** A sound may only be made once somebody has touched the page: ask for that touch, calmly. */
function useTouch(): void {
  useEffect(() => {
    if (!on.value || typeof AudioContext === "undefined") return undefined;
    context ??= new AudioContext();
    const mine = context;
    const look = () => {
      waits.value = mine.state === "suspended";
    };
    const touch = () => void mine.resume().then(look, () => undefined);
    look();
    mine.addEventListener("statechange", look);
    addEventListener("pointerdown", touch);
    addEventListener("keydown", touch);
    return () => {
      waits.value = false;
      mine.removeEventListener("statechange", look);
      removeEventListener("pointerdown", touch);
      removeEventListener("keydown", touch);
    };
  }, [on.value]);
}

/** The button that turns it on and off, one to hear it, and a word where it waits for a touch. */
export function Sound({ now, class: name = "ds-button" }: { now: Now | null; class?: string }) {
  useSound(now);
  useTouch();
  return (
    <>
      <button type="button" class={name} data-variant="tertiary" aria-pressed={on.value} onClick={turn}>
        {on.value ? _("Sound when time is up: on") : _("Sound when time is up: off")}
      </button>
      <button type="button" class={name} data-variant="tertiary" onClick={chime}>
        {_("Try the sound")}
      </button>
      <span class="touch" role="status">
        {waits.value && _("The sound waits: press once anywhere on this page.")}
      </span>
    </>
  );
}
