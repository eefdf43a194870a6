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
  children: ComponentChildren;
}

export function Fit({ about, class: name = "", smallest = 0.33, children }: FitProps) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const place = box.current;
    if (!place) return undefined;
    const again = () => fit(place, smallest);
    again();
    window.addEventListener("resize", again);
    void document.fonts?.ready.then(again);
    return () => window.removeEventListener("resize", again);
  }, [about, smallest]);

  return (
    <div ref={box} class={`fit ${name}`}>
      {children}
    </div>
  );
}

function fit(place: HTMLElement, smallest: number): void {
  delete place.dataset.cut;
  for (const step of STEPS.filter((one) => one >= smallest)) {
    place.style.setProperty("--fit", String(step));
    if (fits(place)) return;
  }
  for (const cut of CUTS) {
    place.dataset.cut = cut;
    if (fits(place)) return;
  }
}

function fits(place: HTMLElement): boolean {
  return place.scrollHeight <= place.clientHeight + 1 && place.scrollWidth <= place.clientWidth + 1;
}
