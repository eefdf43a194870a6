// Where a note ended, and what became of the statements it is used in: read out of whole documents.
import type { Bearing, Fate, Unused } from "../protocol";
import { receipt } from "../receipts";
import type { Document, Note } from "./published";

export interface Link {
  ref: string;
  bearing: Bearing;
}

/** As much of `Understanding` in app/core/understood.py as is read here. */
export interface Understood {
  id: string;
  version: number;
  text: string;
  withdrawn: string;
  direction: boolean;
  links: Link[];
}

export interface End {
  ref: string;
  fate: Fate;
  statements: string[];
  into: string;
  why: Unused | null;
  words: string;
}

/** What a later workshop answered; no figures where too few did, or the hall never came to it. */
export interface Asked {
  number: number;
  asked: boolean;
  answers: number[];
}

/** How a statement stood after a workshop. */
export interface Stood {
  number: number;
  version: number;
  text: string;
  withdrawn: string;
  direction: boolean;
}

export interface Way {
  statement: string;
  bearing: Bearing | null;
  /** From the first workshop on: how it was worded, what was answered, how it stood then. */
  steps: (Stood | Asked)[];
}

export interface Became {
  fate: Fate;
  why: Unused | null;
  words: string;
  /** What it is one with, where it is merged; empty where that is hidden. */
  into: string;
  ways: Way[];
}

/**
 * What became of each contribution of `own`, by receipt. `later`: the documents of the workshops
 * after it in its series. Null where nothing is written up from it yet.
 */
export function follow(own: Document, later: Document[]): Map<string, Became> | null {
  const { synthesis } = own.minutes;
  if (!synthesis) return null;
  const ends = new Map(synthesis.ends.map((end) => [end.ref, end]));
  const found = new Map<string, Became>();
  for (const end of synthesis.ends) {
    if (!/^[0-9a-f]{64}$/.test(end.ref)) continue; // a table's: nobody's own
    const last = ends.get(end.into) ?? end;
    found.set(receipt(end.ref), {
      ...{ fate: end.fate, why: last.why, words: last.words },
      into: end.into && wordsOf(own, end.into),
      ways: end.statements.flatMap((id) => way(id, last.ref, own, later)),
    });
  }
  return found;
}

function way(id: string, ref: string, own: Document, later: Document[]): Way[] {
  const said = own.minutes.synthesis?.statements.find((one) => one.id === id);
  if (!said) return [];
  const steps: Way["steps"] = [stood(own, said)];
  let before = said;
  for (const document of later) {
    const { number, verification, synthesis } = document.minutes;
    const met = verification?.statements.find((one) => one.id === id);
    if (verification && met) steps.push({ number, asked: verification.asked, answers: met.answers });
    const now = synthesis?.statements.find((one) => one.id === id);
    if (now && moved(before, now)) steps.push(stood(document, now));
    before = now ?? before;
  }
  const bearing = said.links.find((link) => link.ref === ref)?.bearing ?? null;
  return [{ statement: id, bearing, steps }];
}

function stood({ minutes: { number } }: Document, said: Understood): Stood {
  const { version, text, withdrawn, direction } = said;
  return { number, version, text, withdrawn, direction };
}

const moved = (before: Understood, now: Understood) =>
  before.text !== now.text ||
  before.withdrawn !== now.withdrawn ||
  before.direction !== now.direction;

/** The words of a contribution: of a note, or of a table by the number of the case and its name. */
function wordsOf({ minutes }: Document, ref: string): string {
  const note = allNotes(minutes).find((one) => one.fingerprint === ref);
  if (note) return note.text;
  const [of, ...name] = ref.split("/");
  const said = [
    ...(minutes.cases[Number(of) - 1]?.statements ?? []),
    ...(minutes.verification?.statements.find((one) => one.id === of)?.proposals ?? []),
  ];
  return said.find((one) => one.table === name.join("/"))?.text ?? "";
}

function allNotes({ cases, knowledge, verification }: Document["minutes"]): Note[] {
  return [
    ...cases.flatMap((one) => [
      ...one.notes,
      ...[...(one.statements ?? []), ...(one.common ? [one.common] : [])].flatMap(
        (said) => said.arguments ?? [],
      ),
    ]),
    ...(knowledge ?? []).flatMap((met) => met.words),
    ...(verification?.corrections ?? []),
    ...(verification?.statements ?? []).flatMap((met) => met.corrections),
  ];
}
