// The published list is worked out anew, and one altered character is found.
import { expect, test, vi } from "vitest";

import { fingerprint, receipt, root } from "../receipts";
import { fromFile } from "./known";
import { fetchPublished, read } from "./published";

type Document = Parameters<typeof read>[0];
type Note = Document["minutes"]["cases"][number]["notes"][number];

function note(id: string, text: string): Note {
  return { id, text, fingerprint: fingerprint(id, text), hidden: null };
}

function aDocument(notes: Note[]): Document {
  const notes_root = root(notes.map((one) => one.fingerprint));
  return { minutes: { title: "The plan", number: 1, notes_root, cases: [{ question: "Where?", notes }] } };
}

const MINE = note("a".repeat(32), "Bygg tett 🚌");
const OTHERS = [note("b".repeat(32), "La stå"), note("c".repeat(32), "Vent")];
const HIDDEN = { ...note("d".repeat(32), "Kari"), id: "", text: "", hidden: "name" as const };
const found = (document: Document) => read(document).notes.get(receipt(MINE.fingerprint));

test("what stands, stands; what is hidden is there by its fingerprint", () => {
  const published = read(aDocument([MINE, HIDDEN, ...OTHERS]));
  expect(published.holds).toBe(true);
  expect(published.notes.get(receipt(MINE.fingerprint))).toEqual({
    ...{ question: "Where?", text: MINE.text, hidden: null, altered: false },
  });
  expect(published.notes.get(receipt(HIDDEN.fingerprint))?.hidden).toBe("name");
});

test.each([..."Bygg tett "].map((_letter, i) => i))("one altered character, at %i", (at) => {
  const document = aDocument([MINE, ...OTHERS]);
  const other = String.fromCharCode(MINE.text.charCodeAt(at) ^ 1);
  const text = MINE.text.slice(0, at) + other + MINE.text.slice(at + 1);
  document.minutes.cases[0]!.notes[0] = { ...MINE, text };
  expect(read(document).holds).toBe(false);
  expect(found(document)?.altered).toBe(true);
});

test("another note in its place is not mine, even where all sums fit", () => {
  const document = aDocument([note(MINE.id, "Noe annet"), ...OTHERS]);
  expect(read(document).holds).toBe(true);
  expect(found(document)).toBeUndefined();
});

test("a note that stands twice, and a root of other notes", () => {
  expect(read(aDocument([MINE, ...OTHERS, MINE])).holds).toBe(false);
  const document = aDocument([MINE, ...OTHERS]);
  document.minutes.cases[0]!.notes.pop();
  expect(read(document).holds).toBe(false);
});

test("a file of receipts, and what is none", () => {
  const receipts = [receipt(MINE.fingerprint)];
  expect(fromFile(JSON.stringify({ workshop: "ABC234", receipts }))).toEqual({
    ...{ workshop: "ABC234", receipts },
  });
  const wrong = [{ workshop: "../x", receipts }, { workshop: "ABC234", receipts: ["kort"] }, [], null];
  for (const each of wrong) expect(fromFile(JSON.stringify(each))).toBeNull();
  expect(fromFile("{")).toBeNull();
});

test("arguments and what is parked count; a note that was laid as an argument counts once", () => {
  const [against, aside] = [note("e".repeat(32), "For dyrt"), note("f".repeat(32), "Hvem svarer?")];
  const { minutes } = aDocument([MINE]);
  const laid = [{ ...MINE, laid: true }, { ...against, laid: false }];
  const bare = { table: "Table 1", text: "" };
  const whole = {
    ...minutes,
    cases: [{ question: "Where?", notes: [MINE], statements: [bare, { ...bare, arguments: laid }], common: {} }],
    notes_root: root([MINE, against, aside].map((one) => one.fingerprint)),
    parked: [aside],
  };
  const published = read({ minutes: whole });
  expect(published.holds).toBe(true);
  expect(published.notes.get(receipt(against.fingerprint))?.question).toBe("Where?");
  expect(published.notes.get(receipt(aside.fingerprint))?.text).toBe("Hvem svarer?");
  expect(read({ minutes: { ...whole, parked: [] } }).holds).toBe(false);
});

test("reactions: those with words as notes, the others by their fingerprint", () => {
  const alone = fingerprint("e".repeat(32), "");
  const { minutes } = aDocument(OTHERS);
  const marks = [MINE, ...OTHERS].map((one) => one.fingerprint);
  const knowledge = [{ text: "Many live alone.", words: [MINE] }];
  const document = {
    minutes: { ...minutes, notes_root: root([...marks, alone]), knowledge, reactions: [alone] },
  };
  const published = read(document);
  expect(published.holds).toBe(true);
  expect(published.notes.get(receipt(MINE.fingerprint))?.question).toBe("Many live alone.");
  expect(published.notes.get(receipt(alone))?.text).toBeNull();
  document.minutes.reactions = [];
  expect(read(document).holds).toBe(false);
});

test("corrections count, those of a statement and those that fit none", () => {
  const [lacks, whole] = [note("e".repeat(32), "Og sykkel"), note("f".repeat(32), "Mer om økonomi")];
  const { minutes } = aDocument([MINE]);
  const met = { id: "s1", text: "Bygg tett.", answers: [], corrections: [lacks], proposals: [] };
  const verification = { asked: true, corrections: [whole], statements: [met] };
  const notes_root = root([MINE, lacks, whole].map((one) => one.fingerprint));
  const published = read({ minutes: { ...minutes, notes_root, verification } });
  expect(published.holds).toBe(true);
  expect(published.notes.get(receipt(lacks.fingerprint))?.question).toBe("Bygg tett.");
  expect(published.notes.get(receipt(whole.fingerprint))?.text).toBe("Mer om økonomi");
});

test("what is fetched is the same whatever notes are looked for: whole documents alone", async () => {
  /** The addresses that are asked for while these documents are published. */
  async function asked(documents: Record<string, Document>): Promise<string[]> {
    const seen: string[] = [];
    vi.stubGlobal("fetch", (address: URL) => {
      seen.push(address.pathname + address.search + address.hash);
      const code = /v\/(\w+)\.json$/.exec(address.pathname)?.[1] ?? "";
      const found = documents[code];
      return Promise.resolve({
        ...{ ok: found !== undefined, status: found ? 200 : 404, json: () => Promise.resolve(found) },
      });
    });
    const series = { ABC234: { plan: "P", later: ["DEF567", "GHJ892"] }, DEF567: { plan: "P", later: [] } };
    const published = await fetchPublished("ABC234", series);
    expect(typeof published).toBe("object");
    return seen;
  }
  const whole = ["/v/ABC234.json", "/v/DEF567.json", "/v/GHJ892.json"];
  expect(await asked({ ABC234: aDocument([MINE, ...OTHERS]) })).toEqual(whole);
  expect(await asked({ ABC234: aDocument(OTHERS), DEF567: aDocument([MINE]) })).toEqual(whole);
  vi.unstubAllGlobals();
});
