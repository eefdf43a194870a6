// When the clock will not hold the programme: how late it gets, and what could be cut. It proposes;
// the process leader decides.
import type { Kind, Now, Planned } from "../protocol";

const MINUTE = 60_000;

/** Fewer minutes than this make no sense of a step. A kind that is not here is never cut. */
const LEAST: Partial<Record<Kind, number>> = {
  intro: 3,
  knowledge: 5,
  write: 4,
  talk: 8,
  plenary: 8,
  prioritise: 5,
  verify: 10,
  round: 3,
  pause: 5,
};

/** What may be left out altogether, where shorter steps are not enough. */
const MAY_GO: readonly Kind[] = ["intro", "knowledge", "write", "plenary"];

/** `to`: the minutes that are left of the step; null: it is left out. */
export interface Cut {
  step: Planned;
  to: number | null;
}

export function coming(programme: readonly Planned[]): Planned[] {
  return programme.filter(({ state }) => state === "next" || state === "coming");
}

/** When the hall is done, if all that is left takes its time. `left`: milliseconds of this step. */
export function doneAt(now: Now, programme: readonly Planned[], left: number | null, at: number): number {
  const here = now.open ? Math.max(0, left ?? 0) : 0;
  return at + here + total(coming(programme)) * MINUTE;
}

/** Cuts that win `minutes`, or as many as can be won: the longest step is shortened first, in whole
 * minutes; what may go altogether, goes last of all, and as little of it as will do. */
export function propose(steps: readonly Planned[], minutes: number): Cut[] {
  let kept = [...steps];
  let over = minutes;
  while (over > won(kept)) {
    const out = leastThatWillDo(kept, over - won(kept));
    if (!out) break;
    kept = kept.filter((step) => step !== out);
    over -= out.minutes;
  }
  const to = shortened(kept, over);
  return steps.flatMap((step) => {
    const left = to.get(step) ?? null;
    return left === step.minutes ? [] : [{ step, to: left }];
  });
}

/** How many minutes the cuts win. */
export function winning(cuts: readonly Cut[]): number {
  return cuts.reduce((sum, { step, to }) => sum + step.minutes - (to ?? 0), 0);
}

function total(steps: readonly Planned[]): number {
  return steps.reduce((sum, step) => sum + step.minutes, 0);
}

function spare({ kind, minutes }: Planned): number {
  return Math.max(0, minutes - (LEAST[kind] ?? minutes));
}

/** Minutes that shortening alone wins. */
function won(steps: readonly Planned[]): number {
  return steps.reduce((sum, step) => sum + spare(step), 0);
}

function shortened(steps: readonly Planned[], over: number): Map<Planned, number> {
  const to = new Map(steps.map((step) => [step, step.minutes]));
  const has = (step: Planned) => to.get(step) ?? 0;
  for (let left = over; left > 0; left -= 1) {
    const longest = steps
      .filter((step) => has(step) > step.minutes - spare(step))
      .reduce<Planned | null>((a, b) => (a && has(a) > has(b) ? a : b), null);
    if (!longest) break;
    to.set(longest, has(longest) - 1);
  }
  return to;
}

function leastThatWillDo(steps: readonly Planned[], lacking: number): Planned | undefined {
  const gain = (step: Planned) => step.minutes - spare(step);
  const can = steps.filter((step, i) => mayGo(step, steps.slice(i + 1)) && gain(step) > 0);
  const smallest = can.sort((a, b) => gain(a) - gain(b));
  return smallest.find((step) => gain(step) >= lacking) ?? smallest.at(-1);
}

/** Nobody talks about what they have not written on first. */
function mayGo(step: Planned, after: readonly Planned[]): boolean {
  if (!MAY_GO.includes(step.kind)) return false;
  return step.kind !== "write" || !after.some((one) => one.kind === "talk" && one.question === step.question);
}
