// What is cut when the clock will not hold: little, from the longest, and never what may not go.
import { expect, test } from "vitest";

import type { Kind, Planned } from "../protocol";
import { coming, doneAt, propose, winning } from "./cuts";
import { KINDS } from "./kinds";
import { now, step } from "./sample";

const a = (id: string, kind: Kind, minutes: number, question = "") => ({ ...step(id, kind), minutes, question });
const cut = (steps: Planned[], minutes: number) =>
  Object.fromEntries(propose(steps, minutes).map(({ step: { id }, to }) => [id, to]));

const EVENING = [
  a("talk", "talk", 20, "q"),
  a("plenary", "plenary", 20, "q"),
  a("pause", "pause", 10),
  a("dots", "prioritise", 10),
  a("evaluation", "evaluate", 3),
  a("end", "end", 5),
];

test("the longest first, and of two alike the later one", () => {
  expect(cut(EVENING, 1)).toEqual({ plenary: 19 });
  expect(cut(EVENING, 3)).toEqual({ talk: 19, plenary: 18 });
  expect(cut(EVENING, 0)).toEqual({});
});

test("nothing below its least; rules, evaluation and closing not at all", () => {
  expect(cut(EVENING, 24 + 10)).toEqual({ talk: 8, plenary: 8, pause: 5, dots: 5 });
});

test("asking the hall whether it was understood is shortened, and never left out", () => {
  expect(cut([a("verify", "verify", 20), a("end", "end", 5)], 30)).toEqual({ verify: 10 });
});

test("a step is left out only where shorter ones do not do, and then the rest is spared", () => {
  expect(cut(EVENING, 35)).toEqual({ talk: 9, plenary: null, pause: 8, dots: 8 });
});

test("the smallest that will do is left out", () => {
  const steps = [a("intro", "intro", 3), a("known", "knowledge", 5), a("plenary", "plenary", 8)];
  expect(cut(steps, 2)).toEqual({ intro: null });
  expect(cut(steps, 5)).toEqual({ known: null });
  expect(cut(steps, 99)).toEqual({ intro: null, known: null, plenary: null });
});

test("writing goes only where no talk builds on it", () => {
  const steps = [a("write", "write", 4, "q"), a("talk", "talk", 8, "q"), a("last", "write", 4, "q")];
  expect(cut(steps, 99)).toEqual({ last: null });
  expect(cut([a("write", "write", 4, "q"), a("talk", "talk", 8, "other")], 99)).toEqual({ write: null });
});

test("when the hall is done: this step's time and what is left of the programme", () => {
  const programme = [{ ...a("here", "write", 7), state: "now" }, ...EVENING, { ...a("out", "talk", 50), state: "skipped" }];
  const minute = 60_000;
  expect(coming(programme)).toHaveLength(EVENING.length);
  expect(doneAt(now(), programme, 2 * minute, 0)).toBe(70 * minute);
  expect(doneAt(now(), programme, -9 * minute, 0)).toBe(68 * minute);
  expect(doneAt(now({ open: false }), programme, 2 * minute, 0)).toBe(68 * minute);
});

/** The same numbers each time: which they are does not matter. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test("whatever the programme: exactly enough where it can be, and what is kept is kept", () => {
  const reached = { enough: 0, short: 0, left_out: 0 };
  for (let seed = 1; seed <= 600; seed += 1) {
    const some = numbers(seed);
    const steps = Array.from({ length: 1 + some(12) }, (_none, i) =>
      a(`s${i}`, KINDS[some(KINDS.length)] ?? "talk", some(30), `q${some(3)}`),
    );
    const minutes = some(90);
    const cuts = propose(steps, minutes);
    const gone = cuts.filter(({ to }) => to === null);
    const wins = winning(cuts);
    for (const { step: { kind, minutes: had, question, id }, to } of cuts) {
      expect(["rules", "evaluate", "end"]).not.toContain(kind);
      if (to !== null) {
        expect(to).toBeLessThan(had);
        expect(to).toBeGreaterThanOrEqual(3);
      }
      if (kind === "pause") expect(to).toBeGreaterThanOrEqual(5);
      if (kind === "write" && to === null) {
        const after = steps.slice(steps.findIndex((one) => one.id === id));
        expect(after.some((one) => one.kind === "talk" && one.question === question)).toBe(false);
      }
    }
    if (gone.length === 0) expect(wins).toBeLessThanOrEqual(minutes);
    if (cuts.length > gone.length) expect(wins).toBeLessThanOrEqual(minutes); // not too much
    for (const { step: out } of gone) {
      const others = gone.filter(({ step: other }) => other !== out);
      expect(winning(others)).toBeLessThan(minutes); // none too many
    }
    reached.enough += Number(wins >= minutes && minutes > 0);
    reached.short += Number(wins < minutes);
    reached.left_out += gone.length;
  }
  expect(Math.min(...Object.values(reached))).toBeGreaterThan(20);
});
