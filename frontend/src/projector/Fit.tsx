// Makes a text as large as its place allows: from the back of a hall nobody can scroll.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** From full size downwards. At the last one the longest texts are cut instead (`data-cut`). */
const STEPS = [1, 0.9, 0.8, 0.72, 0.64, 0.57, 0.5, 0.44, 0.38, 0.33];
const CUTS = ["4", "3", "2", "1"];

interface FitProps {
  /** Measured anew when this changes. */
  about: string;
  class?: string;
  /** How far down the sizes go before texts are cut. */
  smallest?: number;
  /** What to do with texts that are too long even at the smallest size. */
  cut?: (place: HTMLElement) => void;
  children: ComponentChildren;
}

export function Fit({ about, class: name = "", smallest = 0.33, cut = clamp, children }: FitProps) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const place = box.current;
    if (!place) return undefined;
    const again = () => fit(place, smallest, cut);
    again();
    window.addEventListener("resize", again);
    void document.fonts?.ready.then(again);
    return () => window.removeEventListener("resize", again);
  }, [about, smallest, cut]);

  return (
    <div ref={box} class={`fit ${name}`}>
      {children}
    </div>
  );
}

function fit(place: HTMLElement, smallest: number, cut: (place: HTMLElement) => void): void {
  delete place.dataset.cut;
  for (const step of STEPS.filter((one) => one >= smallest)) {
    place.style.setProperty("--fit", String(step));
    if (fits(place)) return;
  }
  cut(place);
}

/** Every text of the picture to the same number of lines. */
function clamp(place: HTMLElement): void {
  for (const cut of CUTS) {
    place.dataset.cut = cut;
    if (fits(place)) return;
  }
}

/**
 * The statement gives way to its dissent, which is seen whole. Only a dissent that alone is longer
 * than half the screen, or than two thirds of its place beside others, is cut too, and before the
 * statement is.
 */
export function keepDissent(place: HTMLElement): void {
  const dissent = place.querySelector<HTMLElement>(".dissent");
  const inside = dissent?.querySelector<HTMLElement>(".words");
  const words = place.querySelector<HTMLElement>(":scope > .words");
  for (const one of [inside, words]) one?.removeAttribute("data-lines");
  place.dataset.cut = "statement";
  const room = Math.min(window.innerHeight / 2, (place.clientHeight * 2) / 3);
  const spare = (dissent?.offsetHeight ?? 0) - room;
  if (inside && spare > 0) shorten(place, inside, spare);
  if (words) shorten(place, words, Infinity);
}

/** Cuts `text` so that the place holds it all, but no more than `most` pixels away from it. */
function shorten(place: HTMLElement, text: HTMLElement, most: number): void {
  if (fits(place)) return;
  const whole = text.offsetHeight;
  text.dataset.lines = ""; // Shows the line below it, which takes room as well.
  text.style.removeProperty("--lines");
  const line = parseFloat(getComputedStyle(text).lineHeight) || 1;
  const over = place.scrollHeight - place.clientHeight;
  const lines = Math.max(1, Math.floor((whole - Math.min(over, most)) / line));
  text.style.setProperty("--lines", String(lines));
}

function fits(place: HTMLElement): boolean {
  return place.scrollHeight <= place.clientHeight + 1 && place.scrollWidth <= place.clientWidth + 1;
}
