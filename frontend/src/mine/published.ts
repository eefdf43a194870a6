// The published notes of a workshop, fetched whole and worked out anew on this device.
import { fromBase } from "../i18n";
import type { Reason } from "../protocol";
import { fingerprint, receipt, root } from "../receipts";
import { type Became, type End, follow, type Understood } from "./follow";

export interface Note {
  id: string;
  text: string;
  fingerprint: string;
  hidden: Reason | null;
}

/** One that is `laid` is one of the notes on the question, and is listed there. */
type Argument = Note & { laid: boolean };

/** As much of /v/CODE.json as is read here. */
export interface Document {
  minutes: {
    title: string;
    number: number;
    notes_root: string;
    cases: Case[];
    knowledge?: { text: string; words: Note[] }[];
    /** Fingerprints of reactions that stand with nothing else. */
    reactions?: string[];
    parked?: Note[];
    evaluation?: { lines?: Note[] };
    /** Fingerprints of lines of the evaluation that stand with nothing else. */
    lines?: string[];
    verification?: Verification;
    synthesis?: { statements: Understood[]; ends: End[] };
  };
}

interface Verification {
  asked: boolean;
  corrections: Note[];
  statements: {
    id: string;
    text: string;
    answers: number[];
    corrections: Note[];
    proposals: { table: string; text: string }[];
  }[];
}

interface Case {
  question: string;
  notes: Note[];
  statements?: { table: string; text: string; arguments?: Argument[] }[];
  common?: { arguments?: Argument[] };
}

export interface Listed {
  question: string;
  /** Null where it stands by its fingerprint alone. */
  text: string | null;
  hidden: Reason | null;
  /** The words do not fit the fingerprint that stands beside them. */
  altered: boolean;
}

export interface Published {
  title: string;
  root: string;
  /** Every fingerprint fits its words, none stands twice, and the root is that of them all. */
  holds: boolean;
  /** By receipt, in the order of the minutes. */
  notes: Map<string, Listed>;
}

/** Throws where the document is something else than minutes. */
export function read({ minutes }: Document): Published {
  const notes = new Map<string, Listed>();
  const marks = [...(minutes.reactions ?? []), ...(minutes.lines ?? [])];
  for (const mark of marks) {
    notes.set(receipt(mark), { question: "", text: null, hidden: null, altered: false });
  }
  const known = (minutes.knowledge ?? []).map(({ text, words }) => ({ question: text, notes: words }));
  const met = (minutes.verification?.statements ?? []).map(({ text, corrections }) => ({
    ...{ question: text, notes: corrections },
  }));
  const others = [
    ...(minutes.parked ?? []),
    ...(minutes.evaluation?.lines ?? []),
    ...(minutes.verification?.corrections ?? []),
  ];
  const elsewhere = { question: "", notes: others };
  const all = [...minutes.cases, ...minutes.cases.map(argued), ...known, ...met, elsewhere];
  for (const { question, notes: some } of all) {
    for (const { id, text, fingerprint: mark, hidden } of some) {
      marks.push(mark);
      const altered = hidden === null && fingerprint(id, text) !== mark;
      notes.set(receipt(mark), { question, text, hidden, altered });
    }
  }
  const holds =
    notes.size === marks.length &&
    root(marks) === minutes.notes_root &&
    ![...notes.values()].some((note) => note.altered);
  return { title: minutes.title, root: minutes.notes_root, holds, notes };
}

/** The arguments that are notes of their own. */
function argued({ question, statements = [], common }: Case): Pick<Case, "question" | "notes"> {
  const all = [...statements, ...(common ? [common] : [])].flatMap((one) => one.arguments ?? []);
  return { question, notes: all.filter((argument) => !argument.laid) };
}

/** The workshops whose minutes are published: the plan, and the workshops after it in its series. */
export type Series = Record<string, { plan: string; later: string[] }>;

export interface Followed extends Published {
  /** By receipt; null where nothing is written up yet. */
  became: Map<string, Became> | null;
  /** The code of the public plan process it belongs to; empty where there is none. */
  plan: string;
}

/**
 * The workshop's minutes and those after it in its series. Always whole documents, and the same ones
 * whatever notes are looked for: the server is never asked for one.
 */
export async function fetchPublished(
  workshop: string,
  series: Series,
): Promise<Followed | "unpublished" | "away"> {
  const { plan, later } = series[workshop] ?? { plan: "", later: [] };
  const [own, ...others] = await Promise.all([workshop, ...later].map(fetchWhole));
  if (own === undefined || typeof own === "string") return own ?? "away";
  if (others.includes("away")) return "away";
  try {
    const there = others.filter((one) => typeof one !== "string");
    return { ...read(own), became: follow(own, there), plan };
  } catch {
    return "away";
  }
}

async function fetchWhole(workshop: string): Promise<Document | "unpublished" | "away"> {
  try {
    const answer = await fetch(fromBase(`v/${workshop}.json`), { cache: "no-cache" });
    if (answer.status === 404) return "unpublished";
    return answer.ok ? ((await answer.json()) as Document) : "away";
  } catch {
    return "away";
  }
}
