// The one large button offers the natural next thing at every moment of a workshop.
import { expect, test } from "vitest";

import { countingWords, mayHaveGrace, nextStatement, nextThing, nextWords } from "./next";
import { aView, now, said, step } from "./sample";

const steps = [step("a", "rules"), step("b", "write"), step("c", "talk"), step("d", "end")];

/** The workshop at step `at` of `steps`. */
function at(id: string | null, open = true) {
  const here = steps.findIndex((one) => one.id === id);
  const programme = steps.map((one, i) => ({
    ...one,
    state: i === here ? "now" : i < here ? "past" : i === here + 1 ? "next" : "coming",
  }));
  const found = steps[here];
  return aView({ programme, now: found ? now({ id: found.id, kind: found.kind, open }) : null });
}

test("before the start it starts the first step", () => {
  const thing = nextThing(at(null));
  expect(thing).toMatchObject({ do: "open", step: "a", first: true });
  expect(thing && nextWords(thing)).toBe("Start: Ground rules");
});

test("steps that nobody writes in are left without being closed", () => {
  const thing = nextThing(at("a"));
  expect(thing).toMatchObject({ do: "open", step: "b", first: false });
  expect(thing && nextWords(thing)).toBe("Go to: Individual writing");
});

test("an open step that takes contributions is closed first, and named", () => {
  expect(nextThing(at("b"))).toEqual({ do: "close", step: "b", kind: "write" });
  expect(nextThing(at("b", false))).toMatchObject({ do: "open", step: "c" });
  expect(nextThing(at("c"))).toEqual({ do: "close", step: "c", kind: "talk" });
});

test.each([
  ["knowledge", "Close the reactions"],
  ["write", "Close the writing"],
  ["talk", "Close the table talk"],
  ["prioritise", "Close the prioritising"],
  ["verify", "Close the answers"],
] as const)("closing %s is called what it is", (kind, words) => {
  expect(nextWords({ do: "close", step: "x", kind })).toBe(words);
});

test("at the last step it ends the workshop, and after that there is nothing", () => {
  expect(nextThing(at("d"))).toEqual({ do: "end" });
  const view = at("d", false);
  expect(nextThing({ ...view, workshop: { ...view.workshop, ended: true } })).toBeNull();
});

test("a last step that is open for contributions is closed before the end", () => {
  const last = aView({
    programme: [{ ...step("p", "prioritise"), state: "now" }],
    now: now({ id: "p", kind: "prioritise" }),
  });
  expect(nextThing(last)).toMatchObject({ do: "close", step: "p" });
  expect(nextThing({ ...last, now: now({ id: "p", kind: "prioritise", open: false }) })).toEqual({
    do: "end",
  });
});

test("skipped steps are passed over, and an empty programme offers nothing", () => {
  const skipped = at("a");
  skipped.programme = skipped.programme.map((one) => ({
    ...one,
    state: one.id === "b" ? "skipped" : one.id === "c" ? "next" : one.state,
  }));
  expect(nextThing(skipped)).toMatchObject({ do: "open", step: "c" });
  expect(nextThing(aView())).toBeNull();
});

test("five seconds more are for closed writing and talk only", () => {
  expect(mayHaveGrace(at("b"))).toBe(false);
  expect(mayHaveGrace(at("b", false))).toBe(true);
  expect(mayHaveGrace(at("c", false))).toBe(true);
  expect(mayHaveGrace(at("a", false))).toBe(false);
  expect(mayHaveGrace(at(null))).toBe(false);
});

test("statements are opened in table order, each once, from the one that is shown", () => {
  const statements = { 2: said(2), 10: said(10), 1: said(1) };
  expect(nextStatement(aView({ statements }))?.table).toBe(1);
  expect(nextStatement(aView({ statements, opened: [1], shown: [said(1)] }))?.table).toBe(2);
  expect(nextStatement(aView({ statements, opened: [10], shown: [said(10)] }))?.table).toBe(1);
  expect(nextStatement(aView({ statements, opened: [1, 2, 10] }))).toBeUndefined();
});

test("reactions are closed for good, once there are any; and there are no five seconds more", () => {
  const meeting = aView({ now: now({ kind: "knowledge", question: null }) });
  expect(countingWords(meeting)).toBeNull();
  const reacted = { ...meeting, counts: { ...meeting.counts, reacted: 3 } };
  expect(countingWords(reacted)).toContain("nobody can react any more");
  const closed = { ...reacted, now: now({ kind: "knowledge", open: false }) };
  expect(countingWords(closed)).toBeNull();
  expect(mayHaveGrace(closed)).toBe(false);
});
