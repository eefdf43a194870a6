// How much of a step's time is left, as a ring that empties: a shape, for who does not read colours.
// It is drawn anew each second and never glides, so nothing moves for who wants no motion.
import { shareLeft } from "./clock";
import type { Now } from "./protocol";

export function Ring({ now }: { now: Now }) {
  const share = shareLeft(now);
  if (share === null) return null;
  return (
    <svg class="ring" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r="15.9155" fill="none" stroke="currentcolor" stroke-width="1" />
      <circle
        {...{ cx: 18, cy: 18, r: 15.9155, fill: "none", stroke: "currentcolor" }}
        class="left"
        stroke-width="4"
        stroke-dasharray={`${(100 * share).toFixed(1)} 100`}
        transform="rotate(-90 18 18)"
      />
    </svg>
  );
}
