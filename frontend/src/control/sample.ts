// Views of a workshop that never was, for the tests of control and projector.
import type { ControlView, Head, Known, Now, Planned, ProjectorView, Reread, Said, TableSeen } from "../protocol";

export const HEAD: Head = {
  title: "Samfunnsdelen",
  municipality: "Nordvik kommune",
  body: "Kommunestyret",
  language: "nb",
  number: 1,
  of: 2,
  rehearsal: false,
  demo: false,
  ended: false,
  ends: 0,
};

const HALL = { tables: 0, ready: 0, tablets: 0, accepted: 0, cast: 0 };

export const NO_LISTS = { places: 0, most_dots: null, equal_shares: null, grades: [] };

export const QUESTION = { id: "q1", text: "Hva skal vi satse på, og hvorfor?", hint: "", about: "" };

export function aView(parts: Partial<ControlView> = {}): ControlView {
  return {
    workshop: HEAD,
    now: null,
    hall: HALL,
    counts: { notes: 0, notes_in_all: 0, drafting: 0, controls: 1, reacted: 0, wrote: 0, parked: 0 },
    programme: [],
    questions: [],
    shown: [],
    opened: [],
    prioritising: null,
    trouble: "",
    tables: {},
    statements: {},
    notes: {},
    knowledge: {},
    whys: {},
    common: null,
    typed: null,
    evaluation: null,
    floor: { table: null, since: 0, spoken: [] },
    undo: null,
    arguments: {},
    parked: {},
    wordings: {},
    proposals: {},
    verification: null,
    reopened: {},
    corrections: {},
    rewordings: {},
    ...parts,
  };
}

export function aPicture(parts: Partial<ProjectorView> = {}): ProjectorView {
  return { workshop: HEAD, now: null, next: "", hall: HALL, shown: [], prioritising: null, trouble: "", common: null, typed: null, evaluation: null, knowledge: {}, wordings: {}, arguments: {}, parked: {}, verification: null, reopened: {}, corrections: {}, rewordings: {}, ...parts };
}

export function now(parts: Partial<Now> = {}): Now {
  return {
    id: "s1",
    kind: "write",
    title: "",
    question: QUESTION,
    open: true,
    minutes: 10,
    no: 1,
    count: 4,
    ends_at: null,
    left: null,
    grace_until: 0,
    round: 0,
    cafe: false,
    ...parts,
  };
}

export function step(id: string, kind: Planned["kind"], state = "coming"): Planned {
  return { id, kind, title: "", question: "", minutes: 10, state, detail: "" };
}

export function said(table: number, text = "Vi vil satse på havna.", dissent = ""): Said {
  return { question: "q1", table, name: `Bord ${table}`, text, dissent };
}

/** Twelve statements; with what came of them, of which the last too few reacted to. */
export function statements(closed = false): Record<string, Known> {
  const all = Array.from({ length: 12 }, (_none, i) => ({
    ...{ id: `k${i}`, no: i + 1, source: "SSB", figure: `${i + 1} prosent av husholdningene` },
    text: "Flere bor alene enn før, og leter lenge etter noe de har råd til å bo i.",
    reactions: closed ? { threshold: 5, shown: i < 11, surprised: i, curious: 7, missing: 0 } : null,
  }));
  return Object.fromEntries(all.map((one) => [one.id, one]));
}

const SAID_BEFORE = (["supports", "supports", "contradicts"] as const).map((bearing, i) => ({
  ...{ id: `b${i}`, bearing, text: `Innspill ${i}`, hidden: null },
}));

function reread(no: number): Reread {
  return {
    ...{ no, id: `s${no}`, version: 1, text: `Formulering ${no}`, before: "", theme: "" },
    ...{ minority: false, remark: "", conflict: "", behind: [] },
  };
}

const MET: Record<string, Reread> = {
  s1: reread(1),
  s2: {
    ...{ ...reread(2), version: 2, before: "Formulering to", theme: "Bolig", minority: true },
    ...{ remark: "Det koster mer enn det er satt av.", behind: SAID_BEFORE },
  },
  s3: reread(3),
};

/** Three reopened statements; with what came of them, of which too few answered the second. */
export function verified({ pointed = 0, result = false }: { pointed?: number; result?: boolean }) {
  const corrections = {
    c1: { id: "c1", about: "s1", text: "Vi mente hele byen.", hidden: null },
    c2: { id: "c2", about: "s1", text: "", hidden: "insult" as const },
    c3: { id: "c3", about: "whole", text: "Kulturen er borte.", hidden: null },
  };
  const rewording = { ...said(3, "Bygg i sentrum først.", "Ikke først."), question: "s1.rewording" };
  const came = [
    { id: "s1", grades: [20, 2, 1, 0] },
    { id: "s2", grades: [] },
    { id: "s3", grades: [9, 9, 5, 0] },
  ];
  return {
    verification: {
      ...{ step: "s1", number: 1, ballots: result ? 23 : 0, threshold: 5, shown: result, pointed },
      result: result ? came : null,
    },
    reopened: MET,
    corrections: result ? corrections : {},
    rewordings: result ? { "s1.3": rewording } : {},
  };
}

export function table(no: number, parts: Partial<TableSeen> = {}): TableSeen {
  return {
    no,
    name: `Bord ${no}`,
    seats: 6,
    tablets: 5,
    accepted: 4,
    notes: 3,
    ready: false,
    help: false,
    pen: false,
    statement: false,
    disbanded: false,
    ...parts,
  };
}

/** A hall as full as they come: twelve tables with long names, three hundred notes. */
export function aFullHall(): ControlView {
  const numbers = Array.from({ length: 12 }, (_none, i) => i + 1);
  const name = "Formannskapssalen ved vinduet mot fjorden";
  return aView({
    now: now({ kind: "plenary" }),
    hall: { tables: 12, ready: 7, tablets: 60, accepted: 58, cast: 0 },
    counts: { notes: 300, notes_in_all: 700, drafting: 0, controls: 3, reacted: 0, wrote: 0, parked: 0 },
    programme: numbers.map((n) => step(`s${n}`, "talk", n === 1 ? "now" : "coming")),
    questions: [QUESTION],
    opened: [1],
    tables: Object.fromEntries(
      numbers.map((n) => [n, table(n, { name: `${name} ${n}`, help: n === 3, ready: n > 5 })]),
    ),
    statements: Object.fromEntries(numbers.map((n) => [n, said(n, "Lang tekst. ".repeat(300), "Nei.")])),
    notes: Object.fromEntries(
      Array.from({ length: 300 }, (_none, i) => [
        `n${i}`,
        { id: `n${i}`, text: `Innspill ${i}`, lifted: i === 0, shared: false, hidden: null },
      ]),
    ),
  });
}
