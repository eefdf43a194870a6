// The published notes of a workshop, fetched whole and worked out anew on this device.
import { fromBase } from "../i18n";
import type { Reason } from "../protocol";
import { fingerprint, receipt, root } from "../receipts";

interface Note {
  id: string;
  text: string;
  fingerprint: string;
  hidden: Reason | null;
}

/** One that is `laid` is one of the notes on the question, and is listed there. */
type Argument = Note & { laid: boolean };

/** As much of /v/CODE.json as is read here. */
interface Document {
  minutes: {
    title: string;
    notes_root: string;
    cases: Case[];
    knowledge?: { text: string; words: Note[] }[];
    /** Fingerprints of reactions that stand with nothing else. */
    reactions?: string[];
    parked?: Note[];
    evaluation?: { lines?: Note[] };
    /** Fingerprints of lines of the evaluation that stand with nothing else. */
    lines?: string[];
  };
}

interface Case {
  question: string;
  notes: Note[];
  statements?: { arguments?: Argument[] }[];
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
  const others = [...(minutes.parked ?? []), ...(minutes.evaluation?.lines ?? [])];
  const elsewhere = { question: "", notes: others };
  for (const { question, notes: some } of [...minutes.cases, ...minutes.cases.map(argued), ...known, elsewhere]) {
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

/** Always the whole list: the server is never asked for one note. */
export async function fetchPublished(workshop: string): Promise<Published | "unpublished" | "away"> {
  try {
    const answer = await fetch(fromBase(`v/${workshop}.json`), { cache: "no-cache" });
    if (answer.status === 404) return "unpublished";
    return answer.ok ? read((await answer.json()) as Document) : "away";
  } catch {
    return "away";
  }
}
