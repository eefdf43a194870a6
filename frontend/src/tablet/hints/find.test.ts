// The rules, on notes of our own: what is to be seen is seen, and nothing else.
import { expect, test } from "vitest";

import { findHints } from "./find";
import { Roster } from "./names";
import { MARKED, PLAIN, ROSTER, unmarked } from "./notes";

const roster = new Roster(ROSTER);
const nobody = new Roster([]);
const seen = (text: string, among = roster) =>
  findHints(text, among).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);

test.each(MARKED)("%s", (marked) => {
  const { text, hints } = unmarked(marked);
  expect(findHints(text, roster), seen(text).join()).toEqual(hints);
});

test.each(PLAIN)("nobody is named: %s", (text) => {
  expect(seen(text)).toEqual([]);
});

test.each([
  ["Ring 412 34 567 eller skriv til kari@eksempel.no", ["phone: 412 34 567", "email: kari@eksempel.no"]],
  ["Torhild Tullball bor i Liksomgata 7 B.", ["name: Torhild Tullball", "address: Liksomgata 7 B"]],
  ["Dag Demodal sa det.", []],
])("without a roster, what shows by itself: %s", (text, hints) => {
  expect(seen(text, nobody)).toEqual(hints);
});

test("a national identity number is known by its last two digits", () => {
  const wrong = Array.from({ length: 10 }, (_, digit) => `0181450018${digit}`);
  expect(wrong.flatMap((number) => seen(`Sak om ${number}.`))).toEqual(["id_number: 01814500183"]);
  expect(seen("00000000000")).toEqual([]);
});

test("a hint is where the words are, whatever is written before them", () => {
  for (const before of ["🌱👩‍👩‍👧 ", "İSTANBUL: ", "Čáhci ja eanan. ", "A\u030a \n\n", "سلام – "]) {
    expect(seen(`${before}Enig med Kari Eksempelstad!`)).toEqual(["name: Kari Eksempelstad"]);
    expect(seen(`${before}som sagt. Som ordfører sier jeg nei.`)).toEqual(["self: Som ordfører"]);
  }
  expect(seen("Ha\u030akon Tøysæther tar feil.")).toEqual(["name: Ha\u030akon Tøysæther"]);
});

test("hints come in order, and none lies over another", () => {
  const all = [...MARKED, ...PLAIN].map((marked) => unmarked(marked).text);
  const found = findHints(all.join(" "), roster);
  expect(found.length).toBeGreaterThan(50);
  found.forEach((hint, i) => {
    expect(hint.start).toBeGreaterThanOrEqual(found[i - 1]?.end ?? 0);
    expect(hint.end).toBeGreaterThan(hint.start);
  });
});
