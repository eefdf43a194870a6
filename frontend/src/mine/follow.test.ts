// Where a note ended, and what became of its statement in the workshops after.
import { expect, test } from "vitest";

import type { Bearing, Fate } from "../protocol";
import { fingerprint, receipt } from "../receipts";
import { type End, follow, type Understood } from "./follow";
import type { Document, Note } from "./published";

function note(digit: string, text: string): Note {
  const id = digit.repeat(32);
  return { id, text, fingerprint: fingerprint(id, text), hidden: null };
}

const [BUS, RAIL, SAME, LATER, FIX] = [
  ...[note("a", "Buss"), note("b", "Ikke bane"), note("c", "Buss!"), note("d", "Hm?"), note("e", "Og båt")],
] as [Note, Note, Note, Note, Note];

function said(text: string, change: Partial<Understood> = {}): Understood {
  const links: Understood["links"] = [
    { ref: BUS.fingerprint, bearing: "supports" },
    { ref: RAIL.fingerprint, bearing: "contradicts" },
  ];
  return { id: "s1", version: 1, text, withdrawn: "", direction: false, links, ...change };
}

function end(one: Note, fate: Fate, change: Partial<End> = {}): End {
  return { ref: one.fingerprint, fate, statements: [], into: "", why: null, words: "", ...change };
}

function workshop(number: number, change: Partial<Document["minutes"]> = {}): Document {
  const cases = [{ question: "Hva nå?", notes: [BUS, RAIL, SAME, LATER] }];
  return { minutes: { title: "P", number, notes_root: "", cases, ...change } };
}

const FIRST = workshop(1, {
  synthesis: {
    statements: [said("Flere busser.")],
    ends: [
      end(BUS, "used", { statements: ["s1"] }),
      end(RAIL, "used", { statements: ["s1"] }),
      end(SAME, "merged", { statements: ["s1"], into: BUS.fingerprint }),
      end(LATER, "aside", { why: "unclear", words: "Hva menes?" }),
      { ...end(BUS, "used"), ref: "1/Bord 1" },
    ],
  },
});

function asked(number: number, text: string, answers: number[], now?: Understood): Document {
  const met = { id: "s1", text, answers, corrections: [FIX], proposals: [] };
  const synthesis = {
    statements: now ? [now] : [],
    ends: [end(FIX, "used", { statements: ["s1"] })],
  };
  const verification = { asked: true, corrections: [], statements: [met] };
  return workshop(number, { cases: [], verification, ...(now && { synthesis }) });
}

const became = (one: Note, own: Document, ...later: Document[]) =>
  follow(own, later)?.get(receipt(one.fingerprint));

test("each note has its end, and its own bearing on the statement", () => {
  const bearing = (one: Note): Bearing | null | undefined => became(one, FIRST)?.ways[0]?.bearing;
  expect([bearing(BUS), bearing(RAIL), bearing(SAME)]).toEqual(["supports", "contradicts", "supports"]);
  expect(became(SAME, FIRST)).toMatchObject({ fate: "merged", into: "Buss" });
  expect(became(LATER, FIRST)).toMatchObject({ fate: "aside", why: "unclear", words: "Hva menes?", ways: [] });
  expect(follow(FIRST, [])?.size).toBe(4); // what a table said is nobody's own
});

test("a statement is followed through the answers and the wordings after", () => {
  const anew = said("Flere busser og båter.", { version: 2, links: [] });
  const second = asked(2, "Flere busser.", [3, 4, 1, 2], anew);
  const third = asked(3, anew.text, [9, 1, 0, 0], { ...anew, direction: true });
  const steps = became(BUS, FIRST, second, third)?.ways[0]?.steps;
  expect(steps).toMatchObject([
    { number: 1, version: 1, text: "Flere busser." },
    { number: 2, asked: true, answers: [3, 4, 1, 2] },
    { number: 2, version: 2, text: "Flere busser og båter.", direction: false },
    { number: 3, answers: [9, 1, 0, 0] },
    { number: 3, version: 2, direction: true },
  ]);
});

test("where too few answered there are no figures, and nothing written up says nothing new", () => {
  const steps = became(BUS, FIRST, asked(2, "Flere busser.", []))?.ways[0]?.steps;
  expect(steps).toMatchObject([{ number: 1 }, { number: 2, asked: true, answers: [] }]);
});

test("a correction ends as a note does, in the workshop where it was written", () => {
  const anew = said("Flere busser og båter.", {
    ...{ version: 2, links: [{ ref: FIX.fingerprint, bearing: "nuances" }] },
  });
  const second = asked(2, "Flere busser.", [5, 0, 0, 0], anew);
  expect(became(FIX, second)?.ways[0]).toMatchObject({ bearing: "nuances", steps: [{ version: 2 }] });
});

test("old minutes have nothing written up", () => {
  expect(follow(workshop(1), [FIRST])).toBeNull();
});
